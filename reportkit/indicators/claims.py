"""Published figures, compared with each other and with the recomputed ones, and the one that is misprinted.

No sentence of a report is made here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter

from reportkit.errors import ParamsError
from reportkit.indicators.mending import Mend, mends
from reportkit.indicators.printed import ALL, Baseless, Family, Sum, common, exact
from reportkit.messages import Message, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.indicators.printed import Arithmetic, Figure
    from reportkit.params.models import Claim

__all__ = ["CLAIM_RULES", "Check", "ClaimRow", "ClaimRule", "Examination", "Mend", "examine", "mended"]

Severity = Literal["error", "warning", "information"]
Sides = tuple[Fraction, Fraction] | tuple[()]


@dataclass(frozen=True)
class ClaimRule:
    """A rule that published figures keep, in plain words."""

    id: str
    severity: Severity
    names: Mapping[str, str]


CLAIM_RULES: tuple[ClaimRule, ...] = (
    ClaimRule(
        "P01",
        "warning",
        {
            "nl": "Een gepubliceerd percentage is het aantal gedeeld door de basis, onder een benoemde afronding.",
            "en": "A printed share equals its printed count over its printed base under some named rounding.",
        },
    ),
    ClaimRule(
        "P03",
        "warning",
        {"nl": "De gepubliceerde delen vormen samen hun geheel.", "en": "The printed parts sum to their whole."},
    ),
    ClaimRule(
        "P04",
        "information",
        {"nl": "De eenheid van een gepubliceerd cijfer is vermeld.", "en": "The unit of a printed figure is stated."},
    ),
)
"""The rules for published figures, in the order of their ids."""


@dataclass(frozen=True)
class ClaimRow:
    """A published figure beside the recomputed one. Shares are per cent, as printed.

    `exact_share` is what the printed value and the printed base give. `recomputed` and `difference` (recomputed minus
    printed) are None when the data cannot give the figure. `remark` is empty or why the share was not checked:
    ``base not stated``, ``base not printed``, ``value not printed`` or ``base is zero``.
    """

    claim: str
    value: float | None
    share: float | None
    of: str | None
    unit: str
    date: str | None
    exact_share: float | None
    recomputed: float | None
    recomputed_share: float | None
    difference: float | None
    roundings: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class Check:
    """A rule tried on one or more printed figures.

    `what` is a formula over the claims; `printed` is its left side, as printed, and `found` its right side, computed
    from other printed figures. `holds` is None when a figure that it needs was not printed. `roundings` are those under
    which a share, or all shares of a family, hold.
    """

    rule: str
    severity: Severity
    what: str
    claims: tuple[str, ...]
    holds: bool | None
    printed: float | None = None
    found: float | None = None
    roundings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examination:
    """Everything that was found about a project's published figures.

    `roundings` are those under which every printed share holds as printed. `mends` are the single printed figures that,
    changed alone, mend every broken check; empty when nothing is broken or when no single change mends all.
    """

    rows: tuple[ClaimRow, ...]
    checks: tuple[Check, ...]
    roundings: tuple[str, ...]
    mends: tuple[Mend, ...]

    @property
    def broken(self) -> tuple[Check, ...]:
        """The arithmetic checks that do not hold; a unit left out breaks no arithmetic."""
        return tuple(check for check in self.checks if check.holds is False and check.severity != "information")

    @property
    def only_mend(self) -> Mend | None:
        """The one figure and number that mend everything; None when there is no such mend, or more than one."""
        return self.mends[0] if len(self.mends) == 1 and self.mends[0].count == 1 else None

    def to_dict(self) -> dict[str, object]:
        """Return the examination as JSON takes it."""
        return dict(TypeAdapter(Examination).dump_python(self, mode="json"))

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Examination:
        """Read what `to_dict` wrote."""
        return TypeAdapter(Examination).validate_python(values)


def examine(
    claims: Sequence[Claim], relations: Sequence[str], recomputed: Mapping[str, float | None] | None = None
) -> Examination:
    """Compare a project's published figures with each other and with the recomputed ones.

    Parameters
    ----------
    claims
        The published figures, each under a name of its own; shares are per cent.
    relations
        What sums to what, ``whole = part + part``, by names of claims.
    recomputed
        For each claim the value that the data give, in the claim's unit, or None; for a claim that prints a share only,
        the proportion, 0 to 1.

    Returns
    -------
    Examination
        Rows in the order of the claims; checks in the order of their rules.

    Raises
    ------
    ParamsError
        When a claim is printed twice, or a relation is not readable or names no claim.

    Notes
    -----
    Shares of parts that together make a whole are tried as a family under each rounding of
    `reportkit.indicators.rounding.ROUNDINGS`. Where the whole is itself printed as a share of the same base, its parts
    must sum to that printed share. A share that stands alone is tried together with its rest to 100. Claims named
    ``share.…`` with neither value nor base are taken to make up 100 together.

    Examples
    --------
    >>> from reportkit.params.models import Claim
    >>> claims = [Claim(claim="all", value=40), Claim(claim="a", value=30, share=75, of="all"),
    ...           Claim(claim="b", value=20, share=25, of="all")]
    >>> found = examine(claims, ["all = a + b"])
    >>> [check.what for check in found.broken]
    ['b / all', '(a + b) / all', 'all = a + b']
    >>> found.only_mend.claim, found.only_mend.printed, found.only_mend.low
    ('b', 20.0, 10.0)
    """
    known = _by_name(claims)
    printed = _figures(claims)
    sums = [_sum(relation, known) for relation in relations]
    tests = [*_shares(known, sums, printed), *(test for test in sums if test.figures <= set(printed))]
    computed = {name: value for name, value in (recomputed or {}).items() if value is not None and math.isfinite(value)}
    units = [_check("P04", claim.claim, (claim.claim,), ALL if claim.unit else ()) for claim in claims]
    return Examination(
        rows=tuple(_row(claim, known, tests, printed, computed) for claim in claims),
        checks=(*_share_checks(tests, printed), *_sum_checks(sums, printed), *units),
        roundings=common(test.roundings(printed) for test in tests if test.shown),
        mends=mends(tests, printed),
    )


def mended(claims: Sequence[Claim], mend: Mend) -> tuple[Claim, ...]:
    """Return the claims with one printed figure changed, as they would have agreed."""
    return tuple(
        claim.model_copy(update={mend.figure: mend.low}) if claim.claim == mend.claim else claim for claim in claims
    )


def _by_name(claims: Sequence[Claim]) -> dict[str, Claim]:
    known = {claim.claim: claim for claim in claims}
    twice = sorted({name for name in known if sum(claim.claim == name for claim in claims) > 1})
    if twice:
        what = Message("printed twice: {claims}.", claims=", ".join(twice))
        raise ParamsError("E061", what, where="published", mend=Message("Give each claim a name of its own."))
    return known


def _figures(claims: Sequence[Claim]) -> dict[Figure, Fraction]:
    figures: dict[Figure, Fraction] = {}
    for claim in claims:
        if claim.value is not None:
            figures[claim.claim, "value"] = exact(claim.value)
        if claim.share is not None:
            figures[claim.claim, "share"] = exact(claim.share)
    return figures


def _sum(relation: str, known: Mapping[str, Claim]) -> Sum:
    whole, equals, right = (side.strip() for side in relation.partition("="))
    parts = tuple(part.strip() for part in right.split("+"))
    names = (whole, *parts)
    if not equals or len(set(names)) < len(names) or not all(re.fullmatch(r"[\w.-]+", name) for name in names):
        what = Message('"{relation}" is not a relation.', relation=str(relation))
        mend = Message('Write "whole = part + part", each name once.')
        raise ParamsError("E062", what, where="relations", mend=mend)
    for name in names:
        if name not in known:
            what = Message('"{relation}" names "{name}", which is not published.', relation=str(relation), name=name)
            add = Message("Add it under published, or leave the relation out.")
            raise ParamsError("E063", what, where="relations", mend=did_you_mean(name, known) or add)
    return Sum(whole, parts)


def _shares(
    known: Mapping[str, Claim], sums: Sequence[Sum], printed: Mapping[Figure, Fraction]
) -> Iterator[Arithmetic]:
    based = {name for name, claim in known.items() if claim.share is not None and not _remark(claim, known)}
    grouped: set[str] = set()
    for relation in sums:
        family = _family(relation, based, known)
        if family and family.figures <= set(printed):
            grouped.update(family.shown)
            yield family
    for name in known:
        if name in based - grouped:
            yield Family(base=str(known[name].of), parts=(name,), shown=(name,), under=None)
    loose = [n for n, claim in known.items() if n.startswith("share.") and claim.value is None and not claim.of]
    if len(loose) > 1:
        yield Baseless(tuple(loose))


def _family(relation: Sum, based: set[str], known: Mapping[str, Claim]) -> Family | None:
    """Take the parts of the base itself, or of a whole that is printed as a share of the same base."""
    nested = relation.whole in based
    base = str(known[relation.whole].of) if nested else relation.whole
    shown = tuple(part for part in relation.parts if part in based and known[part].of == base)
    if not shown:
        return None
    return Family(base=base, parts=relation.parts, shown=shown, under=relation.whole if nested else None)


def _remark(claim: Claim, known: Mapping[str, Claim]) -> str:
    if claim.share is None:
        return ""
    if claim.of is None:
        return "base not stated"
    base = known.get(claim.of)
    if base is None or base.value is None:
        return "base not printed"
    if claim.value is None:
        return "value not printed"
    return "" if base.value else "base is zero"


def _row(
    claim: Claim,
    known: Mapping[str, Claim],
    tests: Sequence[Arithmetic],
    printed: Mapping[Figure, Fraction],
    recomputed: Mapping[str, float],
) -> ClaimRow:
    name, value = claim.claim, recomputed.get(claim.claim)
    base, remark = recomputed.get(claim.of or ""), _remark(claim, known)
    share = 100 * value / base if value is not None and base else None
    if claim.value is None:
        value, share = None, None if value is None else 100 * value
    return ClaimRow(
        claim=name,
        value=claim.value,
        share=claim.share,
        of=claim.of,
        unit=claim.unit,
        date=claim.date,
        exact_share=None if claim.share is None or remark else _exact_share(claim, printed),
        recomputed=value,
        recomputed_share=share,
        difference=None if value is None or claim.value is None else float(exact(value) - exact(claim.value)),
        roundings=common(test.roundings_of(name, printed) for test in tests if name in test.shown),
        remark=remark,
    )


def _exact_share(claim: Claim, printed: Mapping[Figure, Fraction]) -> float:
    return float(100 * printed[claim.claim, "value"] / printed[str(claim.of), "value"])


def _check(
    rule: str, what: str, claims: Sequence[str], roundings: tuple[str, ...] | None, *, sides: Sides = ()
) -> Check:
    printed, found = (float(side) for side in sides) if sides else (None, None)
    holds = None if roundings is None else bool(roundings)
    severity = next(known.severity for known in CLAIM_RULES if known.id == rule)
    return Check(rule, severity, what, tuple(claims), holds, printed, found, roundings or () if rule == "P01" else ())


def _share_checks(tests: Sequence[Arithmetic], printed: Mapping[Figure, Fraction]) -> Iterator[Check]:
    """Try each printed share, then all those of a family together."""
    for test in tests:
        if isinstance(test, Family):
            for name in test.shown:
                sides = (printed[name, "share"], test.share(name, printed))
                yield _check("P01", f"{name} / {test.base}", (name,), test.roundings_of(name, printed), sides=sides)
            if len(test.parts) > 1:
                what = f"({' + '.join(test.parts)}) / {test.base}"
                sides = (test.total(printed), sum((test.share(part, printed) for part in test.parts), Fraction()))
                yield _check("P01", what, test.shown, test.roundings(printed), sides=sides)
        elif isinstance(test, Baseless):
            sides = (Fraction(100), test.found(printed))
            yield _check("P01", " + ".join(test.shown), test.shown, test.roundings(printed), sides=sides)


def _sum_checks(sums: Sequence[Sum], printed: Mapping[Figure, Fraction]) -> Iterator[Check]:
    for test in sums:
        what, names = f"{test.whole} = {' + '.join(test.parts)}", (test.whole, *test.parts)
        if test.figures <= set(printed):
            sides = (printed[test.whole, "value"], test.found(printed))
            yield _check("P03", what, names, test.roundings(printed), sides=sides)
        else:
            yield _check("P03", what, names, None)
