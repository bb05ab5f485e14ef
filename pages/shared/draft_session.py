"""What one session holds: the file it brought and the draft it looks at. No other session sees either."""

from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

import streamlit as st

from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding
from indicators.intake import acceptance, submission
from indicators.intake.submission import Submission
from indicators.language.translator import Translator
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.links import address
from pages.shared.blocks import Markup
from pages.shared.templating import html

ADDRESS = "data"
LEAVE = "leave"
"""What a link says under `draft` to leave it."""

_KEY = "desk"


@dataclass(frozen=True)
class UploadDraft:
    """A brought file in a session: what was said of it, its check, and the draft it makes.

    `base` is the data version it was checked against, `under` the one the draft
    lies over. `shown` is false once the reader left the draft. `folder` keeps the
    file until the session lets go of it.
    """

    file: Submission
    offer: acceptance.Offer
    base: str
    under: str
    draft: Dataset | None
    shown: bool = True
    folder: TemporaryDirectory[str] | None = None


@dataclass(frozen=True)
class Accepted:
    """What was accepted last: its number, the file's name, how many values, the data version it made."""

    number: int
    name: str
    values: int
    version: str = ""


@dataclass
class DraftState:
    """What lies before one session: the file it holds, and how its last acceptance ended.

    One object for the life of the session. A run that another one overtakes, as
    happens when the pages run again for what it has just accepted itself, can
    no longer write to Streamlit's own state of the session, but it can to this.
    """

    held: UploadDraft | None = None
    told: Accepted | None = None
    problems: tuple[Finding, ...] = ()


def state() -> DraftState:
    """Return the desk of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = DraftState()
    found: DraftState = st.session_state[_KEY]
    return found


def held() -> UploadDraft | None:
    """Return what this session brought, None where it brought nothing."""
    return state().held


def start(file: Submission, language: str, folder: TemporaryDirectory[str] | None = None) -> UploadDraft:
    """Check a file against what is published, keep it in the session, and show its draft.

    `folder` comes with a new file. What is only checked again is not kept where
    the session let go of it meanwhile.
    """
    mine = state()
    before = mine.held
    seen = app_state.journal().read().state
    base = app_state.published_dataset()
    offer = submission.check(file, base, seen, app_state.this_year())
    draft = submission.draft(base, offer, language) if acceptance.has_publishable_content(offer.intake) else None
    kept = folder or (before.folder if before is not None else None)
    shown = before.shown if before is not None and folder is None else True
    now = UploadDraft(file, offer, base.version, base.version, draft, shown, kept)
    if folder is not None:
        mine.told, mine.problems = None, ()
    if folder is not None or mine.held is before:
        mine.held = now
    return now


def discard() -> None:
    """Forget the file of this session and its draft."""
    state().held = None


def set_draft_visible(shown: bool) -> None:
    """Show the draft of this session, or leave it."""
    mine = state()
    if mine.held is not None:
        mine.held = replace(mine.held, shown=shown)


def dataset(language: str) -> Dataset:
    """Return what this run shows: the session's draft, else what is published; raises DataProblem.

    A draft is made anew where what is published changed under it.
    """
    published = app_state.published_dataset()
    if st.query_params.get("draft") == LEAVE:
        del st.query_params["draft"]
        set_draft_visible(False)
    mine = state()
    now = mine.held
    if now is None or now.draft is None or not now.shown:
        return published
    if now.under != published.version:
        drawn = replace(now, under=published.version, draft=submission.draft(published, now.offer, language))
        if mine.held is now:
            mine.held = drawn
        now = drawn
    return now.draft or published


def band(page: str, state: ChartRequest) -> list[Markup]:
    """Return the band that marks the draft of this session on a page; nothing where none is shown."""
    now = held()
    if now is None or now.draft is None or not now.shown:
        return []
    t = Translator(state.language)
    said = t.plural(
        "Draft: {values} value of {file}, seen by you alone.",
        "Draft: {values} values of {file}, seen by you alone.",
        now.offer.intake.accepted,
        values=formatting.number(now.offer.intake.accepted, 0, state.language),
        file=now.file.name,
    )
    here = address(page, state)
    return [
        Markup(
            html(
                "draft_band",
                state.language,
                said=said,
                data="" if page == ADDRESS else address(ADDRESS, replace(state.apart, indicator=None, chart=None)),
                leave=f"{here}&draft={LEAVE}",
            )
        )
    ]
