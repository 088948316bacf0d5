"""What was released stays known: to the public, and to the authority."""

from __future__ import annotations

import gzip
import json
import math
import stat
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportkit.errors import DataError
from reportkit.provenance.ledger import LEDGER, Ledger, Line, Origin, read_figures
from reportkit.tables import FIGURE_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


def figures(*values: tuple[str, float, str], project: str = "alpha", region: str = "all") -> pd.DataFrame:
    """Make the figures of an indicator: period, value and status of each."""
    rows = [
        (project, region, period, "to_date", "pathway", "started", "total", "total", "trajectory", value,
         *[math.nan] * 5, status, "")
        for period, value, status in values
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS)).astype({"note": "str"})


def release(  # noqa: PLR0913 - what a folder can differ in
    folder: Path,
    table: pd.DataFrame,
    *,
    delivery: str = "d1",
    inputs: str = "",
    audience: str = "public",
    period: str = "2021",
    region: str = "all",
    tables: pd.DataFrame | None = None,
) -> bool:
    """Release figures of project alpha in a folder, and tell whether that was new."""
    ledger = Ledger.open(folder)
    origin = Origin(ledger.keep(table, tables), delivery, inputs or delivery)
    return ledger.record(Line("alpha", region, period, audience, {"alpha": origin}))


def shown(table: pd.DataFrame) -> list[tuple[str, float]]:
    """Return period and value of each figure."""
    return list(zip(table["period"], table["value"], strict=True))


def test_a_figure_that_was_published_stays_known(tmp_path: Path) -> None:
    """Whatever became of its folder, it is among the published ones, as it was."""
    release(tmp_path, figures(("2021", 7, "ok")))
    table = Ledger.open(tmp_path).published("alpha")
    assert shown(table) == [("2021", 7)]
    assert tuple(table.columns) == FIGURE_COLUMNS


def test_a_hidden_figure_was_not_published(tmp_path: Path) -> None:
    """A suppressed one, and one without a number, show nothing."""
    release(tmp_path, figures(("2021", 7, "ok"), ("2022", math.nan, "suppressed"), ("2023", math.nan, "not_available")))
    assert shown(Ledger.open(tmp_path).published("alpha")) == [("2021", 7)]


def test_what_the_authority_saw_was_not_published(tmp_path: Path) -> None:
    """Its figures are unprotected, and the public knows none of them."""
    release(tmp_path, figures(("2021", 2, "ok")), audience="authority")
    assert Ledger.open(tmp_path).published("alpha").empty


def test_a_corrected_figure_is_there_with_both_values(tmp_path: Path) -> None:
    """Whoever kept the older report knows both; the older one comes first, and what stayed the same stands once."""
    release(tmp_path, figures(("2021", 7, "ok"), ("2022", 9, "ok")))
    release(tmp_path, figures(("2021", 8, "ok"), ("2022", 9, "ok")), delivery="d2")
    assert shown(Ledger.open(tmp_path).published("alpha")) == [("2021", 7), ("2021", 8), ("2022", 9)]


def test_the_same_release_made_again_finds_what_it_found_before(tmp_path: Path) -> None:
    """Releases of the present inputs, with which the ledger ends, do not count; those before them do."""
    release(tmp_path, figures(("2021", 7, "ok")))
    release(tmp_path, figures(("2021", 8, "ok")), delivery="d2")
    ledger = Ledger.open(tmp_path)
    assert shown(ledger.published("alpha", inputs="d2")) == [("2021", 7)]
    assert shown(ledger.published("alpha", inputs="d1")) == [("2021", 7), ("2021", 8)]


def test_figures_published_elsewhere_count_too(tmp_path: Path) -> None:
    """Those of this project; a row of another project in the same file does not."""
    other = figures(("2020", 6, "ok"), project="beta")
    elsewhere = pd.concat([figures(("2020", 5, "ok")), other], ignore_index=True)
    assert shown(Ledger.open(tmp_path).published("alpha", elsewhere=[elsewhere])) == [("2020", 5)]


def test_the_last_figures_are_those_of_each_region_and_period(tmp_path: Path) -> None:
    """A run of one period does not hide what an earlier run released of another."""
    release(tmp_path, figures(("2021", 7, "ok"), ("2022", 1, "ok")), audience="authority", period="2021")
    release(tmp_path, figures(("2021", 8, "ok"), ("2022", 9, "ok")), audience="authority", period="2022", delivery="d2")
    assert shown(Ledger.open(tmp_path).last("alpha", "authority")) == [("2021", 7), ("2022", 9)]


