"""What the last hour took: count, median, 95th percentile and longest by name."""

import pytest

from indicators.operations.metrics import RecentTimes, TimesOfName, summed_up


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "median", "p95"),
    [([1.0], 1.0, 1.0), ([1.0, 2.0, 3.0], 2.0, 3.0), ([float(n) for n in range(1, 101)], 50.0, 95.0)],
)
def test_median_and_percentile_are_values_that_were_measured(seconds: list[float], median: float, p95: float) -> None:
    assert summed_up("water", seconds[::-1]) == TimesOfName("water", len(seconds), median, p95, seconds[-1])


def test_the_name_with_the_longest_time_comes_first() -> None:
    times = RecentTimes()
    for name, seconds in (("water", 0.1), ("land", 0.3), ("water", 0.2)):
        times.add(name, seconds)
    assert [(row.name, row.count, row.longest) for row in times.by_name()] == [("land", 1, 0.3), ("water", 2, 0.2)]


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    clock = Clock()
    times = RecentTimes(clock=clock)
    times.add("water", 5.0)
    clock.now = 3_600.0
    assert times.by_name()[0].longest == 5.0
    clock.now = 3_601.0
    times.add("water", 0.1)
    assert times.by_name() == (TimesOfName("water", 1, 0.1, 0.1, 0.1),)
    clock.now = 8_000.0
    assert times.by_name() == ()


def test_it_stays_small() -> None:
    times = RecentTimes(most=3)
    for seconds in range(10):
        times.add("water", float(seconds))
    assert times.by_name() == (TimesOfName("water", 3, 8.0, 9.0, 9.0),)
