"""``bankgraph load``, ``bankgraph loads`` and ``bankgraph undo``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

import loaders
from api.load_options import explanation, template
from api.opening import open_store
from api.screen import screen, show_json, show_table
from api.settings import get_settings
from graph.errors import InputError
from graph.loads.receipt import Receipt, receipt_of
from graph.loads.undo import AT_ONCE as MOST_UNDONE_AT_ONCE
from graph.loads.undo import Undone
from loaders.forms import Format

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
LOAD_EXAMPLES = (
    "Examples: bankgraph load my-facts/ · bankgraph load facts.csv --dry-run · bankgraph load - < all.jsonl · "
    "bankgraph load --template csv forms/"
)


def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Folders or files to load; - is standard input.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--template", help="Load nothing: write empty forms into the folder PATH.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Load nothing: say how each file would be read.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what a load would do, and write nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Load what is right; write what is wrong to a file, with the reasons.")
    ] = False,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", metavar="FILE", help="That file; else rejected-TIME.jsonl in the current folder."),
    ] = None,
    json: Json = False,
) -> None:
    """Load facts and the things they name: all of them, or none where there is a mistake."""
    if form:
        template(form, paths or [], json)
        return
    if not paths:
        raise InputError("Missing argument 'PATH...': a folder, files, or - for standard input.")
    if explain:
        explanation(paths, json)
        return
    if rejected and not skip_bad:
        raise InputError("--rejected names the file for what --skip-bad leaves out: give both, or neither.")
    left_out = _Rejected(rejected or Path(f"rejected-{datetime.now(UTC):%Y%m%dT%H%M%S}.jsonl")) if skip_bad else None
    batch = loaders.stream(paths)
    settings = get_settings()
    with screen() as progress, open_store(settings, progress) as store:
        receipt = store.load(
            batch, progress.step, say=progress.say, dry_run=dry_run, reject=left_out, at_once=settings.load_at_once
        )
    file = left_out.written if left_out else None
    if json:
        show_json(receipt.as_json() | ({"rejected_file": str(file) if file else None} if skip_bad else {}))
        return
    for line in _told(receipt):
        print(line)
    _show_kinds(receipt.kinds, receipt.entities)
    if file:
        print(f"{file} holds what was left out, with the reasons: mend it there, and load that file")
    print(f"data version {receipt.digest}")


def loads(
    one: Annotated[
        str | None, typer.Argument(metavar="LOAD", help="One of them, with all its numbers; latest is the newest.")
    ] = None,
    json: Json = False,
) -> None:
    """List what was loaded, the newest first; or show one load's receipt."""
    with screen() as progress, open_store(get_settings(), progress) as store:
        receipts = store.loads()
    if one is not None:
        _show_one(one, receipts, json)
    elif json:
        show_json({"items": receipts, "total": len(receipts), "next": None})
    elif not receipts:
        print("Nothing has been loaded yet: bankgraph load PATH, or bankgraph explore for the example.")
    else:
        rows = [[*(r[name] for name in ("load", "time", "state", "read", "new", "known")), _files(r)] for r in receipts]
        show_table(["load", "time", "state", "read", "new", "known", "files"], rows)


def undo(
    load: Annotated[str, typer.Argument(metavar="LOAD", help="The load to take back, as bankgraph loads lists it.")],
    json: Json = False,
) -> None:
    """Take a load back. What other loads brought too stays; bankgraph loads keeps the receipt."""
    settings = get_settings()
    with screen() as progress, open_store(settings, progress) as store:
        at_once = min(settings.load_at_once, MOST_UNDONE_AT_ONCE)
        undone = store.undo(load, progress.step, say=progress.say, at_once=at_once)
    if json:
        show_json(undone.as_json())
        return
    for line in _told_of_undo(undone):
        print(line)


class _Rejected:
    """Writes the records that are left out: the whole file, or none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.written: Path | None = None
        if path.exists():
            raise InputError(f"{path}: is there already: name another file for what is left out, by --rejected")

    def __call__(self, lines: Iterable[str]) -> None:
        part = self._path.with_name(f"{self._path.name}.part")
        try:
            with part.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
            part.replace(self._path)
        except OSError as error:
            raise InputError(
                f"{self._path}: what is left out cannot be written there ({error.strerror}): nothing was loaded; "
                "name another file by --rejected"
            ) from error
        finally:
            part.unlink(missing_ok=True)
        self.written = self._path


def _told(receipt: Receipt) -> Iterable[str]:
    if receipt.dry_run:
        yield "dry run: nothing was written; this is what the load would do"
    head = "load" if receipt.dry_run else f"load {receipt.load}"
    rejected = f", {receipt.rejected} rejected" if receipt.rejected else ""
    yield f"{head}: {receipt.read} facts read, {receipt.new} new, {receipt.known} known before{rejected}"
    rejected = f", {receipt.entities_rejected} records rejected" if receipt.entities_rejected else ""
    yield f"entities: {receipt.entities_new} new, {receipt.entities_changed} changed{rejected}"
    if receipt.evidence_differing:
        yield f"texts: {receipt.evidence_differing} facts came with other texts than before"
    yield from (f"  {mistake}" for mistake in receipt.mistakes)


def _show_kinds(facts: Mapping[str, Mapping[str, int]], entities: Mapping[str, Mapping[str, int]]) -> None:
    if facts:
        show_table(["facts", "read", "new", "known", "rejected"], _rows(facts, ("read", "new", "known", "rejected")))
    if entities:
        names = ("read", "new", "changed", "rejected")
        show_table(["entities", *names], _rows(entities, names))


def _rows(kinds: Mapping[str, Mapping[str, int]], names: Sequence[str]) -> list[list[Any]]:
    return [[kind, *(n.get(name, 0) for name in names)] for kind, n in kinds.items()]


def _show_one(load: str, receipts: Sequence[dict[str, Any]], json: bool) -> None:
    receipt = receipt_of(load, receipts)
    if json:
        show_json(receipt)
        return
    plain = {name: value for name, value in receipt.items() if not isinstance(value, (dict, list))}
    show_table(["", ""], [[name, value] for name, value in plain.items()])
    show_table(["file", "records", "sha256"], [[f["name"], f["records"], f["sha256"]] for f in receipt["files"]])
    _show_kinds(receipt["kinds"], receipt.get("entities", {}))
    for mistake in receipt.get("mistakes", ()):
        print(f"  {mistake}")
    for line in _told_of_undo(Undone(**receipt["undo"])) if receipt["undo"] else ():
        print(line)


def _told_of_undo(undone: Undone) -> Iterable[str]:
    yield f"load {undone.load} is undone: {undone.withdrawn} facts withdrawn"
    yield f"entities: {undone.entities_withdrawn} withdrawn, {undone.entities_changed} changed"
    for load, count in sorted(undone.held.items()):
        yield f"{count} of its facts stay: load {load} holds them"
    if undone.entities_kept:
        yield f"{undone.entities_kept} entities stay that no load brings any more, as facts of other loads name them"
    yield f"data version {undone.digest}"


def _files(receipt: Mapping[str, Sequence[Mapping[str, str]]]) -> str:
    return ", ".join(file["name"] for file in receipt["files"])
