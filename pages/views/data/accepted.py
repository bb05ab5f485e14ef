"""The list of accepted files: what is in force, what was, the files themselves, and taking back."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.intake.submission import plain_name
from indicators.language.translator import N_
from indicators.store.ledger.damages import REPORTED_WITH_THE_LIST
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Acceptance, Ledger, Meant
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.templating import Markup
from pages.shared import permissions
from pages.shared.blocks import draw, heading
from pages.shared.elements import Note, Template
from pages.shared.shell import Page
from pages.views.data.origin import draw_problems

MEANT = {
    Meant.KNOWN: N_("where no perimeter or method is named: new values of the known figures"),
    Meant.ANOTHER: N_("where no perimeter or method is named: other figures, beside the known ones"),
}
"""What was answered when a file did not say which figures it means."""

_PENDING, _PROBLEMS, _DONE = "accepted_pending", "accepted_problems", "accepted_done"


@dataclass(frozen=True)
class AcceptedFile(Template, file="data_accepted"):
    """An accepted file: its number, its name, whether it is in force or what took it out, its details."""

    number: int
    name: str
    details: str
    state: str
    in_force: bool


def render(page: Page) -> None:
    """Draw every accepted file, the newest first; whoever may publish may take one back."""
    language, t = page.state.language, page.look.t
    journal = app_state.journal()
    ledger = page.published.ledger
    heading(t("Accepted files"), language)
    damages = [finding for finding in page.published.dataset.warnings if finding.rule in REPORTED_WITH_THE_LIST]
    draw_problems([*st.session_state.get(_PROBLEMS, []), *damages], language)
    if not ledger.acceptances:
        draw([Note(t("No file was accepted yet.")).markup(page.state.language)])
        return
    done = _done(page, ledger)
    if done:
        draw([Note(done).markup(language)])
    may = permissions.visitor_permission().given
    force = dict(ledger.in_force)
    for number, accepted_file in reversed(ledger.acceptances):
        draw([_row(page, ledger, number, accepted_file, number in force)])
        if may:
            with st.container(horizontal=True, key=f"accepted-{number}"):
                _actions(page, journal, number, accepted_file, number in force)


def _row(page: Page, ledger: Ledger, number: int, accepted_file: Acceptance, in_force: bool) -> Markup:
    language, t = page.state.language, page.look.t
    sources = {**page.published.dataset.sources, **{source.id: source for source in accepted_file.sources}}
    producers = sorted({source.producer for source in accepted_file.sources if source.id in sources})
    values = formatting.counted_values(accepted_file.accepted, language)
    if accepted_file.pledges:
        values = t.plural("{n} pledge", "{n} pledges", len(accepted_file.pledges))
    meant = t(MEANT[accepted_file.meant]) if accepted_file.meant is not None else ""
    by = t("accepted on {day} by {who}", day=formatting.day(accepted_file.at[:10], language), who=accepted_file.who)
    return AcceptedFile(
        number=number,
        name=accepted_file.name,
        details=" · ".join(part for part in (formatting.join(map(t, producers), language), values, meant, by) if part),
        state=_state(page, ledger, number, in_force),
        in_force=in_force,
    ).markup(language)


def _done(page: Page, ledger: Ledger) -> str:
    """Say what was just withdrawn or restored in this session, and what is in force in its place now."""
    t, records = page.look.t, dict(ledger.acceptances)
    number, withdrawn = st.session_state.get(_DONE, (None, False))
    if number not in records:
        return ""
    if not withdrawn:
        return t("Number {number} ({file}) is in force again.", number=number, file=records[number].name)
    replaced = [event.replaced for event in ledger.events if event.acceptance == number and event.replaced is not None]
    words = t("Number {number} ({file}) is withdrawn.", number=number, file=records[number].name)
    if replaced and replaced[-1] not in dict(ledger.in_force):
        earlier = replaced[-1]
        stays = t(
            "Number {number} ({file}), which it had replaced, stays out of force: “Restore” brings it back.",
            number=earlier,
            file=records[earlier].name,
        )
        return f"{words} {stays}"
    remark = t("In force now: what the other files and the project’s own tables say.")
    return f"{words} {remark}"


def _state(page: Page, ledger: Ledger, number: int, in_force: bool) -> str:
    """Return whether a file is in force, or what took it out."""
    t = page.look.t
    if in_force:
        return t("in force")
    for event in reversed(ledger.events):
        if event.replaced == number:
            return t("replaced by number {number}", number=event.acceptance)
        if event.acceptance == number and event.kind == "withdrawn":
            day = formatting.day(event.at[:10], page.state.language)
            return t("withdrawn on {day} by {who}", day=day, who=event.who)
    return t("not in force")


def _actions(page: Page, journal: Journal, number: int, accepted_file: Acceptance, in_force: bool) -> None:
    t = page.look.t
    st.download_button(
        t("The file as it came"),
        data=lambda: journal.file_of(accepted_file.content).read_bytes(),
        file_name=plain_name(accepted_file.name) or f"{number}",
        mime="application/octet-stream",
        on_click="ignore",
        key=f"original-{number}",
        type="tertiary",
    )
    label = t("Withdraw") if in_force else t("Restore")
    if st.session_state.get(_PENDING) == number:
        sure = (
            t("Yes, withdraw number {number}", number=number)
            if in_force
            else t("Yes, restore number {number}", number=number)
        )
        st.button(sure, key=f"sure-{number}", type="primary", on_click=partial(_carry_out, number, in_force))
        st.button(t("No"), key=f"no-{number}", type="tertiary", on_click=partial(_ask, None))
    else:
        st.button(label, key=f"ask-{number}", type="tertiary", on_click=partial(_ask, number))


def _ask(number: int | None) -> None:
    st.session_state[_PENDING] = number


def _carry_out(number: int, withdraw: bool) -> None:
    st.session_state[_PENDING] = None
    st.session_state.pop(_PROBLEMS, None)
    if not permissions.visitor_permission().given:
        return
    journal = app_state.journal()
    step = journal.withdraw if withdraw else journal.restore
    try:
        step(number, permissions.name(), acceptance.now())
        st.session_state[_DONE] = (number, withdraw)
    except DataProblem as problem:
        st.session_state[_PROBLEMS] = problem.findings
