"""Behind a real balancer: the metrics are not for the public, each replica says its own, ids lead to its log."""

import json
import re
from collections.abc import Iterator

import pytest

from indicators.operations.requests import TOKEN_SETTING
from tests.helpers.replicas import Served, ask, from_each, several

pytestmark = pytest.mark.slow

SETTINGS = {"INDICATORS_LOG": "json", "INDICATORS_LOG_LEVEL": "info", TOKEN_SETTING: "a-secret-of-the-scraper"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("several")
    (folder / "data").mkdir()
    with several(folder / "several.log", folder / "data", **SETTINGS) as running:
        yield running


def replicas(served: Served) -> dict[str, int]:
    """Return the port of each replica, as the operator reads them."""
    line = re.search(r"Replicas on this computer: (.+)", served.log.read_text(encoding="utf-8"))
    assert line is not None
    return {name: int(port) for name, port in re.findall(r"(\w+) at \S*?:(\d+)", line[1])}


@pytest.mark.parametrize(
    "headers", [{}, {"X_Forwarded_For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"Authorization": "Bearer guess"}]
)
def test_the_public_does_not_read_the_metrics_through_it(served: Served, headers: dict[str, str]) -> None:
    answer = served.ask("/metrics", **headers)
    assert answer.status == 403
    assert b"indicators_" not in answer.body


def test_each_replica_says_its_own(served: Served) -> None:
    ports = replicas(served)
    assert len(ports) == 2
    from_each(served, "/find.json?lang=en", set(ports))
    for name, port in ports.items():
        answer = ask(port, "/metrics")
        assert answer.status == 200, name
        assert b'indicators_requests_total{kind="find",route="/find.json",status="200"}' in answer.body


def test_what_looks_handed_on_is_refused_at_a_replica_too(served: Served) -> None:
    (port, *_) = replicas(served).values()
    assert ask(port, "/metrics", X_Forwarded_For="127.0.0.1").status == 403
    assert ask(port, "/metrics", X_Forwarded_For="203.0.113.9").status == 403


def test_the_id_that_the_balancer_gave_leads_to_the_line_of_the_replica(served: Served) -> None:
    given = served.ask("/c/public_sewer-rank").headers["x-request-id"]
    served.wait_until(lambda: served.reported(given))
    lines = [line for line in served.log.read_text(encoding="utf-8").splitlines() if given in line]
    (record,) = [json.loads(line) for line in lines if line.startswith("{")]
    assert (record["request"], record["route"], record["status"]) == (given, "/c/{name}", "200")
