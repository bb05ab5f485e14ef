"""The files of the inbox folder, checked and listed as drafts."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from indicators.findings.finding import Severity, describe
from indicators.intake import inbox
from indicators.intake.inbox import Dropped, Looked
from indicators.intake.submission import Submission
from indicators.store.ledger import origin
from indicators.store.ledger.journal import Ledger
from indicators.web import app_state
from pages.shared import draft_session
from pages.shared.blocks import Markup, draw
from pages.shared.shell import Page
from pages.shared.templating import html
from pages.views.data import steps
from pages.views.data.changes import counted as changes_counted
from pages.views.data.file import size_text
from pages.views.data.findings import counted


def render(page: Page) -> None:
    """Draw each file of the inbox with what its check says, and the way to look at it as a draft."""
    language, t = page.state.language, page.look.t
    listed = inbox.dropped(app_state.folders().inbox)
    if not listed:
        return
    steps.heading(t("In the inbox"), language)
    limit = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
    ledger = app_state.journal().read()
    for at, one in enumerate(listed):
        size = size_text(one.stamp[1], language)
        if one.stamp[1] > limit:
            said = [
                t("Too large for this page. Check and accept it with: python -m indicators add {path}", path=one.path)
            ]
            draw([Markup(html("data_waiting", language, name=one.path.name, size=size, said=said))])
            continue
        looked = _look(
            str(one.path), one.stamp, _stamp(origin.record_path(one.path)), app_state.published_dataset().version
        )
        draw([Markup(html("data_waiting", language, name=one.path.name, size=size, said=_said(page, looked, ledger)))])
        if looked.intake.format is not None and st.button(t("Open as a draft"), key=f"inbox-{at}-{one.path.name}"):
            _open(one, looked, language)
            st.rerun()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size


@st.cache_resource(show_spinner=False, max_entries=60)
def _look(path: str, stamp: tuple[int, int], beside: tuple[int, int], version: str) -> Looked:
    """Check a file of the inbox once for each state of the file, its record and the data."""
    seen = app_state.journal().read().state
    return inbox.look(Dropped(Path(path), stamp), app_state.published_dataset(), seen, app_state.this_year())


def _said(page: Page, looked: Looked, ledger: Ledger) -> list[str]:
    """Return what the check of a waiting file says, in sentences."""
    language, t = page.state.language, page.look.t
    for number, known in ledger.acceptances:
        if known.content == looked.offer.content:
            return [t("Accepted already, as number {number}.", number=number)]
    intake = looked.intake
    if intake.format is None:
        wrong = [one for one in intake.findings if one.severity is Severity.ERROR][:3]
        return [" ".join(describe(one, language)).strip() for one in wrong]
    said = [*counted(intake, language), *changes_counted(intake, language)]
    if looked.source is not None:
        said.append(t("Its origin record names {source}.", source=t(looked.source.citation)))
    return said + [" ".join(describe(one, language)).strip() for one in looked.problems]


def _open(one: Dropped, looked: Looked, language: str) -> None:
    """Take a copy of a waiting file into the session and show it as a draft."""
    folder = TemporaryDirectory(prefix="indicators-")
    path = Path(folder.name) / f"brought{one.path.suffix.lower()}"
    shutil.copyfile(one.path, path)
    draft_session.start(
        Submission(path, one.path.name, source=looked.source, problems=looked.problems), language, folder
    )
