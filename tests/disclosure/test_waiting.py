"""The status of a public result does not tell whether anybody waits to be measured."""

from __future__ import annotations

import math

import pandas as pd

from reportkit.disclosure import without_waiting
from reportkit.tables import FIGURE_COLUMNS

NOTHING = math.nan
WITHHELD = {"EECR03.pending", "grand_total"}


def table(*rows: tuple[str, float, str]) -> pd.DataFrame:
    """Write figures to date of a project: of each the indicator, the value and the status."""
    written = [
        ("p", "all", "2023", "to_date", "esf-plus", code, "total", "total", "participation", value, *[NOTHING] * 5,
         status, "")
        for code, value, status in rows
    ]  # fmt: skip
    return pd.DataFrame(written, columns=list(FIGURE_COLUMNS))


def statuses(*rows: tuple[str, float, str]) -> list[str]:
    """Return the statuses that the public is told."""
    return without_waiting(table(*rows), WITHHELD)["status"].tolist()


def test_nobody_and_somebody_who_waits_look_the_same() -> None:
    """Where none was measured, the result and its share are pending, in both cases."""
    nobody = ("EECR03", 0, "ok"), ("EECR03.measured", 0, "ok"), ("EECR03.share", NOTHING, "not_applicable")
    somebody = ("EECR03", 0, "pending"), ("EECR03.measured", 0, "ok"), ("EECR03.share", NOTHING, "pending")
    assert statuses(*nobody) == statuses(*somebody) == ["pending", "ok", "pending"]


def test_a_result_that_was_measured_keeps_its_status() -> None:
    """Also where it is nobody's."""
    assert statuses(("EECR03", 0, "ok"), ("EECR03.measured", 7, "ok"), ("EECR03.share", 0, "ok")) == ["ok"] * 3


def test_what_is_not_available_stays_so() -> None:
    """A table that was not delivered is no secret."""
    assert statuses(("EECR03", NOTHING, "not_available"), ("EECR03.measured", 0, "ok"))[0] == "not_available"


def test_other_places_say_nothing_of_a_figure() -> None:
    """Nothing was measured of women: that leaves the total as it is."""
    women = table(("EECR03", 0, "ok"), ("EECR03.measured", 0, "ok")).assign(by="gender", group="F")
    both = pd.concat([table(("EECR03", 3, "ok"), ("EECR03.measured", 9, "ok")), women], ignore_index=True)
    assert without_waiting(both, WITHHELD)["status"].tolist() == ["ok", "ok", "pending", "ok"]


def test_where_the_waiting_are_no_secret_nothing_changes() -> None:
    """A list that withholds nothing keeps its statuses."""
    rows = table(("EECR03", 0, "ok"), ("EECR03.measured", 0, "ok"))
    pd.testing.assert_frame_equal(without_waiting(rows, set()), rows)
