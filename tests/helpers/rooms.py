"""A session for the tests of rooms, and what is done in it."""

from indicators.live.entries import LogEntry
from indicators.live.position import KeyHolder
from indicators.live.room import Room
from indicators.sessions.session import Session

ALI, SARA, NADIA = KeyHolder("Ali"), KeyHolder("Sara"), KeyHolder("Nadia", is_chair=True)
VOTER, OTHER = "voter-0001", "voter-0002"


def water_session(slides: int = 6, name: str = "water") -> Session:
    """Return a session of charts: the first is guessed, and the rank of the second; the last is a statement."""
    charts = [{"chart": "leakage-rank?cities=rabat,tunis"} for _ in range(slides - 1)]
    for chart, guess in zip(charts, ("value", "rank"), strict=False):
        chart["guess"] = guess
    last = [{"kind": "statement", "title": {"en": "So?"}}] if slides else []
    return Session.model_validate(
        {"id": name, "title": {"en": "Water"}, "chair": "Nadia", "speakers": ["Ali", "Sara"], "slides": charts + last}
    )


def applied(room: Room, entries: list[LogEntry]) -> list[LogEntry]:
    """Change a room by entries; return them."""
    for entry in entries:
        room.apply(entry)
    return entries
