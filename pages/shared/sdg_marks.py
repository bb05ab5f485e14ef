"""How a status and a trend are shown: a shape and a word besides the colour."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from indicators import sdg
from indicators.analysis import derive
from indicators.analysis.assessment import Assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.claims import change_claims
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, is_one_of
from indicators.sdg.reasons import REASON_TEXTS, ReasonCode
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting

SHAPES = {"green": "●", "yellow": "◆", "orange": "▲", "red": "■"}
"""A shape a status is known by in greyscale."""


@dataclass(frozen=True)
class StatusMark:
    """A status as it is shown; without one, `why` there is none."""

    colour: str = ""
    shape: str = ""
    words: str = ""
    why: str = ""


@dataclass(frozen=True)
class TrendMark:
    """A trend as it is shown, with the years it is of; without one, `why` there is none."""

    arrow: str = ""
    words: str = ""
    years: str = ""
    why: str = ""


NO_STATUS, NO_TREND = StatusMark(), TrendMark()


def status_mark(assessment: Assessment, look: Look) -> StatusMark:
    """Return colour, shape and words of a status; without one, why there is none."""
    judged = assessment.judgement
    if judged.status is None:
        if judged.reason is None or judged.reason is ReasonCode.CONTEXT_ONLY:
            return StatusMark()  # that it is context stands beside the target already
        return StatusMark(why=look.t(REASON_TEXTS[judged.reason]))
    return StatusMark(judged.status, SHAPES[judged.status], look.t(sdg.STATUS_TEXTS[judged.status]))


def trend_mark(assessment: Assessment, look: Look) -> TrendMark:
    """Return arrow, words and years of a trend; without one, why there is none."""
    path = assessment.path
    if path.trend is None:
        return TrendMark(why=look.t(REASON_TEXTS[path.trend_reason]) if path.trend_reason else "")
    years = assessment.years_used
    span = formatting.between(years[0], years[1], look.language) if years else ""
    return TrendMark(sdg.ARROWS[path.trend], look.t(sdg.TREND_TEXTS[path.trend]), span)


def change_since(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return the change of the home city (of its country) over its latest line; empty where there is none."""
    ends = None if entry.noisy else _home_ends(dataset)(entry)
    if ends is None:
        return ""
    first, last, year = ends
    return look.t(
        "{change} since {year}",
        change=change_claims.change_text(first, last, entry, look.language),
        year=str(year),
    )


@once_per_dataset
def _home_ends(dataset: Dataset) -> Callable[[Indicator], tuple[float, float, int] | None]:
    """Return how to find the first and the last value of the latest line of home, and its first year: each once."""

    @cache
    def ends(entry: Indicator) -> tuple[float, float, int] | None:
        rows = dataset.of(entry.id)
        home_rows = rows[is_one_of(rows["place"], [home_of(dataset, entry)])]
        start, end = derive.change_ends(home_rows, entry)
        if not len(end):
            return None
        value = floats(home_rows["value"])
        return float(value[start[0]]), float(value[end[0]]), int(home_rows["year"].iloc[start[0]])

    return ends
