"""Casablanca among the 13,135 urban centres of GHSL R2019A, the rule of counting stated."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.distribution import commune_chart
from indicators.charts.rank import around_chart
from tests.helpers.figures import sent
from tests.helpers.published import dataset, notes, plain, twin, world


def test_the_share_below_casablanca_depends_on_who_is_counted_and_all_three_are_reported():
    # 39.4 m2: above 52 % of all centres, 33 % of those with 1 km2 or more, 21 % of those over a million people.
    chart = world("built_up_area_per_person")
    assert "39.4 m² per person in Casablanca (urban centre) in 2015, lower than in most other urban" in plain(
        chart.title
    )
    assert "More than in 33% of the 9,531 urban centres" in plain(chart.subtitle)
    assert "at least 1 km² built up" in plain(chart.title)
    assert "Of all 13,135 centres Casablanca is above 52%" in notes(chart)
    assert "of those over a million people, above 21%" in notes(chart)


def test_the_centres_counted_are_drawn():
    counts = sent(world("built_up_area_per_person").figure)["data"][0]["y"]
    assert 0.99 * 9531 < sum(counts) <= 9531


def test_the_cities_compared_are_marked_and_stand_in_the_table():
    chart = world("built_up_density")
    figure = sent(chart.figure)
    assert len(figure["data"][1]["x"]) == 37
    assert len(chart.rows) == 38
    assert figure["layout"]["annotations"][0]["text"] == "<b>Casablanca</b>"


def test_the_scale_says_that_it_is_logarithmic():
    assert "Logarithmic scale" in world("built_up_area_per_person").subtitle


def test_only_the_two_quantities_of_the_table_have_this_chart():
    assert [key for key in dataset().catalogue if world(key)] == ["built_up_area_per_person", "built_up_density"]


def test_the_perimeter_is_that_of_the_table():
    chart = world("built_up_area_per_person")
    assert set(twin(chart)["Perimeter"]) == {"urban centre"}
    assert "Perimeter: urban centre." in chart.source
    assert dataset().urban_centres.shape[0] == pytest.approx(13135)


LOOK = Look()


def test_the_sentence_counts_the_communes_above_and_below() -> None:
    entry = dataset().catalogue["basic_or_slum_dwellings"]
    chart = commune_chart(dataset(), entry, ["rabat"], LOOK)
    assert chart is not None
    figures = dataset().communes[entry.id].dropna()
    assert chart.title.endswith(", higher than in most other communes of the country.")
    counts = "Higher in 95 of 1,498 other communes of the country, about the same in 22, lower in 1,381"
    assert chart.claim.standing == counts
    assert counts in chart.subtitle
    assert (chart.claim.parts["above"], chart.claim.parts["below"]) == (95, 1381)
    assert sum(sent(chart.figure)["data"][0]["y"]) == len(figures)


def test_a_count_of_none_is_not_stated() -> None:
    chart = commune_chart(dataset(), dataset().catalogue["cooking_electricity_at_home"], ["rabat"], LOOK)
    assert chart is not None
    assert chart.claim.parts["below"] == 0
    assert chart.claim.standing == "Higher in 18 of 1,498 other communes of the country, about the same in 1,480"


def test_communes_less_than_a_point_away_are_about_the_same() -> None:
    entry = dataset().catalogue["electricity_at_home"]
    chart = commune_chart(dataset(), entry, [], LOOK)
    assert chart is not None
    assert chart.claim.parts["above"] == 0, "none has a point more than Casablanca's 99.2%"
    assert chart.claim.standing.startswith("About the same in ")


@pytest.mark.parametrize("indicator", ["population_municipal", "carbon_footprint_per_person"])
def test_totals_and_what_the_census_does_not_ask_have_no_such_chart(indicator: str) -> None:
    assert commune_chart(dataset(), dataset().catalogue[indicator], [], LOOK) is None


def test_the_communes_around_are_ranked_with_the_city_and_have_no_map() -> None:
    chart = around_chart(dataset(), dataset().catalogue["public_sewer"], LOOK)
    assert chart is not None
    assert chart.kind == "around"
    drawn = chart.observations[chart.observations["drawn"]]
    assert dict(zip(drawn["place"].astype("str"), drawn["value"], strict=True))["dar_bouazza"] == 82.2
    assert len(drawn) == 17
    assert chart.notes[-1] == "No outlines of these communes are held here: no map."


def test_a_figure_that_no_commune_has_is_not_shown_around_the_city() -> None:
    assert around_chart(dataset(), dataset().catalogue["carbon_footprint_per_person"], LOOK) is None
    assert around_chart(dataset(), dataset().catalogue["slums_national"], LOOK) is None
