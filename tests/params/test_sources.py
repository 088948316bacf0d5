"""Where a table may come from when it is no file of the workspace, and how what cannot be is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reportkit.params.profile import DataProfile
from reportkit.params.sources import filled, masked


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"sql": "SELECT 1"}, "a query needs the uri of one database"),
        ({"uri": "s3://bucket/jobs.csv", "sql": "SELECT 1"}, "a query needs the uri of one database"),
        ({"uri": "postgresql://h/esf"}, "a database needs a query; add it as sql"),
        ({"uri": "s3://bucket/jobs.csv", "parameters": {"op": "A"}}, "parameters are those of a query"),
        ({"uri": "sqlite:///a", "sql": "SELECT :op"}, "the query has :op, and parameters has no op"),
        ({"uri": "sqlite:///a", "sql": "SELECT :op", "parameters": {"op": 1, "ops": 1}}, 'no :ops; did you mean "op"?'),
        ({"uri": "sqlite:///a", "sql": "SELECT 1; DROP TABLE jobs"}, "a query is one statement"),
        ({"uri": "sqlite:///a", "sql": "DELETE FROM jobs"}, "a query begins with SELECT or WITH"),
        ({"uri": "mysql://h/esf", "sql": "SELECT 1"}, 'a uri cannot begin with "mysql://"'),
        ({"uri": "postgresql+psycopg2://h/esf", "sql": "SELECT 1"}, "leave the driver out of the uri"),
        ({"uri": "sqlite://", "sql": "SELECT 1"}, "write an SQLite database as sqlite:///path"),
        ({"uri": "sqlite:///a?mode=rwc", "sql": "SELECT 1"}, "write an SQLite database as sqlite:///path"),
        ({"uri": "jobs.csv"}, "write a uri as scheme://host/path"),
        ({"uri": "s3:/bucket/jobs.csv"}, "write a uri as scheme://host/path"),
        ({"uri": "zip://jobs.csv::s3://bucket/a.zip"}, 'a uri cannot begin with "zip://"'),
        ({"uri": "s3://bucket/a.csv::file://etc/passwd"}, "a uri names one file"),
        ({"path": "jobs.csv", "uri": "s3://bucket/jobs.csv"}, "a table has a path or a uri, not both"),
    ],
)
def test_a_source_that_cannot_be_is_told_when_the_project_file_is_read(table: dict[str, object], message: str) -> None:
    """What belongs together stands together."""
    with pytest.raises(ValidationError) as refusal:
        DataProfile.model_validate({"tables": {"jobs": table}})
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "uri",
    [
        "postgresql://reader:hunter2@h/esf",
        "postgresql://reader:hunter/2@h/esf",
        "postgresql://reader:1/2@h/esf",
        "postgresql://reader:${A}hunter2@h/esf",
        "postgresql://h/esf?user=reader&password=hunter2",
        "https://hunter2@h/jobs.csv",
        "https://h/jobs.csv?X-Amz-Signature=hunter2",
    ],
)
def test_a_password_in_a_project_file_is_refused(uri: str) -> None:
    """Only the name of what holds it may stand there."""
    sql = {"sql": "SELECT 1"} if uri.startswith("postgresql") else {}
    with pytest.raises(ValidationError) as refusal:
        DataProfile.model_validate({"tables": {"jobs": {"uri": uri, **sql}}})
    assert "a password never stands in a project file" in refusal.value.errors()[0]["msg"]


def test_what_is_shown_of_a_uri_is_no_secret() -> None:
    """The password and all that stands after a question mark are masked."""
    assert masked("postgresql://${ESF_USER}:${P}@h:5432/esf?host=/tmp&sslmode=require") == (
        "postgresql://${ESF_USER}:***@h:5432/esf?host=***&sslmode=***"
    )
    assert masked("https://h/jobs.csv?${QUERY}") == "https://h/jobs.csv?***"
    assert masked("s3://bucket/2022 Q1/jobs.csv") == "s3://bucket/2022 Q1/jobs.csv"


def test_placeholders_are_filled_from_the_environment() -> None:
    """A letter that means something in a uri is escaped where it could be taken for that."""
    environment = {"U": "a@b", "P": "x/y?z", "BUCKET": "esf/2022", "K": "a&b"}
    assert filled("https://${U}:${P}@h/${BUCKET}/jobs.csv?key=${K}", environment) == (
        "https://a%40b:x%2Fy%3Fz@h/esf/2022/jobs.csv?key=a%26b"
    )
    with pytest.raises(KeyError, match="GONE"):
        filled("s3://${GONE}/jobs.csv", environment)
