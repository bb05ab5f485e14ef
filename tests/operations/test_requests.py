"""Whose id of a request is taken, which addresses a list includes, and who may read the metrics."""

import pytest

from indicators.operations.requests import WELL_FORMED, addresses, by_trusted_proxy, metrics_access, request_id


@pytest.mark.parametrize(
    ("written", "address", "included"),
    [
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("192.0.2.7, 2001:db8::/32", "2001:db8::1", True),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("10.1.2.3/8", "10.9.9.9", True),
        ("*", "203.0.113.9", True),
        ("", "127.0.0.1", False),
        ("no address", "no address", False),
        ("10.0.0.0/8", "", False),
    ],
)
def test_an_operators_list_includes_addresses_and_networks(written: str, address: str, included: bool) -> None:
    assert addresses(written).include(address) is included


@pytest.mark.parametrize(
    ("client", "proxies", "trusted"),
    [
        (("10.0.0.2", 41_000), "10.0.0.2", True),
        # the reader's address stands in the place of a trusted proxy's, with a port that no connection has
        (("203.0.113.9", 0), "10.0.0.2", True),
        (("203.0.113.9", 41_000), "10.0.0.2", False),
        (("10.0.0.2", 41_000), "", False),
        (("203.0.113.9", 0), "", False),
        (None, "*", False),
    ],
)
def test_a_proxy_is_trusted_where_the_operator_names_it(
    client: tuple[str, int] | None, proxies: str, trusted: bool
) -> None:
    assert by_trusted_proxy(client, addresses(proxies)) is trusted


def test_an_id_of_a_trusted_proxy_is_taken_where_it_is_well_formed() -> None:
    assert request_id("3f2b-4c.d_e9", trusted=True) == "3f2b-4c.d_e9"
    assert request_id("3f2b-4c.d_e9", trusted=False) != "3f2b-4c.d_e9"


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "two words", "a\nb=forged12", "<script>alert</script>", "é" * 9]
)
def test_an_id_that_is_not_well_formed_is_replaced(given: str) -> None:
    made = request_id(given, trusted=True)
    assert made != given
    assert WELL_FORMED.fullmatch(made)


def test_no_two_requests_share_an_id() -> None:
    assert len({request_id("", trusted=False) for _ in range(1_000)}) == 1_000


HERE = {"host": "localhost:8501"}
TOKEN = "a-secret-of-the-scraper"


@pytest.mark.parametrize(
    ("settings", "client", "headers", "admitted"),
    [
        ({}, ("127.0.0.1", 40_000), HERE, True),
        ({}, ("::1", 40_000), {"host": "[::1]:8501"}, True),
        ({}, ("203.0.113.9", 40_000), HERE, False),
        ({}, None, HERE, False),
        # a balancer on this computer hands on what the public asks
        ({}, ("127.0.0.1", 40_000), {"host": "indicators.example.org"}, False),
        ({}, ("127.0.0.1", 40_000), {**HERE, "x-forwarded-for": "127.0.0.1"}, False),
        ({}, ("127.0.0.1", 0), {**HERE, "x-forwarded-for": "127.0.0.1"}, False),
        ({}, ("127.0.0.1", 40_000), {**HERE, "forwarded": "for=127.0.0.1"}, False),
        ({}, ("127.0.0.1", 40_000), {**HERE, "via": "1.1 proxy"}, False),
        # an address that is listed, directly and by a trusted proxy; not by one that only says so
        ({"INDICATORS_METRICS": "192.0.2.0/24"}, ("192.0.2.7", 40_000), {"host": "a.example.org"}, True),
        ({"INDICATORS_METRICS": "192.0.2.0/24"}, ("192.0.2.7", 0), {"host": "a", "x-forwarded-for": "192.0.2.7"}, True),
        ({"INDICATORS_METRICS": "10.0.0.2"}, ("10.0.0.2", 40_000), {"host": "a", "x-forwarded-for": "10.0.0.2"}, False),
        ({"INDICATORS_METRICS": "192.0.2.7"}, ("203.0.113.9", 40_000), {"host": "a"}, False),
        ({"INDICATORS_METRICS": "*"}, ("203.0.113.9", 0), {"host": "a", "x-forwarded-for": "203.0.113.9"}, True),
        # a token, from anywhere
        ({"INDICATORS_METRICS_TOKEN": TOKEN}, ("203.0.113.9", 1), {"authorization": f"Bearer {TOKEN}"}, True),
        ({"INDICATORS_METRICS_TOKEN": TOKEN}, ("203.0.113.9", 1), {"authorization": "Bearer a-secret"}, False),
        ({"INDICATORS_METRICS_TOKEN": TOKEN}, ("203.0.113.9", 1), {"authorization": f"Basic {TOKEN}"}, False),
        ({"INDICATORS_METRICS_TOKEN": "short"}, ("203.0.113.9", 1), {"authorization": "Bearer short"}, False),
        ({}, ("203.0.113.9", 1), {"authorization": "Bearer "}, False),
        # off for everyone
        ({"INDICATORS_METRICS": "off"}, ("127.0.0.1", 40_000), HERE, False),
        (
            {"INDICATORS_METRICS": "off", "INDICATORS_METRICS_TOKEN": TOKEN},
            ("127.0.0.1", 40_000),
            {**HERE, "authorization": f"Bearer {TOKEN}"},
            False,
        ),
    ],
)
def test_who_may_read(settings: dict[str, str], client: tuple[str, int] | None, headers: dict, admitted: bool) -> None:
    assert metrics_access(settings).admits(client, headers) is admitted
