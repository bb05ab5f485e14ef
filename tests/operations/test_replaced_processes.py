"""Several processes behind a real balancer are replaced, killed and ended, while readers go on reading.

Of all that a replica does, these do what matters to that: rooms, readiness, the end (`small_replica`).
"""

import os
import random
import signal
import socket
import time
from functools import partial
from pathlib import Path

import pytest

from tests.helpers.folders import write_folder
from tests.helpers.replicas import BOTH, SMALL, Reading, ask, assert_nothing_is_left, brought, each_is, several
from tests.helpers.rooms import write_session
from tests.helpers.serving import PATIENCE, free_port, serving, wait_until

pytestmark = pytest.mark.slow

READ = ("/c/overview", "/api/v1/indicators", "/live/water/now", "/")

KILLS = max(2, int(os.environ.get("INDICATORS_KILLS", "0")) // 4)
"""How many replicas are killed: each has to come up again before the next one."""


def small(folder):
    """Make a data folder of one indicator and one session."""
    write_session(write_folder(brought(folder)))
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Two replicas of one data folder. The last test that asks for them kills the process that looks after them."""
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with several(log, small(tmp_path_factory.mktemp("shared") / "data"), application=SMALL) as running:
        yield running


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
    opened.sendall(f"GET /live/water/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
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
    served.wait_until(partial(each_is, served, 200))
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
            served.wait_until(partial(each_is, served, 200))
    failed = reading.failed()
    # A request that never reached a replica, or that had no answer yet, is sent to the other one.
    assert len(failed) <= readers * KILLS, failed
    assert {status for status, _ in failed} <= {0}, failed
    assert served.reported("died (status -9); it is started again in")


def test_replicas_end_with_a_process_that_was_killed(served):
    replicas = served.children()
    assert replicas.keys() == BOTH
    served.process.kill()
    served.process.wait()
    wait_until(lambda: not any(Path(f"/proc/{number}").exists() for number in replicas.values()))


def test_behind_nginx_too_replicas_are_replaced_without_a_failed_request_and_end(tmp_path):
    data = small(tmp_path / "data")
    with several(tmp_path / "log.txt", data, balancer="nginx", application=SMALL) as running:
        before = running.children()
        with Reading(running.port, READ).going_on() as reading:
            running.process.send_signal(signal.SIGHUP)
            running.wait_until(lambda: running.reported("Every replica is a new one."))
        assert reading.failed() == []
        assert replaced(running, before)
        replicas = running.children()
    assert_nothing_is_left(running, replicas, data)


def test_a_replica_under_systemd_serves_on_for_a_while_after_it_is_asked_to_stop(tmp_path):
    port, settings = free_port(), {"INDICATORS_DATA": str(small(tmp_path / "data")), "INDICATORS_DRAIN": "600"}
    with serving(tmp_path / "log.txt", port, SMALL, **settings) as (_, process):
        wait_until(lambda: ask(port, "/readyz").status == 200)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: ask(port, "/readyz").status == 503)
        assert ask(port, "/c/overview").status == 200
        assert ask(port, "/healthz").status == 200
        process.send_signal(signal.SIGTERM)  # a second one is not put off
        assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
