"""The language in which the command line speaks: that of the locale; what a program reads is the same in all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import DataError
from reportkit.messages import Message
from tests.cli.test_verbs import Failure, Outcome, Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command

    Speak = Callable[[str], None]

ANKER = """\
id: anker
name: Anker
kind: employment
framework: esf-plus
start: 2021-01-01
reports: {periods: [2021]}
"""
HEADER = "person_key,operation_id,entry_date,age_at_entry"
SAID = {
    "nl": (
        'geen kolom "entry_date"',
        'bedoelde u "entrydate"? Voeg ze toe onder data.columns in params/projects/gent.yaml.',
        "gent: bestanden 1, aangeleverde rijen 1, geweigerde rijen 0, bevindingen 1, waarvan een rapport tegenhouden 1",
    ),
    "en": (
        'no column "entry_date"',
        'did you mean "entrydate"? Add it under data.columns in params/projects/gent.yaml.',
        "gent: files 1, rows delivered 1, rows rejected 0, findings 1, of which stop a report 1",
    ),
}


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Return what sets the language of the environment."""

    def spoken(language: str) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANGUAGE", language)

    return spoken


@pytest.fixture
def misspelt(workspace: Path) -> None:
    """Deliver a column under a name that is not declared."""
    folder = workspace / "data" / "gent"
    folder.mkdir(parents=True)
    text = f"{HEADER}\np1,A,2017-01-05,30\n".replace("entry_date", "entrydate")
    (folder / "participations.csv").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("misspelt")
@pytest.mark.parametrize(
    ("language", "words"), [("nl", "nl"), ("nl_BE", "nl"), ("en", "en"), ("C", "en"), ("fr", "en")]
)
def test_a_check_speaks_the_language_of_the_locale(reportkit: Command, speak: Speak, language: str, words: str) -> None:
    """What is wrong, how to mend it and the sum of it; codes, columns and the exit status are the same."""
    speak(language)
    result = reportkit("check", "--project", "gent")
    wrong, mend, total = SAID[words]
    assert result.exit_code == 3
    assert result.stdout.startswith("project\trule\tseverity\tfile\tcolumn\tcount\trows\texpected\tmend\taccepted\n")
    assert "gent\tE134\terror\tdata/gent/participations.csv" in result.stdout
    assert f"\t{wrong}\t{mend}\t" in result.stdout
    assert total in result.stderr


@pytest.mark.usefixtures("misspelt")
def test_a_refusal_lists_its_faults_in_dutch(reportkit: Command, speak: Speak) -> None:
    """A line each, with what holds for all of them at the end."""
    speak("nl")
    result = reportkit("indicators", "gent")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "E100 data/gent: de gegevens zijn geweigerd, 1 fout:\n"
        f"  E134 data/gent/participations.csv: {SAID['nl'][0]}; {SAID['nl'][1]}\n"
        " Verbeter de bestanden.\n"
    )


