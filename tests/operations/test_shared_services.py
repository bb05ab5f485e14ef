"""Two replicas behind HAProxy over a real PostgreSQL and a real Redis at once, each of which fails in its turn.

What is asked and done goes through the balancer, as a city's readers, a hall and an operator would.
"""

import json
import os
import signal
from collections import Counter
from functools import partial

import pytest

from indicators.live.log import EntryKind
from indicators.live.room import Room
from indicators.live.stores import room_keys, room_log
from indicators.sessions.session_files import find_session
from indicators.store.folders import find_folders, journal_at
from tests.helpers.commands import command
from tests.helpers.hall import GUESSED, SESSION, Hall
from tests.helpers.postgres import running
from tests.helpers.redis_server import redis_server
from tests.helpers.replicas import BOTH, FEW, Reading, each_is, from_each, ready, several
from tests.pages.test_lifespan import FIGURES, RECORD

pytestmark = pytest.mark.slow

READ = ("/c/overview", "/figures/public_sewer.csv", "/api/v1/indicators", "/")


class City:
    """The replicas, what they share, and how an operator reaches that."""

    def __init__(self, served, folder, database, cluster, redis):
        self.served, self.folder, self.database = served, folder, database
        self.cluster, self.redis = cluster, redis
        self.session = find_session(find_folders(folder), SESSION)[0].session

    def add(self, value, name):
        """Accept a figure at the command line of a machine that shares the database; return how that ended."""
        path = self.folder.parent / name
        path.write_text(FIGURES.replace("98.4", value), encoding="utf-8")
        path.with_name(f"{name}.origin.toml").write_text(RECORD, encoding="utf-8")
        settings = {**os.environ, "INDICATORS_DATA": str(self.folder), "DATABASE_URL": self.database}
        return command(["add", path], settings)

    def drop(self, value, name):
        """Put a figure with its origin into the inbox."""
        (self.folder / "inbox" / f"{name}.origin.toml").write_text(RECORD, encoding="utf-8")
        (self.folder / "inbox" / name).write_text(FIGURES.replace("98.4", value), encoding="utf-8")

    def accepted(self):
        """Return the names of the accepted files, in their order."""
        return [one.name for _, one in journal_at(self.folder / "store", self.database).read().acceptances]

    def both_show(self, value):
        """Return whether both replicas show a figure, in a file and at the door for programs, with one data version."""
        table = from_each(self.served, "/figures/public_sewer.csv", BOTH, FEW)
        api = from_each(self.served, "/api/v1/observations?indicator=public_sewer&place=casablanca", BOTH, FEW)
        answers = [*table.values(), *api.values()]
        return (
            table.keys() == api.keys() == BOTH
            and {answer.status for answer in answers} == {200}
            and all(value.encode() in answer.body for answer in answers)
            and len({answer.headers["x-data-version"] for answer in answers}) == 1
        )

    def all_ready(self):
        return each_is(self.served, 200)

    def said(self, check):
        """Return what a replica says of one of its checks where that failed, else nothing."""
        found = {one["check"]: one for one in ready(self.served.port)["checks"]}[check]
        return "" if found["passed"] else found["words"]

    def counted(self):
        """Return how many votes each replica counts."""
        answers = from_each(self.served, f"/live/{SESSION}/votes/{GUESSED}", BOTH, FEW)
        return {name: json.loads(one.body).get("n") for name, one in answers.items()}

    def hall(self):
        keys = {one.speaker: one.key for one in room_keys(self.folder / "store", self.redis.url).of(self.session)}
        return Hall(self.served.port, keys[self.session.speakers[0]])

    def assert_nothing_lost(self, hall):
        """Hold what was answered in a hall against the log of the room, and against what both replicas count."""
        log = room_log(self.folder / "store", self.redis.url).read(SESSION)
        positions = {one.seq: one for one in log if one.kind is EntryKind.POSITION}
        assert [move for move in hall.moves if positions[move.seq].slide != move.slide] == []
        assert len({move.seq for move in hall.moves}) == len(hall.moves)
        presses = Counter(position.payload["press"] for position in positions.values() if position.payload.get("press"))
        assert {presses[move.press] for move in hall.moves} == {1}
        votes = Counter(one.who for one in log if one.kind is EntryKind.VOTE)
        # who has no answer sends the same again, perhaps to a replica that has not heard of it: below it counts once
        assert {votes[phone] for phone in hall.votes.keys() - hall.sent_again} <= {1}
        assert all(votes[phone] for phone in hall.votes)
        room = Room.replayed(self.session, log)
        assert {phone: room.votes[GUESSED].get(phone) for phone in hall.votes} == hall.votes
        asked = Counter(question.words for question in room.questions.values())
        assert {asked[words] for words in hall.questions.values()} == {1}
        counts = dict.fromkeys(BOTH, len(room.votes[GUESSED]))
        self.served.wait_until(lambda: self.counted() == counts)
        for follower in hall.followers:
            numbers = [one.seq for one in follower.shown]
            assert numbers == sorted(set(numbers)), "a follower went back"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    (folder / "inbox").mkdir()
    (folder / "store").mkdir()
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with running() as cluster, redis_server() as redis:
        database = cluster.database()
        settings = {"DATABASE_URL": database, "REDIS_URL": redis.url, "INDICATORS_INBOX": "publish"}
        with several(log, folder, **settings) as served:
            yield City(served, folder, database, cluster, redis)


