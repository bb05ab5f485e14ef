"""The session that is open: its slides in their order, moving and deleting them, its versions, a copy of it.

A session itself can be deleted, which asks once, and brought back.
"""

from datetime import UTC

import streamlit as st

from indicators.charts.chart import Look
from indicators.language.translator import N_, Translator
from indicators.sessions.session import Session, Slide, SlideKind
from indicators.sessions.session_edits import doubled, moved, session_with, without, words_of
from indicators.sessions.session_files import SessionFile, find_session, names
from indicators.sessions.session_store import SessionVersion, create, new_id, restore, versions, withdraw, withdrawn
from indicators.sessions.slide_charts import slide_chart, slide_title
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from pages.shared import permissions, session_copies
from pages.shared.blocks import draw, heading, small
from pages.shared.elements import Note
from pages.shared.page_cache import shared
from pages.shared.session_copies import WorkingCopy, as_typed, draw_problems
from pages.shared.shell import Page
from pages.views import session_forms, session_links

KIND_WORDS = {
    SlideKind.CHART: N_("Chart"),
    SlideKind.SECTION: N_("Section"),
    SlideKind.STATEMENT: N_("Statement"),
    SlideKind.PICTURE: N_("Picture"),
}


def render(page: Page, file: SessionFile) -> None:
    """Draw the session that is open; whoever may publish changes it."""
    copy = session_copies.copy_of(file)
    if copy is None:
        return
    t, language = page.look.t, page.state.language
    heading(copy.session.title.get(language), language)
    draw_problems(copy.problems, language)
    if copy.done:
        draw([Note(copy.done).markup(language)])
    if not permissions.visitor_permission().given:
        for index, slide in enumerate(copy.session.slides):
            draw([Note(slide_line(page.published.dataset, index, slide, t)).markup(language)])
        return
    if copy.unsaved:
        _unsaved(copy, t)
    session_forms.head(page, copy)
    small(t("Slides"), language)
    if copy.session.slides:
        _slides(page, copy)
    else:
        draw([Note(t("There is no slide yet.")).markup(language)])
    session_forms.additions(page, copy)
    session_links.personal_links(page, copy.saved)
    _versions(page, copy)
    _copying(page, copy)
    deletion(page, copy)


@shared
def title_of(dataset: Dataset, slide: Slide, language: str) -> str:
    """Return the title over a slide, made once."""
    chart = None
    if slide.chart is not None and (slide.title is None or slide.title.missing([language])):
        chart, _ = slide_chart(dataset, slide, Look(language))
    return slide_title(slide, chart, language)


def slide_line(dataset: Dataset, index: int, slide: Slide, t: Translator) -> str:
    """Return a slide in a line: its number, its kind where it is no chart, its title, its seconds."""
    title = title_of(dataset, slide, t.language)
    kind = "" if slide.kind is SlideKind.CHART else f"{t(KIND_WORDS[slide.kind])} · "
    return t("{n}. {kind}{title} ({seconds} s)", n=index + 1, kind=kind, title=title, seconds=slide.seconds)


def _unsaved(copy: WorkingCopy, t: Translator) -> None:
    """Offer to save once more what could not be saved, or to discard it."""
    with st.container(horizontal=True):
        st.button(t("Save again"), type="primary", key="session_save", on_click=_save_again, args=(copy, t))
        st.button(
            t("Discard my changes"), key="session_discard", on_click=session_copies.forget, args=(copy.session.id,)
        )


def _save_again(copy: WorkingCopy, t: Translator) -> None:
    session_copies.keep(copy, copy.session, t("Saved."))


def _slides(page: Page, copy: WorkingCopy) -> None:
    """Draw the slides to choose from, what can be done with the chosen one, and its form."""
    t, dataset = page.look.t, page.published.dataset
    key = f"session_slides-{copy.session.id}"
    st.session_state[key] = copy.slide
    lines = [as_typed(slide_line(dataset, index, slide, t)) for index, slide in enumerate(copy.session.slides)]
    st.radio(
        t("Slides"),
        range(len(lines)),
        key=key,
        format_func=lambda index: lines[index],
        label_visibility="collapsed",
        on_change=_choose,
        args=(copy, key),
    )
    index, last = copy.slide, len(lines) - 1
    with st.container(horizontal=True, key="session_moves"):
        first, end = (
            t("This is the first slide.") if index == 0 else None,
            t("This is the last slide.") if index == last else None,
        )
        st.button(t("Up"), key="slide_up", disabled=index == 0, help=first, on_click=_move, args=(copy, index, -1, t))
        st.button(
            t("Down"), key="slide_down", disabled=index == last, help=end, on_click=_move, args=(copy, index, 1, t)
        )
        st.button(t("Duplicate"), key="slide_double", on_click=_double, args=(copy, index, t))
        st.button(t("Delete"), key="slide_delete", on_click=_delete, args=(copy, index, t))
    session_forms.slide(page, copy)


def _choose(copy: WorkingCopy, key: str) -> None:
    copy.slide = int(st.session_state[key])
    copy.problems, copy.done = (), ""


def _move(copy: WorkingCopy, index: int, by: int, t: Translator) -> None:
    session, to = moved(copy.session, index, by)
    copy.id_of(index)
    copy.ids.insert(to, copy.ids.pop(index))
    copy.slide = to
    session_copies.keep(copy, session, t("Slide {n} is slide {to} now.", n=index + 1, to=to + 1))