def test_the_last_figures_are_not_those_of_the_present_delivery(tmp_path: Path) -> None:
    """Rerunning a delivery compares it with the release before it, every time."""
    release(tmp_path, figures(("2021", 7, "ok")), audience="authority")
    release(tmp_path, figures(("2021", 8, "ok")), audience="authority", delivery="d2")
    ledger = Ledger.open(tmp_path)
    assert shown(ledger.last("alpha", "authority", delivery="d2")) == [("2021", 7)]
    assert shown(ledger.last("alpha", "authority", delivery="d3")) == [("2021", 8)]


def test_the_same_content_adds_no_line(tmp_path: Path) -> None:
    """A folder that is made again as it was is one release; one with other figures is another."""
    assert release(tmp_path, figures(("2021", 7, "ok")))
    assert not release(tmp_path, figures(("2021", 7, "ok")))
    assert release(tmp_path, figures(("2021", 8, "ok")))
    assert release(tmp_path, figures(("2021", 7, "ok")))
    assert len((tmp_path / LEDGER).read_text().splitlines()) == 3


def test_equal_figures_are_kept_once(tmp_path: Path) -> None:
    """Sixty folders of one release name one file."""
    for period in ("2021", "2022"):
        release(tmp_path, figures(("2021", 7, "ok")), period=period)
    assert len(list((tmp_path / "releases").iterdir())) == 1


def test_a_last_line_that_was_half_written_is_set_apart(tmp_path: Path) -> None:
    """Nothing of the ledger is lost, and the next line does not stick to it."""
    release(tmp_path, figures(("2021", 7, "ok")))
    path = tmp_path / LEDGER
    whole = path.read_text()
    path.write_text(whole + whole[:40])
    ledger = Ledger.open(tmp_path)
    assert (len(ledger.lines), ledger.torn) == (1, whole[:40])
    release(tmp_path, figures(("2022", 9, "ok")), period="2022")
    assert [json.loads(line)["period"] for line in path.read_text().splitlines()] == ["2021", "2022"]
    assert (tmp_path / "ledger.torn").read_text() == whole[:40] + "\n"


def test_a_whole_last_line_without_its_end_counts(tmp_path: Path) -> None:
    """An editor may have taken the line end away."""
    release(tmp_path, figures(("2021", 7, "ok")))
    path = tmp_path / LEDGER
    path.write_text(path.read_text().rstrip("\n"))
    release(tmp_path, figures(("2022", 9, "ok")), period="2022")
    assert len(Ledger.open(tmp_path).lines) == 2


def test_a_line_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    """To go on would be to forget what was published; the line is named."""
    release(tmp_path, figures(("2021", 7, "ok")))
    path = tmp_path / LEDGER
    path.write_text("{}\n" + path.read_text())
    with pytest.raises(DataError, match=r"E220 outputs/\.reportkit/ledger\.jsonl: line 1 cannot be read"):
        Ledger.open(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"not gzip"])
def test_figures_that_are_damaged_are_not_forgotten(tmp_path: Path, damage: bytes) -> None:
    """The file is named, so that it can be put back."""
    release(tmp_path, figures(("2021", 7, "ok")))
    next((tmp_path / "releases").iterdir()).write_bytes(damage)
    with pytest.raises(DataError, match=r"E221 outputs/\.reportkit/releases/[0-9a-f]{64}\.csv\.gz"):
        Ledger.open(tmp_path).published("alpha")


def tables(*numbers: int) -> pd.DataFrame:
    """Make whole tables with a number in each."""
    named = {"code": "started", "by": "nationality", "group": "NA", "area": "all", "moment": "to 2021-12-31"}
    return pd.DataFrame([{**named, **{str(nth): number for nth, number in enumerate(numbers)}}])


def kept_tables(folder: Path, *, inputs: str = "") -> list[int] | None:
    """Return the numbers of the tables of the last release."""
    kept = Ledger.open(folder).tables("alpha", inputs=inputs)
    return None if kept is None else kept.iloc[0, 5:].tolist()


