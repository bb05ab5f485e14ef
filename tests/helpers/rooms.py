"""A session for the tests of rooms, and what is done in it."""

from pathlib import Path

from indicators.live.log import LogEntry
from indicators.live.position import KeyHolder
from indicators.live.room import Room
from indicators.live.stores import room_keys
from indicators.sessions.session import Session
from indicators.web import app_state

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


SESSION = """
title = {en = "Water", fr = "Eau"}
chair = "Nadia"
speakers = ["Ali", "Sara"]

[[slides]]
chart = "network_losses-rank?cities=rabat"
guess = "value"

[[slides]]
kind = "statement"
title = {en = "So?"}

[[slides]]
chart = "network_losses-rank"
guess = "rank"
"""
"""A session on the indicator of the toy folder: a value to guess, a statement, a rank to guess."""


def write_session(folder: Path, name: str = "water", content: str = SESSION) -> None:
    """Put a session into a data folder."""
    path = folder / "store" / "sessions" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def keys_of(folder: Path) -> dict[str, dict[str, str]]:
    """Return the header with the key of each speaker of :data:`SESSION`, made where there is none."""
    made = room_keys(folder / "store", app_state.redis_url()).of(water_session())
    return {one.speaker: {"Authorization": f"Bearer {one.key}"} for one in made}


def applied(room: Room, entries: list[LogEntry]) -> list[LogEntry]:
    """Change a room by entries; return them."""
    for entry in entries:
        room.apply(entry)
    return entries
