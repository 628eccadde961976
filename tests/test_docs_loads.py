"""docs/loads.md: its commands do what it says."""

import os
import re
import subprocess
from pathlib import Path

from graph.connection import Server
from graph.loads import load, rejected, undo
from graph.store import Store


def test_every_command_of_the_page_on_loads_does_what_it_says(
    empty: Store, server: Server, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / ".venv").symlink_to(repository / ".venv")
    blocks = re.findall(r"```sh\n(.*?)```", (repository / "docs/loads.md").read_text(), re.S)
    environment = {
        **os.environ, "NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-ec", "\n".join(blocks)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    assert "dry run: nothing was written" in done.stdout
    assert done.stdout.count("1 facts read, 1 new, 0 known before") == 3
    assert "2 facts read, 0 new, 1 known before, 1 rejected" in done.stdout
    assert '"rejected": ["news/facts.csv:3: year must be 2000 to 2030 or null, not 20225"]' in done.stdout
    assert done.stdout.count("is undone: 1 facts withdrawn") == 2
    assert [one["state"] for one in empty.loads()] == ["undone", "done", "done"]
    assert empty.check().nodes["Fact"] == 1


def test_the_numbers_and_links_of_the_page_on_loads_are_right(repository: Path) -> None:
    page = (repository / "docs/loads.md").read_text()
    for number in (load.AT_ONCE, 5 * load.AT_ONCE, undo.AT_ONCE, rejected.MOST_MISTAKES):
        assert f"{number:,}" in page
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert (repository / "docs" / target).exists(), target
