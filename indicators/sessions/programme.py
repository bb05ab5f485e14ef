"""The programme of a conference: days, rooms, who speaks when in which languages; what is on now; its calendar file.

One TOML file, `sessions/programme.toml`: one in the store wins over the one that ships, which is an example and says
so. Times are those of the clock on the wall, in the time zone the file names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event
from pydantic import Field, StringConstraints, ValidationError, field_validator

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Model, Text
from indicators.model.places import nearest
from indicators.model.rules import read_toml, unreadable
from indicators.sessions.session import Words, called
from indicators.sessions.session_files import PROGRAMME, entry_findings, is_there, made_folder, names, shipped_folder
from indicators.store.folders import Folders

TIME_ZONE = "Africa/Casablanca"
"""The time zone of a programme that names none."""

MOST_ENTRIES = 500
"""Entries of a programme, at most."""

PROGRAMME_OVERLAP = Rule(
    "programme_overlap",
    Severity.ERROR,
    N_("“{value}” begins at {begins} in {room}, before “{before}” there has ended."),
    N_("Change a time, or the room of one of them."),
)

PROGRAMME_BACKWARDS = Rule(
    "programme_backwards",
    Severity.ERROR,
    N_("“{value}” ends at {ends}, which is not after its begin, {begins}."),
    N_("Correct one of the two times."),
)

PROGRAMME_SESSION = Rule(
    "programme_session",
    Severity.ERROR,
    N_("The programme names the session “{value}”, which is not there{suggestion}."),
    N_("Correct its name, or make the session."),
)

PROGRAMME_ROOM = Rule(
    "programme_room",
    Severity.ERROR,
    N_("The programme names the room “{value}”, which is not in its list{suggestion}."),
    N_("Add the room to the list, or correct its name."),
)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Speaker(Model):
    """Who speaks, by name or by role, and in which languages (ISO 639 codes)."""

    name: Text
    languages: tuple[Language, ...] = ()


class ProgrammeRoom(Model):
    """A room by its id, with its name."""

    id: Id
    name: Words


class ProgrammeEntry(Model):
    """What is on from `start` to `end` in a room: a session of slides, or none, as in a break.

    The times are those of the clock on the wall, without a time zone.
    """

    start: datetime
    end: datetime
    room: str
    title: Words
    session: str | None = None
    speakers: tuple[Speaker, ...] = ()

    @field_validator("start", "end")
    @classmethod
    def _on_the_wall(cls, moment: datetime) -> datetime:
        if moment.tzinfo is not None:
            raise ValueError(N_("a time of the clock on the wall without a time zone"))
        return moment

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.end - self.start).total_seconds()


class Programme(Model):
    """A programme; `example` says that it is no real one."""

    title: Words
    example: bool = False
    time_zone: str = TIME_ZONE
    rooms: tuple[ProgrammeRoom, ...] = ()
    entries: Annotated[tuple[ProgrammeEntry, ...], Field(max_length=MOST_ENTRIES)] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(N_("the name of a time zone such as Africa/Casablanca")) from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its times."""
        return ZoneInfo(self.time_zone)

    @property
    def ordered(self) -> list[ProgrammeEntry]:
        """The entries by their begin, then in the order of the rooms."""
        order = {room.id: number for number, room in enumerate(self.rooms)}
        return sorted(self.entries, key=lambda entry: (entry.start, order.get(entry.room, len(order))))

    def days(self) -> dict[date, list[ProgrammeEntry]]:
        """Return the entries of each day, in their order."""
        days: dict[date, list[ProgrammeEntry]] = defaultdict(list)
        for entry in self.ordered:
            days[entry.start.date()].append(entry)
        return dict(days)

    def room_name(self, room: str, language: str) -> str:
        """Return the name of a room for a reader of a language, its id where it is not in the list."""
        return next((listed.name.get(language) for listed in self.rooms if listed.id == room), room)

    def seconds_of(self, session: str) -> float | None:
        """Return the time a session has, the shortest where it is on more than once; None where it is not on."""
        return min((entry.seconds for entry in self.entries if entry.session == session), default=None)


@dataclass(frozen=True)
class NowAndNext:
    """What is on at a moment in each room, and what comes next in each, by begin; both may be empty."""

    now: tuple[ProgrammeEntry, ...]
    next: tuple[ProgrammeEntry, ...]


def now_and_next(programme: Programme, moment: datetime) -> NowAndNext:
    """Return what is on and what comes next in each room at a moment, which names its time zone.

    An entry is on from its begin to just before its end.
    """
    wall = moment.astimezone(programme.zone).replace(tzinfo=None)
    following: dict[str, ProgrammeEntry] = {}
    for entry in programme.ordered:
        if entry.start > wall:
            following.setdefault(entry.room, entry)
    on = tuple(entry for entry in programme.ordered if entry.start <= wall < entry.end)
    return NowAndNext(on, tuple(following.values()))


