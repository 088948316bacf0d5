"""Where the tables are looked for, and what happens when they are elsewhere."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reportkit.intake import line, read
from tests.intake.deliveries import PARTICIPATIONS, project

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver


def told(delivery: Delivery) -> list[str]:
    """Tell the findings about files and the project file."""
    return [line(finding) for finding in delivery.findings if finding.rule.startswith("E")]


def test_a_missing_required_table_is_an_error(workspace: Path) -> None:
    """Employment needs participations, participation needs offers; the others may be absent."""
    assert told(read(project(), workspace)) == [
        (
            "E101 data/p/participations.csv: the table participations is missing. Deliver it as CSV, Parquet, XLSX or"
            " ODS, or name its file under data.tables.participations in params/projects/p.yaml."
        )
    ]
    assert (
        "E101 data/p/offers.csv: the table offers is missing" in told(read(project(kind="participation"), workspace))[0]
    )


def test_an_optional_table_that_is_not_there_is_absent(deliver: Deliver) -> None:
    """What was not delivered is no table without rows."""
    assert set(deliver().tables) == {"participations"}


def test_a_table_that_the_project_file_names_must_be_there(deliver: Deliver) -> None:
    """A wrong path is not an absent table."""
    assert told(deliver({"tables": {"jobs": "job.csv"}})) == [
        (
            "E101 data/p/job.csv: the file of table jobs is missing. Deliver it, or correct data.tables.jobs in"
            " params/projects/p.yaml."
        )
    ]


def test_a_misspelt_file_is_a_warning_with_the_nearest_table(deliver: Deliver) -> None:
    """A file that nobody reads is told."""
    delivery = deliver(follow_up="x\n", particpations="x\n")
    assert [(f.rule, f.severity, f.file) for f in delivery.findings if f.rule == "E110"] == [
        ("E110", "warning", "data/p/follow_up.csv"),
        ("E110", "warning", "data/p/particpations.csv"),
    ]
    assert 'did you mean "participations"?' in told(delivery)[1]


def test_a_table_may_stand_in_several_files(deliver: Deliver) -> None:
    """The files follow each other, and each record keeps its file and its row."""
    more = PARTICIPATIONS.replace(b"p1", b"p2")
    files = {"tables": {"participations": ["participations.csv", "data/p/later.csv"]}}
    delivery = deliver(files, later=more)
    table = delivery.tables["participations"]
    assert table.select(["person_key", "_file", "_row"]).to_pylist() == [
        {"person_key": "p1", "_file": "data/p/participations.csv", "_row": 2},
        {"person_key": "p2", "_file": "data/p/later.csv", "_row": 2},
    ]
    assert [source.sha256 for source in delivery.sources] == [
        hashlib.sha256(content).hexdigest() for content in (PARTICIPATIONS, more)
    ]


def test_files_of_one_table_say_age_in_one_way(deliver: Deliver) -> None:
    """Birth dates in one file and ages in another are not mixed."""
    more = "person_key,operation_id,entry_date,birth_date\np2,A,2022-01-05,1990-02-03\n"
    delivery = deliver({"tables": {"participations": ["participations.csv", "later.csv"]}}, later=more)
    assert [finding.rule for finding in delivery.findings if finding.severity == "error"] == ["E135"]


def test_a_link_out_of_the_workspace_is_refused(workspace: Path, tmp_path: Path) -> None:
    """A link is followed, and what is outside is not read."""
    outside = tmp_path / "outside.csv"
    outside.write_bytes(PARTICIPATIONS)
    (workspace / "data" / "p" / "participations.csv").symlink_to(outside)
    delivery = read(project(), workspace)
    assert told(delivery)[0].startswith("E102 data/p/participations.csv: the path leads out of the workspace")
    assert (delivery.tables, delivery.sources) == ({}, ())


def test_a_linked_data_folder_out_of_the_workspace_is_refused(workspace: Path, tmp_path: Path) -> None:
    """A folder is no way out either."""
    (tmp_path / "participations.csv").write_bytes(PARTICIPATIONS)
    (workspace / "data" / "q").symlink_to(tmp_path)
    assert told(read(project({"folder": "data/q"}), workspace))[0].startswith("E102 data/q/participations.csv")


def test_another_folder_can_be_named(workspace: Path) -> None:
    """``data.folder`` is a path from the workspace."""
    (workspace / "data" / "2022").mkdir()
    (workspace / "data" / "2022" / "participations.csv").write_bytes(PARTICIPATIONS)
    assert read(project({"folder": "data/2022"}), workspace).sources[0].path == "data/2022/participations.csv"


def test_two_files_that_could_be_the_table_are_not_chosen_between(workspace: Path, deliver: Deliver) -> None:
    """Nothing ambiguous is guessed."""
    (workspace / "data" / "p" / "participations.parquet").write_bytes(b"")
    assert told(deliver())[0].startswith(
        "E111 data/p/participations.csv: participations.csv and participations.parquet"
    )


def test_a_linked_folder_on_the_way_out_of_the_workspace_is_refused(deliver: Deliver, workspace: Path) -> None:
    """Every folder of a path is looked at, not its last step alone."""
    (workspace.parent / "jobs.csv").write_bytes(b"")
    (workspace / "data" / "p" / "later").symlink_to(workspace.parent)
    assert told(deliver({"tables": {"jobs": "later/jobs.csv"}}))[0].startswith("E102 data/p/later/jobs.csv")


def test_a_date_format_that_names_no_day_is_told(deliver: Deliver) -> None:
    """A year of two digits could be of two centuries."""
    assert told(deliver({"date_format": "%d/%m/%y"})) == [
        (
            'E138 params/projects/p.yaml: data.date_format "%d/%m/%y" does not name one day. Write it with %Y, %m and'
            " %d, once each (%-m and %-d where a zero is left out)."
        )
    ]
