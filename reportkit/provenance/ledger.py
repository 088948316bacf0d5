"""The ledger of releases: which report folders were put in their places, and the figures that their readers could see.

A figure that was published stays known when its folder is gone, so the ledger is only added to. What a report may show
beside an earlier one is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.errors import DataError
from reportkit.messages import Message
from reportkit.provenance.digests import sha256
from reportkit.provenance.private import OWNER_ONLY, OWNERS_FOLDER, write_private
from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY, FIGURE_NUMBERS, FIGURE_TYPES, WHOLE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["LEDGER", "Ledger", "Line", "Origin", "read_figures", "that_show"]

LEDGER = "ledger.jsonl"
"""The name of the ledger, a line of JSON for each report folder that was put in its place."""

_TORN, _CONTENTS = "ledger.torn", "releases"
_NUMBERS = (*FIGURE_NUMBERS, "target")
_DECIMALS = 6
_FORMULA = "=+-@\t\r"


@dataclass(frozen=True)
class Origin:
    """The figures of a project in a report folder, and what they came from, each by its SHA-256.

    Attributes
    ----------
    figures
        All figures that the project's reports for that audience may show: its table as CSV.
    delivery
        The delivered files.
    inputs
        All that the figures were computed from: the delivery, the params, the package.
    """

    figures: str
    delivery: str
    inputs: str


@dataclass(frozen=True)
class Line:
    """A report folder that was put in its place: which, and from what for each of its projects; `time` is in UTC."""

    project: str
    region: str
    period: str
    audience: str
    releases: Mapping[str, Origin]
    time: str = field(default="", compare=False)

    @property
    def folder(self) -> tuple[str, str, str, str]:
        """Which folder it is."""
        return self.project, self.region, self.period, self.audience

    def same(self, other: Line | None) -> bool:
        """Tell whether the other line says that this folder held the same figures of the same deliveries."""
        return other is not None and (self.folder, self.held) == (other.folder, other.held)

    @property
    def held(self) -> dict[str, tuple[str, str]]:
        """The figures and the delivery of each project."""
        return {project: (origin.figures, origin.delivery) for project, origin in self.releases.items()}


@dataclass
class Ledger:
    """The releases of a workspace, in the order in which they were made; `torn` is a last line that is half-written."""

    folder: Path
    lines: list[Line]
    torn: str = ""

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Read the ledger of a folder; where there is none, nothing was released, and nothing is made.

        A last line that a stopped run left half-written is set apart as `torn`: its folder is recorded anew.

        Raises
        ------
        DataError
            E220 when another line cannot be read: what it says was published would be forgotten.
        """
        path = folder / LEDGER
        written = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
        lines, torn = [], ""
        for number, text in enumerate(written, start=1):
            try:
                lines += [_read_line(text)] if text.strip() else []
            except (ValueError, TypeError, KeyError, AttributeError):
                if number < len(written):
                    raise _unreadable(path, number) from None
                torn = text
        return cls(folder, lines, torn)

    def keep(self, figures: pd.DataFrame, tables: pd.DataFrame | None = None) -> str:
        """Keep figures under the SHA-256 of their CSV, unless they are kept already, and return it.

        With them go the whole `tables` that fit them, if any: what the next release begins with.
        """
        written = figures[list(FIGURE_COLUMNS)].to_csv(index=False).encode()
        digest = sha256(written)
        if tables is not None and not tables.empty:
            self._write(self._tables(digest), tables.to_csv(index=False).encode())
        self._write(self._content(digest), written)
        return digest

    def _write(self, path: Path, content: bytes) -> None:
        if not path.exists():
            self._make_folder()
            path.parent.mkdir(mode=OWNERS_FOLDER, exist_ok=True)
            write_private(path, gzip.compress(content, mtime=0))

    def has(self, line: Line) -> bool:
        """Tell whether the last line of that folder says the same."""
        return line.same(next((old for old in reversed(self.lines) if old.folder == line.folder), None))

    def holds(self, origin: Origin) -> bool:
        """Tell whether the figures of a release are kept."""
        return self._content(origin.figures).exists()

    def record(self, line: Line) -> bool:
        """Add a folder that was put in its place, and tell whether it was new: the same content adds no line."""
        if self.has(line):
            return False
        path = self.folder / LEDGER
        self._set_apart(path)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        written = json.dumps({**asdict(line), "time": now}, ensure_ascii=False, sort_keys=True)
        path.touch(mode=OWNER_ONLY, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(written + "\n")
        self.lines.append(line)
        return True

    def tidy(self) -> None:
        """Remove kept figures that no line names: those of a run that put no folder in its place."""
        named = {origin.figures for line in self.lines for origin in line.releases.values()}
        for path in (self.folder / _CONTENTS).glob("*"):
            if path.name.partition(".")[0] not in named:
                path.unlink()

    def published(self, project: str, *, inputs: str = "", elsewhere: Iterable[pd.DataFrame] = ()) -> pd.DataFrame:
        """Return every figure of a project that was ever shown to the public.

        Parameters
        ----------
        project
            The project.
        inputs
            What the present release is made from. Releases of just that, with which the ledger ends, are left out: the
            same release made again finds what it found before.
        elsewhere
            Published figures that no line of this ledger tells of, such as those of another machine.

        Returns
        -------
        pandas.DataFrame
            The columns of `reportkit.tables.FIGURE_COLUMNS`, sorted by key; what was shown earlier comes first. A key
            stands there again where another value of it was shown; a suppressed or absent figure does not. Numbers
            have six decimals, as in indicators.csv.
        """
        digests = dict.fromkeys(origin.figures for origin in self._public(project, inputs))
        return _distinct([*elsewhere, *map(self.figures, digests)], project)

    def tables(self, project: str, *, inputs: str = "") -> pd.DataFrame | None:
        """Return the whole tables kept with the last public release of a project; None where none can be read.

        Who loses them loses time: they only say where the next release may begin.
        """
        found = self._public(project, inputs)
        if not found:
            return None
        path = self._tables(found[-1].figures)
        try:
            table = pd.read_csv(path, dtype="str", keep_default_na=False).set_index(list(WHOLE_KEY))
            numbers: pd.DataFrame = table.apply(pd.to_numeric)
            return numbers.reset_index()
        except (OSError, EOFError, ValueError, KeyError):
            return None

    def _public(self, project: str, inputs: str) -> list[Origin]:
        """List the public releases of a project, without those of just these inputs with which the ledger ends."""
        found = [line.releases[project] for line in self._of(project, "public")]
        while inputs and found and found[-1].inputs == inputs:
            found.pop()
        return found

    def last(self, project: str, audience: str, *, delivery: str = "") -> pd.DataFrame:
        """Return the figures that the reports of a project last showed an audience, before the present delivery.

        Parameters
        ----------
        project, audience
            Whose reports, and for whom.
        delivery
            The present delivery, whose own releases are left out.

        Returns
        -------
        pandas.DataFrame
            The columns of `reportkit.tables.FIGURE_COLUMNS`: of each region and period that had a report, the figures
            that show something, from the last release.
        """
        slices = {
            (line.region, line.period): line.releases[project].figures
            for line in self._of(project, audience)
            if line.project == project and line.releases[project].delivery != delivery
        }
        tables = {digest: self.figures(digest) for digest in dict.fromkeys(slices.values())}
        parts = [
            tables[digest][(tables[digest]["region"] == region) & (tables[digest]["period"] == period)]
            for (region, period), digest in sorted(slices.items())
        ]
        return that_show(pd.concat(parts, ignore_index=True)) if parts else _no_figures()

    def figures(self, digest: str) -> pd.DataFrame:
        """Return kept figures.

        Raises
        ------
        DataError
            E221 when they are gone or are not what they were: what was published would be forgotten.
        """
        path = self._content(digest)
        try:
            written = gzip.decompress(path.read_bytes())
        except (OSError, EOFError):
            written = b""
        if sha256(written) != digest:
            mend = Message("Put the file back from a copy of outputs/.reportkit.")
            what = Message("figures that were released are gone or damaged.")
            raise DataError("E221", what, where=f"outputs/.reportkit/{_CONTENTS}/{path.name}", mend=mend)
        return _typed(pd.read_csv(io.BytesIO(written), dtype="str", keep_default_na=False))

    def _of(self, project: str, audience: str) -> Iterator[Line]:
        return (line for line in self.lines if line.audience == audience and project in line.releases)

    def _content(self, digest: str) -> Path:
        return self.folder / _CONTENTS / f"{digest}.csv.gz"

    def _tables(self, digest: str) -> Path:
        return self.folder / _CONTENTS / f"{digest}.tables.csv.gz"

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)

    def _set_apart(self, path: Path) -> None:
        """Move a half-written last line to a file of its own, and end the last whole line."""
        if not path.is_file():
            self._make_folder()
            return
        written = path.read_bytes()
        whole = written[: written.rfind(b"\n") + 1] if self.torn else written
        if self.torn:
            apart = self.folder / _TORN
            apart.touch(mode=OWNER_ONLY, exist_ok=True)
            with apart.open("ab") as file:
                file.write(written[len(whole) :] + b"\n")
            self.torn = ""
        ended = whole if not whole or whole.endswith(b"\n") else whole + b"\n"
        if ended != written:
            path.write_bytes(ended)


