"""The page of the world: opens on the population, steps from year to year, keeps a choice in its links."""

import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server.downloads import ROUTES
from tests.helpers.visits import Visit


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


def test_the_page_opens_with_a_map_a_list_and_the_years() -> None:
    visit = Visit("world", lang="en")
    visit.assert_sound()
    assert visit.headings(1)[0].startswith(
        "Population of the agglomeration: 3.7 million people in Casablanca (agglomeration) in 2018, lower than in most "
    )
    assert "of 38 other cities" in visit.words
    assert len(visit.specs) == 1
    assert visit.html.count('data-stay data-hold="') == 39 + 1
    assert 'data-keys="ArrowLeft"' in visit.html
    assert 'data-keys="ArrowRight"' not in visit.html
    assert "69 years with figures; the arrow keys step through them." in visit.words


def test_a_year_has_the_years_beside_it() -> None:
    visit = Visit("world", lang="en", indicator="population_agglomeration", year="1990", place="rabat")
    visit.assert_sound()
    assert "/world?indicator=population_agglomeration&year=1989&place=rabat&lang=en" in visit.links
    assert "/world?indicator=population_agglomeration&year=1991&place=rabat&lang=en" in visit.links
    assert "Rabat" in visit.headings(2)
    assert any(link.startswith("/compare?") and "cities=rabat" in link for link in visit.links)


def test_the_latest_of_each_place_stands_behind_the_newest_year() -> None:
    visit = Visit("world", lang="en", indicator="public_transport_access")
    assert "/world?indicator=public_transport_access&year=2021&lang=en" in visit.links
    newest = Visit("world", lang="en", indicator="public_transport_access", year="2021")
    assert "/world?indicator=public_transport_access&lang=en" in newest.links


def test_no_year_is_stepped_to_where_none_is_stated() -> None:
    visit = Visit("world", lang="en", indicator="carbon_footprint_per_person")
    visit.assert_sound()
    assert "data-keys=" not in visit.html


def test_other_pages_are_linked_without_what_only_the_map_reads() -> None:
    visit = Visit("world", lang="fr", indicator="public_transport_access", year="2020", marks="size", place="rabat")
    visit.assert_sound()
    others = [link for link in visit.links if not link.startswith(("/world?indicator", "/present", "/compare"))]
    assert others
    assert not any(part in link for link in others for part in ("place=", "year=", "marks="))


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ({"place": "rabt"}, "names the city “rabt”, which is not known (did you mean rabat?)"),
        ({"marks": "shape"}, "asks for “marks=shape”, which is not known; marks can be colour, size"),
        ({"year": "2019"}, "asks for “2019”, which this map cannot show"),
        ({"year": "soon"}, "asks for the year “soon”"),
        ({"indicator": "dam_fill"}, "the indicator “dam_fill”, which is not known"),
    ],
)
def test_what_is_not_honoured_is_reported_and_the_map_stays(asked: dict[str, str], reported: str) -> None:
    visit = Visit("world", **({"lang": "en", "indicator": "public_transport_access"} | asked))
    visit.assert_sound()
    assert reported in visit.words
    assert len(visit.specs) == 1


def test_peers_chosen_by_hand_are_the_map() -> None:
    visit = Visit("world", lang="en", indicator="public_transport_access", cities="rabat,tunis,lyon")
    visit.assert_sound()
    assert visit.html.count('data-stay data-hold="') == 4 + 1


def test_a_slide_steps_from_year_to_year() -> None:
    visit = Visit("present", lang="en", indicator="population_agglomeration", chart="points", year="1990")
    visit.assert_sound()
    assert "/present?indicator=population_agglomeration&chart=points&year=1991&lang=en" in visit.links
    assert "/world?indicator=population_agglomeration&year=1990&lang=en" in visit.links


def test_maps_are_answered_as_files(client: TestClient) -> None:
    answer = client.get("/download/world.geojson?indicator=population_agglomeration&chart=points&year=1990&view=")
    assert answer.headers["content-type"] == "application/geo+json"
    assert 'filename="population_agglomeration-points-1990-' in answer.headers["content-disposition"]
    assert len(json.loads(answer.content)["features"]) == 39
    package = client.get("/download/world.gpkg?indicator=public_transport_access")
    assert package.content.startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("query", "reported"),
    [
        ("indicator=dam_fill", "There is no such map"),
        ("", "There is no such map"),
        ("indicator=public_sewr", "did you mean public_sewer?"),
        ("indicator=public_transport_access&year=2019", "which this map cannot show"),
    ],
)
def test_a_map_that_is_not_there_is_stated_in_words(client: TestClient, query: str, reported: str) -> None:
    answer = client.get(f"/download/world.geojson?{query}")
    assert answer.status_code == 404
    assert reported in answer.text
