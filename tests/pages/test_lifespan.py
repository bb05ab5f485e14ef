"""A running server's log: every line is JSON, whoever wrote it, and a page that failed is one of them."""

import asyncio
import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.reader import Reader
from indicators.web import app_state
from pages.server import lifespan, streamlit_bridge
from tests.helpers.serving import PATIENCE, serving

pytestmark = pytest.mark.slow

SETTINGS = {"INDICATORS_LOG": "json", "INDICATORS_LOG_LEVEL": "info", "INDICATORS_LOCAL": "1"}

FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "forged-by-me"}

Lines = list[dict[str, object]]
Served = tuple[dict[str, tuple[int, str, str]], Lines]


def get(address: str, path: str, **headers: str) -> tuple[int, str, str]:
    """Return status, body and id of an answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, answer.headers["x-request-id"]


async def failing(address: str) -> bool:
    """Open the page that fails in a session; return whether it did."""
    async with Reader(address) as reader:
        return (await reader.open("changes", "")).failed


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """What a server answered, and the lines of its log: a page that failed, metrics, an address that leads nowhere."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(log, application="tests.helpers.failing_app:app", **SETTINGS) as (address, _):
        assert asyncio.run(failing(address))
        answers = {
            "metrics": get(address, "/metrics"),
            "handed on": get(address, "/metrics", **FORGED),
            "nowhere": get(address, "/wp-login.php?secret=1"),
        }
    return answers, read_lines(log)


def read_lines(log: Path) -> Lines:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_every_line_is_json_and_names_no_reader(served: Served) -> None:
    _, lines = served
    assert len(lines) >= 5
    for line in lines:
        assert {"time", "level", "logger", "message"} <= line.keys()
    assert "127.0.0.1" not in json.dumps(lines)
    assert "203.0.113.9" not in json.dumps(lines)
    assert "secret" not in json.dumps(lines)


def test_a_page_that_failed_is_one_line_with_the_id_of_its_session(
    served: Served,
) -> None:
    _, lines = served
    (failed,) = [line for line in lines if "ValueError" in json.dumps(line)]
    assert failed["message"] == "failed: ValueError: no such figure"
    assert failed["page"] == "/changes"
    assert str(failed["exception"]).rstrip().endswith("ValueError: no such\nfigure")
    (stream,) = [line for line in lines if line.get("route") == streamlit_bridge.STREAM_PATH]
    assert failed["request"] == stream["request"]


def test_the_id_of_an_answer_leads_to_its_line(served: Served) -> None:
    answers, lines = served
    for name, (status, _, given) in answers.items():
        (line,) = [line for line in lines if line.get("request") == given]
        assert line["status"] == str(status), name
    assert answers["handed on"][2] != "forged-by-me"


def test_the_metrics_are_answered_to_this_computer_and_not_through_a_proxy(
    served: Served,
) -> None:
    answers, _ = served
    assert answers["handed on"][0] == 403
    status, body, _ = answers["metrics"]
    assert status == 200
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }
    assert found["indicators_page_runs_total", ("end", "failed"), ("page", "changes")] == 1
    assert found["indicators_exceptions_total", ("where", "page")] == 1
    assert found["indicators_log_records_total", ("level", "error")] == 1
    # Twice a second: none may have been measured yet.
    assert ("indicators_event_loop_delay_seconds_count",) in found


FIGURES = "place,indicator,year,value\nCasablanca,public_sewer,2024,98.4\n"
RECORD = """\
producer = "Régie"
title = "Bilan 2024"
link = "https://example.org/bilan"
published = "2025"
licence = "CC BY 4.0"
redistributable = true
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(lifespan, "PAUSE_SECONDS", 0.01)
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def follow_until(holds):
    """Follow the inbox until something holds; give up after a minute."""

    async def run():
        task = asyncio.create_task(lifespan.follow())
        for _ in range(6000):
            if holds() or task.done():
                break
            await asyncio.sleep(0.01)
        task.cancel()
        return task

    return asyncio.run(run())


def test_nothing_is_followed_where_the_inbox_may_not_publish(folder, monkeypatch):
    monkeypatch.delenv("INDICATORS_INBOX", raising=False)
    assert follow_until(lambda: False).done()


def test_a_file_with_its_record_is_published_and_one_without_is_not(folder, monkeypatch):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    (folder / "alone.csv").write_text(FIGURES.replace("98.4", "98.5"), encoding="utf-8")
    (folder / "ready.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "ready.csv.origin.toml").write_text(RECORD, encoding="utf-8")
    follow_until(lambda: bool(app_state.journal().read().in_force))
    assert [one.name for _, one in app_state.journal().read().in_force] == ["ready.csv"]


def test_a_file_is_left_alone_while_it_grows(folder, monkeypatch):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    published, sizes = [], iter(range(1, 20))
    monkeypatch.setattr(lifespan, "listing", lambda: (("a.csv", 0, min(next(sizes, 5), 5)),))
    monkeypatch.setattr(lifespan, "publish", lambda: published.append(True))
    follow_until(lambda: bool(published))
    assert published == [True]
    assert next(sizes) > 6


def test_a_fault_is_logged_and_the_watching_goes_on(folder, monkeypatch, caplog):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    looked = []

    def listing():
        looked.append(True)
        if len(looked) == 1:
            raise RuntimeError("the disk is gone")
        return ()

    monkeypatch.setattr(lifespan, "listing", listing)
    follow_until(lambda: len(looked) > 2)
    assert "The inbox could not be looked at" in caplog.text
