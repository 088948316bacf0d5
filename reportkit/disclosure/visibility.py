"""What may be shown of a tree: the figures that are the same in all alternatives and in the truth."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.agreement import moments_of, small_counts
from reportkit.disclosure.alternatives import alternatives_of
from reportkit.disclosure.audit import judge_beside
from reportkit.disclosure.blocks import blocks_of
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.levels import places_of
from reportkit.disclosure.repair import Repairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from reportkit.disclosure.forms import Form
    from reportkit.disclosure.judgement import Finding
    from reportkit.disclosure.trees import Tree
    from reportkit.disclosure.witnesses import Witnesses
    from reportkit.tables import Structure

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["visible_figures"]

_SMALL = 40_000
"""Up to how many figures the leaks of a tree are all proven before they are mended."""


def visible_figures(
    tree: Tree,
    structure: Structure,
    witnesses: Witnesses,
    published: Bools,
    corrected: Bools,
    kept: pd.DataFrame | None = None,
) -> Bools:
    """Decide which figures of a tree are shown.

    Parameters
    ----------
    published, corrected
        Figures that readers have already; and those that they have with another value, from which the present one
        differs by so few that it must be hidden. In the shape of the tree's values.
    kept
        The whole tables that fit the last release.

    Returns
    -------
    numpy.ndarray
        In the shape of the tree's values.
    """
    return _Guard(tree, structure, witnesses, published, corrected, kept).visible()


class _Guard:
    """Shows what the alternatives allow, with the audit looking over its shoulder.

    A leak that a reader of the first periods finds is also found by a reader of more. So all periods are audited at
    once; only when that shows a leak is the first period looked for from which on there is one. There figures are
    hidden until the leak is closed, so that what was decided for earlier periods stays as it is; then in each later
    period, which would tell the same again.
    """

    def __init__(
        self,
        tree: Tree,
        structure: Structure,
        witnesses: Witnesses,
        published: Bools,
        corrected: Bools,
        kept: pd.DataFrame | None,
    ) -> None:
        self.tree, self.structure, self.witnesses = tree, structure, witnesses
        self.published, self.corrected = published, corrected
        self.block = {code: number for number, block in enumerate(blocks_of(tree)) for code in block}
        self.besides: list[Floats] = []
        self.last: tuple[tuple[int, ...], tuple[Finding, ...]] = ((), ())
        self.mended: defaultdict[int, list[Floats]] = defaultdict(list)
        self.found = alternatives_of(tree, structure, published, corrected, kept)
        self.dark = np.zeros(tree.values.shape, dtype=bool)

    def visible(self) -> Bools:
        """Return which figures of the tree are shown."""
        number = len(self.tree.periods)
        done = 0 if self._findings(number) else number
        while done < number:
            leaking = self._first_leak(done, number)
            leaks = self._mend(leaking)
            for later in range(leaking + 1, number):
                self._repair(leaks, later)
            done = leaking + 1
        self.witnesses.alternatives[self.tree.codes] = [self.found.whole, *self.found.others, *self.besides]
        return np.asarray(self._shown() & ~small_counts(self.tree))

    def _mend(self, period: int) -> tuple[Finding, ...]:
        """Hide figures of a period until nothing leaks up to it: the fewest, else whole tables; return what leaked."""
        leaks: dict[Form, Finding] = {}
        while findings := self._findings(period + 1, thorough=self._is_small()):
            new = {finding.form: finding for finding in findings if finding.form not in leaks}
            leaks |= new
            if not self._repair(new.values(), period) and not any(self._darken(found, period) for found in findings):
                break
        return tuple(leaks.values())

    def _shown(self) -> Bools:
        return np.asarray((self.found.shown & ~self.dark) | self.published)

    def _findings(self, number: int, *, thorough: bool = False) -> tuple[Finding, ...]:
        """Audit what is shown of the first `number` periods; what was asked last is not worked out again."""
        asked = number, thorough, int(self.dark.sum()), len(self.mended[number])
        if self.last[0] != asked:
            self.last = asked, self._audited(number, thorough=thorough)
        return self.last[1]

    def _audited(self, number: int, *, thorough: bool) -> tuple[Finding, ...]:
        known = self.tree.until(number, self.structure)
        seen = known.masked(self._shown()[:, :, :, :number])
        moments = moments_of(self.tree, known)
        others = [*(table[..., moments] for table in self.found.others), *self.mended[number]]
        besides: list[Floats] = []
        had = self.published[:, :, :, :number]
        found = judge_beside(known, seen, had, self.witnesses, thorough=thorough, alternatives=others, found=besides)
        self.besides = [*self.mended[number], *besides] if number == len(self.tree.periods) else []
        return found

    def _is_small(self) -> bool:
        return self.tree.values.size < _SMALL

    def _first_leak(self, done: int, number: int) -> int:
        """Find the first period from which on something may leak, near to those done: an audit of few is quick."""
        low, high, step = done, number - 1, 1
        while low < high:
            middle = min(low + step - 1, (low + high) // 2)
            if self._findings(middle + 1):
                high, step = middle, high
            else:
                low, step = middle + 1, 2 * step
        return low

    def _repair(self, findings: Iterable[Finding], period: int) -> bool:
        """Hide single figures of a period so that what was found can be wide; tell whether that can be for any.

        Where earlier releases showed figures of the period, that may be too late: then figures of earlier periods go.
        """
        fixed = self.published[:, :, :, : period + 1].copy()
        late = bool(fixed[..., period, :].any())
        fixed[..., :period, :] = True
        left, able = self._repaired(findings, period, fixed)
        if left and late:
            able |= self._repaired(left, period, self.published[:, :, :, : period + 1])[1]
        return able

    def _repaired(self, findings: Iterable[Finding], period: int, fixed: Bools) -> tuple[list[Finding], bool]:
        """Hide what is not fixed so that what was found can be wide; return what cannot, and whether anything can."""
        known = self.tree.until(period + 1, self.structure)
        shown = self._shown() & ~small_counts(self.tree)
        places, _ = places_of(self.tree.areas)
        repairs = Repairs(
            known, known.masked(shown[:, :, :, : period + 1]), fixed,
            self.found.whole[..., moments_of(self.tree, known)], places,
        )  # fmt: skip
        left = []
        for finding in findings:
            ends = finding.high - finding.least, finding.low + finding.least
            able = [end for end in ends if np.isfinite(end) and end >= 0]
            cells = repairs.cells_for(finding.form, able, finding.least)
            if cells is None:
                left.append(finding)
            else:
                self.dark[cells] = True
        self.mended[period + 1] += repairs.tables
        return left, bool(repairs.changes)

    def _darken(self, finding: Finding, period: int) -> bool:
        """Hide a table of a period that bears on a finding: its own, else the finest; tell whether there was one."""
        mine = self._shown() & ~self.published
        shown: Bools = np.asarray(mine[..., period, :].any(axis=(2, 3)))
        form = finding.form
        near = {(code, slot) for code, slot in finding.beside if code < len(self.tree.codes)}
        own = [pair for pair in ((form.code, form.slot), (form.less_code, form.less_slot)) if pair in near]
        order = self.block
        fine = sorted(near, key=lambda pair: (self.tree.slots[pair[1]][0] != TOTAL, order[pair[0]], pair), reverse=True)
        for code, slot in (*own, *fine):
            codes = [other for other in order if order[other] == order[code]]
            slots = self.tree.bys[self.tree.slots[slot][0]]
            if shown[np.ix_(codes, slots)].any():
                self.dark[np.ix_(codes, slots, range(len(self.tree.areas.names)), [period])] = True
                return True
        return False
