"""The operator's page: how this server is in a sentence, what needs attention, then the numbers.

It is for those who may publish. Whoever else opens it reads that, and nothing of the server.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from indicators.findings.finding import describe
from indicators.language.translator import Translator
from indicators.operations.server_sections import StateSection, moment_text, sections
from indicators.operations.server_state import ServerState
from indicators.operations.server_words import LastHour, first_sentence, troubles
from indicators.web.publishing import Permission
from indicators.web.templating import Markup
from pages.server import server_look
from pages.shared import permissions, registry, shell
from pages.shared.blocks import Block, Opening, draw
from pages.shared.elements import Empty, Head, Template

ADDRESS = registry.OPERATOR


@dataclass(frozen=True)
class ServerPage(Template, file="operator"):
    """What needs attention, as pairs of what it is and what to do, and the sections."""

    troubles: Sequence[tuple[str, str]]
    sections: Sequence[StateSection]


def render() -> None:
    """Draw the page for those who may see it, and say to others whom it is for."""
    page = shell.current(ADDRESS)
    shell.masthead(page)
    allowed = permissions.visitor_permission()
    if allowed.given:
        draw(build_view(server_look.look(), server_look.last_hour(), datetime.now(UTC), page.look.language))
        return
    draw(refusal(page.look.language))
    if allowed is Permission.SIGN_IN and st.button(page.look.t("Sign in"), key="sign_in"):
        st.login()


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with: nothing of the server, for nobody is known before the session runs."""
    return Opening(tuple(refusal(page.look.language)))


def refusal(language: str) -> list[Markup]:
    """Return whom the page is for."""
    t = Translator(language)
    lead = t("This page is for whoever runs this server.")
    readers = t("It opens at the server’s own computer, and for signed-in analysts.")
    return [Head(t("How the server is"), lead).markup(language), Empty(readers).markup(language)]


def build_view(state: ServerState, hour: LastHour, now: datetime, language: str) -> list[Block]:
    """Return the page at a moment."""
    t = Translator(language)
    titles = {
        entry.script.removesuffix(".py"): registry.title(entry, language) for entry in registry.published_entries()
    }
    findings = troubles(state, hour, titles, language)
    lead = t(
        "Of this process alone, {moment}. Data version {data}, code version {code}.",
        moment=moment_text(now, language),
        data=state.data_version,
        code=state.code_version or t("not known yet"),
    )
    shown = ServerPage([describe(finding, language) for finding in findings], sections(state, hour, titles, language))
    return [Head(first_sentence(state, hour, findings, language), lead).markup(language), shown.markup(language)]
