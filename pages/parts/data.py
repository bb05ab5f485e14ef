"""The data page: one column of steps from a file to figures that everyone sees."""

from collections.abc import Callable

import streamlit as st

from indicators import formats, site
from indicators.intake import adding
from pages.parts import (
    data_accept,
    data_accepted,
    data_changes,
    data_file,
    data_found,
    data_inbox,
    data_layer,
    data_new,
    data_origin,
    session,
    shell,
)
from pages.parts.blocks import Markup, draw
from pages.parts.session import Held
from pages.parts.shell import Page
from pages.parts.templating import html


def render() -> None:
    """Draw the data page; a file that was brought meanwhile is checked against what is published now."""
    page = shell.current(session.ADDRESS)
    language = page.state.language
    shell.masthead(page)
    t = page.look.t
    lead = t(
        "Nothing you bring here is shown to anyone else until it is accepted. Data version {version}, {figures} "
        "values.",
        version=site.published_dataset().version,
        figures=formats.number(len(site.published_dataset().observations), 0, language),
    )
    draw([Markup(html("head", language, title=t("Bring your figures"), lead=lead))])
    with st.container(key="data"):
        data_accept.told(page)
        data_file.render(page)
        now = session.held()
        if now is not None and now.base != site.published_dataset().version:
            now = session.hold(now.file, language)
        later = _steps(page, now) if now is not None else None
        data_inbox.render(page)
        data_accepted.render(page)
        if later is not None:
            # charts take seconds to compare; everything else stands there meanwhile
            later()


def _steps(page: Page, now: Held) -> Callable[[], None] | None:
    """Draw the steps after the first; return what draws the slow part of them."""
    data_found.render(page, now)
    data_layer.render(page, now)
    data_new.render(page, now)
    if not adding.offers(now.offer.intake):
        return None
    later = data_changes.render(page, now)
    data_origin.render(page, now)
    data_accept.render(page, now)
    return later
