"""Whether a replica says in words that it can serve, or what stands in the way."""

import logging

import pytest

from indicators.operations.health import LATE_SECONDS, Check, Health, Versions
from indicators.operations.replicas import Neighbours, ReplicaNote

OWN = Versions("r1", "data-1", "code-1")


class Clock:
    """A clock that goes forward when it is asked to."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


def broken():
    raise OSError("No space left on device: /srv/secret")


def check(look=lambda: None, name="store"):
    return Check(name, look, "What was accepted can be read.", "It cannot be read.")


def looked(*checks, **named):
    health = Health(checks, **named)
    for one in checks:
        health.look(one)
    return health


def words(document, name):
    return next(line["words"] for line in document["checks"] if line["check"] == name)


def test_before_the_first_look_nothing_is_ready():
    health = Health([check()])
    assert not health.ready
    assert words(health.document(OWN, "en"), "store") == "This has not been looked at yet."


def test_where_every_check_passes_the_replica_is_ready_and_names_its_versions():
    document = looked(check()).document(OWN, "en")
    assert document["ready"] is True
    assert (document["replica"], document["data_version"], document["code_version"]) == ("r1", "data-1", "code-1")
    assert [line["check"] for line in document["checks"]] == ["store", "serving"]


def test_a_check_that_fails_says_so_in_words_and_keeps_the_reason_for_the_log(caplog):
    health = looked(check(broken))
    document = health.document(OWN, "en")
    assert document["ready"] is False
    assert [name for name, passed, _ in health.results() if not passed] == ["store"]
    assert words(document, "store") == "It cannot be read."
    assert "secret" not in str(document)
    assert "/srv/secret" in caplog.text


def test_a_fault_is_logged_when_it_begins_and_when_it_ends(caplog):
    state = {"broken": True}
    one = check(lambda: broken() if state["broken"] else None)
    health = looked(one)
    health.look(one)
    state["broken"] = False
    health.look(one)
    stated = [record.levelno for record in caplog.records]
    assert stated == [logging.ERROR, logging.WARNING]
    assert health.ready


def test_a_look_that_does_not_end_is_a_fault():
    clock = Clock()
    health = looked(check(), clock=clock)
    clock.now += LATE_SECONDS
    assert health.ready
    clock.now += 1
    assert not health.ready
    assert words(health.document(OWN, "en"), "store") == "This has not answered for 16 s."


def test_a_replica_that_is_being_stopped_is_not_ready_and_says_why():
    health = looked(check())
    health.drain()
    document = health.document(OWN, "en")
    assert document["ready"] is health.ready is False
    assert "is being stopped" in words(document, "serving")


@pytest.mark.parametrize(("language", "expected"), [("fr", "Ce réplica accepte"), ("ar", "تستقبل الطلبات")])
def test_the_words_are_the_readers(language, expected):
    assert expected in words(looked(check()).document(OWN, language), "serving")


def note(name, beat=1, at=0.0, **named):
    fields = {"process": f"machine {name}", "data_version": "data-1", "code_version": "code-1"} | named
    return ReplicaNote(name, beat=beat, at=at, **fields)


def heard(*notes):
    neighbours = Neighbours(clock=Clock(), wall=lambda: 0.0)
    neighbours.hear(list(notes))
    return neighbours


def test_another_data_version_and_another_code_version_are_named():
    others = heard(note("r1"), note("r2", data_version="data-2"), note("r3", code_version="code-2"))
    document = looked(check(), neighbours=others).document(OWN, "en")
    assert document["notes"] == [
        "Replica r2 shows data version data-2, this one data-1.",
        "Replica r3 runs code version code-2, this one code-1.",
    ]
    # A note is no fault: taking every replica out for it would close the app in the middle of an update.
    assert document["ready"] is True
    assert [one["name"] for one in document["replicas"]] == ["r1", "r2", "r3"]
    assert "machine" not in str(document)


def test_replicas_that_are_alike_have_nothing_stated_of_them():
    assert looked(check(), neighbours=heard(note("r1"), note("r2"))).document(OWN, "en")["notes"] == []


def test_a_clock_that_is_minutes_apart_is_named():
    others = heard(note("r2", beat=1, at=-300.0))
    others.hear([note("r2", beat=2, at=-298.0)])
    assert looked(check(), neighbours=others).document(OWN, "en")["notes"] == [
        "The clock of replica r2 differs from this one’s by 5 min: so do the times that it writes."
    ]
