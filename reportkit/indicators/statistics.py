"""The statistics of the reports: intervals of proportions and Kaplan-Meier figures, from well-kept libraries.

Nothing is selected or grouped here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["SurvivalCurve", "days_in", "kaplan_meier", "wilson_interval"]

_DAYS_IN_A_MONTH = 365.25 / 12


def wilson_interval(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Wilson score interval of proportions.

    Parameters
    ----------
    numerator, denominator
        Counts, ``0 <= numerator <= denominator`` and ``denominator > 0``, or missing.
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple of numpy.ndarray
        The lower and the upper limits, 0 to 1; missing where a count is.

    References
    ----------
    Wilson, E.B. (1927), "Probable inference, the law of succession, and statistical inference". The example is in
    table I of Newcombe, R.G. (1998), Statistics in Medicine 17, 857-872: 81 of 263.

    Examples
    --------
    >>> low, high = wilson_interval([81], [263])
    >>> low.round(4), high.round(4)
    (array([0.2553]), array([0.3662]))
    """
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 - a second of imports, rarely needed

    counts, totals = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    low, high = proportion_confint(counts, totals, alpha=1 - confidence, method="wilson")
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def days_in(months: int) -> int:
    """Return the whole days in a number of months; a month is a twelfth of 365.25 days.

    Examples
    --------
    >>> days_in(3), days_in(12)
    (91, 365)
    """
    return math.floor(months * _DAYS_IN_A_MONTH)


@dataclass(frozen=True)
class SurvivalCurve:
    """A Kaplan-Meier estimate: at each event time (days) the share without the event yet, and its standard error."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    standard_error: tuple[float, ...]
    followed_days: float
    confidence: float

    def share_within(self, months: int) -> tuple[float, float, float] | None:
        """Give the share with the event within a number of months, with its confidence limits (log-log).

        A month is a twelfth of 365.25 days. None when nobody was followed that long and some have had no event.
        """
        days = days_in(months)
        reached = [i for i, time in enumerate(self.times) if time <= days]
        survival = self.survival[reached[-1]] if reached else 1.0
        if self.followed_days < days and survival > 0:
            return None
        error = self.standard_error[reached[-1]] if reached else 0.0
        low, high = _log_log_limits(survival, error, self.confidence)
        return 1 - survival, 1 - high, 1 - low

    def median_days(self) -> tuple[float | None, float | None, float | None]:
        """Give the median time to the event and its confidence limits in days; None for a limit that is not reached.

        The limits are the first times at which the log-log limits of the survival share fall to a half
        (Brookmeyer & Crowley 1982).
        """
        limits = [
            _log_log_limits(s, e, self.confidence) for s, e in zip(self.survival, self.standard_error, strict=True)
        ]
        return (
            self._first_time_at_half(self.survival),
            self._first_time_at_half([low for low, _ in limits]),
            self._first_time_at_half([high for _, high in limits]),
        )

    def _first_time_at_half(self, shares: ArrayLike) -> float | None:
        below = np.flatnonzero(np.asarray(shares) <= 0.5 + 1e-12)
        return self.times[int(below[0])] if below.size else None


def kaplan_meier(
    days: ArrayLike, observed: ArrayLike, weights: ArrayLike, confidence: float = 0.95
) -> SurvivalCurve | None:
    """Estimate the share that has had no event yet, with right censoring; None when nobody had the event.

    Parameters
    ----------
    days
        Time to the event or to the censoring of each row.
    observed
        1 for an event, 0 for a censored row.
    weights
        How many there are of each row.

    Notes
    -----
    Rows are repeated by their weights: the library's own frequency weights give another variance than Greenwood's.

    References
    ----------
    Kaplan, E.L. & Meier, P. (1958), JASA 53, 457-481. The worked example of the tests: the 6-MP arm of Freireich et al.
    (1963), as printed in Cox & Oakes (1984), Analysis of Survival Data.
    """
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415 - a second of imports, rarely needed

    counts = np.asarray(weights, dtype=int)
    times, events = (np.repeat(np.asarray(values, dtype=float), counts) for values in (days, observed))
    if not events.sum():
        return None
    fitted = SurvfuncRight(times, events)
    return SurvivalCurve(
        times=tuple(map(float, fitted.surv_times)),
        survival=tuple(map(float, fitted.surv_prob)),
        standard_error=tuple(map(float, np.nan_to_num(fitted.surv_prob_se))),
        followed_days=float(times.max()),
        confidence=confidence,
    )


def _log_log_limits(survival: float, error: float, confidence: float) -> tuple[float, float]:
    if not 0 < survival < 1:
        return survival, survival
    spread = NormalDist().inv_cdf(0.5 + confidence / 2) * error / (survival * math.log(survival))
    low, high = sorted((survival ** math.exp(spread), survival ** math.exp(-spread)))
    return low, high
