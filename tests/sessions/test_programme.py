"""The programme: what is on now and next in Casablanca's time, what cannot be, and the calendar file."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from icalendar import Calendar

from indicators.sessions.programme import (
    Programme,
    calendar_file,
    clock_of,
    now_and_next,
    programme_path,
    read_programme,
)
from indicators.sessions.session_files import in_words, made_folder
from indicators.store.folders import Folders
from tests.helpers.sessions import folders, own_folders, write

HEAD = """\
title.en = "P"
[[rooms]]
id = "hall"
name.en = "Main hall"
"""


def entry(start: str, end: str, name: str = "A", room: str = "hall", more: str = "") -> str:
    times = f"start = 2027-01-13T{start}:00\nend = 2027-01-13T{end}:00\n"
    return f'[[entries]]\n{times}room = "{room}"\ntitle.en = "{name}"\n{more}\n'


@pytest.fixture
def here(tmp_path: Path) -> Folders:
    return own_folders(tmp_path)


def shipped(tmp_path: Path) -> Programme:
    programme, findings = read_programme(folders(tmp_path))
    assert findings == []
    assert programme is not None
    return programme


def test_the_programme_that_ships_is_an_example_with_the_sessions_that_ship(tmp_path: Path) -> None:
    programme = shipped(tmp_path)
    assert programme.example
    assert len(programme.days()) == 2
    assert {one.session for one in programme.entries} == {None, "water", "casablanca"}
    assert programme.seconds_of("water") == 1800
    assert programme.seconds_of("casablanca") == 600
    assert programme.seconds_of("other") is None
    assert programme.room_name("hall", "fr") == "Grande salle"
    assert programme.room_name("garden", "fr") == "garden"


def test_now_and_next_go_by_the_clock_of_casablanca(tmp_path: Path) -> None:
    programme = shipped(tmp_path)

    def at(hour: int, minute: int, zone: timezone = UTC) -> tuple[list[str], list[str]]:
        both = now_and_next(programme, datetime(2027, 1, 13, hour, minute, tzinfo=zone))
        return [clock_of(one) for one in both.now], [clock_of(one) for one in both.next]

    # Casablanca is an hour ahead of universal time in January.
    assert at(8, 14) == (["09:00–09:15"], ["09:15–09:25", "10:30–12:00"])
    assert at(8, 15) == (["09:15–09:25"], ["09:30–10:00", "10:30–12:00"])
    assert at(8, 27) == ([], ["09:30–10:00", "10:30–12:00"])
    assert at(9, 30, timezone(timedelta(hours=1))) == at(8, 30)
    # during Ramadan it is on universal time
    moved = programme.model_copy(
        update={
            "entries": tuple(
                one.model_copy(update={"start": one.start + timedelta(35), "end": one.end + timedelta(35)})
                for one in programme.entries
            )
        }
    )
    assert [clock_of(one) for one in now_and_next(moved, datetime(2027, 2, 17, 9, 14, tzinfo=UTC)).now] == [
        "09:00–09:15"
    ]
    over = now_and_next(programme, datetime(2027, 1, 20, tzinfo=UTC))
    assert (over.now, over.next) == ((), ())


BAD = [
    (
        entry("09:00", "10:00") + entry("09:30", "11:00", "B"), "programme_overlap",
        "programme.toml: “B” begins at 2027-01-13 09:30 in Main hall, before “A” there has ended. Change a time,",
    ),
    (
        entry("10:00", "09:00"), "programme_backwards",
        "programme.toml: “A” ends at 2027-01-13 09:00, which is not after its begin, 2027-01-13 10:00. Correct",
    ),
    (
        entry("09:00", "10:00", more='session = "watr"'), "programme_session",
        "programme.toml: The programme names the session “watr”, which is not there (did you mean water?). Correct",
    ),
    (
        entry("09:00", "10:00", room="halle"), "programme_room",
        "programme.toml: The programme names the room “halle”, which is not in its list (did you mean hall?). Add",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "rule", "stated"), BAD, ids=[case[1] for case in BAD])
def test_what_cannot_be_is_stated_and_the_rest_is_shown(here: Folders, entries: str, rule: str, stated: str) -> None:
    write(made_folder(here), "water", 'title.en = "W"')
    write(made_folder(here), "programme", HEAD + entries)
    programme, findings = read_programme(here)
    assert programme is not None
    assert [finding.rule.id for finding in findings] == [rule]
    assert in_words(findings[0]).startswith(stated)


@pytest.mark.parametrize(
    ("text", "rule", "stated"),
    [
        ("title = ", "unreadable_file", "programme.toml: the file cannot be read: "),
        ("x = " + "[" * 100_000, "unreadable_file", "programme.toml: the file cannot be read: "),
        (HEAD + 'time_zone = "Mars"', "bad_entry", "programme.toml, rooms.0.time_zone: "),
        (
            'time_zone = "Mars"\n' + HEAD, "bad_entry",
            "programme.toml, time_zone: the entry is not valid: the name of a time zone such as Africa/Casablanca.",
        ),
        (
            HEAD + entry("09:00", "10:00").replace("09:00:00", "09:00:00Z"), "bad_entry",
            "programme.toml, entries.0.start: the entry is not valid: a time of the clock on the wall without a time",
        ),
    ],
)  # fmt: skip
def test_a_broken_programme_is_stated(here: Folders, text: str, rule: str, stated: str) -> None:
    write(made_folder(here), "programme", text)
    programme, findings = read_programme(here)
    assert programme is None
    assert [finding.rule.id for finding in findings] == [rule]
    assert in_words(findings[0]).startswith(stated)


def test_without_a_programme_there_is_none(here: Folders) -> None:
    assert read_programme(here) == (None, [])


def test_the_programme_of_the_store_wins(tmp_path: Path) -> None:
    here = folders(tmp_path)
    path = write(made_folder(here), "programme", HEAD)
    assert programme_path(here) == path
    programme, _ = read_programme(here)
    assert programme is not None
    assert (programme.title.en, programme.example) == ("P", False)


def test_two_in_different_rooms_do_not_overlap(here: Folders) -> None:
    rooms = HEAD + '[[rooms]]\nid = "b"\nname.en = "B"\n'
    write(made_folder(here), "programme", rooms + entry("09:00", "10:00") + entry("09:00", "10:00", "B", "b"))
    assert read_programme(here)[1] == []


def test_the_calendar_file_says_when_and_where(tmp_path: Path) -> None:
    programme = shipped(tmp_path)
    content = calendar_file(programme, "fr", "https://indicators.example/live/")
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == len(programme.entries)
    water = next(event for event in events if "L’eau" in str(event["summary"]))
    start = water.decoded("dtstart")
    assert start.astimezone(UTC) == datetime(2027, 1, 13, 8, 30, tzinfo=UTC)
    assert start.utcoffset() == timedelta(hours=1)
    assert str(water["location"]) == "Grande salle"
    assert str(water["url"]) == "https://indicators.example/live/water"
    assert "Programme d’exemple\u00a0: remplacez ce fichier." in str(water["description"])
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert calendar_file(programme, "fr", "https://indicators.example/live/") == content
    assert b"VTIMEZONE" in content


def test_a_name_cannot_break_the_calendar_file(here: Folders) -> None:
    name = r"A; B, C\\nEND:VEVENT"
    write(made_folder(here), "programme", HEAD + entry("09:00", "10:00", name) + entry("11:00", "10:30"))
    programme, _ = read_programme(here)
    assert programme is not None
    events = Calendar.from_ical(calendar_file(programme, "en")).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [r"A; B, C\nEND:VEVENT"]
