"""Deleting a session, which asks once, and bringing a deleted one back."""

import streamlit as st

from indicators.language.translator import Translator
from indicators.sessions.session_files import find_session
from indicators.sessions.session_store import restore, versions, withdraw, withdrawn
from indicators.web import app_state
from pages.shared import permissions, session_copies
from pages.shared.blocks import draw
from pages.shared.elements import Note
from pages.shared.session_copies import WorkingCopy
from pages.shared.shell import Page
from pages.views.session_words import as_typed

_DONE = "session_withdrawal_done"


def deletion(page: Page, copy: WorkingCopy) -> None:
    """Draw what deletes the session that is open; nothing for one that ships and was not changed."""
    t = page.look.t
    file, _ = find_session(app_state.folders(), copy.session.id)
    if file is None or not file.made:
        return
    with st.expander(t("Delete this session")):
        draw(
            [
                Note(t("Its links end, on every phone. All its versions are kept, and it can be brought back.")).markup(
                    t.language
                )
            ]
        )
        st.button(t("Delete it"), key="session_delete", on_click=_delete, args=(copy, t))


def _delete(copy: WorkingCopy, t: Translator) -> None:
    if not permissions.visitor_permission().given:
        return
    problems = withdraw(app_state.folders(), copy.session.id, copy.stamp)
    if problems:
        session_copies.refuse(copy, problems)
        return
    session_copies.forget(copy.session.id)
    st.query_params.pop("session", None)
    st.session_state[_DONE] = t("“{title}” is deleted.", title=copy.session.title.get(t.language))


def deleted(page: Page) -> None:
    """Draw what was done last, and the sessions that were deleted, each of which can be brought back."""
    t = page.look.t
    done = st.session_state.pop(_DONE, "")
    if done:
        draw([Note(done).markup(t.language)])
    gone = withdrawn(app_state.folders())
    if not gone:
        return
    with st.expander(t("Deleted sessions")):
        for name, session in gone.items():
            label = as_typed(t("Bring back “{title}”", title=session.title.get(t.language)))
            st.button(label, key=f"session_back-{name}", on_click=_bring_back, args=(name, t))


def _bring_back(name: str, t: Translator) -> None:
    folders = app_state.folders()
    if not permissions.visitor_permission().given:
        return
    saved = versions(folders, name)
    if saved and not restore(folders, name, saved[0].number):
        st.query_params["session"] = name
        st.session_state[_DONE] = t("The session is back.")
