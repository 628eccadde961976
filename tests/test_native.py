"""The JSON Lines loader: what it reads, and what it says of files that are broken, odd or hostile."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small import THINGS, batch, observation

import loaders
from graph.errors import InputError
from graph.records import FileRead, Place
from graph.store import Store

ENDINGS = ", ".join(ending for loader in loaders.LOADERS.values() for ending in loader.endings)
GOOD = json.dumps({"id": "a"})


def said(path: Path) -> str:
    """What is said of a path that cannot be read at all, without the folder it is in."""
    with pytest.raises(InputError) as raised:
        loaders.read([path])
    return str(raised.value).replace(f"{path.parent}/", "")


def mistakes(path: Path) -> list[str]:
    return [str(mistake).replace(f"{path.parent}/", "") for mistake in loaders.read([path]).mistakes]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of these bytes or texts."""

    def written(content: bytes | str, name: str = "facts.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_a_folder_of_the_nine_files() -> None:
    batch = loaders.read([loaders.EXAMPLE])
    assert batch.mistakes == []
    assert {file.name: file.records for file in batch.files} == {
        "banks.jsonl": 132, "groups.jsonl": 23, "vendors.jsonl": 39, "models.jsonl": 42, "areas.jsonl": 11,
        "metrics.jsonl": 179, "initiatives.jsonl": 342, "sources.jsonl": 307, "facts.jsonl": 1357,
    }  # fmt: skip
    for file in batch.files:
        assert file.sha256 == hashlib.sha256((loaders.EXAMPLE / file.name).read_bytes()).hexdigest()
    assert batch.records[0].place == Place(str(loaders.EXAMPLE / "banks.jsonl"), 1)
    assert str(batch.records[-1].place) == f"{loaders.EXAMPLE / 'facts.jsonl'}:1357"


@pytest.mark.parametrize(
    ("name", "what"),
    [("banks", "bank"), ("sources", "source"), ("facts", "fact"), ("my-facts", "fact"), ("Banks", "fact")],
)
def test_the_name_of_a_file_says_what_it_holds(written: Callable[..., Path], name: str, what: str) -> None:
    (record,) = loaders.read([written(GOOD, f"{name}.jsonl")]).records
    assert (record.what, record.columns) == (what, {"id": "a"})


def test_a_folder_holds_any_of_the_nine_and_other_files_are_let_be(tmp_path: Path) -> None:
    (tmp_path / "banks.jsonl").write_text(GOOD)
    (tmp_path / "README.md").write_text("Hello")
    (tmp_path / "more.jsonl").write_text("not looked at")
    assert [file.name for file in loaders.read([tmp_path]).files] == ["banks.jsonl"]


def test_several_paths_are_one_batch_and_places_tell_them_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "banks.jsonl").write_text(GOOD)
    both = loaders.read([tmp_path / "one", tmp_path / "two" / "banks.jsonl"])
    assert [str(record.place) for record in both.records] == [
        f"{tmp_path}/one/banks.jsonl:1", f"{tmp_path}/two/banks.jsonl:1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        f"{GOOD}\n{GOOD}\n",
        f"{GOOD}\n{GOOD}",
        f"{GOOD}\r\n{GOOD}\r\n",
        f"\n\n  \t\n{GOOD}\n\n{GOOD}\n   \n",
        f"\ufeff{GOOD}\n{GOOD}",
        f"  {GOOD}  \n\t{GOOD}\t\n",
    ],
)
def test_line_ends_blank_lines_and_a_bom_do_not_matter(written: Callable[..., Path], content: str) -> None:
    read = loaders.read([written(content)])
    assert [dict(record.columns) for record in read.records] == [{"id": "a"}, {"id": "a"}]
    assert read.mistakes == []


