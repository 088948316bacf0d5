"""A file of figures on the common indicators: what is read from it, and what it is refused for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd
import pytest

from reportkit.errors import DataError, UsageError
from reportkit.intake.figures import read_figures
from reportkit.tables import FIGURE_COLUMNS
from tests.intake.workbooks import ods, ods_table, packed, xlsx, xlsx_parts, xlsx_sheet

if TYPE_CHECKING:
    from tests.intake.workbooks import Rows

HEADER = "region,period,indicator,value\n"


class Read(Protocol):
    """Writes a text into a file, and reads its figures."""

    def __call__(self, text: str, encoding: str = "utf-8") -> pd.DataFrame: ...  # noqa: D102


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return what reads the figures of a text."""
    monkeypatch.chdir(tmp_path)

    def reading(text: str, encoding: str = "utf-8") -> pd.DataFrame:
        path = tmp_path / "figures.csv"
        path.write_text(text, encoding=encoding, newline="")
        return read_figures([path.relative_to(tmp_path)])

    return reading


def told(read: Read, text: str) -> list[str]:
    """Return the lines in which a text is refused."""
    with pytest.raises(DataError) as refusal:
        read(text)
    assert refusal.value.code == "E100"
    return [line.strip() for line in refusal.value.what.splitlines()[1:]]


def test_four_columns_are_enough(read: Read) -> None:
    """A figure is to date, of all persons and of the list that has its code, unless the file says otherwise."""
    (figure,) = read(f"{HEADER}all,2022,EECO01,10\n").to_dict("records")
    assert {name: figure[name] for name in ("basis", "framework", "by", "group", "status", "value", "project")} == {
        "basis": "to_date", "framework": "esf-plus", "by": "total", "group": "total", "status": "ok", "value": 10.0,
        "project": "",
    }  # fmt: skip
    assert (figure["_file"], figure["_row"]) == ("figures.csv", 2)


def test_the_table_has_the_columns_of_the_indicators(read: Read) -> None:
    """So that the checks read it as any other."""
    figures = read(f"{HEADER}all,2022,CO01,10\n")
    assert list(figures) == [*FIGURE_COLUMNS, "_file", "_row"]
    assert figures["value"].dtype == "float64"


def test_a_group_names_its_breakdown(read: Read) -> None:
    """F can only be a gender."""
    figures = read("region,period,indicator,group,value\nall,2022,CO01,F,10\nall,2022,CO01,,10\n")
    assert list(zip(figures["by"], figures["group"], strict=True)) == [("gender", "F"), ("total", "total")]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_and_semicolons_are_told_apart(read: Read, mark: str, end: str) -> None:
    """Whichever sets known columns apart; a remark may hold the other."""
    lines = ("region,period,indicator,value,remark", "all,2022,CO01,10,")
    text = "".join(line.replace(",", mark) + quoted + end for line, quoted in zip(lines, ("", '"x;y,z"'), strict=True))
    assert read(text)["value"].tolist() == [10.0]


def test_a_mark_of_utf_8_is_no_part_of_the_first_column(read: Read) -> None:
    """Spreadsheets begin a file with it."""
    assert len(read(f"{HEADER}all,2022,CO01,10\n", "utf-8-sig")) == 1


def test_a_parquet_file_is_read_as_a_csv_file(tmp_path: Path) -> None:
    """Numbers may be numbers there."""
    path = tmp_path / "figures.parquet"
    cells = {"region": ["all", "all"], "period": [2022, 2021], "indicator": ["CO01", "CO01"], "value": [10.0, None]}
    pd.DataFrame(cells).to_parquet(path)
    figures = read_figures([path])
    assert (figures["period"].tolist(), figures["_row"].tolist()) == (["2022", "2021"], [1, 2])
    assert figures["value"].isna().tolist() == [False, True]


FIGURES: Rows = [
    ["region", "period", "indicator", "group", "value"],
    ["all", 2022, "CO01", None, 10],
    ["all", "2022-Q1", "CO01", "F", 4],
]


@pytest.mark.parametrize(
    ("name", "content"), [("figures.xlsx", xlsx(FIGURES)), ("figures.ods", ods(ods_table(FIGURES)))]
)
def test_a_workbook_is_read_as_a_csv_file(tmp_path: Path, name: str, content: bytes) -> None:
    """A year may be a number there, a quarter is text; rows are those of the sheet."""
    (tmp_path / name).write_bytes(content)
    figures = read_figures([tmp_path / name])
    assert figures[["period", "group", "value", "_row"]].to_numpy().tolist() == [
        ["2022", "total", 10.0, 2],
        ["2022-Q1", "F", 4.0, 3],
    ]


WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "a total": (xlsx([*FIGURES, ["Totaal", None, None, None, 14]]), "T19 figures.xlsx, row 4: expected: every row is"),
    "a month that became a date": (
        xlsx([*FIGURES, ["all", date(2022, 6, 1), "CO01", None, 3]]),
        "T18 figures.xlsx, column period, row 4: expected: a cell of a spreadsheet is of its column's kind",
    ),
    "a title": (
        xlsx([["Cijfers 2022"], *FIGURES]),
        "E157 figures.xlsx, row 1: the header is not on this row, but on row 2. Delete the rows above it.",
    ),
    "two sheets": (
        packed(xlsx_parts({"A": xlsx_sheet(FIGURES), "B": xlsx_sheet(FIGURES)})),
        "E154 figures.xlsx: several sheets hold something: A, B. Keep the one with the table.",
    ),
    "a hidden sheet": (
        packed(xlsx_parts({"A": xlsx_sheet(FIGURES), "B": xlsx_sheet(FIGURES)}, states={"B": "hidden"})),
        "E155 figures.xlsx: hidden sheets hold something: B. Take them out of the file.",
    ),
}


@pytest.mark.parametrize("fault", WORKBOOKS)
def test_a_workbook_that_shows_other_than_figures_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """As a delivery is, but nothing can be declared: the file itself is mended."""
    monkeypatch.chdir(tmp_path)
    content, expected = WORKBOOKS[fault]
    Path("figures.xlsx").write_bytes(content)
    with pytest.raises(DataError) as refusal:
        read_figures([Path("figures.xlsx")])
    assert expected in refusal.value.what


def test_a_workbook_under_the_name_of_a_csv_file_is_told(tmp_path: Path) -> None:
    """It is named for what it is."""
    (tmp_path / "book.csv").write_bytes(xlsx(FIGURES))
    with pytest.raises(DataError, match=r"E151 .*the file is no text: it looks like a spreadsheet"):
        read_figures([tmp_path / "book.csv"])


def test_several_files_are_one_table(tmp_path: Path) -> None:
    """Outputs and results may stand apart."""
    for code in ("CO01", "CR01"):
        (tmp_path / f"{code}.csv").write_text(f"{HEADER}all,2022,{code},10\n")
    figures = read_figures([tmp_path / "CO01.csv", tmp_path / "CR01.csv"])
    assert figures["indicator"].tolist() == ["CO01", "CR01"]


def test_the_grand_total_goes_with_the_codes_beside_it(read: Read) -> None:
    """Both lists have one."""
    figures = read(f"{HEADER}all,2022,EECO01,10\nall,2022,grand_total,12\n")
    assert figures["framework"].tolist() == ["esf-plus", "esf-plus"]


def test_other_lists_and_shares_are_left_out(read: Read) -> None:
    """A whole indicators.csv can be given."""
    text = (
        "region,period,framework,indicator,value\nall,2022,pathway,started,10\nall,2022,pathway,closed.share,0.5\n"
        "all,2022,esf-plus,EECR01.share,0.5\nall,2022,esf-plus,EECR01,1\n"
    )
    assert read(text)["indicator"].tolist() == ["EECR01"]


