"""The programme as a calendar file (iCalendar, RFC 5545), which a phone's calendar takes in."""

from datetime import UTC

from icalendar import Calendar, Event

from indicators.language.translator import Translator
from indicators.sessions.programme import Programme, ProgrammeEntry
from indicators.sessions.session import called

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
