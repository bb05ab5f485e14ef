import numpy as np
import pandas as pd
import pytest

from indicators.readings import rules
from tests.readings.conftest import Ask, Row


def hourly(quantities: list[float], meter: str = "A", start: str = "2024-06-03 00:00") -> list[Row]:
    """Return a reading each hour; in June the clock of Casablanca does not change."""
    return [
        (meter, str(at), one)
        for at, one in zip(pd.date_range(start, periods=len(quantities), freq="h"), quantities, strict=True)
    ]


def found(answers, rule) -> dict[str, object]:
    """Return the parameters of the one finding of a rule."""
    [finding] = [finding for finding in answers.findings if finding.rule is rule]
    return dict(finding.params)


def test_a_steady_counter_gives_the_same_flow_every_day(ask: Ask) -> None:
    answers = ask(hourly([0.5 * hour for hour in range(24 * 3 + 1)]))
    days = answers.tables["flow_by_day"]
    assert days["flow"].tolist() == [12.0, 12.0, 12.0]
    assert days["complete"].all()
    assert answers.tables["mean_day"][["mean", "days"]].values.tolist() == [[12.0, 3]]
    assert answers.tables["peak_day"]["factor"].tolist() == [1.0]
    assert answers.tables["night_share"]["share"].tolist() == [1.0]
    assert answers.tables["coverage"]["share"].tolist() == [1.0]
    assert answers.tables["dry_hours"]["hours"].tolist() == [0]
    assert (answers.rows_read, answers.rows_used, answers.findings) == (73, 73, [])


def test_the_answers_are_those_of_plain_pandas(ask: Ask) -> None:
    random = np.random.default_rng(2024)
    times = pd.date_range("2024-05-01", "2024-07-01", freq="h")
    meters = {"A": "anfa", "B": "anfa", "C": "maarif"}
    use = {meter: random.gamma(2.0, 0.1, len(times)) for meter in meters}
    rows = pd.concat(
        pd.DataFrame({"meter": meter, "read_at": times.astype(str), "index": flow.cumsum()})
        for meter, flow in use.items()
    )
    answers = ask(rows.sample(frac=1, random_state=1), places=meters, parquet=True)

    # The first reading of a counter says nothing of what flowed before it; a flow belongs to the hour it began in.
    flow = pd.DataFrame({meter: one[1:] for meter, one in use.items()}, index=times[:-1])
    places = pd.DataFrame({"anfa": flow["A"] + flow["B"], "maarif": flow["C"]})
    daily = places.resample("D").sum()
    expected = (
        daily.reset_index(names="day").melt("day", var_name="place", value_name="flow").sort_values(["place", "day"])
    )
    assert answers.tables["flow_by_day"]["flow"].to_numpy() == pytest.approx(expected["flow"].to_numpy(), rel=1e-9)
    monthly = places.resample("MS").sum()
    assert answers.tables["flow_by_month"]["flow"].tolist() == pytest.approx(
        [*monthly["anfa"], *monthly["maarif"]], rel=1e-9
    )
    peaks = answers.tables["peak_day"].set_index("place")["factor"]
    hours = answers.tables["peak_hour"].set_index("place")["factor"]
    nights = answers.tables["night_share"].set_index("place")["share"]
    least = places[places.index.hour.isin([2, 3])].resample("D").min()
    for place in places:
        assert peaks[place] == pytest.approx(daily[place].max() / daily[place].mean(), rel=1e-9)
        assert hours[place] == pytest.approx(places[place].max() / places[place].mean(), rel=1e-9)
        assert nights[place] == pytest.approx(least[place].mean() / places[place].mean(), rel=1e-9)


def test_a_counter_that_begins_again_goes_on_where_its_range_is_stated(ask: Ask) -> None:
    rows = hourly([997.0, 998.5, 1.0, 2.0])
    answers = ask(rows, rollover=1000)
    assert answers.tables["flow_by_year"]["flow"].tolist() == [5.0]
    assert found(answers, rules.ROLLED_COUNTERS) == {"n": 1}


def test_a_counter_that_falls_otherwise_is_a_reset_and_what_flowed_is_not_known(ask: Ask) -> None:
    answers = ask(hourly([500.0, 501.0, 0.0, 2.0]), rollover=1000)
    assert answers.tables["flow_by_year"]["flow"].tolist() == [3.0]
    assert found(answers, rules.RESET_COUNTERS) == {"n": 1}


def test_what_flowed_in_a_gap_counts_in_its_month_and_in_no_hour(ask: Ask) -> None:
    rows = [*hourly([0.0, 1.0, 2.0]), *hourly([12.0, 13.0], start="2024-06-03 12:00")]
    answers = ask(rows)
    assert answers.tables["flow_by_month"]["flow"].tolist() == [13.0]
    assert answers.tables["flow_by_day"]["flow"].tolist() == [3.0]
    assert answers.tables["peak_hour"]["peak"].tolist() == [1.0]
    assert found(answers, rules.GAPS_FOUND) == {"n": 1, "hours": "10"}


