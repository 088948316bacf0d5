"""The audit: what a reader of a protected table can work out about small counts. It has no rule of what hides.

What shows up in a row by itself is looked at here; what follows from rows together is judged tree by tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from reportkit.disclosure.counts import NUMBERS, PLACE, read_counts, too_few
from reportkit.disclosure.judgement import judge
from reportkit.disclosure.released import standing, versions
from reportkit.disclosure.trees import BASES, trees_of
from reportkit.disclosure.witnesses import Witnesses
from reportkit.errors import DisclosureError
from reportkit.messages import Message
from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.counts import Counts
    from reportkit.disclosure.forms import Form
    from reportkit.disclosure.judgement import Finding
    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["Leak", "audit", "beside", "counts_of_rows", "find_leaks", "judge_beside", "witnesses_for"]


@dataclass(frozen=True, order=True)
class Leak:
    """A small count that a reader can work out, or narrow down too far.

    Attributes
    ----------
    kind
        ``shown``: a row shows it. ``kept``: a suppressed row still holds numbers. ``rests``: a mean or the like is
        shown over a count that is hidden or small. ``derived``: it follows from the rows together. ``undecided``: the
        solver could not tell, so it counts as a leak.
    indicator, by, group, region
        The count; ``rest of started``, ``not F`` or ``all but menen`` for what is left over.
    since, until
        The days after which, and until which, it counts; `since` is empty for counts to date.
    low, high
        What a reader knows it to lie between. Not for print: it may give a person away.
    """

    kind: Literal["shown", "kept", "rests", "derived", "undecided"]
    indicator: str
    by: str
    group: str
    region: str
    since: str
    until: str
    low: float
    high: float


def audit(
    protected: pd.DataFrame,
    truth: pd.DataFrame,
    structure: Structure,
    threshold: int,
    *,
    published: pd.DataFrame | None = None,
) -> tuple[Leak, ...]:
    """Find every small count that a reader of a protected table can work out.

    The reader is taken to know the structure, every figure shown, that counts are whole and not negative, and no more.
    A count of 1 to `threshold` - 1 is safe when what the reader can narrow it down to is at least `threshold` wide.

    Parameters
    ----------
    protected
        The table as it is to be published, all regions and periods of one project.
    truth
        The table as it was computed: the same rows, in any order.
    structure
        What can be added and subtracted.
    threshold
        The smallest count that may be known.
    published
        What earlier releases showed: the reader has it too. What they give away by themselves is not named again.

    Returns
    -------
    tuple of Leak
        Sorted; empty when nothing can be worked out.

    Raises
    ------
    DisclosureError
        When the two tables have other rows, a shown figure was changed, or the figures contradict the structure.
    """
    return find_leaks(protected, truth, structure, threshold, None, published)


def find_leaks(
    protected: pd.DataFrame,
    truth: pd.DataFrame,
    structure: Structure,
    threshold: int,
    witnesses: Witnesses | None,
    published: pd.DataFrame | None = None,
) -> tuple[Leak, ...]:
    """Audit, starting from witnesses found before: each was checked against the part that it is kept for."""
    protected, truth = _in_order(protected), _in_order(truth)
    _require_same(protected, truth)
    counts = read_counts(truth, structure)
    leaks = {*_row_leaks(protected, truth, counts, structure, threshold)}
    visible = protected["value"].notna() | protected["numerator"].notna() | protected["denominator"].notna()
    witnesses = witnesses or witnesses_for(counts, threshold)
    had, _ = standing(truth, published, structure, threshold)
    for tree in beside(trees_of(counts, structure, threshold), counts, versions(truth, published)):
        told = counts_of_rows(tree, counts, had)
        seen = tree.masked(counts_of_rows(tree, counts, visible.to_numpy(dtype=bool)) | told)
        others = witnesses.alternatives.get(tree.codes, [])
        found = judge_beside(tree, seen, told, witnesses, thorough=True, alternatives=others)
        leaks |= {_leak_of(tree, finding) for finding in found}
    return tuple(sorted(leaks))


def judge_beside(  # noqa: PLR0913 - as `judge`, and what was published
    tree: Tree,
    seen: Tree,
    published: Bools,
    witnesses: Witnesses,
    *,
    thorough: bool,
    alternatives: Sequence[Floats] = (),
    found: list[Floats] | None = None,
) -> tuple[Finding, ...]:
    """Judge a tree beside earlier releases: what they told too much of already is not named, for no hiding undoes that.

    `published` are the figures that they showed, in the shape of the tree's values; for the others see
    `reportkit.disclosure.judgement.judge`.
    """
    had = bool(published.any())
    findings = judge(tree, seen, witnesses, thorough=thorough and not had, alternatives=alternatives, found=found)
    if not (findings and had):
        return findings
    known = _known_before(tree, published, witnesses)
    if not (known or thorough):
        return findings
    if found is not None:
        found.clear()
    findings = judge(tree, seen, witnesses, thorough=True, alternatives=alternatives, found=found, but=known)
    return tuple(finding for finding in findings if finding.form not in known)


def _known_before(tree: Tree, published: Bools, witnesses: Witnesses) -> frozenset[Form]:
    """Name the small counts of which earlier releases told too much already."""
    name = tree.codes, tree.periods, published.tobytes()
    if name not in witnesses.known:
        findings = judge(tree, tree.masked(published), witnesses, thorough=True, every=True)
        witnesses.known[name] = frozenset(finding.form for finding in findings)
    return witnesses.known[name]


def witnesses_for(counts: Counts, threshold: int) -> Witnesses:
    """Begin a collection of witnesses that allows more than the largest count for each unknown."""
    return Witnesses(2 * float(counts.cells["value"].max()) + 10 * threshold if len(counts.cells) else 0.0)


def beside(trees: Sequence[Tree], counts: Counts, tables: Sequence[pd.DataFrame]) -> Iterator[Tree]:
    """Yield trees beside what earlier releases showed of their counts, where that has another value now."""
    if not tables:
        yield from trees
        return
    for tree in trees:
        cells = counts.cells[counts.cells["code"].isin(tree.codes)]
        place = _places(tree, cells)
        earlier = []
        for table in tables:
            showed = np.full(tree.values.shape, np.nan)
            found = table.to_numpy(dtype=float)[cells["row"], table.columns.get_indexer(pd.Index(cells["column"]))]
            told = ~np.isnan(found)
            showed[tuple(axis[told] for axis in place)] = found[told]
            if (abs(showed - tree.values) > 0).any():
                earlier.append(showed)
        yield replace(tree, earlier=tuple(earlier))


def counts_of_rows(tree: Tree, counts: Counts, rows: Bools) -> Bools:
    """Say which counts some rows (by position) give away, in the shape of the tree's values."""
    cells = counts.cells[counts.cells["code"].isin(tree.codes) & rows[counts.cells["row"]]]
    given = np.zeros(tree.values.shape, dtype=bool)
    given[_places(tree, cells)] = True
    return given & ~np.isnan(tree.values)


