"""The block of pledges on the carbon page: the city's contradiction first, the peers' in a table, no other theme."""

from tests.helpers.visits import Visit

CONTRADICTION = (
    "Casablanca: 24,190,000 t CO₂e in 2030 according to CDP and ICLEI, no target at all according to Net Zero Tracker"
)


def test_the_carbon_page_shows_what_was_announced():
    visit = Visit("carbon", lang="en", peers="all")
    visit.assert_sound()
    assert CONTRADICTION in visit.headings(2)
    assert "No figure here can tell whether it is on course." in visit.words
    assert "The sources contradict each other on" in visit.words
    assert "Pledges: announced, not measured" in visit.words


def test_only_the_cities_compared_are_listed():
    visit = Visit("carbon", lang="en", cities="paris,tunis")
    assert "Pledges of 2 other cities" in visit.words
    assert "The sources contradict each other on" not in visit.words


def test_the_block_speaks_french():
    visit = Visit("carbon", lang="fr", peers="africa")
    plain = visit.words.replace("\u202f", " ").replace("\u00a0", " ")
    assert "24 190 000 t éq. CO₂ en 2030 selon CDP et ICLEI, aucun objectif selon Net Zero Tracker" in plain


def test_the_sources_page_begins_its_disagreements_with_it():
    visit = Visit("sources", lang="en")
    visit.assert_sound()
    words = visit.words
    assert "Sources disagree on Casablanca or Morocco" in words
    assert "Casablanca: 16.7% (2020; UN-Habitat, 2024) in one edition, 11.8% (2014; HCP, 2025) in the next" in words
    listed = words.index(f"{CONTRADICTION}.")
    assert listed < words.index("National exposure to PM2.5: sources differ.")


def test_what_states_nothing_is_left_out_beside_what_does():
    words = Visit("carbon", lang="en", cities="amsterdam,zurich").words
    assert "95% less than in 1990 by 2050" in words
    assert "neither year nor amount stated" not in words


def test_other_themes_have_no_pledges():
    assert "announced, not measured" not in Visit("water", lang="en").words
