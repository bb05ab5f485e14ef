"""A running server's log: every line is JSON, whoever wrote it, and a page that failed is one of them."""

import asyncio
import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.reader import Reader
from pages.server import streamlit_bridge
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
