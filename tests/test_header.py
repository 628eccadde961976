"""Headers of ``.cypher`` files: what a good one gives, and the sentence for each mistake."""

from pathlib import Path

import pytest

import cypher
from cypher.header import FOR_US, HeaderError, NamedQuery, parse
from cypher.library import Library

GOOD = """\
// title: Banks that use a model
// title_zh: 使用某一模型的银行
// about: One row a bank: the earliest first.
// about_zh: 每家银行一行。
// param model: AIModel = deepseek
// param bank: Bank? = null
// param year: int? = 2024
// param share: float = 4
// param word: str = 'a b '
// param all: bool = false
// param names: strs = ["a", "b"]
// param needed: str
// returns: bank, year

// A comment that costs $nothing
MATCH (b) WHERE b.id IN [$model, $bank, $needed] AND b.year = $year AND b.share > $share
RETURN b.name AS bank, '$text' + "// $no" AS year /* $none
  $neither */ ORDER BY $word, $all, $names
"""


def written(folder: Path, text: str, name: str = "q.cypher") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_header_is_read_whole(tmp_path: Path) -> None:
    query = parse(written(tmp_path, GOOD))
    assert (query.name, query.title, query.title_zh) == ("q", "Banks that use a model", "使用某一模型的银行")
    assert (query.about, query.about_zh) == ("One row a bank: the earliest first.", "每家银行一行。")
    assert query.columns == ("bank", "year")
    assert query.text.startswith("// A comment that costs $nothing\nMATCH")
    assert query.file == str(tmp_path / "q.cypher")


def test_parameters_have_types_and_defaults(tmp_path: Path) -> None:
    query = parse(written(tmp_path, GOOD))
    read = [(p.name, p.type, p.label, p.optional, p.required, p.default) for p in query.parameters]
    assert read == [
        ("model", "AIModel", "AIModel", False, False, "deepseek"),
        ("bank", "Bank", "Bank", True, False, None),
        ("year", "int", None, True, False, 2024),
        ("share", "float", None, False, False, 4.0),
        ("word", "str", None, False, False, "a b "),
        ("all", "bool", None, False, False, False),
        ("names", "strs", None, False, False, ["a", "b"]),
        ("needed", "str", None, False, True, None),
    ]
    assert type(query.parameters[3].default) is float


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "q.cypher"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    read = parse(path)
    assert read == parse(written(tmp_path, GOOD))


def test_a_read_of_our_own_pages_says_only_what_it_is_about(tmp_path: Path) -> None:
    path = written(
        tmp_path, "// about: Facts.\n// param limit: int\n// returns: id\nMATCH (f) RETURN f.id AS id LIMIT $limit"
    )
    assert parse(path, FOR_US).title == ""
    with pytest.raises(HeaderError, match="expected a header that says title, title_zh, about_zh"):
        parse(written(tmp_path, path.read_text().replace("// param limit: int\n", "")))


LINES = GOOD.splitlines()


def with_line(number: int, line: str) -> str:
    """The good file with another line in place of one."""
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]])


def with_more(line: str) -> str:
    """The good file with one more header line, its thirteenth."""
    return "\n".join([*LINES[:12], line, *LINES[12:]])


