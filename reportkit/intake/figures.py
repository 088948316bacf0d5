"""Files of figures on the common indicators, as a partner or the authority keeps them: read, typed, refused if faulty.

What the figures must say about each other is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.errors import DataError, UsageError
from reportkit.indicators.breaches import common_indicators
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL
from reportkit.indicators.figure_checks import FRAMEWORKS
from reportkit.intake.faults import SHOWN_ROWS, lines
from reportkit.intake.undeclared import read_undeclared
from reportkit.messages import Message, did_you_mean, there_are
from reportkit.periods import Period
from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY, STATUSES, Column, Finding, InputTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reportkit.tables import Kind

__all__ = ["read_figures"]

_NEEDED = frozenset({"region", "period", "indicator", "value"})
_READ = (*FIGURE_KEY, "value", "status", "note")
_NUMBERS: Mapping[str, Kind] = {"period": "whole", "value": "decimal"}
_TABLE = InputTable("figures", tuple(Column(name, _NUMBERS.get(name, "text"), name in _NEEDED) for name in _READ))
_USUAL = {"basis": "to_date", "group": TOTAL, "status": "ok"}
_GROUPS = {TOTAL: (TOTAL,), "gender": tuple(BREAKDOWNS["gender"].groups)}
_LISTS = (*FRAMEWORKS, "pathway", "network", "none")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_WHOLE = r"[0-9]+(?:\.0+)?"
_BOTH = "grand_total"
_SHARES = [
    code
    for framework in FRAMEWORKS
    for code, entry in common_indicators(framework).items()
    if entry.unit == "proportion"
]


def read_figures(paths: Sequence[Path]) -> pd.DataFrame:
    """Read files of figures on the common indicators as one table.

    Parameters
    ----------
    paths
        CSV (UTF-8, with commas or semicolons), Parquet, XLSX or ODS files with the columns of indicators.csv, at least
        region, period, indicator and value. A workbook has one sheet that holds anything. A missing basis is
        ``to_date``, a missing breakdown the total; a missing framework follows from the codes. Several files are parts
        of one table, as outputs and results may be.

    Returns
    -------
    pandas.DataFrame
        The counts on common indicators, with `reportkit.tables.FIGURE_COLUMNS` (`project` empty where no file names
        it), and two more: ``_file`` and ``_row``, the row that a person sees in the file. Figures of other lists, and
        shares, are left out.

    Raises
    ------
    UsageError
        When there is no such file.
    DataError
        When a file cannot be read, or says what cannot be; it lists every fault with its rows.
    """
    faults = _Faults()
    parts = [_part(path, faults) for path in dict.fromkeys(paths)]
    faults.refuse(paths)
    figures = _with_frameworks(pd.concat(parts, ignore_index=True), faults)
    figures = figures[figures["framework"].isin(FRAMEWORKS)]
    _check_codes(figures, faults)
    faults.refuse(paths)
    figures = figures[~figures["indicator"].isin(_SHARES)]
    _check_cells(figures, faults)
    if figures.empty:
        what = Message("no figure is one on a common indicator")
        faults.add("E149", ", ".join(map(str, paths)), what, mend=_mend_codes())
    faults.refuse(paths)
    numbers = dict.fromkeys(("numerator", "denominator", "low", "high", "target"), float("nan"))
    figures = figures.assign(unit="", **numbers, value=pd.to_numeric(figures["value"]).astype("float64"))
    return figures[[*FIGURE_COLUMNS, "_file", "_row"]].reset_index(drop=True)


@dataclass
class _Faults:
    """What is wrong with the files, until they are refused for it."""

    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, file: str, what: str, rows: Sequence[int] = (), mend: str = "") -> None:
        shown = tuple(int(row) for row in rows[:SHOWN_ROWS])
        self.found.append(Finding(code, "error", file, max(len(rows), 1), shown, expected=what, mend=mend))

    def among(self, rows: pd.DataFrame, code: str, what: str, mend: str = "") -> None:
        """Tell a fault of some rows: for each file once."""
        for file, its in _apart(rows, "_file"):
            self.add(code, file, what, its["_row"].tolist(), mend)

    def refuse(self, paths: Iterable[Path]) -> None:
        """Refuse the files, with every fault so far, a line each."""
        if self.found:
            what = Message.plural(
                "the figures are refused, {n} fault:\n{lines}",
                "the figures are refused, {n} faults:\n{lines}",
                len(self.found),
                lines=lines(self.found),
            )
            raise DataError("E100", what, where=", ".join(map(str, paths)))


def _part(path: Path, faults: _Faults) -> pd.DataFrame:
    """Read a file as text, a column for each that is read of it; what it leaves out has its usual value."""
    if not path.is_file():
        mend = Message("Name a CSV, Parquet, XLSX or ODS file of figures.")
        raise UsageError("E014", Message("no such file."), where=str(path), mend=mend)
    read = read_undeclared(path, _TABLE)
    faults.found += read.findings
    columns = {name: read.columns[name] for name in _READ if name in read.columns}
    part = pd.DataFrame(columns, dtype="str").reindex(columns=list(_READ), fill_value="")
    part = part.assign(_file=str(path), _row=read.rows)
    for name, usual in _USUAL.items():
        part[name] = part[name].mask(part[name] == "", usual)
    unsaid = part["by"] == ""
    part["by"] = (
        part["by"].mask(unsaid & (part["group"] == TOTAL), TOTAL).mask(unsaid & (part["group"] != TOTAL), "gender")
    )
    return part


def _with_frameworks(figures: pd.DataFrame, faults: _Faults) -> pd.DataFrame:
    """Fill in the framework where a file does not say it: the one list that has the code.

    The grand total is of both lists, and goes with the other codes of its project.
    """
    lists = {code: framework for framework in FRAMEWORKS for code in common_indicators(framework) if code != _BOTH}
    framework = figures["framework"].mask(figures["framework"] == "", figures["indicator"].map(lists))
    for project, its in framework.groupby(figures["project"]):
        said = {name for name in its if name in FRAMEWORKS}
        total = (figures["project"] == project) & framework.isna() & (figures["indicator"] == _BOTH)
        if len(said) == 1:
            framework = framework.mask(total, said.pop())
        else:
            mend = Message("Add the column framework.")
            faults.among(figures[total], "E143", Message("grand_total could be of either list"), mend)
            framework = framework.mask(total, "none")
    for code, rows in _apart(figures[framework.isna()], "indicator"):
        if code:
            faults.among(rows, "E143", Message('no common indicator "{code}"', code=code), _nearest(code, lists))
    _check_listed(figures.assign(framework=framework.fillna("none")), "framework", _LISTS, faults)
    _check_filled(figures, "indicator", Message("Fill it in."), faults)
    return figures.assign(framework=framework.fillna("none"))


def _check_codes(figures: pd.DataFrame, faults: _Faults) -> None:
    for framework, its in _apart(figures, "framework"):
        known = common_indicators(framework)
        for code, rows in _apart(its[~its["indicator"].isin(known)], "indicator"):
            if code:
                what = Message('no indicator "{code}" in {framework}', code=code, framework=framework)
                faults.among(rows, "E143", what, _nearest(code, known))


def _check_cells(figures: pd.DataFrame, faults: _Faults) -> None:
    """Tell what is wrong with the cells of figures whose code is known."""
    _check_filled(figures, "region", Message('The whole area is "all".'), faults)
    for period, rows in _apart(figures, "period"):
        try:
            Period.parse(period)
        except ValueError as error:
            faults.among(rows, "E147", Message("column period: {what}", what=error.args[0]))
    _check_listed(figures, "basis", ("to_date", "period"), faults)
    _check_listed(figures, "status", STATUSES, faults)
    _check_listed(figures, "by", tuple(_GROUPS), faults)
    for by, groups in _GROUPS.items():
        _check_listed(figures[figures["by"] == by], "group", groups, faults)
    _check_values(figures, faults)
    _check_once(figures, faults)


def _check_filled(figures: pd.DataFrame, column: str, mend: str, faults: _Faults) -> None:
    faults.among(figures[figures[column] == ""], "E142", Message("column {column} is empty", column=column), mend)


def _check_listed(figures: pd.DataFrame, column: str, known: Collection[str], faults: _Faults) -> None:
    for value, rows in _apart(figures[~figures[column].isin(known)], column):
        mend = did_you_mean(value, known) or there_are(known)
        faults.among(rows, "E148", Message('column {column}: no "{value}"', column=column, value=value), mend)


def _check_values(figures: pd.DataFrame, faults: _Faults) -> None:
    values = figures["value"]
    number = (values == "") | values.str.fullmatch(_NUMBER)
    whole = (values == "") | values.str.fullmatch(_WHOLE)
    mend = Message(
        "Write digits only, without spaces or marks between thousands; leave it empty where it is not known."
    )
    faults.among(figures[~number], "E144", Message("column value: not a number"), mend)
    mend = Message("A count is a whole number, zero or more.")
    faults.among(figures[number & ~whole], "E145", Message("column value: negative or not whole"), mend)


def _check_once(figures: pd.DataFrame, faults: _Faults) -> None:
    key = list(FIGURE_KEY)
    again = figures[figures.duplicated(key)]
    mend = Message("Keep one; where files are of several projects, add the column project.")
    for _, rows in _apart(again, "_file"):
        same = (figures[key] == rows[key].iloc[0]).all(axis=1)
        first = figures[same].iloc[0]
        what = Message(
            "the same figure stands there before: the first in {file}, row {row}",
            file=first["_file"],
            row=int(first["_row"]),
        )
        faults.among(rows, "E146", what, mend)


def _apart(rows: pd.DataFrame, column: str) -> Iterator[tuple[str, pd.DataFrame]]:
    for value in sorted(set(rows[column])):
        yield value, rows[rows[column] == value]


def _nearest(code: str, known: Collection[str]) -> str:
    return did_you_mean(code, known) or did_you_mean(code.upper(), known) or _mend_codes()


def _mend_codes() -> str:
    return Message("Write codes as the annex does, such as EECO01 or CO01.")
