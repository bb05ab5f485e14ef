"""Revisions: what a chart showed at an earlier version of the data, and what of it differs now."""

import pandas as pd

from indicators.model.observations import COLUMNS, typed
from indicators.store.revisions import Revision, differences

Figures = dict[tuple[str, int | None], float]


def table(values: Figures) -> pd.DataFrame:
    rows = [
        (place, "efficiency", None if year is None else str(year), repr(value), None, None, "municipality", "metered",
         "x", None)
        for (place, year), value in values.items()
    ]  # fmt: skip
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"))


def test_differences_are_changed_new_and_gone() -> None:
    then = table({("rabat", 2010): 1.0, ("rabat", 2020): 2.0, ("casablanca", None): 3.0})
    now = table({("rabat", 2010): 1.5, ("rabat", 2020): 2.0, ("casablanca", 2020): 4.0})
    assert differences(then, now) == [
        Revision("efficiency", "rabat", 1.0, 2010, 1.5, 2010),
        Revision("efficiency", "casablanca", 3.0, None, 4.0, 2020),
    ]
    assert differences(now, now) == []


def test_several_that_came_are_not_paired_with_one_that_went() -> None:
    then = table({("rabat", 2010): 1.0})
    now = table({("rabat", 2015): 2.0, ("rabat", 2020): 3.0})
    assert differences(then, now) == [
        Revision("efficiency", "rabat", None, None, 2.0, 2015),
        Revision("efficiency", "rabat", None, None, 3.0, 2020),
        Revision("efficiency", "rabat", 1.0, 2010, None, None),
    ]
