"""How a status and a trend are shown: a shape and a word besides the colour."""

from indicators import sdg
from indicators.analysis import derive
from indicators.analysis.assessment import Assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.claims import sentences
from indicators.model.catalogue import Indicator
from indicators.sdg.reasons import REASON_TEXTS, ReasonCode
from indicators.store.dataset import Dataset

SHAPES = {"green": "●", "yellow": "◆", "orange": "▲", "red": "■"}
"""A shape a status is known by in greyscale."""


def status_mark(assessment: Assessment, look: Look) -> dict[str, str]:
    """Return colour, shape and words of a status; without one, why there is none."""
    judged = assessment.judgement
    if judged.status is None:
        # That it is context is said beside the target already.
        why = look.t(REASON_TEXTS[judged.reason]) if judged.reason not in (None, ReasonCode.CONTEXT_ONLY) else ""
        return {"colour": "", "shape": "", "words": "", "why": why}
    return {
        "colour": judged.status,
        "shape": SHAPES[judged.status],
        "words": look.t(sdg.STATUS_TEXTS[judged.status]),
        "why": "",
    }


def trend_mark(assessment: Assessment, look: Look) -> dict[str, str]:
    """Return arrow, words and years of a trend; without one, why there is none."""
    path = assessment.path
    if path.trend is None:
        why = look.t(REASON_TEXTS[path.trend_reason]) if path.trend_reason else ""
        return {"arrow": "", "words": "", "years": "", "why": why}
    years = assessment.years_used
    return {
        "arrow": sdg.ARROWS[path.trend],
        "words": look.t(sdg.TREND_TEXTS[path.trend]),
        "years": f"{years[0]}–{years[1]}" if years else "",
        "why": "",
    }


def change_since(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return the change of Casablanca (of Morocco) between the ends of its latest line; empty where there is none."""
    own = dataset.of(entry.id)
    found = derive.change(own[own["place"] == home_of(dataset, entry)], entry)
    if found.empty or entry.noisy:
        return ""
    row = found.iloc[0]
    return look.t(
        "{change} since {year}",
        change=sentences.change_text(float(row["first_value"]), float(row["last_value"]), entry, look.language),
        year=str(int(row["first_year"])),
    )
