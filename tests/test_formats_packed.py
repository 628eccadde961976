"""Files packed as .gz and .zst, standard input, and files that change or expand beyond measure."""

import gzip
import hashlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard
from written import as_csv, mistakes, said, tables, values

import loaders
from graph.errors import InputError
from graph.records import Batch

GOOD = b'{"id": "a"}\n'
Pack = Callable[[bytes], bytes]


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACKS: dict[str, Pack] = {".gz": gzip.compress, ".zst": zst}


@pytest.fixture(params=sorted(PACKS))
def packing(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def packed(folder: Path, packing: str, data: bytes, name: str = "facts.jsonl") -> Path:
    path = folder / (name + packing)
    path.write_bytes(PACKS[packing](data))
    return path


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".tsv"])
def test_the_example_packed_is_the_example(tmp_path: Path, example_batch: Batch, packing: str, ending: str) -> None:
    for name, rows in tables(example_batch.records).items():
        plain = (loaders.EXAMPLE / f"{name}.jsonl").read_bytes() if ending == ".jsonl" else as_csv(name, rows).encode()
        packed(tmp_path, packing, plain, name + ending)
    read = loaders.read([tmp_path])
    assert read.mistakes == []
    assert values(read.records) == values(example_batch.records)
    for file in read.files:
        assert file.sha256 == hashlib.sha256((tmp_path / file.name).read_bytes()).hexdigest()


def test_the_name_within_says_what_it_holds(tmp_path: Path, packing: str) -> None:
    read = loaders.read([packed(tmp_path, packing, GOOD, "banks.jsonl"), packed(tmp_path, packing, GOOD, "x.jsonl")])
    assert [(r.what, r.place.line) for r in read.records] == [("bank", 1), ("fact", 1)]


def test_parts_behind_each_other_are_one_file(tmp_path: Path, packing: str) -> None:
    path = packed(tmp_path, packing, GOOD)
    path.write_bytes(path.read_bytes() * 3)
    assert len(loaders.read([path]).records) == 3


def test_nothing_packed_means_none(tmp_path: Path, packing: str) -> None:
    assert loaders.read([packed(tmp_path, packing, b"")]).records == []


@pytest.mark.parametrize("left", [0, 3, 12, 30, -1, -5])
def test_a_file_that_is_cut_off(tmp_path: Path, packing: str, left: int) -> None:
    path = packed(tmp_path, packing, (loaders.EXAMPLE / "areas.jsonl").read_bytes())
    path.write_bytes(path.read_bytes()[:left])
    kind = "gzip" if packing == ".gz" else "Zstandard"
    assert said(path) == [f"facts.jsonl{packing}: is cut off: its {kind} data has no end; fetch it again"]


def test_a_file_that_is_damaged(tmp_path: Path, packing: str) -> None:
    path = packed(tmp_path, packing, (loaders.EXAMPLE / "banks.jsonl").read_bytes())
    data = bytearray(path.read_bytes())
    for at in range(2000, 2040):
        data[at] ^= 0xFF
    path.write_bytes(data)
    (text,) = said(path)
    assert "or damaged (" in text or "is cut off" in text
    path.write_bytes(b"PK plainly something else, but long enough")
    assert "or damaged (" in said(path)[0]
    path.write_bytes(PACKS[packing](GOOD) + b"and more behind")
    assert "or damaged (" in said(path)[0]


def test_a_bomb_is_refused(tmp_path: Path, packing: str) -> None:
    path = packed(tmp_path, packing, b" " * 19_999_999 + b"\n")
    path.write_bytes(path.read_bytes() * 10)
    size = path.stat().st_size
    assert said(path) == [
        f"facts.jsonl{packing}: its {size:,} bytes unpack to more than 200 times as much, beyond 100,000,000 bytes: "
        "this is not read; unpack it yourself if it is what it should be"
    ]


def test_a_long_line_of_zeros_is_refused_before_it_is_whole(tmp_path: Path, packing: str) -> None:
    path = packed(tmp_path, packing, b"0" * 60_000_000)
    assert said(path) == [
        f"facts.jsonl{packing}:1: the line is longer than 20,000,000 bytes; expected one record a line"
    ]


def test_packed_in_what_is_packed_is_not_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl.gz.zst"
    path.write_bytes(b"")
    assert "nothing here reads such a file" in said(path)[0]


@pytest.mark.parametrize("name", ["facts.jsonl", "facts.csv", "facts.jsonl.gz"])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(GOOD) if name.endswith("gz") else GOOD)
    (found,) = loaders.find(path)
    with pytest.raises(InputError, match="changed while it was read: load it when nothing writes to it any more"):
        grown_while_read(found)


def grown_while_read(found: loaders.Found) -> None:
    with found.opened() as file, found.path.open("ab") as writing:
        list(file.lines())
        writing.write(GOOD)


# Lines that say what they are.


def test_lines_of_every_kind_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"record": "bank", "id": "a"}\n{"record": "fact", "kind": "trend"}\n{"kind": "trend"}\n')
    read = loaders.read([path])
    assert [(record.what, record.columns) for record in read.records] == [
        ("bank", {"id": "a"}), ("fact", {"kind": "trend"}), ("fact", {"kind": "trend"}),
    ]  # fmt: skip


def test_a_kind_of_record_that_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"record": "banks"}\n{"record": null}\n{"record": []}\n')
    whats = "record must be one of bank, group, vendor, model, area, metric, initiative, source, fact, not"
    assert mistakes(path) == [
        f"all.jsonl:1: {whats} 'banks'; did you mean bank?",
        f"all.jsonl:2: {whats} null",
        f"all.jsonl:3: {whats} []",
    ]


def test_in_a_file_of_the_nine_it_is_a_column_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "banks.jsonl"
    path.write_text('{"record": "fact"}\n')
    (record,) = loaders.read([path]).records
    assert (record.what, record.columns) == ("bank", {"record": "fact"})


def test_standard_input_is_kept_on_disk_as_long_as_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = b'{"record": "bank", "id": "a"}\n\n{"kind": "trend"}\nbroken\n'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    read = loaders.read([Path("-")])
    assert [str(record.place) for record in read.records] == ["<stdin>:1", "<stdin>:3"]
    assert [str(mistake.place) for mistake in read.mistakes] == ["<stdin>:4"]
    assert [(file.name, file.sha256) for file in read.files] == [("<stdin>", hashlib.sha256(data).hexdigest())]
    assert list(tmp_path.iterdir()) == []
