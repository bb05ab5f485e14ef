"""Every page, run by Streamlit's test client: no exception, the words and figures there, odd links survived."""

from urllib.parse import parse_qs, urlsplit

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from indicators.store.releases import releases
from pages.shared import page_cache
from pages.shared.registry import published_entries
from tests.helpers.published import dataset
from tests.helpers.visits import ROOT, Visit

ADDRESSES = [entry.address for entry in published_entries()]


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_runs_in_each_language(address, language):
    visit = Visit(address, lang=language)
    visit.assert_sound()
    assert f'data-language="{language}"' in visit.html
    assert len(visit.headings(1)) == 1


@pytest.mark.parametrize("address", [entry.address for entry in published_entries() if entry.listed])
def test_a_page_names_itself_in_the_menu_and_links_keep_the_language(address):
    visit = Visit(address, lang="fr", peers="africa")
    assert visit.html.count('aria-current="page"') == 1
    for link in visit.links:
        assert urlsplit(link).path.lstrip("/").split("/")[0] in ADDRESSES
        if "/?" in link or "lang=" in link:
            assert parse_qs(urlsplit(link).query)["lang"][0] in SCREEN_LANGUAGES


@pytest.mark.parametrize("peers", list(dataset().peer_sets))
@pytest.mark.parametrize("theme", list(Theme))
def test_a_theme_runs_with_each_peer_set(theme, peers):
    visit = Visit(theme, lang="en", peers=peers)
    visit.assert_sound()
    assert dataset().peer_sets[peers].names.en in visit.words


@pytest.mark.parametrize("peers", list(dataset().peer_sets))
def test_the_overview_runs_with_each_peer_set(peers):
    Visit("", lang="fr", peers=peers).assert_sound()


def test_cities_chosen_by_hand_are_compared_and_may_be_changed():
    visit = Visit("carbon", lang="en", indicator="public_transport_access", cities="cairo,lagos,lyon")
    visit.assert_sound()
    assert "Chosen by hand: Cairo, Lagos and Lyon." in visit.words
    # 66.5 % in Casablanca, 89.5 in Lyon, 38.1 in Lagos, 21.2 in Cairo.
    assert "higher than in most other cities comparable with care" in visit.headings(1)[0]
    assert "2nd of 4, highest first" in visit.words
    visit.app.multiselect[0].select("cape_town")
    visit.app.run()
    visit.assert_sound()
    assert "Cairo, Lagos, Lyon and Cape Town" in visit.words


def test_what_a_link_asks_for_and_is_not_known_is_reported_and_the_page_stays():
    visit = Visit("water", lang="de", indicator="public_sewers", peers="nobody", cities="rabat,casablanka")
    visit.assert_sound()
    for value in ("de", "public_sewers", "nobody", "casablanka"):
        assert f"“{value}”" in visit.words
    assert "Chosen by hand: Rabat." in visit.words
    assert visit.specs


def test_too_many_cities_are_not_read():
    visit = Visit("land", lang="en", cities=",".join(f"city{index}" for index in range(200)))
    visit.assert_sound()
    assert "200" in visit.words


@pytest.mark.parametrize("name", ["indicator", "peers", "cities", "lang", "chart"])
@pytest.mark.parametrize("address", ["", "land", "present", "sources"])
def test_a_script_in_a_link_is_shown_as_text(address, name):
    visit = Visit(address, **{"lang": "en", name: "<script>alert(1)</script>"})
    visit.assert_sound()
    assert "<script" not in visit.html
    assert "javascript:" not in visit.html


@pytest.mark.parametrize(
    ("theme", "indicator", "value"),
    [
        ("carbon", "public_transport_access", 66.4805),
        ("land", "built_up_area_per_person", 39.4),
        ("land", "population_agglomeration", 3_683_566),
        ("carbon", "carbon_footprint_per_person", 1.8),
        ("water", "public_sewer", 98.2),
        ("energy", "electricity_purchased", 3715),
    ],
)
def test_casablancas_published_value_reaches_the_browser(theme, indicator, value):
    visit = Visit(theme, lang="en", indicator=indicator)
    visit.assert_sound()
    drawn = [
        number
        for spec in visit.specs
        for trace in spec["data"]
        for axis in ("x", "y")
        for number in trace.get(axis) or []
        if number is not None
    ]
    assert min(abs(number - value) for number in drawn) <= 0.001 * value
    assert "Casablanca" in visit.headings(1)[0]


