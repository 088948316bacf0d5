"""Reads the figures table as counts: which rows are counts, and which counts the other rows give away.

Nothing is hidden or worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.errors import DisclosureError
from reportkit.messages import Message
from reportkit.tables import FIGURE_NUMBERS, Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.tables import Structure

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["NUMBERS", "PLACE", "TOTAL", "Counts", "read_counts", "too_few"]

NUMBERS = list(FIGURE_NUMBERS)
"""The columns of which a suppressed row keeps none."""

TOTAL = "total"
PLACE = ["code", "by", "group", "region", "period", "basis"]
"""What names a count: its code, its group, and where and when it was taken."""

_SLOT = ["region", "period", "basis", "by", "group"]


@dataclass(frozen=True)
class Counts:
    """The counts of a figures table.

    Attributes
    ----------
    cells
        `row` (position in the figures), `PLACE`, `column` (the one it stands in), `value`, and `live`: whether there is
        such a count, hidden or not. A share gives two cells, its numerator and its denominator.
    needs
        `row`, `PLACE` and `least`: the counts that must be shown for a row to be shown, and whether they must also
        reach the threshold (a mean or a median says something of each of the persons it is taken over).
    splits
        The declared splits, and one for each share whose counts no declared split connects.
    flows
        The codes whose figures to date are sums of the figures of periods.
    results
        The codes that each cut-off sees anew.
    """

    cells: pd.DataFrame
    needs: pd.DataFrame
    splits: tuple[Split, ...]
    flows: frozenset[str]
    results: frozenset[str]


def read_counts(figures: pd.DataFrame, structure: Structure) -> Counts:
    """Read a figures table as counts.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, of one project.
    structure
        What can be added and subtracted.

    Raises
    ------
    DisclosureError
        When a row is neither a count nor rests on counts that the structure names.
    """
    rows = figures.reset_index(drop=True).rename_axis("row").reset_index()
    parts = rows["numerator"].notna() & rows["denominator"].notna()
    shares = rows["indicator"].isin(set(rows.loc[parts, "indicator"]))
    rests = rows["indicator"].isin(set(structure.rests_on))
    counts = rows[~rests & ~shares]
    _require_whole(counts, "value")
    _require_whole(rows[parts], "numerator")
    _require_whole(rows[parts], "denominator")
    plain = _cells(counts.rename(columns={"indicator": "code"}))
    bys = frozenset(plain["by"]) - {TOTAL}
    links, shared = _links(rows[shares], plain, structure, bys)
    cells = pd.concat([plain, shared], ignore_index=True)
    pseudo = {
        code for link in links if link.indicator in structure.flows for code in (link.numerator, link.denominator)
    }
    counted = shared.loc[shared["live"], ["row", *PLACE]].assign(least=False)
    return Counts(
        cells,
        pd.concat([counted, _resting(rows[rests | shares], parts, plain, structure, bys)], ignore_index=True),
        tuple(_splits(structure.splits, links)),
        structure.flows | pseudo,
        structure.results,
    )


def too_few(needs: pd.DataFrame, found: Floats, structure: Structure, threshold: int) -> Bools:
    """Tell which of the counts in `needs` are too few for a mean or a median; `found` are their numbers."""
    least = needs["code"].map(lambda code: structure.least(code, threshold)).to_numpy(dtype=float)
    return np.asarray(needs["least"].to_numpy(dtype=bool) & (found > 0) & (found < least))


def _require_whole(rows: pd.DataFrame, column: str) -> None:
    values = rows[column].dropna()
    wrong = values[(values < 0) | (values != values.round())]
    if len(wrong):
        codes = sorted(set(rows.loc[wrong.index, "indicator"]))
        raise DisclosureError(
            "E301",
            Message(
                "{n} figures of {codes} are no whole numbers, so they cannot be protected as counts.",
                n=len(wrong),
                codes=", ".join(codes),
            ),
            mend=Message("Name under rests_on the counts that they rest on."),
        )


def _cells(rows: pd.DataFrame, value: str = "value") -> pd.DataFrame:
    cells = rows[["row", *PLACE]].assign(column=value, value=rows[value].astype(float))
    return cells.assign(live=cells["value"].notna() | rows["status"].eq("suppressed"))


@dataclass(frozen=True)
class _Link:
    """A share of one slot scheme, with the codes of its numerator and denominator."""

    indicator: str
    numerator: str
    denominator: str
    to_date_only: bool
    within: bool


def _links(
    shares: pd.DataFrame, plain: pd.DataFrame, structure: Structure, bys: frozenset[str]
) -> tuple[list[_Link], pd.DataFrame]:
    """Connect shares with the counts that they repeat; return the links, and the cells that shares give away.

    Groups that are no groups of people are links of their own, of totals.
    """
    personal = shares["by"].isin(bys | {TOTAL})
    own = (" (" + shares["by"] + " " + shares["group"] + ")").mask(personal, "")
    placed = shares.assign(
        name=shares["indicator"] + own,
        by=shares["by"].where(personal, TOTAL),
        group=shares["group"].where(personal, TOTAL),
    )
    slots = pd.concat([plain[_SLOT], placed[_SLOT]], ignore_index=True)
    slot = slots.groupby(_SLOT, sort=False).ngroup().to_numpy()
    placed["slot"] = slot[len(plain) :]
    known: dict[str, Floats] = {}
    for code, cells in plain.assign(slot=slot[: len(plain)]).groupby("code"):
        first = cells.drop_duplicates("slot")
        known[str(code)] = np.full(len(slots), np.nan)
        known[str(code)][first["slot"]] = first["value"]
    placed["rest"] = placed["denominator"] - placed["numerator"]
    shrinks = _shrinks(placed, structure)
    groups = placed.groupby(["indicator", "name"], sort=True)
    links = [
        _link(str(indicator), str(name), rows, known, structure, to_date_only=bool(shrinks.get(name, default=True)))
        for (indicator, name), rows in groups
    ]
    codes = np.array([(link.numerator, link.denominator) for link in links], dtype=object).reshape(-1, 2)
    top, base = codes[groups.ngroup().to_numpy()].T
    told = [_cells(placed.assign(code=top), "numerator"), _cells(placed.assign(code=base), "denominator")]
    return links, pd.concat(told, ignore_index=True)


def _link(
    indicator: str, name: str, rows: pd.DataFrame, known: dict[str, Floats], structure: Structure, *, to_date_only: bool
) -> _Link:
    candidates = structure.rests_on.get(indicator, ())
    pair = candidates if name == indicator and len(candidates) == 2 else ("", "")  # noqa: PLR2004
    top = _same_as(rows, "numerator", known, candidates, pair[0]) or f"{name}: numerator"
    rest = tuple(code for code in reversed(candidates) if code != top)
    base = _same_as(rows, "denominator", known, rest, pair[1]) or f"{name}: denominator"
    return _Link(indicator, top, base, to_date_only, within=bool((rows["rest"].dropna() >= 0).all()))


def _shrinks(shares: pd.DataFrame, structure: Structure) -> pd.Series[bool]:
    """Tell of links given for periods whether the complement shrinks; where it never does it is itself a flow."""
    of_periods = set(shares.loc[shares["basis"].eq("period"), "name"])
    to_date = shares[shares["basis"].eq("to_date") & shares["name"].isin(of_periods)]
    ends = to_date["period"].map({period: last for period, (_, last) in structure.periods.items()})
    rest = to_date.assign(end=ends).sort_values("end")
    less = rest.groupby(["name", "region", "by", "group"])["rest"].diff() < 0
    return less.groupby(rest["name"]).any().reindex(sorted(of_periods), fill_value=False)


def _same_as(
    rows: pd.DataFrame, column: str, known: dict[str, Floats], candidates: Sequence[str], otherwise: str
) -> str:
    """Name the count that a column of the shares repeats; the declared one where nothing can be compared."""
    given = rows[column].to_numpy(dtype=float)
    for code in candidates:
        counted = known[code][rows["slot"]] if code in known else np.full(len(rows), np.nan)
        compared = ~np.isnan(counted) & ~np.isnan(given)
        if (counted == given)[compared].all() and (compared.any() or code == otherwise):
            return code
    return ""


def _resting(
    rows: pd.DataFrame, parts: pd.Series[bool], plain: pd.DataFrame, structure: Structure, bys: frozenset[str]
) -> pd.DataFrame:
    """List what means, medians and shares rest on; where a count has no row of that group, they cannot be shown."""
    wanted = rows.assign(code=rows["indicator"].map(lambda code: structure.rests_on.get(code, ()))).explode("code")
    wanted = wanted[wanted["code"].notna()]
    personal = wanted["by"].isin(bys)
    wanted = wanted.assign(
        by=wanted["by"].where(personal, TOTAL),
        group=wanted["group"].where(personal, TOTAL),
        least=~wanted["row"].map(parts),
    )
    known = pd.MultiIndex.from_frame(plain[PLACE])
    has_row = pd.MultiIndex.from_frame(wanted[PLACE]).isin(known)
    return wanted.loc[wanted["least"] | has_row, ["row", *PLACE, "least"]]


def _splits(declared: Iterable[Split], links: Sequence[_Link]) -> Iterator[Split]:
    splits = list(dict.fromkeys(declared))
    yield from splits
    for link in links:
        if link.within and link.numerator != link.denominator and not _below(splits, link.denominator, link.numerator):
            implied = Split(link.denominator, (link.numerator,), remainder=True, to_date_only=link.to_date_only)
            splits.append(implied)
            yield implied


def _below(splits: Sequence[Split], whole: str, part: str) -> bool:
    reached, queue = {whole}, [whole]
    while queue:
        code = queue.pop()
        found = {below for split in splits if split.whole == code for below in split.parts} - reached
        reached |= found
        queue.extend(sorted(found))
    return part in reached
