"""No record leaves its file: whatever is run, and however it ends, no canary is found in what was written or said."""

from __future__ import annotations

import os
import signal
import time

import pytest

from reportkit.display import words
from reportkit.intake import suggested
from tests.canaries.places import Place, settled
from tests.canaries.search import canaries_of
from tests.canaries.spoilt import SPOILT_TEXTS, write_spoilt
from tests.canaries.workspace import EMPLOYMENT, NETWORK, as_csv, write_mixed
from tests.pipeline.conftest import CellText, write_notebook

_REFUSED = ("no-header", "torn", "columns-in-turn", "workbook-in-turn", "parquet-in-turn", "database-no-text")
REFUSED = tuple(word for name in _REFUSED for word in ("--project", name))
BATCH = """\
projects: [boei]
portfolio: {name: {nl: Een, en: One}, period: 2023}
"""
PARAMETERS = 'project: str = ""\nregion: str = ""\nperiod: str = ""\nlanguage: str = ""\naudience: str = ""'
OPENS_ROWS = """\
import csv, sys, warnings
from pathlib import Path
rows = list(csv.DictReader(Path("data/anker/participations.csv").open()))
print(rows[0])
print(rows[1], file=sys.stderr)
warnings.warn(str(rows[2]))
rows[3]"""
FAILS = """\
if language == "en":
    sys.exit(str(rows[4]))
try:
    int(rows[4]["person_key"])
except ValueError as error:
    raise RuntimeError(rows[5]) from error"""
FAILING: tuple[CellText, ...] = (
    ("markdown", "# Rapport", ["lang-nl"]),
    ("markdown", "# Report", ["lang-en"]),
    ("code", PARAMETERS, ["parameters"]),
    ("code", OPENS_ROWS, []),
    ("code", FAILS, []),
)
"""A report notebook that has what no report should have, the rows, and fails beside them."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a place in which the reports of anker were made: from CSV, and protected by hiding."""
    place = settled(tmp_path_factory.mktemp("reports"))
    assert place.run("run", "--jobs", "1", "--project", "anker").status == 0
    return place


@pytest.mark.slow
def test_reports_hold_no_record(reports: Place) -> None:
    """For the public and for the authority, in every format; in Dutch, and those that are made again in English."""
    assert len(list(reports.root.glob("outputs/anker/all/2023/*/report.*"))) == 4
    assert reports.canaries() == []


@pytest.mark.slow
def test_nothing_is_written_outside_workspace_home_and_temporary_files(reports: Place) -> None:
    """By reportkit or a kernel: what is searched is all that there is."""
    assert reports.strays() == []


@pytest.mark.slow
def test_no_key_is_kept_under_a_digest_that_can_be_tried(reports: Place) -> None:
    """Fingerprints of persons have a secret: the plain digests of a key, also cut short, are nowhere."""
    kept = {name: content for name, content in reports.written() if "/.reportkit/persons/" in name}
    assert sum(map(len, kept.values())) > 8 * len(EMPLOYMENT["participations"])
    assert [told for told in reports.canaries() if " of canary-" in told.lower()] == []


@pytest.mark.slow
def test_reports_made_again_hold_no_record(place: Place) -> None:
    """With a portfolio, from Parquet, a workbook and a database, and rounded; up to date; and of fewer persons."""
    (place.root / "params" / "batches" / "one.yaml").write_text(BATCH, encoding="utf-8")
    assert place.run("run", "--jobs", "1", "--batch", "one").status == 0
    assert place.run("run", "--jobs", "2", "--project", "boei", "--resume").status == 0
    write_mixed(place.root / "data" / "boei", {name: rows[3:] for name, rows in NETWORK.items()})
    narrow = ("--audience", "authority", "--formats", "html")
    assert place.run("run", "--jobs", "1", "--project", "boei", "--force", *narrow).status == 0
    assert b"4 reports made" in place.ran[0].err
    assert b"0 reports made, 2 were up to date" in place.ran[1].err
    assert place.canaries() == []


@pytest.mark.slow
def test_the_verbs_that_print_say_no_record(place: Place) -> None:
    """Tables of figures in each format, lists, the tables of the transmission, and the checks in both languages."""
    commands = [
        ("indicators", "anker", "--audience", "authority", "--format", "parquet"),
        ("indicators", "anker", "--audience", "authority", "--hidden", "--format", "json"),
        ("export", "anker", "--period", "2023", "--table", "esf-plus-results"),
        ("export", "anker", "--period", "2023", "--table", "esf-plus-outputs", "--format", "xlsx"),
        ("list", "--format", "json"),
        ("check",),
        ("check", "--suggest", "data/anker/participations.csv"),
    ]
    assert [place.run(*command, language="nl").status for command in commands] == [0] * len(commands)
    assert place.canaries() == []


def test_figures_that_are_rows_of_persons_are_not_told(place: Place) -> None:
    """Whoever names the wrong file is told that it holds no figures, and nothing of what it holds."""
    told = place.run("check", "--figures", "data/anker/participations.csv")
    assert told.status != 0
    assert place.canaries() == []


