"""Values that would stand beside a known one for want of a perimeter or a method."""

import pandas as pd
import pytest

from indicators.intake.value_checks import describe_parallels, find_parallels
from indicators.model.observations import COLUMNS, typed


def rows(*told: tuple[object, ...]) -> pd.DataFrame:
    """Return observations of place, year, value, perimeter and method."""
    frame = pd.DataFrame(told, columns=["place", "year", "value", "perimeter", "method"])
    return typed(frame.assign(indicator="losses", source="report", lower=None, upper=None, note="")[list(COLUMNS)])


STORED = rows(("casablanca", 2020, 23.5, "utility perimeter", "metered"), ("rabat", None, 19.0, "city", "reported"))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (("casablanca", 2020, 24.0, "not stated", "reported"), True),
        (("casablanca", 2020, 24.0, "utility perimeter", "reported"), True),
        (("rabat", None, 20.0, "not stated", "reported"), True),
        (("casablanca", 2020, 24.0, "utility perimeter", "metered"), False),
        (("casablanca", 2020, 24.0, "municipality", "metered"), False),
        (("casablanca", 2021, 24.0, "not stated", "reported"), False),
        (("rabat", 2020, 24.0, "not stated", "reported"), False),
    ],
)
def test_only_what_leaves_out_its_perimeter_or_method_stands_beside(value: tuple[object, ...], found: bool) -> None:
    assert bool(len(find_parallels(rows(value), STORED))) is found


def test_the_known_figure_is_told() -> None:
    told = describe_parallels(find_parallels(rows(("casablanca", 2020, 24.0, "not stated", "reported")), STORED))
    assert told == [{"known": "23.5", "perimeter": "utility perimeter", "method": "metered"}]


def test_a_value_that_replaces_one_of_two_is_no_parallel() -> None:
    two = pd.concat([STORED, rows(("casablanca", 2020, 9.0, "not stated", "reported"))], ignore_index=True)
    assert find_parallels(rows(("casablanca", 2020, 24.0, "not stated", "reported")), two).empty