def test_a_reading_that_is_there_twice_counts_once(ask: Ask) -> None:
    rows = hourly([0.0, 1.0, 2.0])
    answers = ask([*rows, rows[1]])
    assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]
    assert found(answers, rules.REPEATED_READINGS) == {"n": 1}


def test_of_readings_that_contradict_each_other_none_stands(ask: Ask) -> None:
    answers = ask([*hourly([0.0, 1.0, 2.0]), ("A", "2024-06-03 01:00", 1.5)])
    assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]
    assert found(answers, rules.CONTRADICTING_READINGS) == {"n": 1}


def test_where_receipt_is_stated_the_last_one_received_stands_and_late_ones_are_counted(ask: Ask) -> None:
    rows = [
        ("A", "2024-06-03 00:00", 0.0, "2024-06-03 00:01"),
        ("A", "2024-06-03 01:00", 1.0, "2024-06-03 01:01"),
        ("A", "2024-06-03 01:00", 1.5, "2024-06-05 01:00"),
    ]
    frame = pd.DataFrame(rows, columns=["meter", "read_at", "index", "came"])
    answers = ask(frame, columns={"received": "came"})
    assert answers.tables["flow_by_year"]["flow"].tolist() == [1.5]
    assert found(answers, rules.LATE_READINGS) == {"n": 1, "hours": "24"}


def test_negative_volumes_are_left_out_and_counted(ask: Ask) -> None:
    answers = ask(hourly([1.0, -4.0, 2.0]), kind="volume")
    assert answers.tables["flow_by_year"]["flow"].tolist() == [3.0]
    assert found(answers, rules.NEGATIVE_FLOWS) == {"n": 1}


def test_a_flow_that_nobody_believes_is_left_out_and_counted(ask: Ask) -> None:
    answers = ask(hourly([0.0, 1.0, 900.0, 901.0]), most_per_hour=50)
    assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]
    assert found(answers, rules.FLOWS_TOO_GREAT) == {"n": 1}


def test_each_row_in_its_own_unit_and_those_in_none_of_volume_left_out(ask: Ask) -> None:
    frame = pd.DataFrame(hourly([0.0, 1000.0, 2.0, 3.0]), columns=["meter", "read_at", "index"])
    frame["unit"] = ["m³", "litres", "m³", "kWh"]
    answers = ask(frame, columns={"unit": "unit"})
    assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]
    assert found(answers, rules.UNKNOWN_READING_UNIT) == {"n": 1, "base": "m³"}


def test_a_meter_without_a_place_is_left_out_and_named(ask: Ask) -> None:
    answers = ask([*hourly([0.0, 1.0]), *hourly([0.0, 9.0], meter="Z")])
    assert answers.tables["flow_by_year"]["flow"].tolist() == [1.0]
    assert found(answers, rules.UNKNOWN_METER) == {"n": 2, "meters": 1}


def test_readings_without_a_column_of_the_meter_are_of_the_only_one_there_is(ask: Ask) -> None:
    answers = ask(hourly([0.0, 1.0]), columns={"meter": None}, places={"A": "anfa", "B": "maarif"})
    assert found(answers, rules.METERS_UNCLEAR) == {"n": 2}
    assert answers.tables == {}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("A", "yesterday", 1.0), rules.UNREADABLE_TIME),
        (("A", "2024-06-03 05:00", "many"), rules.UNREADABLE_QUANTITY),
    ],
)
def test_a_cell_that_cannot_be_read_is_counted_with_an_example(ask: Ask, row: Row, rule) -> None:
    answers = ask([*hourly([0.0, 1.0]), row])
    assert found(answers, rule) == {"n": 1}
    assert answers.rows_read - answers.rows_used == 1


def test_times_by_the_local_clock_with_an_offset_and_in_seconds_are_the_same_moments(ask: Ask) -> None:
    # Casablanca is an hour ahead of UTC in June.
    written = hourly([float(hour) for hour in range(50)])
    local = ask(written)
    stated = [
        (meter, f"{pd.Timestamp(at) - pd.Timedelta(hours=1):%Y-%m-%dT%H:%M:%S}Z", one) for meter, at, one in written
    ]
    pd.testing.assert_frame_equal(ask(stated).tables["flow_by_day"], local.tables["flow_by_day"])
    frame = pd.DataFrame(written, columns=["meter", "read_at", "index"])
    frame["read_at"] = pd.to_datetime(frame["read_at"]).astype("datetime64[s]").astype("int64") - 3_600
    pd.testing.assert_frame_equal(ask(frame, parquet=True).tables["flow_by_day"], local.tables["flow_by_day"])


