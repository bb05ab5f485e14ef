"""The lines over time of the project's own data, against the published figures."""

import re

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from tests.helpers.figures import sent
from tests.helpers.published import dataset, notes, plain, time, twin


def lines(chart):
    return sent(chart.figure)["data"]


@pytest.mark.parametrize(
    ("indicator", "first", "last"),
    [("running_water_at_home", 93.5, 98.5), ("public_sewer", 96.2, 98.2), ("electricity_at_home", 96.9, 99.2)],
)
def test_two_censuses_are_compared_on_one_perimeter(indicator, first, last):
    chart = time(indicator)
    assert f"from {first}% in 2014 to {last}% in 2024 in Casablanca (prefecture)" in chart.title
    assert set(twin(chart)["Perimeter"]) == {"prefecture"}
    [line] = lines(chart)
    assert line["x"] == [2014, 2024]
    assert line["y"] == pytest.approx([first, last], abs=0.06)


def test_cooking_gas_changed_its_question_so_no_change_is_drawn_or_reported():
    chart = time("cooking_gas_at_home")
    assert "from" not in chart.title
    assert "99.1% of households in Casablanca in 2024" in chart.title
    assert all(len(line["x"]) == 1 for line in lines(chart))
    assert chart.comparison.verdict is Verdict.NOT_COMPARABLE
    assert "The census question changed" in notes(chart)


def test_the_fill_of_the_dam_is_two_dates_and_no_line():
    chart = time("dam_fill")
    assert sorted(line["x"] for line in lines(chart)) == [[2017], [2024]]
    assert "from" not in chart.title
    assert "not a trend" in notes(chart)


def test_part_years_of_the_tram_are_noted_and_joined_to_nothing():
    chart = time("tram_ridership")
    assert "from 50.6 million in 2019 to 40.2 million passenger trips a year in 2021" in plain(chart.title)
    alone = [line["x"] for line in lines(chart) if len(line["x"]) == 1]
    assert sorted(alone) == [[2012], [2022]]
    assert "2012 is not a whole year" in notes(chart)
    assert "2022 is not a whole year" in notes(chart)


def test_population_is_dotted_after_2018():
    # World Urbanization Prospects, the 2018 revision.
    chart = time("population_agglomeration")
    for line in lines(chart):
        if line["line"]["dash"] == "dot":
            assert min(line["x"]) == 2018
        else:
            assert max(line["x"]) <= 2018
    assert "from 625,435 in 1950 to 3.7 million people in 2018" in plain(chart.title)
    assert "Dotted: projected by the source, not observed." in notes(chart)


def test_the_network_is_followed_by_what_its_operator_published():
    chart = time("network_efficiency")
    assert "from 64.1% in 1998 to 77.0% in 2021" in chart.title
    assert set(twin(chart)["Perimeter"]) == {"utility perimeter"}
    # The series breaks in 2024, after the last point: nothing drawn is touched by it.
    assert "Series break in 2024" not in notes(chart)
    assert chart.comparison.verdict is Verdict.WITH_CARE


def test_the_purchases_of_electricity_are_one_line():
    chart = time("electricity_purchased")
    [line] = lines(chart)
    assert line["x"] == list(range(1998, 2010))
    assert "from 2,689 in 1998 to 3,715 GWh a year in 2009" in plain(chart.title)


@pytest.mark.parametrize("indicator", list(dataset().catalogue))
def test_no_line_joins_two_vintages_perimeters_or_methods(indicator):
    chart = time(indicator)
    if chart is None:
        return
    entry = dataset().catalogue[indicator]
    rows = dataset().of(indicator)
    # One operator's own documents, and censuses, are told to be one line; every other line has one source.
    reported = rows[~rows["place"].isin(entry.one_series) & (rows["method"] != "census")]
    sources = reported.groupby(["place", "year", "value"], observed=True, dropna=False)["source"].agg(set)
    for line in lines(chart):
        names = {re.sub(r"<b>(.*?)</b>.*", r"\1", text) for text in line["hovertext"]}
        assert len(names) == 1
        place = dataset().places.find(names.pop())
        known = [sources.get((place, year, value)) for year, value in zip(line["x"], line["y"], strict=True)]
        known = [each for each in known if each]
        if known and line["line"]["dash"] != "dot":
            assert set.intersection(*known), (place, line["x"])


@pytest.mark.parametrize("indicator", list(dataset().catalogue))
def test_a_chart_over_time_has_a_place_with_two_dates_and_shows_the_change_its_title_tells(indicator):
    chart = time(indicator)
    if chart is None:
        return
    dates = {}
    for row in twin(chart)[["Place", "Year"]].itertuples(index=False):
        dates.setdefault(row[0], set()).add(row[1])
    assert max(len(years) for years in dates.values()) > 1
    reported = re.search(r": from .* in (\d{4}) to .* in (\d{4})", chart.title)
    if reported:
        own = [row.cells[2] for row in chart.rows if row.is_home]
        assert {reported[1], reported[2]} <= set(own)


@pytest.mark.parametrize("indicator", ["reported_city_population", "inventory_scope1_crf", "urban_centre_population"])
def test_single_dates_make_no_lines(indicator):
    assert time(indicator) is None


@pytest.mark.parametrize("indicator", ["desalination_planned", "tram_line_length_planned"])
def test_a_plan_is_no_line(indicator):
    assert time(indicator) is None


def test_peers_whose_definitions_differ_are_not_drawn_beside_casablanca():
    chart = time("non_revenue_water")
    assert set(twin(chart)["Place"]) == {"Casablanca"}


def test_changes_within_the_noise_are_not_reported():
    chart = time("green_area_share")
    assert "from" not in chart.title
    assert "0.9% of the urban area in Casablanca (urban centre) in 2020" in chart.title


def test_national_lines_say_so():
    chart = time("renewable_electricity_national")
    assert {line["line"]["dash"] for line in lines(chart)} == {"solid"}
    assert "These are national figures. They say nothing of the cities." in notes(chart)
    assert "Only Morocco and some lines" in notes(chart)


def test_totals_of_outlines_that_are_not_stated_share_no_axis():
    assert time("territorial_co2") is None


def test_the_table_has_every_point_of_every_line():
    chart = time("public_sewer", Look("fr"))
    assert [row.cells[2] for row in chart.rows] == ["2014", "2024"]
