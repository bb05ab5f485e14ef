"""New, changed and unchanged values."""

import pandas as pd
import pytest

from indicators.intake.changes import compare
from indicators.model.observations import COLUMNS, typed

pytestmark = pytest.mark.slow

STORED = typed(
    pd.DataFrame(
        [
            ["casablanca", "network_efficiency", "2014", "75.5", "", "", "utility perimeter", "reported", "a", ""],
            ["casablanca", "footprint", "", "1.8", "1.2", "2.4", "urban centre", "modelled", "b", ""],
        ],
        columns=list(COLUMNS),
    ).replace("", None)
)


def with_changes(**changes: object) -> pd.DataFrame:
    return typed(STORED.iloc[[0]].astype("object").assign(**changes))


def counts(values: pd.DataFrame) -> tuple[int, int, int]:
    found = compare(values, STORED)
    return found.new, found.changed, found.unchanged


def test_by_key() -> None:
    assert counts(STORED) == (0, 0, 2)
    assert counts(with_changes(value=75.6)) == (0, 1, 0)
    assert counts(with_changes(source="c")) == (1, 0, 0)
    assert counts(with_changes(year=2015)) == (1, 0, 0)
    assert counts(with_changes(lower=70.0)) == (0, 1, 0)


def test_old_values_stand_beside_new_ones() -> None:
    found = compare(with_changes(value=75.6), STORED)
    assert found.old.tolist() == [75.5]
    assert found.kind.tolist() == ["changed"]


def test_a_source_not_stated_is_unchanged_only_where_a_source_says_the_same() -> None:
    assert counts(with_changes(source="")) == (0, 0, 1)
    assert counts(with_changes(source="", value=75.6)) == (1, 0, 0)


def test_nothing_to_compare() -> None:
    assert counts(STORED.iloc[:0]) == (0, 0, 0)
    assert compare(STORED, STORED.iloc[:0]).new == 2
