"""The minutes of what was shown: from the log alone, each slide once for each speaker and state of the data."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.live import ballot, moderation, position
from indicators.live.file_log import FileLog
from indicators.live.log import LogEntry
from indicators.live.minutes import COLUMNS, minutes, rows
from indicators.live.questions import BlockedWords
from indicators.live.room import Room
from tests.helpers.rooms import ALI, NADIA, OTHER, SARA, VOTER, water_session

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
CHART = "/c/leakage-rank?cities=rabat,tunis"


class Hour:
    """An hour in a room: each thing that is done takes ten seconds."""

    def __init__(self) -> None:
        self.room = Room(water_session())
        self.entries: list[LogEntry] = []
        self.moment = NOON
        self.version = "v1"

    def do(self, made: list[LogEntry]) -> None:
        assert made
        for entry in made:
            dated = replace(entry, at=self.moment, number=len(self.entries) + 1)
            self.room.apply(dated)
            self.entries.append(dated)
        self.moment += timedelta(seconds=10)

    def move(self, holder: position.KeyHolder = ALI, language: str = "fr", **asked: object) -> None:
        self.do(position.move(self.room, holder, asked, self.version, language))

    def vote(self, voter: str, value: float) -> None:
        self.do(ballot.vote(self.room, {"slide": 1, "voter": voter, "value": value}, self.version))

    def ask(self, words: str, voter: str = VOTER) -> None:
        asked = {"voter": voter, "text": words, "lang": "ar"}
        self.do(ballot.question(self.room, asked, BlockedWords(Path("none")), self.version))


@pytest.fixture
def hour() -> Hour:
    hour = Hour()
    hour.do(position.begin(hour.room, NADIA, "v1"))  # 12:00:00
    hour.move(language="fr", spotlight="rabat")  # :10
    hour.vote(VOTER, 60)  # :20
    hour.vote(OTHER, 80)  # :30
    hour.move(reveal=True)  # :40
    hour.move(step=1)  # :50
    hour.ask("لماذا؟")  # 12:01:00
    hour.do(moderation.moderate(hour.room, NADIA, 1, "approve", {}, "v1"))  # :10
    hour.do(position.give_floor(hour.room, ALI, "Sara", "v1"))  # :20
    hour.do(moderation.moderate(hour.room, SARA, 1, "answer", {"text": "لأن"}, "v1"))  # :30
    hour.version = "v2"
    hour.do([position.again(hour.room, "v2")])  # :40
    hour.move(SARA, slide=6)  # :50
    return hour


def test_what_was_shown(hour: Hour) -> None:
    shown = minutes(water_session(), hour.entries).shown
    assert [(one.slide, one.who, one.data_version, one.seconds) for one in shown] == [
        (1, "Ali", "v1", 10), (1, "Ali", "v1", 40), (2, "Ali", "v1", 30), (2, "Sara", "v1", 20), (2, "Sara", "v2", 10),
        (6, "Sara", "v2", None),
    ]  # fmt: skip
    first = next(one for one in shown if one.spotlights)
    assert (first.slide, first.chart, first.spotlights, first.revealed) == (1, CHART, ("rabat",), True)
    assert first.votes == (60.0, 80.0)
    assert first.record()["votes"] == {"n": 2, "median": 70.0}
    last = shown[-1]
    assert (last.chart, last.end, last.record()["to"]) == (None, None, None)
    for one, following in pairwise(shown):
        assert one.end == following.begin, "no gap and no overlap"


def test_questions_are_with_the_slide_on_screen_when_asked(hour: Hour) -> None:
    made = minutes(water_session(), hour.entries)
    assert [one.questions for one in made.shown if one.questions] == [(1,)]
    assert next(one.slide for one in made.shown if one.questions) == 2
    ((round_, question),) = made.questions
    assert (round_, question.words, question.answer) == (1, "لماذا؟", "لأن")


def test_no_id_of_a_voter_is_in_them(hour: Hour) -> None:
    text = json.dumps(minutes(water_session(), hour.entries).record(), ensure_ascii=False)
    assert VOTER not in text
    assert OTHER not in text
    assert '"text": "لماذا؟"' in text


def test_a_question_that_was_withheld_is_not_in_them() -> None:
    hour = Hour()
    hour.move(step=1)
    hour.ask("Something rude")
    hour.do(moderation.moderate(hour.room, ALI, 1, "withhold", {}, "v1"))
    made = minutes(water_session(), hour.entries)
    assert made.questions == ()
    assert made.shown[0].questions == (1,), "that one was asked is said"


def test_a_round_has_its_own_votes(hour: Hour) -> None:
    hour.do(position.begin(hour.room, NADIA, "v2"))
    hour.vote(VOTER, 10)
    made = minutes(water_session(), hour.entries)
    assert [one.round for one in made.shown][-1] == 2
    assert {one.round: one.votes for one in made.shown if one.slide == 1} == {1: (60.0, 80.0), 2: (10.0,)}
    assert made.shown[-2].end == made.shown[-1].begin


def test_charts_are_listed_once_each(hour: Hour) -> None:
    hour.move(SARA, slide=1)
    charts = minutes(water_session(), hour.entries).charts
    assert len(charts) == len(set(charts))
    assert {chart for chart, _, _ in charts} == {CHART}
    assert {version for _, version, _ in charts} == {"v1", "v2"}


def test_rows_are_as_long_as_their_columns(hour: Hour) -> None:
    made = minutes(water_session(), hour.entries)
    listed = rows(made)
    assert {len(row) for row in listed} == {len(COLUMNS)}
    assert listed[0][COLUMNS.index("from")] == "2026-11-27T12:00:00.000+00:00"
    assert len(listed) == len(made.shown)


def test_they_are_made_of_the_log_alone(hour: Hour, tmp_path: Path) -> None:
    log = FileLog(tmp_path)
    log.claim()
    log.append(hour.entries)
    log.release()
    shorter = water_session(2).model_copy(update={"speakers": ("Omar",)})
    again = minutes(shorter, FileLog(tmp_path).read("water"))
    made = minutes(water_session(), hour.entries)
    assert [one.record() for one in again.shown[1:]] == [one.record() for one in made.shown[1:]]


def test_a_room_that_nobody_moved_has_none() -> None:
    made = minutes(water_session(), [])
    assert (made.shown, made.questions, made.record()["shown"]) == ((), (), [])