def _double(copy: WorkingCopy, index: int, t: Translator) -> None:
    session, problems = doubled(copy.session, index)
    if problems:
        session_copies.refuse(copy, problems)
        return
    copy.ids, copy.slide = [], index + 1
    session_copies.keep(copy, session, t("Slide {n} is there twice.", n=index + 1))


def _delete(copy: WorkingCopy, index: int, t: Translator) -> None:
    copy.id_of(index)
    copy.ids.pop(index)
    session = without(copy.session, index)
    copy.slide = max(0, min(index, len(session.slides) - 1))
    session_copies.keep(copy, session, t("Slide {n} is deleted. An earlier version still has it.", n=index + 1))


def _versions(page: Page, copy: WorkingCopy) -> None:
    """Draw the saved versions, of which one can be put in place again."""
    t, language = page.look.t, page.state.language
    saved = versions(app_state.folders(), copy.session.id)
    if len(saved) < 2:
        return
    by_number = {version.number: version for version in saved}
    with st.expander(t("Earlier versions")):
        key = f"session_version-{copy.session.id}"
        st.selectbox(
            t("Version"),
            [version.number for version in saved if version.slides is not None],
            key=key,
            format_func=lambda number: _version_line(by_number[number], t, language),
        )
        st.button(t("Restore"), key="session_restore", on_click=_restore, args=(copy, key, t))


def _version_line(version: SessionVersion, t: Translator, language: str) -> str:
    """Return a version in a line: its number, when it was saved, its slides."""
    saved = version.saved.astimezone(UTC)
    slides = t.plural("{n} slide", "{n} slides", version.slides or 0)
    return t(
        "{number}: {day}, {time} (universal time), {slides}",
        number=version.number,
        day=formatting.day(saved.date().isoformat(), language),
        time=f"{saved:%H:%M}",
        slides=slides,
    )


def _restore(copy: WorkingCopy, key: str, t: Translator) -> None:
    """Put a version in place again, as the newest."""
    number = st.session_state.get(key)
    if number is None or not permissions.visitor_permission().given:
        return
    name, folders = copy.session.id, app_state.folders()
    problems = restore(folders, name, number)
    if problems:
        session_copies.refuse(copy, problems)
        return
    session_copies.forget(name)
    file, _ = find_session(folders, name)
    fresh = session_copies.copy_of(file) if file else None
    if fresh is not None:
        fresh.done = t("Version {number} is in place again.", number=number)


def _copying(page: Page, copy: WorkingCopy) -> None:
    """Draw the form that makes a second session of this one."""
    t = page.look.t
    with st.expander(t("A copy of this session")), st.form("session_copy", border=False):
        st.text_input(t("Title of the copy"), key="session_copy_title")
        st.form_submit_button(t("Make the copy"), key="session_copy_now", on_click=_copy, args=(page, copy))


def _copy(page: Page, copy: WorkingCopy) -> None:
    """Make a session with the slides of this one, and open it."""
    if not permissions.visitor_permission().given:
        return
    title, folders = words_of({page.state.language: st.session_state["session_copy_title"]}), app_state.folders()
    named, problems = session_with(copy.session, {"title": title})
    if named is None:
        session_copies.refuse(copy, problems)
        return
    name = new_id(named.title.get(page.state.language), names(folders))
    second: Session = named.model_copy(update={"id": name})
    problems = create(folders, second)
    if problems:
        session_copies.refuse(copy, problems)
        return
    st.session_state["session_copy_title"] = ""
    st.query_params["session"] = name


_DONE = "session_withdrawal_done"
_NOT_BACK = "session_not_brought_back"


def deletion(page: Page, copy: WorkingCopy) -> None:
    """Draw what deletes the session that is open; nothing for one that ships and was not changed."""
    t = page.look.t
    file, _ = find_session(app_state.folders(), copy.session.id)
    if file is None or not file.made:
        return
    with st.expander(t("Delete this session")):
        draw(
            [
                Note(t("Its links end, on every phone. All its versions are kept, and it can be brought back.")).markup(
                    t.language
                )
            ]
        )
        st.button(t("Delete it"), key="session_delete", on_click=_delete_session, args=(copy, t))


def _delete_session(copy: WorkingCopy, t: Translator) -> None:
    if not permissions.visitor_permission().given:
        return
    problems = withdraw(app_state.folders(), copy.session.id, copy.stamp)
    if problems:
        session_copies.refuse(copy, problems)
        return
    session_copies.forget(copy.session.id)
    st.query_params.pop("session", None)
    st.session_state[_DONE] = t("“{title}” is deleted.", title=copy.session.title.get(t.language))


def deleted(page: Page) -> None:
    """Draw what was done last, and the sessions that were deleted, each of which can be brought back."""
    t = page.look.t
    done = st.session_state.pop(_DONE, "")
    if done:
        draw([Note(done).markup(t.language)])
    draw_problems(st.session_state.pop(_NOT_BACK, ()), t.language)
    gone = withdrawn(app_state.folders())
    if not gone:
        return
    with st.expander(t("Deleted sessions")):
        for name, session in gone.items():
            label = as_typed(t("Bring back “{title}”", title=session.title.get(t.language)))
            st.button(label, key=f"session_back-{name}", on_click=_bring_back, args=(name, t))


def _bring_back(name: str, t: Translator) -> None:
    folders = app_state.folders()
    if not permissions.visitor_permission().given:
        return
    saved = versions(folders, name)
    problems = restore(folders, name, saved[0].number if saved else 0)
    if problems:
        st.session_state[_NOT_BACK] = problems
        return
    st.query_params["session"] = name
    st.session_state[_DONE] = t("The session is back.")
