"""The present view: one chart and its sentence, the slides in order, keys on the links."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.helpers.published import dataset
from tests.helpers.visits import Visit

SLIDES = [
    ("public_transport_access", "rank"), ("public_sewer", "districts"), ("public_sewer", "time"),
    ("built_up_area_per_person", "world"), ("modal_split_walking", "parts"), ("population_agglomeration", "time"),
    ("water_stress_national", "rank"), ("dam_fill", "time"),
]  # fmt: skip


def steps(visit):
    """Return the links of the slide by the keys that follow them."""
    found = {}
    for part in visit.html.split("<a ")[1:]:
        if 'data-keys="' in part:
            keys = part.split('data-keys="')[1].split('"')[0]
            found[keys] = part.split('href="')[1].split('"')[0].replace("&amp;", "&")
    return found


@pytest.mark.parametrize(("indicator", "chart"), SLIDES)
def test_a_slide_is_one_chart_with_its_sentence_and_source(indicator, chart):
    visit = Visit("present", lang="fr", indicator=indicator, chart=chart)
    visit.assert_sound()
    # the picture for a hall, and the one that a phone shows in its place
    hall, phone = visit.specs
    assert hall["layout"]["height"] <= 430
    assert hall["layout"]["font"]["size"] > phone["layout"]["font"]["size"]
    assert len(visit.headings(1)) == 1
    assert dataset().version in visit.words
    assert "<nav" in visit.html
    assert "cs-mast" not in visit.html


def test_without_an_indicator_the_overview_is_shown_first():
    visit = Visit("present", lang="en")
    visit.assert_sound()
    assert visit.headings(1)[0].startswith("Of 10 large Moroccan cities, Casablanca has the highest share")
    assert len(visit.specs) == 2
    assert "ArrowLeft PageUp" not in steps(visit)


def test_the_keys_lead_from_slide_to_slide_and_back_to_the_page():
    order = [key for key in dataset().catalogue if len(dataset().of(key))]
    visit = Visit("present", lang="en", indicator=order[1], peers="africa")
    links = steps(visit)
    query = {key: parse_qs(urlsplit(link).query) for key, link in links.items()}
    assert query["ArrowRight PageDown"]["indicator"] == [order[2]]
    assert query["ArrowLeft PageUp"]["indicator"] == [order[0]]
    assert urlsplit(links["Escape"]).path == f"/{dataset().catalogue[order[1]].theme}"
    assert query["Escape"]["indicator"] == [order[1]]
    assert {link["peers"][0] for link in query.values()} == {"africa"}


def test_the_first_indicator_follows_the_overview_and_the_last_ends():
    order = [key for key in dataset().catalogue if len(dataset().of(key))]
    assert "indicator" not in parse_qs(
        urlsplit(steps(Visit("present", lang="en", indicator=order[0]))["ArrowLeft PageUp"]).query
    )
    assert "ArrowRight PageDown" not in steps(Visit("present", lang="en", indicator=order[-1]))


def test_in_place_of_what_cannot_be_drawn_stands_the_next_chart_of_the_indicator():
    visit = Visit("present", lang="en", indicator="non_revenue_water", chart="rank")
    visit.assert_sound()
    assert len(visit.specs) == 2
    assert "in 2021 in Casablanca" in visit.headings(1)[0]


def test_what_cannot_be_drawn_at_all_is_stated():
    visit = Visit("present", lang="en", indicator="household_water_use_literature")
    visit.assert_sound()
    assert visit.specs == []
    assert "no figure of Casablanca is held here" in visit.headings(1)[0]
    assert "Not comparable: definitions differ between publications." in visit.words


def test_an_unknown_indicator_is_reported_and_the_overview_shown():
    visit = Visit("present", lang="en", indicator="leaks")
    visit.assert_sound()
    assert "“leaks”" in visit.words
    assert visit.specs
