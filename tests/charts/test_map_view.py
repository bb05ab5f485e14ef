"""The part of a link that is about a map: read, written, and what of it is not honoured."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.request import AREAS, OPENED, ChartRequest, MapView
from indicators.findings.finding import describe
from indicators.maps.classes import Scheme
from indicators.model.vocabulary import Level
from indicators.web.link_choices import LinkChoices
from indicators.web.links import address, read, read_map

DATES = ("2014", "2024", "change")
PARTS = ("anfa", "maarif", "prefecture_casablanca_anfa")
CHOICES = LinkChoices(("public_sewer",), ("all",), (), districts=PARTS, dates=DATES)


@given(
    st.builds(
        MapView,
        shown=st.sampled_from((None, *DATES)),
        areas=st.sampled_from(list(AREAS)),
        classes=st.sampled_from([str(scheme) for scheme in Scheme]),
        district=st.sampled_from((None, *PARTS)),
    )
)
def test_a_map_comes_back_from_its_address(view: MapView) -> None:
    state = ChartRequest(indicator="public_sewer", map=view)
    asked = dict(parse_qsl(urlsplit(address("casablanca", state)).query))
    assert read(asked, CHOICES) == (state, [])


def test_a_map_as_it_opens_adds_nothing_to_a_link() -> None:
    assert OPENED.query() == []
    assert OPENED.level is Level.DISTRICT
    assert MapView(areas="prefectures").level is Level.PREFECTURE


def test_other_pages_read_nothing_of_a_map() -> None:
    asked = {"district": "nowhere", "shown": "1066"}
    assert read(asked, LinkChoices(("public_sewer",), ("all",), ())) == (ChartRequest(), [])
    assert ChartRequest(map=MapView(district="anfa")).plain == ChartRequest()


@pytest.mark.parametrize(
    ("asked", "rule", "message"),
    [
        ({"shown": "2031"}, "link_shown", "The link asks for “2031”, which this map cannot show."),
        ({"areas": "streets"}, "link_areas", "The link asks for the areas “streets”, which are not known."),
        ({"classes": "pretty"}, "link_classes", "The link asks for the classes “pretty”, which are not known."),
        (
            {"district": "marif"}, "link_district",
            "The link names the district “marif”, which is not among those shown (did you mean maarif?).",
        ),
    ],
)  # fmt: skip
def test_what_is_not_honoured_is_reported(asked: dict[str, str], rule: str, message: str) -> None:
    view, findings = read_map(asked, DATES, PARTS)
    assert view == OPENED
    assert [finding.rule.id for finding in findings] == [rule]
    assert describe(findings[0])[0] == message
    assert describe(findings[0])[1]
