"""The compare page in every view: sound, complete, its state in its links, bad links reported."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from indicators.charts.comparison import VIEWS
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.model.vocabulary import Level
from indicators.web.link_choices import LinkChoices
from indicators.web.links import read
from tests.helpers.checking import dataset
from tests.helpers.visits import Visit

CITIES = "rabat,paris,tokyo,lagos,cairo,tunis"
DRAWN = {
    "rank": {"indicator": "public_transport_access"},
    "lines": {"indicator": "population_agglomeration"},
    "slope": {"indicator": "population_agglomeration", "year": "1990", "to": "2018"},
    "dumbbell": {"indicator": "people_near_open_space", "also": "public_transport_access"},
    "scatter": {"indicator": "open_public_space_share", "also": "people_near_open_space"},
    "multiples": {"indicator": "population_agglomeration"},
    "table": {"indicator": "open_public_space_share", "also": "people_near_open_space,co2_per_person_national"},
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_sound_and_says_its_verdict(view, language):
    visit = Visit("compare", lang=language, view=view, cities=CITIES, **DRAWN[view])
    visit.assert_sound()
    assert len(visit.specs) == (0 if view == "table" else 1)
    assert "cs-bars" in visit.html or view != "table"
    assert "data-sign" in visit.html
    assert dataset().version in visit.words
    assert len(visit.headings(1)) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_the_links_of_the_page_lead_to_what_they_say(view):
    visit = Visit("compare", lang="en", view=view, cities=CITIES, **DRAWN[view])
    cities = [place.id for place in dataset().places.of_level(Level.CITY) if place.id != "casablanca"]
    choices = LinkChoices(
        dataset().catalogue, {*dataset().peer_sets, BY_HAND}, cities, views=VIEWS, always="casablanca", most_cities=11
    )
    links = [link for link in visit.links if urlsplit(link).path == "/compare"]
    assert len(links) > 100
    for link in links:
        state, findings = read(dict(parse_qsl(urlsplit(link).query)), choices)
        assert findings == []
        assert isinstance(state, ChartRequest)
    present = next(link for link in visit.links if link.startswith("/present"))
    assert dict(parse_qsl(urlsplit(present).query))["view"] == view


@pytest.mark.parametrize("view", VIEWS)
def test_the_room_shows_the_same_comparison(view):
    visit = Visit("present", lang="en", view=view, cities=CITIES, **DRAWN[view])
    visit.assert_sound()
    assert len(visit.headings(1)) == 1
    # The hall's figure, and the page's own for phones.
    assert len(visit.specs) == (0 if view == "table" else 2)
    back = next(link for link in visit.links if link.startswith("/compare"))
    assert dict(parse_qsl(urlsplit(back).query))["view"] == view


def test_without_a_word_in_the_link_twelve_cities_are_ranked():
    visit = Visit("compare", lang="en")
    visit.assert_sound()
    assert len(visit.specs[0]["data"][0]["x"]) == 12
    assert "twelve fit here" in visit.words


def test_two_hundred_cities_impossible_years_and_a_script_are_named_and_nothing_is_lost():
    many = ",".join([*(f"c{n}" for n in range(198)), "<script>alert(1)</script>", "rabat"])
    visit = Visit("compare", lang="en", cities=f"lyon,{many}", year="3000", also="zzz", view="pie", within="x")
    visit.assert_sound()
    assert visit.specs
    for reported in ("The link names 201 cities.", "“3000”", "“zzz”", "“pie”", "“x”", "“c1”"):
        assert reported in visit.words
    assert "<script>alert" not in visit.html


def test_an_indicator_without_figures_for_the_places_is_named():
    visit = Visit("compare", lang="en", indicator="household_water_use_literature", cities="lyon")
    visit.assert_sound()
    assert "no figure of the places compared is held here" in visit.words
    assert "cs-group" in visit.html


def test_cities_chosen_by_hand_are_offered_to_change():
    visit = Visit("compare", lang="en", cities=CITIES)
    (box,) = visit.app.multiselect
    assert box.value == CITIES.split(",")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_with_what_it_can_draw(view):
    visit = Visit("compare", lang="en", view=view)
    visit.assert_sound()
    assert len(visit.specs) == (0 if view == "table" else 1)


def test_an_emptied_choice_stays_open_and_asks_for_a_city():
    visit = Visit("compare", lang="en", peers=BY_HAND)
    visit.assert_sound()
    assert visit.app.multiselect(key="cities").value == []
    assert "Choose at least one city." in visit.words
