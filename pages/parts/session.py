"""What one session holds: the file it brought and the draft it looks at. No other session sees either."""

from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

import streamlit as st

from indicators import formats, site
from indicators.findings import Finding
from indicators.intake import adding, brought
from indicators.intake.brought import Brought
from indicators.language import Translator
from indicators.links import State, address
from indicators.store import Dataset
from pages.parts.blocks import Markup
from pages.parts.templating import html

ADDRESS = "data"
LEAVE = "leave"
"""What a link says under `draft` to leave it."""

_KEY = "desk"


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


@dataclass(frozen=True)
class Accepted:
    """What was accepted last: its number, the file's name, how many values, the data version it made."""

    number: int
    name: str
    values: int
    version: str = ""


@dataclass
class Desk:
    """What lies before one session: the file it holds, and how its last acceptance ended.

    One object for the life of the session. A run that another one overtakes, as
    happens when the pages run again for what it has just accepted itself, can
    no longer write to Streamlit's own state of the session, but it can to this.
    """

    held: Held | None = None
    told: Accepted | None = None
    problems: tuple[Finding, ...] = ()


def desk() -> Desk:
    """Return the desk of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Desk()
    found: Desk = st.session_state[_KEY]
    return found


def held() -> Held | None:
    """Return what this session brought, None where it brought nothing."""
    return desk().held


def hold(file: Brought, language: str, folder: TemporaryDirectory[str] | None = None) -> Held:
    """Check a file against what is published, keep it in the session, and show its draft.

    `folder` comes with a new file. What is only checked again is not kept where
    the session let go of it meanwhile.
    """
    mine = desk()
    before = mine.held
    seen = site.journal().read().state
    base = site.published_dataset()
    offer = brought.check(file, base, seen, site.this_year())
    draft = brought.draft(base, offer, language) if adding.offers(offer.intake) else None
    kept = folder or (before.folder if before is not None else None)
    shown = before.shown if before is not None and folder is None else True
    now = Held(file, offer, base.version, base.version, draft, shown, kept)
    if folder is not None:
        mine.told, mine.problems = None, ()
    if folder is not None or mine.held is before:
        mine.held = now
    return now


def let_go() -> None:
    """Forget the file of this session and its draft."""
    desk().held = None


def show(shown: bool) -> None:
    """Show the draft of this session, or leave it."""
    mine = desk()
    if mine.held is not None:
        mine.held = replace(mine.held, shown=shown)


def dataset(language: str) -> Dataset:
    """Return what this run shows: the session's draft, else what is published; raises DataProblem.

    A draft is made anew where what is published changed under it.
    """
    published = site.published_dataset()
    if st.query_params.get("draft") == LEAVE:
        del st.query_params["draft"]
        show(False)
    mine = desk()
    now = mine.held
    if now is None or now.draft is None or not now.shown:
        return published
    if now.under != published.version:
        drawn = replace(now, under=published.version, draft=brought.draft(published, now.offer, language))
        if mine.held is now:
            mine.held = drawn
        now = drawn
    return now.draft or published


def band(page: str, state: State) -> list[Markup]:
    """Return the band that marks the draft of this session on a page; nothing where none is shown."""
    now = held()
    if now is None or now.draft is None or not now.shown:
        return []
    t = Translator(state.language)
    said = t.plural(
        "Draft: {values} value of {file}, seen by you alone.",
        "Draft: {values} values of {file}, seen by you alone.",
        now.offer.intake.accepted,
        values=formats.number(now.offer.intake.accepted, 0, state.language),
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
