"""Peer sets: who is in, why, and what is wrong with a set."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.analysis import derive, peers
from indicators.analysis.peers import PeerSet, read_peer_sets
from indicators.charts.dispatch import members_of
from indicators.findings.finding import describe
from indicators.language.translator import LANGUAGES
from indicators.model.places import Gazetteer, read_places
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import POPULATION, gazetteer, population

PLACES, _ = read_places(DATA_FOLDER / "places")
SETS, FINDINGS = read_peer_sets(DATA_FOLDER / "peer_sets.toml", PLACES)
GUESTS = {
    "NLD", "JPN", "CHN", "KEN", "SEN", "FRA", "USA", "IND", "CHE", "ITA", "ESP", "BEL", "ARG", "COL", "EGY",
}  # fmt: skip


def ids(name: str, places: Gazetteer = PLACES, populations: pd.DataFrame | None = None) -> list[str]:
    return [peer.place for peer in peers.members(SETS[name], places, "en", populations=populations)]


def grounds(name: str) -> dict[str, str]:
    return {peer.place: peer.reason for peer in members_of(dataset(), name, "en")}


def read(tmp_path: Path, content: str) -> tuple[dict[str, PeerSet], list[str]]:
    path = tmp_path / "peer_sets.toml"
    path.write_text(content, encoding="utf-8")
    sets, findings = read_peer_sets(path, gazetteer())
    return sets, [f"{finding.column}: {describe(finding)[0]}" for finding in findings]


SET = """
[{id}]
order = 10
rule = "{rule}"
names = {{ en = "A", fr = "A", ar = "A" }}
reason = {{ en = "A", fr = "A", ar = "A" }}
{rest}
"""
MEMBER = 'member = { en = "In {country}", fr = "{country}", ar = "{country}" }'


def test_the_projects_sets_are_sound_and_in_order():
    assert FINDINGS == []
    assert list(SETS) == [
        "all", "guest_countries", "regional", "africa", "ports", "similar_population", "same_income",
        "closest_data",
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(SETS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_says_why_it_is_in(name, language):
    found = members_of(dataset(), name, language)
    assert found
    for peer in found:
        assert peer.reason
        assert "{" not in peer.reason
        assert PLACES[peer.place].level is Level.CITY
    assert "casablanca" not in {peer.place for peer in found}


def test_all_peers_are_the_38_other_cities():
    assert len(ids("all")) == 38


def test_the_fifteen_guest_countries_have_a_city_each():
    found = ids("guest_countries")
    assert {PLACES[place].country for place in found} == GUESTS
    assert len(peers.of_countries(peers.members(SETS["guest_countries"], PLACES, "en"), PLACES, "en")) == 15


def test_the_regional_peers():
    assert set(ids("regional")) == {
        "rabat", "tangier", "marrakesh", "tunis", "algiers", "lagos", "istanbul", "lisbon", "cape_town",
        "johannesburg", "alexandria",
    }  # fmt: skip


def test_african_metropolises_lie_in_africa():
    assert {"cairo", "nairobi", "dakar", "lagos", "rabat"} < set(ids("africa"))
    assert not {"istanbul", "lisbon", "mumbai"} & set(ids("africa"))


def test_similar_population_is_half_to_double_of_casablancas_in_one_year():
    base = peers.population_base(population())
    assert set(base["year"]) == {2018}, "the newest estimate, not the projection of 2020"
    own = POPULATION["casablanca"][2018]
    expected = {p for p, v in POPULATION.items() if p != "casablanca" and own / 2 <= v.get(2018, 0) <= own * 2}
    assert set(ids("similar_population", populations=base)) == expected == {"rabat", "rome", "tunis", "madrid"}
    rome = next(
        p for p in peers.members(SETS["similar_population"], PLACES, "en", populations=base) if p.place == "rome"
    )
    assert rome.reason.replace("\u00a0", " ") == (
        "4.2 million people in 2018, 1.1 times Casablanca's population (World Urbanization Prospects 2018)"
    )


def test_the_same_income_group_is_that_of_morocco_as_printed_in_2019():
    told = grounds("same_income")
    assert {PLACES[place].country for place in told} == {"MAR", "KEN", "IND", "EGY", "TUN", "NGA"}
    assert len(told) == 11
    assert told["nairobi"] == "Kenya: lower middle income in 2019 (Sustainable Development Report 2019)"
    assert "dakar" not in told, "Senegal is a low-income country in that edition"


def test_the_closest_in_data_have_most_indicators_in_common():
    told, data = grounds("closest_data"), dataset()
    cities = [key for key, entry in data.catalogue.items() if entry.scale is Scale.CITY]
    rows = derive.observed(data.observations)
    has = {
        place: set(rows.loc[(rows["place"] == place) & rows["indicator"].isin(cities), "indicator"])
        for place in ["casablanca", *(place.id for place in PLACES.of_level(Level.CITY))]
    }
    common = {place: len(own & has["casablanca"]) for place, own in has.items() if place != "casablanca"}
    tenth = sorted(common.values(), reverse=True)[9]
    assert set(told) == {place for place, count in common.items() if count >= tenth}
    assert len(told) >= 10
    for place, reason in told.items():
        assert reason == (
            f"{common[place]} of the {len(has['casablanca'])} city indicators that Casablanca has, published here too"
        )


def test_sets_by_income_and_by_figures_are_empty_without_them():
    assert ids("same_income") == ids("closest_data") == []
    assert peers.members(SETS["closest_data"], PLACES, "en", shared={"casablanca": 3, "rabat": 0}) == []


def test_a_set_by_population_is_empty_without_figures():
    assert ids("similar_population") == []
    without = peers.population_base(population())
    assert ids("similar_population", populations=without[without["place"] != "casablanca"]) == []
    assert peers.population_base(population().iloc[:0]).empty


def test_countries_stand_for_their_cities():
    found = peers.of_countries(peers.members(SETS["africa"], PLACES, "en"), PLACES, "en")
    told = {peer.place: peer.reason for peer in found}
    assert told["south_africa"] == "Country of Cape Town and Johannesburg"
    assert "morocco" not in told, "Casablanca's own country is not its peer"


def test_unknown_cities_and_countries_are_findings(tmp_path):
    member = SET.format(id="near", rule="members", rest='members = { rabat = "a", atlantis = "a" }')
    member += '[near.grounds]\na = { en = "A", fr = "A", ar = "A" }\n'
    country = SET.format(id="far", rule="countries", rest=f'countries = ["ITA", "XXX"]\n{MEMBER}')
    sets, told = read(tmp_path, member + country)
    assert set(sets) == {"near", "far"}
    assert told == [
        "near.members: atlantis is named here but not known as a city.",
        "far.countries: XXX is named here but not known as a country.",
    ]


@pytest.mark.parametrize(
    ("rule", "rest", "message"),
    [
        ("members", "", "a set of rule members lacks what the rule needs"),
        ("countries", MEMBER, "a set of rule countries lacks what the rule needs"),
        ("population", f"low = 2.0\nhigh = 0.5\n{MEMBER}", "a set of rule population lacks what the rule needs"),
        ("income", "", "a set of rule income lacks what the rule needs"),
        ("availability", MEMBER, "a set of rule availability lacks what the rule needs"),
        ("members", 'members = { rabat = "b" }', "grounds not given: b"),
        ("all", MEMBER.replace("{country}", "{nation}"), "no such placeholder: nation"),
        ("nearest", MEMBER, "'all', 'countries', 'members', 'population', 'income' or 'availability'"),
    ],
)
def test_a_faulty_set_is_named_and_left_out(tmp_path, rule, rest, message):
    sets, told = read(
        tmp_path, SET.format(id="odd", rule=rule, rest=rest) + SET.format(id="fine", rule="all", rest=MEMBER)
    )
    assert list(sets) == ["fine"]
    assert message in told[0]
    assert told[0].startswith("odd")


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path):
    assert "cannot be read" in read(tmp_path, "[all\n")[1][0]
    _, findings = read_peer_sets(tmp_path / "absent.toml", gazetteer())
    assert describe(findings[0])[0] == "the file is missing."
    assert read(tmp_path, "all = 3\n")[1]


def test_names_are_given_in_three_languages():
    for peer_set in SETS.values():
        for told in (peer_set.names, peer_set.reason):
            assert all(told.get(language) for language in LANGUAGES)
