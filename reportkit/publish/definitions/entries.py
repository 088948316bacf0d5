"""An indicator of the catalogue as an entry of a page: who counts, when, what it needs, and the predicate itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportkit.display.words import LANGUAGES
from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.measures import Average, Count, Population, Result, Share, Stock, Survival
from reportkit.indicators.names import CONTRACT_NAMES
from reportkit.indicators.statistics import days_in
from reportkit.publish.definitions.model import Entry, line
from reportkit.publish.definitions.terms import LANGUAGE_NAMES, MOMENTS, SETTINGS, TERMS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.display.words import Words
    from reportkit.indicators.measures import Indicator
    from reportkit.params.models import Settings
    from reportkit.publish.definitions.model import Line

__all__ = ["SUB_CODES", "describe", "names_in", "parent", "setting_value", "settings_of"]

SUB_CODES = ("measured", "pending", "share", "hours")
"""The last parts of codes that stand beside an indicator, and are explained once for a whole list."""

_NAME = re.compile(r"'?[a-z][a-z_]*'?")


def parent(code: str, listed: Mapping[str, Indicator]) -> str:
    """Return the code of the indicator that a sub-code stands beside; empty when the code is no sub-code."""
    whole, _, part = code.rpartition(".")
    return whole if part in SUB_CODES and whole in listed else ""


def names_in(entry: Indicator) -> set[str]:
    """Return the names of facts and columns that a definition is written in, and its values in quotation marks."""
    return {name for piece in _pieces(entry) for name in _NAME.findall(piece)}


def settings_of(entry: Indicator, listed: Mapping[str, Indicator]) -> list[str]:
    """Return the settings that decide what an indicator counts, in the order in which a page lists them."""
    found = {setting for name in names_in(entry) & TERMS.keys() for setting in TERMS[name].settings}
    if isinstance(entry, Share):
        for part in (entry.numerator, entry.denominator):
            found.update(settings_of(listed[part], listed))
    if isinstance(entry, Survival) or (isinstance(entry, Share) and entry.interval):
        found.add("confidence")
    if entry.code.rpartition(".")[2].isdigit():
        found.add("retention_months")
    return [name for name in SETTINGS if name in found]


def describe(entry: Indicator, listed: Mapping[str, Indicator], settings: Settings, say: Words) -> Entry:
    """Write the definition of an indicator in a language; `listed` are all indicators of its project."""
    return Entry(entry.code, entry.name[say.language], tuple(_lines(entry, listed, settings, say)))


def _lines(entry: Indicator, listed: Mapping[str, Indicator], settings: Settings, say: Words) -> Iterator[Line]:
    yield line(say("Who or what counts"), _meaning(entry, listed, say))
    yield from _official_names(entry, say)
    yield line(say("Unit"), f"{say(UNITS[entry.unit])} (`{entry.unit}`)")
    if entry.measured:
        yield line(say("When"), say(MOMENTS[entry.measured]))
    if entry.by:
        yield line(say("Breakdowns"), ", ".join(BREAKDOWNS[by].name[say.language] for by in entry.by))
    yield from _tables(entry, say)
    yield line(say("Counted as"), _formula(entry, say))
    depends = settings_of(entry, listed)
    if depends:
        yield line(say("Settings"), *(f"`{name}`: {setting_value(name, settings, say)}" for name in depends))
    beside = [other for other in listed.values() if parent(other.code, listed) == entry.code]
    if beside:
        yield line(say("Figures beside it"), *(_beside(other, say) for other in beside))
    yield from _limits(entry, say)
    if entry.reference:
        yield line(say("Reference"), say(entry.reference))


def _meaning(entry: Indicator, listed: Mapping[str, Indicator], say: Words) -> str:
    if isinstance(entry, Share):
        return " / ".join(listed[part].name[say.language] for part in (entry.numerator, entry.denominator))
    return entry.meaning[say.language]


def _official_names(entry: Indicator, say: Words) -> Iterator[Line]:
    """Yield the names in the other languages, of an indicator that is officially named in French too."""
    if entry.name.fr:
        for language in (*LANGUAGES, "fr"):
            if language != say.language:
                name = entry.name.fr if language == "fr" else entry.name[language]
                yield line(say(LANGUAGE_NAMES[language]), name, language=language)


def _tables(entry: Indicator, say: Words) -> Iterator[Line]:
    needs: dict[str, list[str]] = {}
    for need in entry.needs:
        needs.setdefault(re.split(r"[.\[]", need, maxsplit=1)[0], []).append(need)
    yield line(say("Needs"), *(_need(table, places, say) for table, places in needs.items()))
    if entry.also:
        also = ", ".join(f"`{table}`" for table in entry.also)
        yield line(say("Also uses"), say("{tables}; counted without it where it was not delivered", tables=also))


def _need(table: str, places: Sequence[str], say: Words) -> str:
    """Write a table that is needed, with the columns of it that are."""
    columns = []
    for place in places:
        column, _, where = place.removeprefix(table).removeprefix(".").removesuffix("]").partition("[")
        if where:
            columns.append(say("`{column}` where `{predicate}`", column=column, predicate=where))
        elif column:
            columns.append(f"`{column}`")
    return f"`{table}` ({', '.join(columns)})" if columns else f"`{table}`"


def _pieces(entry: Indicator) -> tuple[str, ...]:
    match entry:
        case Count():
            return entry.fact, entry.event, entry.where, entry.measure
        case Result():
            return entry.fact, entry.where
        case Average():
            return entry.fact, entry.event, entry.column
        case Survival():
            return "trajectory", "first_job", "started_on"
        case _:
            return ()


def _formula(entry: Indicator, say: Words) -> str:  # noqa: PLR0911 - one for each form of an indicator
    """Write how an indicator is worked out, with the predicate that does it.

    Raises
    ------
    TypeError
        When the indicator is of a form that this page does not know.
    """
    match entry:
        case Count(fact=fact, event=event, where="true"):
            return say("`{measure}` of `{fact}`, dated by `{event}`", measure=entry.measure, fact=fact, event=event)
        case Count(fact=fact, event=event):
            return say("`{measure}` of `{fact}` where `{predicate}`, dated by `{event}`", measure=entry.measure,
                       fact=fact, predicate=entry.where, event=event)  # fmt: skip
        case Result(fact=fact):
            return say("`count(*)` of `{fact}` where `{predicate}`, dated by `exit_date`, as the cut-off sees it",
                       fact=fact, predicate=entry.where)  # fmt: skip
        case Average(fact=fact, event=event):
            measure = f"{entry.function}({entry.column})"
            return say("`{measure}` of `{fact}`, dated by `{event}`", measure=measure, fact=fact, event=event)
        case Share():
            return f"`{entry.numerator} / {entry.denominator}`"
        case Stock():
            return f"`{entry.plus} - {entry.minus}`"
        case Population():
            return say("the latest `count` of `population` in each municipality where `{predicate}`",
                       predicate=f"group = '{entry.group}'")  # fmt: skip
        case Survival():
            return _survival(entry, say)
        case _:
            raise TypeError(f"no definition for a {type(entry).__name__}; add it to publish/definitions/entries.py")


def _survival(entry: Survival, say: Words) -> str:
    curve = say("the Kaplan-Meier curve over `trajectory`, from `entry_date` to `started_on` of `first_job`")
    if entry.months is None:
        return say("the median of {curve}", curve=curve)
    return say("the share within {days} days in {curve}", days=days_in(entry.months), curve=curve)


def _beside(entry: Indicator, say: Words) -> str:
    if not isinstance(entry, Share):
        return f"`{entry.code}`"
    share = say("`{code}` of `{denominator}`", code=entry.code, denominator=entry.denominator)
    return f"{share} ({say('to date only')})" if entry.to_date_only else share


def _limits(entry: Indicator, say: Words) -> Iterator[Line]:
    if isinstance(entry, Stock | Population | Survival) or (isinstance(entry, Share) and entry.to_date_only):
        yield line(say("Basis"), say("to date only"))
    if entry.placeless:
        yield line(say("Region"), say("the whole project area only: its records have no municipality"))
    if entry.special:
        yield line(
            say("Special category"),
            say("yes: it tells of personal data that article 9 of Regulation (EU) 2016/679 protects"),
        )


def setting_value(name: str, settings: Settings, say: Words) -> str:  # noqa: PLR0911 - one for each kind of setting
    """Write the value of a setting."""
    match name:
        case "long_term_unemployed_months":
            months = settings.long_term_unemployed_months
            return say("{younger} months for those under 25, {older} months for others",
                       younger=months.under_25, older=months.from_25)  # fmt: skip
        case "counted_contracts" | "sustained_contracts":
            return ", ".join(CONTRACT_NAMES[contract][say.language] for contract in getattr(settings, name))
        case "screening_tracks" | "selection_tracks":
            return ", ".join(f"`{track}`" for track in getattr(settings, name))
        case "retention_months":
            return say("{months} months", months=", ".join(map(str, settings.retention_months)))
        case "sustained_months":
            return say("{months} months", months=settings.sustained_months)
        case "participation_hours":
            return say("{hours} hours", hours=f"{settings.participation_hours:g}")
        case "confidence":
            return say.percent(settings.confidence, 0)
        case _:
            return say.plural("{n} day", "{n} days", getattr(settings, name))
