"""The quality of a project's delivery, as its authority reads it in a report and on the portal's page of quality.

It holds small numbers and no value of a person; the public is told none of it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from reportkit.display import Cell, Note, Paragraph, Stack, Table
from reportkit.indicators.breakdowns import group_name
from reportkit.indicators.names import VARIABLE_NAMES
from reportkit.periods import Period
from reportkit.pipeline.corrections import Correction
from reportkit.provenance.persons import Turnover
from reportkit.tables import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportkit.display import Block, Words
    from reportkit.pipeline.release import Release

    Named = Callable[[str], str]
    """Gives the name of an indicator, or of a region, in the reader's language."""

__all__ = ["Quality"]

_TWICE = ("D03", "D04")
"""The rules that a row breaks which stands there twice."""
_MOST = 25
_SUMMARY_KEPT = 200


@dataclass(frozen=True)
class Quality:
    """What is known of the quality of a delivery.

    Attributes
    ----------
    completeness
        For each variable its name and the numbers of records in which it is known, refused and not asked, and of all.
    accepted, unknown_rules
        The rules that the project file sets aside, each with its reason and how often it is broken; and those of them
        that there are not.
    turnover
        What became of the persons of the release before; None when there was none.
    compared
        Whether figures were released before the present ones, from another delivery.
    corrections, corrected
        The figures that were released before and have another value now, and how many there are in each period.
    """

    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    completeness: tuple[tuple[str, int, int, int, int], ...] = ()
    accepted: tuple[tuple[str, str, int], ...] = ()
    unknown_rules: tuple[str, ...] = ()
    turnover: Turnover | None = None
    compared: bool = False
    corrections: tuple[Correction, ...] = ()
    corrected: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, release: Release) -> Quality:
        """Gather what a release of the authority tells of its delivery."""
        columns = ("variable", "known", "refused", "not_asked", "records")
        known = release.completeness
        counted = () if known is None else zip(*(known[name].tolist() for name in columns), strict=True)
        broken: Counter[str] = Counter()
        for rule, count in (
            *((found.rule, found.count) for found in release.findings),
            *((verdict.id, len(verdict.broken)) for verdict in release.verdicts),
        ):
            broken[rule] += count
        reasons = sorted(release.project.data.reasons.items())
        return cls(
            sources=release.sources,
            findings=release.findings,
            completeness=tuple(counted),
            accepted=tuple((rule, reason, broken[rule]) for rule, reason in reasons),
            unknown_rules=release.unknown_rules,
            turnover=release.turnover,
            compared=release.compared,
            corrections=release.corrections,
            corrected=_by_period(release.corrections),
        )

    @property
    def population_groups(self) -> tuple[str, ...]:
        """The population groups of the corrected figures on the size of a population and on its coverage."""
        codes = (one.indicator.partition(".") for one in self.corrections)
        return tuple(sorted({group for kind, _, group in codes if kind in {"stock", "coverage"}}))

    def told_of(self, region: str, until: Period) -> Quality:
        """Keep the corrections of one region, in periods that do not end after one."""
        own = [one for one in self.corrections if one.region == region and Period.parse(one.period).end <= until.end]
        return replace(self, corrections=tuple(own), corrected=_by_period(own))

    def written(self) -> str:
        """Write it as JSON, with the first corrections of totals only."""
        totals = [one for one in self.corrections if one.by == "total"]
        kept = replace(self, corrections=tuple(totals[:_SUMMARY_KEPT]))
        return json.dumps(asdict(kept), ensure_ascii=False, allow_nan=True)

    @classmethod
    def read(cls, text: str) -> Quality:
        """Read what `written` wrote."""
        found = json.loads(text)
        return cls(
            sources=tuple(Source(**source) for source in found["sources"]),
            findings=tuple(Finding(**{**finding, "rows": tuple(finding["rows"])}) for finding in found["findings"]),
            completeness=tuple(map(tuple, found["completeness"])),
            accepted=tuple((rule, reason, count) for rule, reason, count in found["accepted"]),
            unknown_rules=tuple(found["unknown_rules"]),
            turnover=Turnover(**found["turnover"]) if found["turnover"] else None,
            compared=found["compared"],
            corrections=tuple(Correction(*one) for one in found["corrections"]),
            corrected=tuple((period, count) for period, count in found["corrected"]),
        )

    def completeness_table(self, say: Words) -> Block:
        """Show for each variable in how many records it is known, refused and not asked."""
        if not self.completeness:
            return Note(say("There is no overview of completeness."), "missing")
        rows = tuple(
            (
                Cell(_variable(name, say)),
                *(Cell(say.number(count)) for count in (known, refused, not_asked, records)),
                Cell(say.percent(known / records) if records else "–"),
            )
            for name, known, refused, not_asked, records in self.completeness
        )
        columns = (
            say("Variable"), say("Known"), say("Refused"), say("Not asked"), say("Records"), say("Share known"),
        )  # fmt: skip
        return Table(say("Completeness of the participation records"), columns, rows, (False, *[True] * 5))

    def findings_table(self, say: Words) -> Block:
        """List what the checks found."""
        if not self.findings:
            return Note(say("The checks of the delivered records found nothing."), "success")
        ordered = sorted(self.findings, key=lambda found: (found.rule, found.file, found.column))
        severities = {"error": say("error"), "warning": say("warning"), "information": say("information")}
        rows = tuple(
            tuple(
                Cell(text)
                for text in (
                    found.rule, severities[found.severity], _place(found), say(found.expected), say.number(found.count),
                )
            )
            for found in ordered
        )  # fmt: skip
        columns = (say("Rule"), say("Severity"), say("File and column"), say("What was expected"), say("Rows"))
        return Table(say("Remarks of the checks"), columns, rows, (False, False, False, False, True))

    def rows_table(self, say: Words) -> Block:
        """List by rule the rows that were left out, and those that stand there twice."""
        found = [one for one in self.findings if one.rejected or one.rule in _TWICE]
        if not found:
            return Note(say("No row was left out, and none stands there twice."), "success")
        rows = tuple(
            (
                Cell(one.rule),
                Cell(_place(one)),
                Cell(say(one.expected)),
                Cell(say.number(one.count)),
                Cell(say("left out") if one.rejected else say("counted as it stands")),
            )
            for one in sorted(found, key=lambda found: (found.rule, found.file, found.column))
        )
        columns = (
            say("Rule"), say("File and column"), say("What was expected"), say("Rows"), say("What became of them"),
        )  # fmt: skip
        caption = say("Rows left out, and rows that stand there twice")
        return Table(caption, columns, rows, (False, False, False, True, False))

    def accepted_table(self, say: Words) -> Block:
        """List the rules that the project file sets aside, with the reason, and how often each is broken."""
        if not self.accepted:
            return Note(say("The project file sets no rule aside."), "information")
        none = say("there is no such rule")
        rows = tuple(
            (Cell(rule), Cell(reason), Cell(none if rule in self.unknown_rules else say.number(count)))
            for rule, reason, count in self.accepted
        )
        columns = (say("Rule"), say("Reason"), say("Times broken"))
        return Table(say("Rules that the project file sets aside"), columns, rows, (False, False, True))

    def since_before(self, say: Words, indicator: Named, region: Named | None = None) -> Block:
        """Tell what changed since the release before: its persons, and its figures that have another value now.

        Regions are named where there are several.
        """
        return Stack((*self._persons(say), *self._corrections(say, indicator, region)))

    def _persons(self, say: Words) -> Iterator[Block]:
        if self.turnover is None:
            return
        found = self.turnover
        text = say(
            "The release before had {before} persons in an operation. No longer delivered: {gone}; new: {new}.",
            before=say.number(found.before), gone=say.number(found.gone), new=say.number(found.new),
        )  # fmt: skip
        yield Note(text, "warning") if found.gone else Paragraph(text)

    def _corrections(self, say: Words, indicator: Named, region: Named | None) -> Iterator[Block]:
        if not self.compared:
            yield Note(say("Nothing was released before from another delivery, so nothing is compared."), "information")
            return
        if not self.corrected:
            yield Note(say("No figure that was released before has another value now."), "success")
            return
        yield Paragraph(self._counted(say))
        told = sorted(sorted(self.corrections, key=_weight)[:_MOST])
        columns = {
            say("Region"): [region(one.region) if region else one.region for one in told],
            say("Period"): [_period(one, say) for one in told],
            say("Indicator"): [indicator(one.indicator) for one in told],
            say("Group"): ["–" if one.by == "total" else group_name(one.by, one.group, say.language) for one in told],
            say("Before"): [_number(one.before, one.unit, say) for one in told],
            say("Now"): [_number(one.now, one.unit, say) for one in told],
        }
        if len({one.region for one in told}) == 1:
            del columns[say("Region")]
        if all(one.by == "total" for one in told):
            del columns[say("Group")]
        rows = tuple(tuple(map(Cell, texts)) for texts in zip(*columns.values(), strict=True))
        notes = (
            (say("The first {n} are listed: totals before groups, counts before shares.", n=say.number(len(rows))),)
            if len(rows) < sum(count for _, count in self.corrected)
            else ()
        )
        numeric = (*[False] * (len(columns) - 2), True, True)
        yield Table(say("Corrections since the release before"), tuple(columns), rows, numeric, notes)

    def _counted(self, say: Words) -> str:
        text = say.plural(
            "{n} figure that was released before has another value now.",
            "{n} figures that were released before have another value now.",
            sum(count for _, count in self.corrected),
        )
        periods = [f"{say.period(Period.parse(period))} ({say.number(count)})" for period, count in self.corrected]
        return f"{text} {say('By period: {periods}.', periods=say.list(periods))}"


def _by_period(corrections: Sequence[Correction]) -> tuple[tuple[str, int], ...]:
    counts = Counter(one.period for one in corrections)
    return tuple(sorted(counts.items()))


def _weight(one: Correction) -> tuple[object, ...]:
    """Sort what a reader looks for first to the front: totals, counts, figures to date."""
    return one.by != "total", one.unit == "proportion", one.basis != "to_date", one


def _period(one: Correction, say: Words) -> str:
    period = say.period(Period.parse(one.period))
    return say("{period}, to date", period=period) if one.basis == "to_date" else period


def _number(value: float, unit: str, say: Words) -> str:
    if math.isnan(value):
        return "–"
    return say.percent(value) if unit == "proportion" else say.number(value, 0 if float(value).is_integer() else 1)


def _variable(name: str, say: Words) -> str:
    named = VARIABLE_NAMES.get(name)
    return named[say.language] if named else name


def _place(found: Finding) -> str:
    file = found.file.rpartition("/")[2]
    return f"{file}, {found.column}" if found.column else file
