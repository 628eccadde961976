"""``bankgraph store``: the local Neo4j, by hand."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import psutil
import typer

from api.opening import open_store
from api.screen import complain, screen, show_json, show_table
from api.settings import get_settings
from graph import local
from graph.errors import InputError

store = typer.Typer(
    name="store",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The local Neo4j by hand: install, look, start, stop, back up.",
)
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
MB = 1_000_000


@store.command()
def install(json: Json = False) -> None:
    """Fetch Neo4j's jars into the cache folder and check each one; a data folder is not touched.

    Example: bankgraph store install
    """
    place = _place()
    _with_progress(lambda progress: local.install(place, progress, check=True))
    _show(local.status(place), json)


@store.command()
def status(json: Json = False) -> None:
    """Show what is installed, what runs, and who uses it.

    Example: bankgraph store status --json
    """
    _show(local.status(_place()), json)


@store.command()
def start(json: Json = False) -> None:
    """Start Neo4j to stay, until bankgraph store stop; commands that follow need not start it.

    Example: bankgraph store start
    """
    place = _place()
    _with_progress(lambda progress: local.start(place, progress))
    _show(local.status(place), json)


@store.command()
def stop(json: Json = False) -> None:
    """Stop a Neo4j that was started to stay; where others use it, it stops when they end.

    Example: bankgraph store stop
    """
    place = _place()
    _with_progress(lambda progress: local.stop(place, progress))
    _show(local.status(place), json)


@store.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")], json: Json = False
) -> None:
    """Write the whole graph into one file, as Neo4j's own dump; nobody may use the store meanwhile.

    Example: bankgraph store backup monday.dump
    """
    place = _place()
    _with_progress(lambda progress: local.backup(place, file, progress))
    _print({"file": str(file), "bytes": file.stat().st_size}, json, f"{file}: {file.stat().st_size} bytes")


@store.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that bankgraph store backup wrote.")], json: Json = False
) -> None:
    """Put the graph of a backup in the place of the present one, which stays if anything fails.

    Example: bankgraph store restore monday.dump
    """
    place = _place()
    _with_progress(lambda progress: local.restore(place, file, progress))
    _print({"file": str(file), "home": str(place.home)}, json, f"{place.home} holds the graph of {file}")


@store.command()
def check(json: Json = False) -> None:
    """Count everything in the graph and compute its digest afresh; status 1 where something is not as loads left it.

    Example: bankgraph store check --json
    """
    with screen() as progress, open_store(get_settings(), progress) as opened:
        found = opened.check(progress.step)
    if json:
        show_json(found.as_json())
    else:
        counts = [*found.nodes.items(), *found.relationships.items()]
        show_table(["label or type", "count"], [[name, number] for name, number in counts])
        print(f"digest {found.digest}")
    for problem in found.problems:
        complain(problem)
    if found.problems:
        raise typer.Exit(1)


def _place() -> local.Local:
    settings = get_settings()
    if settings.neo4j_uri is not None:
        raise InputError(
            f"NEO4J_URI is set, so bankgraph uses the Neo4j at {settings.neo4j_uri} and has no local one: "
            "unset it for this command, or use that server's own tools"
        )
    return settings.local


def _with_progress(work: Callable[[local.Progress], object]) -> None:
    with screen() as progress:
        work(progress)


def _show(found: local.Status, json: bool) -> None:
    result = asdict(found) | {"users": [{"pid": pid, "command": _command(pid)} for pid in found.users]}
    _print(result, json, "\n".join(_lines(found)))


def _lines(found: local.Status) -> list[str]:
    users = [f"used by    process {pid} ({_command(pid)})" for pid in found.users]
    state = f"runs at {found.uri} (process {found.pid}{', to stay' if found.stays else ''})" if found.running else "off"
    installed = "installed" if found.installed else "not installed"
    return [
        f"Neo4j      {found.neo4j}, {installed}, {'fast' if found.fast_start else 'plain'} start",
        f"jars       {found.jars} ({found.jars_bytes // MB} MB)",
        f"data       {found.home} ({found.data_bytes // MB} MB)",
        f"state      {state}",
        *users,
    ]


def _command(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def _print(result: dict[str, object], json: bool, text: str) -> None:
    if json:
        show_json(result)
    else:
        print(text)
