"""What each verb asks of the rooms below, and what it writes."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from reportkit.errors import DataError
from reportkit.tables import FIGURE_COLUMNS, Delivery, Finding, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportkit.errors import ReportkitError
    from tests.cli.conftest import Command


@dataclass(frozen=True)
class Failure:
    """A report that could not be made."""

    project: str = "twerkt"
    region: str = "kortrijk"
    period: str = "2022"
    language: str = "nl"
    audience: str = "public"
    cell: int = 7
    message: str = "KeyError in this cell."
    command: str = "reportkit run --project twerkt --region kortrijk"


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    made: int = 2
    failed: tuple[Failure, ...] = ()
    skipped: int = 0
    refused: Mapping[str, ReportkitError] = field(default_factory=dict)
    seconds: float = 1.25
    portal: Path = Path("outputs/index.html")
    remark: str = ""


class Pipeline:
    """Keeps what it is asked for, and tells a display of two reports."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.labels: list[str] = []
        self.asked: dict[str, Any] = {}

    def run(self, _workspace: object, wanted: Any, **asked: Any) -> Outcome:
        """Take the place of the pipeline."""
        self.labels = [one.label for one in wanted]
        self.asked = asked
        asked["progress"].start(2)
        asked["progress"].running("first")
        asked["progress"].done("first")
        asked["progress"].failed("second", "no data")
        asked["progress"].finish()
        return self.outcome


@pytest.fixture
def pipeline(stand_in: Callable[..., None]) -> Pipeline:
    """Return a pipeline that makes nothing."""
    made = Pipeline(Outcome())
    stand_in("reportkit.pipeline.batch", run=made.run)
    return made


def test_run_asks_for_all_that_is_listed(reportkit: Command, pipeline: Pipeline) -> None:
    """Without options every report of every project is made, in every format."""
    result = reportkit("run")
    assert result.exit_code == 0
    assert pipeline.labels[0] == "gent all 2018 public"
    assert len(pipeline.labels) == 1 + 3 * 2
    assert pipeline.asked["formats"] == {"html", "pdf", "xlsx"}
    assert (pipeline.asked["batch"], pipeline.asked["force"], pipeline.asked["resume"]) == (None, False, False)
    assert pipeline.asked["jobs"] >= 1


def test_run_narrows_by_each_option(reportkit: Command, pipeline: Pipeline) -> None:
    """Options may be repeated, and a batch adds its own."""
    result = reportkit(
        *("run", "--batch", "kortrijk", "--project", "twerkt", "--period", "2021", "--period", "2022-Q3"),
        *("--audience", "public", "--language", "en", "--formats", "html, pdf", "--jobs", "3", "--force"),
    )
    assert result.exit_code == 0, result.stderr
    assert pipeline.labels == ["twerkt kortrijk 2021 public", "twerkt kortrijk 2022-Q3 public"]
    asked = {name: value for name, value in pipeline.asked.items() if name != "progress"}
    formats = frozenset({"html", "pdf"})
    assert asked == {"batch": "kortrijk", "formats": formats, "jobs": 3, "force": True, "resume": False}


def test_run_ends_with_3_when_data_are_refused(reportkit: Command, pipeline: Pipeline) -> None:
    """The reports of the other projects are made, and the refusal is said in full."""
    pipeline.outcome = Outcome(refused={"twerkt": DataError("E100", "1 fault.", where="data/twerkt")})
    result = reportkit("run")
    assert result.exit_code == 3
    assert "E100 data/twerkt: 1 fault." in result.stderr
    assert "data refused of twerkt" in result.stderr


def test_run_writes_the_portal_to_stdout_and_all_else_to_stderr(reportkit: Command, pipeline: Pipeline) -> None:
    """A script can open what stdout names; a person reads how far it is and what came of it."""
    pipeline.outcome = Outcome(made=2, skipped=5)
    result = reportkit("run")
    assert result.stdout == "outputs/index.html\n"
    assert result.stderr.splitlines() == [
        "[1/2] first",
        "[2/2] second failed: no data",
        "2 reports made, 5 were up to date, in 1.2 s. The portal:",
    ]


def test_run_tells_what_it_put_right_in_its_own_records(reportkit: Command, pipeline: Pipeline) -> None:
    """On stderr, beside what came of the reports."""
    pipeline.outcome = Outcome(remark="The last line was half-written.")
    assert "The last line was half-written." in reportkit("run").stderr.splitlines()


