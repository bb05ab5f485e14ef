"""Keys seen part by part: the row each first stood on, and all of them in order."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.intake.key_runs import KeyRuns
from indicators.intake.keys import WITHIN_SERIES, Keys, part

PARTS = st.lists(st.lists(st.integers(0, 40), max_size=30), max_size=12)


@settings(deadline=None)
@given(PARTS)
def test_the_row_of_the_first(parts: list[list[int]]) -> None:
    runs, first, row = KeyRuns(), {}, 0
    for numbers in parts:
        keys = np.array(numbers, dtype="uint64") << np.uint64(WITHIN_SERIES - 1)
        rows = np.arange(row, row + len(numbers))
        said = runs.add(keys, rows, rows.astype("float64")).tolist()
        assert said == [first.setdefault(key, here) if key in first else -1 + 0 * first.setdefault(key, here)
                        for key, here in zip(keys.tolist(), rows.tolist(), strict=True)]  # fmt: skip
        row += len(numbers)
    found = list(runs.series(5))
    assert np.concatenate([run.keys for run in found] or [[]]).tolist() == sorted(first)
    assert [int(one) for run in found for one in run.rows] == [first[key] for key in sorted(first)]
    for one, other in pairwise(found):
        if len(one.keys) and len(other.keys):
            assert one.keys[-1] >> np.uint64(WITHIN_SERIES) < other.keys[0] >> np.uint64(WITHIN_SERIES)


def test_a_key_holds_its_parts() -> None:
    keys = Keys({"place": ["a", "b"], "indicator": ["x"], "perimeter": ["p"], "method": ["m"], "source": ["s", "t"]})
    codes = {name: np.array([0]) for name in ("place", "indicator", "year", "perimeter", "method", "source")}
    packed, whole = keys.pack(codes | {"place": np.array([1]), "year": np.array([120]), "source": np.array([1])})
    assert whole.all()
    assert [int(part(packed, name)[0]) for name in ("place", "indicator", "year", "source")] == [1, 0, 120, 1]
    assert keys.pack(codes | {"place": np.array([-1])})[1].tolist() == [False]
