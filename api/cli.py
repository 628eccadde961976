"""The command line: ``bankgraph VERB``."""

import os
import signal
import sys
from types import FrameType

import typer

import cypher
from api.export_commands import EPILOG, export_
from api.load_commands import LOAD_EXAMPLES, load, loads, undo
from api.query_commands import queries, query
from api.screen import complain
from api.serving import explore, serve
from api.store_commands import store
from graph.errors import BankgraphError, InputError

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
app.command("export", epilog=EPILOG)(export_)
app.command(epilog=LOAD_EXAMPLES)(load)
app.command(epilog="Example: bankgraph loads --json")(loads)
app.command(epilog="Example: bankgraph undo 20260131T120000-0a1b2c3d")(undo)
app.add_typer(store)


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
