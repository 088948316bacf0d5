"""How params files are written: YAML 1.2, strictly, and every fault of it told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.errors import ParamsError, UsageError
from reportkit.params import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.params.conftest import Write


def refused(root: Path) -> str:
    """Return what is said of a workspace that cannot be opened."""
    with pytest.raises(ParamsError) as caught:
        open_workspace(root)
    assert caught.value.exit_status == 2
    return str(caught.value)


@pytest.mark.parametrize("word", ["NO", "on", "12:30", "1_000", "0x1F", "2022-12-31", "1:2:3", ".inf"])
def test_only_yaml_1_2_gives_words_a_type(write: Write, project: str, word: str) -> None:
    """A word that YAML 1.1 would turn into a boolean, a time or a number stays the text it is."""
    root = write(projects__twerkt=f"{project}operations: [{word}]")
    assert open_workspace(root).project("twerkt").operations == [word]


@pytest.mark.parametrize(("number", "quoted"), [("02000", '"02000"'), ("12", '"12"'), ("1.5", '"1.5"'), ("-3", '"-3"')])
def test_a_number_for_an_id_is_told_to_be_quoted(write: Write, project: str, number: str, quoted: str) -> None:
    """An id that YAML reads as a number is shown in quotes, with the zeros that stand in the file."""
    said = refused(write(projects__twerkt=f"{project}operations: [A, {number}]"))
    assert f"twerkt.yaml:7: operations > item 2: expected text, found a number; write it in quotes: {quoted}" in said


def test_a_key_that_comes_twice_is_told_with_both_lines(write: Write, project: str) -> None:
    """The second of two equal keys is refused, and the line of the first is named."""
    said = refused(write(projects__twerkt=f"{project}kind: participation"))
    assert said == 'E010 params/projects/twerkt.yaml:7: kind: "kind" comes twice; it is on line 3 already'


def test_a_key_must_be_text(write: Write, project: str) -> None:
    """A number as a key is told to be quoted."""
    said = refused(write(projects__twerkt=f"{project}data: {{values: {{gender: {{1: M}}}}}}"))
    assert 'twerkt.yaml:7: data > values > gender: a key must be text; write "1" in quotes' in said


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "is empty"),
        ("- a\n- b\n", 1, "expected keys with values"),
        ("id: twerkt\n\tname: x\n", 2, "a tab before the text; indent with spaces"),
        ("id: twerkt\nname: [x\n", 3, "is not YAML"),
        ("id: a\n---\nid: b\n", 2, "is not YAML"),
        ("id: twerkt\nname: *elsewhere\n", 2, "is not YAML"),
        ("id: twerkt\nname: \x07\n", 2, "a character that YAML does not allow"),
        ("id: twerkt\nname: !python/object:os.system x\n", 2, "is a tag"),
        ("a: &a {b: 1}\n<<: *a\n", 2, '"<<" is not YAML 1.2'),
        (f"id: {'[' * 600}", 1, "too deep"),
        (f"id: {'[' * 30}{']' * 30}", 1, "too deep"),
        ("id: &a [*a]", 1, "too deep"),
    ],
)
def test_what_is_not_plain_yaml_is_told_with_its_line(write: Write, text: str, line: int, said: str) -> None:
    """Faults of the YAML itself name the line, and end in no traceback."""
    told = refused(write(projects__twerkt=text))
    assert f"params/projects/twerkt.yaml:{line}" in told
    assert said in told


def test_aliases_that_multiply_are_refused(write: Write) -> None:
    """Nine levels of nine aliases would be hundreds of millions of values; they are counted, not made."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "holds more than 50,000 values" in refused(write(projects__twerkt="\n".join(lines)))


def test_an_alias_stands_for_its_value(write: Write, project: str) -> None:
    """A plain alias is read as what it points at."""
    root = write(projects__twerkt=f"{project}operations: [&one TW-KOR, *one]")
    assert open_workspace(root).project("twerkt").operations == ["TW-KOR", "TW-KOR"]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(write: Write) -> None:
    """A file saved by an older editor is told to be saved as UTF-8."""
    root = write()
    (root / "params/projects/twerkt.yaml").write_bytes(b"id: twerkt\nname: caf\xe9\n")
    assert refused(root) == "E010 params/projects/twerkt.yaml:2: is not UTF-8; save the file as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(write: Write, project: str) -> None:
    """Files saved on Windows are read as any other."""
    root = write()
    content = b"\xef\xbb\xbf" + project.replace("\n", "\r\n").encode()
    (root / "params/projects/twerkt.yaml").write_bytes(content)
    assert open_workspace(root).project("twerkt").id == "twerkt"


def test_a_linked_file_is_refused(write: Write, project: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A params file is a file, not a link to one."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "4u.yaml"
    elsewhere.write_text(project)
    root = write()
    (root / "params/projects/4u.yaml").symlink_to(elsewhere)
    assert "4u.yaml:1: is a link; put the file itself here" in refused(root)


def test_a_linked_folder_is_refused(write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of params that lies outside the workspace is not read."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "year.yaml").write_text("projects: [twerkt]")
    root = write()
    (root / "params/batches").symlink_to(elsewhere)
    assert "leads out of the workspace" in refused(root)


def test_a_file_of_more_than_a_megabyte_is_refused(write: Write, project: str) -> None:
    """Params hold no data; a huge file is refused before it is read."""
    assert "is larger than 1,000,000 bytes" in refused(write(projects__twerkt=project + "#" * 1_000_000))


@pytest.mark.parametrize("name", ["Twerkt.yaml", "werk.yml", "a b.yaml"])
def test_a_file_that_would_be_passed_over_is_told(write: Write, project: str, name: str) -> None:
    """A project file under a name that is not read is a problem, not silence."""
    root = write()
    (root / "params/projects" / name).write_text(project)
    assert f"params/projects/{name}" in refused(root)


def test_no_project_file_is_told(write: Write) -> None:
    """A workspace without a project is told where to write one."""
    root = write()
    (root / "params/projects/twerkt.yaml").unlink()
    assert "no project file here; write params/projects/<id>.yaml" in refused(root)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet="id: twerkt[]{}&*!|>'\"#%@`-?,\n\t012.~<=", max_size=60).map(str.encode),
    )
)
def test_no_text_ends_in_a_traceback(write: Write, content: bytes) -> None:
    """Whatever a file holds, it is read or refused with a sentence."""
    root = write()
    (root / "params/projects/twerkt.yaml").write_bytes(content)
    with pytest.raises((ParamsError, UsageError)):
        open_workspace(root)
