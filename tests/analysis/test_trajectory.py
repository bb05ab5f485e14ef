"""Trajectories on published figures, and on round numbers worked by hand where none shows the case."""

import pandas as pd
import pytest

from indicators.analysis import derive
from indicators.analysis import trajectory as trajectories
from indicators.analysis.trajectory import BASE_YEAR_COLUMNS, Point, Trajectory, base_years, what_if
from indicators.model.observations import COLUMNS, typed
from indicators.model.vocabulary import Direction
from indicators.sdg.reasons import ReasonCode
from tests.helpers.entries import WATER, indicator, names


def table(*rows: tuple[object, ...], **same: object) -> pd.DataFrame:
    """Return observations of Casablanca's network from (year, value) or (year, value, source)."""
    fixed = {"place": "casablanca", "indicator": "efficiency", "perimeter": "utility perimeter", "method": "reported"}
    records = [
        {**fixed, "source": row[2] if len(row) > 2 else "note", "year": row[0], "value": row[1], **same} for row in rows
    ]
    return typed(pd.DataFrame(records, columns=list(COLUMNS)))


def trajectory(rows: pd.DataFrame, entry: object, place: str, *, today: int = 2018, **asked: object) -> Trajectory:
    """Return the trajectory as it was seen in the year `today`."""
    return trajectories.trajectory(rows, entry, place, today=today, **asked)


# Lydec's 2010 bond prospectus: efficiency of Casablanca's drinking water network.
LYDEC = ((1998, 64.1), (2009, 72.2))

# Morocco, basic drinking water, the two years of the 2021 edition's published trend.
MOROCCO = table((2014, 83.597), (2017, 86.779), place="morocco", indicator="basic_water", perimeter="country")


def test_two_points_of_one_publication():
    path = trajectory(table(*LYDEC), indicator(), "casablanca", target=80)
    assert path.points == (Point(1998, 64.1), Point(2009, 72.2))
    assert (path.perimeter, path.method, path.source) == ("utility perimeter", "reported", "note")
    assert path.pace == pytest.approx(8.1 / 11)
    assert path.required == pytest.approx(7.8 / 21)
    assert path.required_from_base == pytest.approx(15.9 / 32)
    assert path.projected == pytest.approx(72.2 + 21 * 8.1 / 11)
    assert path.reached == pytest.approx(2009 + 7.8 / (8.1 / 11))
    assert path.reason is None
    assert path.notes == ()
    assert path.trend is None
    assert path.trend_reason is ReasonCode.CONTEXT_ONLY


def test_published_thresholds_give_the_target_and_the_arrow():
    path = trajectory(MOROCCO, WATER, "morocco")
    assert path.target == 98
    assert path.required_from_base == pytest.approx(14.403 / 16)
    assert path.trend == "up"
    assert path.trend_reason is None
    # The rule of the arrow asks for two points; a pace that leads on to 2030 asks for more.
    assert path.reason is ReasonCode.TWO_POINTS
    assert (path.pace, path.projected, path.reached) == (None, None, None)


def test_thresholds_of_countries_give_a_city_no_arrow_and_no_target():
    city = indicator(sdg={"target": "6.1", "kind": "proxy"}, thresholds=WATER.thresholds.model_dump())
    path = trajectory(table(*LYDEC), city, "casablanca")
    assert path.target is None
    assert path.required is None
    assert path.trend_reason is ReasonCode.THRESHOLD_OF_OTHER_SCALE
    assert ReasonCode.NO_TARGET in path.notes


def test_a_line_is_one_source_and_a_newer_figure_elsewhere_is_noted():
    path = trajectory(table(*LYDEC, (2021, 77.0, "results_2021")), indicator(), "casablanca", target=80)
    assert path.last == Point(2009, 72.2)
    assert path.notes == (ReasonCode.NEWER_ELSEWHERE,)


def test_a_line_never_crosses_a_break():
    broken = indicator(breaks=[{"year": 2024, "place": "casablanca", "reason": names("New operator")}])
    rows = table((2020, 77.0), (2021, 77.0), (2024, 70.0), (2025, 71.0))
    path = trajectory(rows, broken, "casablanca", target=80)
    assert [point.year for point in path.points] == [2024, 2025]
    assert path.reason is ReasonCode.TWO_POINTS
    assert ReasonCode.SERIES_BREAK in path.notes
    assert ReasonCode.SERIES_BREAK not in trajectory(rows, indicator(), "casablanca").notes


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (table((2020, 77.0), place="rabat"), ReasonCode.NO_OBSERVATION),
        (table((2020, None)), ReasonCode.NO_OBSERVATION),
        (table((2029, 80.0), method="planned"), ReasonCode.NOT_OBSERVED),
        (table((None, 77.0)), ReasonCode.MISSING_YEAR),
        (table((2021, 77.0)), ReasonCode.ONE_POINT),
    ],
)
def test_too_few_points_is_an_answer(rows, why):
    path = trajectory(rows, indicator(), "casablanca", target=80)
    assert path.reason is why
    assert path.pace is None
    assert path.projected is None
    assert base_years(path, indicator()).empty


