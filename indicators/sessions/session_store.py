"""Keeping sessions that are made in the app: every saved state is a version, and none is ever lost.

A save writes the new state as `sessions/versions/<id>-<n>.toml` of the store, and then puts it in the place of
`sessions/<id>.toml`, whole or not at all. Two that save at once get two versions; the later is shown.
"""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.places import fold
from indicators.model.rules import unreadable
from indicators.sessions.session import Session
from indicators.sessions.session_files import (
    LARGEST_FILE,
    SESSION_NAME,
    find_session,
    made_folder,
    may_name,
    names,
    read_session_file,
    session_toml,
    stamp_of,
    too_large,
)
from indicators.store.folders import Folders

VERSIONS = "versions"
"""The folder of earlier states, in that of the sessions made in the app."""

SESSION_CHANGED = Rule(
    "session_changed",
    Severity.ERROR,
    N_("The session was saved by someone else since you opened it; yours is not saved over it."),
    N_("Look at the newer state, then save again: yours becomes the newest version, theirs is kept."),
)

SESSION_VERSION = Rule(
    "session_version", Severity.ERROR, N_("The session has no version {value}."), N_("Choose one of the list.")
)

SESSION_SHIPS = Rule(
    "session_ships",
    Severity.ERROR,
    N_("The session “{value}” ships with the figures and cannot be deleted here."),
    N_("Change it instead: the changed one is shown in its place."),
)

SESSION_TAKEN = Rule(
    "session_taken",
    Severity.ERROR,
    N_("There is a session “{value}” already."),
    N_("Choose another name, or open that session."),
)


@dataclass(frozen=True)
class SessionVersion:
    """A saved state of a session: its number, counted from 1, when it was saved (UTC), its slides; None if broken."""

    number: int
    saved: datetime
    slides: int | None


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all, on the disk when this returns; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        _write_new(unfinished, content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, on the disk when this returns; raises OSError."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def save(folders: Folders, session: Session, seen: str | None = None) -> list[Finding]:
    """Save a session as its newest version and show that; return why it was not saved, nothing where it was.

    `seen` is the stamp (:class:`indicators.sessions.session_files.SessionFile`) of the state that was edited: where
    another has been saved since, nothing is. None saves whatever there is.
    """
    if not may_name(session.id):
        return [Finding(SESSION_NAME, value=session.id)]
    path = made_folder(folders) / f"{session.id}.toml"
    try:
        current, _ = find_session(folders, session.id)
        if seen is not None and current is not None and current.stamp != seen:
            return [Finding(SESSION_CHANGED)]
        content = session_toml(session).encode()
        if len(content) > LARGEST_FILE:
            return [too_large(path, len(content))]
        if path.is_file():
            _keep(path.read_bytes(), path)  # a state written by hand is a version too
        _keep(content, path)
        write_whole(path, content)
    except OSError as error:
        return [unreadable(path, error)]
    return []


def create(folders: Folders, session: Session) -> list[Finding]:
    """Save a new session; return why not, nothing where it was: the name may be taken."""
    if session.id in names(folders):
        return [Finding(SESSION_TAKEN, value=session.id)]
    return save(folders, session)


def _keep(content: bytes, path: Path) -> None:
    """Write a state as the next version, unless the newest is the same; raises OSError."""
    folder = path.parent / VERSIONS
    folder.mkdir(parents=True, exist_ok=True)
    numbered = _numbered(folder, path.stem)
    if numbered and stamp_of(numbered[max(numbered)].read_bytes()) == stamp_of(content):
        return
    number = max(numbered, default=0) + 1
    while True:
        try:
            _write_new(folder / f"{path.stem}-{number}.toml", content)
        except FileExistsError:  # another saved at this moment
            number += 1
        else:
            return


def _numbered(folder: Path, name: str) -> dict[int, Path]:
    """Return the files of a session's versions by their number."""
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,9}})\.toml")
    matches = ((pattern.fullmatch(path.name), path) for path in folder.glob(f"{name}-*.toml"))
    return {int(match[1]): path for match, path in matches if match}


def versions(folders: Folders, name: str) -> list[SessionVersion]:
    """Return the saved states of a session, the newest first; none of one that only ships."""
    if not may_name(name):
        return []
    saved_versions = []
    for number, path in sorted(_numbered(made_folder(folders) / VERSIONS, name).items(), reverse=True):
        session = _version_of(path, name)
        try:
            saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:  # taken away since it was listed
            continue
        saved_versions.append(SessionVersion(number, saved, None if session is None else len(session.slides)))
    return saved_versions


def restore(folders: Folders, name: str, number: int) -> list[Finding]:
    """Save an earlier version again as the newest; return why not, nothing where it was."""
    path = _numbered(made_folder(folders) / VERSIONS, name).get(number) if may_name(name) else None
    session = _version_of(path, name) if path else None
    return [Finding(SESSION_VERSION, value=str(number))] if session is None else save(folders, session)


def withdraw(folders: Folders, name: str, seen: str | None = None) -> list[Finding]:
    """Delete a session that was made in the app; return why it was not, nothing where it was.

    Its last state is a version like the others, and :func:`restore` brings it back; of a changed one that ships, what
    ships is shown again. `seen` is as in :func:`save`.
    """
    path = made_folder(folders) / f"{name}.toml"
    if not may_name(name) or not path.is_file():
        current, findings = find_session(folders, name)
        return findings if current is None else [Finding(SESSION_SHIPS, value=name)]
    try:
        content = path.read_bytes()
        if seen is not None and stamp_of(content) != seen:
            return [Finding(SESSION_CHANGED)]
        _keep(content, path)
        path.unlink(missing_ok=True)
    except OSError as error:
        return [unreadable(path, error)]
    return []


def withdrawn(folders: Folders) -> dict[str, Session]:
    """Return the sessions that were deleted, as they were last, by id."""
    sessions = {}
    stems = {path.stem.rpartition("-")[0] for path in (made_folder(folders) / VERSIONS).glob("*-*.toml")}
    for name in sorted(stems - set(names(folders))):
        numbered = _numbered(made_folder(folders) / VERSIONS, name)
        session = _version_of(numbered[max(numbered)], name) if numbered and may_name(name) else None
        if session is not None:
            sessions[name] = session
    return sessions


def _version_of(path: Path, name: str) -> Session | None:
    """Return the session that a version holds, under its own id."""
    return read_session_file(path, name=name).session


def new_id(title: str, ids: Collection[str]) -> str:
    """Return the id of a new session after its title: small Latin letters and hyphens, a number where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title).lower()).strip("-")
    name = re.sub(r"^[^a-z]+", "", plain)[:50].strip("-")
    name = name if may_name(name) else "session"
    wanted, count = name, 1
    while wanted in ids or not may_name(wanted):
        count += 1
        wanted = f"{name}-{count}"
    return wanted
