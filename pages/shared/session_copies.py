"""The sessions that one visitor edits: each as they have it, saved at every step, with what stood in the way.

Every change is saved at once as a version of its own. Where that fails, because someone else saved or a disk refused,
the visitor's state stays here until it is saved again or discarded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import streamlit as st

from indicators.findings.finding import Finding
from indicators.sessions.session import Session, Slide
from indicators.sessions.session_files import SessionFile, find_session, in_words
from indicators.sessions.session_store import save
from indicators.web import app_state
from pages.shared import permissions
from pages.shared.blocks import draw
from pages.shared.elements import Problems

_KEY = "session_copies"

_numbers = count(1)


@dataclass(eq=False)
class WorkingCopy:
    """A session as one visitor edits it.

    `saved` is the state last read or saved, `stamp` that of its file. `slide` is the position of the slide that is
    open; `ids` name the slides while they move, so that a form keeps what was typed. `form` counts what was taken from
    the forms of the session and of new slides: a new number is an empty form. `problems` are why a change was not
    taken, `done` says what was.
    """

    session: Session
    saved: Session
    stamp: str
    slide: int = 0
    form: int = 0
    problems: tuple[Finding, ...] = ()
    done: str = ""
    ids: list[int] = field(default_factory=list)

    @property
    def unsaved(self) -> bool:
        """Whether it differs from what is saved."""
        return self.session != self.saved

    @property
    def open_slide(self) -> Slide | None:
        """The slide that is open, None where the session has none."""
        return self.session.slides[self.slide] if self.slide < len(self.session.slides) else None

    def id_of(self, index: int) -> int:
        """Return the name of the slide at a position."""
        while len(self.ids) < len(self.session.slides):
            self.ids.append(next(_numbers))
        return self.ids[index]

    def renew(self, index: int) -> None:
        """Give the slide at a position a new name: its form shows what it holds now."""
        self.id_of(index)
        self.ids[index] = next(_numbers)


def copy_of(file: SessionFile) -> WorkingCopy | None:
    """Return the visitor's copy of a session, read again where nothing of it is unsaved; None if it cannot be read."""
    copies: dict[str, WorkingCopy] = st.session_state.setdefault(_KEY, {})
    known = copies.get(file.id)
    if file.session is None:
        return known
    if known is None:
        known = copies[file.id] = WorkingCopy(file.session, file.session, file.stamp)
    elif known.stamp != file.stamp and not known.unsaved:
        known.session = known.saved = file.session
        known.stamp, known.ids = file.stamp, []
    known.slide = max(0, min(known.slide, len(known.session.slides) - 1))
    return known


def keep(copy: WorkingCopy, session: Session, done: str) -> bool:
    """Save a changed session; return whether it was, and have the copy say `done` or why not."""
    if not permissions.visitor_permission().given:
        return False
    folders = app_state.folders()
    copy.session, copy.done = session, ""
    copy.problems = tuple(save(folders, session, copy.stamp))
    file, _ = find_session(folders, session.id)
    if file is not None:
        # saving once more is meant: what another saved meanwhile has been said, and is a version
        copy.stamp = file.stamp
    if copy.problems:
        return False
    copy.saved, copy.done = session, done
    return True


def refuse(copy: WorkingCopy, problems: Sequence[Finding]) -> None:
    """Note why a change was not taken; what was typed stays in its form."""
    copy.problems, copy.done = tuple(problems), ""


def forget(name: str) -> None:
    """Discard what a visitor has not saved of a session: it is read again."""
    st.session_state.setdefault(_KEY, {}).pop(name, None)


def draw_problems(problems: Sequence[Finding], language: str) -> None:
    """Draw findings of sessions, each in words with what to do about it."""
    if problems:
        words = [in_words(problem, language) for problem in problems]
        draw([Problems([sentence[:1].upper() + sentence[1:] for sentence in words]).markup(language)])


_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def as_typed(text: str) -> str:
    """Return a text for a label, whose marks (Markdown) stay what they are: no label of ours fetches a picture."""
    # French has hard spaces, which stay.
    return _MARKS.sub(r"\\\1", re.sub(r"[ \t\r\n]+", " ", text).strip())
