"""A value judged by the thresholds a publication sets for it, and never by others; a goal by its indicators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.model.catalogue import Indicator, Thresholds
from indicators.model.vocabulary import Scale, SdgKind
from indicators.sdg.answers import STATUSES, bands, score, status, trend
from indicators.sdg.broadcasting import Column, FloatArray, numbers, refuse_equal, usable
from indicators.sdg.reasons import ReasonCode, reason


@dataclass(frozen=True)
class Judgement:
    """The judgement of one value: score and status, or the reason why not.

    `edition`, `source` and `scale` are those of the thresholds used; they are
    printed with every score, and None where no thresholds apply.
    """

    score: float | None = None
    status: str | None = None
    reason: ReasonCode | None = None
    edition: str | None = None
    source: str | None = None
    scale: Scale | None = None


def applicable(indicator: Indicator) -> tuple[Thresholds | None, ReasonCode | None]:
    """Return the thresholds that judge `indicator`, or None and the reason.

    A context indicator is never scored. Thresholds judge whom their publication
    sets them for: those of countries give a city no status, those of a group of
    countries give none to anybody, for who is in it is not known here.
    """
    limits = indicator.thresholds
    if indicator.sdg.kind is SdgKind.CONTEXT:
        return None, ReasonCode.CONTEXT_ONLY
    if limits is None:
        return None, ReasonCode.NO_PUBLISHED_THRESHOLD
    if limits.scale is not indicator.scale:
        return None, ReasonCode.THRESHOLD_OF_OTHER_SCALE
    if limits.only_for is not None:
        return None, ReasonCode.THRESHOLD_OF_SOME
    return limits, None


def judge(value: Column, indicator: Indicator) -> Judgement:
    """Return the judgement of one value of `indicator`."""
    limits, why = applicable(indicator)
    if limits is None:
        return Judgement(reason=why)
    code = reason(value, green=limits.green, red=limits.red)
    if code is not None:
        return Judgement(reason=ReasonCode(code))
    return Judgement(
        score=score(value, limits.lower, limits.optimum),
        status=status(value, limits.green, limits.red),
        edition=limits.edition,
        source=limits.source,
        scale=limits.scale,
    )


def judge_trend(
    first_value: Column, first_year: Column, last_value: Column, last_year: Column, indicator: Indicator
) -> tuple[str | None, ReasonCode | None]:
    """Return the trend between two points of `indicator`, or None and the reason."""
    limits, why = applicable(indicator)
    if limits is None:
        return None, why
    ends = (first_value, first_year, last_value, last_year, limits.lower, limits.optimum, limits.green)
    code = reason(*ends)
    return trend(*ends), None if code is None else ReasonCode(code)


def one_edition(thresholds: Iterable[Thresholds]) -> str | None:
    """Return the edition all `thresholds` share, None where there are none.

    Call it before scores are averaged, ranked or drawn together.

    Raises
    ------
    ValueError
        They are of several editions, whose bounds and so scores differ.
    """
    editions = sorted({limits.edition for limits in thresholds})
    if len(editions) > 1:
        raise ValueError(f"scores of different editions are never mixed: {', '.join(editions)}")
    return editions[0] if editions else None


_WORDS = np.array([None, *STATUSES], dtype=object)
_LIMITS = ("lower", "red", "green", "optimum")


def goal_score(scores: Iterable[float]) -> float:
    """Return the plain mean of the scores there are, NaN where there is none.

    All scores must be of one edition (see
    :func:`~indicators.sdg.judgements.one_edition`). The report averages its
    global indicators only, for OECD members too.

    Source: Sustainable Development Report, methodology section on aggregation.
    """
    known = numbers(np.asarray(list(scores), dtype=object))
    known = known[np.isfinite(known)]
    return float(known.mean()) if known.size else float("nan")


def rescaled(
    value: FloatArray, lower: FloatArray, red: FloatArray, green: FloatArray, optimum: FloatArray
) -> FloatArray:
    """Return values on the goal rule's scale: lower 0, red 1, green 2, optimum 3.

    Straight lines between the four, 0 and 3 beyond them; NaN where an
    argument is.
    """
    sign = np.where(optimum > lower, 1.0, -1.0)
    x, low, bad, good, best = (sign * column for column in (value, lower, red, green, optimum))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        poor = (x - low) / (bad - low)
        fair = 1.0 + (x - bad) / (good - bad)
        # Where the optimum is the green threshold itself, reaching it is the top.
        fine = np.where(best == good, 3.0, 2.0 + (x - good) / (best - good))
    level = np.where(x < bad, poor, np.where(x < good, fair, fine))
    return np.where(usable(x, low, bad, good, best), np.clip(level, 0.0, 3.0), np.nan)


def goal_statuses(table: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Return the status of each goal in `table`, grouped by the columns `by`.

    `table` has one row per indicator the goal should have, with columns
    value, lower, red, green and optimum; an indicator without a figure is a
    row whose value is missing. Rows are never pooled over editions: put the
    edition among `by` where there are several. The result is indexed by `by`.

    The two worst indicators decide: their mean on the scale of
    :func:`rescaled` is green from 2, yellow from 1.5, orange from 1, else red;
    green needs both green (else yellow) and red both red (else orange). One
    indicator alone gives its own status. None where less than half of the
    indicators have a figure.

    Source: Sustainable Development Report, methodology section on goal
    colours.

    Raises
    ------
    ValueError
        `lower` equals `optimum`, or `green` equals `red`.
    """
    value, *limits = (numbers(table[name]) for name in ("value", *_LIMITS))
    lower, red, green, optimum = limits
    refuse_equal(lower=lower, optimum=optimum)
    level = rescaled(value, lower, red, green, optimum)
    band_of_row = bands(value, green, red)
    groups = table.groupby(list(by), sort=False, dropna=False)
    group, keys = groups.ngroup().to_numpy(), groups.size().index
    size = np.bincount(group, minlength=len(keys))
    used = np.bincount(group[np.isfinite(level)], minlength=len(keys))
    # Rows by goal, the worst indicator first and those without a figure last.
    order = np.lexsort((level, group))
    worst = np.cumsum(size) - size
    second = worst + np.minimum(1, size - 1)
    mean = (level[order][worst] + level[order][second]) / 2.0
    two = band_of_row[order][worst], band_of_row[order][second]
    band = 1 + (mean >= 1.0).astype(np.int8) + (mean >= 1.5) + (mean >= 2.0)
    band = np.where((band == 4) & (np.minimum(*two) < 4), 3, band)
    band = np.where((band == 1) & (np.maximum(*two) > 1), 2, band)
    band = np.where(used == 1, two[0], band)
    words = _WORDS[np.where((used > 0) & (2 * used >= size), band, 0)]
    return pd.Series(words, index=keys, name="status", dtype=object)


def goal_status(table: pd.DataFrame) -> str | None:
    """Return the status of one goal of one place; `table` as in :func:`goal_statuses`."""
    word: str | None = goal_statuses(table.assign(goal=0), ["goal"]).iloc[0] if len(table) else None
    return word
