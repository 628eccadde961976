"""``bankgraph export``: the graph, or what a named query answers, as a file for other programs."""

import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from api.exporting import Question, export
from api.exports import FORMATS, format_named
from api.opening import open_store
from api.query_commands import pairs
from api.questions import question
from api.screen import screen, show_json
from api.settings import get_settings
from graph.errors import InputError

STDOUT = "-"
_GIVEN = re.compile(r"[a-z][a-z0-9_]*=.*", re.DOTALL)
EPILOG = (
    "Examples: bankgraph export graphml banks.graphml · bankgraph export jsonl > all.jsonl · "
    "bankgraph export gexf network.gexf --query bank_network bank=bank-of-beijing"
)


def export_(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE] [key=value...]", help="FILE: - or nothing is standard output."),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="NAME", help="Export the answer of this named query alone.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON; needs FILE.")] = False,
) -> None:
    """Write the graph, or what a named query answers, as a file for other programs."""
    form, settings = format_named(format), get_settings()
    files = [word for word in words or () if query is None or not _GIVEN.fullmatch(word)]
    if len(files) > 1:
        raise InputError(f"expected one FILE{' and key=value' if query else ''}, found {', '.join(files)}")
    file = files[0] if files else STDOUT
    if json and file == STDOUT:
        raise InputError("--json says what was written to a FILE: name one")
    asked = None
    if query is not None:
        asked = Question.of(question(settings, query), pairs([word for word in words or () if word not in files]))
    with _opened(file) as out, screen() as progress, open_store(settings, progress) as store:
        version, size = store.version(), 0
        for chunk in export(store, form, version, asked, settings.budget):
            size += out.write(chunk)
    if file != STDOUT:
        told = {"file": file, "format": form.name, "bytes": size, "version": version}
        _show(told, json)


def _show(told: dict[str, Any], json: bool) -> None:
    if json:
        show_json(told)
    else:
        print(f"{told['file']}: {told['bytes']} bytes, data version {told['version']}")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Where to write: a file comes into being, or takes another's place, only once all of it is there."""
    if file == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(file).resolve()  # what a link leads to is written, and the link stays
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb") as out:
                yield out
        else:
            yield from _beside(path)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from error


def _beside(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
