"""What a project file may say, and how each thing it may not say is told."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import ParamsError
from reportkit.params import Project, Relation, open_workspace
from reportkit.periods import Period

if TYPE_CHECKING:
    from pathlib import Path

    from tests.params.conftest import Write


def refused(root: Path) -> str:
    """Return what is said of a workspace that cannot be opened."""
    with pytest.raises(ParamsError) as caught:
        open_workspace(root)
    return str(caught.value)


def test_a_short_file_has_the_defaults_of_the_sources(write: Write) -> None:
    """What a file leaves out is what the definitions say, in one place."""
    project = open_workspace(write()).project("twerkt")
    assert project.name == {"nl": "'t Werkt", "en": "'t Werkt"}
    assert (project.framework, project.end) == ("none", None)
    assert project.reports.audiences == ["public", "authority"]
    assert project.settings.long_term_unemployed_months.from_25 == 12
    assert project.disclosure.threshold == 5
    assert project.notebook == "employment_report"


def test_periods_may_be_numbers_or_text(write: Write, project: str) -> None:
    """A bare year is a period, and so is each of the written forms."""
    root = write(
        projects__twerkt=project.replace("[2016, 2022]", '[2016, "2017", 2022-H1, 2022-Q3, 2022-06, 2016/2022]')
    )
    periods = open_workspace(root).project("twerkt").reports.periods
    assert [period.id for period in periods] == ["2016", "2017", "2022-H1", "2022-Q3", "2022-06", "2016/2022"]


@pytest.mark.parametrize("written", ["2016-01-01", '"2016-01-01"'])
def test_a_date_may_be_quoted_or_not(write: Write, project: str, written: str) -> None:
    """A date means the same with and without quotes."""
    root = write(projects__twerkt=project.replace("2016-01-01", written))
    assert open_workspace(root).project("twerkt").start == date(2016, 1, 1)


def test_a_whole_number_serves_where_a_decimal_is_asked(write: Write, project: str) -> None:
    """A target of 600 is the number 600.0."""
    root = write(projects__twerkt=f"{project}targets: [{{indicator: started, value: 600}}]")
    assert open_workspace(root).project("twerkt").targets[0].value == 600.0


def test_relations_are_read_into_names(write: Write, project: str) -> None:
    """A relation knows its whole and its parts, and spaces do not matter."""
    root = write(projects__twerkt=f"{project}relations: ['closed=closed.job  + closed.early']")
    relation = open_workspace(root).project("twerkt").relations[0]
    assert relation == "closed = closed.job + closed.early"
    assert (relation.whole, relation.parts) == ("closed", ("closed.job", "closed.early"))


@pytest.mark.parametrize(
    "text", ["closed", "closed = job", "a + b = c", "a = b - c", "a = b + b", "a = b +", "a = a + b"]
)
def test_what_is_no_relation_is_refused(text: str) -> None:
    """A relation is one name, an equals sign, and two or more other names with plus signs."""
    with pytest.raises(ValueError, match=r"relation"):
        Relation(text)


def test_a_table_may_be_named_by_its_file_alone(write: Write, project: str) -> None:
    """A table is a file, several files, or a profile with more to say."""
    tables = "{jobs: jobs.csv, studies: [a.csv, b.csv], support: {path: s.csv, delimiter: ';'}}"
    root = write(projects__twerkt=f"{project}data: {{tables: {tables}}}")
    profiles = open_workspace(root).project("twerkt").data.tables
    assert [profiles[name].path for name in ("jobs", "studies", "support")] == ["jobs.csv", ["a.csv", "b.csv"], "s.csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("framwork: none", 'framwork: unknown key; did you mean "framework"?'),
        ("zzz: 1", "zzz: unknown key; the keys here are id, name, kind"),
        ("settings: {confidance: 0.9}", 'settings > confidance: unknown key; did you mean "confidence"?'),
        (
            "targets: [{indicator: a, value: 1, valeu: 2}]",
            'targets > item 1 > valeu: unknown key; did you mean "value"?',
        ),
        ("data: {tables: {jobs: {delimitr: ';'}}}", 'jobs > delimitr: unknown key; did you mean "delimiter"?'),
        ("framework: esf-pluss", 'found esf-pluss; did you mean "esf-plus"?'),
        (
            "disclosure: {coarser: [eduction]}",
            '"protection" or "support", found eduction; did you mean "education"?',
        ),
        ("end: 31/12/2022", "end: write a date as yyyy-mm-dd"),
        ("end: 2022-02-30", "end: there is no day 2022-02-30"),
        ("data: {synthetic: yes}", "data > synthetic: expected true or false"),
        ("disclosure: {threshold: true}", "disclosure > threshold: expected a whole number"),
        ("disclosure: {threshold: 5.0}", "disclosure > threshold: expected a whole number"),
        ("disclosure: {threshold: 2}", "disclosure > threshold: expected a number of at least 3"),
        ("disclosure: {method: rounding, threshold: 10}", "disclosure: base 5 is below threshold 10"),
        ("settings: {confidence: 95}", "settings > confidence: expected a number of less than 1"),
        ("settings: {confidence: '0.9'}", "settings > confidence: expected a number"),
        ("settings: {age_range: [75, 15]}", "age_range has its youngest age after its oldest"),
        ("settings: {age_range: [15]}", "settings > age_range > item 2: is missing"),
        ("targets: [{indicator: a, value: true}]", "targets > item 1 > value: expected a number"),
        ("targets: [{indicator: a, value: 1e999}]", "targets > item 1 > value: expected a number"),
        ("targets: [{indicator: 'a b', value: 1}]", "targets > item 1 > indicator: expected a code of letters"),
        ("targets: [{indicator: a, value: 1, by: gender}]", "by and group go together"),
        ("published: [{claim: closed}]", "published > item 1: a published claim has a value, a share, or both"),
        ("published: [{claim: a, value: 1, date: 12/2022}]", "date: write a date as yyyy, yyyy-mm or yyyy-mm-dd"),
        ("relations: [closed]", 'relations > item 1: write a relation as "whole = part + part"'),
        ("operations: TW-KOR", "operations: expected a list"),
        ("funding: [ESF]", "funding > item 1: expected keys with values"),
        ("data: {folder: ../other}", "data > folder: a path stays inside the workspace"),
        ("data: {folder: /etc}", "data > folder: a path stays inside the workspace"),
        ("data: {tables: {jobs: 'C:\\jobs.csv'}}", "a path stays inside the workspace"),
        ("data: {tables: {job: jobs.csv}}", 'data > tables > job: unknown table "job"; did you mean "jobs"?'),
        ("data: {columns: {persn_key: nr}}", 'unknown column "persn_key"; did you mean "person_key"?'),
        ("data: {tables: {jobs: {columns: {isced: x}}}}", 'jobs > columns > isced: unknown column "isced"'),
        (
            "data: {values: {gender: {F: V}}}",
            'values > gender > F: "V" is no code; what the file writes comes first: {V: F}',
        ),
        ("data: {tables: {jobs: {ignore: x}}}", "data > tables > jobs > ignore: expected a list"),
        ("data: {encoding: utf-9}", 'data > encoding: "utf-9" is not an encoding'),
        ("data: {accept: [{rule: R28}]}", "data > accept > item 1 > reason: is missing"),
        ("description: {nl: Tekst}", "description: the reports are in en too"),
        ("end: 2015-12-31", "end: the project ends before it starts, on 2016-01-01"),
        (
            "published: [{claim: a, value: 1, region: menin}]",
            '"menin" is not listed under regions; did you mean "menen"?',
        ),
    ],
)
def test_what_cannot_be_is_told_with_place_and_mend(write: Write, project: str, line: str, said: str) -> None:
    """Each thing a project file may not say is told with its line, its keys and what was expected."""
    told = refused(write(projects__twerkt=f"{project}{line}\n"))
    assert told.startswith("E010 params/projects/twerkt.yaml:7: ")
    assert said in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: twerkt", "id: gent", 'twerkt.yaml:1: id: the file is named "twerkt"'),
        ("id: twerkt", "id: 'T Werkt'", "twerkt.yaml:1: id: expected an id of lower-case letters"),
        ("id: twerkt\n", "", "twerkt.yaml:1: id: is missing"),
        ('name: "\'t Werkt"', "name: {nl: x}", "twerkt.yaml:2: name: the reports are in en too"),
        ('name: "\'t Werkt"', "name: {nl: x, en: ''}", "twerkt.yaml:2: name > en: is empty"),
        ('name: "\'t Werkt"', "name: {nl: x, fr: y}", 'name > fr: expected "nl" or "en", found fr'),
        ("kortrijk", "kortrik", 'twerkt.yaml:5: regions > item 1: no region "kortrik"; did you mean "kortrijk"?'),
        ("kortrijk", "all", 'regions > item 1: "all" is always there; leave it out'),
        ("kortrijk", "menen", 'regions > item 2: "menen" comes twice'),
        ("kortrijk", "34022", "regions > item 1: expected keys with values"),
        (
            "[2016, 2022]",
            "[2015, 2022]",
            'periods > item 1: the project does not run in "2015"; it runs from 2016-01-01',
        ),
        ("[2016, 2022]", "[2022-Q5]", 'periods > item 1: "2022-Q5" is not a period'),
        ("[2016, 2022]", "[true]", "periods > item 1: write a period as 2022"),
        ("[2016, 2022]", "[]", "reports > periods: is empty"),
        ("2022]}", "2022], regions: [gent]}", 'reports > regions > item 1: "gent" is not listed under regions'),
    ],
)
def test_what_does_not_fit_the_rest_is_told(write: Write, project: str, old: str, new: str, said: str) -> None:
    """A value that is well written must also agree with the file's name and its other keys."""
    assert said in refused(write(projects__twerkt=project.replace(old, new)))


