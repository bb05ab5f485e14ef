import ibis
import pandas as pd

from indicators.readings.clock import HOUR, offsets_of


def moment(written: str) -> int:
    return int(pd.Timestamp(written, tz="UTC").timestamp())


YEAR = offsets_of("Africa/Casablanca", moment("2024-01-01"), moment("2024-12-31"))


def values(function, numbers: list[int]) -> list[int]:
    table = ibis.memtable(pd.DataFrame({"at": numbers}))
    return ibis.duckdb.connect().execute(table.select(at=function(table.at)))["at"].tolist()


def test_morocco_keeps_the_clock_of_winter_during_ramadan() -> None:
    # 2024: back at three in the morning of Sunday 10 March, forward at two of Sunday 14 April.
    assert YEAR.first == HOUR
    assert YEAR.changes == ((moment("2024-03-10T02:00"), 0), (moment("2024-04-14T02:00"), HOUR))


def test_a_zone_that_never_changes_has_one_offset() -> None:
    assert offsets_of("UTC", 0, 10**9).changes == ()


def test_moments_and_the_local_clock_lead_to_each_other() -> None:
    moments = [
        moment(index)
        for index in (
            "2024-01-01",
            "2024-03-10T01:59:59",
            "2024-03-20",
            "2024-04-14T01:59:59",
            "2024-04-14T02:00",
            "2024-08-05",
        )
    ]
    local = values(YEAR.local, moments)
    assert [one - at for one, at in zip(local, moments, strict=True)] == [HOUR, HOUR, 0, 0, HOUR, HOUR]
    assert values(YEAR.moment, local) == moments


def test_an_hour_that_the_clock_shows_twice_is_the_first_of_the_two() -> None:
    assert values(YEAR.moment, [moment("2024-03-10T02:30")]) == [moment("2024-03-10T01:30")]
