"""Linear and integer programs: the best values, or none."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from reportkit.disclosure.programs import Limits, Program

FAR = Limits(nodes=1000)

SACK = Program(
    np.array([-8.0, -11.0, -6.0, -4.0]), csr_array(np.array([[5.0, 7.0, 4.0, 3.0]])),
    np.array([-np.inf]), np.array([14.0]), high=1.0,
)  # fmt: skip
"""The most worth of four things, each at most once, in a sack of 14: worth 8, 11, 6 and 4, they weigh 5, 7, 4 and 3."""


def test_parts_of_things_fill_a_sack() -> None:
    """Without whole numbers the sack of 14 holds the two things of the most worth by weight, and half of the third."""
    solution = SACK.solved(FAR)
    assert solution.values is not None
    assert solution.values.tolist() == pytest.approx([1, 1, 0.5, 0])
    assert solution.bound == pytest.approx(-22)


def test_whole_things_fill_a_sack() -> None:
    """In whole numbers the sack of 14 is worth 21 at most, without the thing of the most worth by weight."""
    solution = SACK.solved(FAR, np.ones(4, dtype=bool))
    assert solution.values is not None
    assert np.rint(solution.values).tolist() == [0, 1, 1, 1]
    assert solution.bound == pytest.approx(-21)


def test_what_does_not_fit_has_no_values() -> None:
    """Where nothing fits, nothing is found, and nothing is said of what it would cost."""
    solution = Program(
        np.array([1.0]), csr_array(np.array([[1.0]])), np.array([2.0]), np.array([2.0]), high=1.0
    ).solved(FAR)
    assert solution.values is None
    assert solution.bound == -np.inf


def test_solving_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """What is printed may be read by a machine: the solver does not print its name there."""
    SACK.solved(FAR, np.ones(4, dtype=bool))
    assert capfd.readouterr() == ("", "")


def test_values_of_many_rows_are_the_same() -> None:
    """A value that stands in more rows than HiGHS takes to be light goes on in copies: the answer is the same."""
    rows = csr_array(np.column_stack([np.ones(60), -np.eye(60)]))
    program = Program(
        np.append(50.5, -np.ones(60)), rows, np.zeros(60), np.full(60, np.inf), high=np.append(30.0, np.arange(60))
    )
    solution = program.solved(FAR)
    assert solution.values is not None
    assert solution.values.tolist() == pytest.approx([9, *np.minimum(np.arange(60), 9)])
    assert solution.bound == pytest.approx(9 * 50.5 - sum(min(number, 9) for number in range(60)))
