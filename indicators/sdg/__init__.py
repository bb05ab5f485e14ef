"""The Sustainable Development Report's method: score, status, trend, pace to 2030.

Every function takes numbers or pandas Series of equal length, paired by
position, and gives the like, with the same index. Missing, infinite or text
arguments give NaN or None, and :func:`reason` says why.
"""

from indicators.sdg.answers import (
    ARROWS,
    BASELINE,
    DEADLINE,
    STATUS_TEXTS,
    STATUSES,
    TREND_OF_ARROW,
    TREND_TEXTS,
    TRENDS,
    score,
    status,
    trend,
)
from indicators.sdg.judgements import (
    Judgement,
    applicable,
    goal_score,
    goal_status,
    goal_statuses,
    judge,
    judge_trend,
    one_edition,
    rescaled,
)
from indicators.sdg.pace import amount_of_share, pace, per_day, projected, required_pace, year_of_reaching
from indicators.sdg.reasons import reason

__all__ = [
    "ARROWS",
    "BASELINE",
    "DEADLINE",
    "STATUSES",
    "STATUS_TEXTS",
    "TRENDS",
    "TREND_OF_ARROW",
    "TREND_TEXTS",
    "Judgement",
    "amount_of_share",
    "applicable",
    "goal_score",
    "goal_status",
    "goal_statuses",
    "judge",
    "judge_trend",
    "one_edition",
    "pace",
    "per_day",
    "projected",
    "reason",
    "required_pace",
    "rescaled",
    "score",
    "status",
    "trend",
    "year_of_reaching",
]
