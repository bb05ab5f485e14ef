"""What one session brought: the file under review and the draft it makes. No other session sees either."""

from dataclasses import dataclass, replace
from itertools import count
from tempfile import TemporaryDirectory
from threading import Lock
from weakref import WeakSet

import streamlit as st

from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding
from indicators.intake import acceptance, brought_file, submission
from indicators.intake.submission import Submission
from indicators.language.translator import Translator
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.app_state import Published
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared.elements import Template

ADDRESS = "data"
LEAVE = "leave"
"""What a link says under `draft` to leave it."""

_KEY = "draft_session"


@dataclass(frozen=True)
class UploadDraft:
    """A file under review in a session: what was stated about it, its check, and the draft it makes.

    `base` is the data version it was checked against, `under` the one the draft
    lies over. `shown` is false once the reader left the draft. `folder` holds the
    file until the session discards it.
    """

    file: Submission
    checked: acceptance.CheckedSubmission
    base: str
    under: str
    draft: Dataset | None
    shown: bool = True
    folder: TemporaryDirectory[str] | None = None


@dataclass(frozen=True)
class Accepted:
    """What was accepted last: its number, the file's name, how many values and pledges, the data version it made."""

    number: int
    name: str
    values: int
    pledges: int = 0
    version: str = ""


@dataclass(eq=False)
class DraftSession:
    """The file under review in one session, and how its last acceptance ended.

    One object for the life of the session. A run that another one overtakes, as
    happens when the pages run again for what it has just accepted itself, can
    no longer write to Streamlit's own state of the session, but it can to this.
    """

    upload: UploadDraft | None = None
    accepted: Accepted | None = None
    problems: tuple[Finding, ...] = ()
    removed: str = ""
    """The name of a file that was removed to make room for those of others."""
    turn: int = 0
    """When the file was brought, beside those of other sessions."""


MOST_BYTES = 500_000_000
"""What the files and drafts of all sessions may take; beyond, those brought first are removed."""

_sessions: WeakSet[DraftSession] = WeakSet()
_turns = count(1)
_lock = Lock()


def _weight(upload: UploadDraft) -> int:
    """Return about how many bytes a file under review takes."""
    frames = [upload.checked.intake.observations, *([upload.draft.observations] if upload.draft is not None else [])]
    return sum(int(frame.memory_usage(deep=True).sum()) for frame in frames) + 2 * len(upload.checked.intake.outlines)


def weight_of_all() -> int:
    """Return about how many bytes the files under review in all sessions take."""
    with _lock:
        return sum(_weight(upload) for session in _sessions if (upload := session.upload) is not None)


def _make_room(last: DraftSession) -> None:
    """Remove the files brought first, until what is left fits; never the one brought `last`."""
    with _lock:
        last.turn = next(_turns)
        _sessions.add(last)
        held = {session: _weight(upload) for session in _sessions if (upload := session.upload) is not None}
        for held_session in sorted(held, key=lambda session: session.turn):
            if sum(held.values()) <= MOST_BYTES or held_session is last:
                return
            if held_session.upload is not None:
                held_session.removed, held_session.upload = held_session.upload.file.name, None
            del held[held_session]


def current() -> DraftSession:
    """Return what this session has under review."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = DraftSession()
    session: DraftSession = st.session_state[_KEY]
    return session


def start(
    file: Submission, published: Published, language: str, folder: TemporaryDirectory[str] | None = None
) -> UploadDraft:
    """Check a file against what is published, put it under review in the session, and show its draft.

    `folder` comes with a new file. One that is only checked again stays
    discarded where the session discarded it meanwhile.
    """
    session = current()
    before = session.upload
    base = published.dataset
    checked = brought_file.check(file, base, published.ledger.state, app_state.this_year())
    draft = submission.draft(base, checked, language) if acceptance.has_publishable_content(checked.intake) else None
    upload = UploadDraft(
        file,
        checked,
        base=base.version,
        under=base.version,
        draft=draft,
        shown=before.shown if before is not None and folder is None else True,
        folder=folder or (before.folder if before is not None else None),
    )
    if folder is not None:
        session.accepted, session.problems = None, ()
    if folder is not None or session.upload is before:
        session.upload = upload
        session.removed = ""
        _make_room(session)
    return upload


def discard() -> None:
    """Forget the file of this session and its draft."""
    current().upload = None


def set_draft_visible(shown: bool) -> None:
    """Show the draft of this session, or leave it."""
    session = current()
    if session.upload is not None:
        session.upload = replace(session.upload, shown=shown)


def dataset_shown(published: Dataset, language: str) -> Dataset:
    """Return what this run shows: the session's draft, else what is published.

    A draft is made again where what is published changed under it.
    """
    if st.query_params.get("draft") == LEAVE:
        del st.query_params["draft"]
        set_draft_visible(False)
    session = current()
    upload = session.upload
    if upload is None or upload.draft is None or not upload.shown:
        return published
    if upload.under != published.version:
        again = replace(upload, under=published.version, draft=submission.draft(published, upload.checked, language))
        if session.upload is upload:
            session.upload = again
        upload = again
    return upload.draft or published


@dataclass(frozen=True)
class DraftBand(Template, file="draft_band"):
    """The band that marks a draft: the addresses of the file and of the page without the draft."""

    sentence: str
    data: str
    leave: str


def band(page: str, state: ChartRequest) -> list[Markup]:
    """Return the band that marks the draft of this session on a page; nothing where none is shown."""
    upload = current().upload
    if upload is None or upload.draft is None or not upload.shown:
        return []
    t, intake = Translator(state.language), upload.checked.intake
    if intake.pledges:
        words = t.plural(
            "Draft: {n} pledge of {file}, seen by you alone.",
            "Draft: {n} pledges of {file}, seen by you alone.",
            len(intake.pledges),
            file=upload.file.name,
        )
    else:
        words = t.plural(
            "Draft: {values} value of {file}, seen by you alone.",
            "Draft: {values} values of {file}, seen by you alone.",
            intake.accepted,
            values=formatting.number(intake.accepted, 0, state.language),
            file=upload.file.name,
        )
    to_the_file = "" if page == ADDRESS else address(ADDRESS, replace(state.plain, indicator=None, chart=None))
    return [DraftBand(words, to_the_file, leave=f"{address(page, state)}&draft={LEAVE}").markup(state.language)]