def test_run_ends_with_1_when_a_report_failed(reportkit: Command, pipeline: Pipeline) -> None:
    """Each failure is told with its cell and the command that makes it again."""
    pipeline.outcome = Outcome(made=1, failed=(Failure(),))
    result = reportkit("run")
    assert result.exit_code == 1
    assert "Failed: twerkt kortrijk 2022 nl public, cell 7: KeyError in this cell." in result.stderr
    assert "Again: reportkit run --project twerkt --region kortrijk" in result.stderr
    assert "1 report made, 1 failed, in" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--formats", "html,pfd"], 'E006 --formats: no format "pfd". did you mean "pdf"?'),
        (["--formats", ","], "E006 --formats: no format is named."),
        (["--force", "--resume"], "E006 --force makes every report anew"),
        (["--period", "2022-Q5"], 'E005 --period: "2022-Q5" is not a period'),
        (["--region", "kortrik"], 'E004 no region "kortrik" in gent, twerkt. did you mean "kortrijk"?'),
        (["--batch", "kortrik"], 'E007 no batch "kortrik". did you mean "kortrijk"?'),
    ],
)
def test_run_refuses_what_cannot_be_had(
    reportkit: Command, pipeline: Pipeline, arguments: list[str], said: str
) -> None:
    """What is asked for and cannot be had ends with 2, before anything is made."""
    result = reportkit("run", *arguments)
    assert (result.exit_code, result.stdout, pipeline.labels) == (2, "", [])
    assert result.stderr.startswith(said)


def figures_table() -> pd.DataFrame:
    """Return two figures, one of them without a value."""
    first = ["twerkt", "all", "2022", "to_date", "pathway", "started", "total", "total", "trajectories", 636.0]
    second = ["twerkt", "all", "2022", "period", "pathway", "started", "total", "total", "trajectories", None]
    rows = [[*first, None, None, None, None, 600.0, "ok", "é"], [*second, None, None, None, None, None, "pending", ""]]
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS)).astype({"value": "float64", "target": "float64"})


@pytest.fixture
def asked_figures(stand_in: Callable[..., None]) -> list[dict[str, Any]]:
    """Return what is asked of the stand-in for the indicators."""
    asked: list[dict[str, Any]] = []

    def figures(_workspace: object, project: Any, **wanted: Any) -> pd.DataFrame:
        asked.append({"project": project.id, **wanted})
        return figures_table()

    stand_in("reportkit.pipeline.compute", figures=figures)
    stand_in("reportkit.publish.csv", render=lambda table: table.to_csv(index=False).encode(), write=None)
    return asked


def test_indicators_are_public_csv_unless_said_otherwise(
    reportkit: Command, asked_figures: list[dict[str, Any]]
) -> None:
    """The protected table goes to stdout as indicators.csv has it."""
    result = reportkit("indicators", "twerkt")
    assert asked_figures == [{"project": "twerkt", "audience": "public", "regions": (), "periods": ()}]
    assert result.stdout_bytes == figures_table().to_csv(index=False).encode()


def test_indicators_narrow_by_region_period_basis_and_audience(
    reportkit: Command, asked_figures: list[dict[str, Any]]
) -> None:
    """Only what is asked for is computed, and one basis may be chosen."""
    result = reportkit(
        *("indicators", "twerkt", "--region", "kortrijk", "--period", "2022", "--basis", "period"),
        *("--audience", "authority", "--format", "json"),
    )
    (asked,) = asked_figures
    assert (asked["regions"], [period.id for period in asked["periods"]]) == (("kortrijk",), ["2022"])
    assert asked["audience"] == "authority"
    assert [figure["basis"] for figure in json.loads(result.stdout)] == ["period"]


def test_indicators_as_json_say_null_for_what_is_missing(
    reportkit: Command, asked_figures: list[dict[str, Any]]
) -> None:
    """JSON knows no NaN."""
    first, second = json.loads(reportkit("indicators", "twerkt", "--format", "json").stdout)
    assert len(asked_figures) == 1
    assert list(first) == list(FIGURE_COLUMNS)
    assert (first["value"], first["note"], first["low"], second["value"]) == (636.0, "é", None, None)


def test_indicators_as_parquet_are_the_same_table(reportkit: Command, asked_figures: list[dict[str, Any]]) -> None:
    """A program reads back the table it would get from Python."""
    written = reportkit("indicators", "twerkt", "--format", "parquet").stdout_bytes
    assert len(asked_figures) == 1
    assert pd.read_parquet(io.BytesIO(written))["value"].tolist()[0] == 636.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["twrkt"], 'E003 no project "twrkt". did you mean "twerkt"?'),
        (["gent", "--audience", "authority"], 'E006 no reports for "authority" in gent'),
        (["gent", "--period", "2022"], "E005 no project runs in 2022."),
    ],
)
def test_indicators_refuse_what_cannot_be_had(
    reportkit: Command, asked_figures: list[dict[str, Any]], arguments: list[str], said: str
) -> None:
    """A project that has no reports for the authority has no table for it either."""
    result = reportkit("indicators", *arguments)
    assert (result.exit_code, asked_figures) == (2, [])
    assert result.stderr.startswith(said)