def test_the_day_on_which_the_clock_goes_back_has_its_hours_once(ask: Ask) -> None:
    # On 10 March 2024 at three the clock of Casablanca went back to two: of a meter that counts in UTC nothing is lost.
    times = pd.date_range("2024-03-08T23:00", periods=73, freq="h")
    rows = [("A", f"{time:%Y-%m-%dT%H:%M:%S}Z", float(hour)) for hour, time in enumerate(times)]
    answers = ask(rows)
    assert answers.tables["flow_by_day"]["flow"].tolist() == [24.0, 25.0, 23.0]
    assert answers.findings == []


def test_readings_of_a_day_answer_nothing_about_hours_and_nights(ask: Ask) -> None:
    rows = [("A", f"2024-06-{day:02d} 00:00", 10.0 * day) for day in range(1, 10)]
    answers = ask(rows, interval_minutes=1440)
    assert {"peak_hour", "flow_by_night", "night_share", "dry_hours"}.isdisjoint(answers.tables)
    assert answers.tables["flow_by_day"]["flow"].tolist() == [10.0] * 8
    assert found(answers, rules.TOO_COARSE) == {"n": 1440}


def test_readings_of_which_none_can_be_used_have_no_answers(ask: Ask) -> None:
    answers = ask([("A", "yesterday", 1.0)])
    assert answers.tables == {}
    assert found(answers, rules.NOTHING_READ) == {"n": 1}


def utc(first: str, last: str, step: str = "h") -> list[str]:
    """Return moments as text that states that it is UTC."""
    return [f"{index:%Y-%m-%dT%H:%M:%S}Z" for index in pd.date_range(first, last, freq=step)]


@pytest.mark.parametrize(
    ("first", "hours"),
    # In 2024 the clock of Casablanca showed the hour from two to three twice on 10 March, and not at all on 14 April.
    [("2024-03-08 23:00", [24, 25, 24]), ("2024-04-13 00:00", [24, 23, 24])],
)
def test_a_night_in_which_the_clock_changes_is_no_peak_and_no_gap(ask: Ask, first: str, hours: list[int]) -> None:
    times = utc(first, str(pd.Timestamp(first) + pd.Timedelta(hours=sum(hours))))
    answers = ask([("A", time, 1.0 * number) for number, time in enumerate(times)])
    assert answers.tables["flow_by_day"]["flow"].tolist() == hours
    assert answers.tables["peak_hour"]["factor"].tolist() == [1.0]
    assert answers.tables["coverage"][["read", "wanted"]].values.tolist() == [[sum(hours), sum(hours)]]
    # A night without the hour from two to three has no least flow of two hours.
    assert len(answers.tables["flow_by_night"]) == (3 if 25 in hours else 2)
    assert answers.findings == []


@pytest.mark.parametrize(("start", "parquet"), [("2024-06-03", True), ("1969-12-20", False)])
def test_readings_of_one_moment_are_found_wherever_they_stand(ask: Ask, start: str, parquet: bool) -> None:
    times = pd.date_range(start, periods=24 * 20, freq="h", tz="UTC")
    frame = pd.DataFrame({"meter": "A", "read_at": times, "index": range(len(times))})
    some = ask(pd.concat([frame, frame.iloc[[0, 39, 40, 79, 80, -1]]]), parquet=parquet)
    assert found(some, rules.REPEATED_READINGS) == {"n": 6}
    assert some.tables["flow_by_year"]["flow"].sum() == len(times) - 1
    both = ask(pd.concat([frame, frame]), parquet=parquet)
    assert found(both, rules.REPEATED_READINGS) == {"n": len(times)}
    assert both.tables["flow_by_year"]["flow"].sum() == len(times) - 1


def test_two_readings_of_one_hour_at_different_moments_are_both_taken(ask: Ask) -> None:
    answers = ask([*hourly([0.0, 1.0, 2.0]), ("A", "2024-06-03 01:20", 1.5)])
    assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]
    assert (answers.rows_used, answers.findings) == (4, [])


@pytest.mark.parametrize("parquet", [True, False])
def test_a_part_of_a_second_is_left_out(ask: Ask, parquet: bool) -> None:
    times = pd.to_datetime(["2024-06-03 00:00:00", "2024-06-03 00:59:59.9", "2024-06-03 01:00:00"], format="ISO8601")
    for read in (times, times.tz_localize("UTC")):
        frame = pd.DataFrame({"meter": "A", "read_at": read, "index": [0.0, 1.0, 2.0]})
        answers = ask(frame, parquet=parquet)
        # Rounded to the next second, two of them would be of one moment, and one at odds with the other.
        assert answers.findings == []
        assert answers.tables["flow_by_year"]["flow"].tolist() == [2.0]


def test_where_nothing_can_be_used_it_is_stated_why(ask: Ask) -> None:
    answers = ask([("A", "yesterday", 1.0), ("Z", "2024-06-03", 1.0)])
    assert [finding.rule for finding in answers.findings] == [
        rules.UNREADABLE_TIME,
        rules.UNKNOWN_METER,
        rules.NOTHING_READ,
    ]
    assert answers.tables == {}
