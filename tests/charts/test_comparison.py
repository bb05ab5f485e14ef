"""Comparisons on the project's own data: published numbers, the years used, the verdict, what is left out."""

import pytest

from indicators.analysis import years
from indicators.analysis.verdicts import Verdict
from indicators.charts import time
from indicators.charts.chart import Look
from indicators.charts.comparison import MOST, VIEWS, cities_to_compare, comparison
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.findings.finding import describe
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Scale
from tests.helpers.figures import sent, texts
from tests.helpers.home import HOME
from tests.helpers.published import dataset, notes, peers, plain, twin

CITIES = (
    "rabat", "paris", "tokyo", "lagos", "cairo", "tunis", "dakar", "nairobi", "mumbai", "madrid", "istanbul",
)  # fmt: skip


def made(view, indicator, *also, cities=CITIES, look=None, **years):
    state = ChartRequest(view=view, indicator=indicator, also=also, **years)
    return comparison(dataset(), state, cities, look or Look())


def reported_by(compared):
    return [describe(finding)[0] for finding in compared.findings]


def test_a_ranking_is_of_the_year_asked_for():
    # World Urbanization Prospects 2018: Casablanca 3,134 thousand in 2000.
    chart = made("rank", "population_agglomeration", year=2000, within=0).chart
    assert plain(chart.title).startswith(
        "Population of the agglomeration: 3.1 million people in Casablanca (agglomeration) in 2000"
    )
    assert chart.notes[0] == "Figures of 2000 alone. Years used: 2000."
    assert set(twin(chart)["Year"]) == {"2000"}


def test_a_slope_tells_the_change_between_the_two_years():
    # World Urbanization Prospects 2018: 2,682 thousand in 1990, 3,684 thousand in 2018.
    chart = made("slope", "population_agglomeration", year=1990, to=2018).chart
    assert plain(chart.title) == (
        "Population of the agglomeration: from 2.7 million in 1990 to 3.7 million people in 2018 "
        "in Casablanca (agglomeration), +37%; up in all of the others."
    )
    assert chart.subtitle.endswith("Up in 11 of 11 others")
    assert chart.comparison.verdict is Verdict.WITH_CARE
    assert "Years used: 1990 and 2018." in chart.notes


def test_without_years_a_slope_takes_the_two_that_most_places_share():
    chart = made("slope", "green_area_share").chart
    assert chart.subtitle.endswith("1990–2020")
    # Casablanca's changes of green area are within what the method cannot tell apart.
    assert chart.title == "Green area, 1990 to 2020."
    assert "cannot tell apart" in notes(chart)


def test_a_dumbbell_of_two_indicators_needs_one_unit():
    # UN-Habitat, SDG 11.7.1 and 11.2.1: 29.18 % and 66.48 % of the people of Casablanca, 2020.
    chart = made("dumbbell", "people_near_open_space", "public_transport_access").chart
    assert "29.2%" in chart.title
    assert "66.5%, 37.3 percentage points apart" in chart.title
    refused = made("dumbbell", "open_public_space_share", "green_area_share").chart
    assert refused.figure is None
    assert "counted in different units" in refused.title
    assert refused.rows


def test_a_scatter_says_which_years_meet_and_leaves_out_other_methods():
    # Open public space 16.70 %, access 29.18 %, both 2020; Tunis is reported by its statistical office.
    chart = made("scatter", "open_public_space_share", "people_near_open_space").chart
    assert "16.7%" in chart.title
    assert "29.2%" in chart.title
    assert chart.notes[0] == "The latest figures. Years used: 2020."
    assert "counted by different methods" in notes(chart)
    drawn = chart.observations[chart.observations["drawn"]]
    assert "tunis" not in set(drawn["place"])
    assert "tunis" in set(chart.observations["place"])


def test_a_scatter_of_other_years_says_so_with_care():
    chart = made("scatter", "open_public_space_share", "built_up_area_per_person").chart
    assert chart.comparison.verdict is Verdict.WITH_CARE
    assert "5 years apart" in plain(chart.alt)
    assert "Years used: 2020 and 2015." in notes(chart)


def test_a_national_figure_and_a_citys_are_not_drawn_together():
    chart = made("scatter", "open_public_space_share", "co2_per_person_national").chart
    assert chart.figure is None
    assert "a national figure and a city’s are not drawn together" in chart.title


def test_small_multiples_hold_one_panel_a_place():
    compared = made("multiples", "population_agglomeration")
    titles = texts(compared.chart.figure)
    assert len(titles) == MOST
    assert plain(titles[0]) == "<b>Casablanca<br>3.7 million</b>"
    assert "Years used: 2018." in notes(compared.chart)


def test_lines_name_the_places_without_one():
    chart = made("lines", "green_area_share").chart
    assert "No figure here: Paris and Lagos." in chart.notes


def test_the_table_judges_each_row_and_draws_no_bar_for_what_cannot_be_compared():
    compared = made("table", "people_near_open_space", "public_transport_access", "co2_per_person_national")
    rows = {line.place: line for line in compared.bars.lines}
    assert [cell.text for cell in rows["Casablanca"].cells][:2] == ["29.2%", "66.5%"]
    # Paris: DG REGIO's method for public transport.
    assert [cell.bar is None for cell in rows["Paris"].cells] == [False, True, False]
    assert rows["Paris"].verdict == "≠ Not comparable"
    assert rows["Paris"].reasons == "People near public transport (counted by different methods)"
    assert rows["Tokyo"].verdict == "≈ Comparable with care"
    assert all(line.cells[2].national for line in compared.bars.lines if line.cells[2].text)
    assert rows["Rabat"].cells[1].text == ""