NO_NUMBER = "column value: not a number. Write digits only"
NO_COUNT = "column value: negative or not whole. A count is a whole number, zero or more."
TWICE = "the same figure stands there before: the first in figures.csv, row 2. Keep one"
NO_PERIOD = 'column period: "2022-Q5" is not a period: write 2022, 2022-H1, 2022-Q3, 2022-06 or 2016/2022.'


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("all,2022,EECR07,1", 'E143 figures.csv, row 2: no common indicator "EECR07"; did you mean "EECR0'),
        ("all,2022,eeco01,1", 'E143 figures.csv, row 2: no common indicator "eeco01"; did you mean "EECO01"?'),
        ("all,2022,grand_total,1", "E143 figures.csv, row 2: grand_total could be of either list. Add the column"),
        ("all,2022,CO01,1\nall,2021,CO01,ten", f"E144 figures.csv, row 3: {NO_NUMBER}"),
        ("all,2022,CO01,1 000", f"E144 figures.csv, row 2: {NO_NUMBER}"),
        ("all,2022,CO01,-1\nall,2021,CO01,1.5", f"E145 figures.csv, rows 2, 3: {NO_COUNT}"),
        ("all,2022,CO01,1\nall,2021,CO01,1\nall,2022,CO01,2", f"E146 figures.csv, row 4: {TWICE}"),
        ("all,2022-Q5,CO01,1", f"E147 figures.csv, row 2: {NO_PERIOD}"),
        (",2022,CO01,1", 'E142 figures.csv, row 2: column region is empty. The whole area is "all".'),
        ("all,2022,,1", "E142 figures.csv, row 2: column indicator is empty. Fill it in."),
    ],
)
def test_what_cannot_be_is_told_with_its_row(read: Read, rows: str, line: str) -> None:
    """Code, file, row, column, what is wrong and how to mend it."""
    (only,) = told(read, f"{HEADER}{rows}\n")
    assert only.startswith(line)


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        ("basis", "todate", 'column basis: no "todate"; did you mean "to_date"?'),
        ("group", "V", 'column group: no "V". There are: F, M, X, unknown.'),
        ("by", "age", 'column by: no "age". There are: total, gender.'),
        ("status", "hidden", 'column status: no "hidden". There are: ok, suppressed'),
        ("framework", "esf+", 'column framework: no "esf+". There are: esf-plus, esf-2014-2020'),
    ],
)
def test_a_word_that_is_none_is_told_with_those_there_are(read: Read, column: str, value: str, line: str) -> None:
    """Each column of codes has its list."""
    (only,) = told(read, f"region,period,indicator,value,{column}\nall,2022,CO01,1,{value}\n")
    assert only.startswith(f"E148 figures.csv, row 2: {line}")


@pytest.mark.parametrize(("by", "group"), [("total", "F"), ("gender", "total")])
def test_a_group_belongs_to_its_breakdown(read: Read, by: str, group: str) -> None:
    """The total has one group, and a gender is none."""
    (only,) = told(read, f"region,period,indicator,value,by,group\nall,2022,CO01,1,{by},{group}\n")
    assert only.startswith(f'E148 figures.csv, row 2: column group: no "{group}"')


def test_a_code_belongs_to_the_framework_of_its_row(read: Read) -> None:
    """An operation reports in one list."""
    (line,) = told(read, "region,period,framework,indicator,value\nall,2022,esf-plus,CO01,1\n")
    assert line.startswith('E143 figures.csv, row 2: no indicator "CO01" in esf-plus; did you mean "EECO01"?')


def test_all_faults_are_told_at_once(read: Read) -> None:
    """Each with the rows where it is."""
    assert [line[:4] for line in told(read, f"{HEADER}all,2022,CO01,x\nall,2023-13,CO02,-1\n")] == [
        "E147", "E144", "E145",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("region,period,indicater,value\n", 'E134 figures.csv: no column "indicator"; did you mean "indicater"?'),
        ("region,period,indicator,value,bassis\n", 'E133 figures.csv: unknown column "bassis"; did you mean "basis"?'),
        ("a;b;c\n1;2;3\n", "E136 figures.csv: neither commas nor semicolons set known columns apart"),
        ("region,period;indicator,value;basis\n", "E136 figures.csv: neither"),
        ("region,period,indicator,value,value\n", 'E131 figures.csv: column "value" stands there twice. Keep one.'),
        (f"{HEADER}all,2022,CO01\n", "E124 figures.csv, row 2: the row has 3 cells and the first line 4."),
        (f'{HEADER}all,2022,CO01,"1\n', "E124 figures.csv, row 2: a quoted cell does not close"),
        ("\n", "E125 figures.csv: the first line is empty"),
        (HEADER, "E149 figures.csv: no figure is one on a common indicator."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read: Read, text: str, line: str) -> None:
    """Before any figure of it is looked at."""
    (only,) = told(read, text)
    assert only.startswith(line)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """Letters with accents would be read wrongly."""
    path = tmp_path / "figures.csv"
    path.write_bytes(f"{HEADER}d\u00e9p,2022,CO01,1\n".encode("cp1252"))
    with pytest.raises(DataError, match=r"E121 .*row 2: byte 31 is not utf-8"):
        read_figures([path])


def test_a_file_that_is_not_there_is_a_mistake_of_the_command(tmp_path: Path) -> None:
    """Its path is told."""
    with pytest.raises(UsageError, match=r"E014 .*none.csv: no such file\."):
        read_figures([tmp_path / "none.csv"])
