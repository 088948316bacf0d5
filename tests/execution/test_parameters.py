"""What a notebook is given must be what it declares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reportkit.display import words
from reportkit.errors import ReportError

if TYPE_CHECKING:
    from tests.execution.conftest import Run


def refusal(run: Run, notebook: str, **parameters: object) -> ReportError:
    """Return the error with which a notebook refuses its parameters."""
    with pytest.raises(ReportError) as raised:
        run(notebook, parameters)
    return raised.value


def test_a_misspelt_parameter_is_refused_with_the_nearest_name(run: Run) -> None:
    """Papermill would only warn, and report on the default period."""
    error = refusal(run, "shows_its_parameters", perod="2021")
    assert (error.code, error.where) == ("E201", "shows_its_parameters.ipynb")
    assert 'did you mean "period"?' in error.mend


def test_a_refusal_is_said_in_dutch(run: Run) -> None:
    """Who runs the reports reads why one could not start."""
    error, say = refusal(run, "declares_a_parameter_without_value"), words("nl").told
    assert say(error.what) == 'parameter "period" heeft geen waarde.'
    assert say(error.mend) == "Geef er een, of geef er in de parametercel een standaardwaarde aan."


def test_a_notebook_without_a_parameters_cell_takes_none(run: Run) -> None:
    """Whoever forgets the tag is told so."""
    error = refusal(run, "declares_no_parameters", period="2021")
    assert (error.code, error.mend) == ("E201", "No cell of it is tagged parameters.")


def test_a_parameter_without_default_must_be_given(run: Run) -> None:
    """A name that is only annotated has no value to fall back on."""
    error = refusal(run, "declares_a_parameter_without_value")
    assert (error.code, error.what) == ("E202", 'parameter "period" has no value.')


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("period", 2022),
        ("period", None),
        ("count", "1"),
        ("count", True),
        ("count", 1.5),
        ("shares", ["half"]),
        ("shares", "0.5"),
        ("region", 34022),
        ("period", date(2022, 1, 1)),
    ],
)
def test_a_value_of_another_type_is_refused(run: Run, name: str, value: object) -> None:
    """The declared type holds, and the message names the parameter but not the value."""
    error = refusal(run, "shows_its_parameters", **{name: value})
    assert error.code == "E203"
    assert f'parameter "{name}"' in error.what
    assert type(value).__name__ in error.what


def test_a_parameters_cell_that_is_not_python_is_refused(run: Run) -> None:
    """The author is sent to the line."""
    error = refusal(run, "declares_parameters_that_are_not_python", period="2021")
    assert (error.code, error.mend) == ("E205", "Mend line 1 of that cell.")


def test_a_file_that_is_not_a_notebook_is_refused(run: Run) -> None:
    """A report that does not exist is an error of that report, not a crash of the batch."""
    assert refusal(run, "is_not_there").code == "E204"


def test_values_of_the_declared_types_reach_the_notebook_and_two_runs_are_alike(run: Run) -> None:
    """A whole number fits a float, a union takes each of its types; no time, path or random id of a run stays."""
    given = {"period": "2021 {x} '", "count": 2, "shares": [1, 0.25], "region": "menen"}
    first, second = (run("shows_its_parameters", given) for _ in range(2))
    assert first.cells[-1].outputs[0].data["text/plain"] == "(\"2021 {x} '\", 2, [1, 0.25], 'menen')"
    assert first == second
