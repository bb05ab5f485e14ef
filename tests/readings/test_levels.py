"""Levels of loggers: what is asked of them, and the rules by which they are cleaned."""

import numpy as np
import pandas as pd
import pytest

from indicators.readings import rules
from indicators.readings.levels import LEVEL_QUESTIONS
from tests.readings.conftest import Ask
from tests.readings.test_answers import found, hourly


def test_the_answers_are_those_of_plain_pandas(ask: Ask) -> None:
    dice = np.random.default_rng(2024)
    times = pd.date_range("2024-05-01", "2024-06-30 23:00", freq="h")
    level = 20 + dice.normal(0, 0.1, len(times)).cumsum()
    rows = pd.DataFrame({"meter": "A", "read_at": times.astype(str), "index": level})
    answers = ask(rows.sample(frac=1, random_state=1), kind="level", unit="m")
    assert list(answers.tables) == list(LEVEL_QUESTIONS)
    assert answers.findings == []

    plain = pd.Series(level, index=times)
    daily, monthly = plain.resample("D"), plain.resample("MS")
    by_day, by_month = answers.tables["level_by_day"], answers.tables["level_by_month"]
    for table, expected in ((by_day, daily), (by_month, monthly)):
        assert table["mean"].to_numpy() == pytest.approx(expected.mean().to_numpy(), rel=1e-9)
        assert table["low"].to_numpy() == pytest.approx(expected.min().to_numpy(), rel=1e-9)
        assert table["high"].to_numpy() == pytest.approx(expected.max().to_numpy(), rel=1e-9)
    [year] = answers.tables["level_by_year"].to_dict("records")
    assert (year["days"], year["mean"]) == (61, pytest.approx(plain.mean(), rel=1e-9))
    swings = daily.max() - daily.min()
    assert answers.tables["level_swing"]["swing"].tolist() == pytest.approx([swings.max()], rel=1e-9)
    change = daily.mean().iloc[-1] - daily.mean().iloc[0]
    assert answers.tables["level_change"]["change"].tolist() == pytest.approx([change], rel=1e-9)
    assert answers.tables["coverage"]["share"].tolist() == [1.0, 1.0]
    assert answers.tables["gaps"]["gaps"].tolist() == [0, 0]


def test_a_level_may_be_below_zero_and_is_turned_into_metres(ask: Ask) -> None:
    answers = ask(hourly([-250.0, -150.0]), kind="level", unit="cm")
    [day] = answers.tables["level_by_day"].to_dict("records")
    assert (day["mean"], day["low"], day["high"], day["complete"]) == (-2.0, -2.5, -1.5, False)


def test_levels_that_nobody_believes_are_left_out_and_counted(ask: Ask) -> None:
    answers = ask(hourly([2.0, -99.0, 3.0, 450.0, 4.0]), kind="level", unit="m", lowest=0, highest=100)
    assert answers.tables["level_by_year"]["mean"].tolist() == [3.0]
    assert found(answers, rules.LEVELS_TOO_LOW) == {"n": 1}
    assert found(answers, rules.LEVELS_TOO_HIGH) == {"n": 1}


def test_nothing_is_put_into_a_gap(ask: Ask) -> None:
    rows = [*hourly([1.0, 2.0]), *hourly([9.0], start="2024-06-03 12:00")]
    answers = ask(rows, kind="level", unit="m")
    assert answers.tables["level_by_day"]["mean"].tolist() == [4.0]
    assert found(answers, rules.GAPS_FOUND) == {"n": 1, "hours": "10"}


def test_two_loggers_of_one_place_are_not_averaged(ask: Ask) -> None:
    rows = [*hourly([1.0, 2.0]), *hourly([71.0, 72.0], meter="B"), *hourly([5.0, 5.0], meter="C")]
    answers = ask(rows, places={"A": "anfa", "B": "anfa", "C": "maarif"}, kind="level", unit="m")
    assert answers.tables["level_by_day"]["place"].tolist() == ["maarif"]
    assert found(answers, rules.LEVELS_TOGETHER) == {"n": 2}


def test_readings_once_a_day_are_enough_for_levels(ask: Ask) -> None:
    rows = [("A", f"2024-06-{day:02d} 08:00", float(day)) for day in range(1, 11)]
    answers = ask(rows, kind="level", unit="m", interval_minutes=1440)
    assert list(answers.tables) == list(LEVEL_QUESTIONS)
    assert answers.tables["level_change"]["change"].tolist() == [9.0]
    assert answers.findings == []
