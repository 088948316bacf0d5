"""The counts of one block by one breakdown, as a small linear program: another table that fits, near to given targets.

What the targets are is decided in `alternatives`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, csr_array, eye_array, hstack, vstack

from reportkit.disclosure.attacker import harmless_rests, is_flow
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.joints import Joints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.blocks import Block
    from reportkit.disclosure.levels import Levels
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Line", "Program", "programs_of"]

_EXACT = 1e-6
_ENDLESS = 1e9
_NEAR = {"node_limit": 200, "mip_rel_gap": 0.05, "time_limit": 20.0}


@dataclass(frozen=True)
class Line:
    """A count (code or rest, and slot), less another (a code of -1: less nothing), that nobody may know when small.

    `grows` says that it never falls, so that it counts events between any two days; `steps`, that it is seen anew at
    each day and what changed may not be known either; `printed`, that the table has rows for it.
    """

    code: int
    slot: int
    less_code: int = -1
    less_slot: int = -1
    grows: bool = False
    steps: bool = False
    printed: bool = False


class Program:
    """The unknowns, equations and lines of a block by a breakdown, at the days or at the periods that stand apart.

    Attributes
    ----------
    slots
        The slots of the breakdown.
    members
        The codes and rests that are sought together.
    lines
        The counts that may not be known when small; each has a row for each place.
    position
        Codes and rests by slots by areas: the number of the unknown, -1 elsewhere.
    rows
        The sums of unknowns that the lines are, apart from what is known of other counts.
    """

    def __init__(  # noqa: PLR0913 - counts, where they are, and which of them are sought
        self, tree: Tree, levels: Levels, places: Bools, block: Block, by: str, earlier: frozenset[int], *, apart: bool
    ) -> None:
        self.tree, self.levels, self.places, self.apart = tree, levels, places, apart
        self.slots = tree.bys[by]
        self.splits = [number for number in block.splits if self._holds(number)]
        rests = [len(tree.codes) + number for number in self.splits]
        flows = levels.flow & apart
        self.members = [code for code in (*block.codes, *rests) if self._has(code) and not flows[code]]
        areas = places.shape[1]
        self.position = np.full((len(levels.flow), len(tree.slots), areas), -1)
        own = np.ix_(self.members, self.slots)
        self._places = np.array(self.members, dtype=np.intp)[:, None], np.array(self.slots, dtype=np.intp)[None]
        self.size = len(self.members) * len(self.slots) * areas
        self.position[own] = np.arange(self.size).reshape(len(self.members), len(self.slots), areas)
        self.lower_from_before = np.repeat(levels.flow[self.members], len(self.slots) * areas)
        self.lines = list(self._lines(by))
        self._index = tuple(
            np.array([getattr(line, name) for line in self.lines])
            for name in ("code", "slot", "less_code", "less_slot")
        )
        self.rows = self._rows()
        self._equations, self._terms = self._equalities(by)
        self.weights = self._weights(by)
        self.joints = Joints(self, () if apart else tree.joints, earlier)
        number = self.rows.shape[0]
        self._system = csc_array(
            vstack(
                [
                    hstack([self._equations, csr_array((self._equations.shape[0], 2 * number))]),
                    hstack([self.rows, eye_array(number), -eye_array(number)]),
                ],
                format="csc",
            )
        )
        plus, self._minus_rows = csr_array(self._equations.maximum(0)), self.rows.minimum(0)
        self._plus, self._plus_rows = plus, self.rows.maximum(0)
        self._bounded = np.diff(csr_array(self._equations.minimum(0)).indptr) == 0
        self._entries = plus.tocoo()

    def _has(self, code: int) -> bool:
        return bool(self.levels.exists[code, self.slots].any())

    def _holds(self, number: int) -> bool:
        """Tell whether a split says something of this breakdown."""
        split = self.tree.splits[number]
        if self.apart and (split.to_date_only or self.levels.flow[[split.whole, *split.parts]].any()):
            return False
        return self._has(split.whole) and any(self._has(part) for part in split.parts)

    def _lines(self, by: str) -> Iterator[Line]:
        tree, flow = self.tree, self.levels.flow
        result = [*tree.result, *(tree.result[split.whole] for split in tree.splits)]
        harmless = harmless_rests(tree)
        for code in self.members:
            for slot in self.slots if not harmless[code] else ():
                yield Line(code, slot, grows=bool(flow[code]), steps=bool(result[code]),
                           printed=code < len(tree.codes))  # fmt: skip
                if by != TOTAL and len(self.slots) > 2 and code < len(tree.codes):  # noqa: PLR2004 - of two, each is the complement of the other
                    yield Line(code, 0, code, slot, grows=bool(flow[code]), steps=bool(result[code]))
        for number in self.splits:
            split = tree.splits[number]
            members = [part for part in split.parts if part in self.members]
            if len(members) + (len(tree.codes) + number in self.members) > 2:  # noqa: PLR2004
                for part in members:
                    for slot in self.slots:
                        yield Line(split.whole, slot, part, slot, grows=is_flow(tree, split),
                                   steps=bool(result[split.whole]))  # fmt: skip

    def _rows(self) -> csr_array:
        """Write each line at each place as a sum of unknowns."""
        return self.sums(
            [
                [
                    (sign, code, slot)
                    for sign, code, slot in ((1.0, line.code, line.slot), (-1.0, line.less_code, line.less_slot))
                    if code >= 0 and self.position[code, slot, 0] >= 0
                ]
                for line in self.lines
            ],
            self.places,
        )

    def sums(self, lines: Sequence[Sequence[tuple[float, int, int]]], places: Bools) -> csr_array:
        """Write lines, each of signs, codes and slots, as sums of unknowns: a row for each line and place."""
        place, area = np.nonzero(places)
        none = np.zeros(0, dtype=np.intp)
        rows, columns, signs = [none], [none], [np.zeros(0)]
        for number, line in enumerate(lines):
            for sign, code, slot in line:
                rows.append(number * len(places) + place)
                columns.append(self.position[code, slot, area])
                signs.append(np.full(len(place), sign))
        entries = np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))
        return csr_array(coo_array(entries, (len(lines) * len(places), self.size)))

    def _equalities(self, by: str) -> tuple[csr_array, list[list[tuple[float, int, int]]]]:
        """Write the equations; of each what other counts add to its right side: signs, codes and slots."""
        blocks, terms = [], []
        if by != TOTAL:
            for code in self.members:
                if code < len(self.tree.codes):
                    blocks.append([(1.0, code, slot) for slot in self.slots])
                    terms.append([(1.0, code, 0)])
        for number in self.splits:
            split = self.tree.splits[number]
            rest = len(self.tree.codes) + number
            for slot in self.slots:
                signed = [(1.0, part, slot) for part in (*split.parts, rest)] + [(-1.0, split.whole, slot)]
                signed = [term for term in signed if self.levels.exists[term[1], term[2]]]
                blocks.append([term for term in signed if self.position[term[1], term[2], 0] >= 0])
                terms.append([(-sign, code, at) for sign, code, at in signed if self.position[code, at, 0] < 0])
        return self.sums(blocks, np.eye(self.places.shape[1], dtype=bool)), terms

    def _weights(self, by: str) -> Floats:
        """Weigh what it costs to hide a printed row: totals more than details, regions together more than one."""
        weights = np.zeros((len(self.lines), len(self.places)))
        nodes = len(self.tree.areas.names)
        for number, line in enumerate(self.lines):
            if line.printed and not self.tree.withheld[line.code]:
                weights[number, :nodes] = 1 if by != TOTAL else 6
                weights[number, 0] *= 6
        return weights.ravel()

    def right(self, table: Floats, moment: int) -> Floats:
        """Return the right sides of the equations for a table of which the other counts are settled at a moment."""
        areas = self.places.shape[1]
        right = np.zeros(self._equations.shape[0])
        for number, terms in enumerate(self._terms):
            for sign, code, slot in terms:
                right[number * areas : (number + 1) * areas] += sign * table[code, slot, :, moment]
        return right

    def reach(self, right: Floats, lower: Floats) -> Floats:
        """Return for each row the most that its unknowns come to when all others are least."""
        room = np.where(self._bounded, right - self._plus @ lower, np.inf)
        most = np.full(self.size, _ENDLESS)
        np.minimum.at(most, self._entries.col, room[self._entries.row] + lower[self._entries.col])
        return np.asarray(self._plus_rows @ most + self._minus_rows @ lower)

    def by_area(self, table: Floats) -> Floats:
        """Return the lines of a table: lines by areas by moments."""
        code, slot, less, less_slot = self._index
        return np.asarray(table[code, slot] - np.where((less >= 0)[:, None, None], table[less, less_slot], 0))

    def values(self, table: Floats, moment: int | slice) -> Floats:
        """Return the lines of a table at a moment (or at several, on the last axis): a row for each line and place."""
        code, slot, less, less_slot = self._index
        found = table[code, slot][..., moment]
        found = found - np.where(
            (less >= 0).reshape(-1, *[1] * (found.ndim - 1)), table[less, less_slot][..., moment], 0
        )
        placed = np.tensordot(found, self.places.astype(float), axes=([1], [1]))
        placed = np.moveaxis(placed, -1, 1)
        return placed.reshape(len(self.lines) * len(self.places), *placed.shape[2:])

    def solve(  # noqa: PLR0913, PLR0917 - a linear program in all its parts
        self, right: Floats, floor: Floats, lower: Floats, target: Floats, below: Floats, above: Floats, room: Floats
    ) -> Floats | None:
        """Find the unknowns that miss the targets of the rows at the least cost; None when nothing fits.

        Parameters
        ----------
        right, floor, lower
            The right sides of the equations, and the least that each joint and each unknown can be.
        target, below, above
            For each row where its unknowns should come to, and what it costs for each one that they are less or more.
        room
            How much more each row can be than its target.
        """
        number = len(target)
        sides = np.concatenate([right, target])
        cost = np.concatenate([np.zeros(self.size), below, above])
        low = np.concatenate([lower, np.zeros(2 * number)])
        high = np.concatenate([np.full(self.size + number, np.inf), room])
        constraints = [LinearConstraint(self._system, sides, sides)]
        if len(floor):
            constraints.append(LinearConstraint(self.joints.padded(2 * number), floor, self.joints.ceiling(floor)))
        for whole in (0, 1):
            integrality = np.concatenate([np.full(self.size, whole), np.zeros(2 * number)])
            solved = milp(cost, integrality=integrality, bounds=Bounds(low, high),
                          constraints=constraints, options=_NEAR)  # type: ignore[arg-type] # the stubs ask for their own class # fmt: skip
            if solved.x is None:
                return None
            found = np.rint(solved.x[: self.size])
            if abs(found - solved.x[: self.size]).max(initial=0) < _EXACT and self.fits(found, right, floor):
                return found
        return None

    def at(self, moment: int) -> tuple[Ints | slice | int, ...]:
        """Return where the unknowns stand in a table at a moment."""
        return *self._places, slice(None), moment

    def fits(self, found: Floats, right: Floats, floor: Floats) -> bool:
        """Tell whether unknowns meet the equations and the joints."""
        return not (self._equations @ found - right).any() and self.joints.fit(found, floor)


def programs_of(tree: Tree, levels: Levels, places: Bools, blocks: list[Block], by: str) -> Iterator[Program]:
    """Yield the programs of a breakdown, wholes before parts: at the days, then at the periods that stand apart."""
    earlier: frozenset[int] = frozenset()
    for block in blocks:
        for apart in (False, True):
            if apart and not _stands_apart(tree, block):
                continue
            program = Program(tree, levels, places, block, by, earlier, apart=apart)
            if program.size:
                yield program
        earlier |= {*block.codes}


def _stands_apart(tree: Tree, block: Block) -> bool:
    codes = [code for code in block.codes if not tree.flow[code] and not tree.result[code]]
    return bool((~np.isnan(tree.values[codes][..., 1])).any())