def test_the_tables_of_the_last_public_release_are_kept(tmp_path: Path) -> None:
    """Also a group that is called NA; a release to the authority has none, and changes nothing."""
    release(tmp_path, figures(("2021", 7, "ok")), tables=tables(3, 0, 5))
    release(tmp_path, figures(("2021", 9, "ok")), audience="authority", delivery="d2")
    kept = Ledger.open(tmp_path).tables("alpha")
    assert kept is not None
    pd.testing.assert_frame_equal(kept, tables(3, 0, 5), check_dtype=False)


def test_the_same_release_made_again_finds_the_tables_of_the_one_before(tmp_path: Path) -> None:
    """So that it gives the same figures again; the first finds none."""
    release(tmp_path, figures(("2021", 7, "ok")), tables=tables(3))
    release(tmp_path, figures(("2021", 9, "ok")), delivery="d2", tables=tables(4))
    found = [kept_tables(tmp_path, inputs=inputs) for inputs in ("d3", "d2")]
    assert found == [[4], [3]]
    assert kept_tables(tmp_path / "nothing") is None


@pytest.mark.parametrize(
    "damage",
    [None, b"", b"not gzip", gzip.compress(b"a,b"), gzip.compress(b"code,by,group,area,moment,0\na,b,c,d,e,f")],
    ids=["gone", "empty", "no gzip", "other columns", "no number"],
)
def test_tables_that_are_lost_are_done_without(tmp_path: Path, damage: bytes | None) -> None:
    """What was published is known without them."""
    release(tmp_path, figures(("2021", 7, "ok")), tables=tables(3))
    (path,) = (tmp_path / "releases").glob("*.tables.csv.gz")
    path.unlink() if damage is None else path.write_bytes(damage)
    assert kept_tables(tmp_path) is None
    assert shown(Ledger.open(tmp_path).published("alpha")) == [("2021", 7)]


def test_only_their_owner_can_read_the_tables(tmp_path: Path) -> None:
    """They tell as much as the figures of the authority."""
    release(tmp_path, figures(("2021", 7, "ok")), tables=tables(3))
    (path,) = (tmp_path / "releases").glob("*.tables.csv.gz")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_run_that_released_nothing_leaves_no_figures(tmp_path: Path) -> None:
    """Only what a line names is kept."""
    release(tmp_path, figures(("2021", 7, "ok")))
    ledger = Ledger.open(tmp_path)
    ledger.keep(figures(("2021", 99, "ok")), tables(3))
    ledger.tidy()
    assert len(list((tmp_path / "releases").iterdir())) == 1
    assert shown(ledger.published("alpha")) == [("2021", 7)]


def test_where_nothing_was_released_nothing_is_made(tmp_path: Path) -> None:
    """To look does not write."""
    ledger = Ledger.open(tmp_path / "outputs")
    assert (len(ledger.published("alpha")), len(ledger.last("alpha", "authority"))) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_can_read_the_ledger_and_the_figures(tmp_path: Path) -> None:
    """Figures of the authority are not protected."""
    folder = tmp_path / "kept"
    release(folder, figures(("2021", 2, "ok")), audience="authority")
    paths = (folder, folder / LEDGER, folder / "releases", next((folder / "releases").iterdir()))
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o700, 0o600, 0o700, 0o600]


def test_a_published_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    """An indicators.csv of another machine, with the apostrophe that keeps a spreadsheet from running a text."""
    table = figures(("2021", 7, "ok"), ("2022", math.nan, "suppressed"))
    table.assign(note=["'=1+1", ""]).to_csv(tmp_path / "indicators.csv", index=False)
    found = read_figures(tmp_path / "indicators.csv", "old/indicators.csv", "alpha")
    assert (found["value"].tolist()[0], found["note"].tolist()) == (7, ["=1+1", ""])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "No such file or directory"),
        ("project,region\nalpha,all\n", "column period, basis"),
        (",".join(FIGURE_COLUMNS) + "\n", "holds no figure of alpha"),
    ],
)
def test_a_published_file_that_is_none_is_refused(tmp_path: Path, content: str | None, why: str) -> None:
    """To leave it out would be to forget what was published."""
    path = tmp_path / "indicators.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DataError, match=r"E222 old/indicators\.csv: ") as refused:
        read_figures(path, "old/indicators.csv", "alpha")
    assert why in str(refused.value)