def read_figures(path: Path, shown: str, project: str) -> pd.DataFrame:
    """Read the figures of a project from an ``indicators.csv`` of the public, such as another machine released.

    Parameters
    ----------
    path, shown
        The file, and how a message names it.
    project
        The project whose rows are taken.

    Raises
    ------
    DataError
        E222 when the file is not there, is no indicators.csv, or holds no figure of the project.
    """
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        missing = [name for name in FIGURE_COLUMNS if name not in table.columns]
        if missing:
            raise ValueError(Message("column {columns} is missing", columns=", ".join(missing)))  # noqa: TRY301
        figures = _typed(table[list(FIGURE_COLUMNS)].map(_plain))
    except (OSError, ValueError) as error:
        what = Message("a published release cannot be read: {why}.", why=_why(error))
        mend = Message("Put the indicators.csv of a public report there, as it was published.")
        raise DataError("E222", what, where=shown, mend=mend) from None
    own = figures[figures["project"] == project]
    if own.empty:
        what = Message("the published release holds no figure of {project}.", project=project)
        raise DataError("E222", what, where=shown)
    return own.reset_index(drop=True)


def that_show(figures: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures that show something: those not suppressed, with a number, of six decimals at most."""
    shown = figures[(figures["status"] != "suppressed") & figures[list(FIGURE_NUMBERS)].notna().any(axis=1)]
    return shown.assign(**{name: shown[name].round(_DECIMALS) for name in _NUMBERS}).reset_index(drop=True)


def _distinct(tables: Iterable[pd.DataFrame], project: str) -> pd.DataFrame:
    parts = [that_show(table[table["project"] == project]) for table in tables]
    if not parts:
        return _no_figures()
    told = [*FIGURE_KEY, *FIGURE_NUMBERS, "status", "note"]
    distinct = pd.concat(parts, ignore_index=True).drop_duplicates(told)
    return distinct.sort_values(list(FIGURE_KEY), kind="stable", ignore_index=True)


def _read_line(text: str) -> Line:
    found = json.loads(text)
    releases = {project: Origin(**origin) for project, origin in found.pop("releases").items()}
    return Line(**found, releases=releases)


def _unreadable(path: Path, number: int) -> DataError:
    what = Message("line {number} cannot be read, and what was released must stay known.", number=number)
    mend = Message("Put the file back from a copy of outputs/.reportkit.")
    return DataError("E220", what, where=f"outputs/.reportkit/{path.name}", mend=mend)


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return error.args[0] if error.args and isinstance(error.args[0], Message) else type(error).__name__


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a text."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in _FORMULA else cell


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = {name: table[name].replace("", "nan").astype("float64") for name in _NUMBERS}
    return table.assign(**numbers)[list(FIGURE_COLUMNS)]


def _no_figures() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in FIGURE_COLUMNS}).astype(FIGURE_TYPES)
