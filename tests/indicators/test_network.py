"""Network indicators, each on a handful of rows."""

from __future__ import annotations

from typing import Any

from tests.indicators.conftest import computed, project, spell

NETWORK = project("participation")


def offer(name: str, start: str, kind: str = "activity", **more: Any) -> dict[str, Any]:
    """Write a row of offers."""
    return {"offer_id": name, "operation_id": "A", "kind": kind, "start_date": start, **more}


def test_offers_count_by_kind() -> None:
    """An activity and a buddy scheme are two offers."""
    ask = computed({"offers": [offer("1", "2021-01-01"), offer("2", "2021-02-01", "buddy")]}, of=NETWORK)
    assert (ask("offers"), ask("offers.activity"), ask("offers.buddy"), ask("offers.workshop")) == (2, 1, 1, 0)


def test_the_fill_rate_is_taken_over_places() -> None:
    """Eight of ten places are taken."""
    ask = computed({"offers": [offer("1", "2021-01-01", places=10, taken=8)]}, of=NETWORK)
    assert (ask("offers.fill_rate"), ask("offers.fill_rate", "numerator")) == (0.8, 8)


def test_an_organisation_and_a_municipality_count_once() -> None:
    """Three offers of two organisations in one municipality."""
    rows = [offer(str(i), "2021-01-01", organisation_key=key, municipality="31005") for i, key in enumerate("aab")]
    ask = computed({"offers": rows}, of=NETWORK)
    assert (ask("organisations"), ask("municipalities.active")) == (2, 1)


def test_a_participant_completes_on_the_day_of_the_fortieth_hour() -> None:
    """Twenty and twenty hours complete; nineteen more do not."""
    people = [spell("a", "2021-01-01"), spell("b", "2021-01-01")]
    hours = [
        {"person_key": person, "operation_id": "A", "kind": "participation_track", "start_date": day, "hours": amount}
        for person, day, amount in (("a", "2021-02-01", 20), ("a", "2021-03-01", 20), ("b", "2021-02-01", 39.5))
    ]
    tables = {"offers": [offer("1", "2021-01-01")], "participations": people, "support": hours}
    ask = computed(tables, "2021-02", "2021-03", of=NETWORK)
    assert (ask("participants", period="2021-02"), ask("participants.completed", period="2021-02")) == (2, 0)
    assert (ask("participants.completed"), ask("participants.completed.share")) == (1, 0.5)


def test_an_employment_project_has_no_network_indicators() -> None:
    """Nothing is said of offers where there is no network."""
    ask = computed({"participations": [spell("a", "2021-01-01")]})
    try:
        ask("offers")
    except KeyError:
        return
    raise AssertionError
