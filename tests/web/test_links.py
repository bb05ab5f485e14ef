"""Links: a state becomes an address and comes back; what cannot be honoured is reported."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.request import BY_HAND, MOST_COMPARED, ChartRequest
from indicators.findings.finding import describe
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Level
from indicators.web.link_choices import MOST_CITIES, LinkChoices
from indicators.web.links import FURTHEST, MOST_FURTHER, YEARS, address, read
from pages.shared.shell import Masthead
from tests.helpers.checking import dataset

INDICATORS = ("network_efficiency", "built_up_area")
PEERS = ("all", "regional", BY_HAND)
CITIES = ("rabat", "cape_town", "tunis", "lagos")
CHARTS = ("rank", "time")
VIEWS = ("rank", "slope")
NAMES = ["lang", "indicator", "chart", "peers", "cities", "reach", "view", "also", "year", "to", "within", "x"]
CHOICES = LinkChoices(INDICATORS, PEERS, CITIES, CHARTS)
COMPARED = LinkChoices(INDICATORS, PEERS, CITIES, CHARTS, views=VIEWS, always="casablanca", most_cities=3)


def query(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query))


@st.composite
def states(draw: st.DrawFn) -> ChartRequest:
    peers = draw(st.sampled_from(PEERS))
    by_hand = st.lists(st.sampled_from(CITIES), min_size=1, unique=True).map(tuple)
    return ChartRequest(
        language=draw(st.sampled_from(SCREEN_LANGUAGES)),
        indicator=draw(st.sampled_from((None, *INDICATORS))),
        chart=draw(st.sampled_from((None, *CHARTS))),
        peers=peers,
        cities=draw(by_hand) if peers == BY_HAND else (),
        reach=draw(st.none() | st.integers(-(10**5), 10**5).map(float) | st.sampled_from([0.5, 77.25, 1e-3])),
    )


@given(state=states(), page=st.sampled_from(("", "water", "present")))
def test_a_state_comes_back_from_its_address(state: ChartRequest, page: str) -> None:
    link = address(page, state)
    assert urlsplit(link).path == f"/{page}"
    assert read(query(link), CHOICES) == (state, [])


@st.composite
def comparisons(draw: st.DrawFn) -> ChartRequest:
    indicator = draw(st.sampled_from((None, *INDICATORS)))
    others = [name for name in INDICATORS if name != indicator]
    years = draw(st.lists(st.integers(YEARS.start, YEARS.stop - 1), max_size=2, unique=True).map(sorted))
    year, to = [*years, None, None][:2] if draw(st.booleans()) or len(years) != 1 else (None, years[0])
    return ChartRequest(
        indicator=indicator,
        view=draw(st.sampled_from((None, *VIEWS))),
        also=tuple(draw(st.lists(st.sampled_from(others), unique=True))),
        year=year,
        to=to,
        within=draw(st.none() | st.integers(0, FURTHEST)),
    )


@given(state=comparisons())
def test_a_comparison_comes_back_from_its_address(state: ChartRequest) -> None:
    assert read(query(address("compare", state)), COMPARED) == (state, [])


@given(state=comparisons())
def test_a_page_that_compares_nothing_reads_nothing_of_it(state: ChartRequest) -> None:
    assert read(query(address("water", state)), CHOICES) == (state.plain, [])


def test_years_that_do_not_run_forward_are_put_in_order_and_reported() -> None:
    state, findings = read({"year": "2020", "to": "2015"}, COMPARED)
    assert (state.year, state.to) == (2015, 2020)
    assert [describe(finding)[1] for finding in findings] == ["The years are put in order."]
    state, findings = read({"year": "2020", "to": "2020"}, COMPARED)
    assert (state.year, state.to) == (2020, None)
    assert [finding.rule.id for finding in findings] == ["link_years"]


def test_the_city_that_is_always_compared_may_be_named() -> None:
    state, findings = read({"cities": "rabat,casablanca,tunis,lagos"}, COMPARED)
    assert (state.cities, findings) == (("rabat", "tunis", "lagos"), [])
    state, findings = read({"cities": "rabat,cape_town,tunis,lagos"}, COMPARED)
    assert state.cities == ("rabat", "cape_town", "tunis")
    assert describe(findings[0]) == ("The link names 4 cities.", "The first 3 are read.")


def test_a_comparison_reads_as_many_cities_as_it_can_show() -> None:
    many = [f"city_{n}" for n in range(200)]
    choices = LinkChoices(INDICATORS, PEERS, many, views=VIEWS)
    state, findings = read({"cities": ",".join(many), "view": "slope"}, choices)
    assert state.cities == tuple(many[:MOST_COMPARED])
    assert [finding.rule.id for finding in findings] == ["link_too_many"]
    assert len(read({"cities": ",".join(many)}, choices)[0].cities) == MOST_CITIES


def test_an_indicator_is_not_compared_with_itself() -> None:
    state, findings = read({"indicator": "built_up_area", "also": "built_up_area,network_efficiency"}, COMPARED)
    assert (state.also, findings) == (("network_efficiency",), [])


NOT_HONOURED = [
    ({"lang": "de"}, "link_language", "The link asks for the language “de”, which is not available."),
    (
        {"indicator": "network_eficiency"}, "link_indicator",
        "The link asks for the indicator “network_eficiency”, which is not known (did you mean network_efficiency?).",
    ),
    ({"indicator": "x"}, "link_indicator", "The link asks for the indicator “x”, which is not known."),
    ({"chart": "pie"}, "link_chart", "The link asks for the chart “pie”, which is not known."),
    ({"peers": "best"}, "link_peers", "The link asks for the peer set “best”, which is not known."),
    (
        {"cities": "rabatt"}, "link_city",
        "The link names the city “rabatt”, which is not known (did you mean rabat?).",
    ),
    ({"cities": ",".join(f"c{n}" for n in range(200))}, "link_too_many", "The link names 200 cities."),
    ({"reach": "much"}, "link_reach", "The link asks for the value “much” by 2030, which is not a number."),
    ({"reach": "inf"}, "link_reach", "The link asks for the value “inf” by 2030, which is not a number."),
    ({"view": "pie"}, "link_view", "The link asks for the view “pie”, which is not known."),
    (
        {"also": "built_up_aera"}, "link_further",
        "The link asks for the further indicator “built_up_aera”, which is not known (did you mean built_up_area?).",
    ),
    (
        {"also": ",".join(f"i{n}" for n in range(MOST_FURTHER + 1))}, "link_many_further",
        "The link names 8 further indicators.",
    ),
    ({"year": "3000"}, "link_year", "The link asks for the year “3000”, which is not a year between 1900 and 2100."),
    ({"to": "soon"}, "link_year", "The link asks for the year “soon”, which is not a year between 1900 and 2100."),
    (
        {"year": "9" * 70}, "link_year",
        f"The link asks for the year “{'9' * 60}”, which is not a year between 1900 and 2100.",
    ),
    (
        {"within": "-1"}, "link_within",
        "The link asks for figures within “-1” years, which is not a whole number from 0 to 10.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "rule", "message"), NOT_HONOURED)
def test_what_is_not_honoured_is_reported(asked: dict[str, str], rule: str, message: str) -> None:
    state, findings = read(asked, COMPARED)
    assert state == ChartRequest()
    finding = next(finding for finding in findings if finding.rule.id == rule)
    assert describe(finding)[0] == message


def test_two_hundred_cities_are_read_up_to_a_limit() -> None:
    many = [f"city_{n}" for n in range(200)]
    state, findings = read({"cities": ",".join(many)}, LinkChoices(INDICATORS, PEERS, many))
    assert (state.peers, state.cities) == (BY_HAND, tuple(many[:MOST_CITIES]))
    assert [finding.rule.id for finding in findings] == ["link_too_many"]
    assert describe(findings[0])[1] == "The first 60 are read."


def test_cities_are_read_once_in_their_order_and_the_unknown_left_out() -> None:
    state, findings = read({"cities": " tunis,,rabat,tunis,atlantis "}, CHOICES)
    assert state.cities == ("tunis", "rabat")
    assert [finding.value for finding in findings] == ["atlantis"]


def test_by_hand_without_a_city_stays_a_choice() -> None:
    assert read({"peers": BY_HAND}, CHOICES) == (ChartRequest(peers=BY_HAND), [])
    assert read({"peers": BY_HAND, "cities": "atlantis"}, CHOICES)[0] == ChartRequest()


def test_an_empty_link_is_the_default_state() -> None:
    choices = LinkChoices(INDICATORS, PEERS, CITIES, default_language="fr", default_peers="regional")
    assert read({}, choices) == (ChartRequest("fr", peers="regional"), [])
    assert read({"indicator": " ", "cities": ","}, choices) == (ChartRequest("fr", peers="regional"), [])


@given(st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_reading_never_fails(asked: dict[str, str]) -> None:
    state, findings = read(asked, COMPARED)
    assert state.indicator in {None, *INDICATORS}
    assert set(state.cities) <= set(CITIES)
    for finding in findings:
        assert len(finding.value or "") <= 60
        assert all(describe(finding, language)[0] for language in SCREEN_LANGUAGES)


def test_a_script_in_a_link_is_shown_as_text() -> None:
    _, findings = read({"indicator": "<script>alert(1)</script>"}, CHOICES)
    notice = describe(findings[0])[0]
    head = Masthead(
        theme="light",
        direction="ltr",
        brand="",
        home="/",
        find="/find.json",
        sources="/sources",
        languages=[],
        pages=[],
        notices=[notice],
        printed="",
        version="",
        paper="",
    )
    page = head.markup("en").body
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_every_id_of_the_project_can_stand_in_a_link() -> None:
    data = dataset()
    cities = [place.id for place in data.places.of_level(Level.CITY)]
    choices = LinkChoices(data.catalogue, {*data.peer_sets, BY_HAND}, cities)
    for name in data.catalogue:
        state = ChartRequest("fr", name, peers=BY_HAND, cities=tuple(cities))
        assert read(query(address("water", state)), choices) == (state, [])
