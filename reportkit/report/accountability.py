"""What stands behind the figures: data quality, method, definitions, and published figures against recomputed ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Definition, Definitions, Note, Paragraph, Stack, Table
from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.names import CONTRACT_NAMES, TABLE_NAMES
from reportkit.indicators.rounding import ROUNDINGS
from reportkit.params.values import by_language
from reportkit.pipeline.quality import Quality
from reportkit.report.view import examination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportkit.indicators.claims import ClaimRow, Examination
    from reportkit.indicators.figure_checks import Verdict
    from reportkit.indicators.mending import Mend
    from reportkit.report.view import Report

__all__ = [
    "about", "completeness", "definitions", "figure_checks", "findings", "method", "protection", "published",
    "settings", "sources",
]  # fmt: skip


def about(report: Report) -> Block:
    """Say what the report rests on: synthetic data, protection, and the rules that are set aside, broken or not."""
    say, release = report.say, report.release
    notes = []
    if release.synthetic:
        text = say("The figures in this report rest on synthetic sample data. They describe no real person.")
        notes.append(Note(text, "synthetic", say("SYNTHETIC")))
    if report.public:
        notes.append(protection(report))
    else:
        text = say("This report is for the managing authority. It holds small figures: do not publish it.")
        notes.append(Note(text, "warning", say("Not for publication")))
    notes.extend(
        Note(say("Rule {rule} was set aside: {reason}", rule=rule, reason=reason), "warning")
        for rule, reason in sorted(release.project.data.reasons.items())
        if rule not in release.unknown_rules
    )
    return Stack(tuple(notes))


def protection(report: Report) -> Note:
    """Say how the figures of a public report are protected."""
    say, chosen = report.say, report.release.project.disclosure
    if report.rounded:
        text = say(
            "Every count in this public report is rounded to a multiple of {base}, near the true one and so that the "
            "rounded counts still add up; a 0 may stand for a few. Shares are taken over rounded counts. Estimates "
            "that rest on too few persons are hidden.",
            base=chosen.base,
        )
        return Note(text, "information", say("Rounded figures"))
    text = say(
        "Figures on 1 to {most} persons or units are hidden in this public report, and so is every figure from "
        "which they could be worked out. Totals that are shown are exact.",
        most=chosen.threshold - 1,
    )
    return Note(" ".join([text, *_more_rules(report)]), "information", say("Protected figures"))


def _more_rules(report: Report) -> Iterator[str]:
    """Say what else is hidden: special categories, and that all are in one class."""
    say, chosen = report.say, report.release.project.disclosure
    if chosen.special > chosen.threshold:
        yield say("Of special categories of personal data, such as health, it is 1 to {most}.", most=chosen.special - 1)
    if chosen.one_class == "outcomes":
        yield say(
            "It stays open whether all who left, in whatever group, stopped early, or for the same negative or medical "
            "reason."
        )
    elif chosen.one_class == "all":
        yield say("It stays open whether all of a group are in one class.")


def completeness(report: Report) -> Block:
    """Show how complete the records are; a public report does not tell, for the unknown may be few."""
    say, table = report.say, report.release.completeness
    if table is None or table.empty:
        return Note(say("There is no overview of completeness."), "missing")
    if report.public:
        return Note(say("How complete each variable is, stands in the edition for the authority."), "information")
    return Quality.of(report.release).completeness_table(say)


def findings(report: Report) -> Block:
    """List what the checks of the delivery found; a public report names the rules that many records break."""
    say = report.say
    if report.public:
        found = [finding for finding in report.release.findings if finding.severity != "information"]
        least = report.release.project.disclosure.threshold
        rules = sorted({finding.rule for finding in found if finding.count >= least})
        if not rules:
            return Note(say("No rule has remarks on {n} records or more.", n=least), "information")
        text = say("Rules with remarks on {n} records or more: {rules}.", n=least, rules=say.list(rules))
        return Paragraph(text)
    return Quality.of(report.release).findings_table(say)


def figure_checks(report: Report) -> Block:
    """List the checks of the common indicators and what became of each; to the public only what breaking one does."""
    say, verdicts = report.say, report.release.verdicts
    if not verdicts:
        return Stack(())
    told = _consequence if report.public else _verdict
    rows = tuple((Cell(one.id), Cell(say(one.words)), Cell(told(report, one))) for one in verdicts)
    columns = (say("Rule"), say("What it asks"), say("If it is broken") if report.public else say("Verdict"))
    return Table(say("Checks of the common indicators"), columns, rows, (False, False, False))


def _verdict(report: Report, verdict: Verdict) -> str:
    say, times = report.say, len(verdict.broken)
    if not verdict.checked:
        return say("nothing to check")
    if not times:
        return say("holds")
    remarks = say.plural("{n} remark", "{n} remarks", times)
    return (
        say("{remarks}; set aside: {reason}", remarks=remarks, reason=verdict.accepted) if verdict.accepted else remarks
    )


def _consequence(report: Report, verdict: Verdict) -> str:
    """Say what follows when a rule is broken, the same whether it is: a remark would tell of small figures."""
    say = report.say
    if verdict.accepted:
        return say("set aside: {reason}", reason=verdict.accepted)
    return say("no report is made") if verdict.severity == "error" else say("the authority is told")


def sources(report: Report) -> Block:
    """List the delivered files; the authority also sees their rows, and the fingerprint that proves which they were."""
    say = report.say
    files = report.release.sources
    if report.public:
        tables = sorted({TABLE_NAMES[source.table][report.language] for source in files})
        return Paragraph(say("The project delivered these tables: {tables}.", tables=say.list(tables)))
    rows = tuple(
        (
            Cell(source.path),
            Cell(say.number(source.delivered)),
            Cell(say.number(source.rejected)),
            Cell(source.sha256[:16]),
        )
        for source in files
    )
    columns = (say("File"), say("Rows delivered"), say("Rows rejected"), say("SHA-256 (first 16)"))
    return Table(say("Delivered files"), columns, rows, (False, True, True, False))


def method(report: Report) -> Block:
    """Say how figures were made: cut-off, bases, units, protection and rounding."""
    say = report.say
    paragraphs = [
        say(
            "The cut-off of this report is {day}. Nothing that happened later is counted; a trajectory that was closed "
            "later is shown as active.",
            day=say.date(report.period.end),
        ),
        say(
            "Figures to date count from the start of the project up to the cut-off; figures for the period count what "
            "happened within it. The unit of each figure is in its definition: trajectories, persons and "
            "participations are never mixed in one sum."
        ),
        say("Percentages are rounded half up to one decimal; the sum of rounded percentages may differ from 100."),
    ]
    if report.public:
        paragraphs.append(_way_of_protection(report))
    return Stack(tuple(Paragraph(text) for text in paragraphs))


def _way_of_protection(report: Report) -> str:
    say, chosen = report.say, report.release.project.disclosure
    if report.rounded:
        return say(
            "Protection: controlled rounding to base {base}. Groups, parts, regions and periods add up as the true "
            "counts do, and a count to date is at most {base} from the true one wherever the sums allow it; a count "
            "of a period is the difference of two of them. Means and medians are rounded to whole units, estimated "
            "shares to 1, 5 or 10 percent, and sums of hours to about what {base} persons have. They are shown where "
            "the counts they rest on are at least {least} to date, or {more} in the period, after rounding.",
            base=chosen.base, least=chosen.threshold + chosen.base, more=chosen.threshold + 2 * chosen.base,
        )  # fmt: skip
    return say(
        "Protection: suppression with threshold {threshold}. One mark stands for every hidden figure; an audit "
        "tried to work out the hidden figures from all that is shown, for every region and period together.",
        threshold=chosen.threshold,
    )


def _special(report: Report) -> int:
    """Return the threshold of special categories: with rounding one base is for all."""
    chosen = report.release.project.disclosure
    return chosen.threshold if report.rounded else max(chosen.special, chosen.threshold)


def settings(report: Report) -> Block:
    """List the settings in force, which the sources of the definitions leave open."""
    say, values = report.say, report.release.project.settings
    counted, sustained = (
        ", ".join(CONTRACT_NAMES[contract][report.language] for contract in contracts)
        for contracts in (values.counted_contracts, values.sustained_contracts)
    )
    months = ", ".join(map(str, values.retention_months))
    rows = [
        (say("Counted contracts"), counted),
        (say("Sustained job"), say("contract {contracts}, or {months} months without a gap of more than {days} days",
             contracts=sustained, months=values.sustained_months, days=values.sustained_gap_days)),
        (say("Retention is observed after"), say("{months} months", months=months)),
        (say("Confidence of intervals"), say.percent(values.confidence, 0)),
        (say("Threshold of disclosure"), say.number(report.release.project.disclosure.threshold)),
        (say("Threshold for special categories of personal data"), say.number(_special(report))),
    ]  # fmt: skip
    if report.release.project.disclosure.coarser:
        rows.append((say("Coarser groups in the public edition"), _coarser(report)))
    if report.rounded:
        rows.append((say("Base of rounding"), say.number(report.release.project.disclosure.base)))
    table = tuple((Cell(name), Cell(value)) for name, value in rows)
    return Table(say("Settings in force"), (say("Setting"), say("Value")), table, (False, False))


def _coarser(report: Report) -> str:
    """Name what the public edition gives in a coarser form: breakdowns, and support."""
    named = {code: breakdown.name[report.language] for code, breakdown in BREAKDOWNS.items()}
    return ", ".join(named.get(name) or report.say("Support") for name in report.release.project.disclosure.coarser)


def definitions(report: Report, *prefixes: str) -> Block:
    """Define the indicators whose code starts with one of the prefixes; all that have figures when none is given.

    The common indicators are defined in their own section.
    """
    entries = [
        entry
        for code, entry in report.entries.indicators.items()
        if report.entries.frameworks[code] != report.release.project.framework
        and report.has(code)
        and not code.endswith((".share", ".hours"))
        and (not prefixes or code.startswith(prefixes))
    ]
    return Definitions(
        tuple(
            Definition(
                entry.name[report.language], report.entries.meaning(entry.code, report.language), entry.reference
            )
            for entry in entries
        )
    )


def published(report: Report) -> Block:
    """Set published figures beside recomputed ones, check their arithmetic, and name the figure that mends it."""
    say, found = report.say, examination(report)
    if not found.rows:
        return Note(say("No figures were published about this project."), "information")
    return Stack((_claims(report, found), *_verdicts(report, found)))


def _claims(report: Report, found: Examination) -> Block:
    say = report.say
    rows = tuple(
        (
            Cell(_claim_name(report, row.claim)),
            Cell(_number(report, row.value)),
            Cell("–" if row.share is None else say.percent(row.share / 100, 0)),
            _recomputed(report, row),
            Cell("–" if row.recomputed_share is None else say.percent(row.recomputed_share / 100, 1)),
            Cell("–" if row.difference is None else _number(report, row.difference, signed=True)),
        )
        for row in found.rows
    )
    columns = (
        say("Published figure"),
        say("Printed"),
        say("Printed share"),
        say("Recomputed"),
        say("Recomputed share"),
        say("Difference"),
    )
    published = report.release.project.published
    sources = sorted(
        {dict(claim.source)["nl" if report.language == "nl" else "en"] for claim in published if claim.source}
    )
    notes = tuple(say("Source: {source}", source=source) for source in sources)
    synthetic = (say("The recomputed figures rest on synthetic data."),) if report.release.synthetic else ()
    if report.rounded:
        notes += (say("Published figures are not set beside rounded ones: that they differ would say nothing."),)
    return Table(say("Published and recomputed figures"), columns, rows, (False, *[True] * 5), (*notes, *synthetic))


def _recomputed(report: Report, row: ClaimRow) -> Cell:
    if row.recomputed is not None:
        return Cell(_number(report, row.recomputed))
    if row.recomputed_share is not None:
        return Cell("–")
    return Cell(report.say("not recomputed"), "missing")


def _claim_name(report: Report, name: str) -> str:
    """Name a claim: by its own name, else by that of its indicator."""
    claim = next((claim for claim in report.release.project.published if claim.claim == name), None)
    named = by_language(claim.name).get(report.language) if claim and claim.name else None
    code = (claim.indicator if claim else None) or name
    return named or (report.name(code) if code in report.entries.indicators else name)


def _number(report: Report, value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    written = report.say.number(value, 0 if float(value).is_integer() else 1)
    return f"+{written}" if signed and value > 0 else written


def _verdicts(report: Report, found: Examination) -> Iterator[Block]:
    say = report.say
    broken = found.broken
    checked = [check for check in found.checks if check.holds is not None and check.severity != "information"]
    if not checked:
        yield Note(say("The published figures leave no arithmetic to check."), "information")
        return
    if not broken:
        shares = any(check.rule == "P01" for check in checked)
        text = say("Every check of the published figures holds.")
        yield Note(" ".join((text, _rounding(report, found.roundings if shares else ()))).strip(), "success")
        return
    rows = tuple(
        (
            Cell(check.rule),
            Cell(_formula(report, check.what)),
            Cell(_number(report, check.printed)),
            Cell(_number(report, check.found)),
            Cell(say("holds") if check.holds else say("does not hold")),
        )
        for check in checked
    )
    columns = (say("Rule"), say("Check"), say("Printed"), say("Worked out"), say("Verdict"))
    yield Table(say("Arithmetic of the published figures"), columns, rows, (False, False, True, True, False))
    yield _mend(report, found)


def _formula(report: Report, what: str) -> str:
    """Write a formula over claims with their names."""
    return re.sub(r"[A-Za-z][\w.]*", lambda found: _claim_name(report, found[0]), what)


def _mend(report: Report, found: Examination) -> Block:
    say, mend = report.say, found.only_mend
    if mend is None:
        text = say("No single printed figure, changed alone, mends every broken check.")
        return Note(text, "warning", say("Published figures that do not agree"))
    text = say(
        "If the printed {printed} for “{claim}” is changed to {mended}, and nothing else, "
        "every broken check holds.",
        printed=_printed(report, mend), claim=_claim_name(report, mend.claim), mended=_number(report, mend.low),
    )  # fmt: skip
    return Note(
        text + " " + _rounding(report, mend.roundings),
        "warning",
        say("One printed figure does not agree with the others"),
    )


def _printed(report: Report, mend: Mend) -> str:
    return _number(report, mend.printed)


def _rounding(report: Report, roundings: Sequence[str]) -> str:
    say = report.say
    names = [rounding.names[report.language] for rounding in ROUNDINGS if rounding.id in roundings]
    if not names:
        return ""
    return say("The printed shares follow this rounding: {roundings}.", roundings=say.list(names))
