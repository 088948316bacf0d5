"""``reportkit pseudonymise``: persons' keys replaced with a secret that stays outside the workspace."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from tests.cli.conftest import Command

NUMBER, PRINTED = "85073003328", "85.07.30-033.28"


@pytest.fixture
def safe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder outside the workspace."""
    return tmp_path_factory.mktemp("safe")


@pytest.fixture
def key(safe: Path) -> Path:
    """Return a key file that only its owner reads."""
    path = safe / "key"
    path.write_text("0123456789abcdef" * 4)
    path.chmod(0o600)
    return path


def delivered(folder: Path, text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    """Write an export."""
    path = folder / name
    path.write_text(text, encoding=encoding, newline="")
    return path


def records(result: Result, delimiter: str = ",") -> list[dict[str, str]]:
    """Read what the command wrote to stdout."""
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(result.stdout.splitlines(), delimiter=delimiter))


def test_the_same_person_has_the_same_pseudonym_in_every_file(reportkit: Command, safe: Path, key: Path) -> None:
    """Also where one file writes the marks of a national number; other cells stay as they are."""
    first = delivered(safe, f"insz,track\n{NUMBER},a\n17073003384,b\n{NUMBER},\n")
    second = delivered(safe, f'nr;hours\n"{PRINTED} ";12,5\n;3\n', "second.csv")
    one = records(reportkit("pseudonymise", str(first), "--column", "insz", "--key-file", str(key)))
    arguments = ["--column", "nr", "--key-file", str(key), "--delimiter", ";"]
    two = records(reportkit("pseudonymise", str(second), *arguments), ";")
    assert [record["track"] for record in one] == ["a", "b", ""]
    assert one[0]["insz"] == one[2]["insz"] == two[0]["nr"] != one[1]["insz"]
    assert [record["hours"] for record in two] == ["12,5", "3"]
    assert two[1]["nr"] == ""
    assert all(re.fullmatch("[A-Z2-7]{26}", record["insz"]) for record in one)


def test_another_secret_gives_other_pseudonyms(reportkit: Command, safe: Path, key: Path) -> None:
    """Nobody without the key can make the pseudonym of a known number."""
    export = str(delivered(safe, f"insz\n{NUMBER}\n"))
    made = reportkit("pseudonymise", export, "--column", "insz", "--key-file", str(safe / "new"), "--new-key")
    assert (safe / "new").stat().st_mode & 0o777 == 0o600
    assert len((safe / "new").read_text().strip()) == 64
    assert made.stdout != reportkit("pseudonymise", export, "--column", "insz", "--key-file", str(key)).stdout


def test_a_personal_column_goes_only_when_it_is_named(reportkit: Command, safe: Path, key: Path) -> None:
    """It is refused by its name and by its content, and no cell of it is shown."""
    export = str(delivered(safe, f"insz,naam,contact,track\n{NUMBER},Amina,amina@example.org,a\n"))
    arguments = ["pseudonymise", export, "--column", "insz", "--key-file", str(key)]
    refused = reportkit(*arguments)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert 'column "naam" is named for what gives persons away; column "contact" holds' in refused.stderr
    assert "Amina" not in refused.stderr
    assert "amina" not in refused.stderr
    (record,) = records(reportkit(*arguments, "--drop", "naam", "--drop", "contact"))
    assert list(record) == ["insz", "track"]


def test_the_output_keeps_its_encoding_and_is_written_whole(reportkit: Command, safe: Path, key: Path) -> None:
    """A file that is there is never written over: neither the export nor the key."""
    export = delivered(safe, "nr;track\n1;é\n", encoding="cp1252")
    arguments = ["pseudonymise", str(export), "--column", "nr", "--key-file", str(key)]
    arguments += ["--encoding", "cp1252", "--delimiter", ";"]
    made = safe / "made.csv"
    result = reportkit(*arguments, "--output", str(made))
    assert (result.exit_code, result.stdout) == (0, "")
    assert made.read_bytes().endswith(b";\xe9\n")
    assert [path.name for path in safe.iterdir() if path.name.startswith(".")] == []
    for there in (export, key, made):
        refused = reportkit(*arguments, "--output", str(there))
        assert refused.exit_code == 2
        assert refused.stderr.startswith("E183")
    assert export.read_bytes() == b"nr;track\n1;\xe9\n"


def test_the_secret_stays_outside_the_workspace(reportkit: Command, workspace: Path, safe: Path, key: Path) -> None:
    """Also by way of a link; a secret that others read, or that is short, is none."""
    export = str(delivered(safe, "nr\n1\n"))
    inside, link = workspace / "data" / "key", safe / "link"
    inside.parent.mkdir()
    inside.write_text(key.read_text())
    inside.chmod(0o600)
    link.symlink_to(inside)
    said = {
        inside: "E180 {}: the key file lies in the workspace.",
        link: "E180 {}: the key file lies in the workspace.",
        safe / "none": "E180 {}: there is no key file. Make one with --new-key",
    }
    for path, message in said.items():
        result = reportkit("pseudonymise", export, "--column", "nr", "--key-file", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(message.format(path))
    new = reportkit("pseudonymise", export, "--column", "nr", "--key-file", str(workspace / "new"), "--new-key")
    assert (new.exit_code, (workspace / "new").exists()) == (2, False)


@pytest.mark.parametrize(
    ("mode", "content", "said"),
    [(0o644, "x" * 40, "others can read the key file."), (0o600, "short", "the key is shorter than 32 signs.")],
)
def test_a_secret_is_secret_and_long(
    reportkit: Command, safe: Path, key: Path, mode: int, content: str, said: str
) -> None:
    """Numbers of a register are few: who can guess the secret can try them all."""
    key.write_text(content)
    key.chmod(mode)
    result = reportkit("pseudonymise", str(delivered(safe, "nr\n1\n")), "--column", "nr", "--key-file", str(key))
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_new_secret_never_takes_the_place_of_an_old_one(reportkit: Command, safe: Path, key: Path) -> None:
    """With another key, persons would get other pseudonyms."""
    before = key.read_bytes()
    export = str(delivered(safe, "nr\n1\n"))
    result = reportkit("pseudonymise", export, "--column", "nr", "--key-file", str(key), "--new-key")
    assert (result.exit_code, key.read_bytes()) == (2, before)


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "E184", 3),
        (b"nr\n\xff\n", "E184", 3),
        ("nr\n1\n".encode("utf-16"), "E184", 3),
        (b'nr\n"1\n', "E184", 3),
        (b"nr,track\n1\n", "E184", 3),
        (b"nr;track\n1;a\n", "E181", 2),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    reportkit: Command, safe: Path, key: Path, content: bytes, code: str, status: int
) -> None:
    """Nothing is written of it."""
    export = safe / "export.csv"
    export.write_bytes(content)
    result = reportkit("pseudonymise", str(export), "--column", "nr", "--key-file", str(key))
    assert (result.exit_code, result.stdout, result.stderr[:4]) == (status, "", code)
