"""The members of peer sets: who is in, and why."""

import pandas as pd
import pytest

from indicators.analysis import derive, peers
from indicators.charts.request import members_of
from indicators.language.locales import LANGUAGES
from indicators.model.peer_sets import read_peer_sets
from indicators.model.places import Gazetteer, read_places
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import POPULATION, population
from tests.helpers.home import HOME

PLACES, _ = read_places(DATA_FOLDER / "places")
SETS, _ = read_peer_sets(DATA_FOLDER / "peer_sets.toml", PLACES)
GUESTS = {
    "NLD", "JPN", "CHN", "KEN", "SEN", "FRA", "USA", "IND", "CHE", "ITA", "ESP", "BEL", "ARG", "COL", "EGY",
}  # fmt: skip


def ids(name: str, places: Gazetteer = PLACES, populations: pd.DataFrame | None = None) -> list[str]:
    return [peer.place for peer in peers.members(SETS[name], places, "en", HOME, populations=populations)]


def grounds(name: str) -> dict[str, str]:
    return {peer.place: peer.reason for peer in members_of(dataset(), name, "en")}


@pytest.mark.parametrize("name", list(SETS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_says_why_it_is_in(name, language):
    peers_found = members_of(dataset(), name, language)
    assert peers_found
    for peer in peers_found:
        assert peer.reason
        assert "{" not in peer.reason
        assert PLACES[peer.place].level in {Level.CITY, Level.COMMUNE}
    assert "casablanca" not in {peer.place for peer in peers_found}


def test_all_peers_are_the_38_other_cities():
    assert len(ids("all")) == 38
    assert {PLACES[place].level for place in ids("all")} == {Level.CITY}


def test_the_large_moroccan_cities_are_the_nine_other_communes_of_more_than_half_a_million():
    people = dataset().of("population_municipal")
    people = people[(people["year"] == 2024) & (people["perimeter"] == "municipality") & (people["value"] > 500_000)]
    assert {*ids("moroccan_cities"), "casablanca"} == set(people["place"].astype("str"))
    assert len(ids("moroccan_cities")) == 9


def test_the_fifteen_guest_countries_have_a_city_each():
    texts = ids("guest_countries")
    assert {PLACES[place].country for place in texts} == GUESTS


def test_the_regional_peers():
    assert set(ids("regional")) == {
        "rabat", "tangier", "marrakesh", "tunis", "algiers", "lagos", "istanbul", "lisbon", "cape_town",
        "johannesburg", "alexandria",
    }  # fmt: skip


def test_african_metropolises_lie_in_africa():
    assert {"cairo", "nairobi", "dakar", "lagos", "rabat"} < set(ids("africa"))
    assert not {"istanbul", "lisbon", "mumbai"} & set(ids("africa"))


def test_similar_population_is_half_to_double_of_casablancas_in_one_year():
    base = peers.population_base(population(), HOME)
    assert set(base["year"]) == {2018}, "the newest estimate, not the projection of 2020"
    own = POPULATION["casablanca"][2018]
    expected = {p for p, v in POPULATION.items() if p != "casablanca" and own / 2 <= v.get(2018, 0) <= own * 2}
    assert set(ids("similar_population", populations=base)) == expected == {"rabat", "rome", "tunis", "madrid"}
    rome = next(
        p for p in peers.members(SETS["similar_population"], PLACES, "en", HOME, populations=base) if p.place == "rome"
    )
    assert rome.reason.replace("\u00a0", " ") == (
        "4.2 million people in 2018, 1.1 times Casablanca's population (World Urbanization Prospects 2018)"
    )


def test_the_same_income_group_is_that_of_morocco_as_printed_in_2019():
    reported = grounds("same_income")
    assert {PLACES[place].country for place in reported} == {"MAR", "KEN", "IND", "EGY", "TUN", "NGA"}
    assert len(reported) == 11
    assert reported["nairobi"] == "Kenya: lower middle income in 2019 (Sustainable Development Report 2019)"
    assert "dakar" not in reported, "Senegal is a low-income country in that edition"


def test_the_closest_in_data_have_most_indicators_in_common():
    reported, data = grounds("closest_data"), dataset()
    cities = [key for key, entry in data.catalogue.items() if entry.scale is Scale.CITY]
    rows = derive.observed(data.observations)
    has = {
        place: set(rows.loc[(rows["place"] == place) & rows["indicator"].isin(cities), "indicator"])
        for place in ["casablanca", *(place.id for place in PLACES.of_level(Level.CITY))]
    }
    common = {place: len(own & has["casablanca"]) for place, own in has.items() if place != "casablanca"}
    tenth = sorted(common.values(), reverse=True)[9]
    assert set(reported) == {place for place, count in common.items() if count >= tenth}
    assert len(reported) >= 10
    for place, reason in reported.items():
        assert reason == (
            f"{common[place]} of the {len(has['casablanca'])} city indicators that Casablanca has, published here too"
        )


def test_sets_by_income_and_by_figures_are_empty_without_them():
    assert ids("same_income") == ids("closest_data") == []
    assert peers.members(SETS["closest_data"], PLACES, "en", HOME, shared={"casablanca": 3, "rabat": 0}) == []


def test_a_set_by_population_is_empty_without_figures():
    assert ids("similar_population") == []
    without = peers.population_base(population(), HOME)
    assert ids("similar_population", populations=without[without["place"] != "casablanca"]) == []
    assert peers.population_base(population().iloc[:0], HOME).empty
