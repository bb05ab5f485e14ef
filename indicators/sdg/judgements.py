"""A value judged by the thresholds a publication sets for it, and never by others."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.model.catalogue import Indicator, Thresholds
from indicators.model.vocabulary import Scale, SdgKind
from indicators.sdg.answers import score, status, trend
from indicators.sdg.broadcasting import Column
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
