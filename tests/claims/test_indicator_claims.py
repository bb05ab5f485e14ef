"""The claim of each chart, from a data set."""

from dataclasses import fields, replace

import pandas as pd

from indicators.analysis.comparability import SINGLE
from indicators.analysis.standing import home_of, standing
from indicators.claims import indicator_claims
from indicators.model.catalogue import Catalogue
from indicators.store.dataset import Dataset
from tests.helpers.comparison_examples import (
    entry,
    footprint,
    footprint_entry,
    gazetteer,
    names,
    population,
    population_entry,
    rows,
    transport,
)
from tests.helpers.home import home

NATIONAL = entry(
    id="basic_water_national", scale="country", names=names("Basic water"), unit_names=names("% of people"), digits=0
)
INVENTORY = entry(
    id="inventory", measure="total", names=names("Reported inventory"), unit_names=names("t CO₂e"),
    absence={**names("No inventory of Casablanca’s emissions was found."), "place": "casablanca"},
)  # fmt: skip
SEWER = entry(id="sewer", names=names("Public sewer"), stand_in="basic_water_national")
PLANTS = entry(id="sewage_plants", names=names("Sewage plants"))


def data_set(catalogue: Catalogue, observations: pd.DataFrame) -> Dataset:
    """Return a data set of these alone; what else it holds is empty."""
    held = {"catalogue": catalogue, "places": gazetteer(), "observations": observations, "home": home()}
    return Dataset(**{**{part.name: {} for part in fields(Dataset)}, **held})


def dataset() -> Dataset:
    jmp = rows(
        {"place": "morocco", "value": 90.4}, indicator="basic_water_national", perimeter="country", source="jmp_2023"
    )
    districts = rows(
        {"place": "anfa", "value": 86.6, "year": 2014}, {"place": "anfa", "value": 94.2},
        {"place": "sidi_othmane", "value": 98.6}, {"place": "rome", "value": 98.0},
        indicator="sewer", year=2024, perimeter="arrondissement", method="census",
    )  # fmt: skip
    once = rows({"place": "casablanca", "value": 40.0}, indicator="sewage_plants")
    observations = pd.concat([transport(), footprint(), population(), jmp, districts, once], ignore_index=True)
    catalogue = Catalogue([entry(), footprint_entry(), population_entry(), NATIONAL, INVENTORY, SEWER, PLANTS])
    return data_set(catalogue, observations)


DATA = dataset()
PEERS = ["tunis", "cairo", "rome", "tokyo", "ahmedabad", "lisbon"]


def of_standing(data, indicator, places, language):
    return indicator_claims.of_standing(data, standing(data, indicator, places), language)


def of_change(data, indicator, language):
    return indicator_claims.of_change(data, indicator, data.of(indicator.id), SINGLE, language)


def test_standing_ranks_among_the_places_asked_for():
    claim = of_standing(DATA, entry(), PEERS, "en")
    assert "4 other comparable cities, lower in 1; 4th of 5, " in claim.standing, (
        "Tunis and Rome are reported, not estimated"
    )
    assert claim.alt == f"Bars, one a place. {claim.text} Comparable: same source, method, perimeter."


def test_standing_says_in_words_that_nothing_is_published():
    claim = of_standing(DATA, INVENTORY, PEERS, "en")
    assert claim.text == "No inventory of Casablanca’s emissions was found."
    assert claim.alt == f"Bars, one a place. {claim.text}"


def test_standing_gives_the_national_stand_in_marked():
    claim = of_standing(DATA, SEWER, ["tunis"], "en")
    assert claim.text == (
        "Public sewer: no figure of Casablanca is held here. "
        "National figure of Morocco, not the city's: Basic water, 90% of people (2020)."
    )
    without = replace(DATA, observations=transport())
    assert of_standing(without, SEWER, [], "en").text == "Public sewer: no figure of Casablanca is held here."


def test_a_national_indicator_speaks_of_the_country():
    assert home_of(DATA, NATIONAL) == "morocco"
    claim = of_standing(DATA, NATIONAL, ["italy"], "en")
    assert claim.text == "Basic water: 90% of people, national figure of Morocco (2020)."


def test_cities_stand_for_their_countries_on_national_indicators():
    # Share of renewables in final energy, 2021 (World Bank, 2025), under the entry at hand.
    shares = {"morocco": 10.9, "italy": 17.5, "spain": 19.0, "japan": 8.8}
    table = rows(
        *({"place": place, "value": value} for place, value in shares.items()),
        indicator="basic_water_national",
        perimeter="country",
    )
    claim = of_standing(replace(DATA, observations=table), NATIONAL, ["rome", "madrid", "tokyo", "cairo"], "en")
    assert "3 other comparable countries, lower in 1; 3rd of 4, " in claim.standing


def test_without_an_observation_a_plan_is_reported_as_one():
    plan = rows({"place": "casablanca", "value": 6570, "year": None, "method": "planned"}, indicator="sewer")
    claim = of_standing(replace(DATA, observations=plan), SEWER, [], "en")
    assert "planned, year not stated, not observed" in claim.text
    assert of_change(replace(DATA, observations=plan), SEWER, "en").text == claim.text


def test_facilities_are_reported_by_themselves():
    dam = entry(id="dam_fill", scale="facility", names=names("Fill of the dam"), unit_names=names("% of capacity"))
    assert of_standing(DATA, dam, [], "en").text == "Fill of the dam: no figure of Casablanca is held here."
    one = rows({"place": "anfa", "value": 4.2, "year": 2024}, indicator="dam_fill", perimeter="facility")
    assert of_change(replace(DATA, observations=one), dam, "en").text.startswith("Fill of the dam: 4.2%")
    two = pd.concat([one, one.assign(place="rabat", value=62.0)])
    text = of_standing(replace(DATA, observations=two), dam, [], "en").text
    assert text == "Fill of the dam, 2024: from 4.2% in Anfa to 62.0% in Rabat."


def test_movement_tells_the_change_else_the_value_else_the_absence():
    assert "+37%" in of_change(DATA, population_entry(), "en").text
    reported = of_change(DATA, PLANTS, "en")
    assert reported.text == "Sewage plants: 40.0% of residents in Casablanca (urban centre) in 2020."
    assert of_change(DATA, INVENTORY, "en").text == "No inventory of Casablanca’s emissions was found."


def test_districts_are_reported_by_the_rows_given():
    rows = DATA.of(SEWER.id)
    rows = rows[rows["place"].isin(["anfa", "sidi_othmane"]) & (rows["year"] == 2024)]
    claim = indicator_claims.districts(DATA, SEWER, rows, SINGLE, "en")
    assert claim.text == "Public sewer, 2024: from 94.2% in Anfa to 98.6% in Sidi Othmane."
    assert indicator_claims.districts(DATA, SEWER, rows.head(0), SINGLE, "en").kind == "absence"


def test_parts_name_the_largest_shares():
    # Trips in Grand Casablanca by mode, per cent, household travel survey of 2018.
    table = rows(
        {"indicator": "walking", "value": 62}, {"indicator": "public_transport", "value": 13},
        {"indicator": "car", "value": 12}, {"indicator": "taxi", "value": 9}, place="casablanca", year=2018,
    )  # fmt: skip
    modes = ["walking", "public transport", "car", "taxi"]
    claim = indicator_claims.parts("Trips by mode", "Casablanca", table, modes, entry(digits=0), "en")
    assert (
        claim.text.replace("\u00a0", " ")
        == "Trips by mode in Casablanca, 2018: walking 62%, public transport 13% and car 12%."
    )
    assert claim.parts["taxi"] == 9