def test_blank_lines_are_counted(written: Callable[..., Path]) -> None:
    assert [record.place.line for record in loaders.read([written(f"\n{GOOD}\r\n\r\n{GOOD}")]).records] == [2, 4]


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", " \r\n \n"])
def test_an_empty_file_means_none(written: Callable[..., Path], content: str) -> None:
    path = written(content)
    read = loaders.read([path])
    assert (read.records, read.mistakes) == ([], [])
    assert read.files == [FileRead("facts.jsonl", hashlib.sha256(content.encode()).hexdigest(), 0)]


def test_what_json_allows_is_read_as_it_stands(written: Callable[..., Path]) -> None:
    line = r'{"a":1E3,"b":-0.0,"c":"\u0000\ud83c\udfe6\"\\\/","d":[1,[2]],"e":{"f":null},"g":12345678901234567890123}'
    (record,) = loaders.read([written(line)]).records
    assert record.columns == {
        "a": 1000.0, "b": 0.0, "c": "\x00🏦\"\\/", "d": [1, [2]], "e": {"f": None}, "g": 12345678901234567890123.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        (b'{"a": 1', "is no JSON at character 8: unexpected end of data"),
        (b'{"a": "x', "is no JSON at character 9: unexpected end of data"),
        (b"{'a': 1}", "is no JSON at character 2: unexpected character, expected a string key; found \"'a': 1}\""),
        (b'{"a": 1,}', "is no JSON at character 8: trailing comma is not allowed; found ',}'"),
        (b'{"a": tru}', "is no JSON at character 7: invalid literal, expected 'true'; found 'tru}'"),
        (b'{"a": 01}', "is no JSON at character 7: number with leading zero is not allowed; found '01}'"),
        (b'{"a": NaN}', "is no JSON at character 7: 'NaN}' is no number of JSON; null where it is unknown"),
        (b'{"a": Infinity}', "is no JSON at character 7: 'Infinity}' is no number of JSON; null where it is unknown"),
        (b'{"a": -Infinity}', "is no JSON at character 8: 'Infinity}' is no number of JSON; null where it is unknown"),
        (b'{"a": 1e400}', "is no JSON at character 7: '1e400}' is no number of JSON; null where it is unknown"),
        (b'{"a": "\x01"}', "is no JSON at character 8: unexpected control character in string; found '\\x01\"}'"),
        (b'{"a": "\\ud800"}', "is no JSON at character 8: no low surrogate in string; found '\\\\ud800\"}'"),
        ('{"银": x}'.encode(), "is no JSON at character 7: unexpected character, expected a JSON value; found 'x}'"),
        (b'{"a": 1} {"b": 2}', "is no JSON at character 10: unexpected content after document; found '{\"b\": 2}'"),
        (b"a,b,c", "is no JSON at character 1: unexpected character, expected a JSON value; found 'a,b,c'"),
        (
            b'{"a": "\xff"}',
            "is not UTF-8: byte 8 is 0xff, it looks like Latin-1 (Windows-1252); save the file as UTF-8",
        ),
        (
            '{"a": "银行"}'.encode("gb18030"),
            "is not UTF-8: byte 8 is 0xd2, it looks like GB18030 (GBK); save the file as UTF-8",
        ),
        (b"[" * 2000, "is no JSON at character 1026: depth limit exceeded; found '[[[[[[[[[[[[[[[[[[[['"),
        (b"[1, 2]", "expected one record in braces a line, found a list"),
        (b"3", "expected one record in braces a line, found a number"),
        (b'"x"', "expected one record in braces a line, found a text"),
        (b"null", "expected one record in braces a line, found null"),
        (b"true", "expected one record in braces a line, found true or false"),
        (b'{"a": 1, "b": 2, "a": 1}', "a stands twice: which one is meant?"),
        (b'{"a" : 1, "a":2}', "a stands twice: which one is meant?"),
        (b'{"a": {"b": 1, "b": 2}}', "b stands twice: which one is meant?"),
        (b'{"a": 1, "\\u0061": 2}', "a stands twice: which one is meant?"),
    ],
)
def test_a_line_that_is_no_record(written: Callable[..., Path], line: bytes, mistake: str) -> None:
    path = written(GOOD.encode() + b"\n" + line + b"\n" + GOOD.encode())
    assert mistakes(path) == [f"facts.jsonl:2: {mistake}"]
    assert [record.place.line for record in loaders.read([path]).records] == [1, 3]


