"""Addresses of chart files: whatever anyone writes, it is read, refused or led away from once."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from indicators.open.chart_requests import CHART_PARAMETERS, FILE_PARAMETERS, read_chart_file, redirected
from tests.helpers.checking import dataset

NAMES = [*CHART_PARAMETERS, *(parameter.name for parameter in FILE_PARAMETERS), "utm_source", "v", "theme"]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), st.text(max_size=30)), max_size=6)


@given(PAIRS)
def test_who_is_led_away_is_led_once(pairs: list[tuple[str, str]]) -> None:
    where = redirected("/c/public_sewer-rank.csv", pairs)
    if where is None:
        return
    assert where.isascii()
    assert where.startswith("/c/public_sewer-rank.csv")
    assert not {"\r", "\n", " "} & set(where)
    again = parse_qsl(urlsplit(where).query, keep_blank_values=True)
    assert redirected("/c/public_sewer-rank.csv", again) is None


@given(st.text(max_size=20), PAIRS)
def test_no_address_is_a_fault(name: str, pairs: list[tuple[str, str]]) -> None:
    request, findings, unknown = read_chart_file(name, pairs, dataset())
    assert (request is None) == bool(findings)
    assert not unknown or findings


def test_places_of_another_kind_than_cities_are_rows_too() -> None:
    request, _, _ = read_chart_file("public_sewer-districts", [("places", "anfa~ain_chock")], dataset())
    assert request is not None
    assert (request.places, request.full) == (("ain_chock", "anfa"), False)
