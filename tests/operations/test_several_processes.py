"""Several processes behind a real balancer: alike, replaced, killed, and ended, while readers go on reading."""

import json
import os
import random
import signal
import socket
import time
from functools import partial
from pathlib import Path

import pytest
from websockets.sync.client import connect

from indicators.operations.balancer import COOKIE
from indicators.plain.assets import by_name
from indicators.store.ledger.journal import Journal
from indicators.web import app_state
from tests.helpers.replicas import Reading, ask, from_each, ready, several
from tests.helpers.serving import PATIENCE, free_port, serving, wait_until
from tests.pages.test_lifespan import FIGURES, RECORD

pytestmark = pytest.mark.slow

BOTH = {"r1", "r2"}

READ = ("/c/overview", "/api/v1/indicators", "/find.json", "/", "/llms.txt")
"""Plain pages, the API, a document of Streamlit: what a reader asks for who must not notice anything."""

KILLS = max(2, int(os.environ.get("INDICATORS_KILLS", "0")) // 4)
"""How many replicas are killed: each has to come up again before the next one."""


def brought(folder):
    (folder / "inbox").mkdir(parents=True)
    (folder / "store").mkdir()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return brought(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def served(folder, tmp_path_factory):
    """Two replicas of one data folder, whose inbox may publish."""
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with several(log, folder, INDICATORS_INBOX="publish") as running:
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
        served.wait_until(partial(none_ready, served))
        for _ in range(8):
            assert served.ask("/c/overview").status == 200
        stated = {check["check"]: check["words"] for check in ready(served.port)["checks"]}
        assert "cannot be read; pages show what was read before" in stated["store"]
    finally:
        if whole is None:
            journal.unlink()
        else:
            journal.write_bytes(whole)
    served.wait_until(partial(all_ready, served))


def none_ready(served):
    answers = from_each(served, "/readyz", BOTH)
    return answers.keys() == BOTH and all(answer.status == 503 for answer in answers.values())


def all_ready(served):
    answers = from_each(served, "/readyz", BOTH)
    return answers.keys() == BOTH and all(answer.status == 200 for answer in answers.values())


def replaced(served, before, names=BOTH):
    """Return whether each of these replicas is another process than before."""
    now = served.children()
    return all(now.get(name, before[name]) != before[name] for name in names)


def test_one_after_another_is_replaced_without_a_failed_request(served):
    before = served.children()
    assert before.keys() == BOTH
    with Reading(served.port, READ).going_on() as reading:
        served.process.send_signal(signal.SIGHUP)
        served.wait_until(lambda: served.reported("Every replica is a new one."))
    assert reading.failed() == []
    assert replaced(served, before)
    assert {answer.replica for answer in reading.answers} == BOTH


def stream_of(served):
    """Open the stream of a room; return the connection, and how the answer begins."""
    opened = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
    host = f"localhost:{served.port}"
    opened.sendall(f"GET /live/casablanca/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    begun = b""
    while b"event: position" not in begun:
        part = opened.recv(65_536)
        assert part, begun
        begun += part
    return opened, begun.decode().casefold()


def replica_in(head):
    return next(line.partition(": ")[2] for line in head.splitlines() if line.startswith("x-replica"))


def test_a_follower_of_a_killed_replica_follows_the_other_one(served):
    opened, head = stream_of(served)
    had_room = replica_in(head)
    os.kill(served.children()[had_room], signal.SIGKILL)
    while opened.recv(65_536):  # the connection ends, and does not just fall silent
        pass
    opened.close()
    again, head = stream_of(served)
    again.close()
    assert {had_room, replica_in(head)} == BOTH
    served.wait_until(partial(all_ready, served))
    # The room does not move back to a replica that has just begun.
    opened, head = stream_of(served)
    opened.close()
    assert replica_in(head) != had_room


def test_replicas_killed_at_random_lose_at_most_what_they_were_sending(served):
    chance = random.Random(os.urandom(8).hex())
    readers = 3
    with Reading(served.port, READ).going_on(readers) as reading:
        for _ in range(KILLS):
            before = served.children()
            name = chance.choice(sorted(before))
            time.sleep(chance.random())
            os.kill(before[name], signal.SIGKILL)
            served.wait_until(partial(replaced, served, before, {name}))
            served.wait_until(partial(all_ready, served))
    failed = reading.failed()
    # A request that never reached a replica, or that had no answer yet, is sent to the other one.
    assert len(failed) <= readers * KILLS, failed
    assert {status for status, _ in failed} <= {0}, failed
    assert served.reported("died (status -9); it is started again in")


def assert_nothing_is_left(running, replicas, data):
    """Hold that several processes that were asked to end have ended: replicas, balancer, and what they noted."""
    assert running.process.returncode == 0
    assert [name for name, number in replicas.items() if Path(f"/proc/{number}").exists()] == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", running.port)) != 0
    assert list((data / "store" / "replicas").iterdir()) == []


def test_the_end_leaves_nothing_behind(tmp_path):
    data = brought(tmp_path / "data")
    with several(tmp_path / "log.txt", data) as running:
        replicas = running.children()
        assert running.ask("/c/overview").status == 200
    assert_nothing_is_left(running, replicas, data)


def test_replicas_end_with_a_process_that_was_killed(tmp_path):
    with several(tmp_path / "log.txt", brought(tmp_path / "data")) as running:
        replicas = running.children()
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not any(Path(f"/proc/{number}").exists() for number in replicas.values()))


def test_behind_nginx_too_replicas_are_replaced_without_a_failed_request_and_end(tmp_path):
    data = brought(tmp_path / "data")
    with several(tmp_path / "log.txt", data, balancer="nginx") as running:
        before = running.children()
        with Reading(running.port, READ).going_on() as reading:
            running.process.send_signal(signal.SIGHUP)
            running.wait_until(lambda: running.reported("Every replica is a new one."))
        assert reading.failed() == []
        assert replaced(running, before)
        replicas = running.children()
    assert_nothing_is_left(running, replicas, data)


def test_a_start_that_fails_says_why_and_ends(tmp_path):
    damaged = brought(tmp_path / "data")
    (damaged / "catalogue").mkdir()
    log = tmp_path / "log.txt"
    with pytest.raises(AssertionError), several(log, damaged) as running:
        pytest.fail(f"served at {running.port}")
    stated = log.read_text(encoding="utf-8")
    assert "The data cannot be used. Fix this and restart:" in stated
    assert "ended before it was ready (status 2)" in stated


def test_a_replica_under_systemd_serves_on_for_a_while_after_it_is_asked_to_stop(tmp_path):
    port, data = free_port(), str(brought(tmp_path / "data"))
    with serving(tmp_path / "log.txt", port, INDICATORS_DATA=data, INDICATORS_DRAIN="600") as (_, process):
        wait_until(lambda: ask(port, "/readyz").status == 200)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: ask(port, "/readyz").status == 503)
        assert ask(port, "/c/overview").status == 200
        assert ask(port, "/healthz").status == 200
        process.send_signal(signal.SIGTERM)  # a second one is not put off
        assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
