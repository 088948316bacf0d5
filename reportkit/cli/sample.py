"""``reportkit sample``: make the synthetic data of projects that have no other."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportkit.cli.options import ProjectOption
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from reportkit.params import Project

__all__ = ["sample"]


def sample(context: typer.Context, *, project: ProjectOption = None) -> None:
    """Make the data of projects that are marked synthetic."""
    from reportkit.sample import write_samples

    workspace = context.obj.open()
    for name in project or ():
        _refuse_real_data(workspace.project(name))
    synthetic = [name for name, one in workspace.projects.items() if one.data.synthetic]
    for path in write_samples(workspace, [name for name in synthetic if not project or name in project]):
        typer.echo(path.relative_to(workspace.root) if path.is_relative_to(workspace.root) else path)


def _refuse_real_data(project: Project) -> None:
    """Keep made-up data from being written over a real delivery."""
    if not project.data.synthetic:
        where = f"params/projects/{project.id}.yaml"
        what = Message("the data of {project} are not synthetic.", project=project.id)
        mend = Message("Only with {line} are data made.", line="data: {synthetic: true}")
        raise UsageError("E012", what, where=where, mend=mend)
