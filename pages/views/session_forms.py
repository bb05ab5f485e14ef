"""The forms of a session: its title and speakers, the slide that is open, and slides that are added.

Each is sent as a whole and saved at once; what cannot be taken is stated, and everything typed stays.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from indicators.findings.finding import Finding
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.sessions.pictures import LARGEST_PICTURE, PICTURE_KINDS, keep_picture
from indicators.sessions.session import CHAIR, Guess, Session, Slide, SlideKind, Words
from indicators.sessions.session_edits import (
    rewritten,
    session_with,
    slide_of,
    slide_of_link,
    with_slide,
    words_of,
)
from indicators.web import app_state
from pages.shared import permissions, session_copies
from pages.shared.blocks import draw
from pages.shared.elements import Note
from pages.shared.session_copies import WorkingCopy
from pages.shared.shell import Page
from pages.views import session_adding

LANGUAGE_LABELS = {
    "en": N_("{field} (English)"),
    "fr": N_("{field} (French)"),
    "ar": N_("{field} (Arabic)"),
}

GUESS_WORDS = {"": N_("nothing"), Guess.VALUE: N_("the value of the city"), Guess.RANK: N_("the rank of the city")}

TITLE, TEXT, NOTES, HARD, ALT = (
    N_("Title"),
    N_("Text"),
    N_("Notes"),
    N_("The likely hard question, and its answer"),
    N_("What the picture shows"),
)

LONG = frozenset({TEXT, NOTES, HARD})
"""The fields of several lines."""


def _key(copy: WorkingCopy, *parts: object) -> str:
    return "-".join(map(str, ("session", copy.session.id, *parts)))


def _languages(session: Session, *texts: Words | None) -> list[str]:
    """Return the languages to write in: the session's, and those that a text has besides."""
    used = {language for words in texts if words for language in LANGUAGES if not words.missing([language])}
    return [language for language in LANGUAGES if language in session.languages or language in used]


def _texts(t: Translator, label: str, words: Words | None, languages: Sequence[str], key: str) -> None:
    """Draw a text in each language, side by side."""
    for column, language in zip(st.columns(len(languages) or 1), languages, strict=False):
        named = t(LANGUAGE_LABELS[language], field=t(label))
        value = (getattr(words, language) or "") if words else ""
        with column:
            if label in LONG:
                st.text_area(named, value, key=f"{key}-{language}", height=110)
            else:
                st.text_input(named, value, key=f"{key}-{language}")


def _typed(key: str) -> Words | None:
    """Return the text that was typed in all languages, None where nothing was."""
    return words_of({language: str(st.session_state.get(f"{key}-{language}") or "") for language in LANGUAGES})


def head(page: Page, copy: WorkingCopy) -> None:
    """Draw the form of the session itself."""
    t, session = page.look.t, copy.session
    key = partial(_key, copy, copy.form)
    with st.expander(t("Title, speakers and languages")), st.form(key("head"), border=False):
        _texts(t, TITLE, session.title, LANGUAGES, key("title"))
        st.text_area(t("Speakers, one a line"), "\n".join(session.speakers), key=key("speakers"), height=110)
        st.text_input(t("Who may take the floor back"), session.chair, key=key("chair"))
        names = {"en": t("English"), "fr": t("French"), "ar": t("Arabic")}
        st.multiselect(
            t("Languages that the room reads"),
            LANGUAGES,
            list(session.languages),
            key=key("languages"),
            format_func=lambda language: names[language],
        )
        st.form_submit_button(t("Save"), key=key("head_now"), on_click=_save_head, args=(copy, key(), t))


