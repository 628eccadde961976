"""CSV and TSV: the same records as from JSON Lines, and what is said of files that are odd or broken."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import THINGS, batch, observation
from written import as_csv, header_of, mistakes, said, tables, values

import loaders
from graph.errors import InputError
from graph.records import Batch
from graph.store import Store
from loaders.files import NAMES

HEADER = "kind,bank,metric,value,unit,status,year,source,evidence\n"
ROW = "observation,bob,staff,100,count,stated,2024,report,The report says so.\n"


def file(folder: Path, text: str | bytes, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def columns(path: Path) -> list[dict[str, Any]]:
    return [dict(record.columns) for record in loaders.read([path]).records]


@pytest.fixture
def example_as_csv(example_batch: Batch, tmp_path: Path) -> Path:
    for name, rows in tables(example_batch.records).items():
        (tmp_path / f"{name}.csv").write_text(as_csv(name, rows), encoding="utf-8", newline="")
    return tmp_path


def test_the_example_as_csv_is_the_example(example_as_csv: Path, example_batch: Batch) -> None:
    read = loaders.read([example_as_csv])
    assert read.mistakes == []
    assert [file.name for file in read.files] == [f"{name}.csv" for name in NAMES]
    assert [file.records for file in read.files] == [file.records for file in example_batch.files]
    assert values(read.records) == values(example_batch.records)


def test_the_example_from_csv_ends_in_its_digest(
    example: Store, wiped: Any, example_as_csv: Path, example_batch: Batch
) -> None:
    before = example.version()
    store = wiped()
    receipt = store.load(loaders.read([example_as_csv]))
    assert (receipt.new, receipt.digest) == (1357, before)
    assert store.load(example_batch).known == 1357
    assert store.version() == before


@pytest.mark.parametrize(
    "how", [{"delimiter": ";"}, {"delimiter": "\t"}, {"delimiter": "|"}, {"lineterminator": "\n"}, {"quoting": 1}]
)
@pytest.mark.parametrize("before", ["", "\ufeff", "\ufeffsep={}\r\n", "\r\n\r\n"])
def test_separators_marks_and_line_ends_do_not_matter(
    example_batch: Batch, tmp_path: Path, how: dict[str, Any], before: str
) -> None:
    banks = [record for record in example_batch.records if record.what == "bank"]
    text = before.format(how.get("delimiter", ",")) + as_csv("banks", [bank.columns for bank in banks], **how)
    read = loaders.read([file(tmp_path, text, "banks.csv")])
    assert values(read.records) == values(banks)
    assert read.records[0].place.line == 2 + before.count("\n")


def test_a_file_of_another_name_holds_facts(tmp_path: Path) -> None:
    read = loaders.read([file(tmp_path, HEADER + ROW, "notes of May.tsv")])
    assert [record.what for record in read.records] == ["fact"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
ITEMS = TEXTS.filter(lambda text: ";" not in text and text == text.strip())


@given(
    st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.lists(ITEMS, max_size=3)), max_size=4),
    st.sampled_from(",;\t|"),
)
def test_any_text_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str | None, list[str]]], separator: str
) -> None:
    banks = [
        {"id": f"b{at}", "name": name, "name_zh": zh, "aliases": aliases, "type": "city", "hq": None, "country": "CN",
         "ticker": None}
        for at, (name, zh, aliases) in enumerate(rows)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("any") / "banks.csv"
    path.write_text(as_csv("banks", banks, delimiter=separator), encoding="utf-8", newline="")
    assert columns(path) == banks


def test_endings_in_capitals_are_the_same(tmp_path: Path) -> None:
    read = loaders.read([file(tmp_path, HEADER + ROW, "notes.CSV"), file(tmp_path, '{"id": "a"}', "banks.JSONL")])
    assert [record.what for record in read.records] == ["fact", "bank"]


@pytest.mark.parametrize("first", ["sep=,", "sep=;", "sep=\t", "SEP=|"])
def test_excels_own_first_line_says_the_separator(tmp_path: Path, first: str) -> None:
    text = HEADER + ROW
    read = loaders.read([file(tmp_path, f"{first}\n{text.replace(',', first[-1])}")])
    assert [(record.columns["value"], record.place.line) for record in read.records] == [(100, 3)]


@pytest.mark.parametrize("first", ['sep="', "sep=", "sep=a", "sep=,,"])
def test_a_separator_that_is_none_is_a_header_that_is_wrong(tmp_path: Path, first: str) -> None:
    assert said(file(tmp_path, f"{first}\n{HEADER}{ROW}"))[0].startswith("facts.csv:1: ")


def test_a_record_stands_where_its_first_line_stands(tmp_path: Path) -> None:
    broken = ROW.replace("The report says so.", '"The report\r\nsays\nso."')
    read = loaders.read([file(tmp_path, HEADER + broken + "\n,,,,\n" + broken + ROW)])
    assert [record.place.line for record in read.records] == [2, 7, 10]
    assert read.records[0].columns["evidence"] == "The report\r\nsays\nso."


def test_old_line_ends_are_read(tmp_path: Path) -> None:
    assert len(columns(file(tmp_path, (HEADER + ROW + ROW).replace("\n", "\r")))) == 2


def test_columns_may_lack_where_null_or_nothing_is_meant(tmp_path: Path) -> None:
    (found,) = columns(file(tmp_path, HEADER + ROW))
    assert found == dict(observation().columns) | {"evidence_zh": None, "scope_zh": None, "note_zh": None}


def test_cells_become_values(tmp_path: Path) -> None:
    text = "id,name,aliases,vendor,kind,open_source\na , A ,x; y z ;w;,,llm,TRUE\nb,B,,huawei , llm,false\n"
    first, second = columns(file(tmp_path, text, "models.csv"))
    assert first == {
        "id": "a", "name": " A ", "name_zh": None, "aliases": ["x", "y z", "w"], "vendor": None, "family": None,
        "kind": "llm", "open_source": True,
    }  # fmt: skip
    assert (second["aliases"], second["vendor"], second["kind"], second["open_source"]) == ([], "huawei", "llm", False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4.6", 4.6), ("-7", -7), ("+7", 7), ("1e3", 1000.0), (" 12 ", 12), ("007", 7), ("30000000000", 30_000_000_000)],
)
def test_numbers(tmp_path: Path, cell: str, value: float) -> None:
    (found,) = columns(file(tmp_path, HEADER + ROW.replace("100", cell)))
    assert found["value"] == value
    assert type(found["value"]) is type(value)


@pytest.mark.parametrize(
    ("replaced", "by", "mistake"),
    [
        ("100", '"1,234"', "value must be a number, not '1,234: write 1234'"),
        ("100", "4.6%", "value must be a number, not '4.6%: write 4.6'"),
        ("100", "1 000 000", "value must be a number, not '1 000 000: write 1000000'"),
        ("100", "many", "value must be a number, not 'many'"),
        ("100", "１００", "value must be a number, not '１００'"),
        ("100", "nan", "value must be a number, not 'nan'"),
        ("100", "1e999", "value must be a finite number, not Infinity"),
        ("100", "9" * 300, "value must lie within 9007199254740991 either way"),
        ("100", "", "value is missing"),
        ("bob", "", "bank is missing"),
        ("2024", "last year", "year must be 2000 to 2030 or null, not 'last year'"),
        ("observation", "", "kind is missing: a fact is one of observation, initiative"),
        ("observation", "observed", "kind must be one of observation, initiative"),
        ("so.\n", "so.,more\n", "'column 10, which has no header,' is no column of a record of kind observation"),
    ],
)
def test_a_cell_that_is_no_value_is_named(empty: Store, tmp_path: Path, replaced: str, by: str, mistake: str) -> None:
    path = file(tmp_path, HEADER + ROW + ROW.replace(replaced, by))
    with pytest.raises(InputError) as raised:
        empty.load(Batch([*batch(*THINGS).records, *loaders.read([path]).records]))
    (found,) = raised.value.mistakes
    assert found.startswith(f"{path}:3: {mistake}")


def test_a_cell_in_a_column_that_the_kind_has_not(empty: Store, tmp_path: Path) -> None:
    path = file(tmp_path, HEADER.strip() + ",mode\n" + ROW.strip() + ",\n" + ROW.strip() + ",cloud\n")
    with pytest.raises(InputError) as raised:
        empty.load(Batch([*batch(*THINGS).records, *loaders.read([path]).records]))
    (found,) = raised.value.mistakes
    assert found.startswith(f"{path}:3: 'mode' is no column of a record of kind observation")


def test_an_entity_with_a_wrong_cell_is_blamed_alone(empty: Store, tmp_path: Path) -> None:
    models = file(tmp_path, "id,name,kind,open_source\nm,M,llm,perhaps\n", "models.csv")
    rows = "kind,bank,model,year,source,evidence\ndeployment,bob,m,2024,report,The report says so.\n"
    facts = loaders.read([models, file(tmp_path, rows)])
    with pytest.raises(InputError) as raised:
        empty.load(Batch([*batch(*THINGS).records, *facts.records]))
    assert list(raised.value.mistakes) == [f"{models}:2: open_source must be true or false, not 'perhaps'"]


def test_every_mistake_of_the_header_is_named_once(tmp_path: Path) -> None:
    path = file(tmp_path, "\n" + HEADER.replace("value", "vlaue").replace("unit", "year") + ROW * 100)
    assert said(path) == [
        "facts.csv:2: 'vlaue' is no column of facts; did you mean value?",
        "facts.csv:2: the column year stands twice: which one is meant?",
        "facts.csv:2: the column value is missing, which facts of kind observation need",
        "facts.csv:2: the column unit is missing, which facts of kind observation need",
    ]


def test_a_missing_column_is_one_mistake_of_the_header(tmp_path: Path) -> None:
    banks = file(tmp_path, "id,name,country\n" + "a,A,CN\n" * 9, "banks.csv")
    facts = file(tmp_path, "bank,year\nbob,2024\n")
    assert said(banks, facts) == [
        "banks.csv:1: the column type is missing, which banks need",
        "facts.csv:1: the column kind is missing, which facts need",
    ]


def test_a_table_of_things_that_goes_for_facts_is_told_its_name(tmp_path: Path) -> None:
    found = said(file(tmp_path, "id,name,name_zh,aliases,type,hq,country,ticker\n", "Banks.csv"))
    assert found[-2] == "Banks.csv:1: these are the columns of banks: give the file or sheet the name banks"


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \r\n", HEADER, "kind\n", ",".join(header_of("facts"))])
def test_an_empty_file_or_a_header_alone_means_none(tmp_path: Path, text: str) -> None:
    read = loaders.read([file(tmp_path, text)])
    assert (read.records, read.mistakes, read.files[0].records) == ([], [], 0)


@pytest.mark.parametrize(
    ("encoding", "looks"),
    [
        ("latin-1", "byte 68 is 0xe9, it looks like Latin-1 (Windows-1252)"),
        ("gb18030", "byte 68 is 0xa8, it looks like GB18030 (GBK)"),
    ],
)
def test_another_encoding_is_named_with_what_it_looks_like(tmp_path: Path, encoding: str, looks: str) -> None:
    row = ROW.replace("so.", "é here." if encoding == "latin-1" else "é银行.")
    found = said(file(tmp_path, (HEADER + row).encode(encoding)))
    assert found == [f"facts.csv:2: is not UTF-8: {looks}; save the file as UTF-8"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told(tmp_path: Path, encoding: str) -> None:
    assert said(file(tmp_path, (HEADER + ROW).encode(encoding))) == [
        "facts.csv:1: the file is in UTF-16: save it as UTF-8"
    ]


def test_quotes_that_are_wrong(tmp_path: Path) -> None:
    path = file(tmp_path, HEADER + ROW.replace("The", '"The" old') + ROW)
    assert mistakes(path) == [
        "facts.csv:2: a quote within a quoted cell must be written twice, and nothing may follow the closing one"
    ]
    assert len(loaders.read([path]).records) == 1
    assert said(file(tmp_path, HEADER + ROW + ROW.replace("The", '"The') + ROW * 10)) == [
        "facts.csv:3: a quoted cell of the record that begins here has no end: close the quote"
    ]
    assert said(file(tmp_path, HEADER + ROW.replace("The", '"The') + ROW * 4000)) == [
        "facts.csv:2: a cell of the record that begins here has more than 131,072 characters: "
        "is there a quote that is not closed?"
    ]


def test_a_line_that_is_no_line(tmp_path: Path) -> None:
    cell = "x" * 10_000_000
    assert said(file(tmp_path, HEADER + ROW.replace("The", cell)))[0].startswith("facts.csv:2: a cell of the record")
    assert said(file(tmp_path, HEADER + cell * 3)) == [
        "facts.csv:2: the line is longer than 20,000,000 bytes; expected one record a line"
    ]


def test_two_files_for_one_name(tmp_path: Path) -> None:
    for name in ("banks.csv", "banks.jsonl", "facts.csv.gz", "facts.tsv", "areas.csv"):
        file(tmp_path, "", name)
    assert [text.removeprefix(f"{tmp_path.name}: ") for text in said(tmp_path)] == [
        "banks.csv and banks.jsonl are two files for one name: keep one, or load them by their own names",
        "facts.csv.gz and facts.tsv are two files for one name: keep one, or load them by their own names",
    ]


def test_every_file_that_is_refused_is_named(tmp_path: Path) -> None:
    (tmp_path / "x" / "areas.csv").mkdir(parents=True)
    file(tmp_path / "x", "id\n", "banks.csv")
    file(tmp_path / "x", "{", "sources.jsonl")
    assert said(tmp_path / "x", tmp_path / "nowhere") == [
        "x/banks.csv:1: the column name is missing, which banks need",
        "x/banks.csv:1: the column type is missing, which banks need",
        "x/banks.csv:1: the column country is missing, which banks need",
        "x/areas.csv: is a folder; expected a file of CSV",
        "nowhere: there is no such file or folder",
        "x/sources.jsonl:1: is no JSON at character 2: unexpected end of data",
    ]


def test_a_folder_whose_name_ends_in_csv_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    file(tmp_path / "x.csv", HEADER + ROW)
    assert len(loaders.read([tmp_path / "x.csv"]).records) == 1