def programme_path(folders: Folders) -> Path:
    """Return the file of the programme: the store's, else the one that ships."""
    made = made_folder(folders) / f"{PROGRAMME}.toml"
    return made if is_there(made) else shipped_folder(folders) / f"{PROGRAMME}.toml"


def read_programme(folders: Folders) -> tuple[Programme | None, list[Finding]]:
    """Return the programme of a data folder and what is wrong with it; None where there is none or it is broken."""
    path = programme_path(folders)
    if not is_there(path):
        return None, []
    try:
        record, findings = read_toml(path)
    except RecursionError as error:
        record, findings = None, [unreadable(path, error)]
    if record is None:
        return None, findings
    try:
        programme = Programme.model_validate(record)
    except ValidationError as error:
        return None, [*findings, *entry_findings(error, path)]
    return programme, [*findings, *programme_findings(programme, names(folders), str(path))]


def programme_findings(programme: Programme, sessions: Collection[str], file: str | None = None) -> list[Finding]:
    """Return what of a programme cannot be: an end before its begin, two at once in one room, names nobody knows."""
    findings: list[Finding] = []
    rooms = [room.id for room in programme.rooms]
    for entry in programme.ordered:
        title = entry.title.get("en")
        if entry.end <= entry.start:
            params = {"begins": _clock(entry.start), "ends": _clock(entry.end)}
            findings.append(Finding(PROGRAMME_BACKWARDS, file=file, value=title, params=params))
        if entry.session is not None and entry.session not in sessions:
            findings.append(_unknown(PROGRAMME_SESSION, entry.session, sessions, file))
        if entry.room not in rooms:
            findings.append(_unknown(PROGRAMME_ROOM, entry.room, rooms, file))
    for earlier, later in _overlapping(programme):
        params = {
            "begins": _clock(later.start),
            "room": programme.room_name(later.room, "en"),
            "before": earlier.title.get("en"),
        }
        findings.append(Finding(PROGRAMME_OVERLAP, file=file, value=later.title.get("en"), params=params))
    return findings


def _unknown(rule: Rule, name: str, known: Collection[str], file: str | None) -> Finding:
    return Finding(rule, file=file, value=name[:60], params={"near": nearest(name, known)})


def _overlapping(programme: Programme) -> Iterator[tuple[ProgrammeEntry, ProgrammeEntry]]:
    """Yield each entry that begins before an earlier one in the same room has ended, after that one."""
    last: dict[str, ProgrammeEntry] = {}
    for entry in programme.ordered:
        earlier = last.get(entry.room)
        if earlier is not None and entry.start < earlier.end:
            yield earlier, entry
        if earlier is None or entry.end > earlier.end:
            last[entry.room] = entry


def _clock(moment: datetime) -> str:
    """Return a moment as a finding names it: `2027-01-13 09:00`."""
    return f"{moment:%Y-%m-%d %H:%M}"


def clock_of(entry: ProgrammeEntry) -> str:
    """Return the times of an entry: `09:00–10:00`."""
    return f"{entry.start:%H:%M}–{entry.end:%H:%M}"


PRODUCT = "-//Casablanca smart-city indicators//programme//EN"


def calendar_file(programme: Programme, language: str, link: str = "") -> bytes:
    """Return the entries of a programme as events with their rooms and speakers, in the language of a reader.

    `link` is the address that the events' sessions are followed at, without the session's id; empty where nobody can
    reach it. An entry that ends before it begins is left out. The same programme is the same file.
    """
    t = Translator(language)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    title = programme.title.get(language)
    calendar.add("x-wr-calname", t("{title} (example)", title=title) if programme.example else title)
    calendar.add("x-wr-timezone", programme.time_zone)
    for entry in programme.ordered:
        if entry.end > entry.start:
            calendar.add_component(_event(programme, entry, language, link))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(programme: Programme, entry: ProgrammeEntry, language: str, link: str) -> Event:
    """Return one entry as an event; its id stays the same while its room and begin do."""
    t = Translator(language)
    event = Event()
    event.add("uid", f"{entry.start:%Y%m%dT%H%M}-{entry.room}@programme")
    event.add("dtstamp", entry.start.replace(tzinfo=programme.zone).astimezone(UTC))
    event.add("dtstart", entry.start.replace(tzinfo=programme.zone))
    event.add("dtend", entry.end.replace(tzinfo=programme.zone))
    event.add("summary", entry.title.get(language))
    event.add("location", programme.room_name(entry.room, language))
    lines = [called(speaker.name, language) for speaker in entry.speakers]
    if programme.example:
        lines.append(t("Example programme: replace this file."))
    if lines:
        event.add("description", "\n".join(lines))
    if link and entry.session:
        event.add("url", f"{link}{entry.session}")
    return event