@pytest.mark.usefixtures("misspelt")
def test_the_keys_of_json_are_the_same_in_dutch(reportkit: Command, speak: Speak) -> None:
    """A program finds what it looks for; the sentences are for a person."""
    speak("nl")
    (record,) = json.loads(reportkit("check", "--project", "gent", "--format", "json").stdout)
    assert (record["rule"], record["severity"], record["expected"]) == ("E134", "error", 'geen kolom "entry_date"')


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["indicators", "gnt"], 'E003 geen project "gnt". bedoelde u "gent"?'),
        (["run", "--project", "gent", "--period", "2030"],
         "E005 geen project loopt in 2030. gent loopt van 2016-09-01 tot en met 2019-12-31."),
        (["run", "--period", "2022-Q5"], 'E005 --period: "2022-Q5" is geen periode: schrijf 2022, 2022-H1,'),
        (["run", "--formats", "docx"], 'E006 --formats: geen formaat "docx". Mogelijk zijn: html, pdf, xlsx.'),
        (["run", "--force", "--resume"], "E006 --force maakt elk rapport opnieuw, --resume behoudt wat gemaakt is."),
        (["check", "--suggest", "none.csv"], "E014 none.csv: dat bestand bestaat niet. Geef een CSV-bestand op."),
        (["sample", "--project", "gent"], "E012 params/projects/gent.yaml: de gegevens van gent zijn niet"),
        (["trace", "gent", "--period", "2018", "--indicator", "started", "--audience", "public"],
         "E007 --audience: een openbaar cijfer wordt niet herleid: de records ervan zijn personen."),
        (["indicators", "gent", "--hidden"], "E007 --hidden: welke regel een cijfer verborg, is niet voor het publiek"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_command_is_told_in_dutch(
    reportkit: Command, speak: Speak, arguments: list[str], line: str
) -> None:
    """With the code and the exit status that it has in English."""
    speak("nl")
    result = reportkit(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)


def test_a_bug_is_told_in_dutch(reportkit: Command, speak: Speak, stand_in: Callable[..., None]) -> None:
    """In one line, without the words of the error."""

    def stops(_workspace: object, _projects: object) -> list[Path]:
        raise KeyError("person 4711")

    speak("nl")
    stand_in("reportkit.sample", write_samples=stops)
    told = reportkit("sample").stderr
    assert told.startswith("E000 KeyError in test_language.py, regel ")
    assert told.endswith(": dit is een fout in het programma; reportkit --debug … toont waar ze vandaan komt.\n")


def test_what_could_be_declared_is_remarked_in_dutch(reportkit: Command, speak: Speak, tmp_path: Path) -> None:
    """The lines to paste are the same; the remarks beside them are for a person."""
    file = tmp_path / "export.csv"
    file.write_text("dossiernr;operatie;instapdatum;geslacht\n1;A;03/04/2022;V\n2;A;05/06/2022;?\n", encoding="utf-8")
    english = reportkit("check", "--suggest", str(file)).stdout.splitlines()
    speak("nl")
    dutch = reportkit("check", "--suggest", str(file)).stdout.splitlines()
    assert [line for line in dutch if "#" not in line] == [line for line in english if "#" not in line]
    assert dutch[0] == "# Wellicht de tabel participations. Lees elke regel: niets hiervan wordt vanzelf toegepast."
    assert (
        '  # date_format: "%d/%m/%Y" of "%m/%d/%Y"; geen dag na de twaalfde toont welke: vraag het wie het bestand'
        " maakte."
    ) in dutch


def test_a_run_ends_in_dutch(reportkit: Command, speak: Speak, stand_in: Callable[..., None]) -> None:
    """How far it is, what failed, what was refused and how many were made; the portal stands on stdout as ever."""
    refusal = DataError("E184", Message("the file is empty."), where="x.csv")
    made = Pipeline(Outcome(made=1, skipped=5, failed=(Failure(),), refused={"gent": refusal}))
    stand_in("reportkit.pipeline.batch", run=made.run)
    speak("nl")
    result = reportkit("run")
    assert (result.exit_code, result.stdout) == (3, "outputs/index.html\n")
    assert result.stderr.splitlines() == [
        "[1/2] first",
        "[2/2] second mislukt: no data",
        "Mislukt: twerkt kortrijk 2022 nl public, cel 7: KeyError in this cell.",
        "  Opnieuw: reportkit run --project twerkt --region kortrijk",
        "E184 x.csv: het bestand is leeg.",
        "1 rapport gemaakt, 5 waren nog actueel, 1 mislukt, gegevens geweigerd van gent, in 1,2 s. Het portaal:",
    ]


def test_figures_that_break_a_check_are_told_in_dutch(reportkit: Command, speak: Speak, tmp_path: Path) -> None:
    """What the rule asks, and what is found."""
    path = tmp_path / "figures.csv"
    path.write_text("region,period,indicator,value\nall,2021,CO01,3\nall,2022,CO01,2\n", encoding="utf-8")
    speak("nl")
    result = reportkit("check", "--figures", str(path), "--format", "json")
    fallen, missing, *_ = json.loads(result.stdout)
    assert fallen["expected"] == "een output tot nu toe daalt nooit van de ene afsluitdatum naar de volgende"
    assert missing["found"].startswith("CO02 ontbreekt; CO03 ontbreekt; ")
    assert missing["found"].endswith("; en nog 18")
    assert result.stderr.endswith(": cijfers 2, controles 19, niet gehaald 2, waarvan een rapport tegenhouden 2\n")


@pytest.fixture
def anker(workspace: Path) -> None:
    """Add a project of ESF+ with one participation."""
    (workspace / "params" / "projects" / "anker.yaml").write_text(ANKER, encoding="utf-8")
    folder = workspace / "data" / "anker"
    folder.mkdir(parents=True)
    text = (
        "person_key,operation_id,entry_date,gender,age_at_entry,labour_status,isced\na,A,2021-01-10,F,30,unemployed,3\n"
    )
    (folder / "participations.csv").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("anker")
@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        ("trace anker --period 2021 --indicator EECO01", 0,
         "EECO01 is 1 (participation); het steunt op 1 records die samen 1 zijn"),
        ("trace anker --period 2021 --indicator EECO1", 2,
         'E006 --indicator: het project heeft geen indicator "EECO1". bedoelde u "EECO1'),
        ("trace anker --period 2021 --indicator EECO01 --by gender --group V", 2,
         'E006 --group: gender heeft geen groep "V". Mogelijk zijn: F, M, X.'),
        ("export anker --period 2021 --table esf-plus-outputs", 0,
         "params/projects/anker.yaml noemt geen financiering: prioriteit, fonds en regiocategorie blijven leeg."),
        ("export anker --period 2021 --table esf-2014-outputs", 2,
         "E006 --table: anker rapporteert niet in esf-2014-2020 maar in esf-plus. De tabellen ervan zijn: "),
    ],
)  # fmt: skip
def test_a_verb_says_in_dutch_what_it_did(
    reportkit: Command, speak: Speak, arguments: str, status: int, line: str
) -> None:
    """On stderr; what it writes to stdout is for a program."""
    speak("nl")
    result = reportkit(*arguments.split())
    assert (result.exit_code, result.stderr[: len(line)]) == (status, line)
