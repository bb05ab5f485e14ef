"""The ledger: what was accepted of each file, every event in their order, and what is in force of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indicators.model.catalogue import Indicator, Model
from indicators.model.places import Place
from indicators.model.pledges import Pledge
from indicators.model.sources import Source


class RefusedValue(Model):
    """A value of the file that was left out, as the file prints it, and the rule that refused it."""

    row: int | None
    sheet: str | None = None
    column: str | None = None
    value: str | None = None
    rule: str


class Meant(StrEnum):
    """What the values of a file are that name no perimeter or method beside a known figure of their source."""

    KNOWN = "known"
    """New values of the known figures."""
    ANOTHER = "another"
    """Other figures, to stand beside the known ones."""


class Acceptance(Model):
    """One accepted file.

    `name` is what its owner called it, `content` the fingerprint under which it is stored, `observations` that of the
    accepted values as a tidy table. `mapping` is the text of the mapping it was read with. The counts are of values;
    `refused` of them were left out, the first listed in `refusals`. `sources`, `places` and `entries` are those that
    came with the file; `outlines` is the fingerprint of a GeoJSON file of boundaries; `pledges` are those of a file of
    pledges, which has no values. `meant` is what was answered where values named no perimeter or method beside known
    figures, None where nothing was asked. `who` accepted it, at `at` (ISO, UTC).
    """

    name: str
    content: str
    format: str
    observations: str
    sheet: str | None = None
    mapping: str = ""
    rows_read: int
    accepted: int
    refused: int = 0
    refusals: tuple[RefusedValue, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    entries: tuple[Indicator, ...] = ()
    outlines: str = ""
    pledges: tuple[Pledge, ...] = ()
    meant: Meant | None = None
    who: str
    at: str


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
