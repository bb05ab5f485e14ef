"""The whole application as several processes behind a real balancer: alike, measured one by one, and ended.

How processes are replaced and killed is tested with smaller ones, in `test_replaced_processes.py`; how the whole
application is, with a hall in it, in `test_shared_services.py`.
"""

import json
import re
from functools import partial

import pytest
from websockets.sync.client import connect

from indicators.operations.balancer import COOKIE
from indicators.operations.requests import TOKEN_SETTING
from indicators.plain.assets import by_name
from indicators.store.ledger.journal import Journal
from indicators.web import app_state
from tests.helpers.replicas import BOTH, ask, assert_nothing_is_left, brought, each_is, from_each, ready, several
from tests.helpers.serving import PATIENCE
from tests.pages.test_lifespan import FIGURES, RECORD

pytestmark = pytest.mark.slow

SETTINGS = {
    "INDICATORS_INBOX": "publish",
    "INDICATORS_LOG": "json",
    "INDICATORS_LOG_LEVEL": "info",
    TOKEN_SETTING: "a-secret-of-the-scraper",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return brought(tmp_path_factory.mktemp("shared") / "data")


@pytest.fixture(scope="module")
def served(folder, tmp_path_factory):
    """Two replicas of one data folder, whose inbox may publish; their log is JSON. The last test ends them."""
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with several(log, folder, **SETTINGS) as running:
        yield running


def test_the_operator_is_reported_where_it_is_and_what_is_shared(served):
    for words in ("2 replicas behind HAProxy", "kill -HUP", "Rooms are in one replica", "nobody counts as being at"):
        assert served.reported(words)
    served.wait_until(lambda: {one["name"] for one in ready(served.port)["replicas"]} == BOTH)
    assert ready(served.port)["notes"] == []


def alike():
    """Return addresses of every door, with files whose names hold a hash or the data version."""
    version = app_state.published_dataset().version
    return [
        "/c/overview?lang=fr",
        "/c/public_sewer-rank.json",
        "/c/public_sewer-rank.csv",
        "/c/public_sewer-rank.svg",
        "/embed/public_sewer-rank",
        "/still/public_sewer",
        "/api/v1/indicators",
        "/api/v1/openapi.json",
        "/glossary?lang=ar",
        "/feeds/releases.atom",
        "/find.json?lang=en",
        "/figures/public_sewer.csv",
        "/download/overview.csv",
        "/brief/water.pdf?lang=en",
        "/data/datapackage.json",
        "/data/observations.parquet",
        "/llms.txt",
        f"/data/casablanca-indicators-{version}.zip",
        next(f"/assets/{name}" for name in by_name() if name.endswith(".js")),
        "/programme",
        "/water?lang=fr",
    ]


def signature(answer):
    return {name: value for name, value in answer.headers.items() if name not in ("date", "x-replica", "x-request-id")}


@pytest.mark.parametrize("path", alike())
def test_what_is_no_session_is_answered_the_same_by_any_replica(served, path):
    kind = {"Accept": "text/html"} if path.startswith("/water") else {}
    answers = from_each(served, path, BOTH, **kind)
    assert answers.keys() == BOTH
    first, second = answers.values()
    assert first.body == second.body
    if not path.startswith("/water"):  # a document of Streamlit sets the cookie of its replica
        assert signature(first) == signature(second)
    assert first.status == 200


def test_a_reader_with_the_cookie_stays_with_one_replica(served):
    for _ in range(4):
        first = served.ask("/water", Accept="text/html")
        cookie = first.headers["set-cookie"].partition(";")[0]
        assert cookie == f"{COOKIE}={first.replica}"
        upload = served.ask("/_stcore/upload_file/a/b", method="PUT", body=b"x", cookie=cookie)
        assert upload.replica == first.replica


def test_a_session_is_opened_through_the_balancer(served):
    address = f"localhost:{served.port}"
    with connect(f"ws://{address}/_stcore/stream", origin=f"http://{address}", subprotocols=["streamlit"]) as stream:
        assert stream.subprotocol == "streamlit"


def test_a_file_for_a_session_elsewhere_is_refused_in_words(served):
    refused = served.ask("/_stcore/upload_file/unknown/b", method="PUT", body=b"x")
    assert refused.status == 421
    assert b"docs/deploy" in refused.body


def test_the_balancer_names_requests_and_nobody_else_does(served):
    answer = served.ask("/c/overview", X_Request_Id="made-up")
    assert answer.headers["x-request-id"] not in ("", "made-up")
    again = served.ask("/c/overview")
    assert answer.headers["x-request-id"] != again.headers["x-request-id"]


def test_a_handout_is_asked_of_the_replica_that_makes_it(served):
    asked = json.dumps({"session": "casablanca", "form": "pdf", "lang": "en"}).encode()
    for _ in range(2):
        begun = served.ask("/handouts", method="POST", body=asked)
        assert begun.status == 202
        job = json.loads(begun.body)["id"]
        assert {served.ask(f"/handouts/{job}").replica for _ in range(4)} == {job.partition(".")[0]} == {begun.replica}


def test_an_acceptance_on_one_replica_is_shown_by_the_other(served, folder):
    before = ready(served.port)["data_version"]
    (folder / "inbox" / "ready.csv.origin.toml").write_text(RECORD, encoding="utf-8")
    (folder / "inbox" / "ready.csv").write_text(FIGURES, encoding="utf-8")

    def versions():
        return {answer.headers["x-data-version"] for answer in from_each(served, "/c/overview", BOTH).values()}

    served.wait_until(lambda: before not in versions() and len(versions()) == 1)
    # Both look at the inbox; one of them accepted the file, once.
    ledger = Journal(folder / "store").read()
    assert [one.name for _, one in ledger.acceptances] == ["ready.csv"]
    bodies = {answer.body for answer in from_each(served, "/figures/public_sewer.csv", BOTH).values()}
    assert len(bodies) == 1
    assert b"98.4" in bodies.pop()


def test_where_no_replica_is_ready_pages_are_still_answered(served, folder):
    journal = folder / "store" / "journal.sqlite"
    whole = journal.read_bytes() if journal.exists() else None
    try:
        journal.write_bytes(b"no database" * 1000)
        # while one is ready the balancer asks no other
        served.wait_until(partial(each_is, served, 503))
        for _ in range(8):
            assert served.ask("/c/overview").status == 200
        stated = {check["check"]: check["words"] for check in ready(served.port)["checks"]}
        assert "cannot be read; pages show what was read before" in stated["store"]
    finally:
        if whole is None:
            journal.unlink()
        else:
            journal.write_bytes(whole)
    served.wait_until(partial(each_is, served, 200))


def ports_of(served):
    """Return the port of each replica, as the operator reads them."""
    line = re.search(r"Replicas on this computer: (.+)", served.log.read_text(encoding="utf-8"))
    assert line is not None
    return {name: int(port) for name, port in re.findall(r"(\w+) at \S*?:(\d+)", line[1])}


@pytest.mark.parametrize(
    "headers", [{}, {"X_Forwarded_For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"Authorization": "Bearer guess"}]
)
def test_the_public_does_not_read_the_metrics_through_it(served, headers):
    answer = served.ask("/metrics", **headers)
    assert answer.status == 403
    assert b"indicators_" not in answer.body


def test_each_replica_says_its_own(served):
    ports = ports_of(served)
    assert len(ports) == 2
    from_each(served, "/find.json?lang=en", set(ports))
    for name, port in ports.items():
        answer = ask(port, "/metrics")
        assert answer.status == 200, name
        assert b'indicators_requests_total{kind="find",route="/find.json",status="200"}' in answer.body


def test_what_looks_handed_on_is_refused_at_a_replica_too(served):
    (port, *_) = ports_of(served).values()
    assert ask(port, "/metrics", X_Forwarded_For="127.0.0.1").status == 403
    assert ask(port, "/metrics", X_Forwarded_For="203.0.113.9").status == 403


def test_the_id_that_the_balancer_gave_leads_to_the_line_of_the_replica(served):
    given = served.ask("/c/public_sewer-rank").headers["x-request-id"]
    served.wait_until(lambda: served.reported(given))
    lines = [line for line in served.log.read_text(encoding="utf-8").splitlines() if given in line]
    (record,) = [json.loads(line) for line in lines if line.startswith("{")]
    assert (record["request"], record["route"], record["status"]) == (given, "/c/{name}", "200")


def test_the_end_leaves_nothing_behind(served, folder):
    replicas = served.children()
    assert replicas.keys() == BOTH
    served.process.terminate()
    served.process.wait(PATIENCE)
    assert_nothing_is_left(served, replicas, folder)


def test_a_start_that_fails_says_why_and_ends(tmp_path):
    damaged = brought(tmp_path / "data")
    (damaged / "catalogue").mkdir()
    log = tmp_path / "log.txt"
    with pytest.raises(AssertionError), several(log, damaged, count=1) as running:
        pytest.fail(f"served at {running.port}")
    stated = log.read_text(encoding="utf-8")
    assert "The data cannot be used. Fix this and restart:" in stated
    assert "ended before it was ready (status 2)" in stated