@pytest.mark.parametrize(
    "line",
    ['{"a":"b:c"}', '{"a": "\\"a\\": 1", "b": "https://x"}', '{"a": ["x:y", "\\":"], "b": {":": ":"}}', '{":":":"}'],
)
def test_colons_in_texts_make_nothing_stand_twice(written: Callable[..., Path], line: str) -> None:
    (record,) = loaders.read([written(line)]).records
    assert record.columns == json.loads(line)


def test_what_nests_deeply_is_no_traceback(written: Callable[..., Path]) -> None:
    path = written('{"kind": ' + "[" * 1000 + '":"' + "]" * 1000 + "}")
    (record,) = loaders.read([path]).records
    assert list(record.columns) == ["kind"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_once(written: Callable[..., Path], encoding: str) -> None:
    text = ("" if encoding == "utf-16" else "\ufeff") + f"{GOOD}\n" * 100
    assert mistakes(written(text.encode(encoding))) == ["facts.jsonl:1: the file is in UTF-16: save it as UTF-8"]


def test_a_line_of_ten_megabytes(written: Callable[..., Path]) -> None:
    started = time.monotonic()
    (record,) = loaders.read([written('{"a": "' + "x" * 10_000_000 + '"}')]).records
    assert len(record.columns["a"]) == 10_000_000
    (mistake,) = mistakes(written('{"a": "' + "x" * 10_000_000))
    assert mistake == "facts.jsonl:1: is no JSON at character 10000008: unexpected end of data"
    assert len(mistakes(written("{" + ",".join(f'"{n}" : 1' for n in range(200_000)) + "}"))) == 0
    assert time.monotonic() - started < 5


def test_a_hundred_thousand_broken_lines_are_read_soon(written: Callable[..., Path]) -> None:
    started = time.monotonic()
    assert len(mistakes(written("broken\n" * 100_000))) == 100_000
    assert time.monotonic() - started < 5


# What is no file to read.


def test_no_such_path(tmp_path: Path) -> None:
    assert said(tmp_path / "nowhere") == "nowhere: there is no such file or folder"
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "gone")
    assert said(tmp_path / "link.jsonl") == "link.jsonl: there is no such file or folder"
    assert said(tmp_path / ("x" * 300)) == f"{'x' * 300}: cannot be read: File name too long"


def test_a_file_that_nobody_reads(written: Callable[..., Path]) -> None:
    assert said(written("x", "facts.docx")) == (
        "facts.docx: nothing here reads such a file: expected a folder or a file that ends in "
        f"{ENDINGS}, or that with .gz or .zst behind it"
    )


def test_a_folder_with_none_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}")
    assert said(tmp_path) == (
        f"{tmp_path.name}: the folder holds none of the files that it may hold: banks, groups, vendors, models, "
        f"areas, metrics, initiatives, sources, facts, each with one of the endings {ENDINGS}"
    )


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "facts.jsonl").mkdir(parents=True)
    (folder / "banks.jsonl").write_text(GOOD)
    assert said(folder) == "data/facts.jsonl: is a folder; expected a file of JSON Lines"


def test_a_folder_whose_name_ends_like_a_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").mkdir()
    (tmp_path / "data.jsonl" / "banks.jsonl").write_text(GOOD)
    assert len(loaders.read([tmp_path / "data.jsonl"]).records) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    os.mkfifo(folder / "facts.jsonl")
    assert said(folder / "facts.jsonl") == "facts.jsonl: is a pipe or a device; expected a file of JSON Lines"
    assert said(folder) == "data/facts.jsonl: is a pipe or a device; expected a file of JSON Lines"


