"""Adding to sessions: the chart that a reader brings along from its page, and a new session."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from indicators.charts.chart import Look
from indicators.findings.finding import Finding
from indicators.intake.submission import plain_name
from indicators.sessions.session import Session
from indicators.sessions.session_edits import SESSION_WORDLESS, slide_of_link, with_slide, words_of
from indicators.sessions.session_files import find_session, may_name, names, read_sessions, session_in
from indicators.sessions.session_store import create, new_id
from indicators.sessions.slide_charts import slide_chart, slide_title
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import CHART_PATH
from pages.shared import permissions, session_copies
from pages.shared.blocks import draw, heading
from pages.shared.elements import Template
from pages.shared.page_cache import shared
from pages.shared.session_copies import draw_problems
from pages.shared.shell import Page
from pages.views.data.accept import refuse

_PROBLEMS, _TAKEN = "session_adding_problems", "session_adding_taken"

HANDED_IN = "handed-in"
"""What a session is called while it is read from a file that was brought."""

NEW = ""
"""The choice of a session that is not there yet."""


@dataclass(frozen=True)
class BroughtChart(Template, file="session_chart"):
    """A chart of a slide: its claim, how it is written there, and where its plain page is."""

    title: str
    chart: str
    address: str


@shared
def claim_of(dataset: Dataset, chart: str, language: str) -> str:
    """Return the claim of the chart of a slide, empty where it cannot be made."""
    slide, _ = slide_of_link(dataset, chart)
    if slide is None:
        return ""
    return slide_title(slide, slide_chart(dataset, slide, Look(language))[0], language)


def render(page: Page) -> None:
    """Draw the chart that the link brings along, with the choice of its session; nothing where it brings none."""
    t, language = page.look.t, page.state.language
    _say(page)
    brought = st.query_params.get("add", "").strip()
    if not brought:
        return
    heading(t("Add to session"), language)
    slide, findings = slide_of_link(page.published.dataset, brought[:2000])
    draw_problems(findings, language)
    if slide is None:
        return
    draw_chart(page, str(slide.chart))
    allowed = permissions.visitor_permission()
    if not allowed.given:
        refuse(page, allowed)
        return
    sessions = read_sessions(app_state.folders()).sessions
    titles = {name: session.title.get(language) for name, session in sessions.items()}
    with st.form("session_add", border=False):
        st.selectbox(
            t("Session"),
            [*titles, NEW],
            key="session_add_to",
            format_func=lambda name: titles.get(name, t("A new session")),
        )
        st.text_input(t("Title of the new session"), key="session_add_title")
        st.form_submit_button(
            t("Add to session"), type="primary", key="session_add_now", on_click=_add, args=(page, brought[:2000])
        )


def draw_chart(page: Page, chart: str) -> None:
    """Draw what the chart of a slide says, with a link to it; nothing where it is not known."""
    language = page.state.language
    slide, _ = slide_of_link(page.published.dataset, chart)
    if slide is None:
        return
    title = claim_of(page.published.dataset, chart, language)
    address = f"/{CHART_PATH}/{slide.chart}{'&' if '?' in str(slide.chart) else '?'}lang={language}"
    draw([BroughtChart(title, str(slide.chart), address).markup(language)])


def _add(page: Page, brought: str) -> None:
    """Add the chart to the session that was chosen, which is opened."""
    if not permissions.visitor_permission().given:
        return
    chosen, language, t = st.session_state["session_add_to"], page.state.language, page.look.t
    slide, findings = slide_of_link(page.published.dataset, brought)
    if slide is None:
        st.session_state[_PROBLEMS] = findings
        return
    if chosen == NEW:
        chosen, problems = _created(st.session_state["session_add_title"], language)
        if problems:
            st.session_state[_PROBLEMS] = problems
            return
    file, problems = find_session(app_state.folders(), chosen)
    copy = session_copies.copy_of(file) if file else None
    if copy is None:
        st.session_state[_PROBLEMS] = problems
        return
    session, problems = with_slide(copy.session, slide)
    if problems:
        st.session_state[_PROBLEMS] = problems
        return
    number = len(session.slides)
    if session_copies.keep(copy, session, t("Added as slide {n}.", n=number)):
        copy.slide = number - 1
        del st.query_params["add"]
    st.query_params["session"] = chosen


def new_session(page: Page) -> None:
    """Draw the forms of a new session: with a title, or from a file that a speaker hands in."""
    t = page.look.t
    with st.expander(t("A new session")):
        with st.form("session_new", border=False):
            st.text_input(t("Title"), key="session_new_title")
            st.form_submit_button(t("Make it"), key="session_new_now", on_click=_make, args=(page,))
        with st.form("session_file", border=False):
            st.file_uploader(t("Or the file of a session (TOML)"), type=["toml"], key=_file_key(), max_upload_size=1)
            st.form_submit_button(t("Take it"), key="session_file_now", on_click=_take)


def _file_key() -> str:
    """Return the key of the field of the file, another once one was taken: the field is empty again."""
    return f"session_file-{st.session_state.get(_TAKEN, 0)}"


def _take() -> None:
    """Make a session of the file that was brought, and open it; what of it could not be read is stated."""
    brought = st.session_state.get(_file_key())
    if brought is None or not permissions.visitor_permission().given:
        return
    folders, path = app_state.folders(), Path(plain_name(brought.name))
    known = names(folders)
    session, findings = session_in(brought.getvalue(), path, HANDED_IN)
    if session is None:
        st.session_state[_PROBLEMS] = findings
        return
    fits = may_name(path.stem) and path.stem not in known
    name = path.stem if fits else new_id(session.title.get("en"), known)
    problems = create(folders, session.model_copy(update={"id": name}))
    st.session_state[_PROBLEMS] = [*findings, *problems]
    if not problems:
        st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1
        st.query_params["session"] = name


def _make(page: Page) -> None:
    """Make a new session of the title that was typed, and open it."""
    if not permissions.visitor_permission().given:
        return
    name, problems = _created(st.session_state["session_new_title"], page.state.language)
    if problems:
        st.session_state[_PROBLEMS] = problems
        return
    st.session_state["session_new_title"] = ""
    st.query_params["session"] = name


def _created(title: str, language: str) -> tuple[str, list[Finding]]:
    """Make a session with a title in a language; return its id, and why it was not made."""
    words = words_of({language: title})
    if words is None:
        return "", [Finding(SESSION_WORDLESS)]
    folders = app_state.folders()
    name = new_id(title, names(folders))
    return name, create(folders, Session(id=name, title=words))


def _say(page: Page) -> None:
    """Say why the last attempt of this visitor failed, once."""
    draw_problems(st.session_state.pop(_PROBLEMS, []), page.state.language)
