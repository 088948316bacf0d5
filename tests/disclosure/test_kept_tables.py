"""The whole tables that are kept with a release: written down, read again, and what the next release begins with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.disclosure import audit, protect, protected, settling
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.kept_tables import read_tables, write_tables
from reportkit.disclosure.trees import trees_of
from reportkit.provenance.ledger import that_show
from reportkit.tables import WHOLE_KEY
from tests.disclosure.test_protect import THRESHOLD, people
from tests.disclosure.test_settling import settled
from tests.disclosure.worlds import project_figures, project_structure

if TYPE_CHECKING:
    import pytest

    from reportkit.disclosure.trees import Tree

RULES = project_structure(2)
few = settings(max_examples=2, deadline=None)


def tree_of(seed: int, years: int = 2) -> Tree:
    """Make the tree of a made-up project."""
    rules = project_structure(years)
    (tree,) = trees_of(read_counts(project_figures(people(seed, years, most=90), years), rules), rules, THRESHOLD)
    return tree


def through_a_file(tables: pd.DataFrame) -> pd.DataFrame:
    """Write tables as CSV, and read them."""
    names = dict.fromkeys(WHOLE_KEY, "str")
    return pd.read_csv(io.StringIO(tables.to_csv(index=False)), dtype=names, keep_default_na=False, na_values=[""])


@few
@given(st.integers(0, 10**6))
def test_tables_are_read_as_they_were_written(seed: int) -> None:
    """The truth and all alternatives, to the last count, also from a file."""
    tree, found, _ = settled(seed)
    tables = [found.whole, *found.others]
    read = read_tables(through_a_file(write_tables([(tree, tables)])), tree)
    assert np.array_equal(np.stack(read), np.stack(tables))


def test_where_nothing_was_kept_nothing_is_read() -> None:
    """Neither of no file, nor of one that tells of other counts."""
    tree, found, _ = settled(1)
    kept = write_tables([(tree, [found.whole])])
    assert read_tables(None, tree) == []
    assert read_tables(kept.assign(code=kept["code"] + " of others"), tree) == []


def test_what_the_figures_leave_open_is_not_kept() -> None:
    """A table with a hole would be read as one with a 0."""
    tree, found, _ = settled(1)
    assert write_tables([(tree, [np.where(found.whole == found.whole.max(), np.nan, found.whole)])]).empty


def test_on_a_day_that_was_not_told_of_it_is_as_on_the_day_before() -> None:
    """A release of 2020 says of the end of 2021 that nobody came since."""
    tree, later = tree_of(1, 1), tree_of(1, 2)
    ones = np.ones((len(tree.codes) + len(tree.splits), len(tree.slots), tree.areas.inside.shape[1], 1))
    days = len(tree.times.days) - 1
    levels = np.concatenate([ones] * days + [0 * ones] * len(tree.periods), axis=-1)
    (read,) = read_tables(write_tables([(tree, [levels])]), later)
    assert (read[..., : len(later.times.days) - 1] == 1).all()


def corrected(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the figures of a project before and after three persons were withdrawn."""
    everybody = people(seed, 2, most=90)
    return project_figures(everybody, 2), project_figures(everybody[3:], 2)


@few
@given(st.integers(0, 10**6))
def test_nothing_leaks_beside_a_release_with_its_tables(seed: int) -> None:
    """Three persons are withdrawn: what the first release told and the second tells gives nobody away."""
    before, after = corrected(seed)
    first = protected(before, RULES, THRESHOLD)
    shown = that_show(first.figures)
    second = protected(after, RULES, THRESHOLD, published=shown, kept=first.tables)
    assert audit(second.figures, after, RULES, THRESHOLD, published=shown) == ()


def test_a_release_begins_with_the_tables_of_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """With them fewer alternatives are sought from nothing."""
    before, after = corrected(3)
    first = protected(before, RULES, THRESHOLD)
    sought: list[int] = []
    add = settling._Settling._add  # noqa: SLF001

    def watched(own: settling._Settling, *asked: Any) -> bool:
        sought[-1] += 1
        return add(own, *asked)

    monkeypatch.setattr(settling._Settling, "_add", watched)  # noqa: SLF001
    monkeypatch.setattr(settling, "_EFFORT", 0)
    for kept in (None, first.tables):
        sought.append(0)
        protected(after, RULES, THRESHOLD, published=that_show(first.figures), kept=kept)
    assert sought[1] < sought[0]


def test_tables_that_do_not_fit_are_left() -> None:
    """Whoever tampers with what was kept changes nothing: it is as if nothing had been kept."""
    before, after = corrected(3)
    first = protected(before, RULES, THRESHOLD)
    assert first.tables is not None
    numbers = [str(name) for name in first.tables if name not in WHOLE_KEY]
    spoilt = first.tables.copy()
    spoilt[numbers] += 1
    shown = that_show(first.figures)
    public = protected(after, RULES, THRESHOLD, published=shown, kept=spoilt).figures
    pd.testing.assert_frame_equal(public, protect(after, RULES, THRESHOLD, published=shown))
