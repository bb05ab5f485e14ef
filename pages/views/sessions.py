"""The page of sessions: every one with its slides and minutes, the room check in words, and where it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import streamlit as st

from indicators.findings.finding import Finding, errors
from indicators.language.translator import Translator
from indicators.sessions import room_check
from indicators.sessions.programme import read_programme
from indicators.sessions.rehearsals import Rehearsal, read_rehearsal
from indicators.sessions.session import Session, Slide
from indicators.sessions.session_files import SessionFile, find_session, in_words, read_sessions
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import permissions, shell
from pages.shared.blocks import Opening, draw, heading
from pages.shared.elements import Empty, Head, Note, Template
from pages.shared.page_cache import shared
from pages.shared.shell import Page
from pages.views import session_adding, session_editor
from pages.views.session_links import live_links

ADDRESS = "sessions"

MOST_CHECKED = 12
"""Sessions up to which all are checked when the page opens; of more, the one that is opened."""


@dataclass(frozen=True)
class SessionCard:
    """A session as the page lists it.

    `check` says in a sentence what the room check found, `findings` each of it; `open` leads to its slides. `shown` and
    `files` are pairs of a name and an address; they are empty where the session cannot be read.
    """

    id: str
    title: str
    facts: str
    check: str
    findings: Sequence[str]
    open: str
    current: bool
    shown: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SessionCards(Template, file="session_cards"):
    """The list of sessions; `problems` are of files that belong to none."""

    cards: Sequence[SessionCard]
    programme: str
    calendar: str
    problems: Sequence[str]


def render() -> None:
    """Draw the list of sessions, the chart that is to be added, and the session that is open."""
    page = shell.current(ADDRESS)
    shell.masthead(page)
    t, language = page.look.t, page.state.language
    draw(opening(page).head)
    with st.container(key=ADDRESS):
        session_adding.render(page)
        name = opened()
        if name:
            _open(page, name)
            heading(t("All sessions"), language)
        _list(page, name)
        if permissions.visitor_permission().given:
            session_adding.new_session(page)
            session_editor.deleted(page)
        else:
            draw([Note(t("Who may publish here can make and change sessions.")).markup(language)])


def opening(page: Page) -> Opening:
    """Return what the page begins with."""
    t = page.look.t
    lead = t("A session is an ordered list of slides for the projector; phones in the room follow it.")
    return Opening((Head(t("Sessions"), lead).markup(page.state.language),))


def _list(page: Page, name: str) -> None:
    """Draw every session, the one called `name` marked as open."""
    t, language = page.look.t, page.state.language
    files = read_sessions(app_state.folders()).files
    if not files:
        draw([Empty(t("There is no session yet.")).markup(language)])
    many = len(files) > MOST_CHECKED
    cards = [_card(page, file, file.id == name, checked=not many or file.id == name) for file in files.values()]
    problems = [in_words(finding, language) for finding in read_programme(app_state.folders())[1]]
    query = f"?lang={language}"
    draw([SessionCards(cards, f"/programme{query}", f"/programme.ics{query}", problems).markup(language)])


def opened() -> str:
    """Return the id of the session that the link names, empty for none."""
    return st.query_params.get("session", "").strip()[:60]


def session_address(page: Page, name: str) -> str:
    """Return the address of this page with a session open."""
    plain = replace(page.state.plain, indicator=None, chart=None, reach=None)
    return f"{address(ADDRESS, plain)}&session={quote(name)}"


def _open(page: Page, name: str) -> None:
    """Draw the session that the link names, or that there is none."""
    file, findings = find_session(app_state.folders(), name)
    if file is None:
        words = " ".join(in_words(finding, page.state.language) for finding in findings)
        draw([Empty(words).markup(page.state.language)])
        return
    session_editor.render(page, file)


@shared
def slide_findings(
    dataset: Dataset, slide: Slide, languages: tuple[str, ...], pictures: frozenset[str], rehearsal: Rehearsal | None
) -> tuple[Finding, ...]:
    """Return what the room check finds of one slide, found once."""
    return tuple(room_check.check_slide(dataset, slide, languages, pictures, rehearsal))


def check(dataset: Dataset, session: Session) -> list[Finding]:
    """Return what the room check finds of a session as it stands here."""
    return room_check.check_here(app_state.folders(), dataset, session, slide_findings)


def _card(page: Page, file: SessionFile, current: bool, checked: bool) -> SessionCard:
    """Return a session as it is listed."""
    t, language = page.look.t, page.state.language
    session, findings = file.session, list(file.findings)
    if session is not None and checked:
        findings += check(page.published.dataset, session)
    links = live_links(file.id, language)
    return SessionCard(
        id=file.id,
        title=session.title.get(language) if session else file.id,
        facts=_facts(page, file),
        check=_verdict(findings, t) if checked or findings else "",
        findings=[in_words(finding, language) for finding in findings],
        open=session_address(page, file.id),
        current=current,
        shown=[
            (t("Present"), links.present),
            (t("Presenter’s window"), links.presenter),
            (t("Phone clicker"), links.clicker),
            (t("Follow"), links.follow),
            (t("Questions"), links.moderator),
            (t("Lobby screen"), links.kiosk),
        ]
        if session
        else [],
        files=[(t("PowerPoint"), links.powerpoint), (t("PDF"), links.pdf), (t("Offline pack"), links.pack)]
        if session
        else [],
    )


def _facts(page: Page, file: SessionFile) -> str:
    """Return how many slides and minutes a session has, where it comes from, and when it was rehearsed."""
    t = page.look.t
    origin = t("made here") if file.made else t("ships with the figures")
    if file.session is None:
        return origin
    slides = len(file.session.slides)
    minutes = round(file.session.seconds / 60)
    parts = [t.plural("{n} slide", "{n} slides", slides), t.plural("{n} minute", "{n} minutes", minutes), origin]
    rehearsal, _ = read_rehearsal(app_state.folders(), file.id)
    if rehearsal is not None:
        day = formatting.day(rehearsal.recorded.date().isoformat(), page.state.language)
        if rehearsal.seconds is None:
            parts.append(t("rehearsed on {day}", day=day))
        else:
            minutes = round(rehearsal.seconds / 60)
            parts.append(
                t.plural("rehearsed on {day} in {n} minute", "rehearsed on {day} in {n} minutes", minutes, day=day)
            )
    return " · ".join(parts)


def _verdict(findings: Sequence[Finding], t: Translator) -> str:
    """Return what the room check found, in a sentence."""
    grave = len(errors(findings))
    light = len(findings) - grave
    if not findings:
        return t("Room check: nothing found.")
    parts = []
    if grave:
        parts.append(t.plural("{n} thing to correct", "{n} things to correct", grave))
    if light:
        parts.append(t.plural("{n} thing to look at", "{n} things to look at", light))
    return t("Room check: {found}.", found=formatting.commas(parts, t.language))
