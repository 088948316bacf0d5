"""The totals of the sample data, counted by hand from the files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

import pytest

Read = Callable[[str, str], list[dict[str, str]]]

NEUTRAL = {"self_sufficient", "practical", "medical", "moved"}
NEGATIVE = {"own_request", "no_cooperation", "other"}


def test_twerkt_has_its_published_totals(rows: Read) -> None:
    """636 started, 435 closed (255 job, 47 training, 133 early: 56 neutral and 77 negative), 201 active."""
    reasons = Counter(row["exit_reason"] for row in rows("twerkt", "participations"))
    assert sum(reasons.values()) == 636
    assert reasons.pop("") == 201
    assert sum(reasons.values()) == 435
    assert (reasons["work"], reasons["training"]) == (255, 47)
    assert sum(reasons[reason] for reason in NEUTRAL) == 56
    assert sum(reasons[reason] for reason in NEGATIVE) == 77


def test_twerkt_starts_more_trajectories_each_year(rows: Read) -> None:
    """The intake rises from 2016 to 2022, and Menen joins in 2020 with about a fifth of all."""
    entries = rows("twerkt", "participations")
    years = Counter(row["entry_date"][:4] for row in entries)
    assert sorted(years) == [str(year) for year in range(2016, 2023)]
    assert [years[year] for year in sorted(years)] == sorted(years.values())
    menen = [row for row in entries if row["municipality"] == "34027"]
    assert min(row["entry_date"] for row in menen) >= "2020-01-01"
    assert 0.18 < len(menen) / len(entries) < 0.22


def test_twerkt_operations_are_municipalities(rows: Read) -> None:
    """Each operation of 't Werkt works in one municipality."""
    pairs = {(row["operation_id"], row["municipality"]) for row in rows("twerkt", "participations")}
    assert pairs == {("TW-KOR", "34022"), ("TW-MEN", "34027")}


def test_a_trajectory_of_twerkt_lasts_about_a_year(rows: Read) -> None:
    """The mean duration of the closed trajectories lies between 350 and 380 days."""
    days = [
        (date.fromisoformat(row["exit_date"]) - date.fromisoformat(row["entry_date"])).days
        for row in rows("twerkt", "participations")
        if row["exit_date"]
    ]
    assert 350 <= sum(days) / len(days) <= 380


def test_ukrainians_join_twerkt_under_temporary_protection_from_march_2022(rows: Read) -> None:
    """Temporary protection is Ukraine's, starts in March 2022, and is a large part of that year's intake."""
    entries = rows("twerkt", "participations")
    temporary = [row for row in entries if row["protection_status"] == "temporary"]
    assert {row["nationality"] for row in temporary} == {"UA"}
    assert min(row["entry_date"] for row in temporary) >= "2022-03-04"
    assert 50 <= len(temporary) <= 100


@pytest.mark.parametrize(("project", "lowest", "highest"), [("gent-werkplek", 0.01, 0.12), ("twerkt", 0.01, 0.12)])
def test_some_trajectories_are_opened_again(project: str, lowest: float, highest: float, rows: Read) -> None:
    """Between 1 and 12 per cent of the trajectories are a person's second or later one in an operation."""
    entries = rows(project, "participations")
    distinct = {(row["person_key"], row["operation_id"]) for row in entries}
    assert lowest <= (len(entries) - len(distinct)) / len(entries) <= highest


def test_brugge_has_49_persons_with_little_schooling(rows: Read) -> None:
    """49 persons, one trajectory each, lower secondary education at most, recognised or subsidiary protected."""
    entries = rows("brugge-werkt", "participations")
    assert len(entries) == len({row["person_key"] for row in entries}) == 49
    assert {row["isced"] for row in entries} <= {"0", "1", "2"}
    assert {row["protection_status"] for row in entries} == {"refugee", "subsidiary"}


def test_brugge_meets_four_employers_and_knows_its_target_group(rows: Read) -> None:
    """Jobroad met 4 companies; 406 protected persons lived in the city at the end of 2018, 299 of them aged 18-64."""
    assert len({row["employer_key"] for row in rows("brugge-werkt", "employers")}) == 4
    known = {(row["group"], row["date"]): row["count"] for row in rows("brugge-werkt", "population")}
    assert known == {("protected", "2018-12-31"): "406", ("protected_18_64", "2018-12-31"): "299"}


def test_gent_reaches_320_persons_many_before_recognition(rows: Read) -> None:
    """320 persons by the end of 2019; a large share were still applicants; three persons have gender X."""
    entries = rows("gent-werkplek", "participations")
    assert len({row["person_key"] for row in entries}) == 320
    assert len(entries) == 345
    applicants = sum(row["protection_status"] == "applicant" for row in entries)
    assert 0.35 < applicants / len(entries) < 0.55
    assert len({row["person_key"] for row in entries if row["gender"] == "X"}) == 3


def test_koksijde_screens_everyone_and_selects_25(rows: Read) -> None:
    """180 persons are screened; exactly 25 of them go on to individual guidance, after their screening."""
    entries = rows("koksijde-taskforce", "participations")
    screened = {row["person_key"]: row for row in entries if row["operation_id"] == "KOK-SCR"}
    selected = [row for row in entries if row["operation_id"] == "KOK-IND"]
    assert len(screened) == 180
    assert len(selected) == len({row["person_key"] for row in selected}) == 25
    assert {row["track"] for row in screened.values()} == {"screening"}
    assert {row["track"] for row in selected} == {"individual"}
    assert all(screened[row["person_key"]]["exit_date"] < row["entry_date"] for row in selected)


def test_koksijde_knows_who_is_accommodated(rows: Read) -> None:
    """325 persons in Koksijde and 219 in Nieuwpoort in February 2016."""
    known = {(row["municipality"], row["date"]): row["count"] for row in rows("koksijde-taskforce", "population")}
    assert known == {("38014", "2016-02-01"): "325", ("38016", "2016-02-01"): "219"}


def test_4u_opens_in_all_ten_municipalities_with_six_workshops(rows: Read) -> None:
    """By the end of November 2024 each of the ten has an offer, and the kick-off in Brugge had six workshops."""
    offers = rows("4u", "offers")
    assert len({row["municipality"] for row in offers if row["start_date"] <= "2024-11-30"}) == 10
    workshops = [row for row in offers if row["kind"] == "workshop"]
    assert {(row["municipality"], row["start_date"][:7]) for row in workshops} == {("31005", "2024-11")}
    assert len(workshops) == 6


def test_4u_has_five_activities_everywhere_by_the_end_of_2025(rows: Read) -> None:
    """Each municipality offers at least five activities by then; Brugge has the most offers; all kinds occur."""
    offers = rows("4u", "offers")
    activities = Counter(
        row["municipality"] for row in offers if row["kind"] == "activity" and row["start_date"] <= "2025-12-31"
    )
    assert len(activities) == 10
    assert min(activities.values()) >= 5
    assert Counter(row["municipality"] for row in offers).most_common(1)[0][0] == "31005"
    assert len({row["kind"] for row in offers}) == 7
    assert {row["quality_label"] for row in offers} == {"yes", "no"}


def test_many_4u_participants_reach_forty_hours(rows: Read) -> None:
    """Some follow the participation track for 40 hours or more, others for less."""
    hours: dict[str, float] = defaultdict(float)
    for row in rows("4u", "support"):
        if row["kind"] == "participation_track":
            hours[row["person_key"]] += float(row["hours"])
    assert 0.3 < sum(total >= 40 for total in hours.values()) / len(hours) < 0.7
