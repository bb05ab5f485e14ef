"""A hall in front of several replicas: a presenter, phones that vote and ask, and followers, each with a thread.

Each does what its page does: who gets no answer sends the same again, who loses the stream opens another and says which
position it knows. What was answered is stored, to be held against the log of the room.
"""

import http.client
import itertools
import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

from tests.helpers.replicas import Answer, ask
from tests.helpers.serving import PATIENCE

SESSION = "water"
"""The session that is shown, one of the project's own."""

GUESSED = 4
"""Its slide whose value is guessed."""

AGAIN_SECONDS = 0.2
"""After how long what had no answer is sent again."""

PAUSE_SECONDS = 0.25
"""Between two moves of the presenter, and two votes of a phone: faster ones take the processors from the replicas."""


@dataclass(frozen=True)
class Move:
    """A move that was answered: its press, its slide, the number of the position."""

    press: str
    slide: int
    seq: int


@dataclass(frozen=True)
class Shown:
    """A position that a follower was shown: when, by the clock that only goes forward, by which replica, its number."""

    at: float
    replica: str
    seq: int


@dataclass
class Follower:
    """One who follows; `shown` is all that came, in order; `refused` what was stated instead of a stream."""

    shown: list[Shown] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)
    """The replicas that were followed, one after another."""
    line: socket.socket | None = None
    """The connection of the stream that is open."""

    @property
    def seq(self) -> int:
        """The number of the position on screen, -1 before the first."""
        return self.shown[-1].seq if self.shown else -1


@dataclass
class Hall:
    """All that happens in front of the balancer at one port, for as long as :meth:`going_on` lasts."""

    port: int
    key: str
    moves: list[Move] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    """By the id of the phone what it guessed, where the answer was that it counts."""
    questions: dict[str, str] = field(default_factory=dict)
    followers: list[Follower] = field(default_factory=list)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    """The status and the words, or the fault, of every answer to a move, a vote or a question that was none."""
    voted_at: set[str] = field(default_factory=set)
    """The replicas that counted a vote."""
    sent_again: set[str] = field(default_factory=set)
    """The ids of the phones that sent a guess more than once, for they had no answer that it counts."""
    _stop: Event = field(default_factory=Event)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def send(self, path: str, document: dict[str, object], **headers: str) -> Answer:
        """Send a document to the room."""
        body = json.dumps(document).encode()
        return ask(self.port, f"/live/{SESSION}/{path}", method="POST", body=body, **headers)

    def _sent(self, path: str, document: dict[str, object], **headers: str) -> Answer | None:
        """Send a document until it is answered well; None where the hall ends before."""
        while True:
            answer = self.send(path, document, **headers)
            if answer.status in (200, 202):
                return answer
            self.refusals.append((answer.status, answer.fault or answer.body.decode("utf-8", "replace")))
            if path == "votes":
                self.sent_again.add(str(document["voter"]))
            if self._stop.wait(AGAIN_SECONDS):
                return None

    def move(self, slide: int) -> Move | None:
        """Press a key until that is answered."""
        press = secrets.token_urlsafe(8)
        answer = self._sent("position", {"slide": slide, "press": press}, Authorization=f"Bearer {self.key}")
        if answer is None:
            return None
        reported = json.loads(answer.body)
        moved = Move(press, reported["slide"], reported["seq"])
        self.moves.append(moved)
        return moved

    def _present(self) -> None:
        # the room may stand at one of these since before: a move to where it is leaves no entry
        for slide in itertools.chain((5,), itertools.cycle((2, 3, 4))):
            self.move(slide)
            if self._stop.wait(PAUSE_SECONDS):
                return

    def vote(self) -> None:
        """Vote as a phone of its own, and ask something with it."""
        phone, value = f"phone-{secrets.token_hex(6)}", float(next(self._numbers) % 100)
        answer = self._sent("votes", {"slide": GUESSED, "voter": phone, "value": value})
        if answer is not None:
            self.votes[phone] = value
            self.voted_at.add(answer.replica)
        words = f"Why is that so, asks {phone}?"
        if self._sent("questions", {"voter": phone, "text": words, "lang": "en"}) is not None:
            self.questions[phone] = words

    def _phone(self) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            self.vote()

    def _follow(self, follower: Follower) -> None:
        while not self._stop.is_set():
            self._stream(follower)
            self._stop.wait(AGAIN_SECONDS)

    def _stream(self, follower: Follower) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        known = {"Last-Event-ID": str(follower.seq)} if follower.shown else {}
        try:
            connection.connect()
            follower.line = connection.sock
            connection.request("GET", f"/live/{SESSION}/events", headers={"Host": f"localhost:{self.port}", **known})
            answer = connection.getresponse()
            if answer.status != 200:
                follower.refused.append(answer.read().decode("utf-8", "replace"))
                return
            replica = answer.headers["X-Replica"]
            follower.streams.append(replica)
            while not self._stop.is_set() and (written := answer.readline()):
                if written.startswith(b"id: "):
                    follower.shown.append(Shown(time.monotonic(), replica, int(written[4:])))
        except (OSError, http.client.HTTPException):
            return  # the stream is lost: it is opened again
        finally:
            connection.close()

    @contextmanager
    def going_on(self, followers: int = 6, phones: int = 3, *, presents: bool = True) -> Iterator["Hall"]:
        """Have all of them go on for as long as the block lasts; each finishes what it sent last."""
        self.followers = [Follower() for _ in range(followers)]
        following = [Thread(target=self._follow, args=(follower,), daemon=True) for follower in self.followers]
        acting = [Thread(target=self._phone) for _ in range(phones)]
        if presents:
            acting.append(Thread(target=self._present))
        for thread in (*following, *acting):
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in acting:
                thread.join(PATIENCE)
            for follower in self.followers:
                if follower.line is not None:
                    with suppress(OSError):
                        follower.line.shutdown(socket.SHUT_RDWR)
            for thread in following:
                thread.join(PATIENCE)

    def all_reach(self, seq: int) -> bool:
        """Return whether every follower was shown a position of this number or later."""
        return all(follower.seq >= seq for follower in self.followers)

    def goes_on(self, moves: int = 5, votes: int = 5) -> Callable[[], bool]:
        """Return what tells whether so many more moves and votes were answered since now, and every follower saw it."""
        moved, voted = len(self.moves) + moves, len(self.votes) + votes

        def went_on() -> bool:
            return len(self.moves) > moved and len(self.votes) > voted and self.all_reach(self.moves[moved].seq)

        return went_on
