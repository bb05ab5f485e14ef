"""The ranked bars of the project's own data, against the published figures."""

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from tests.helpers.figures import sent
from tests.helpers.published import dataset, notes, peers, plain, rank, twin


def test_access_to_public_transport_is_ranked_among_comparable_estimates_only():
    # UN-Habitat, SDG 11.2.1, edition of 2024: Casablanca 66.48 % in 2020.
    chart = rank("public_transport_access")
    assert "66.5% of people in Casablanca (urban centre) in 2020" in chart.title
    assert "of 23 other cities comparable with care, lower in 10; 14th of 24, highest first" in chart.subtitle
    assert chart.comparison.verdict is Verdict.WITH_CARE, "only mapped stops count"
    assert len(sent(chart.figure)["data"][0]["x"]) == 24
    assert "counted by different methods" in notes(chart)
    for reported in ("Amsterdam", "Bogotá", "Istanbul", "Tunis", "Zurich"):
        assert reported in notes(chart)
    assert "No figure here: Rabat." in notes(chart)


def test_the_first_bar_is_the_highest_where_higher_is_better():
    values = sent(rank("public_transport_access").figure)["data"][0]["x"]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(99.5118)


def test_a_footprint_is_ranked_lowest_first_in_a_band_made_by_its_errors():
    # Moran et al. 2018: 1.8 t CO2 per person, one standard deviation 0.6.
    chart = rank("carbon_footprint_per_person")
    assert "1.8 t CO₂ per person (between 1.2 and 2.4) in Casablanca (urban centre), year not stated" in plain(
        chart.title
    )
    assert (
        "of 29 other cities comparable with care, about the same in 8, lower in 1; 2nd to 10th of 30, lowest first"
        in chart.subtitle
    )
    trace = sent(chart.figure)["data"][0]
    assert trace["x"][0] == pytest.approx(0.5)
    assert max(trace["error_x"]["array"]) == pytest.approx(5.9)
    assert "The line spans one standard deviation" in notes(chart)
    assert "1.8 (1.2–2.4)" in set(twin(chart)["t CO₂ per person"])


def test_built_up_land_per_person_has_no_better_side_and_says_which_end_is_first():
    chart = rank("built_up_area_per_person")
    assert "39.4 m² per person in Casablanca (urban centre) in 2015, lower than in most" in plain(chart.title)
    assert "of 37 other cities comparable with care, lower in 7; 31st of 38, highest first" in chart.subtitle
    assert "No figure here: Shenzhen." in notes(chart)


@pytest.mark.parametrize(
    "indicator",
    ["inventory_total_citywide", "inventory_scope1_gpc", "inventory_scope1_crf"],
)
def test_casablanca_has_no_inventory_no_bar_and_the_words(indicator):
    chart = rank(indicator)
    assert "No emissions inventory of Casablanca was found" in chart.title
    assert "Casablanca" not in set(twin(chart)["Place"])
    assert chart.figure is None, "totals of outlines that are not stated"
    assert not any(row.is_home for row in chart.rows)


@pytest.mark.parametrize("indicator", ["water_stress_national", "renewable_electricity_national", "slums_national"])
def test_national_figures_are_hollow_and_ranked_among_countries_only(indicator):
    chart = rank(indicator)
    assert "national figure of Morocco" in chart.title
    assert "countries" in chart.title
    assert set(sent(chart.figure)["data"][0]["marker"]["color"]) == {"rgba(0,0,0,0)"}
    assert "Hollow bars are national figures" in notes(chart)
    assert {dataset().places.find(name) for name in twin(chart)["Place"]} <= {
        place.id for place in dataset().places.values() if place.level == "country"
    }


@pytest.mark.parametrize("indicator", [key for key, entry in dataset().catalogue.items() if not entry.rankable])
def test_what_may_not_be_ranked_is_listed_by_name_never_drawn(indicator):
    entry = dataset().catalogue[indicator]
    if not len(dataset().of(indicator)):
        return
    chart = rank(indicator)
    assert chart.figure is None
    assert "comparable cities" not in chart.title
    assert not any(word in chart.title for word in ("1st", "2nd", "3rd", "4th")), entry.id


def test_literature_keeps_its_definition_in_the_table():
    chart = rank("non_revenue_water")
    assert chart.comparison.verdict is Verdict.NOT_COMPARABLE
    assert "listed by name" in notes(chart)
    reported = twin(chart).set_index("Place")
    assert list(reported.index) == sorted(reported.index)
    assert "100 minus the published efficiency of the network" in reported.loc["Casablanca", "Note"]
    assert all(note for note in reported["Note"])


@pytest.mark.parametrize("indicator", ["desalination_planned", "tram_line_length_planned", "wastewater_reuse_planned"])
def test_a_plan_is_a_table_and_stated_to_be_one(indicator):
    chart = rank(indicator)
    assert chart.figure is None
    assert "planned" in chart.title
    assert "not observed" in chart.title or "was planned for 2018" in chart.title
    assert chart.notes == ("Planned or projected: no observed figure is held here.",)
    assert len(chart.rows) >= 1


def test_one_figure_is_a_sentence_not_a_bar_and_gets_no_verdict():
    chart = rank("trips_per_day")
    assert chart.figure is None
    assert chart.comparison.single
    assert notes(chart) == "No figure comparable with it is held here for the other places compared."


def test_nobody_compared_leaves_casablanca_alone():
    chart = rank("public_transport_access", cities=())
    assert chart.figure is None
    assert "66.5%" in chart.title
    assert len(chart.rows) == 1


def test_the_source_line_names_source_perimeter_and_version():
    chart = rank("public_transport_access")
    assert "UN-Habitat" in chart.source
    assert "Perimeter: urban centre." in chart.source
    assert dataset().version in chart.source


def test_every_bar_and_every_figure_left_out_stands_in_the_table():
    chart = rank("public_transport_access")
    # 38 places have a figure: 24 drawn, 14 counted otherwise.
    assert len(chart.rows) == 38
    assert [row.is_home for row in chart.rows].count(True) == 1
    for value in sent(chart.figure)["data"][0]["x"]:
        assert f"{value:.1f}" in set(twin(chart)["% of people"])


def test_a_room_shows_what_can_be_read_and_names_the_rest():
    chart = rank("population_agglomeration", Look(view="room"))
    texts = [text.strip() for text in sent(chart.figure)["data"][1]["text"]]
    values = sent(chart.figure)["data"][0]["x"]
    left_out = sum(int(text.split()[0]) for text in texts if text.endswith("more"))
    assert len(values) <= 11
    assert sum(value is not None for value in values) + left_out == len(peers()) + 1
    assert any("Casablanca" in name for name in sent(chart.figure)["layout"]["yaxis"]["ticktext"])
    assert len(chart.rows) == len(peers()) + 1


def test_french_speaks_french():
    chart = rank("public_transport_access", Look("fr"))
    assert "66,5\u00a0%" in chart.title
    assert "Casablanca" in chart.title
    assert "Place" not in [name for name, _ in chart.columns]
