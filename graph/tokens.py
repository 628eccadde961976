"""Cypher as tokens: what brackets, names and calls a text has, wherever comments, strings and quotes stand.

It understands no grammar: that is Neo4j's part, which sees each query before it runs. Two things cannot be
left to it, because no plan tells them: which functions are called, and how deep brackets stand in each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_TOKEN = re.compile(
    r"(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<string>'[^'\\]*+(?:\\.?[^'\\]*+)*+(?:'|\Z)|\"[^\"\\]*+(?:\\.?[^\"\\]*+)*+(?:\"|\Z))"
    r"|(?P<quoted>`[^`]*+(?:``[^`]*+)*+(?:`|\Z))"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<number>\d+)"
    r"|(?P<sign>\S)",
    re.DOTALL,
)
"""Written so that no text takes more time than its length; what nothing closes goes on to the end."""
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_MOST_OPTIONS = 60
"""Tokens: more options than there are."""


@dataclass(frozen=True, slots=True)
class Token:
    """A name (without its quotes), a sign or a literal, and where it begins."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, comments left out."""
    for found in _TOKEN.finditer(text):
        kind, part = str(found.lastgroup), found[0]
        if kind == "quoted":
            yield Token("name", part[1:].removesuffix("`").replace("``", "`"), found.start())
        elif kind != "comment":
            yield Token(kind, part, found.start())


def deeper_than(most: int, text: str) -> bool:
    """Whether more than so many brackets stand in each other."""
    now = 0
    for token in tokens(text):
        if token.kind == "sign" and token.text in "([{":
            now += 1
            if now > most:
                return True
        elif token.kind == "sign" and token.text in ")]}":
            now = max(0, now - 1)
    return False


def calls(text: str) -> set[str]:
    """The functions with a dot in their names that a text may call, such as ``date.truncate``.

    Procedures, whose names stand behind CALL, are none. Neo4j 5 reads ``\\u0041`` as A before all else, also as a
    quote that ends a string, and later versions do within strings alone: both readings count.
    """
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return _calls(text) | (_calls(plain) if plain != text else set())


def _calls(text: str) -> set[str]:
    found: set[str] = set()
    chain: list[str] = []
    before = ""  # the name ahead of the chain
    whole = False  # whether the chain ends with a name
    for token in tokens(text):
        if token.kind == "name":
            if whole:
                before, chain = chain[-1], []
            chain.append(token.text)
            whole = True
        elif token.text == "." and whole:
            whole = False
        else:
            if token.text == "(" and whole and before.upper() != "CALL" and "." in (name := ".".join(chain)):
                found.add(name)
            chain, before, whole = [], "", False
    return found


def explained(text: str) -> str:
    """The text that lets Neo4j plan this query and never run it: ``EXPLAIN`` stands before all else, in a line of
    its own, so that Neo4j shows the line of a mistake as it was written.

    EXPLAIN and PROFILE exclude each other, and are of one length: what asks for a profile is changed in its place.
    """
    at = _profile(text)
    return f"EXPLAIN\n{text}" if at is None else f"EXPLAIN\n{text[:at]}EXPLAIN{text[at + len('PROFILE') :]}"


def _profile(text: str) -> int | None:
    """Where PROFILE stands among the options ahead of a query, such as ``CYPHER 5 runtime=slotted PROFILE``."""
    first = list(islice(tokens(text), _MOST_OPTIONS))
    words = [token.text.upper() for token in first]
    at = 0
    while at < len(first):
        if words[at] == "PROFILE":
            return first[at].at
        if words[at] == "CYPHER" and first[at + 1 : at + 2] and first[at + 1].kind == "number":
            at += 2
        elif words[at] in ("CYPHER", "EXPLAIN"):
            at += 1
        elif words[at + 1 : at + 2] == ["="]:
            at += 3
        else:
            break
    return None
