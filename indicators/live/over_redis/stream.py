"""A room's log as a stream of Redis: what an item holds, what it is as an entry, and the script that appends.

The number of an item is that of its entry, made by the script and no clock; its moment is that of Redis. So the order
of a room is one for all servers, and servers whose clocks are apart write one history.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from indicators.live.log import COLUMNS, OF_THE_POSITION, EntryKind, KnownOfLog, LogEntry, Step

APPEND = Path(__file__).with_name("append.lua").read_text(encoding="utf-8")
"""The script that appends steps; its head says what it takes and answers."""

Item = tuple[bytes, Mapping[bytes, bytes]]
"""An item of a stream as the library gives it."""


class Heard(NamedTuple):
    """An entry as it stands in the stream, and the number of the one before it, None where that is not stated."""

    entry: LogEntry
    after: int | None


def heard_of(session: str, items: Sequence[Item]) -> Iterator[Heard]:
    """Yield the entries of items. One that this version does not know changes nothing, but keeps its numbers."""
    for name, fields in items:
        number = int(name.partition(b"-")[0])
        try:
            after, seq, round_, moment = (int(number) for number in fields[b"numbers"].split(b" "))
        except (KeyError, ValueError):
            logging.getLogger(__name__).warning("Item %d of the log of %s is none of a room", number, session)
            yield Heard(_unknown(session, 0, number), None)
            continue
        known = _entry(session, fields.get(b"entry", b""), moment, number)
        yield Heard(replace(known, seq=seq, round=round_), after)


def _entry(session: str, written: bytes, moment: int, number: int) -> LogEntry:
    try:
        record = orjson.loads(written)
        payload = record["payload"]
        kind, slide = EntryKind(record["kind"]), int(record["slide"])
        if not isinstance(payload, dict):
            raise TypeError("a payload that is no object")
        version, language, who = (str(record[name]) for name in ("data_version", "language", "who"))
    except (KeyError, ValueError, TypeError):
        logging.getLogger(__name__).warning("LogEntry %d of the log of %s is not known", number, session)
        return _unknown(session, moment, number)
    return LogEntry(_moment(moment), session, kind, version, slide, language, who, payload, number)


def _unknown(session: str, moment: int, number: int) -> LogEntry:
    return LogEntry(_moment(moment), session, EntryKind.OTHER, "", 0, "", "", {}, number)


def _moment(milliseconds: int) -> datetime:
    seconds, thousandths = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=thousandths * 1000)


def entry_text(entry: LogEntry) -> str:
    """Return an entry as the stream holds it."""
    row = dict(zip(COLUMNS, entry.row(), strict=True))
    return orjson.dumps({**row, "payload": dict(entry.payload)}).decode()


def arguments(known: KnownOfLog, steps: Sequence[tuple[str, Step]]) -> list[Any]:
    """Return the arguments of :data:`APPEND` for steps with their tokens."""
    written = [
        [
            token,
            step.decided_on.round,
            step.decided_on.seq if step.moves else -1,
            [
                [int(entry.kind in OF_THE_POSITION), int(entry.kind is EntryKind.BEGIN), entry_text(entry)]
                for entry in step.entries
            ],
        ]
        for token, step in steps
    ]
    return [known.number, known.highest, known.seq, orjson.dumps(written).decode()]


def items_of(reply: Sequence[Sequence[Any]]) -> list[Item]:
    """Return the items of a script's answer, whose fields stand in one row."""
    return [(name, dict(zip(fields[::2], fields[1::2], strict=True))) for name, fields in reply]


def written_items(entries: Sequence[LogEntry]) -> list[tuple[str, dict[Any, Any]]]:
    """Return entries of another log as the items of an empty stream, with their moments, which never go back."""
    items: list[tuple[str, dict[Any, Any]]] = []
    seq = round_ = last = 0
    for number, entry in enumerate(entries, 1):
        seq += entry.kind in OF_THE_POSITION
        round_ += entry.kind is EntryKind.BEGIN
        last = max(last, round(entry.at.timestamp() * 1000))
        numbers = f"{number - 1} {seq} {round_} {last}"
        items.append((f"{number}-0", {"entry": entry_text(entry), "numbers": numbers}))
    return items
