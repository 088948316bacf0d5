"""The exporter that ``jupyter nbconvert --to reportkit`` finds: any executed report notebook as its page.

The page itself is made in `html`; nbconvert is imported nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from reportkit.publish.document import read_document
from reportkit.publish.front import read_front
from reportkit.publish.html import page
from reportkit.publish.style import TEMPLATES

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["ReportHTMLExporter"]


class ReportHTMLExporter(TemplateExporter):
    """Exports an executed report notebook as one accessible page without code, scripts or outside resources."""

    export_from_notebook = "Report"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "reportkit"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def from_notebook_node(  # type: ignore[override]  # every exporter of nbconvert that writes text says so
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Export a notebook, with the front that it carries in its metadata.

        Raises
        ------
        ReportError
            E245 when the notebook has neither a front nor a period among its parameters.
        """
        shown = page(read_document(nb, read_front(nb)))
        html, kept = super().from_notebook_node(nb, {**(resources or {}), "page": shown}, **kw)
        del kept["page"]
        return str(html), dict(kept)