@pytest.mark.slow
def test_a_refused_delivery_is_told_without_its_cells(place: Place) -> None:
    """By the checks and by a run; whatever is wrong with the file."""
    write_spoilt(place.root)
    for command in (("check", "--format", "json"), ("run", "--jobs", "1", *REFUSED)):
        assert place.run(*command, language="nl" if "json" in command else "en").status == 3
        assert b"E000" not in place.ran[-1].err
    assert place.canaries() == []


@pytest.mark.slow
def test_values_that_are_asked_for_are_shown_and_written_nowhere(place: Place) -> None:
    """With --show-values they stand on stderr, and on stdout and in files they do not."""
    write_spoilt(place.root)
    shown = place.run("check", "--show-values", *REFUSED)
    assert canaries_of(shown.err)
    assert canaries_of(shown.out) + place.canaries(but_said=(shown,)) == []


@pytest.mark.parametrize("name", SPOILT_TEXTS)
def test_a_suggested_profile_holds_no_record(name: str) -> None:
    """What could be declared of a file is suggested from its cells, and quotes none."""
    written = SPOILT_TEXTS[name]
    told = suggested(written if isinstance(written, bytes) else written.encode())
    assert canaries_of(words("nl").told(told).encode()) == []


def test_traced_records_go_to_the_terminal_alone(place: Place) -> None:
    """The rows are on stdout, where they were asked for; stderr and every file are free of them."""
    traced = place.run("trace", "anker", "--period", "2023", "--indicator", "EECO01", "--near-misses")
    assert canaries_of(traced.out)
    assert canaries_of(traced.err) + place.canaries(but_said=(traced,)) == []


def test_a_pseudonymised_file_holds_no_key(place: Place) -> None:
    """Neither the keys nor a plain digest of one."""
    rows = [{"person_key": row["person_key"], "gender": row["gender"]} for row in EMPLOYMENT["participations"]]
    (place.root / "data" / "export.csv").write_text(as_csv(rows), encoding="utf-8")
    secret = str(place.folder / "secret")
    command = ("pseudonymise", "data/export.csv", "--column", "person_key", "--key-file", secret)
    assert place.run(*command, "--new-key", "--output", "made.csv").status == 0
    assert (place.canaries(), (place.root / "made.csv").read_bytes().count(b"\n")) == ([], len(rows) + 1)


@pytest.mark.slow
def test_a_notebook_that_fails_beside_a_row_tells_nothing_of_it(place: Place) -> None:
    """Neither what its cells showed nor the words of the error, of one behind it, or of an exit; for whomever."""
    write_notebook(place.root / "notebooks" / "failing_report.ipynb", FAILING)
    project = place.root / "params" / "projects" / "boei.yaml"
    told = project.read_text(encoding="utf-8").replace("reports: {", "reports: {notebook: failing_report, ")
    told = told.replace("[en]", "[nl, en]")
    project.write_text(told, encoding="utf-8")
    failed = place.run("run", "--jobs", "1", "--project", "boei")
    assert (failed.status, failed.err.count(b"Failed: ")) == (1, 4)
    assert (b"RuntimeError" in failed.err, b"SystemExit" in failed.err) == (True, True)
    assert len(list(place.root.glob("outputs/.reportkit/failed/*.ipynb"))) == 4
    assert place.canaries() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("project", "how"), [("boei", signal.SIGTERM), ("anker", signal.SIGKILL)], ids=["stopped", "killed"]
)
def test_a_run_that_is_cut_off_leaves_no_record(place: Place, project: str, how: signal.Signals) -> None:
    """Neither in temporary files nor in what the next run would clear away."""
    figures = place.root / "outputs" / ".reportkit" / "figures"
    with place.holding():
        process = place.begin("reportkit", "run", "--jobs", "2", "--project", project)
        try:
            until = time.monotonic() + 120
            while not list(figures.glob(f"*/{project}/release.json")) and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(1)
            begun = [path.name for path in figures.glob("*/*")]
            process.send_signal(how)
            ran = place.ended(process, "run")
        finally:
            os.killpg(process.pid, signal.SIGKILL) if _lives(process.pid) else None
    assert (ran.status in {143, -how}, begun) == (True, [project, project])
    assert place.canaries() == []


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_a_report_notebook_by_itself_keeps_no_record(place: Place) -> None:
    """Plain papermill reads the delivery in the kernel, and neither the notebook nor the shell's history has a row."""
    asked = {"project": "anker", "region": "all", "period": "2023", "language": "en", "audience": "authority"}
    given = [word for name, value in asked.items() for word in ("-p", name, value)]
    made = place.run("notebooks/employment_report.ipynb", "made.ipynb", *given, module="papermill")
    assert (made.status, (place.root / "made.ipynb").exists()) == (0, True)
    assert place.canaries() == []
