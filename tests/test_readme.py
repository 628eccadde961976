"""README's own commands, run as they stand by someone who has just cloned the repository."""

import os
import re
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.settings import Settings

OTHERS = ("scripts/explore", "scripts/test")
"""Commands that these tests are run by, or run beside."""


@dataclass(frozen=True)
class Terminal:
    folder: Path
    environment: dict[str, str]
    port: int

    def run(self, block: str) -> str:
        script = "set -e\n" + block.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def blocks(repository: Path) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (repository / "README.md").read_text(), re.S)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Terminal]:
    """A second terminal, beside ``scripts/explore`` in the first."""
    folder = tmp_path_factory.mktemp("clone")
    for name in (".venv", "scripts"):
        (folder / name).symlink_to(repository / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    settings = {"BANKGRAPH_HOME": str(folder / "data"), "BANKGRAPH_CACHE": str(Settings().cache)}
    environment = {**kept, **settings, "BANKGRAPH_PORT": str(port)}
    command = [str(repository / "scripts/explore"), "--no-browser"]
    with subprocess.Popen(command, cwd=repository, env=environment) as explore:
        try:
            _wait(explore, port)
            yield Terminal(folder, environment, port)
        finally:
            explore.terminate()
    assert explore.returncode in (0, 143)


def _wait(explore: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and explore.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"scripts/explore does not answer (status {explore.poll()})")


def test_every_command_of_the_readme_does_what_it_says(terminal: Terminal, repository: Path) -> None:
    outputs = {block: terminal.run(block) for block in blocks(repository) if block.strip() not in OTHERS}
    assert len(outputs) >= 5
    for block, output in outputs.items():
        assert output.strip(), f"prints nothing:\n{block}"
    said = "\n".join(outputs.values())
    assert "1 facts read, 1 new, 0 known before" in said or "1 fact read" in said
    assert "Bank of Beijing" in said
    assert "deepseek-r1" in said


def test_the_readme_names_both_commands_first(repository: Path) -> None:
    commands = [block.strip() for block in blocks(repository)]
    assert commands[:2] == list(OTHERS)


def test_every_setting_is_in_the_readme(repository: Path) -> None:
    text = (repository / "README.md").read_text()
    for field, declared in Settings.model_fields.items():
        name = declared.validation_alias or f"BANKGRAPH_{field.upper()}"
        assert f"`{name}`" in text, f"README.md does not name {name}"


def test_every_verb_has_help_with_an_example(repository: Path) -> None:
    verbs = ["explore", "serve", "load", "loads", "undo", "query", "queries", "export"]
    verbs += [f"store {verb}" for verb in ("install", "status", "start", "stop", "backup", "restore", "check")]
    for verb in verbs:
        command = [str(repository / ".venv/bin/bankgraph"), *shlex.split(verb), "--help"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert re.search(rf"Examples?: bankgraph {verb}", done.stdout), f"{verb}: {done.stdout}"


def test_every_link_of_the_readme_leads_somewhere(repository: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", (repository / "README.md").read_text()):
        assert (repository / target).exists(), target
