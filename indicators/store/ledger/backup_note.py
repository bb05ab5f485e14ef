"""When a backup was made last: one small file in the store, for the server to say how old it is."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from indicators.store.ledger.files import UNFINISHED

NAME = "last-backup.json"


@dataclass(frozen=True)
class BackupNote:
    """A backup that was made: when (ISO, UTC), after which event of the ledger, of how many accepted files."""

    at: str
    state: int
    files: int

    def age(self, now: datetime) -> float:
        """Return its age in seconds; 0 where the clocks of two machines make it younger than now."""
        return max(0.0, (now - datetime.fromisoformat(self.at)).total_seconds())


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def note_backup(store: Path, state: int, files: int, now: Callable[[], datetime] = utc_now) -> None:
    """Note that a backup was made just now; raises OSError where the folder cannot be written to."""
    store.mkdir(parents=True, exist_ok=True)
    note = BackupNote(now().isoformat(timespec="seconds"), state, files)
    unfinished = store / f".{NAME}{UNFINISHED}"
    unfinished.write_text(json.dumps(asdict(note)), encoding="utf-8")
    unfinished.replace(store / NAME)


def last_backup(store: Path) -> BackupNote | None:
    """Return the backup that was made last of this store; None where none is known or the note cannot be read."""
    try:
        note = BackupNote(**json.loads((store / NAME).read_text(encoding="utf-8")))
        is_dated = datetime.fromisoformat(note.at).tzinfo is not None
    except (OSError, ValueError, TypeError):
        return None
    return note if is_dated and isinstance(note.state, int) and isinstance(note.files, int) else None
