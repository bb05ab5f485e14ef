"""Every key of a long file with the row it first stood on and its value, in sorted runs of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indicators.intake.keys import WITHIN_SERIES

RUN = 800_000
"""No run grows beyond so many keys: what is made of two takes memory for both."""


@dataclass
class Run:
    """Distinct keys in order, each with the row it stands on and its value (NaN where that is not accepted)."""

    keys: np.ndarray
    rows: np.ndarray
    values: np.ndarray

    def slice(self, low: int, high: int) -> "Run":
        """Return the part between two positions."""
        return Run(self.keys[low:high], self.rows[low:high], self.values[low:high])


class KeyRuns:
    """The keys seen so far; twenty bytes each, whatever the file's size."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, keys: np.ndarray, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Add keys in the order of their rows; return for each the row it stood on before, -1 where it is new."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        first = np.ones(len(keys), dtype=bool)
        first[1:] = ordered[1:] != ordered[:-1]
        distinct = ordered[first]
        earlier = np.full(len(distinct), -1, dtype="int64")
        for run in self.runs:
            if not len(distinct) or run.keys[0] > distinct[-1] or run.keys[-1] < distinct[0]:
                continue
            at = np.minimum(np.searchsorted(run.keys, distinct), len(run.keys) - 1)
            hit = run.keys[at] == distinct
            earlier[hit] = run.rows[at[hit]]
        new = earlier < 0
        here = rows[order][first]
        self._keep(Run(distinct[new], here[new].astype("int32"), values[order][first][new]))
        group = np.cumsum(first) - 1
        told = np.where(earlier[group] >= 0, earlier[group], np.where(first, -1, here[group]))
        out = np.full(len(keys), -1, dtype="int64")
        out[order] = told
        return out

    def _keep(self, run: Run) -> None:
        """Keep a run; those of like size become one, so that there are never many."""
        while self.runs and len(last := self.runs[-1].keys) <= 2 * len(run.keys) and len(last) + len(run.keys) <= RUN:
            run = merged([self.runs.pop(), run])
        if len(run.keys):
            self.runs.append(run)

    def series(self, most: int) -> Iterator[Run]:
        """Yield all keys in order, whole series at a time, about `most` keys at once."""
        total = sum(len(run.keys) for run in self.runs)
        if not total:
            return
        sample = np.sort(np.concatenate([run.keys[:: max(1, most // 100)] for run in self.runs]))
        parts = max(1, -(-total // most))
        cuts = sample[np.linspace(0, len(sample), parts, endpoint=False).astype("int64")[1:]]
        bounds = np.unique((cuts >> np.uint64(WITHIN_SERIES)) << np.uint64(WITHIN_SERIES))
        begins = [np.searchsorted(run.keys, bounds) for run in self.runs]
        for number in range(len(bounds) + 1):
            taken = []
            for run, begin in zip(self.runs, begins, strict=True):
                low = begin[number - 1] if number else 0
                high = begin[number] if number < len(bounds) else len(run.keys)
                taken.append(run.slice(int(low), int(high)))
            yield merged(taken)


def merged(runs: list[Run]) -> Run:
    """Return several runs as one."""
    keys = np.concatenate([run.keys for run in runs])
    order = np.argsort(keys, kind="stable")
    return Run(
        keys[order],
        np.concatenate([run.rows for run in runs])[order],
        np.concatenate([run.values for run in runs])[order],
    )