def test_a_period_that_overlaps_the_project_is_good(write: Write, project: str) -> None:
    """The first year of a project that starts in September is a period of it."""
    root = write(projects__twerkt=project.replace("2016-01-01", "2016-09-15") + "end: 2022-02-28\n")
    assert open_workspace(root).project("twerkt").runs_in(Period.parse(2022))


def test_all_problems_of_all_files_are_told_at_once(write: Write, project: str) -> None:
    """One error lists every problem, file by file and line by line."""
    said = refused(
        write(
            projects__twerkt=project.replace("kind: employment", "kind: employement")
            + "framwork: none\nrelations: [a]\n",
            projects__gent=project.replace("id: twerkt", "id: gent").replace("kortrijk", "kortrik"),
        )
    )
    assert said.splitlines() == [
        "E010 params/projects/gent.yaml, params/projects/twerkt.yaml: 4 problems",
        '  params/projects/gent.yaml:5: regions > item 1: no region "kortrik"; did you mean "kortrijk"?',
        (
            "  params/projects/twerkt.yaml:3: kind: "
            'expected "employment" or "participation", found employement; did you mean "employment"?'
        ),
        '  params/projects/twerkt.yaml:7: framwork: unknown key; did you mean "framework"?',
        '  params/projects/twerkt.yaml:8: relations > item 1: write a relation as "whole = part + part"',
    ]


