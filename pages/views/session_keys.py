"""The personal links of a session's speakers: each moves the room while its speaker has the floor."""

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
from pages.shared.live_links import live_links, with_key
from pages.shared.shell import Page
from pages.shared.templating import Template
from pages.views.session_words import tell

_SHOWN = "session_keys_shown"


@dataclass(frozen=True)
class PersonalLinks(Template, file="session_keys"):
    """The speakers, each with the names and the addresses of their own pages."""

    speakers: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def render(page: Page, session: Session) -> None:
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
            tell([unreadable(Path(keys.where), error)], language)
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
