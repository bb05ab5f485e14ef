"""The ledger: every acceptance and every event, in their order, and what is in force of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indicators.store.ledger.origin import Acceptance


class EventKind(StrEnum):
    """What an event did to an acceptance."""

    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True)
class Event:
    """One step: what was done to which acceptance, which other it took out of force, by whom, when (ISO, UTC).

    The order of events is that of their numbers. The time is what a clock stated: two machines' clocks may differ.
    """

    number: int
    kind: EventKind
    acceptance: int
    replaced: int | None
    who: str
    at: str


@dataclass(frozen=True)
class Ledger:
    """The ledger as it stood after event `state`: every acceptance by number, and every event."""

    state: int = 0
    acceptances: tuple[tuple[int, Acceptance], ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def in_force(self) -> tuple[tuple[int, Acceptance], ...]:
        """The acceptances in force, in the order in which they came (or came back) into it."""
        order: dict[int, None] = {}
        for event in self.events:
            order.pop(event.acceptance, None)
            if event.replaced is not None:
                order.pop(event.replaced, None)
            if event.kind is not EventKind.WITHDRAWN:
                order[event.acceptance] = None
        records = dict(self.acceptances)
        return tuple((number, records[number]) for number in order)

    @property
    def last(self) -> Event | None:
        """The event that led to this state, None before the first."""
        return self.events[-1] if self.events else None

    @property
    def stored(self) -> dict[str, Acceptance]:
        """Every stored file that the ledger names, by its fingerprint, with the acceptance it belongs to."""
        return {
            name: record
            for _, record in self.acceptances
            for name in (record.content, record.observations, record.outlines)
            if name
        }

    def earlier(self) -> "Iterator[Ledger]":
        """Yield the ledger as it stood before each of its events, the newest first."""
        for count in range(len(self.events) - 1, -1, -1):
            events = self.events[:count]
            yield Ledger(events[-1].number if events else 0, self.acceptances, events)
