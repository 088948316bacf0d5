"""Everything that a project's reports for one audience may see, and its way to a folder and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.indicators.breaches import Breach
from reportkit.indicators.figure_checks import Verdict
from reportkit.params import Project
from reportkit.pipeline.corrections import Correction
from reportkit.provenance.persons import Turnover
from reportkit.regions import Region
from reportkit.tables import FIGURE_TYPES, Finding, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

__all__ = ["Release"]


@dataclass(frozen=True)
class Release:
    """A project's figures for one audience, with what its reports say of where they come from.

    Attributes
    ----------
    figures
        The indicators table of every region and period; a protected one when the audience is the public.
    claims
        What was found about the published figures (`reportkit.indicators.claims.Examination` as a mapping).
    findings, completeness, sources
        What the checks of the delivery found, how complete it is, and its files.
    verdicts
        What became of the checks of the common indicators; of a public release only which they are.
    origin
        The SHA-256 of what it comes from: the delivery, all inputs, and the earlier releases.
    turnover, compared, corrections, unknown_rules
        For the authority: what became of the persons of the release before, whether figures were released before,
        those of them that have another value now, and the rules set aside that there are not.
    """

    project: Project
    audience: str
    figures: pd.DataFrame = field(repr=False)
    claims: Mapping[str, object] = field(repr=False)
    findings: tuple[Finding, ...] = ()
    completeness: pd.DataFrame | None = field(default=None, repr=False)
    sources: tuple[Source, ...] = ()
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)
    regions: Mapping[str, Region] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    turnover: Turnover | None = None
    compared: bool = False
    corrections: tuple[Correction, ...] = field(default=(), repr=False)
    unknown_rules: tuple[str, ...] = ()
    participants: pa.Table | None = field(default=None, repr=False, compare=False)
    """Person key and operation of each participation: for the fingerprints of a run, and never saved."""
    tables: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    """Whole tables that fit the public figures: for the records of a run, and never saved."""
    digest: str = ""
    """The SHA-256 of the figures, when the release was read from a folder."""

    @property
    def synthetic(self) -> bool:
        """Whether the figures rest on synthetic data."""
        return self.project.data.synthetic

    @property
    def population_groups(self) -> tuple[str, ...]:
        """The population groups whose sizes are among the figures, sorted."""
        codes = set(self.figures["indicator"])
        return tuple(sorted(code.removeprefix("stock.") for code in codes if code.startswith("stock.")))

    def save(self, folder: Path) -> None:
        """Write the release into a new folder that only its owner can open."""
        folder.mkdir(mode=0o700, parents=True)
        self.figures.to_parquet(folder / "figures.parquet", index=False)
        if self.completeness is not None:
            self.completeness.to_parquet(folder / "completeness.parquet", index=False)
        rest = {
            "project": self.project.model_dump(mode="json"),
            "digest": hashlib.sha256(self.figures.to_csv(index=False).encode()).hexdigest(),
            "audience": self.audience,
            "claims": self.claims,
            "findings": [asdict(finding) for finding in self.findings],
            "sources": [asdict(source) for source in self.sources],
            "verdicts": [asdict(verdict) for verdict in self.verdicts],
            "regions": {name: asdict(region) for name, region in self.regions.items()},
            "origin": dict(self.origin),
            "turnover": asdict(self.turnover) if self.turnover else None,
            "compared": self.compared,
            "corrections": self.corrections,
            "unknown_rules": self.unknown_rules,
        }
        (folder / "release.json").write_text(json.dumps(rest), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Release:
        """Read what `save` wrote."""
        rest = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        completeness = folder / "completeness.parquet"
        return cls(
            project=Project.model_validate_json(json.dumps(rest["project"])),
            audience=rest["audience"],
            figures=pd.read_parquet(folder / "figures.parquet").astype(FIGURE_TYPES),
            claims=rest["claims"],
            findings=tuple(Finding(**{**finding, "rows": tuple(finding["rows"])}) for finding in rest["findings"]),
            completeness=pd.read_parquet(completeness) if completeness.exists() else None,
            sources=tuple(Source(**source) for source in rest["sources"]),
            verdicts=tuple(
                Verdict(**{**verdict, "broken": tuple(map(Breach._make, verdict["broken"]))})
                for verdict in rest["verdicts"]
            ),
            regions={
                name: Region(**{**region, "municipalities": tuple(region["municipalities"])})
                for name, region in rest["regions"].items()
            },
            origin=rest["origin"],
            turnover=Turnover(**rest["turnover"]) if rest["turnover"] else None,
            compared=rest["compared"],
            corrections=tuple(Correction(*one) for one in rest["corrections"]),
            unknown_rules=tuple(rest["unknown_rules"]),
            digest=rest["digest"],
        )
