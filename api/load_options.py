"""What ``bankgraph load`` does besides loading: write empty forms, explain how files are read."""

from pathlib import Path

from api.screen import show_json
from loaders.explaining import Explained, explain
from loaders.forms import Format, write_forms


def template(format_: Format, paths: list[Path], json: bool) -> None:
    """Write empty forms into the folder named, else into the one that one is in."""
    written = write_forms(format_, paths[0] if paths else Path())
    if json:
        show_json({"written": [str(path) for path in written]})
        return
    for path in written:
        print(path)


def explanation(paths: list[Path], json: bool) -> None:
    """Say how each file would be read."""
    explained = list(explain(paths))
    if json:
        show_json({"files": [one.as_json() for one in explained]})
        return
    for one in explained:
        print("\n".join(_lines(one)))


def _lines(one: Explained) -> list[str]:
    lines = [one.path, f"  loader: {one.loader}", *(f"  {word}: {text}" for word, text in one.details.items())]
    for part in one.parts:
        indent = "  " if part.place == one.path else "    "
        lines += [] if part.place == one.path else [f"  {part.place.removeprefix(one.path)}"]
        rows = ", ".join(f"{count} of {name}" for name, count in part.rows.items()) or "none"
        lines.append(f"{indent}rows: {rows}")
        if part.mistakes:
            lines.append(f"{indent}mistakes: {part.mistakes} so far; bankgraph load names them")
    if not one.parts and not one.refused:
        lines.append("  rows: none")
    return [*lines, *(f"  refused: {text}" for text in one.refused)]
