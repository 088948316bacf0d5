"""The command line: one verb a module. What a verb does is done by the rooms below."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command that stands in ``sys.argv``, and exit with its status."""
    from reportkit.cli.application import application  # noqa: PLC0415 - importing reportkit.cli stays free

    application(prog_name="reportkit")
