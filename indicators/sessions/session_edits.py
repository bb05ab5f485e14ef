"""Changing a session: slides added, moved, doubled, deleted, rewritten; each gives a new session or says why not.

Positions count from 0. One that is not there changes nothing: two windows may edit, and a button may be late.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_
from indicators.sessions.session import MOST_SLIDES, Session, Slide, Words
from indicators.sessions.session_files import entry_findings
from indicators.sessions.slide_charts import chart_slide, slide_request
from indicators.store.dataset import Dataset

SESSION_FULL = Rule(
    "session_full",
    Severity.ERROR,
    N_("The session has {most} slides, as many as one may have."),
    N_("Delete some, or make another session."),
)

SESSION_WORDLESS = Rule(
    "session_wordless", Severity.ERROR, N_("The title is empty."), N_("Write it in one language at least.")
)

SLIDE_LINK = Rule(
    "slide_link",
    Severity.ERROR,
    N_("“{value}” is not the link of a chart."),
    N_("Copy one with “Copy link” below a chart, or press “Add to session” there."),
)


def with_slide(session: Session, slide: Slide, index: int | None = None) -> tuple[Session, list[Finding]]:
    """Return the session with a slide more, behind position `index`, at the end where it is None.

    A session that is full is unchanged, and the finding says so.
    """
    if len(session.slides) >= MOST_SLIDES:
        return session, [Finding(SESSION_FULL, params={"most": MOST_SLIDES})]
    position = len(session.slides) if index is None else max(0, min(index + 1, len(session.slides)))
    return _of(session, (*session.slides[:position], slide, *session.slides[position:])), []


def moved(session: Session, index: int, by: int) -> tuple[Session, int]:
    """Return the session with the slide at a position moved by so many places, and where it stands then."""
    if not _there(session, index):
        return session, index
    to = max(0, min(index + by, len(session.slides) - 1))
    others = (*session.slides[:index], *session.slides[index + 1 :])
    return _of(session, (*others[:to], session.slides[index], *others[to:])), to


def doubled(session: Session, index: int) -> tuple[Session, list[Finding]]:
    """Return the session with the slide at a position twice, the second behind the first."""
    return with_slide(session, session.slides[index], index) if _there(session, index) else (session, [])


def without(session: Session, index: int) -> Session:
    """Return the session without the slide at a position."""
    if not _there(session, index):
        return session
    return _of(session, (*session.slides[:index], *session.slides[index + 1 :]))


def rewritten(session: Session, index: int, slide: Slide) -> Session:
    """Return the session with another slide at a position."""
    if not _there(session, index):
        return session
    return _of(session, (*session.slides[:index], slide, *session.slides[index + 1 :]))


def _of(session: Session, slides: tuple[Slide, ...]) -> Session:
    return session.model_copy(update={"slides": slides})


def _there(session: Session, index: int) -> bool:
    return 0 <= index < len(session.slides)


def words_of(texts: Mapping[str, str]) -> Words | None:
    """Return a text by its languages, those left empty taken as not there; None where all are."""
    stated = {language: texts.get(language, "").strip() for language in LANGUAGES}
    stated = {language: text for language, text in stated.items() if text}
    return Words.model_validate(stated) if stated else None


def slide_of(fields: Mapping[str, Any]) -> tuple[Slide | None, list[Finding]]:
    """Return the slide that fields describe, and what is wrong with them; None where it cannot be one."""
    try:
        return Slide.model_validate({name: value for name, value in fields.items() if value is not None}), []
    except ValidationError as error:
        return None, entry_findings(error, None)


def session_with(session: Session, fields: Mapping[str, Any]) -> tuple[Session | None, list[Finding]]:
    """Return the session with other fields, its slides as they are; None and what is wrong where it cannot be one."""
    if fields.get("title", session.title) is None:
        return None, [Finding(SESSION_WORDLESS)]
    try:
        record = {name: getattr(session, name) for name in Session.model_fields}
        return Session.model_validate({**record, **fields}), []
    except ValidationError as error:
        return None, entry_findings(error, None)


def slide_of_link(dataset: Dataset, link: str) -> tuple[Slide | None, list[Finding]]:
    """Return the slide of a chart whose link was copied, and what of the link is not honoured.

    Written as short as it can be: what the link leaves out stays open to what its chart opens with.
    """
    written = link.strip()
    if not written:
        return None, [Finding(SLIDE_LINK, value="")]
    state, findings = slide_request(dataset, Slide(chart=written), "en")
    if state is None:
        return None, [Finding(SLIDE_LINK, value=written[:80]), *findings]
    return chart_slide(state), findings
