"""The metrics as Prometheus reads them: its own parser takes them, each is documented, labels have few values."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.findings.finding import Finding
from indicators.intake.check_reports import CHECKS
from indicators.model.rules import EMPTY_FILE
from indicators.web import app_state
from pages.server import routes, server_look
from pages.server.health_routes import versions
from pages.server.observing import OTHER, RequestKind, kind_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "deploy" / "monitoring.md"
HERE = ("127.0.0.1", 40_000)


def opened(client: tuple[str, int] = HERE, host: str = "localhost") -> TestClient:
    app = Starlette(routes=routes.routes(), middleware=routes.middleware())
    return TestClient(app, base_url=f"http://{host}:8501", client=client)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with opened() as answering:
        yield answering


def samples(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def grown(
    before: dict[tuple[str, tuple[tuple[str, str], ...]], float],
    after: dict[tuple[str, tuple[tuple[str, str], ...]], float],
    name: str,
    **labels: str,
) -> float:
    key = (name, tuple(sorted(labels.items())))
    return after.get(key, 0.0) - before.get(key, 0.0)


def test_an_answer_is_counted_by_the_template_of_its_route_with_its_time(client: TestClient) -> None:
    before = samples(client)
    for path in ("/c/public_sewer-rank", "/c/network_efficiency-time", "/c/no_such_chart"):
        client.get(path)
    after = samples(client)
    known = {"kind": "chart", "route": "/c/{name}"}
    assert grown(before, after, "indicators_requests_total", **known, status="200") == 2
    assert grown(before, after, "indicators_requests_total", **known, status="404") == 1
    assert grown(before, after, "indicators_request_seconds_count", kind="chart") == 3


def test_addresses_that_nobody_made_share_one_label(client: TestClient) -> None:
    before = {key for key in samples(client) if key[0] == "indicators_requests_total"}
    for index in range(50):
        client.get(f"/nothing-{index}/{index}")
        client.get(f"/api/v1/nothing-{index}")
        client.get(f"/c/nothing-{index}-rank.csv")
        client.get(f"/live/nothing-{index}/now")
    after = {key for key in samples(client) if key[0] == "indicators_requests_total"}
    assert len(after - before) <= 5
    assert not [key for key in after if "nothing-" in str(key)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", RequestKind("page", "/")),
        ("/casablanca", RequestKind("page", "/casablanca")),
        ("/wp-login.php", OTHER),
        ("/api/v1", RequestKind("api", "/api/v1")),
        ("/api/v1/openapi.json", RequestKind("api", "/api/v1/openapi.json")),
        ("/api/v1/observations", RequestKind("api", "/api/v1/observations")),
        ("/api/v1/observations/1", RequestKind("api", "/api/v1/{unknown}")),
        ("/c/a-rank.metadata.json", RequestKind("chart", "/c/{name}.metadata.json")),
        ("/static/js/index.b1.js", RequestKind("file", "/static/{file}")),
        ("/app/static/look.css", RequestKind("file", "/app/static/{file}")),
        ("/_stcore/upload_file/a/b", RequestKind("streamlit", "/_stcore/upload_file/{name}")),
        ("/_stcore/health", RequestKind("streamlit", "/_stcore/{name}")),
    ],
)
def test_the_kind_of_a_request(path: str, kind: RequestKind) -> None:
    assert kind_of({"type": "http", "path": path}) == kind


def test_a_stream_of_a_session_is_one_and_any_other_is_not() -> None:
    assert kind_of({"type": "websocket", "path": "/_stcore/stream"}).kind == "session"
    assert kind_of({"type": "websocket", "path": "/somewhere"}) == OTHER


def test_the_findings_of_a_check_are_counted_by_rule(client: TestClient) -> None:
    before = samples(client)
    CHECKS.note([Finding(EMPTY_FILE, "eau.csv")], usable=False)
    after = samples(client)
    assert grown(before, after, "indicators_findings_total", rule="empty_file", severity="error") == 1
    assert grown(before, after, "indicators_checks_total", end="unusable") == 1


def test_the_versions_and_the_memory_are_there(client: TestClient) -> None:
    found = samples(client)
    (labels,) = [dict(labels) for name, labels in found if name == "indicators_info"]
    assert labels == {"data_version": app_state.last_version(), "code_version": versions().code}
    assert re.fullmatch(r"[0-9a-f]{12}", labels["data_version"])
    for name, use in {one.name: one for one in server_look.caches()}.items():
        assert found["indicators_cache_limit_bytes", (("cache", name),)] == use.limit > 0
        assert 0 <= found["indicators_cache_bytes", (("cache", name),)] <= use.limit


@pytest.mark.parametrize(
    ("client", "host", "headers"),
    [
        (("203.0.113.9", 40_000), "localhost", {}),
        (HERE, "localhost", {"X-Forwarded-For": "203.0.113.9"}),
    ],
)
def test_who_comes_through_a_balancer_reads_none(client: tuple[str, int], host: str, headers: dict[str, str]) -> None:
    with opened(client, host) as answering:
        answer = answering.get("/metrics", headers={**headers, "Accept-Language": "fr"})
    assert answer.status_code == 403
    assert "indicators_" not in answer.text
    assert "INDICATORS_METRICS" in answer.text


def test_a_token_lets_a_scraper_read_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_METRICS_TOKEN", "a-secret-of-the-scraper")
    with opened(("203.0.113.9", 40_000)) as answering:
        assert answering.get("/metrics").status_code == 403
        allowed = {"Authorization": "Bearer a-secret-of-the-scraper"}
        assert answering.get("/metrics", headers=allowed).status_code == 200


def documented() -> dict[str, tuple[str, set[str]]]:
    """Return the metrics of the document: by name their type and labels."""
    rows = re.findall(r"^\| `((?:indicators|process)\w*)` \| (\w+) \|([^|]*)\|", DOCUMENT.read_text("utf-8"), re.M)
    return {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}


def exposed(collector: Collector) -> dict[str, str]:
    """Return the metrics that a collector has, by the name under which Prometheus knows them, with their type."""
    ending = {"counter": "_total", "info": "_info"}
    return {family.name + ending.get(family.type, ""): family.type for family in collector.collect()}


def test_every_metric_is_documented_and_none_besides() -> None:
    known = exposed(server_look.metrics().registry)
    # of a backup there is an age once one was made
    known["indicators_backup_age_seconds"] = "gauge"
    assert {name: kind for name, (kind, _) in documented().items()} == known


def test_every_label_is_documented(client: TestClient) -> None:
    client.get("/c/public_sewer-rank")
    labels: dict[str, set[str]] = {}
    for name, pairs in samples(client):
        labels.setdefault(name, set()).update(key for key, _ in pairs)
    for name, (kind, named) in documented().items():
        sample = f"{name}_bucket" if kind == "histogram" else name
        if sample in labels:
            assert labels[sample] - {"le"} == named, name