def test_a_wrong_key_does_not_hide_what_else_is_wrong(write: Write, project: str) -> None:
    """A misspelt key and an unknown region are told together; what hangs on the misspelt key is not guessed at."""
    text = project.replace("kortrijk", "kortrik").replace("reports:", "report:")
    said = refused(write(projects__twerkt=text))
    assert 'regions > item 1: no region "kortrik"' in said
    assert 'report: unknown key; did you mean "reports"?' in said
    assert "reports: is missing" in said
    assert said.startswith("E010 params/projects/twerkt.yaml: 3 problems")


def test_a_long_list_of_problems_is_cut_and_counted(write: Write, project: str) -> None:
    """Forty problems are shown, and how many more there are."""
    said = refused(write(projects__twerkt=project + "".join(f"zzz{n}: 1\n" for n in range(60))))
    assert said.endswith("and 20 more")


def test_a_project_survives_being_written_and_read() -> None:
    """A project written as JSON values is read back as the same project: a manifest can hold it."""
    project = Project.model_validate(
        {
            "id": "a",
            "name": "A",
            "kind": "employment",
            "start": "2022-01-01",
            "regions": ["kortrijk", {"region": "menen", "since": "2022-06-01"}],
            "reports": {"periods": [2022, "2022-Q3"]},
            "relations": ["a = b + c"],
        }
    )
    assert Project.model_validate(project.model_dump(mode="json")) == project
    assert pickle.loads(pickle.dumps(project)) == project  # noqa: S301 - our own bytes
