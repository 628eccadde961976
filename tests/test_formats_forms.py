"""Empty forms, explanations, and loaders that other packages bring, from the command line."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from written import header_of

import loaders
from graph.connection import Server
from graph.errors import InputError
from graph.store import Store
from loaders.files import NAMES
from loaders.forms import write_forms

Run = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLE_PACKAGE = Path(__file__).parent / "data" / "bankgraph-lines"


@pytest.fixture
def bankgraph(repository: Path, tmp_path: Path) -> Run:
    """The command in an empty folder, where nothing may reach a Neo4j; keywords are settings."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x", **settings}
        done = subprocess.run(
            [str(repository / ".venv/bin/bankgraph"), *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def test_csv_forms_have_every_column_and_a_readme(tmp_path: Path) -> None:
    written = write_forms("csv", tmp_path / "new" / "forms")
    assert [path.name for path in written] == [*(f"{name}.csv" for name in NAMES), "README.md"]
    readme = written[-1].read_text()
    for path in written[:-1]:
        (header,) = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        assert header == header_of(path.stem)
        part = readme.split(f"## {path.stem}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", part, re.M) == header
    assert "| `vendor` | For partnership. The vendor. An id of vendors. Needed. |" in readme
    assert "May be empty. |" in readme


def test_the_workbook_has_a_sheet_a_kind_with_notes(tmp_path: Path) -> None:
    (path,) = write_forms("xlsx", tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == list(NAMES)
    for sheet in book:
        header = next(sheet.iter_rows(max_row=1))
        assert [cell.value for cell in header] == header_of(sheet.title)
        assert all(cell.comment and cell.comment.text for cell in header)
    assert "state-owned, joint-stock, city" in str(book["banks"]["E1"].comment.text)  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_form_loads_as_nothing(tmp_path: Path, form: str) -> None:
    write_forms("csv" if form == "csv" else "xlsx", tmp_path)
    assert loaders.read([tmp_path]).records == []


def test_a_form_that_is_filled_in_loads(tmp_path: Path) -> None:
    (path,) = write_forms("xlsx", tmp_path)
    book = load_workbook(path)
    book["banks"].append(["bob", "Bank of Beijing", "北京银行", "BOB; BoB", "city", None, "CN", "601169.SH"])
    book.save(path)
    (record,) = loaders.read([path]).records
    assert (record.what, record.columns["aliases"], record.columns["hq"]) == ("bank", ["BOB", "BoB"], None)


def test_a_form_overwrites_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text("mine")
    with pytest.raises(InputError, match=r"facts\.csv: is there already: name another folder, or move it away"):
        write_forms("csv", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]
    with pytest.raises(InputError, match=r"facts\.csv: cannot be written to: "):
        write_forms("csv", tmp_path / "facts.csv")
    assert (tmp_path / "facts.csv").read_text() == "mine"


def test_explain_says_how_each_file_is_read(bankgraph: Run, tmp_path: Path) -> None:
    write_forms("xlsx", tmp_path / "x")
    (tmp_path / "banks.csv").write_text("\ufeffid;name;type;country\na;A;city;CN\n", encoding="utf-8")
    (tmp_path / "all.jsonl").write_text('{"record": "bank", "id": "a"}\n{"kind": "trend"}\n{\n')
    (tmp_path / "bad.tsv").write_text("knid\tbank\n")
    done = bankgraph("load", "--explain", "banks.csv", "all.jsonl", "bad.tsv", "x")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:14] == [
        "banks.csv",
        "  loader: csv",
        "  encoding: UTF-8 with a byte order mark",
        "  separator: semicolon",
        "  columns: id, name, type, country",
        "  rows: 1 of banks",
        "all.jsonl",
        "  loader: jsonl",
        "  encoding: UTF-8",
        "  columns: record, id, kind",
        "  rows: 1 of banks, 1 of facts",
        "  mistakes: 1 so far; bankgraph load names them",
        "bad.tsv",
        "  loader: csv",
    ]
    assert "  refused: bad.tsv:1: 'knid' is no column of facts; did you mean kind?" in done.stdout
    assert "  sheet areas: read as areas, with the columns id, name, name_zh" in done.stdout


def test_explain_and_template_as_json_and_their_mistakes(bankgraph: Run, tmp_path: Path) -> None:
    written = json.loads(bankgraph("load", "--template", "xlsx", "--json").stdout)
    assert written == {"written": ["facts.xlsx"]}
    (found,) = json.loads(bankgraph("load", "--explain", "facts.xlsx", "--json").stdout)["files"]
    assert (found["file"], found["loader"], found["refused"]) == ("facts.xlsx", "xlsx", [])
    again = bankgraph("load", "--template", "xlsx")
    assert (again.returncode, again.stdout) == (2, "")
    assert "facts.xlsx: is there already" in again.stderr
    assert bankgraph("load", "--explain", "-").returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["facts.xlsx"]


def test_explain_of_tables_that_are_broken(bankgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"kind" x,bank\n')
    (tmp_path / "b.csv").write_text('"kind,bank\n')
    (tmp_path / "c.csv").write_bytes("kind,bank\n".encode("utf-16"))
    (tmp_path / "d.xlsx").write_text("kind,bank\n")
    done = bankgraph("load", "--explain", "a.csv", "b.csv", "c.csv", "d.xlsx")
    assert done.returncode == 0
    for said in (
        "mistakes: 1 so far",
        "refused: b.csv:1: a quoted cell of the record that begins here has no end",
        "refused: c.csv:1: the file is in UTF-16",
        "refused: d.xlsx: is no workbook, or damaged (File is not a zip file)",
    ):
        assert said in done.stdout


def test_standard_input_that_does_not_fit_on_the_disk(repository: Path, tmp_path: Path) -> None:
    program = f"ulimit -f 8; yes '{{}}' | head -c 1000000 | {repository}/.venv/bin/bankgraph load -"
    environment = {**os.environ, "NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x", "TMPDIR": str(tmp_path)}
    done = subprocess.run(["bash", "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stderr == (
        f"bankgraph: <stdin>: cannot be kept in {tmp_path} (TMPDIR names another folder): File too large\n"
    )
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


# Loaders of other packages.


def installed(package: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--target", str(target), str(package)], check=True, timeout=120, capture_output=True)
    return target


def read_with(there: Path, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """What a new Python reads from ``path``, with the packages in ``there`` installed."""
    program = (
        "import sys, loaders, pathlib\n"
        "for r in loaders.read([pathlib.Path(sys.argv[1])]).records: print(r.what, dict(r.columns), r.place)"
    )
    return subprocess.run(
        [sys.executable, "-c", program, path], cwd=folder, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(there)},
    )  # fmt: skip


def test_a_package_brings_a_loader(bankgraph: Run, tmp_path: Path) -> None:
    package = shutil.copytree(EXAMPLE_PACKAGE, tmp_path / "package")
    path = str(installed(package, tmp_path / "there"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "models.lines").write_text("id: a\naliases: b;c\n\n\nid: d\nopen_source: true\n")
    (tmp_path / "in" / "banks.jsonl").write_text('{"id": "a"}\n')
    done = read_with(tmp_path / "there", tmp_path, "in")
    assert done.stdout.splitlines() == [
        "bank {'id': 'a'} in/banks.jsonl:1",
        "model {'id': 'a', 'aliases': ['b', 'c']} in/models.lines:1",
        "model {'id': 'd', 'open_source': True} in/models.lines:5",
    ], done.stderr
    explained = bankgraph("load", "--explain", "in", PYTHONPATH=path)
    assert "in/models.lines\n  loader: lines\n  rows: 2 of models\n" in explained.stdout
    without = bankgraph("load", "--explain", "in/models.lines")
    assert "nothing here reads such a file" in without.stderr


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('endings=(".lines",)', 'endings=(".csv",)', "files that end in .csv are read by the loader 'csv' already"),
        ('name="lines"', 'name="jsonl"', "there is a loader 'jsonl' already"),
        ("import Iterator", "import Itterator", "ImportError: cannot import name 'Itterator'"),
        ("LINES = Loader", "LINES = dict", "bankgraph_lines:LINES is no loaders.Loader; mend or uninstall the package"),
        ('".lines"', '".gz"', "'.gz' is no ending of files for a loader"),
    ],
)
def test_a_loader_that_cannot_be_used_is_named_with_its_package(tmp_path: Path, old: str, new: str, says: str) -> None:
    there = tmp_path / "there"
    about = there / "bankgraph_lines-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: bankgraph-lines\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[bankgraph.loaders]\nlines = bankgraph_lines:LINES\n")
    text = (EXAMPLE_PACKAGE / "bankgraph_lines.py").read_text()
    assert old in text
    (there / "bankgraph_lines.py").write_text(text.replace(old, new))
    (tmp_path / "banks.jsonl").write_text("")
    said = read_with(there, tmp_path, "banks.jsonl").stderr
    assert "graph.errors.InputError: the loader 'lines' of the package bankgraph-lines cannot be used" in said
    assert says in said


def test_a_broken_loader_is_said_once_and_blames_no_other(bankgraph: Run, tmp_path: Path) -> None:
    for name in ("a_whole", "z_broken"):
        about = tmp_path / "there" / f"{name}-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        module = "bankgraph_lines:LINES" if name == "a_whole" else "nowhere:LOADER"
        (about / "entry_points.txt").write_text(f"[bankgraph.loaders]\n{name} = {module}\n")
    shutil.copy(EXAMPLE_PACKAGE / "bankgraph_lines.py", tmp_path / "there")
    for name in ("banks.jsonl", "facts.jsonl"):
        (tmp_path / name).write_text("")
    done = bankgraph("load", "banks.jsonl", "facts.jsonl", PYTHONPATH=str(tmp_path / "there"))
    assert done.returncode == 2
    assert done.stderr == (
        "bankgraph: the loader 'z_broken' of the package z_broken cannot be used: "
        "ModuleNotFoundError: No module named 'nowhere'; mend or uninstall the package\n"
    )


# The page for users.


def test_every_command_of_the_page_does_what_it_says(
    empty: Store, server: Server, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / ".venv").symlink_to(repository / ".venv")
    blocks = re.findall(r"```sh\n(.*?)```", (repository / "docs/loaders.md").read_text(), re.S)
    environment = {
        **os.environ, "NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-ec", "\n".join(blocks)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "separator: semicolon" in done.stdout
    assert done.stdout.count("1 facts read, 1 new, 0 known before") == 2
    assert empty.check().nodes["Bank"] == 2
    assert [load["files"][0]["name"] for load in empty.loads()] == ["<stdin>", "banks.csv"]


def test_the_page_names_every_ending_and_every_trap(repository: Path) -> None:
    page = (repository / "docs/loaders.md").read_text()
    for loader in loaders.LOADERS.values():
        for ending in loader.endings:
            assert f"`{ending}`" in page
    for number in ("20,000,000", "100,000,000", "1,000,000,000", "10,000", "1,048,576", "702", "131,072"):
        assert number in page
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert (repository / "docs" / target).exists(), target