def test_one_point_still_says_what_is_required():
    path = trajectory(table((2021, 77.0)), indicator(), "casablanca", target=80)
    assert path.required == pytest.approx(3 / 9)
    assert path.reached is None


def test_a_target_already_reached_requires_nothing():
    path = trajectory(table((2010, 79.0), (2020, 81.0)), indicator(), "casablanca", target=80)
    assert path.required is None
    assert path.required_from_base is None
    assert path.reached == 2020
    assert ReasonCode.ALREADY_REACHED in path.notes


def test_moving_away_and_standing_still():
    away = trajectory(table((2010, 79.0), (2020, 78.0)), indicator(), "casablanca", target=80)
    assert away.reached is None
    assert ReasonCode.MOVING_AWAY in away.notes
    still = trajectory(table((2010, 79.0), (2020, 79.0)), indicator(), "casablanca", target=80)
    assert still.reached is None
    assert still.pace == 0
    assert ReasonCode.NO_MOVEMENT in still.notes


def test_less_can_be_better():
    path = trajectory(table((2010, 30.0), (2020, 20.0)), indicator(direction="lower"), "casablanca", target=15)
    assert path.pace == pytest.approx(-1.0)
    assert path.required == pytest.approx(-0.5)
    assert path.reached == pytest.approx(2025.0)


def test_without_a_direction_nothing_is_reached_on_the_way():
    path = trajectory(table((2010, 30.0), (2020, 20.0)), indicator(direction="none"), "casablanca", target=15)
    assert path.required == pytest.approx(-0.5)
    assert path.reached is None


def test_last_point_of_the_deadline_leaves_no_time():
    path = trajectory(table((2010, 70.0), (2020, 75.0)), indicator(), "casablanca", target=80, by=2020)
    assert path.required is None
    assert path.projected is None
    assert ReasonCode.AFTER_DEADLINE in path.notes


def test_a_census_reported_twice_is_one_point():
    rows = table(
        (2014, 90.0, "hcp_rgph_2014"), (2014, 90.5, "hcp_rgph_2024"), (2024, 98.0, "hcp_rgph_2024"), method="census"
    )
    path = trajectory(rows, indicator(), "casablanca")
    assert path.points == (Point(2014, 90.5), Point(2024, 98.0))


def test_a_rounded_figure_of_the_press_yields_to_the_office():
    """The census of 2024 in the prefecture: 3,218,036 by HCP, 3,236,000 in a newspaper whose name says the month."""
    rows = table(
        (2014, 3359818.0), (2024, 3218036.0, "hcp_rgph_2024"), (2024, 3236000.0, "h24info_2024_11"), method="census"
    )
    rows["note"] = ["", "", "rounded: printed to the nearest thousand."]
    for order in ([0, 1, 2], [0, 2, 1]):
        path = trajectory(typed(rows.iloc[order]), indicator(), "casablanca", today=2026)
        assert path.points[-1] == Point(2024, 3218036.0)
        assert derive.latest(typed(rows.iloc[order]))["value"].tolist() == [3218036.0]


def test_base_is_the_published_baseline_where_published_thresholds_apply():
    of = {"place": "morocco", "indicator": "basic_water", "perimeter": "country"}
    rows = table((2000, 60.0), (2014, 83.6), (2016, 85.0), (2020, 87.6), **of)
    path = trajectory(rows, WATER, "morocco")
    assert path.base == Point(2014, 83.6)
    assert path.pace == pytest.approx(4.0 / 6)
    assert path.required_from_base == pytest.approx(14.4 / 16)
    assert path.trend == "up-right"
    assert trajectory(rows, WATER, "morocco", base_year=2001).base == Point(2000, 60.0)
    assert trajectory(rows, WATER, "morocco", base_year=2001).trend == "up"
    assert trajectory(rows[rows["year"] != 2014], WATER, "morocco").base == Point(2016, 85.0)
    assert trajectory(rows[~rows["year"].isin([2014, 2016])], WATER, "morocco").base == Point(2000, 60.0)


def test_base_is_the_first_point_where_nothing_is_judged():
    path = trajectory(table((1998, 64.1), (2014, 75.5), (2018, 77.33)), indicator(), "casablanca")
    assert path.base == Point(1998, 64.1)


def test_base_years():
    rows = table(
        (2010, 82.0), (2012, 90.0), (2017, 91.0), place="morocco", indicator="basic_water", perimeter="country"
    )
    rows_found = base_years(trajectory(rows, WATER, "morocco"), WATER)
    assert rows_found["projected"].isna().all(), "the longer pace leads past 100%, the shorter is of two points"
    rows = table(
        (2006, 82.0), (2007, 86.0), (2017, 91.0), place="morocco", indicator="basic_water", perimeter="country"
    )
    rows_found = base_years(trajectory(rows, WATER, "morocco"), WATER)
    assert tuple(rows_found.columns) == BASE_YEAR_COLUMNS
    assert rows_found["base_year"].tolist() == [2006, 2007]
    assert rows_found["base_status"].tolist() == ["orange", "orange"]
    assert rows_found["pace"].tolist() == pytest.approx([float("nan"), 0.5], nan_ok=True)
    assert rows_found["required"].tolist() == pytest.approx([16 / 24, 12 / 23])
    assert rows_found["share"].tolist() == pytest.approx([float("nan"), 100 * 0.5 / (12 / 23)], nan_ok=True)
    assert rows_found["projected"].tolist() == pytest.approx([float("nan"), 97.5], nan_ok=True)
    assert rows_found["trend"].tolist() == ["up", "up-right"]


