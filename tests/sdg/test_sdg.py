"""Score, status, trend and goal rules against the published answers of the SDR 2019."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators import sdg
from indicators.sdg.reasons import REASON_TEXTS, ReasonCode

GOLDEN = Path(__file__).parents[1] / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "golden"


def golden(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


def shared(name: str) -> pd.DataFrame:
    path = SHARED / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"the whole published table is not beside the project ({name}.csv); the chosen rows are tested")
    return pd.read_csv(path).rename(
        columns={
            "raw_value": "value", "lower_bound_0": "lower", "red_threshold": "red", "green_threshold": "green",
            "optimum_100": "optimum",
        }
    )  # fmt: skip


def words(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(word) else str(word) for word in column]


# Published examples: country, value, lower, optimum, published score.
SCORES = [
    ("Morocco, basic drinking water", 82.969995, 40, 100, 71.616659),
    ("Morocco, freshwater withdrawal", 49.04, 100, 12.5, 58.24),
    ("Morocco, fuel CO2 per electricity", 1.979984, 5.9, 0, 66.440955),
    ("Morocco, PM2.5", 32.594, 87, 6.3, 67.417596),
    ("Morocco, energy CO2 per person", 1.502404, 23.7, 0, 93.660741),
    ("Netherlands, energy CO2 per person", 10.41953, 23.7, 0, 56.035737),
    ("India, PM2.5, beyond the lower bound", 90.873, 87, 6.3, 0.0),
    ("Egypt, freshwater withdrawal, beyond the lower bound", 159.85, 100, 12.5, 0.0),
    ("Kenya, access to electricity", 56.0, 9.1, 100, 51.595160),
]


@pytest.mark.parametrize(("case", "value", "lower", "optimum", "published"), SCORES)
def test_score_is_the_published_one(case, value, lower, optimum, published):
    found = sdg.score(value, lower, optimum)
    assert isinstance(found, float)
    assert found == pytest.approx(published, abs=2e-5)


def test_chosen_rows_cover_every_colour_direction_and_clipped_case():
    rows = golden("sdr2019_values")
    assert rows["indicator"].nunique() == 32
    assert set(rows["colour"].dropna()) == set(sdg.STATUSES)
    higher = rows["optimum"] > rows["lower"]
    assert higher.any()
    assert (~higher).any()
    beyond = np.sign(rows["optimum"] - rows["lower"])
    assert ((beyond * (rows["value"] - rows["lower"]) < 0) & (rows["score"] == 0)).sum() > 10
    assert ((beyond * (rows["value"] - rows["optimum"]) > 0) & (rows["score"] == 100)).sum() > 5


def assert_published_scores(rows: pd.DataFrame, score: str) -> None:
    published = rows[rows[score].notna()]
    found = sdg.score(published["value"], published["lower"], published["optimum"])
    assert found.index.equals(published.index)
    assert (found - published[score]).abs().max() < 5e-4


def assert_published_colours(rows: pd.DataFrame, colour: str) -> None:
    published = rows[rows[colour].notna()]
    found = sdg.status(published["value"], published["green"], published["red"])
    assert words(found) == words(published[colour])


def test_scores_and_colours_of_the_chosen_rows():
    rows = golden("sdr2019_values")
    assert_published_scores(rows, "score")
    assert_published_colours(rows, "colour")


def test_scores_and_colours_of_the_whole_table():
    rows = shared("sdr_published")
    assert rows["published_score"].notna().sum() == 3949
    assert_published_scores(rows, "published_score")
    assert_published_colours(rows, "published_colour")


def trends_of(rows: pd.DataFrame) -> list[str | None]:
    columns = ("first_value", "first_year", "last_value", "last_year", "lower", "optimum", "green")
    return words(sdg.trend(*(rows[name] for name in columns)))


def test_trends_of_the_chosen_rows():
    rows = golden("sdr2019_trends")
    assert trends_of(rows) == words(rows["by_rule"])
    agreeing = rows["agrees"] == 1
    assert set(rows.loc[agreeing, "published"]) == set(sdg.TRENDS)
    assert (rows["published"] == rows["by_rule"]).tolist() == agreeing.tolist()


def test_documented_divergences_stay_divergences():
    """Small declines published as stagnating: the rule says decreasing, and it holds."""
    rows = golden("sdr2019_trends")
    softened = rows[(rows["agrees"] == 0) & (rows["published"] == "right") & (rows["by_rule"] == "down")]
    assert len(softened) >= 3
    assert set(trends_of(softened)) == {"down"}


def test_trends_of_the_whole_table():
    rows = shared("sdr2019_trend_cases").rename(
        columns={"raw0": "first_value", "year0": "first_year", "raw1": "last_value", "year1": "last_year"}
    )
    texts = trends_of(rows)
    assert texts == [sdg.TREND_OF_ARROW[arrow] for arrow in rows["trend_by_rule"]]
    agreeing = rows["agrees"] == 1
    assert agreeing.sum() == 1915
    published = rows.loc[agreeing, "published_trend"].map(sdg.TREND_OF_ARROW)
    assert [word for word, agrees in zip(texts, agreeing, strict=True) if agrees] == list(published)


# Morocco in the 2021 edition, quoted in the method: values, years, bounds and green threshold.
# The last three hold whatever the years are.
TRENDS = [
    ("basic water, on track", (83.597, 2014, 86.779, 2017, 40, 100, 98), "up"),
    ("fuel CO2 per electricity, 85 % of the need", (1.980, 2015, 1.814, 2018, 5.9, 0, 1), "up-right"),
    ("PM2.5, the wrong way", (31.340, 2015, 33.415, 2019, 87, 6.3, 10), "down"),
    ("energy CO2 per person, worse but still green", (1.761, 2015, 1.972, 2019, 20, 0, 2), "up"),
    ("piped water, a small decline", (94.195, 2015, 94.095, 2018, 6.1, 100, 98), "down"),
    ("Red List, a small decline", (0.891, 2015, 0.888, 2019, 0.6, 1, 0.9), "down"),
]


@pytest.mark.parametrize(("case", "arguments", "expected"), TRENDS)
def test_trend_of_the_worked_examples(case, arguments, expected):
    assert sdg.trend(*arguments) == expected
    assert sdg.reason(*arguments) is None


@pytest.mark.parametrize(
    ("last", "expected"),
    [(0.2, "up"), (0.15, "up-right"), (0.149, "right"), (0.1, "right"), (0.0999, "down"), (0.4, "up")],
)
def test_exactly_enough_is_enough(last, expected):
    """From 0.1 in 2015 to 0.4 in 2030 needs 0.1 in five years, though no binary fraction says so exactly."""
    assert sdg.trend(0.1, 2015, last, 2020, 0, 1, 0.4) == expected


def test_values_below_the_lower_bound_are_not_clipped_before_the_trend():
    assert sdg.trend(20, 2010, 10, 2015, 40, 100, 98) == "down"


def test_status_borders_count_as_the_better_side():
    assert [sdg.status(x, 80, 40) for x in (80, 79.999, 60, 59.999, 40, 39.999)] == [
        "green", "yellow", "yellow", "orange", "orange", "red",
    ]  # fmt: skip
    assert [sdg.status(x, 25, 75) for x in (25, 25.001, 50, 50.001, 75, 75.001)] == [
        "green", "yellow", "yellow", "orange", "orange", "red",
    ]  # fmt: skip


def test_goal_scores_and_colours_of_the_chosen_goals():
    goals = golden("sdr2019_goals").set_index(["iso3", "goal"])
    rows = golden("sdr2019_goal_indicators")
    assert set(goals["colour"]) == {*sdg.STATUSES, "gray"}
    values = sdg.goal_statuses(rows[rows["judged"] == "yes"], ["iso3", "goal"])
    assert words(values) == [None if c == "gray" else c for c in goals["colour"].reindex(values.index)]
    assert len(values) == len(goals)
    scored = rows[rows["scored"] == "yes"]
    scored = scored.assign(score=sdg.score(scored["value"], scored["lower"], scored["optimum"]))
    for key, group in scored.groupby(["iso3", "goal"]):
        if not math.isnan(goals.loc[key, "score"]):
            assert sdg.goal_score(group["score"]) == pytest.approx(goals.loc[key, "score"], abs=5e-4)


def test_goal_colours_of_the_whole_table():
    rows, bounds, goals = shared("sdr_published"), shared("sdr_bounds"), shared("sdr_goal_published")
    own = [6, 7, 11, 12, 13, 15]
    bounds = bounds[(bounds["edition"] == "SDR2019") & bounds["goal"].isin(own)]
    members = rows.drop_duplicates("iso3")[["iso3", "oecd"]]
    expected = members.merge(bounds, how="cross")
    listed = np.where(expected["oecd"] == 1, expected["in_oecd"], expected["in_global"]) == "yes"
    table = expected[listed].merge(rows[["iso3", "indicator_code", "value"]], how="left")
    values = sdg.goal_statuses(table, ["iso3", "goal"])
    published = goals.set_index(["iso3", "goal"])["goal_colour"].reindex(values.index)
    assert len(values) == 1158
    assert words(values) == [None if colour == "gray" else colour for colour in published]


def goal(*rows: tuple[float, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["value", "lower", "red", "green", "optimum"], dtype=float)


def test_goal_red_needs_both_of_the_two_worst_red():
    """Morocco, goal 6 in the 2021 edition: 0.36 and 1.484 average below 1, yet one of the two is orange."""
    wastewater, freshwater = (5.4, 0, 15, 50, 100), (50.8, 100, 75, 25, 12.5)
    level = sdg.rescaled(*(np.array(column, dtype=float) for column in zip(wastewater, freshwater, strict=True)))
    assert level == pytest.approx([0.36, 1.484])
    assert sdg.goal_status(goal(wastewater, freshwater)) == "orange"
    assert sdg.goal_status(goal(wastewater, wastewater)) == "red"


def test_goal_green_needs_both_of_the_two_worst_green():
    nearly, perfect = (49.0, 0, 15, 50, 100), (100.0, 0, 15, 50, 100)
    assert sdg.goal_status(goal(nearly, perfect)) == "yellow"
    assert sdg.goal_status(goal(perfect, perfect)) == "green"


def test_goal_of_one_or_too_few_indicators():
    one, none = (60.0, 0, 15, 50, 100), (float("nan"), 0, 15, 50, 100)
    assert sdg.goal_status(goal(one)) == "green"
    assert sdg.goal_status(goal(one, none)) == "green"
    assert sdg.goal_status(goal(one, none, none)) is None
    assert sdg.goal_status(goal(none)) is None
    assert sdg.goal_status(goal()) is None
    assert math.isnan(sdg.goal_score([]))
    assert sdg.goal_score([71.616659, 81.689997, 58.24, 93.113383, 26.0136]) == pytest.approx(66.134728, abs=5e-6)


def test_goal_where_the_optimum_is_the_green_threshold():
    assert sdg.rescaled(*np.array([[5.0], [0.0], [2.0], [5.0], [5.0]])).tolist() == [3.0]


BAD = [
    (None, ReasonCode.MISSING_VALUE),
    (float("nan"), ReasonCode.MISSING_VALUE),
    (pd.NA, ReasonCode.MISSING_VALUE),
    ("", ReasonCode.MISSING_VALUE),
    (float("inf"), ReasonCode.INFINITE_VALUE),
    (-float("inf"), ReasonCode.INFINITE_VALUE),
    ("82 %", ReasonCode.NOT_A_NUMBER),
    ("82", ReasonCode.NOT_A_NUMBER),
    (True, ReasonCode.NOT_A_NUMBER),
    (1j, ReasonCode.NOT_A_NUMBER),
]


@pytest.mark.parametrize(("value", "why"), BAD)
def test_no_answer_has_a_reason(value, why):
    assert math.isnan(sdg.score(value, 0, 100))
    assert sdg.status(value, 80, 40) is None
    assert sdg.trend(value, 2010, 50, 2015, 0, 100, 90) is None
    assert sdg.trend(50, 2010, value, 2015, 0, 100, 90) is None
    assert sdg.reason(value, 0, 100) == why
    assert sdg.reason(value, green=80, red=40) == why
    assert sdg.reason(value, 2010, 50, 2015, 0, 100, 90) == why
    assert sdg.reason(50, 2010, value, 2015, 0, 100, 90) == why


@pytest.mark.parametrize("limit", [None, float("nan"), float("inf"), "98"])
def test_no_threshold_no_answer(limit):
    assert math.isnan(sdg.score(50, limit, 100))
    assert sdg.status(50, 80, limit) is None
    assert sdg.trend(50, 2010, 60, 2015, 0, 100, limit) is None
    assert sdg.reason(50, lower=limit, optimum=100) == ReasonCode.MISSING_THRESHOLD
    assert sdg.reason(50, green=80, red=limit) == ReasonCode.MISSING_THRESHOLD
    assert sdg.reason(50, 2010, 60, 2015, 0, 100, limit) == ReasonCode.MISSING_THRESHOLD


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (2015, 2015, ReasonCode.ONE_POINT),
        (2016, 2015, ReasonCode.YEARS_REVERSED),
        (2015, 2030, ReasonCode.AFTER_DEADLINE),
        (2031, 2032, ReasonCode.AFTER_DEADLINE),
        (None, 2015, ReasonCode.MISSING_YEAR),
        (2010, "2015", ReasonCode.MISSING_YEAR),
        (2010, float("inf"), ReasonCode.MISSING_YEAR),
    ],
)
def test_years_without_a_trend(first, last, why):
    assert sdg.trend(50, first, 60, last, 0, 100, 90) is None
    assert sdg.reason(50, first, 60, last, 0, 100, 90) == why


def test_last_year_before_the_deadline_has_a_trend():
    assert sdg.trend(50, 2015, 60, 2029, 0, 100, 90) == "right"


def test_equal_bounds_are_refused_by_name():
    with pytest.raises(ValueError, match="lower and optimum are both 40"):
        sdg.score(50, 40, 40)
    with pytest.raises(ValueError, match="green and red are both 40"):
        sdg.status(50, 40, 40)
    with pytest.raises(ValueError, match="lower and optimum are both 0"):
        sdg.trend(50, 2010, 60, 2015, 0, 0, 90)
    with pytest.raises(ValueError, match="lower and optimum are both 7"):
        sdg.score(pd.Series([1.0, 2.0]), pd.Series([0.0, 7.0]), pd.Series([100.0, 7.0]))
    with pytest.raises(ValueError, match="green and red are both 40"):
        sdg.reason(None, green=40, red=40)
    with pytest.raises(ValueError, match="first_limit and second_limit are both 40"):
        sdg.reason(50, 40, 40)
    with pytest.raises(ValueError, match="lower and optimum are both 40"):
        sdg.reason(50, 2010, 60, 2015, 40, 40, 90)


def test_reason_knows_the_three_calls():
    assert sdg.reason(value=50, lower=0, optimum=100) is None
    assert sdg.reason(50, red=40, green=80) is None
    with pytest.raises(TypeError, match="arguments of score, status or trend"):
        sdg.reason(50, 0)
    with pytest.raises(TypeError, match="arguments of score, status or trend"):
        sdg.reason(50, lower=0, red=40)


def test_every_reason_has_words():
    assert set(REASON_TEXTS) == set(ReasonCode)


def test_series_keep_index_and_none():
    value = pd.Series([82.97, None, np.inf, 10.0], index=["MAR", "NLD", "IND", "KEN"], name="water")
    scores, colours, reasons = sdg.score(value, 40, 100), sdg.status(value, 98, 80), sdg.reason(value, 40, 100)
    for result in (scores, colours, reasons):
        assert result.index.tolist() == ["MAR", "NLD", "IND", "KEN"]
        assert result.name == "water"
    assert scores.tolist()[3] == 0.0
    assert scores.isna().tolist() == [False, True, True, False]
    assert colours.tolist() == ["orange", None, None, "red"]
    assert reasons.tolist() == [None, "missing_value", "infinite_value", None]


def test_series_of_every_kind_of_column():
    for column in (
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1.0, None], dtype="Float64"),
        pd.Series([1, None], dtype=object),
        pd.Series([1, "text"], dtype=object),
    ):
        scores = sdg.score(column, 0, 2)
        assert scores[0] == 50.0
        assert math.isnan(scores[1])
    assert sdg.status(pd.Series(["a", "b"]), 2, 1).tolist() == [None, None]
    assert sdg.status(pd.Series([True, False]), 2, 1).tolist() == [None, None]
    assert sdg.score(np.array([1.0, 4.0]), 0, 2).tolist() == [50.0, 100.0]
    assert sdg.score(pd.Series([], dtype=float), 0, 2).empty


def test_columns_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="value has 2 values and lower has 3"):
        sdg.score(pd.Series([1.0, 2.0]), pd.Series([0.0, 0.0, 0.0]), 100)
    with pytest.raises(ValueError, match="value and lower hold the same labels in another order"):
        sdg.score(pd.Series([1.0, 2.0], index=["a", "b"]), pd.Series([0.0, 0.5], index=["b", "a"]), 100)
    with pytest.raises(TypeError, match="value: give a number, a Series"):
        sdg.score([1.0, 2.0], 0, 100)


def test_reversed_scale_gives_no_minus_zero():
    assert math.copysign(1.0, sdg.score(100, 100, 12.5)) == 1.0
