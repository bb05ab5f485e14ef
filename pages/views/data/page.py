"""The data page: one column of steps from a file to figures that everyone sees."""

from collections.abc import Callable

import streamlit as st

from indicators.intake import acceptance
from indicators.text import formatting
from pages.shared import draft_session, shell
from pages.shared.blocks import Opening, draw
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Head
from pages.shared.shell import Page
from pages.views.data import accept, accepted, changes, file, findings, inbox, layer, new_entries, origin


def render() -> None:
    """Draw the data page; a file that was brought meanwhile is checked against what is published now."""
    page = shell.current(draft_session.ADDRESS)
    language = page.state.language
    shell.masthead(page)
    draw(opening(page).head)
    with st.container(key="data"):
        accept.result(page)
        file.render(page)
        now = draft_session.current().upload
        if now is not None and now.base != page.published.dataset.version:
            now = draft_session.start(now.file, page.published, language)
        later = _steps(page, now) if now is not None else None
        inbox.render(page)
        accepted.render(page)
        if later is not None:
            # charts take seconds to compare; everything else stands there meanwhile
            later()


def opening(page: Page) -> Opening:
    """Return what the page begins with."""
    t, language = page.look.t, page.state.language
    lead = t(
        "Nothing you add here is shown to anyone else until it is accepted. Data version {version}, {figures} values.",
        version=page.published.dataset.version,
        figures=formatting.number(len(page.published.dataset.observations), 0, language),
    )
    return Opening((Head(t("Add your figures"), lead).markup(language),))


def _steps(page: Page, now: UploadDraft) -> Callable[[], None] | None:
    """Draw the steps after the first; return what draws the slow part of them."""
    findings.render(page, now)
    findings.ask(page, now)
    changes.show_pledges(page, now)
    layer.render(page, now)
    new_entries.render(page, now)
    if not acceptance.has_publishable_content(now.checked.intake):
        return None
    later = changes.render(page, now)
    origin.render(page, now)
    accept.render(page, now)
    return later
