"""A goal's score and status from those of its indicators."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from indicators.sdg.statuses import STATUSES, status
from indicators.vectors import FloatArray, numbers, refuse_equal, usable

_WORDS = np.array([None, *STATUSES], dtype=object)
_RANK = {word: rank for rank, word in enumerate(STATUSES)}
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
    own = status(value, green, red)
    rows = table[list(by)].assign(
        level=rescaled(value, lower, red, green, optimum),
        rank=[np.nan if word is None else _RANK[word] for word in own],
    )
    rows = rows.sort_values("level", kind="stable")
    groups = rows.groupby(list(by), sort=False, dropna=False)
    worst = rows[rows["level"].notna()].groupby(list(by), sort=False, dropna=False).head(2)
    two = worst.groupby(list(by), sort=False, dropna=False).agg(
        mean=("level", "mean"), best=("rank", "max"), least=("rank", "min"), used=("level", "size")
    )
    counts = groups["level"].agg(["count", "size"])
    facts = counts.join(two).reindex(table.groupby(list(by), sort=False, dropna=False).size().index)
    return pd.Series(_words(facts), index=facts.index, name="status", dtype=object)


def goal_status(table: pd.DataFrame) -> str | None:
    """Return the status of one goal of one place; `table` as in :func:`goal_statuses`."""
    word: str | None = goal_statuses(table.assign(goal=0), ["goal"]).iloc[0] if len(table) else None
    return word


def _words(facts: pd.DataFrame) -> list[str | None]:
    mean, best, least = (facts[name].to_numpy(dtype=float) for name in ("mean", "best", "least"))
    band = 1 + (mean >= 1.0).astype(np.int8) + (mean >= 1.5) + (mean >= 2.0)
    # `best` is the better and `least` the worse of the two worst indicators' own statuses.
    band = np.where((band == 4) & (least < _RANK["green"]), 3, band)
    band = np.where((band == 1) & (best > _RANK["red"]), 2, band)
    alone = facts["used"].to_numpy(dtype=float) == 1
    band = np.where(alone, np.nan_to_num(best) + 1, band)
    enough = (2 * facts["count"] >= facts["size"]).to_numpy() & (facts["count"] > 0).to_numpy()
    return list(_WORDS[np.where(enough, band, 0).astype(np.int8)])