def _places(tree: Tree, cells: pd.DataFrame) -> tuple[NDArray[Any], ...]:
    """Say where counts stand in the tree's values."""
    return (
        pd.Index(tree.codes).get_indexer(pd.Index(cells["code"])),
        pd.MultiIndex.from_tuples(tree.slots).get_indexer(pd.MultiIndex.from_frame(cells[["by", "group"]])),
        np.asarray(cells["region"].map(tree.areas.node), dtype=np.intp),
        pd.Index(tree.periods).get_indexer(pd.Index(cells["period"])),
        pd.Index(BASES).get_indexer(pd.Index(cells["basis"])),
    )


def _leak_of(tree: Tree, finding: Finding) -> Leak:
    """Name what was found in the words of the table."""
    form = finding.form
    by, group = tree.slots[form.less_slot if form.less_code >= 0 else form.slot]
    indicator = tree.name(form.code)
    if form.less_code >= 0:
        if form.less_code == form.code:
            group = f"not {group}"
        else:
            indicator = f"{indicator} without {tree.name(form.less_code)}"
    days = tree.times.days
    kind: Literal["derived", "undecided"] = "derived" if finding.proven else "undecided"
    return Leak(
        kind, indicator, by, group, finding.place, days[form.since], days[form.until], finding.low, finding.high
    )


