"""XLSX: the same records as from JSON Lines, and the traps of workbooks."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from written import cell, header_of, said, tables, values

import loaders
from graph.check import mistakes_in
from graph.records import Batch
from loaders.files import NAMES

HEADER = ("kind", "bank", "metric", "value", "unit", "status", "period", "year", "source", "evidence")
ROW = ("observation", "bob", "staff", 100, "count", "stated", None, 2024, "report", "The report says so.")
BANK = ("id", "name", "type", "country")


def saved(path: Path, sheets: dict[str, Iterable[Iterable[Any]]], **hidden: str) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = hidden.get(title, "visible")
    book.save(path)
    return path


def with_value(value: Any, column: str = "value") -> tuple[Any, ...]:
    return tuple(value if name == column else old for name, old in zip(HEADER, ROW, strict=True))


def wrong(path: Path) -> list[str]:
    """What the schema says of the records, each with its place."""
    batch = loaders.read([path])
    found = [f"{record.place}: {text}" for record in batch.records for text in mistakes_in(record)]
    return [text.replace(f"{path.parent}/", "") for text in found]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """A workbook whose sheet facts has these rows below its header."""

    def book(*rows: Iterable[Any], sheet: str = "facts") -> Path:
        return saved(tmp_path / "notes.xlsx", {sheet: [HEADER, *rows]})

    return book


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with a part of it changed by hand, as no program would write it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_the_example_as_one_workbook_is_the_example(tmp_path: Path, example_batch: Batch) -> None:
    sheets: dict[str, Iterable[Iterable[Any]]] = {}
    for name, rows in tables(example_batch.records).items():
        typed = [[v if isinstance(v := row.get(c), bool | int | float) else cell(v) or None for c in header_of(name)]
                 for row in rows]  # fmt: skip
        sheets[name] = [header_of(name), *typed]
    path = saved(tmp_path / "facts.xlsx", sheets)
    for given in (path, tmp_path):
        read = loaders.read([given])
        assert values(read.records) == values(example_batch.records)
        assert [(file.name, file.records) for file in read.files] == [("facts.xlsx", 2432)]
    assert str(read.records[0].place) == f"{path}#banks:2"
    assert str(read.records[-1].place) == f"{path}#facts:1358"


def test_a_sheet_is_told_by_its_name_else_by_that_of_the_file(tmp_path: Path) -> None:
    rows = [BANK, ("bob", "Bank of Beijing", "city", "CN")]
    one = saved(tmp_path / "banks.xlsx", {"Sheet1": rows, "facts": [HEADER, ROW], "Empty": []})
    assert [record.what for record in loaders.read([one]).records] == ["bank", "fact"]
    other = saved(tmp_path / "notes.xlsx", {"Sheet1": [HEADER, ROW], "banks": rows})
    assert [record.what for record in loaders.read([other]).records] == ["fact", "bank"]


def test_rows_that_lack_are_counted(book: Callable[..., Path]) -> None:
    path = book(ROW, (), (None, " "), ROW)
    rewritten(path, SHEET, lambda xml: xml.replace('<row r="3">', '<row r="3" hidden="1">'))
    assert [record.place.line for record in loaders.read([path]).records] == [2, 5]


def test_numbers_however_they_are_stored(book: Callable[..., Path]) -> None:
    rows = [with_value(value) for value in (100.0, 4.6, "100", " 4.6 ", 12_000_000_000, 1e3)]
    found = [record.columns["value"] for record in loaders.read([book(*rows)]).records]
    assert found == [100, 4.6, 100, 4.6, 12_000_000_000, 1000]
    assert [type(value) for value in found] == [int, float, int, float, int, int]
    years = [with_value(value, "year") for value in (2024.0, "2024", "2024 ")]
    path = book(*years)
    assert [record.columns["year"] for record in loaders.read([path]).records] == [2024, 2024, 2024]
    assert wrong(path) == []


def test_texts_that_were_stored_as_numbers(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "banks.xlsx", {"banks": [(*BANK, "ticker", "aliases"), (360, 360.0, "city", "CN", 601169, 12.0)]}
    )
    (record,) = loaders.read([path]).records
    assert (record.columns["id"], record.columns["name"]) == ("360", "360")
    assert (record.columns["ticker"], record.columns["aliases"]) == ("601169", ["12"])


def test_a_day_in_a_cell_of_dates(tmp_path: Path) -> None:
    header = ("id", "title", "publisher", "language", "published")
    days = [date(2025, 5, 13), datetime(2025, 5, 13), "2025-05", 2025, 2025.0, None]
    path = saved(tmp_path / "sources.xlsx", {"sources": [header, *(("a", "A", "B", "zh", day) for day in days)]})
    found = [record.columns["published"] for record in loaders.read([path]).records]
    assert found == ["2025-05-13", "2025-05-13", "2025-05", "2025", "2025", None]


@pytest.mark.parametrize(
    ("column", "value", "mistake"),
    [
        ("value", date(2024, 1, 2), "value must be a number, not '2024-01-02: a date, give the cell the format text'"),
        ("value", time(1, 2), "value must be a number, not '01:02:00: a time, give the cell the format text'"),
        ("value", True, "value must be a number, not 'TRUE'"),
        ("value", "1,234", "value must be a number, not '1,234: write 1234'"),
        ("evidence", True, "evidence must be a sentence that ends in . or 。, not 'TRUE: not a text'"),
        ("bank", date(2024, 1, 2), "bank must be an id, not '2024-01-02: a date, give the cell the format text'"),
        ("bank", "#N/A", "bank must be an id, not '#N/A: an error'"),
        ("value", "#DIV/0!", "value must be a number, not '#DIV/0!: an error'"),
        ("kind", "#REF!",
         "kind must be one of observation, initiative, deployment, partnership, trend, not '#REF!: an error'"),
        ("year", 2024.5, "year must be 2000 to 2030 or null, not 2024.5"),
        ("value", "=1+1",
         "value must be a number, not 'a formula without a stored value: open and save the file in Excel'"),
        ("period", "=A1", "period must be FY, H1, H2, Q1 to Q4 or 'as of YYYY-MM(-DD)' or null, not "
         "'a formula without a stored value: open and save the file in Excel'"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_value(book: Callable[..., Path], column: str, value: Any, mistake: str) -> None:
    assert wrong(book(ROW, with_value(value, column))) == [f"notes.xlsx#facts:3: {mistake}"]


def test_formulas_are_read_by_the_value_that_is_stored(book: Callable[..., Path]) -> None:
    path = book(with_value("=50+50"), with_value("=A1", "period"))
    stored = rewritten(path, SHEET, lambda xml: xml.replace("<f>50+50</f><v />", "<f>50+50</f><v>100</v>"))
    stored = rewritten(stored, SHEET, lambda xml: re.sub(r'<c r="G3"><f>A1</f>', '<c r="G3" t="str"><f>A1</f>', xml))
    first, second = loaders.read([stored]).records
    assert (first.columns["value"], second.columns["period"]) == (100, None)


def test_merged_cells_are_refused_with_their_range(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, ROW, ROW, ROW):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("A4:B4")
    book.save(tmp_path / "a.xlsx")
    assert sorted(said(tmp_path / "a.xlsx")) == [
        "a.xlsx#Sheet:2: the cells B2:B3 are merged: part them, and fill in each what is meant",
        "a.xlsx#Sheet:4: the cells A4:B4 are merged: part them, and fill in each what is meant",
    ]


def test_hidden_sheets(tmp_path: Path) -> None:
    sheets: dict[str, Iterable[Iterable[Any]]] = {"facts": [HEADER, ROW], "scratch": [("x",)], "banks": [BANK]}
    path = saved(tmp_path / "a.xlsx", sheets, scratch="hidden")
    assert len(loaders.read([path]).records) == 1
    path = saved(tmp_path / "a.xlsx", sheets, scratch="veryHidden", banks="hidden")
    assert said(path) == ["a.xlsx#banks: the sheet is hidden: show it, or give it another name if it is not meant"]


def test_a_header_that_is_wrong(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"facts": [(), ("knid", *HEADER[1:]), ROW], "Banks": [BANK]})
    found = said(path)
    assert found[:2] == [
        "a.xlsx#facts:2: 'knid' is no column of facts; did you mean kind?",
        "a.xlsx#facts:2: the column kind is missing, which facts need",
    ]
    assert "a.xlsx#Banks:1: these are the columns of banks: give the file or sheet the name banks" in found


def test_a_cell_without_a_header(book: Callable[..., Path]) -> None:
    (text,) = wrong(book((*ROW, None, "more")))
    assert text.startswith("notes.xlsx#facts:2: 'column 12, which has no header,' is no column of a record of kind")


def test_an_empty_workbook_means_none(tmp_path: Path) -> None:
    assert loaders.read([saved(tmp_path / "a.xlsx", {"facts": [], **{name: [] for name in NAMES}})]).records == []
    assert loaders.read([saved(tmp_path / "a.xlsx", {"facts": [HEADER]})]).records == []


# Workbooks that are none, or hostile.


def plain(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no workbook, or damaged (File is not a zip file): save it anew"),
        (b"kind,bank\n", "is no workbook, or damaged (File is not a zip file): save it anew"),
        (plain("a.txt", b"a"), "is no workbook, or damaged ("),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is protected by a password, or of Excel before 2007: save"),
        (plain("xl/vbaProject.bin", b"a"), "holds macros: save it as .xlsx without them"),
        (plain("xl/worksheets/sheet1.xml", bytes(30_000_000)), "its part xl/worksheets/sheet1.xml unpacks from 29,"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    (found,) = said(tmp_path / "a.xlsx")
    assert found.startswith(f"a.xlsx: {says}")


def test_a_workbook_that_is_cut_off_or_damaged(book: Callable[..., Path]) -> None:
    path = book(*[ROW] * 500)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert said(path)[0].startswith("notes.xlsx: is no workbook, or damaged (")
    damaged = bytearray(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        start = packed.getinfo(SHEET).header_offset
    for at in range(start + 200, start + 240):
        damaged[at] ^= 0xFF
    path.write_bytes(damaged)
    assert "is no workbook, or damaged (" in said(path)[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda xml: xml.replace('<row r="2">', '<row r="99999999999">'), ":99999999999: a sheet has at most 1"),
        (lambda xml: xml.replace('"A2"', '"XFD2"'), ":2: a table has at most 702 columns; XFD2 is further out"),
        (lambda xml: xml.replace("</sheetData>", ""), ": is no workbook, or damaged ("),
        (lambda xml: xml.replace('<row r="2">', '<row r="two">'), ": is no workbook, or damaged ("),
        (lambda xml: re.sub(r'<c r="A2".*?</c>', '<c r="A2" t="s"><v>99999</v></c>', xml),
         ": is no workbook, or damaged ("),
        (lambda xml: '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ) + "]>" + xml.replace("</sheetData>", "<row><c t='inlineStr'><is><t>&i;</t></is></c></row></sheetData>"),
         ": is no workbook, or damaged ("),
    ],
)  # fmt: skip
def test_sheets_that_no_program_writes(book: Callable[..., Path], change: Callable[[str], str], says: str) -> None:
    found = said(rewritten(book(ROW), SHEET, change))
    assert found[0].startswith((f"notes.xlsx#facts{says}", f"notes.xlsx{says}")), found


def test_a_size_that_is_not_true_fills_nothing(book: Callable[..., Path]) -> None:
    path = rewritten(book(ROW), SHEET, lambda xml: re.sub(r'ref="A1:\w+"', 'ref="A1:XFD1048576"', xml))
    assert len(loaders.read([path]).records) == 1


@pytest.mark.parametrize(
    ("name", "hint"), [("a.xlsm", "it may hold macros: save it as .xlsx"), ("a.xls", "save it as .xlsx")]
)
def test_other_workbooks_are_refused_with_what_to_do(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert said(tmp_path / name)[0].endswith(f"; {hint}")


def test_a_workbook_is_not_read_packed(tmp_path: Path) -> None:
    (tmp_path / "facts.xlsx.gz").write_bytes(b"")
    assert said(tmp_path / "facts.xlsx.gz") == ["facts.xlsx.gz: a file of XLSX is not read packed as .gz: unpack it"]
