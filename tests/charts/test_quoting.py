"""What stands under the title of a first chart: the answer on the places chosen, and how to quote it."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.quoting import asked_places, not_to_say, to_quote
from indicators.charts.request import ChartRequest
from tests.helpers.published import dataset

EN = Look("en")


def answer(indicator: str, *cities: str) -> str:
    return asked_places(dataset(), dataset().catalogue[indicator], cities, EN).replace("\u00a0", " ")


def test_places_without_a_figure_are_named_with_what_is_held_instead() -> None:
    words = answer("leakage_rate_literature", "rabat", "lisbon")
    assert words.startswith("No figure here for: Rabat and Lisbon. Held here instead, not comparable: ")


def test_the_figures_of_the_places_chosen_stand_with_their_years() -> None:
    words = answer("open_public_space_share", "lisbon", "rabat")
    assert words.startswith("Compared with: Lisbon 21.7% of the built-up area (2020)")


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("daily_water_supply_literature", "Compared with: Dakar more than 650,000 m³ a day (2020)"),
        ("leakage_rate_literature", "Compared with: Dakar 27 to 28% of the volume distributed (year not stated)"),
    ],
)
def test_a_place_whose_source_states_bounds_alone_stands_with_these(indicator: str, words: str) -> None:
    assert answer(indicator, "dakar").startswith(words)


def test_of_many_places_the_number_is_stated() -> None:
    cities = [place.id for place in dataset().places.values() if place.level == "city"]
    assert answer("open_public_space_share", *cities).endswith("places compared have a figure here.")


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("network_efficiency", "“Casablanca” without its outline: utility perimeter"),
        ("electricity_purchased", "“today”: the figure is of 2009"),
        ("carbon_footprint_per_person", "“measured”: the figure is of the kind “modelled”"),
        ("electricity_access_national", "“in Casablanca”: the figures are national"),
        ("water_stress_national", "a year: the source states none"),
    ],
)
def test_what_a_figure_does_not_say(indicator: str, words: str) -> None:
    entry = dataset().catalogue[indicator]
    chart = chart_of(dataset(), ChartRequest(indicator=indicator), EN)
    assert chart is not None
    assert words in not_to_say(dataset(), entry, chart, 2026, EN)


def test_a_sentence_is_quoted_with_who_published_its_figures() -> None:
    chart = chart_of(dataset(), ChartRequest(indicator="running_water_at_home"), EN)
    assert chart is not None
    assert to_quote(dataset(), chart, EN) == f"{chart.title} Source: Haut-Commissariat au Plan (HCP)."
