"""The command line: ``bankgraph VERB``."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

import cypher
import loaders
from api.load_options import explanation, template
from api.opening import open_store
from api.query_commands import queries, query
from api.screen import complain, screen, show_json, show_table
from api.serving import explore, serve
from api.settings import get_settings
from api.store_commands import store
from graph.errors import BankgraphError, InputError
from loaders.forms import Format

app = typer.Typer(
    name="bankgraph",
    help="Which bank did what with which AI model, when, with what result, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog="Example: bankgraph explore my-facts/ --port 8080")(explore)
app.command(epilog="Example: bankgraph serve --port 8080")(serve)
app.command(epilog="Example: bankgraph query banks_using_model model=deepseek --format csv")(query)
app.command(epilog="Example: bankgraph queries --json")(queries)
app.add_typer(store)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command(
    epilog="Examples: bankgraph load my-facts/ · bankgraph load - < all.jsonl · bankgraph load --template csv forms/"
)
def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Folders or files to load; - is standard input.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--template", help="Load nothing: write empty forms into the folder PATH.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Load nothing: say how each file would be read.")] = False,
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
    batch = loaders.read(paths)
    with screen() as progress, open_store(get_settings(), progress) as opened:
        receipt = opened.load(batch, progress.step)
    if json:
        show_json(receipt.as_json())
        return
    kinds = [[kind, n["read"], n["new"], n["known"]] for kind, n in receipt.kinds.items()]
    print(f"load {receipt.load}: {receipt.read} facts read, {receipt.new} new, {receipt.known} known before")
    print(f"entities: {receipt.entities_new} new, {receipt.entities_changed} changed")
    if kinds:
        show_table(["kind", "read", "new", "known"], kinds)
    print(f"data version {receipt.digest}")


@app.command(epilog="Example: bankgraph loads --json")
def loads(json: Json = False) -> None:
    """List what was loaded, the newest first."""
    with screen() as progress, open_store(get_settings(), progress) as opened:
        receipts = opened.loads()
    if json:
        show_json({"items": receipts, "total": len(receipts), "next": None})
    elif not receipts:
        print("Nothing has been loaded yet: bankgraph load PATH, or bankgraph explore for the example.")
    else:
        rows = [[r["load"], r["time"], r["state"], r["read"], r["new"], r["known"], _files(r)] for r in receipts]
        show_table(["load", "time", "state", "read", "new", "known", "files"], rows)


def _files(receipt: dict[str, list[dict[str, str]]]) -> str:
    return ", ".join(file["name"] for file in receipt["files"])


def main() -> None:
    """Run the command line; the exit status is 0 done, 1 failed, 2 the input or the command line is wrong."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        app()
    except (InputError, cypher.HeaderError) as error:
        complain(str(error), getattr(error, "mistakes", ()))
        sys.exit(2)
    except BankgraphError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # whoever read our output has had enough of it; Python would complain once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that what was opened is closed and the last user stops Neo4j."""
    raise SystemExit(128 + number)
