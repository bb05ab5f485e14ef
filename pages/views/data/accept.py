"""The fifth step: putting the figures in force, by whoever may."""

from dataclasses import dataclass, replace

import streamlit as st

from indicators.findings.finding import DataProblem, Finding
from indicators.intake import acceptance
from indicators.intake.acceptance import ACCEPTED_ALREADY, FIGURE_UNANSWERED, ORIGIN_NEEDED, VALUES_REFUSED
from indicators.intake.file_check import FileCheck
from indicators.language.translator import N_, Translator
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.publishing import Permission
from pages.shared import draft_session, permissions
from pages.shared.blocks import draw, heading
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Template
from pages.shared.shell import Page
from pages.views.data.origin import draw_problems

STANDING = {
    ORIGIN_NEEDED: N_("Name the source first, in step 4."),
    FIGURE_UNANSWERED: N_("Say which figures are meant first, in step 2."),
    VALUES_REFUSED: N_("Correct the file, or accept it without the refused values."),
}
"""What stands before the button, by the rule that would stop it."""


@dataclass(frozen=True)
class Done(Template, file="data_done"):
    """That a file was accepted."""

    words: str


def render(page: Page, now: UploadDraft) -> None:
    """Draw the button that accepts, or why there is none."""
    language, t = page.state.language, page.look.t
    heading(t("Accept"), language, 5)
    allowed = permissions.visitor_permission()
    if not allowed.given:
        refuse(page, allowed)
        return
    ledger = page.published.ledger
    already = acceptance.in_force(ledger, now.checked.content)
    if already is not None:
        draw_problems([Finding(ACCEPTED_ALREADY, now.file.name, value=str(already))], language)
        return
    intake, without = now.checked.intake, False
    if intake.refused:
        without = st.checkbox(
            t.plural(
                "Accept without the {refused} refused value",
                "Accept without the {refused} refused values",
                intake.refused,
                refused=formatting.number(intake.refused, 0, language),
            ),
            key="without_refused",
        )
    names = {number: f"{number}: {accepted.name}" for number, accepted in ledger.in_force}
    replaces = None
    if names:
        replaces = st.selectbox(
            t("Replaces an earlier file"),
            [None, *sorted(names, reverse=True)],
            format_func=lambda number: names.get(number, t("of none")),
            key="replaces",
        )
    person = (
        st.text_input(t("Accepted by"), permissions.name(), key="who") if allowed is Permission.THIS_COMPUTER else ""
    )
    standing = [finding.rule for finding in acceptance.blocking_findings(now.checked, without)]
    draw_problems(draft_session.current().problems, language)
    for rule, words in STANDING.items():
        if rule in standing:
            draw([Note(t(words)).markup(page.state.language)])
    st.button(
        _label(intake, language),
        type="primary",
        key="accept",
        disabled=bool(standing),
        help=" ".join(t(words) for rule, words in STANDING.items() if rule in standing) or None,
        on_click=_accept,
        args=(person.strip() or permissions.name(), without, replaces),
    )


def _label(intake: FileCheck, language: str) -> str:
    """Return what the button says: what everyone would see."""
    t = Translator(language)
    if intake.accepted:
        return t.plural(
            "Accept: everyone sees {values} value",
            "Accept: everyone sees {values} values",
            intake.accepted,
            values=formatting.number(intake.accepted, 0, language),
        )
    if intake.pledges:
        return t.plural("Accept: everyone sees {n} pledge", "Accept: everyone sees {n} pledges", len(intake.pledges))
    return t("Accept: everyone sees the new outlines")


def refuse(page: Page, allowed: Permission) -> None:
    """Say why the visitor may not publish, and offer to sign in where that helps."""
    t = page.look.t
    draw([Note(t(permissions.REASONS[allowed], name=permissions.name())).markup(page.state.language)])
    if allowed is Permission.SIGN_IN and st.button(t("Sign in"), key="sign_in"):
        st.login()
    if allowed is Permission.NOT_AN_ANALYST and st.button(t("Sign out"), key="sign_out"):
        st.logout()


def _accept(person: str, without_refused: bool, replaces: int | None) -> None:
    """Accept what the reader saw when the button was drawn, not what the check would say now."""
    session = draft_session.current()
    now, session.accepted, session.problems = session.upload, None, ()
    if now is None or not permissions.visitor_permission().given:
        return
    try:
        number = acceptance.accept(app_state.journal(), now.checked, person, without_refused, replaces)
    except DataProblem as problem:
        session.problems = tuple(problem.findings)
        return
    # at once: what was accepted makes every open page run again, this one too
    session.upload, session.accepted = (
        None,
        draft_session.Accepted(number, now.file.name, now.checked.intake.accepted, len(now.checked.intake.pledges)),
    )


def result(page: Page) -> None:
    """Say what was accepted last, until another file is brought: pages run again by themselves meanwhile."""
    session = draft_session.current()
    done = session.accepted
    if done is None:
        return
    if not done.version:
        done = session.accepted = replace(done, version=page.published.dataset.version)
    t = page.look.t
    if done.pledges:
        sentence = t.plural(
            "Accepted as number {number}: {n} pledge of {file}. Everyone sees it now, in data version {version}.",
            "Accepted as number {number}: {n} pledges of {file}. Everyone sees them now, in data version {version}.",
            done.pledges,
            number=done.number,
            file=done.name,
            version=done.version,
        )
        draw([Done(sentence).markup(page.state.language)])
        return
    sentence = t.plural(
        "Accepted as number {number}: {values} value of {file}. Everyone sees it now, in data version {version}.",
        "Accepted as number {number}: {values} values of {file}. Everyone sees them now, in data version {version}.",
        done.values,
        number=done.number,
        values=formatting.number(done.values, 0, page.state.language),
        file=done.name,
        version=done.version,
    )
    draw([Done(sentence).markup(page.state.language)])