def test_base_years_without_published_thresholds_have_no_colour():
    rows = base_years(trajectory(table(*LYDEC), indicator(), "casablanca"), indicator())
    assert rows["base_status"].tolist() == [None]
    assert rows["trend"].tolist() == [None]
    assert rows["required"].isna().all()


def test_what_if():
    path = trajectory(table((2016, 77.13), (2018, 77.33), (2020, 77.53)), indicator(), "casablanca", today=2020)
    answer = what_if(path, Direction.HIGHER, 82.53)
    assert answer.yearly == pytest.approx(0.5)
    assert answer.total == pytest.approx(5.0)
    assert answer.times == pytest.approx(5.0)
    assert answer.reason is None


def test_what_if_without_an_answer():
    path = trajectory(table((2010, 79.0), (2020, 78.0)), indicator(), "casablanca")
    assert what_if(path, Direction.HIGHER, 80).times is None
    assert what_if(path, Direction.HIGHER, 78).reason is ReasonCode.ALREADY_REACHED
    assert what_if(path, Direction.HIGHER, 80, by=2020).reason is ReasonCode.AFTER_DEADLINE
    nothing = trajectory(table((2020, 77.0), place="rabat"), indicator(), "casablanca")
    assert what_if(nothing, Direction.HIGHER, 80).reason is ReasonCode.NO_OBSERVATION


def test_a_pace_asks_for_three_points_or_ten_years():
    # Particles in Casablanca's air, two reports of the press: a change and no pace.
    path = trajectory(table((2013, 61.0), (2015, 74.0)), indicator(), "casablanca")
    assert (path.reason, path.pace, path.projected) == (ReasonCode.TWO_POINTS, None, None)
    assert path.base == Point(2013, 61.0)
    assert trajectory(table((2005, 61.0), (2015, 74.0)), indicator(), "casablanca").pace == pytest.approx(1.3)
    three = table((2013, 61.0), (2014, 62.0), (2015, 63.0))
    assert trajectory(three, indicator(), "casablanca").pace == pytest.approx(1.0)


def test_a_pace_ends_not_long_ago():
    assert trajectory(table(*LYDEC), indicator(), "casablanca", today=2019).pace is not None
    old = trajectory(table(*LYDEC), indicator(), "casablanca", target=80, today=2020)
    assert (old.reason, old.pace, old.required) == (ReasonCode.OLD_END, None, None)
    assert what_if(old, Direction.HIGHER, 80).reason is ReasonCode.OLD_END
    alone = trajectory(table((2009, 72.2)), indicator(), "casablanca", today=2020)
    assert what_if(alone, Direction.HIGHER, 80).reason is ReasonCode.OLD_END


def test_no_pace_leads_across_a_break():
    broken = indicator(breaks=[{"year": 2024, "place": "casablanca", "reason": names("New operator")}])
    path = trajectory(table((2009, 72.2), (2014, 75.5), (2018, 77.3)), broken, "casablanca", target=80)
    assert (path.reason, path.projected, path.required) == (ReasonCode.BREAK_AHEAD, None, None)
    assert what_if(path, Direction.HIGHER, 80).reason is ReasonCode.BREAK_AHEAD
    assert base_years(path, broken)["pace"].isna().all()


def test_no_pace_leads_out_of_the_possible_values():
    share = indicator(range={"min": 0, "max": 100})
    path = trajectory(table((2004, 93.5), (2014, 98.5)), share, "casablanca", target=99)
    assert (path.reason, path.pace, path.projected) == (ReasonCode.BEYOND_RANGE, None, None)
    assert path.required == pytest.approx(0.5 / 16)


def test_a_pace_does_not_reach_back_over_generations():
    # Population of Casablanca's agglomeration in thousands (WUP 2018).
    rows = table((1950, 625), (1990, 2682), (2000, 3068), (2010, 3441), (2018, 3684))
    assert trajectory(rows, indicator(), "casablanca").base == Point(2000, 3068)
    assert trajectory(rows, indicator(), "casablanca", base_year=1950).base == Point(1950, 625)


def test_a_bound_is_no_point_of_a_line():
    rows = table((2011, 186.0), (2018, 200.0), (2021, None))
    rows.loc[2, "lower"] = 219.0
    path = trajectory(rows, indicator(), "casablanca")
    assert path.points == (Point(2011, 186.0), Point(2018, 200.0))
