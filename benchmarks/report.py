"""The one line every measure prints, and how seconds are taken."""

import statistics
import time
from collections.abc import Callable, Sequence


def seconds(run: Callable[[], object]) -> float:
    """Return the seconds one call of `run` takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(ours: Callable[[], object], baseline: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the median seconds of both, taken in turns so that a busy machine slows both."""
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(runs)]
    mine, plain = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(plain)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def line(name: str, ours: float, unit: str, baseline: float | None = None, target: str = "", digits: int = 1) -> None:
    """Print one measure: its name, ours, the baseline, their ratio, the target; a dash where there is none."""
    plain = "-" if baseline is None else f"{baseline:.{digits}f} {unit}"
    ratio = "-" if not baseline else f"{ours / baseline:.2f}"
    text = f"{name:62s} ours {ours:9.{digits}f} {unit:4s} baseline {plain:>12s}  ratio {ratio:>6s}"
    print(f"{text}  target {target or '-'}", flush=True)
