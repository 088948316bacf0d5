"""From what a command asks for to the reports that are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.errors import UsageError
from reportkit.params import Selection, open_workspace, select
from reportkit.periods import Period

if TYPE_CHECKING:
    from tests.params.conftest import Write

GENT = """\
id: gent
name: Gent
kind: employment
start: 2016-09-01
end: 2019-12-31
regions: [gent]
reports: {periods: [2018, 2017], regions: [all], languages: [nl], audiences: [public]}
"""


def labels(write: Write, selection: Selection, **files: str) -> list[str]:
    """Return the labels of the wanted reports in a workspace with twerkt and gent."""
    return [wanted.label for wanted in select(open_workspace(write(projects__gent=GENT, **files)), selection)]


def test_all_that_the_files_list_is_wanted_by_default(write: Write) -> None:
    """The area and each region, every period and audience; a region only from the day it joined; sorted."""
    assert labels(write, Selection()) == [
        "gent all 2017 public",
        "gent all 2018 public",
        "twerkt all 2016 authority",
        "twerkt all 2016 public",
        "twerkt all 2022 authority",
        "twerkt all 2022 public",
        "twerkt kortrijk 2016 authority",
        "twerkt kortrijk 2016 public",
        "twerkt kortrijk 2022 authority",
        "twerkt kortrijk 2022 public",
        "twerkt menen 2022 authority",
        "twerkt menen 2022 public",
    ]


def test_each_part_of_a_selection_narrows(write: Write) -> None:
    """Projects, regions, periods, languages and audiences narrow together."""
    asked = Selection(
        projects=("twerkt",),
        regions=("kortrijk",),
        periods=(Period.parse(2022),),
        languages=("en",),
        audiences=("public",),
    )
    (wanted,) = select(open_workspace(write()), asked)
    assert (wanted.region, wanted.period.id, wanted.audience, wanted.languages) == (
        "kortrijk",
        "2022",
        "public",
        ("en",),
    )


def test_what_is_asked_twice_is_wanted_once(write: Write) -> None:
    """Repeating an option changes nothing."""
    asked = Selection(projects=("gent", "gent"), periods=(Period.parse(2017), Period.parse("2017")))
    assert labels(write, asked) == ["gent all 2017 public"]


def test_a_period_off_the_list_may_be_asked_for(write: Write) -> None:
    """Any period in which the project runs can be reported."""
    assert labels(write, Selection(projects=("gent",), periods=(Period.parse("2019-Q3"),))) == [
        "gent all 2019-Q3 public"
    ]


def test_a_region_off_the_report_list_may_be_asked_for(write: Write) -> None:
    """A project that reports its whole area only can still report one of its regions."""
    asked = Selection(projects=("gent",), regions=("gent",), periods=(Period.parse(2017),))
    assert labels(write, asked) == ["gent gent 2017 public"]


def test_a_region_or_period_holds_for_the_projects_that_have_it(write: Write) -> None:
    """Without a project, those that lack the region or do not run in the period are passed over."""
    assert {label.split()[0] for label in labels(write, Selection(regions=("kortrijk",)))} == {"twerkt"}
    assert {label.split()[0] for label in labels(write, Selection(periods=(Period.parse(2022),)))} == {"twerkt"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Selection(projects=("twrkt",)), r'E003 no project "twrkt"\. did you mean "twerkt"\?'),
        (Selection(regions=("kortrik",)), r'E004 no region "kortrik" in gent, twerkt\. did you mean "kortrijk"\?'),
        (
            Selection(projects=("gent",), regions=("kortrijk",)),
            r'E004 no region "kortrijk" in gent\. There are: all, gent',
        ),
        (Selection(periods=(Period.parse(2015),)), r"E005 no project runs in 2015\. gent runs from 2016-09-01 to 2019"),
        (Selection(languages=("fr",)), r'E006 no reports in "fr"'),
        (Selection(audiences=("pubic",)), r'E006 no reports for "pubic" in gent, twerkt\. did you mean "public"\?'),
        (Selection(projects=("gent",), audiences=("authority",)), r'E006 no reports for "authority" in gent'),
        (Selection(projects=("gent", "twerkt"), periods=(Period.parse(2022),)), r"E009 gent has no such report"),
        (Selection(regions=("menen",), periods=(Period.parse(2016),)), r"E009 no project has a report"),
        (
            Selection(projects=("twerkt",), regions=("menen",), periods=(Period.parse(2016),)),
            r"menen takes part since 2020",
        ),
        (Selection(batch="yaerly"), r'E007 no batch "yaerly"'),
    ],
)
def test_what_leads_to_no_report_is_a_usage_error(write: Write, asked: Selection, said: str) -> None:
    """Whatever is asked for and cannot be had is told, never passed over."""
    with pytest.raises(UsageError, match=said):
        labels(write, asked)


def test_a_batch_narrows_what_is_asked_for(write: Write) -> None:
    """A batch is a selection with a name, and the command narrows it further."""
    batch = "projects: [twerkt]\nperiods: [2022]\naudiences: [public]"
    assert labels(write, Selection(batch="year"), batches__year=batch) == [
        "twerkt all 2022 public",
        "twerkt kortrijk 2022 public",
        "twerkt menen 2022 public",
    ]
    narrowed = Selection(batch="year", regions=("all",))
    assert labels(write, narrowed, batches__year=batch) == ["twerkt all 2022 public"]


def test_what_lies_outside_the_batch_is_a_usage_error(write: Write) -> None:
    """A batch of 2022 has no report of 2016."""
    asked = Selection(batch="year", periods=(Period.parse(2016),))
    with pytest.raises(UsageError, match=r'E009 batch "year" has no 2016\. It has: 2022\.'):
        labels(write, asked, batches__year="periods: [2022]")
