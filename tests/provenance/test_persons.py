"""Whether the persons of the release before are delivered still, told without their keys."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from reportkit.provenance.persons import Persons, Turnover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FIRST, SECOND, THIRD = ("1" * 64, "2" * 64, "3" * 64)


def pairs(*keys: str) -> Sequence[tuple[str, str]]:
    """Give each person an operation."""
    return [(key, "A") for key in keys]


def release(folder: Path, delivery: str, *keys: str) -> None:
    """Release the persons of a delivery."""
    persons = Persons(folder, "alpha")
    persons.propose(delivery, pairs(*keys))
    persons.settle([delivery])


def test_who_is_gone_and_who_is_new_is_counted(tmp_path: Path) -> None:
    """Of three persons one is no longer delivered, and two are new."""
    release(tmp_path, FIRST, "anna", "bram", "cem")
    found = Persons(tmp_path, "alpha").compare(SECOND, pairs("anna", "bram", "dana", "emre"))
    assert found == Turnover(before=3, gone=1, new=2)


def test_a_person_in_another_operation_is_another_participant(tmp_path: Path) -> None:
    """The operation is part of who is compared."""
    release(tmp_path, FIRST, "anna")
    assert Persons(tmp_path, "alpha").compare(SECOND, [("anna", "B")]) == Turnover(1, 1, 1)


def test_the_first_release_is_compared_with_nothing(tmp_path: Path) -> None:
    """Nor is the same delivery, released again, compared with itself."""
    persons = Persons(tmp_path, "alpha")
    assert persons.compare(FIRST, pairs("anna")) is None
    release(tmp_path, FIRST, "anna")
    assert persons.compare(FIRST, pairs("anna")) is None


def test_a_delivery_that_is_released_again_says_the_same_again(tmp_path: Path) -> None:
    """It is compared with the last release of another delivery."""
    release(tmp_path, FIRST, "anna", "bram")
    for _ in range(2):
        assert Persons(tmp_path, "alpha").compare(SECOND, pairs("anna")) == Turnover(2, 1, 0)
        release(tmp_path, SECOND, "anna")


def test_what_was_not_released_is_forgotten(tmp_path: Path) -> None:
    """A run that put no folder in its place changes nothing."""
    release(tmp_path, FIRST, "anna", "bram")
    persons = Persons(tmp_path, "alpha")
    persons.propose(SECOND, pairs("anna"))
    persons.settle([FIRST])
    assert persons.compare(THIRD, pairs("anna")) == Turnover(2, 1, 0)


def test_only_the_last_two_deliveries_are_kept(tmp_path: Path) -> None:
    """However many runs there were."""
    for delivery in (FIRST, SECOND, THIRD):
        release(tmp_path, delivery, "anna")
    assert sorted(path.name for path in (tmp_path / "alpha").iterdir()) == ["before", "last"]


def test_no_key_is_kept_and_no_hash_that_anyone_can_make(tmp_path: Path) -> None:
    """The same key has another fingerprint under another secret, and only the owner can open either."""
    kept = []
    for name in ("one", "other"):
        release(tmp_path / name, FIRST, "anna")
        kept.append((tmp_path / name / "alpha" / "last").read_bytes())
        files = [path for path in (tmp_path / name).rglob("*") if path.is_file()]
        assert not any(b"anna" in path.read_bytes() for path in files)
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert kept[0] != kept[1]
    assert len(kept[0]) == 32 + 8 + 8


def test_fingerprints_of_a_lost_secret_say_nothing(tmp_path: Path) -> None:
    """Nobody is told to be gone because the secret is."""
    release(tmp_path, FIRST, "anna")
    (tmp_path / "secret").unlink()
    release(tmp_path / "other", FIRST, "x")
    (tmp_path / "other" / "secret").rename(tmp_path / "secret")
    assert Persons(tmp_path, "alpha").compare(SECOND, pairs("anna")) is None
