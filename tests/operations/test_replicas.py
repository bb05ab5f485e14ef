"""How replicas hear of each other: by notes in a folder that they share."""

import json

import pytest

from indicators.operations.replicas import (
    APART_SECONDS,
    GONE_SECONDS,
    Neighbours,
    ReplicaNote,
    code_version,
    forget_note,
    read_notes,
    replica_name,
    write_note,
)


def note(name="r1", beat=1, process="machine 1", at=1_000.0):
    return ReplicaNote(name, process, beat, at, "data-1", "code-1")


class Time:
    def __init__(self):
        self.now = 50.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Time()


@pytest.fixture
def neighbours(clock):
    return Neighbours(clock=clock, wall=lambda: 1_000.0 + clock.now - 50.0)


def test_a_note_is_read_as_it_was_written(tmp_path):
    write_note(tmp_path / "replicas", note())
    write_note(tmp_path / "replicas", note("r2"))
    write_note(tmp_path / "replicas", note(beat=2))
    assert read_notes(tmp_path / "replicas") == [note(beat=2), note("r2")]
    assert len(list((tmp_path / "replicas").iterdir())) == 2


def test_before_the_first_note_there_is_nobody(tmp_path):
    assert read_notes(tmp_path / "replicas") == []


@pytest.mark.parametrize("content", ["", "{", '{"name": "r2"}', "[]", json.dumps({"name": "r2", "future": 1})])
def test_a_note_that_cannot_be_read_is_passed_over(tmp_path, content):
    write_note(tmp_path, note())
    (tmp_path / "r2.json").write_text(content, encoding="utf-8")
    assert read_notes(tmp_path) == [note()]


def test_a_process_that_ends_removes_its_own_note_only(tmp_path):
    write_note(tmp_path, note(process="machine 2"))
    forget_note(tmp_path, note(process="machine 1"))
    assert read_notes(tmp_path) == [note(process="machine 2")]
    forget_note(tmp_path, note(process="machine 2", beat=9))
    assert read_notes(tmp_path) == []


def test_a_replica_whose_note_does_not_change_is_gone(neighbours, clock):
    neighbours.hear([note(), note("r2")])
    clock.now += GONE_SECONDS
    neighbours.hear([note(beat=2), note("r2")])
    assert [one.name for one in neighbours.alive()] == ["r1", "r2"]
    clock.now += 1
    assert [one.name for one in neighbours.alive()] == ["r1"]


def test_who_is_alive_does_not_depend_on_anybodys_clock(neighbours, clock):
    neighbours.hear([note("r2", at=0.0)])
    clock.now += 2
    neighbours.hear([note("r2", beat=2, at=9e9)])
    assert [one.name for one in neighbours.alive()] == ["r2"]


@pytest.mark.parametrize(("off", "minutes"), [(0.0, 0), (APART_SECONDS - 1, 0), (90.0, 2), (-300.0, 5), (7_200.0, 120)])
def test_a_clock_apart_is_seen_from_a_minute_on(neighbours, clock, off, minutes):
    neighbours.hear([note("r2", beat=1)])
    clock.now += 2
    neighbours.hear([note("r2", beat=2, at=1_002.0 + off)])
    assert neighbours.minutes_apart("r2") == minutes


def test_an_old_note_says_nothing_of_a_clock(neighbours):
    neighbours.hear([note("r2", at=0.0)])
    assert neighbours.minutes_apart("r2") == 0


def test_two_processes_of_one_name_are_noticed(neighbours):
    own, other = note(process="machine 1"), note(process="machine 2")
    neighbours.hear([other], own)  # what an ended process left is no rival
    assert not neighbours.same_name
    neighbours.hear([note(process="machine 2", beat=8)], note(process="machine 1", beat=3))
    assert neighbours.same_name
    neighbours.hear([note(process="machine 1", beat=3)], note(process="machine 1", beat=4))
    assert not neighbours.same_name


@pytest.mark.parametrize(("written", "name"), [("r1", "r1"), (" a-2_b ", "a-2_b"), ("", ""), ("r/1", ""), ("é", "")])
def test_a_name_is_letters_and_digits(written, name):
    assert replica_name({"INDICATORS_REPLICA": written}) == name


def test_the_code_version_changes_with_the_code_and_not_with_its_place(tmp_path):
    def project(name, text="x = 1\n"):
        folder = tmp_path / name
        (folder / "pages").mkdir(parents=True)
        (folder / "pages" / "one.py").write_text(text, encoding="utf-8")
        (folder / "pages" / "one.pyc").write_bytes(name.encode())
        (folder / "app.py").write_text("", encoding="utf-8")
        return folder

    version = code_version(project("a"))
    assert len(version) == 12
    assert code_version(project("b")) == version
    assert code_version(project("c", "x = 2\n")) != version
