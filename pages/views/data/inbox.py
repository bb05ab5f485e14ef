"""The files of the inbox folder, checked and listed as drafts."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from indicators.findings.finding import Severity, as_text
from indicators.intake import inbox
from indicators.intake.inbox import Dropped, Looked
from indicators.intake.submission import Submission
from indicators.store.dataset import Dataset
from indicators.store.ledger import origin
from indicators.store.ledger.ledger import Ledger
from indicators.web import app_state
from pages.shared import draft_session
from pages.shared.blocks import draw, heading
from pages.shared.elements import Template
from pages.shared.page_cache import shared
from pages.shared.shell import Page
from pages.views.data.changes import counted as changes_counted
from pages.views.data.file import size_text
from pages.views.data.findings import counted


@dataclass(frozen=True)
class WaitingFile(Template, file="data_waiting"):
    """A file of the inbox, and what its check says."""

    name: str
    size: str
    sentences: Sequence[str]


def render(page: Page) -> None:
    """Draw each file of the inbox with what its check says, and the way to look at it as a draft."""
    language, t = page.state.language, page.look.t
    listed = inbox.dropped(app_state.folders().inbox)
    if not listed:
        return
    heading(t("In the inbox"), language)
    limit = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
    published = page.published
    for index, dropped in enumerate(listed):
        size = size_text(dropped.stamp[1], language)
        if dropped.stamp[1] > limit:
            sentences = [
                t(
                    "Too large for this page. Check and accept it with: python -m indicators add {path}",
                    path=dropped.path,
                )
            ]
            draw([WaitingFile(dropped.path.name, size, sentences).markup(language)])
            continue
        looked = _look(
            dropped.path,
            dropped.stamp,
            _stamp(origin.record_path(dropped.path)),
            published.dataset,
            published.ledger.state,
            app_state.this_year(),
        )
        draw([WaitingFile(dropped.path.name, size, _sentences(page, looked, published.ledger)).markup(language)])
        if looked.intake.format is not None and st.button(
            t("Open as a draft"), key=f"inbox-{index}-{dropped.path.name}"
        ):
            _open(dropped, looked, page)
            st.rerun()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size


@shared
def _look(
    path: Path, stamp: tuple[int, int], _record: tuple[int, int], dataset: Dataset, seen: int, year: int
) -> Looked:
    """Check a file of the inbox, once for each state of the file, its record and the data, and each year."""
    return inbox.look(Dropped(path, stamp), dataset, seen, year)


def _sentences(page: Page, looked: Looked, ledger: Ledger) -> list[str]:
    """Return what the check of a waiting file says, in sentences."""
    language, t = page.state.language, page.look.t
    for number, known in ledger.acceptances:
        if known.content == looked.checked.content:
            return [t("Accepted already, as number {number}.", number=number)]
    intake = looked.intake
    if intake.format is None:
        wrong = [finding for finding in intake.findings if finding.severity is Severity.ERROR][:3]
        return [as_text(finding, language) for finding in wrong]
    sentences = [*counted(intake, language), *changes_counted(intake, language)]
    if looked.source is not None:
        sentences.append(t("Its origin record names {source}.", source=t(looked.source.citation)))
    return sentences + [as_text(finding, language) for finding in looked.problems]


def _open(dropped: Dropped, looked: Looked, page: Page) -> None:
    """Take a copy of a waiting file into the session and show it as a draft."""
    folder = TemporaryDirectory(prefix="indicators-")
    path = Path(folder.name) / f"brought{dropped.path.suffix.lower()}"
    shutil.copyfile(dropped.path, path)
    draft_session.start(
        Submission(path, dropped.path.name, source=looked.source, problems=looked.problems),
        page.published,
        page.state.language,
        folder,
    )
