"""What an official reads of a params file that says what cannot be, in Dutch: a line to add, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.cli.language import told_error
from reportkit.errors import ParamsError
from reportkit.params import open_workspace

if TYPE_CHECKING:
    from tests.params.conftest import Write

ADDED = {
    "framwork: none": '7: framwork: onbekende sleutel; bedoelde u "framework"?',
    "relations: [x]": '7: relations > onderdeel 1: schrijf een verband als "geheel = deel + deel"',
    "relations: [a = b + b]": '7: relations > onderdeel 1: "b" komt tweemaal voor in het verband',
    "targets: [{indicator: started, value: x}]": "7: targets > onderdeel 1 > value: verwacht: een getal",
    "end: 2015-01-01": "7: end: het project eindigt voor het begint, op 2016-01-01",
    "end: 2020-01-01": (
        '6: reports > periods > onderdeel 2: het project loopt niet in "2022"; het loopt van '
        "2016-01-01 tot en met 2020-01-01"
    ),
    "end: 2020-02-31": "7: end: de dag 2020-02-31 bestaat niet",
    "end: no": "7: end: schrijf een datum als jjjj-mm-dd",
    "disclosure: {threshold: 1}": "7: disclosure > threshold: verwacht: een getal van minstens 3",
    "settings: {confidence: 1.5}": "7: settings > confidence: verwacht: een getal kleiner dan 1",
    "settings: {confidence: 0.1}": "7: settings > confidence: verwacht: een getal groter dan 0.5",
    "settings: {participation_hours: 0}": "7: settings > participation_hours: verwacht: een getal groter dan 0",
    "settings: {age_range: [30, 20]}": "7: settings: in age_range staat de jongste leeftijd na de oudste",
    "settings: {age_range: [30, 20, 1]}": "7: settings > age_range: heeft te veel onderdelen",
    "operations: [12]": (
        '7: operations > onderdeel 1: verwacht: tekst, gevonden: een getal; schrijf het tussen aanhalingstekens: "12"'
    ),
    "published: [{claim: a}]": (
        "7: published > onderdeel 1: een gepubliceerd cijfer heeft een value, een share of allebei"
    ),
    "published: [{claim: a, value: 1, by: gender}]": (
        "7: published > onderdeel 1: by en group horen samen: allebei total, of geen van beide"
    ),
    "published: [{claim: '1 a', value: 1}]": (
        "7: published > onderdeel 1 > claim: verwacht: een code van letters, cijfers, _ en punten, zoals closed.job"
    ),
    "data: {tables: {job: x.csv}}": '7: data > tables > job: onbekende tabel "job"; bedoelde u "jobs"?',
    "data: {tables: {jobs: {path: a, uri: 's3://x/y'}}}": (
        "7: data > tables > jobs: een tabel heeft een path of een uri, niet allebei"
    ),
    "data: {columns: {gendr: x}}": '7: data > columns > gendr: onbekende kolom "gendr"; bedoelde u "gender"?',
    "data: {values: {gender: {F: V}}}": (
        '7: data > values > gender > F: "V" is geen code; eerst komt wat het bestand schrijft: {V: F}'
    ),
    "data: {values: {gender: {V: W}}}": '7: data > values > gender > V: "W" is geen code; mogelijk zijn F, M, X',
    "data: {values: {isced: {V: W}}}": '7: data > values > isced > V: "W" is geen geheel getal',
    "data: {encoding: x}": '7: data > encoding: "x" is geen tekencodering; schrijf utf-8, cp1252 of iso-8859-15',
    "data: {folder: ../x}": (
        "7: data > folder: een pad blijft binnen de werkruimte: geen / vooraan, geen ~, geen : en geen .."
    ),
    "data: {delimiter: ';;'}": "7: data > delimiter: verwacht: één teken",
    "data: {decimal: ';'}": '7: data > decimal: verwacht: "." of ",", gevonden: ;',
    "data: {missing: x}": "7: data > missing: verwacht: een lijst",
    "data: {synthetic: ja}": "7: data > synthetic: verwacht: true of false",
    "data: {header_row: a}": "7: data > header_row: verwacht: een geheel getal",
    "data: {accept: [{rule: x, reason: y}]}": (
        "7: data > accept > onderdeel 1 > rule: verwacht: het nummer van een regel, zoals R28"
    ),
    "data: {accept: [{rule: R01, reason: ''}]}": (
        "7: data > accept > onderdeel 1 > reason: is leeg; schrijf er minstens één"
    ),
    "data: {tables: {jobs: {uri: 'x'}}}": (
        "7: data > tables > jobs > uri: schrijf een uri als schema://server/pad, zoals s3://bucket/participations.csv"
    ),
    "data: {tables: {jobs: {uri: 'sqlite+x:///x', sql: SELECT 1}}}": (
        '7: data > tables > jobs > uri: laat het stuurprogramma weg uit de uri: schrijf "sqlite://"'
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x?y', sql: SELECT 1}}}": (
        "7: data > tables > jobs > uri: schrijf een SQLite-databank als sqlite:///pad, vanaf de werkruimte"
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x'}}}": (
        "7: data > tables > jobs: een databank vraagt een zoekopdracht; voeg ze toe als sql"
    ),
    "data: {tables: {jobs: {uri: 's3://a::b'}}}": (
        "7: data > tables > jobs > uri: een uri noemt één bestand, geen bestand in een ander: geen ::"
    ),
    "data: {tables: {jobs: {uri: 's3://x/y', sql: SELECT 1}}}": (
        "7: data > tables > jobs: een zoekopdracht vraagt de uri van één databank, zoals postgresql://host/naam"
    ),
    "data: {tables: {jobs: {uri: 's3://x/y', parameters: {a: 1}}}}": (
        "7: data > tables > jobs: parameters horen bij een zoekopdracht; voeg ze toe als sql"
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x', sql: 'SELECT :a'}}}": (
        "7: data > tables > jobs: de zoekopdracht heeft :a, en parameters heeft geen a"
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x', sql: 'SELECT :ab', parameters: {ac: 1, ab: 1, q: 2}}}}": (
        "7: data > tables > jobs: de zoekopdracht heeft geen :ac"
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x', sql: 'DELETE'}}}": (
        "7: data > tables > jobs > sql: een zoekopdracht begint met SELECT of WITH"
    ),
    "data: {tables: {jobs: {uri: 'sqlite:///x', sql: 'SELECT 1; SELECT 2'}}}": (
        "7: data > tables > jobs > sql: een zoekopdracht is één opdracht: geen ; behalve aan "
        "het einde (geef een tekst met een ; als parameter)"
    ),
    "data: {tables: {jobs: {uri: 'postgresql://a:b@c/d', sql: SELECT 1}}}": (
        "7: data > tables > jobs > uri: een wachtwoord staat nooit in een projectbestand; "
        "schrijf ${NAME}, en stel NAME in de omgeving in"
    ),
    "funding: [{fund: x, category_of_region: y}]": (
        '7: funding > onderdeel 1 > category_of_region: verwacht: "", "less_developed", '
        '"transition" of "more_developed", gevonden: y'
    ),
    "id: x": '7: id: "id" komt tweemaal voor; het staat al op regel 1',
    "? [a]\n: b": "7: een sleutel moet tekst zijn",
    "<<: {a: b}": '7: "<<" is geen YAML 1.2; schrijf de sleutels uit',
    "1: 2": '7: een sleutel moet tekst zijn; schrijf "1" tussen aanhalingstekens',
    "\tx: 1": "7: een tab voor de tekst; spring in met spaties",
    "x: [": "8: is geen YAML: expected the node content, but found '<stream end>'",
}


@pytest.mark.parametrize("added", ADDED)
def test_a_problem_of_a_project_file_is_told_in_dutch(
    write: Write, project: str, monkeypatch: pytest.MonkeyPatch, added: str
) -> None:
    """File and line, the way to the value, and what is wrong with it."""
    monkeypatch.setenv("LANGUAGE", "nl")
    assert told(write, projects__twerkt=f"{project}{added}\n") == f"E010 params/projects/twerkt.yaml:{ADDED[added]}"


def told(write: Write, **files: str) -> str:
    """Return what the command line says of a workspace that cannot be opened."""
    with pytest.raises(ParamsError) as error:
        open_workspace(write(**files))
    return told_error(error.value)


def test_many_problems_are_listed_in_dutch(write: Write, project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of every file, a line each."""
    monkeypatch.setenv("LANGUAGE", "nl")
    regions = (
        "regions:\n  x: {name: X}\n  all: {name: A, municipalities: ['99999']}\n  y: {name: Y, regions: [kortrik]}\n"
    )
    batch = "projects: [twrkt]\nregions: [kortrik]\n"
    assert told(write, projects__twerkt=project, regions=regions, batches__b=batch).splitlines() == [
        "E010 params/regions.yaml, params/batches/b.yaml: 7 problemen",
        "  params/regions.yaml:2: regions > x: bevat geen gemeente",
        '  params/regions.yaml:3: regions > all: "all" is het hele gebied van een project; geef de regio een ander id',
        '  params/regions.yaml:3: regions > all > municipalities > onderdeel 1: geen gemeente heeft de code "99999"',
        "  params/regions.yaml:4: regions > y: bevat geen gemeente",
        '  params/regions.yaml:4: regions > y > regions > onderdeel 1: geen regio "kortrik"; bedoelde u "kortrijk"?',
        '  params/batches/b.yaml:1: projects > onderdeel 1: onbekend project "twrkt"; bedoelde u "twerkt"?',
        '  params/batches/b.yaml:2: regions > onderdeel 1: geen regio "kortrik"; bedoelde u "kortrijk"?',
    ]
