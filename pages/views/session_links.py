"""Where a session is shown, followed and taken away: the addresses of its live pages, and its speakers' own links.

Each personal link moves the room while its speaker has the floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from indicators.live.stores import room_keys
from indicators.model.rules import unreadable
from indicators.sessions.session import Session, called
from indicators.web import app_state
from pages.shared import permissions
from pages.shared.blocks import draw
from pages.shared.elements import Template
from pages.shared.session_copies import draw_problems
from pages.shared.shell import Page


@dataclass(frozen=True)
class LiveLinks:
    """The addresses of one session: its pages before a room and in it, and its files.

    `present` is the projector's screen, `presenter` the window beside it, `clicker` the same on a phone, `follow` what
    phones in the room open, `moderator` where questions are approved, `kiosk` the screen of a lobby.
    """

    present: str
    presenter: str
    clicker: str
    follow: str
    moderator: str
    kiosk: str
    powerpoint: str
    pdf: str
    pack: str


def live_links(session: str, language: str) -> LiveLinks:
    """Return the addresses of a session for a reader of a language."""
    live, query = f"/live/{session}", f"?lang={language}"
    return LiveLinks(
        present=f"{live}/screen{query}",
        presenter=f"{live}/presenter{query}",
        clicker=f"{live}/clicker{query}",
        follow=f"{live}{query}",
        moderator=f"{live}/moderator{query}",
        kiosk=f"{live}/kiosk{query}",
        powerpoint=f"{live}.pptx{query}",
        pdf=f"{live}.pdf{query}",
        pack=f"{live}.html{query}",
    )


def with_key(link: str, key: str) -> str:
    """Return an address that carries a speaker's key behind `#`, where no server's log can hold it."""
    return f"{link}#key={key}"


_SHOWN = "session_keys_shown"


@dataclass(frozen=True)
class PersonalLinks(Template, file="session_keys"):
    """The speakers, each with the names and the addresses of their own pages."""

    speakers: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def personal_links(page: Page, session: Session) -> None:
    """Draw the personal links once they are asked for: the missing ones are made then."""
    t, language = page.look.t, page.state.language
    with st.expander(t("Personal links of the speakers")):
        if st.session_state.get(_SHOWN) != session.id:
            st.button(t("Show the links"), key="session_keys_show", on_click=_show, args=(session.id,))
            return
        keys = room_keys(app_state.folders().store, app_state.redis_url())
        try:
            made = keys.of(session)
        except OSError as error:
            draw_problems([unreadable(Path(keys.where), error)], language)
            return
        links = live_links(session.id, language)
        public = app_state.public_address()
        pages = ((t("Presenter’s window"), links.presenter), (t("Phone clicker"), links.clicker))
        of_chair = (*pages, (t("Questions"), links.moderator))
        speakers = [
            (
                called(speaker_key.speaker, language),
                [
                    (name, with_key(f"{public}{link}", speaker_key.key))
                    for name, link in (of_chair if speaker_key.speaker == session.chair else pages)
                ],
            )
            for speaker_key in made
        ]
        draw([PersonalLinks(speakers).markup(language)])
        st.button(t("Make fresh links: the old ones end"), key="session_keys_fresh", on_click=_renew, args=(session,))


def _show(name: str) -> None:
    st.session_state[_SHOWN] = name


def _renew(session: Session) -> None:
    """Make fresh keys; where the folder cannot be written the next drawing of the page says so."""
    if permissions.visitor_permission().given:
        try:
            room_keys(app_state.folders().store, app_state.redis_url()).of(session, fresh=True)
        except OSError:
            return