KNOWN = "title, title_zh, about, about_zh, param NAME, returns"
TYPES = "the type one of str, int, float, bool, strs or a label such as Bank"
NO_HEADER = "expected a header that says title, title_zh, about, about_zh, returns: add '// title: ...'"
DECLARED = "model, bank, year, share, word, all, names, needed"
MISTAKES = {
    "no such line": (
        with_line(2, "// titel_zh: 银行"),
        f"2: expected '// title: ...' or another line of a header ({KNOWN}), found '// titel_zh: 银行'",
    ),
    "a word too many": (
        with_line(1, "// title model: Banks"),
        f"1: expected '// title: ...' or another line of a header ({KNOWN}), found '// title model: Banks'",
    ),
    "a parameter without a name": (
        with_line(5, "// param: Bank"),
        f"5: expected '// title: ...' or another line of a header ({KNOWN}), found '// param: Bank'",
    ),
    "no colon": (
        with_line(3, "// about the banks"),
        f"3: expected '// title: ...' or another line of a header ({KNOWN}), found '// about the banks'",
    ),
    "nothing said": (with_line(3, "// about: "), "3: expected a text behind 'about:', found nothing"),
    "title twice": (with_more("// title: Again"), "13: title stands in line 1 already: keep one"),
    "returns twice": (with_line(14, "// returns: bank"), "14: returns stands in line 13 already: keep one"),
    "a parameter twice": (with_more("// param year: int"), "13: param year stands in line 7 already: keep one"),
    "a parameter's name": (
        with_line(7, "// param Year: int"),
        "7: expected the name of a parameter in small letters, digits and _, found 'Year'",
    ),
    "a parameter of the address": (
        with_more("// param limit: int = 3"),
        "13: expected another name than limit: addresses use cursor, fields, format, lang, limit, query for themselves",
    ),
    "a type": (
        with_line(7, "// param year: integer = 3"),
        f"7: expected 'param year: TYPE = DEFAULT', {TYPES}, found 'integer = 3'",
    ),
    "no type": (with_line(7, "// param year:"), f"7: expected 'param year: TYPE = DEFAULT', {TYPES}, found ''"),
    "no '='": (
        with_line(7, "// param year: int 3"),
        f"7: expected 'param year: TYPE = DEFAULT', {TYPES}, found 'int 3'",
    ),
    "no default": (
        with_line(7, "// param year: int ="),
        "7: expected a default of year behind '='; leave '=' out if it must be given",
    ),
    "null": (
        with_line(7, "// param year: int = null"),
        "7: year may be null only where its type says so: write int? = null",
    ),
    "no whole number": (
        with_line(7, "// param year: int = 2.5"),
        "7: expected a whole number as default of year, found '2.5'",
    ),
    "true is no number": (
        with_line(7, "// param year: int = true"),
        "7: expected a whole number as default of year, found 'true'",
    ),
    "no number": (with_line(8, "// param share: float = NaN"), "8: expected a number as default of share, found 'NaN'"),
    "neither true nor false": (
        with_line(10, "// param all: bool = yes"),
        "10: expected true or false as default of all, found 'yes'",
    ),
    "no list": (
        with_line(11, "// param names: strs = a"),
        '11: expected a list of texts such as ["a", "b"] as default of names, found \'a\'',
    ),
    "no list of texts": (
        with_line(11, "// param names: strs = [1]"),
        '11: expected a list of texts such as ["a", "b"] as default of names, found \'[1]\'',
    ),
    "an empty column": (
        with_line(13, "// returns: bank,, year"),
        "13: expected the names of the columns, parted by commas, found 'bank,, year'",
    ),
    "a column twice": (
        with_line(13, "// returns: bank, year, bank"),
        "13: expected each column once, found bank 2 times",
    ),
    "words that lack": (
        "\n".join([LINES[0], *LINES[2:]]),
        "1: expected a header that says title_zh: add '// title_zh: ...'",
    ),
    "no header": ("RETURN 1", f"1: {NO_HEADER}"),
    "an empty file": ("", f"1: {NO_HEADER}"),
    "no query": ("\n".join(LINES[:13]), "13: expected a query below the header, found nothing"),
    "a parameter that the header lacks": (
        GOOD + "// $none of these\nSKIP $yaer",
        f"20: expected parameters that the header declares ({DECLARED}), found $yaer",
    ),
    "a parameter that the query lacks": (
        with_more("// param more: int = 3"),
        "13: expected the query to use its parameter more, found no $more in it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_is_named_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(HeaderError) as caught:
        parse(path)
    assert str(caught.value) == f"{path}:{sentence}"


def test_a_file_that_is_no_text_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "q.cypher"
    path.write_bytes(b"// title: Banks\n// title_zh: \xff\n")
    with pytest.raises(HeaderError, match=r"q\.cypher:2: expected text in UTF-8, found the byte 0xff"):
        parse(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"lost\.cypher:1: cannot be read: No such file or directory"):
        parse(tmp_path / "lost.cypher")


def test_the_file_names_the_query(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"My query\.cypher:1: expected a file named in small letters, digits and _"):
        parse(written(tmp_path, GOOD, "My query.cypher"))


def test_a_library_holds_the_queries_of_its_folders_by_name(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    written(tmp_path, GOOD, "b.cypher")
    written(tmp_path, GOOD, "a.cypher")
    written(mine, GOOD, "c.cypher")
    written(mine, "no query", "notes.txt")
    library = Library(tmp_path, mine)
    assert list(library) == ["a", "b", "c"]
    assert len(library) == 3
    assert isinstance(library["c"], NamedQuery)
    assert "d" not in library


def test_two_folders_may_not_hold_one_name(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    first, second = written(tmp_path, GOOD), written(mine, GOOD)
    with pytest.raises(HeaderError) as caught:
        Library(tmp_path, mine)
    assert str(caught.value) == f"{second}:1: {first} has this name already: rename one"


def test_our_own_reads_have_good_headers() -> None:
    assert all(query.about for query in cypher.reads().values())