def _in_order(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.sort_values(list(FIGURE_KEY), ignore_index=True)


def _require_same(protected: pd.DataFrame, truth: pd.DataFrame) -> None:
    key = list(FIGURE_KEY)
    if len(protected) != len(truth) or not (protected[key].to_numpy() == truth[key].to_numpy()).all():
        raise DisclosureError(
            "E303",
            Message("the protected table has not the rows of the computed one."),
            mend=Message("Protect the table again."),
        )
    shown = protected[NUMBERS].notna()
    changed = (protected[NUMBERS] != truth[NUMBERS]) & shown
    if changed.to_numpy().any():
        raise DisclosureError(
            "E304",
            Message("{n} shown figures are not the computed ones.", n=int(changed.to_numpy().sum())),
            mend=Message("Protect the table again."),
        )


def _row_leaks(
    protected: pd.DataFrame, truth: pd.DataFrame, counts: Counts, structure: Structure, threshold: int
) -> Iterator[Leak]:
    hidden = protected["status"].eq("suppressed")
    yield from _leaks("kept", protected[hidden & protected[NUMBERS].notna().any(axis=1)], structure)
    shares = set(truth.loc[truth["numerator"].notna(), "indicator"])
    counted = ~protected["indicator"].isin(shares | set(structure.rests_on))
    least = protected["indicator"].map(lambda code: structure.least(code, threshold))
    small = counted & _is_small(protected["value"], least)
    small |= _is_small(protected["numerator"], least)
    for figures in (protected["denominator"], protected["denominator"] - protected["numerator"]):
        small |= _is_small(figures, threshold)
    yield from _leaks("shown", protected[small], structure)
    yield from _leaks("rests", protected.loc[_rests_on_hidden(protected, counts, structure, threshold)], structure)


def _is_small(figures: pd.Series[float], least: pd.Series[int] | int) -> pd.Series[bool]:
    return (figures > 0) & (figures < least)


def _rests_on_hidden(protected: pd.DataFrame, counts: Counts, structure: Structure, threshold: int) -> list[int]:
    """List the rows shown over a count that no shown row gives, or, where each person tells, over a small one."""
    seen = protected["value"].notna()
    told = (seen | protected["status"].eq("not_applicable")).to_numpy(dtype=bool)  # the latter: the count is 0
    known = counts.cells[seen.to_numpy()[counts.cells["row"]]].drop_duplicates(PLACE).set_index(PLACE)["value"]
    needs = counts.needs[told[counts.needs["row"]]]
    found = known.reindex(pd.MultiIndex.from_frame(needs[PLACE])).to_numpy()
    wrong = np.isnan(found) | too_few(needs, found, structure, threshold)
    return sorted(set(needs.loc[wrong, "row"]))


def _leaks(kind: Literal["shown", "kept", "rests"], rows: pd.DataFrame, structure: Structure) -> Iterator[Leak]:
    for row in rows.itertuples():
        first, last = structure.periods[str(row.period)]
        since = "" if row.basis == "to_date" else (date.fromisoformat(first) - timedelta(days=1)).isoformat()
        value = float(str(row.value)) if kind == "shown" else float("nan")
        yield Leak(kind, str(row.indicator), str(row.by), str(row.group), str(row.region), since, last, value, value)
