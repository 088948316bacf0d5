"""Small workbooks for tests, written cell by cell, with as little around them as can be."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.tables import Delivery

    Rows = Sequence[Sequence[object]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="9"/><xf numFmtId="170"/>'
    "</cellXfs></styleSheet>"
)
FORMATS = {"date": 1, "moment": 2, "duration": 3, "percentage": 4, "own percentage": 5}
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones


class Xml(str):
    """A cell that is written as it stands."""

    __slots__ = ()


class DeliverBook(Protocol):
    """Writes a workbook to data/p/participations.xlsx (or .ods, as it is) and reads the delivery of project p."""

    def __call__(self, content: bytes, name: str = "", **data: object) -> Delivery:
        """Write under that name and read, with the `data` part of the project file."""


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack the parts of a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def letters(column: int) -> str:
    """Return the letter of a column; 1 is A."""
    return chr(64 + column)


def xlsx_cell(value: object, place: str) -> str:
    """Write a cell of an XLSX sheet."""
    if isinstance(value, Xml):
        return value.replace("PLACE", place)
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        kind, number = ("b", int(value)) if isinstance(value, bool) else ("n", value)
        return f'<c r="{place}" t="{kind}"><v>{number!r}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="2"><v>{(value - EPOCH) / timedelta(days=1)!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - EPOCH.date()).days}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def xlsx_row(number: int, row: Sequence[object], attributes: str = "") -> str:
    """Write a row of an XLSX sheet."""
    cells = "".join(xlsx_cell(value, f"{letters(at)}{number}") for at, value in enumerate(row, 1))
    return f'<row r="{number}" {attributes}>{cells}</row>'


def xlsx_sheet(rows: Rows, *, before: str = "", after: str = "", of_rows: Mapping[int, str] | None = None) -> str:
    """Write an XLSX sheet: its rows, what stands before and after them, and attributes of some rows."""
    written = "".join(xlsx_row(number, row, (of_rows or {}).get(number, "")) for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{written}</sheetData>{after}</worksheet>'


def xlsx_parts(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, book: str = "") -> dict[str, str]:
    """Write the parts of an XLSX workbook: its sheets by name, which of them are hidden, and more of the workbook."""
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{(states or {}).get(name, "visible")}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book}<sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets.values(), 1)},
    }


def xlsx(rows: Rows, *, before: str = "", after: str = "", of_rows: Mapping[int, str] | None = None) -> bytes:
    """Write an XLSX workbook of one sheet."""
    return packed(xlsx_parts({"Blad1": xlsx_sheet(rows, before=before, after=after, of_rows=of_rows)}))


def ods_cell(value: object) -> str:
    """Write a cell of an ODS sheet."""
    if isinstance(value, Xml):
        return value
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods_table(rows: Rows, *, name: str = "Blad1", before: str = "", of_rows: Mapping[int, str] | None = None) -> str:
    """Write an ODS sheet, with the empty rows up to the last that LibreOffice writes below."""
    written = "".join(
        f"<table:table-row {(of_rows or {}).get(number, '')}>{''.join(map(ods_cell, row))}</table:table-row>"
        for number, row in enumerate(rows, 1)
    )
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{name}">{before}{written}{rest}</table:table>'


def ods(*tables: str, hidden: str = "", settings: str = "", manifest: str = "") -> bytes:
    """Write an ODS workbook of tables, of which one may be hidden."""
    spaces = (
        " ".join(f'xmlns:{name}="{OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "style", "table", "text"))
        + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    style = f'<style:style style:name="{hidden}" style:family="table"><style:table-properties table:display="false"/>'
    styles = f"<office:automatic-styles>{style}</style:style></office:automatic-styles>" if hidden else ""
    body = f"<office:body><office:spreadsheet>{settings}{''.join(tables)}</office:spreadsheet></office:body>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OPEN_DOCUMENT}:manifest:1.0">{manifest}</m:manifest>',
            "content.xml": f"<office:document-content {spaces}>{styles}{body}</office:document-content>",
        }
    )
