"""A server that is killed at any moment: what it answered is in the log, and its number goes on."""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from random import Random

import pytest

from indicators.live import ballot, position
from indicators.live.questions import BlockedWords
from indicators.live.room import Room
from indicators.live.rooms import Rooms
from tests.helpers.room_places import RoomPlace
from tests.helpers.rooms import ALI, water_session

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("INDICATORS_KILLS", "12"))


async def busy(place: RoomPlace, round_: int, answered: Callable[[dict], None]) -> None:
    """Move, vote and ask without end, all at once; say of each what was answered."""
    rooms = Rooms(place.log(), lambda name: water_session(), lambda: "v1")
    blocked = BlockedWords(place.folder / "none")

    def move(asked: dict, room: Room, version: str) -> list:
        return position.move(room, ALI, asked, version)

    def vote_of(asked: dict, room: Room, version: str) -> list:
        return ballot.vote(room, asked, version)

    def question_of(asked: dict, room: Room, version: str) -> list:
        return ballot.question(room, asked, blocked, version)

    async def press() -> None:
        for index in range(100_000):
            asked = {"step": 1 if index // 5 % 2 == 0 else -1}
            reported, entries = await rooms.change("water", partial(move, asked))
            if entries:
                answered({"seq": reported["seq"], "slide": reported["slide"]})

    async def vote(hall: int) -> None:
        for index in range(100_000):
            asked = {"slide": 1, "voter": f"voter-{round_}-{hall}-{index}", "value": index}
            await rooms.change("water", partial(vote_of, asked))
            answered({"voter": asked["voter"]})

    async def ask() -> None:
        for index in range(100_000):
            asked = {"voter": f"voter-{round_}-{index}", "text": f"Question {round_} {index}?", "lang": "en"}
            await rooms.change("water", partial(question_of, asked))
            answered({"text": asked["text"]})

    await asyncio.gather(press(), ask(), *(vote(hall) for hall in range(20)))


def write_line(pipe: int, stated: dict) -> None:
    os.write(pipe, json.dumps(stated).encode() + b"\n")


def killed(place: RoomPlace, round_: int, random: Random) -> list[dict]:
    """Run a busy server in a process that is killed at some moment; return what it had answered by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # The child never returns into the test's own process.
        with contextlib.suppress(BaseException):
            asyncio.run(
                busy(place, round_, lambda stated: os.write(writing, json.dumps(stated).encode() + b"\n") and None)
            )
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seen = [line for _ in range(random.randint(0, 3)) if (line := pipe.readline())]
        time.sleep(random.uniform(0, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [json.loads(line) for line in (*seen, *pipe) if line.endswith("\n")]


def test_killed_at_any_moment_nothing_that_was_answered_is_lost(place: RoomPlace) -> None:
    random, answered = Random(2026), []
    for round_ in range(KILLS):
        answered += killed(place, round_, random)
        moment = f"round {round_}"
        entries = place.log().read("water")
        room = Room.replayed(water_session(), entries)
        moves = {
            index + 1: entry.slide for index, entry in enumerate(entry for entry in entries if entry.kind == "position")
        }
        votes, texts = set(room.votes.get(1, {})), [question.words for question in room.questions.values()]
        for stated in answered:
            if "seq" in stated:
                assert moves.get(stated["seq"]) == stated["slide"], f"{moment}: {stated}"
            elif "voter" in stated:
                assert stated["voter"] in votes, f"{moment}: {stated}"
            else:
                assert stated["text"] in texts, f"{moment}: {stated}"
        assert len(texts) == len(set(texts)), moment
        numbers = [stated["seq"] for stated in answered if "seq" in stated]
        assert room.seq >= max(numbers, default=0), moment
        assert numbers == sorted(set(numbers)), f"{moment}: a number was given twice"
    kinds = {key for stated in answered for key in stated}
    assert kinds == {"seq", "slide", "voter", "text"}, "most were killed before they had begun"
