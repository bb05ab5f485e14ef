"""The city among all communes of its country, and among those around it."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.communes import commune_chart
from indicators.charts.rank import around_chart
from tests.helpers.checking import dataset
from tests.helpers.figures import sent

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
