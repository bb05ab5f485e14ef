"""Scores, statuses, trends and the UN formulas on a million values, against plain NumPy.

Prints one line per measure: name, seconds of ours, seconds of the NumPy
expression of the same answer, ratio. Medians of several runs, taken in turns.
The baseline trusts its input: it neither looks for missing or equal values nor
keeps an index.

Run: python benchmarks/bench_sdg.py
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from indicators import sdg

SIZE = 1_000_000
RUNS = 7


def seconds(run: Callable[[], object]) -> float:
    """Return the seconds one call of `run` takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measure(name: str, ours: Callable[[], object], baseline: Callable[[], object]) -> None:
    """Print one line comparing `ours` with `baseline`."""
    ours()
    baseline()
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(RUNS)]
    mine, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:32s} ours {mine:8.4f} s   baseline {plain:8.4f} s   ratio {mine / plain:6.2f}")


def numpy_status(x: np.ndarray, green: float, red: float) -> np.ndarray:
    """Return the status of values where more is better, in plain NumPy."""
    middle = (green + red) / 2
    return np.select([x >= green, x >= middle, x >= red], ["green", "yellow", "orange"], "red")


def numpy_trend(first: np.ndarray, start: int, last: np.ndarray, end: int, green: float) -> np.ndarray:
    """Return the trend on a scale from 0 to 100, in plain NumPy."""
    growth, need = (last - first) / (end - start), (green - first) / (2030 - start)
    rules = [last >= green, growth < 0, growth >= need, growth >= need / 2]
    return np.select(rules, ["up", "down", "up", "up-right"], "right")


def numpy_reason(*columns: np.ndarray) -> np.ndarray:
    """Return why a row of the columns has no answer, in plain NumPy."""
    missing = np.logical_or.reduce([np.isnan(column) for column in columns])
    infinite = np.logical_or.reduce([np.isinf(column) for column in columns])
    return np.select([missing, infinite], ["missing_value", "infinite_value"], "")


def numpy_goal(values: np.ndarray, knots: list[float]) -> np.ndarray:
    """Return the mean of the two worst of five indicators, on the goal rule's scale."""
    worst: np.ndarray = np.sort(np.interp(values, knots, [0, 1, 2, 3]).reshape(-1, 5), axis=1)[:, :2].mean(axis=1)
    return worst


def main() -> None:
    """Run every measure."""
    random = np.random.default_rng(2030)
    x, y = random.normal(60, 30, SIZE), random.normal(65, 30, SIZE)
    value, last = pd.Series(x), pd.Series(y)
    measure("score", lambda: sdg.score(value, 5, 98), lambda: np.clip((x - 5) / (98 - 5) * 100, 0, 100))
    measure("status", lambda: sdg.status(value, 90, 40), lambda: numpy_status(x, 90, 40))
    measure(
        "trend",
        lambda: sdg.trend(value, 2010, last, 2018, 0, 100, 90),
        lambda: numpy_trend(x, 2010, y, 2018, 90),
    )
    measure("reason of a score", lambda: sdg.reason(value, 5, 98), lambda: numpy_reason(x))
    measure(
        "reason of a trend",
        lambda: sdg.reason(value, 2010, last, 2018, 0, 100, 90),
        lambda: numpy_reason(x, y),
    )
    measure("pace", lambda: sdg.pace(value, 2010, last, 2018), lambda: (y - x) / 8)
    measure("required pace", lambda: sdg.required_pace(value, 2018, 90), lambda: (90 - x) / 12)
    measure("projected value", lambda: sdg.projected(value, 2010, last, 2018), lambda: y + (y - x) / 8 * 12)
    goals = pd.DataFrame({"value": x, "lower": 0.0, "red": 40.0, "green": 90.0, "optimum": 100.0})
    goals["goal"] = np.repeat(np.arange(SIZE // 5), 5)
    measure(
        "goal status, 200,000 goals",
        lambda: sdg.goal_statuses(goals, ["goal"]),
        lambda: numpy_goal(x, [0, 40, 90, 100]),
    )


if __name__ == "__main__":
    main()