@pytest.mark.parametrize(
    ("theme", "indicator", "words"),
    [
        ("carbon", "inventory_basic_gpc", "No emissions inventory of Casablanca was found"),
        ("land", "built_up_area_high_density", "Casablanca is not among the 343 cities of this dataset"),
        ("water", "household_water_use_literature", "no figure of Casablanca is held here"),
        ("water", "handwashing_national", "no national figure is held here (Morocco)"),
        ("water", "desalination_planned", "Planned or projected: no observed figure is held here."),
        ("carbon", "trips_per_day", "One figure, nothing to compare it with"),
    ],
)
def test_what_is_empty_is_stated_in_words(theme, indicator, words):
    visit = Visit(theme, lang="en", indicator=indicator)
    visit.assert_sound()
    assert words in visit.words


def test_an_absence_is_stated_once_as_a_heading():
    visit = Visit("carbon", lang="en", indicator="inventory_basic_gpc")
    headings = [*visit.headings(1), *visit.headings(2)]
    assert sum("No emissions inventory of Casablanca" in heading for heading in headings) == 1


def test_what_is_not_drawn_has_its_table_open_and_no_picture_to_save():
    visit = Visit("water", lang="en", indicator="non_revenue_water")
    listed = visit.html.split('data-figure="non_revenue_water-rank"')[2].split("data-figure=")[0]
    assert '<details class="cs-twin" open>' in listed
    assert "data-picture" not in listed


def test_each_chart_has_its_alternative_text_source_citation_and_downloads(monkeypatch):
    page_cache.clear()
    monkeypatch.setenv("INDICATORS_CONTACT", "data@example.org")
    visit = Visit("water", lang="en", indicator="public_sewer")
    # the rank, its parts, both censuses, the districts, all communes
    assert len(visit.app.get("plotly_chart")) == 5
    for element in visit.app.get("plotly_chart"):
        assert "public sewer" in element.proto.alt
    assert visit.html.count("data-copy=") >= 2
    assert dataset().version in visit.words
    assert "Report an error in this figure" in visit.words
    assert "mailto:data@example.org" in visit.html
    page_cache.clear()
    monkeypatch.delenv("INDICATORS_CONTACT")
    assert "Report an error" not in Visit("water", lang="en", indicator="public_sewer").words


def test_an_old_headline_carries_its_age():
    # Built-up land is of 2015, the purchases of electricity of 2009.
    assert "the newest figure held here" in Visit("", lang="en").words


def test_the_overview_has_a_card_for_every_headline_indicator():
    visit = Visit("", lang="en")
    for entry in dataset().catalogue.values():
        assert not entry.headline or entry.names.en in visit.words


def test_the_sources_page_lists_every_indicator_with_its_definition_and_sources():
    visit = Visit("sources", lang="en", indicator="dam_fill")
    for entry in dataset().catalogue.values():
        assert f'id="{entry.id}"' in visit.html
    assert 'id="dam_fill" open' in visit.html
    for source in set(dataset().observations["source"]):
        assert dataset().sources[source].licence in visit.words
    undated = [source for source in dataset().sources.values() if not source.accessed]
    assert visit.words.count("access date not recorded") >= len(undated) > 0
    assert "accessed June 2023" in visit.words
    assert "access date not recorded; its figures are held here since 23 November 2026" in visit.words


def test_a_theme_lists_all_its_indicators():
    for theme in Theme:
        links = " ".join(Visit(theme, lang="en").links)
        for entry in dataset().catalogue.of_theme(theme):
            assert f"/{theme}?indicator={entry.id}&" in links


def test_the_page_of_changes_names_the_version():
    visit = Visit("changes", lang="en")
    # Of data that no release records the page does not say when they changed.
    is_recorded = releases(dataset().folder / "releases")[0].version == dataset().version
    assert visit.headings(1)[0].startswith("No figure has changed since") is is_recorded
    assert dataset().version in visit.words


def test_pages_are_left_by_links_alone():
    for script in (ROOT / "pages").rglob("*.py"):
        code = script.read_text(encoding="utf-8")
        assert "st.switch_page" not in code
        assert "st.page_link" not in code