def _save_head(copy: WorkingCopy, key: str, t: Translator) -> None:
    typed = st.session_state
    speakers = (line.strip() for line in str(typed[f"{key}-speakers"]).splitlines())
    fields: dict[str, Any] = {
        "title": _typed(f"{key}-title"),
        "speakers": tuple(speaker for speaker in speakers if speaker),
        "chair": str(typed[f"{key}-chair"]).strip() or CHAIR,
        "languages": tuple(typed[f"{key}-languages"]) or copy.session.languages,
    }
    session, problems = session_with(copy.session, fields)
    if session is None:
        session_copies.refuse(copy, problems)
        return
    copy.form += 1
    session_copies.keep(copy, session, t("Saved."))


def slide(page: Page, copy: WorkingCopy) -> None:
    """Draw the form of the slide that is open."""
    opened = copy.open_slide
    if opened is None:
        return
    t, index = page.look.t, copy.slide
    key = partial(_key, copy, f"slide{copy.id_of(index)}")
    texts = (opened.title, opened.text, opened.notes, opened.hard_question, opened.alt)
    languages = _languages(copy.session, *texts)
    with st.form(key("form"), border=True):
        if opened.kind is SlideKind.CHART:
            session_adding.draw_chart(page, str(opened.chart))
            st.text_input(t("Chart (its link)"), opened.chart or "", key=key("chart"))
            note = t("Without a title the sentence of the chart stands over it.")
            draw([Note(note).markup(page.state.language)])
        if opened.kind is SlideKind.PICTURE:
            _texts(t, ALT, opened.alt, languages, key("alt"))
        _texts(t, TITLE, opened.title, languages, key("title"))
        if opened.kind is SlideKind.STATEMENT or opened.text is not None:
            _texts(t, TEXT, opened.text, languages, key("text"))
        _texts(t, NOTES, opened.notes, languages, key("notes"))
        _texts(t, HARD, opened.hard_question, languages, key("hard"))
        st.number_input(t("Seconds planned"), 5, 3600, opened.seconds, step=5, key=key("seconds"))
        if opened.kind is SlideKind.CHART:
            choices = list(GUESS_WORDS)
            st.selectbox(
                t("The room guesses first"),
                choices,
                choices.index(opened.guess or ""),
                key=key("guess"),
                format_func=lambda guess: t(GUESS_WORDS[guess]),
            )
        st.form_submit_button(
            t("Save slide"), type="primary", key=key("now"), on_click=_save_slide, args=(page, copy, opened, key(), t)
        )


def _save_slide(page: Page, copy: WorkingCopy, opened: Slide, key: str, t: Translator) -> None:
    """Save the slide as it was typed; the one that the form was drawn of, wherever it stands by now."""
    index, typed = copy.slide, st.session_state
    if copy.open_slide != opened:
        return
    fields: dict[str, Any] = {
        "kind": opened.kind,
        "picture": opened.picture,
        "chart": opened.chart,
        "title": _typed(f"{key}-title"),
        "text": _typed(f"{key}-text"),
        "notes": _typed(f"{key}-notes"),
        "hard_question": _typed(f"{key}-hard"),
        "alt": _typed(f"{key}-alt") if opened.kind is SlideKind.PICTURE else opened.alt,
        "seconds": int(typed[f"{key}-seconds"]),
        "guess": typed.get(f"{key}-guess") or None,
    }
    link = str(typed.get(f"{key}-chart") or "").strip()
    if opened.kind is SlideKind.CHART and link != opened.chart:
        chart, problems = slide_of_link(page.published.dataset, link)
        if chart is None:
            session_copies.refuse(copy, problems)
            return
        fields["chart"] = chart.chart
    changed, problems = slide_of(fields)
    if changed is None:
        session_copies.refuse(copy, problems)
        return
    session_copies.keep(copy, rewritten(copy.session, index, changed), t("Slide {n} is saved.", n=index + 1))
    copy.renew(index)