def examined(stand_in: Callable[..., None], **deliveries: Delivery | DataError) -> None:
    """Let each project's delivery be the given one."""

    def examine(_workspace: object, project: Any) -> Delivery:
        found = deliveries[project.id]
        if isinstance(found, DataError):
            raise found
        return found

    stand_in("reportkit.pipeline.compute", examine=examine)


def delivery(*findings: Finding) -> Delivery:
    """Return a delivery of one file in which these things were found."""
    return Delivery({}, (Source("jobs", "data/jobs.csv", "", delivered=10, rejected=1),), findings)


OVERLAP = Finding("R02", "error", "p.csv", 2, (3, 9), "entry_date", "no overlap", "Correct the dates.")
HEAPED = Finding("R28", "warning", "p.csv", 40, (3, 4))


def test_check_lists_what_is_found(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """Findings go to stdout with tabs between the cells; a line for each project goes to stderr."""
    examined(stand_in, twerkt=delivery(HEAPED), gent=delivery())
    result = reportkit("check")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "project\trule\tseverity\tfile\tcolumn\tcount\trows\texpected\tmend\taccepted",
        "twerkt\tR28\twarning\tp.csv\t\t40\t3, 4\t\t\t",
    ]
    assert "twerkt: files 1, rows delivered 10, rows rejected 1, findings 1, of which stop a report 0" in result.stderr


def test_check_ends_with_3_on_an_error(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """Data that would stop a report are refused here already, and listed whole."""
    examined(stand_in, twerkt=delivery(OVERLAP, HEAPED))
    result = reportkit("check", "--project", "twerkt", "--format", "json")
    assert result.exit_code == 3
    first, second = json.loads(result.stdout)
    assert (first["rule"], first["rows"], first["mend"]) == ("R02", [3, 9], "Correct the dates.")
    assert second["rule"] == "R28"


def test_an_accepted_error_stops_nothing(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """What the project file accepts with a reason is listed with that reason."""
    accepted = Finding("R02", "error", "p.csv", 2, accepted="the source merges spells")
    examined(stand_in, twerkt=delivery(accepted))
    result = reportkit("check", "--project", "twerkt")
    assert result.exit_code == 0
    assert "the source merges spells" in result.stdout


def test_a_refused_delivery_does_not_hide_the_next(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """A file that cannot be read at all is told, and the other projects are examined."""
    examined(stand_in, gent=DataError("E101", "is not a CSV file.", where="x.csv"), twerkt=delivery(HEAPED))
    result = reportkit("check")
    assert result.exit_code == 3
    assert "E101 x.csv: is not a CSV file." in result.stderr
    assert "R28" in result.stdout


def test_check_tells_of_a_notebook_that_is_not_there(
    reportkit: Command, stand_in: Callable[..., None], workspace: Path
) -> None:
    """A project whose report notebook is missing cannot be reported."""
    examined(stand_in, twerkt=delivery(), gent=delivery())
    (workspace / "notebooks" / "year_report.ipynb").unlink()
    result = reportkit("check")
    assert result.exit_code == 2
    assert 'E008 notebooks: no notebook "year_report".' in result.stderr


def test_list_tells_what_there_is_to_ask_for(reportkit: Command) -> None:
    """Projects, regions, periods, batches and notebooks, each with the projects that use it."""
    lines = [line.split("\t") for line in reportkit("list").stdout.splitlines()]
    assert lines[0] == ["kind", "id", "name", "projects"]
    assert ["project", "twerkt", "'t Werkt", "twerkt"] in lines
    assert ["region", "kortrijk", "Kortrijk", "twerkt"] in lines
    assert ["period", "2018", "2018-01-01 to 2018-12-31", "gent"] in lines
    assert ["batch", "kortrijk", "", "twerkt"] in lines
    assert ["notebook", "year_report", "", "gent, twerkt"] in lines


def test_list_of_one_kind_as_json(reportkit: Command) -> None:
    """A program reads the same records as JSON."""
    listed = json.loads(reportkit("list", "periods", "--format", "json").stdout)
    assert [record["id"] for record in listed] == ["2018", "2022"]


def test_sample_makes_synthetic_projects_only(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """Made-up data are never written where real data belong."""
    asked: list[list[str]] = []

    def write_samples(workspace: Any, projects: list[str]) -> list[Path]:
        asked.append(list(projects))
        return [workspace.root / "data" / "twerkt" / "jobs.csv"]

    stand_in("reportkit.sample", write_samples=write_samples)
    assert reportkit("sample").stdout == "data/twerkt/jobs.csv\n"
    refused = reportkit("sample", "--project", "gent")
    assert asked == [["twerkt"]]
    assert refused.exit_code == 2
    assert refused.stderr.startswith("E012 params/projects/gent.yaml: the data of gent are not synthetic.")
