"""Pages: a template, the shell around it, and plain data. Returns the HTML text.

Every page is called as ``render("bank.html", shell, ...)``; the docstring at the top of each
template says which names it takes. Escaping is automatic; scripts and styles are files, so that
a strict content-security policy holds on every page: nothing in them needs inline code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from viz import about, files, terms
from viz.claim import claim_title
from viz.figures import figure, moment, rules, when
from viz.kinds import KINDS, address, kind_of
from viz.picture import embed
from viz.terms import STRENGTH, term
from viz.view import Line
from viz.words import LANGUAGES, Words, script_messages, words


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page.

    ``path`` and ``query`` (as it stands after the ``?``) are the page's own address; ``here``
    names the entry of the navigation it belongs to (``explore``, ``banks``, ``groups``,
    ``sources``, ``queries``, ``loads`` or nothing); ``version`` is the data's version (its digest), ``counts``
    the number of nodes by label, both empty where the store does not answer.
    """

    words: Words
    path: str = "/"
    query: str = ""
    here: str = ""
    version: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def address(self, **changed: str) -> str:
        """This page's address with parts of its query changed, or taken out where empty."""
        return with_query(f"{self.path}?{self.query}", **changed)

    def asked(self, name: str) -> str:
        """What the address asks by this name, or nothing."""
        return dict(parse_qsl(self.query)).get(name, "")


def render(template: str, shell: Shell, **context: Any) -> str:
    """The page as HTML. ``context``: the names that the template's first comment lists."""
    page = _environment(shell.words.language).get_template(template)
    return page.render(shell=shell, words=shell.words, **context)


@cache
def phrasebook(language: str) -> str:
    """What the scripts must know of a language, as a text to embed."""
    say = words(language)
    book = {
        "language": say.language,
        "messages": script_messages(language),
        "terms": terms.terms(say),
        "figures": rules(language),
        "strength": STRENGTH,
        "paths": {label: kind.path for label, kind in KINDS.items()},
        "marks": {label: kind.mark for label, kind in KINDS.items()},
    }
    return embed(orjson.dumps(book).decode())


@cache
def _environment(language: str) -> Environment:
    say = words(language)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(say.messages, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {
        "LANGUAGES": LANGUAGES,
        "STRENGTH": STRENGTH,
        "address": address,
        "kind_of": kind_of,
        "static": files.static,
        "phrasebook": lambda: Markup(phrasebook(language)),
        "about": lambda label, thing: about.about(label, thing, say),
        "seat": lambda bank: about.seat(bank, say),
        "term": lambda table, value: term(say, table, value),
        "figure": lambda value, unit: figure(say, value, unit),
        "citation": lambda fact: citation(fact, say),
        "claim_title": lambda fact: claim_title(fact, say),
        "claims_address": claims_address,
        "with_query": with_query,
        "when": lambda year, period=None: when(say, year, period),
    }
    environment.filters |= {
        "embed": _embedded,
        "moment": moment,
        "number": say.number,
        "years": years,
    }
    environment.tests["web"] = is_web_address
    return environment


def _embedded(json: str) -> Markup:
    return Markup(embed(json))


def years(first: int | None, last: int | None = None) -> str:
    """A span of years, or nothing where none is stated."""
    known = sorted({year for year in (first, last) if year is not None})
    return "–".join(map(str, known))


def citation(fact: Mapping[str, Any], words: Words) -> str:
    """Publisher, "title", date, address, and where the claim is kept; as ``static/js/claims.js``."""
    source = fact["source"]
    date = source.get("published") or words.messages.gettext("no date")
    parts = (source.get("publisher"), f'"{words.name(source)}"', date, source.get("url"), f"bankgraph {fact['id']}")
    return ", ".join(part for part in parts if part)


def claims_address(line: Line) -> str:
    """The list of the claims behind a line: those that name both its ends."""
    ends = [("year", key.id) if key.label == "Year" else ("about", str(key)) for key in (line.start, line.end)]
    return f"/facts?{urlencode(ends, safe=':')}"


def with_query(path: str, **query: str) -> str:
    """An address with these in its query in place of what it had by their names; empty ones are left out."""
    parts = urlsplit(path)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in query]
    given = [(name, value) for name, value in query.items() if value]
    return parts._replace(query=urlencode([*kept, *given], safe=":,")).geturl()


def is_web_address(url: Any) -> bool:
    """Whether a source's address may be linked: http or https, nothing that runs."""
    try:
        return urlsplit(str(url or "")).scheme in ("http", "https")
    except ValueError:
        return False
