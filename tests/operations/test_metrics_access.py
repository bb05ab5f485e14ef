"""Who may read the metrics: never who comes through a balancer, unless the operator says so."""

import pytest

from indicators.operations.metrics_access import access

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
    assert access(settings).admits(client, headers) is admitted