def test_a_link_to_a_device(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").symlink_to("/dev/zero")
    assert said(tmp_path / "facts.jsonl") == "facts.jsonl: is a pipe or a device; expected a file of JSON Lines"


def test_a_link_to_a_file_is_that_file(tmp_path: Path, written: Callable[..., Path]) -> None:
    (tmp_path / "banks.jsonl").symlink_to(written(GOOD, "x"))
    assert loaders.read([tmp_path / "banks.jsonl"]).records[0].what == "bank"


def as_nobody(path: Path) -> str:
    """What is said to a user who has no rights here, even where the tests run as root."""
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        return said(path)
    finally:
        os.seteuid(user)


@pytest.fixture
def open_to_all() -> Any:
    """A folder that every user can reach."""
    folder = Path("/tmp") / f"bankgraph-{os.getpid()}"
    folder.mkdir(mode=0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_no_permission(open_to_all: Path) -> None:
    data = open_to_all / "data"
    data.mkdir()
    (data / "facts.jsonl").write_text(GOOD)
    (data / "facts.jsonl").chmod(0)
    assert as_nobody(data / "facts.jsonl") == "facts.jsonl: cannot be read: Permission denied"
    assert as_nobody(data) == "data/facts.jsonl: cannot be read: Permission denied"
    data.chmod(0o311)
    assert as_nobody(data) == "data: the folder cannot be read: Permission denied"
    data.chmod(0o600)
    assert as_nobody(data / "facts.jsonl") == "facts.jsonl: cannot be read: Permission denied"
    data.chmod(0o755)


# Into the graph.


def test_broken_files_change_nothing_and_each_line_is_named(empty: Store, tmp_path: Path) -> None:
    empty.load(batch(*THINGS))
    before, found = empty.version(), empty.check()
    fact = dict(observation().columns)
    lines = [
        json.dumps(fact),
        '{"kind": ',
        "[]",
        json.dumps(fact | {"year": 20225}),
        "",
        json.dumps(fact | {"unit": "hours"}),
        json.dumps(fact | {"value": "many"}),
        json.dumps(fact)[:-1] + ', "year": 2023}',
        json.dumps(fact | {"bank": "bobb"}),
    ]
    (tmp_path / "facts.jsonl").write_text("\n".join(lines))
    with pytest.raises(InputError) as raised:
        empty.load(loaders.read([tmp_path]))
    assert str(raised.value) == "nothing was loaded: 7 mistakes"
    assert [text.removeprefix(f"{tmp_path}/") for text in raised.value.mistakes] == [
        "facts.jsonl:2: is no JSON at character 10: unexpected end of data",
        "facts.jsonl:3: expected one record in braces a line, found a list",
        "facts.jsonl:4: year must be 2000 to 2030 or null, not 20225",
        "facts.jsonl:6: unit must be count, the unit of staff, not 'hours'",
        "facts.jsonl:7: value must be a number, not 'many'",
        "facts.jsonl:8: year stands twice: which one is meant?",
        "facts.jsonl:9: bank names 'bobb', which is the id or name of no bank known; did you mean bob?",
    ]
    assert (empty.version(), empty.check(), len(empty.loads())) == (before, found, 1)


def test_a_file_given_twice_is_loaded_once(empty: Store, tmp_path: Path) -> None:
    (tmp_path / "banks.jsonl").write_text(json.dumps(dict(THINGS[0].columns)))
    receipt = empty.load(loaders.read([tmp_path, tmp_path / "banks.jsonl"]))
    assert receipt.entities_new == 1


def test_facts_alone_load_where_the_entities_are_known(empty: Store, written: Callable[..., Path]) -> None:
    empty.load(batch(*THINGS))
    receipt = empty.load(loaders.read([written(json.dumps(dict(observation().columns)), "news.jsonl")]))
    assert (receipt.read, receipt.new) == (1, 1)
    assert [file["name"] for file in empty.loads()[0]["files"]] == ["news.jsonl"]


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="there is a loader 'jsonl' already; known are jsonl"):
        loaders.register(loaders.LOADERS["jsonl"])