def additions(page: Page, copy: WorkingCopy) -> None:
    """Draw the forms of new slides, one for each kind; a new one stands behind the slide that is open."""
    t, session = page.look.t, copy.session
    languages = _languages(session)
    with st.expander(t("Add a slide")):
        names = [t("Chart"), t("Section"), t("Statement"), t("Picture")]
        charts, sections, statements, pictures = st.tabs(names)
        with charts:
            _addition(page, copy, SlideKind.CHART, lambda key: _chart_fields(page, key))
        with sections:
            _addition(page, copy, SlideKind.SECTION, lambda key: _texts(t, TITLE, None, languages, f"{key}-title"))
        with statements:
            _addition(page, copy, SlideKind.STATEMENT, lambda key: _statement_fields(t, languages, key))
        with pictures:
            _addition(page, copy, SlideKind.PICTURE, lambda key: _picture_fields(t, languages, key))


def _addition(page: Page, copy: WorkingCopy, kind: SlideKind, fields: Any) -> None:
    """Draw the form of a new slide of a kind, whose `fields` are drawn with the beginning of their keys."""
    key, t = _key(copy, copy.form, f"new_{kind}"), page.look.t
    with st.form(f"{key}-form", border=False):
        fields(key)
        st.form_submit_button(t("Add the slide"), key=f"{key}-now", on_click=_add, args=(page, copy, kind, key, t))


def _chart_fields(page: Page, key: str) -> None:
    """Draw the field of the link of a chart."""
    t = page.look.t
    st.text_input(t("Link of a chart"), key=f"{key}-link")
    note = t("“Copy link” below a chart gives it; “Add to session” there is shorter.")
    draw([Note(note).markup(page.state.language)])


def _statement_fields(t: Translator, languages: Sequence[str], key: str) -> None:
    """Draw the fields of a statement: the sentence, and what stands below it."""
    _texts(t, TITLE, None, languages, f"{key}-title")
    _texts(t, TEXT, None, languages, f"{key}-text")


def _picture_fields(t: Translator, languages: Sequence[str], key: str) -> None:
    """Draw the fields of a picture: the file, what it shows, and a title."""
    megabytes = LARGEST_PICTURE // 1_000_000
    label = t("A picture (PNG, JPEG or SVG, {most} MB at most)", most=megabytes)
    st.file_uploader(label, type=list(PICTURE_KINDS), key=f"{key}-file", max_upload_size=megabytes)
    _texts(t, ALT, None, languages, f"{key}-alt")
    _texts(t, TITLE, None, languages, f"{key}-title")


def _add(page: Page, copy: WorkingCopy, kind: SlideKind, key: str, t: Translator) -> None:
    """Add the slide that was typed behind the one that is open."""
    if not permissions.visitor_permission().given:
        return
    made, problems = _new_slide(page, copy, kind, key)
    if made is None:
        session_copies.refuse(copy, problems)
        return
    session, full = with_slide(copy.session, made, copy.slide if copy.session.slides else None)
    if full:
        session_copies.refuse(copy, full)
        return
    copy.slide = min(copy.slide + 1, len(session.slides) - 1) if copy.session.slides else 0
    copy.ids, copy.form = [], copy.form + 1
    session_copies.keep(copy, session, t("Slide {n} is new.", n=copy.slide + 1))


def _new_slide(page: Page, copy: WorkingCopy, kind: SlideKind, key: str) -> tuple[Slide | None, list[Finding]]:
    """Return the slide that was typed, and what is wrong with it."""
    if kind is SlideKind.CHART:
        return slide_of_link(page.published.dataset, str(st.session_state.get(f"{key}-link") or ""))
    fields: dict[str, Any] = {"kind": kind, "title": _typed(f"{key}-title"), "text": _typed(f"{key}-text")}
    if kind is SlideKind.PICTURE:
        fields["alt"] = _typed(f"{key}-alt")
        brought = st.session_state.get(f"{key}-file")
        if brought is not None and fields["alt"] is not None:
            name, problems = keep_picture(app_state.folders(), copy.session.id, brought.getvalue(), brought.name)
            if name is None:
                return None, problems
            fields["picture"] = name
    return slide_of(fields)