def test_a_row_without_any_figure_says_so():
    rows = {line.place: line for line in made("table", "public_transport_access").bars.lines}
    assert rows["Rabat"].verdict == "no figure here"


@pytest.mark.parametrize("view", VIEWS)
def test_what_casablanca_cannot_be_compared_on_is_never_drawn_side_by_side(view):
    chart = made(view, "reported_city_population", "reported_city_area", cities=peers()).chart
    drawn = chart.observations[chart.observations["drawn"]]
    assert drawn["place"].nunique() <= 1
    assert chart.rows


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_each_row_of_a_twin_carries_its_verdict(view, language):
    chart = made(view, "open_public_space_share", "people_near_open_space", look=Look(language)).chart
    frame = twin(chart)
    assert "Comparable with Casablanca" in frame.columns or language != "en"
    assert all(frame[column].str.len().gt(0).all() for column in frame.columns[:6])
    assert chart.alt
    assert chart.source


@pytest.mark.parametrize("view", VIEWS)
def test_national_figures_are_hollow_and_never_ranked_among_cities(view):
    chart = made(view, "co2_per_person_national", "energy_co2_per_person_national").chart
    assert "ational" in notes(chart) + chart.title
    places = {str(place) for place in chart.observations["place"]}
    assert all(dataset().places[place].level == "country" for place in places)


NO_FIGURES = [
    ("no_figures", "rank", "household_water_use_literature", {}, ("lyon",)),
    ("no_figures_then", "rank", "open_public_space_share", {"year": 1990}, CITIES),
    ("no_figures_then", "slope", "open_public_space_share", {"year": 1960, "to": 1970}, CITIES),
    ("year_not_stated", "rank", "carbon_footprint_per_person", {"year": 2010}, CITIES),
]


@pytest.mark.parametrize(("rule", "view", "indicator", "asked", "cities"), NO_FIGURES)
def test_what_the_data_does_not_hold_is_named_and_the_rest_stays(rule, view, indicator, asked, cities):
    compared = made(view, indicator, cities=cities, **asked)
    assert [finding.rule.id for finding in compared.findings] == [rule]
    assert reported_by(compared)[0].startswith(dataset().catalogue[indicator].names.en)
    assert compared.chart.title
    assert rule == "no_figures" or compared.chart.rows


def test_an_undated_indicator_says_that_no_year_is_stated():
    chart = made("rank", "carbon_footprint_per_person", year=2010).chart
    assert chart.notes[0] == "The source states no year."


def test_twelve_are_compared_those_with_figures_beside_casablancas_first():
    entry = dataset().catalogue["public_transport_access"]
    taken = cities_to_compare(dataset(), [entry], peers())
    assert len(taken) == MOST - 1
    chart = made("rank", entry.id, cities=peers()).chart
    assert chart.observations["drawn"].sum() == MOST
    assert HOME not in taken


def test_of_national_figures_a_country_stands_once():
    entry = dataset().catalogue["co2_per_person_national"]
    assert entry.scale is Scale.COUNTRY
    countries = [dataset().places[city].country for city in cities_to_compare(dataset(), [entry], peers())]
    assert len(set(countries)) == len(countries)
    assert "MAR" not in countries


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_view_is_drawn_for_the_room(view, theme):
    look = Look("fr", theme, "room")
    compared = made(view, "people_near_open_space", "public_transport_access", look=look)
    figure = compared.chart.figure
    assert figure is None or sent(figure)["layout"]["height"] <= 430


def test_a_limit_among_the_years_of_a_panel_sets_no_scale():
    # L'Économiste, July 2018: more than 1.4 million tonnes in 2017, two million expected for 2035.
    chart = chart_of(dataset(), ChartRequest(indicator="waste_generated", view="multiples"), Look())
    assert chart is not None
    assert chart.rows


@pytest.mark.parametrize(
    ("module", "name", "views"),
    [(time, "movement", ("lines", "multiples")), (years, "first_and_last", ("slope", "dumbbell"))],
)
def test_two_views_of_the_same_figures_work_them_out_once(monkeypatch, module, name, views):
    worked_out, real = [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *asked: worked_out.append(asked) or real(*asked))
    # cities that no other test asks for together
    charts = [made(view, "population_agglomeration", cities=("dakar", "tunis", "madrid")).chart for view in views]
    assert [chart.kind for chart in charts] == [{"lines": "time"}.get(view, view) for view in views]
    assert all(chart.figure is not None for chart in charts)
    assert len(worked_out) == 1


@pytest.mark.slow
@pytest.mark.parametrize("theme", sorted({entry.theme for entry in dataset().catalogue.values()}))
def test_every_indicator_opens_in_every_view(theme):
    """One after another in all of its views, which are made of the same figures."""
    for entry in dataset().catalogue.values():
        for view in VIEWS if entry.theme == theme else ():
            chart = chart_of(dataset(), ChartRequest(indicator=entry.id, view=view), Look())
            assert chart is not None, (entry.id, view)
            assert chart.title, (entry.id, view)
            assert chart.figure is not None or chart.rows or chart.notes or chart.subtitle, (entry.id, view)
