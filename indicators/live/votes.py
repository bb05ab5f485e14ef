"""The room's guesses of one slide: one of each voter, and how they lie."""

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

MOST_DOTS = 60
"""Different guesses that are given one by one; more of them are counted in steps."""

MOST_STEPS = 200
"""Steps that a scale may be asked to have."""

USUAL_STEPS = 40


def distribution(
    values: Iterable[float], low: float | None = None, high: float | None = None, steps: int = USUAL_STEPS
) -> dict[str, Any]:
    """Return how guesses lie: their number `n`, `median`, `lowest`, `highest`, `dots` and `bins`.

    `dots` are pairs of a guess and how many made it, empty where there are more than :data:`MOST_DOTS` different ones.
    `bins` count them in `steps` of one width from `low` to `high`, the ends of a drawn axis, or else the ends of the
    guesses; those beyond an end are counted in `below` and `above` and are in no step. The last step holds its upper
    end.
    """
    counted = Counter(values)
    if not counted:
        return {
            "n": 0, "median": None, "lowest": None, "highest": None, "dots": [], "bins": [], "below": 0, "above": 0,
        }  # fmt: skip
    lowest, highest = min(counted), max(counted)
    begin, end = lowest if low is None else low, highest if high is None else high
    return {
        "n": counted.total(),
        "median": median(counted.elements()),
        "lowest": lowest,
        "highest": highest,
        "dots": [[value, counted[value]] for value in sorted(counted)] if len(counted) <= MOST_DOTS else [],
        "bins": _bins(counted, begin, end, max(1, min(MOST_STEPS, steps))),
        "below": sum(count for value, count in counted.items() if value < begin),
        "above": sum(count for value, count in counted.items() if value > end),
    }


def _bins(counted: Counter[float], low: float, high: float, steps: int) -> list[dict[str, Any]]:
    if not high > low:
        return [{"from": low, "to": high, "n": counted[low]}] if high == low else []
    width = (high - low) / steps
    counts = [0] * steps
    for value, count in counted.items():
        if low <= value <= high:
            counts[min(steps - 1, int((value - low) / width))] += count
    return [
        {"from": low + index * width, "to": low + (index + 1) * width, "n": count} for index, count in enumerate(counts)
    ]
