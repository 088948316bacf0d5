"""The network indicators of participation projects: offers, places, organisations, and the participation track.

Change a definition here; the facts it counts are made in `facts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators.measures import Count, Indicator, Names, Share, Unit
from reportkit.tables import OFFER_KINDS, Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.params.models import Settings

__all__ = ["OFFER_NAMES", "network", "network_splits"]

OFFER_NAMES = {
    "activity": Names("Activiteiten", "Activities"),
    "buddy": Names("Buddywerking", "Buddy schemes"),
    "volunteering": Names("Vrijwilligersplaatsen", "Volunteering"),
    "organisation_training": Names("Vormingen voor organisaties", "Training for organisations"),
    "newcomer_initiative": Names("Aanbod door nieuwkomers", "Offers by newcomers"),
    "neighbourhood_work": Names("Wijk-werken", "Neighbourhood work"),
    "workshop": Names("Workshops", "Workshops"),
}


def network(settings: Settings) -> Iterator[Indicator]:
    """Yield the network indicators, in the order in which reports list them."""
    yield _offers(
        "offers",
        Names("Aanbod", "Offers"),
        Names("Aanbod dat in de periode begon.", "Offers that began in the period."),
    )
    for kind, name in OFFER_NAMES.items():
        meaning = Names(f"Aanbod van de soort {name.nl.lower()}.", f"Offers of the kind {name.en.lower()}.")
        yield _offers(f"offers.{kind}", name, meaning, f"kind = '{kind}'")
    yield _offers(
        "offers.labelled", Names("Aanbod met kwaliteitslabel", "Offers with a quality label"),
        Names("Aanbod met een kwaliteitslabel.", "Offers that hold a quality label."), "quality_label",
    )  # fmt: skip
    yield _share("offers.labelled", "offers", Names("Aandeel met kwaliteitslabel", "Share with a quality label"))
    yield from _places()
    yield _offers(
        "organisations", Names("Organisaties met aanbod", "Organisations with an offer"),
        Names("Verschillende organisaties, bij hun eerste aanbod.", "Distinct organisations, at their first offer."),
        "organisation_key IS NOT NULL AND nth_of_organisation = 1", unit="organisation",
    )  # fmt: skip
    yield _offers(
        "municipalities.active", Names("Gemeenten met aanbod", "Municipalities with an offer"),
        Names("Gemeenten met minstens één aanbod, bij hun eerste.",
              "Municipalities with at least one offer, at their first."),
        "municipality <> '' AND nth_in_municipality = 1", unit="municipality",
    )  # fmt: skip
    yield from _track(settings)


def network_splits() -> Iterator[Split]:
    """Yield which network counts add up to which."""
    yield Split("offers", tuple(f"offers.{kind}" for kind in OFFER_KINDS))
    yield Split("offers", ("offers.labelled",), remainder=True)
    yield Split("offers.taken", ("buddies",), remainder=True)
    yield Split("participants", ("participants.completed",), remainder=True, to_date_only=True)


def _places() -> Iterator[Indicator]:
    yield _offers(
        "offers.places", Names("Plaatsen", "Places"), Names("Som van de plaatsen.", "Sum of the places."),
        measure="sum(places)", unit="place",
    )  # fmt: skip
    yield _offers(
        "offers.taken", Names("Ingenomen plaatsen", "Places taken"),
        Names("Som van de ingenomen plaatsen.", "Sum of the places taken."), measure="sum(taken)", unit="place",
    )  # fmt: skip
    yield Share(
        code="offers.fill_rate", name=Names("Bezettingsgraad", "Fill rate"), needs=("offers",), interval=False,
        numerator="offers.taken", denominator="offers.places",
    )  # fmt: skip
    yield _offers(
        "buddies", Names("Buddymatches", "Buddy matches"),
        Names("Ingenomen plaatsen in buddywerking.", "Places taken in buddy schemes."),
        "kind = 'buddy'", measure="sum(taken)", unit="place",
    )  # fmt: skip


def _track(settings: Settings) -> Iterator[Indicator]:
    hours = f"{settings.participation_hours:g}"
    needs = ("participations", "support")
    yield Count(
        code="participants", name=Names("Deelnemers aan het participatietraject",
        "Participants of the participation track"),
        meaning=Names(
            "Verschillende personen, op de dag van hun eerste uren in het participatietraject.",
            "Distinct persons, on the day of their first hours in the participation track.",
        ),
        unit="person", by=("gender", "age"), needs=needs, fact="tracked", event="first_on",
    )  # fmt: skip
    yield Count(
        code="participants.completed", name=Names(f"Deelnemers met {hours} uren of meer",
        f"Participants with {hours} hours or more"),
        meaning=Names(
            f"Deelnemers op de dag waarop hun uren samen {hours} bereikten.",
            f"Participants on the day their hours together reached {hours}.",
        ),
        unit="person", by=("gender", "age"), needs=(*needs, "support.hours"), fact="tracked", event="completed_on",
    )  # fmt: skip
    yield Share(
        code="participants.completed.share", name=Names(f"Aandeel met {hours} uren of meer",
        f"Share with {hours} hours or more"),
        needs=(*needs, "support.hours"),
        numerator="participants.completed", denominator="participants", to_date_only=True, by=("gender", "age"),
    )  # fmt: skip


def _offers(
    code: str, name: Names, meaning: Names, where: str = "true", *, measure: str = "count(*)", unit: Unit = "offer"
) -> Count:
    return Count(
        code=code, name=name, meaning=meaning, needs=("offers",), fact="offer", event="start_date", where=where,
        measure=measure,
        unit=unit,
    )  # fmt: skip


def _share(numerator: str, denominator: str, name: Names) -> Share:
    return Share(
        code=f"{numerator}.share", name=name, needs=("offers",),
        numerator=numerator, denominator=denominator,
    )  # fmt: skip
