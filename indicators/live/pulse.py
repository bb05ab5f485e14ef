"""The pulse of the room: what phones asked of the speaker in the last minute, for the speaker alone."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

WINDOW = timedelta(seconds=60)
"""How long a wish counts."""


class Wish(StrEnum):
    """What a phone can ask of the speaker."""

    SLOWER = "slower"
    AGAIN = "again"
    LOUDER = "louder"


class Pulse:
    """The last wish of each voter, with its moment."""

    def __init__(self) -> None:
        self._wishes: dict[str, tuple[datetime, Wish]] = {}

    def wish(self, voter: str, wish: Wish, now: datetime) -> None:
        """Note what a voter wishes; it stands in the place of what he wished before."""
        self._wishes.pop(voter, None)
        self._wishes[voter] = (now, wish)

    def last(self, voter: str, now: datetime) -> Wish | None:
        """Return what a voter wishes at a moment, None where nothing, or no longer."""
        noted = self._wishes.get(voter)
        return noted[1] if noted and noted[0] > now - WINDOW else None

    def share(self, now: datetime, followers: int) -> dict[str, Any]:
        """Return of each wish how many voters have it, and their share of the followers; older ones are forgotten."""
        for voter, (moment, _) in list(self._wishes.items()):
            if moment > now - WINDOW:
                break  # they lie in the order in which they came
            del self._wishes[voter]
        counts = {str(wish): 0 for wish in Wish}
        for _, wish in self._wishes.values():
            counts[str(wish)] += 1
        of = max(followers, len(self._wishes))
        return {name: {"n": count, "share": round(count / of, 3) if of else 0.0} for name, count in counts.items()}