def test_a_file_that_is_accepted_anywhere_shows_on_both(city):
    assert "98.4" not in city.served.ask("/figures/public_sewer.csv").body.decode()
    added = city.add("98.4", "command.csv")
    assert added.returncode == 0, added.stdout + added.stderr
    city.served.wait_until(partial(city.both_show, "98.4"))
    city.drop("98.41", "inbox.csv")
    city.served.wait_until(partial(city.both_show, "98.41"))
    assert city.accepted() == ["command.csv", "inbox.csv"], "both look at the inbox, one accepts"


def test_followers_of_both_see_the_same_and_a_killed_replica_loses_nothing(city):
    hall = city.hall()
    with hall.going_on() as going, Reading(city.served.port, READ).going_on(1) as reading:
        city.served.wait_until(
            lambda: {follower.streams[-1] for follower in hall.followers if follower.streams} == BOTH
        )
        city.served.wait_until(going.goes_on())
        city.served.wait_until(lambda: hall.voted_at == BOTH)
        before = city.served.children()
        os.kill(before["r1"], signal.SIGKILL)
        city.served.wait_until(
            lambda: all(follower.streams[-1] == "r2" or len(follower.streams) > 1 for follower in hall.followers)
        )
        city.served.wait_until(going.goes_on())
        city.served.wait_until(lambda: city.served.children().get("r1", before["r1"]) != before["r1"])
        city.served.wait_until(city.all_ready)
        city.served.wait_until(going.goes_on())
    city.assert_nothing_lost(hall)
    # half an answer is lost with its replica, and nothing else
    assert len(reading.failed()) <= 2, reading.failed()
    assert {status for status, _ in hall.refusals} <= {0, 502}, hall.refusals


def test_while_redis_is_gone_pages_go_on_and_the_room_catches_up(city):
    hall = city.hall()
    with hall.going_on() as going, Reading(city.served.port, READ).going_on(1) as reading:
        city.served.wait_until(going.goes_on())
        city.redis.kill()
        city.served.wait_until(lambda: "Redis" in city.said("rooms"))
        refused = hall.send("votes", {"slide": GUESSED, "voter": "phone-refused", "value": 1})
        assert refused.status == 503
        assert "the store of the rooms is not reached; nothing was changed" in json.loads(refused.body)["error"]
        assert {one.status for one in from_each(city.served, f"/live/{SESSION}/now", BOTH).values()} == {200}
        city.redis.start()
        city.served.wait_until(going.goes_on())
        city.served.wait_until(city.all_ready)
    city.assert_nothing_lost(hall)
    assert reading.failed() == []
    # a phone that asks the same a fourth time within a minute is told that this is too often
    assert {status for status, _ in hall.refusals} - {429} == {503}, hall.refusals


def test_while_postgresql_is_gone_figures_stay_and_accepting_is_refused(city):
    before = city.served.ask("/figures/public_sewer.csv")
    held = city.accepted()
    hall = city.hall()
    with hall.going_on() as going, Reading(city.served.port, READ).going_on(1) as reading:
        city.cluster.stop()
        city.served.wait_until(lambda: "pages show what was read before" in city.said("store"))
        for answer in from_each(city.served, "/figures/public_sewer.csv", BOTH).values():
            assert (answer.body, answer.headers["x-data-version"]) == (before.body, before.headers["x-data-version"])
        refused = city.add("98.42", "refused.csv")
        assert refused.returncode == 2
        assert "the database of accepted files cannot be used" in refused.stdout + refused.stderr
        city.drop("98.43", "later.csv")
        city.served.wait_until(going.goes_on())
        city.cluster.start()
        city.served.wait_until(city.all_ready)
        city.served.wait_until(partial(city.both_show, "98.43"))
    assert city.accepted() == [*held, "later.csv"]
    assert reading.failed() == []
    city.assert_nothing_lost(hall)
    assert hall.refusals == []


def test_one_after_another_is_replaced_while_a_hall_goes_on(city):
    before = city.served.children()
    hall = city.hall()
    with hall.going_on() as going, Reading(city.served.port, READ).going_on(1) as reading:
        city.served.wait_until(going.goes_on())
        city.served.process.send_signal(signal.SIGHUP)
        city.served.wait_until(lambda: city.served.reported("Every replica is a new one."))
        city.served.wait_until(going.goes_on())
    now = city.served.children()
    assert [name for name in BOTH if now[name] == before[name]] == []
    assert reading.failed() == []
    city.assert_nothing_lost(hall)
    assert hall.refusals == []
    assert [follower.refused for follower in hall.followers if follower.refused] == []
