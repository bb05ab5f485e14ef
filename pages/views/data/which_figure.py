"""The question of the second step: whether values are new values of known figures, or other figures beside them."""

from dataclasses import replace

import streamlit as st

from indicators.language.translator import N_
from indicators.store.ledger.ledger import Meant
from indicators.text import formatting
from pages.shared import draft_session
from pages.shared.blocks import draw
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note
from pages.shared.shell import Page
from pages.views.data import steps

ANSWERS = {
    Meant.KNOWN: N_("New values of the known figures: they take their place"),
    Meant.ANOTHER: N_("Other figures: they stand beside the known ones"),
}


def render(page: Page, now: UploadDraft) -> None:
    """Ask which figures are meant where the file does not say, and check it again with the answer."""
    language, t = page.state.language, page.look.t
    questions, meant = now.offer.intake.questions, now.file.meant
    if not questions and meant is None:
        return
    steps.small(t("Which figures are meant?"), language)
    if questions:
        words = t.plural(
            "{values} value names no perimeter or method, and its source has another one for that place and year.",
            "{values} values name no perimeter or method, and their source has others for those places and years.",
            questions,
            values=formatting.number(questions, 0, language),
        )
        draw([Note(words).markup(language)])
    chosen = st.radio(
        t("Which figures are meant?"),
        list(ANSWERS),
        index=None if meant is None else list(ANSWERS).index(meant),
        format_func=lambda answer: t(ANSWERS[answer]),
        key=f"meant-{now.file.path.parent.name}",
        label_visibility="collapsed",
    )
    if chosen is not None and chosen is not meant:
        draft_session.start(replace(now.file, meant=chosen), page.published, language)
        st.rerun()
