"""The parameters of projects, regions and batches: strict values, read from YAML with line numbers.

No data file is opened here.
"""

from reportkit.params.models import (
    Audience,
    Batch,
    Claim,
    DataProfile,
    DisclosureSettings,
    Framework,
    Funding,
    Kind,
    Language,
    Portfolio,
    Project,
    Relation,
    Reports,
    Settings,
    Target,
)
from reportkit.params.selection import Selection, Wanted, select
from reportkit.params.workspace import Workspace, find_workspace, open_workspace

__all__ = [
    "Audience",
    "Batch",
    "Claim",
    "DataProfile",
    "DisclosureSettings",
    "Framework",
    "Funding",
    "Kind",
    "Language",
    "Portfolio",
    "Project",
    "Relation",
    "Reports",
    "Selection",
    "Settings",
    "Target",
    "Wanted",
    "Workspace",
    "find_workspace",
    "open_workspace",
    "select",
]
