"""What one session holds: the file it brought and the draft it looks at. No other session sees either."""

from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

import streamlit as st

from indicators import adding, brought, site
from indicators.brought import Brought
from indicators.language import Translator
from indicators.links import State, address
from indicators.store import Dataset
from pages.parts.blocks import Markup
from pages.parts.templating import html

ADDRESS = "data"
LEAVE = "leave"
"""What a link says under `draft` to leave it."""

_KEY = "brought"
TOLD, PROBLEMS = "accepted_now", "accept_problems"
"""What the session remembers of how its last acceptance ended."""


@dataclass(frozen=True)
class Held:
    """A brought file in a session: what was said of it, its check, and the draft it makes.

    `base` is the data version it was checked against, `under` the one the draft
    lies over. `shown` is false once the reader left the draft. `folder` keeps the
    file until the session lets go of it.
    """

    file: Brought
    offer: adding.Offer
    base: str
    under: str
    draft: Dataset | None
    shown: bool = True
    folder: TemporaryDirectory[str] | None = None


def held() -> Held | None:
    """Return what this session brought, None where it brought nothing."""
    found: Held | None = st.session_state.get(_KEY)
    return found


def hold(file: Brought, language: str, folder: TemporaryDirectory[str] | None = None) -> Held:
    """Check a file against what is published, keep it in the session, and show its draft."""
    before = held()
    if folder is not None:
        forget()
    seen = site.journal().read().state
    base = site.published_dataset()
    offer = brought.check(file, base, seen, site.this_year())
    kept = folder or (before.folder if before is not None else None)
    draft = brought.draft(base, offer, language) if offer.intake.accepted else None
    shown = before.shown if before is not None and folder is None else True
    now = Held(file, offer, base.version, base.version, draft, shown, kept)
    st.session_state[_KEY] = now
    return now


def let_go() -> None:
    """Forget the file of this session and its draft."""
    st.session_state.pop(_KEY, None)


def forget() -> None:
    """Stop telling how the last acceptance ended: another file is here, or another try begins."""
    st.session_state.pop(TOLD, None)
    st.session_state.pop(PROBLEMS, None)


def show(shown: bool) -> None:
    """Show the draft of this session, or leave it."""
    now = held()
    if now is not None:
        st.session_state[_KEY] = replace(now, shown=shown)


def dataset(language: str) -> Dataset:
    """Return what this run shows: the session's draft, else what is published; raises DataProblem.

    A draft is made anew where what is published changed under it.
    """
    published = site.published_dataset()
    if st.query_params.get("draft") == LEAVE:
        del st.query_params["draft"]
        show(False)
    now = held()
    if now is None or now.draft is None or not now.shown:
        return published
    if now.under != published.version:
        now = replace(now, under=published.version, draft=brought.draft(published, now.offer, language))
        st.session_state[_KEY] = now
    return now.draft or published


def band(page: str, state: State) -> list[Markup]:
    """Return the band that marks the draft of this session on a page; nothing where none is shown."""
    now = held()
    if now is None or now.draft is None or not now.shown:
        return []
    t = Translator(state.language)
    said = t.plural(
        "Draft: {n} value of {file}, seen by you alone.",
        "Draft: {n} values of {file}, seen by you alone.",
        now.offer.intake.accepted,
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
