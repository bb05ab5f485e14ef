"""The page of the districts: opens on the newest census, keeps a choice in its links, says what it cannot show."""

import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server.downloads import ROUTES
from tests.helpers.visits import Visit


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


def test_the_page_opens_with_a_map_a_list_and_the_outlines() -> None:
    visit = Visit("casablanca", lang="en", indicator="public_sewer")
    visit.assert_sound()
    assert visit.headings(1) == [
        (
            "Connected to the public sewer, 2024: from 94.2% in Anfa to 99.7% in 3 parts of the city, "
            "5.5 percentage points apart."
        )
    ]
    # the map, three small ones, the slope of each district, the communes around, the two outlines
    assert len(visit.specs) == 7
    assert "“Casablanca” means 6 different outlines in these figures." in visit.headings(2)
    assert visit.html.count("data-stay data-hold=") == 16


@pytest.mark.parametrize("areas", ["arrondissements", "prefectures"])
@pytest.mark.parametrize("shown", ["2014", "2024", "change"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_view_runs(areas: str, shown: str, language: str) -> None:
    Visit("casablanca", lang=language, indicator="households", areas=areas, shown=shown).assert_sound()


def test_links_carry_the_choice_and_leave_it_on_other_pages() -> None:
    visit = Visit("casablanca", lang="en", indicator="public_sewer", shown="2014", district="maarif", classes="round")
    visit.assert_sound()
    links = [link for link in visit.links if link.startswith("/casablanca?indicator=public_sewer")]
    assert "/casablanca?indicator=public_sewer&shown=change&classes=round&district=maarif&lang=en" in links
    assert "/casablanca?indicator=public_sewer&shown=2014&classes=round&lang=en" in links
    others = [link for link in visit.links if not link.startswith(("/casablanca?indicator", "/present"))]
    assert others
    assert not any("district=" in link or "shown=" in link for link in others)
    assert "Maârif" in visit.headings(2)


def test_an_indicator_without_change_is_linked_without_it() -> None:
    visit = Visit("casablanca", lang="en", indicator="public_sewer", shown="change")
    assert "/casablanca?indicator=public_sewer&shown=change&district=anfa&lang=en" in visit.links
    assert "/casablanca?indicator=cooking_gas_at_home&lang=en" in visit.links


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ({"district": "marif"}, "the district “marif”, which is not among those shown (did you mean maarif?)"),
        ({"district": "prefecture_ain_chock"}, "the district “prefecture_ain_chock”, which is not among those shown"),
        ({"indicator": "cooking_gas_at_home", "shown": "change"}, "asks for “change”, which this map cannot show"),
        ({"shown": "1982"}, "asks for “1982”, which this map cannot show"),
        ({"areas": "streets"}, "asks for the areas “streets”"),
        ({"classes": "pretty"}, "asks for the classes “pretty”"),
        ({"indicator": "network_efficiency"}, "the indicator “network_efficiency”, which is not known"),
    ],
)
def test_what_is_not_honoured_is_reported_and_the_map_stays(asked: dict[str, str], reported: str) -> None:
    visit = Visit("casablanca", **({"lang": "en", "indicator": "public_sewer"} | asked))
    visit.assert_sound()
    assert reported in visit.words
    assert len(visit.specs) >= 4


def test_a_slide_of_a_map_steps_from_map_to_map() -> None:
    visit = Visit("present", lang="en", indicator="electricity_at_home", chart="map", shown="change")
    visit.assert_sound()
    steps = [link for link in visit.links if link.startswith("/present")]
    assert any("indicator=cooking_gas_at_home&chart=map" in link and "shown" not in link for link in steps)
    assert "/casablanca?indicator=electricity_at_home&shown=change&lang=en" in visit.links


def test_a_slide_tells_what_its_map_cannot_show() -> None:
    visit = Visit("present", lang="en", indicator="cooking_gas_at_home", chart="map", shown="change")
    assert "which this map cannot show" in visit.words


def test_maps_are_answered_as_files(client: TestClient) -> None:
    answer = client.get("/download/casablanca.geojson?indicator=public_sewer&chart=map&shown=change")
    assert answer.headers["content-type"] == "application/geo+json"
    assert 'filename="public_sewer-map-change-' in answer.headers["content-disposition"]
    assert len(json.loads(answer.content)["features"]) == 16
    package = client.get("/download/casablanca.gpkg?indicator=public_sewer&areas=prefectures")
    assert package.content.startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("query", "reported"),
    [
        ("indicator=network_efficiency", "There is no such map"),
        ("", "There is no such map"),
        ("indicator=public_sewr", "did you mean public_sewer?"),
        ("indicator=cooking_gas_at_home&shown=change", "which this map cannot show"),
    ],
)
def test_a_map_that_is_not_there_is_stated_in_words(client: TestClient, query: str, reported: str) -> None:
    answer = client.get(f"/download/casablanca.geojson?{query}")
    assert answer.status_code == 404
    assert reported in answer.text
