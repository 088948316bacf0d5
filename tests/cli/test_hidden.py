"""``reportkit indicators --hidden``: which rule hid which figure of the public edition, for the authority only."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command

PROJECT = """\
id: anker
name: Anker
kind: employment
start: 2021-01-01
data: {synthetic: true}
reports: {periods: [2021], audiences: [public, authority]}
"""
GENDERS = ["F"] * 12 + ["M"] * 3
COLUMNS = [
    "project", "region", "period", "basis", "framework", "indicator", "by", "group", "unit", "value", "numerator",
    "denominator", "rule", "reason",
]  # fmt: skip
HIDDEN = ("indicators", "anker", "--audience", "authority", "--hidden")


@pytest.fixture
def anker(tmp_path: Path) -> Path:
    """Write a workspace of one project, in which twelve women and three men started."""
    people = [f"p{number},A,2021-02-01,{gender},30" for number, gender in enumerate(GENDERS)]
    lines = ["person_key,operation_id,entry_date,gender,age_at_entry", *people, ""]
    for path, content in (
        ("params/projects/anker.yaml", PROJECT),
        ("data/anker/participations.csv", "\n".join(lines)),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    """Return what stands in a workspace."""
    return {path.as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_authority_reads_which_rule_hid_a_figure(reportkit: Command, anker: Path) -> None:
    """Three men are few; the women are hidden for their sake; that fifteen started is shown. Nothing is written."""
    before = files(anker)
    result = reportkit(*HIDDEN, "--basis", "to_date", workspace=anker)
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    started = {row["group"]: (row["value"], row["rule"]) for row in rows if row["indicator"] == "started"}
    assert started == {"F": ("12", "derivation"), "M": ("3", "small")}
    assert list(rows[0]) == COLUMNS
    assert {row["basis"] for row in rows} == {"to_date"}
    assert rows == sorted(rows, key=lambda row: [row[name] for name in COLUMNS[:8]])
    assert files(anker) == before


def found(*_: object, **__: object) -> pd.DataFrame:
    """Stand in for the computation: one figure that is hidden."""
    first = ["anker", "all", "2021", "to_date", "pathway", "started", "gender", "M", "trajectory", 3.0]
    return pd.DataFrame([[*first, float("nan"), float("nan"), "small"]], columns=COLUMNS[:-1])


@pytest.fixture
def one_hidden(stand_in: Callable[..., None]) -> None:
    """Put one hidden figure in the place of the computation."""
    stand_in("reportkit.pipeline.compute", hidden_figures=found)


@pytest.mark.usefixtures("one_hidden")
def test_the_reason_is_in_the_language_of_the_reader(
    reportkit: Command, anker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code of the rule is the same everywhere."""
    monkeypatch.delenv("LC_ALL", raising=False)
    for language, words in (("en", "is below the threshold"), ("nl", "ligt onder de drempel")):
        monkeypatch.setenv("LANGUAGE", language)
        (row,) = csv.DictReader(io.StringIO(reportkit(*HIDDEN, workspace=anker).stdout))
        assert (row["rule"], row["reason"].endswith(words)) == ("small", True)


@pytest.mark.usefixtures("one_hidden")
def test_a_program_reads_the_same_table(reportkit: Command, anker: Path) -> None:
    """As JSON and as Parquet."""
    (row,) = json.loads(reportkit(*HIDDEN, "--format", "json", workspace=anker).stdout)
    assert (list(row), row["value"], row["numerator"], row["rule"]) == (COLUMNS, 3.0, None, "small")
    written = reportkit(*HIDDEN, "--format", "parquet", workspace=anker).stdout_bytes
    assert pd.read_parquet(io.BytesIO(written))["rule"].tolist() == ["small"]


def test_the_public_is_not_told(reportkit: Command, anker: Path) -> None:
    """Nor is it by mistake: public is what is meant where no audience is named."""
    for audience in ((), ("--audience", "public")):
        result = reportkit("indicators", "anker", "--hidden", *audience, workspace=anker)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "E007 --hidden: which rule hid a figure is not for the public: it would help to work the figure out."
            " Add --audience authority.\n"
        )


def test_where_figures_are_rounded_no_rule_hid_them(reportkit: Command, anker: Path) -> None:
    """The command is refused, and says which setting has such a list."""
    with (anker / "params" / "projects" / "anker.yaml").open("a", encoding="utf-8") as file:
        file.write("disclosure: {method: rounding}\n")
    result = reportkit(*HIDDEN, workspace=anker)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("E007 --hidden: the figures of anker are rounded, not hidden by rules. Only a")
