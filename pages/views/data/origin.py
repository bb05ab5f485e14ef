"""The fourth step: who published the figures, where and when, and under which licence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from indicators.findings.finding import Finding, as_text
from indicators.intake import acceptance, submission
from indicators.language.translator import N_, Translator, text
from indicators.model.sources import Source
from indicators.store.ledger import origin
from indicators.store.ledger.origin import ORIGIN_MISSING
from indicators.text import formatting
from pages.shared import draft_session
from pages.shared.blocks import draw, heading
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Problems, Template
from pages.shared.shell import Page
from pages.views.data.file import drop

KNOWN, DESCRIBED, RECORD = "known", "described", "record"
WAYS = {
    DESCRIBED: N_("Describe the source"),
    KNOWN: N_("A source the project knows"),
    RECORD: N_("An origin record (TOML file)"),
}

LABELS = {
    "producer": N_("Who published the figures"),
    "title": N_("Title of the publication"),
    "link": N_("Address of the publication"),
    "published": N_("Published: the year, the month or the day"),
    "accessed": N_("Or the date of access, if it is undated"),
    "licence": N_("Licence, as the publisher words it"),
    "redistributable": N_("May downloads include the figures?"),
    "attribution": N_("Attribution the licence asks for, if any"),
}
ANSWERS = {"": N_("Choose"), "yes": N_("Yes"), "no": N_("No, charts only")}


@dataclass(frozen=True)
class NamedSources(Template, file="data_named"):
    """The sources that a file names."""

    citations: Sequence[str]


def render(page: Page, now: UploadDraft) -> None:
    """Draw where the figures come from; ask where the file does not say."""
    language, t = page.state.language, page.look.t
    heading(t("Where the figures come from"), language, 4)
    missing = acceptance.unstated(now.checked.intake)
    named = sorted({str(name) for name in now.checked.intake.observations["source"].unique()} - {""})
    if named:
        draw([NamedSources([_citation(page, name, now) for name in named]).markup(language)])
    if now.file.source is not None:
        if st.button(t("Name another source"), key="other_source"):
            draft_session.start(replace(now.file, source=None, problems=()), page.published, language)
            st.rerun()
        return
    if not missing:
        return
    fields = t.plural(
        "{values} value names no source. A figure without one is not shown to others.",
        "{values} values name no source. A figure without one is not shown to others.",
        missing,
        values=formatting.number(missing, 0, language),
    )
    draw([Note(fields).markup(page.state.language)])
    way = st.radio(
        t("How to name it"),
        list(WAYS),
        format_func=lambda key: t(WAYS[key]),
        horizontal=True,
        key="origin_way",
    )
    if way == KNOWN:
        _known(page, now)
    elif way == RECORD:
        _record(page, now)
    else:
        _described(page, now)
    draw_problems(now.file.problems, language)


def draw_problems(problems: tuple[Finding, ...] | list[Finding], language: str) -> None:
    """Draw what is missing or wrong, each in words with what to do about it."""
    if problems:
        words = [as_text(_labelled(finding, language), language) for finding in problems]
        fields = [text(language, LABELS[finding.column]) if finding.column in LABELS else "" for finding in problems]
        draw([Problems([sentence[:1].upper() + sentence[1:] for sentence in words], fields).markup(language)])


def _labelled(finding: Finding, language: str) -> Finding:
    """Return a finding on the origin with the field's label in place of its key."""
    if finding.rule == ORIGIN_MISSING and finding.column in LABELS:
        return replace(finding, column=text(language, N_("“{name}”"), name=text(language, LABELS[finding.column])))
    return finding


def _citation(page: Page, name: str, now: UploadDraft) -> str:
    sources = {**page.published.dataset.sources, **{source.id: source for source in now.checked.sources}}
    return sources[name].citation if name in sources else name


def _known(page: Page, now: UploadDraft) -> None:
    t, sources = page.look.t, page.published.dataset.sources
    listed = sorted(sources.values(), key=lambda source: source.citation.casefold())
    chosen = st.selectbox(
        t("The source"),
        listed,
        index=None,
        format_func=lambda source: t(source.citation),
        placeholder=t("Type a word of its title"),
        key="known_source",
    )
    if chosen is not None:
        _take(now, chosen, page)


def _described(page: Page, now: UploadDraft) -> None:
    t = page.look.t
    with st.form("origin", border=False):
        fields = {}
        names = list(LABELS)
        for pair in zip(names[::2], names[1::2], strict=True):
            for side, name in zip(st.columns(2), pair, strict=True):
                with side:
                    fields[name] = _asked(t, name)
        if st.form_submit_button(t("Use this source"), key="use_origin"):
            file = submission.with_origin(now.file, fields)
            draft_session.start(file, page.published, page.state.language)
            st.rerun()


def _asked(t: Translator, name: str) -> str:
    """Take one field of the origin."""
    if name == "redistributable":
        chosen: str = st.selectbox(
            t(LABELS[name]), list(ANSWERS), format_func=lambda key: t(ANSWERS[key]), key="origin_may"
        )
        return chosen
    return st.text_input(t(LABELS[name]), key=f"origin_{name}")


def _record(page: Page, now: UploadDraft) -> None:
    t = page.look.t
    dropped = drop(
        page, "record", ("toml",), t("Drop the record that lies beside the file, or"), t("Choose the record")
    )
    if dropped is None:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "origin.toml"
        path.write_bytes(dropped[1])
        source, problems = origin.read_origin(path)
    draft_session.start(replace(now.file, source=source, problems=tuple(problems)), page.published, page.state.language)
    st.rerun()


def _take(now: UploadDraft, source: Source, page: Page) -> None:
    draft_session.start(replace(now.file, source=source, problems=()), page.published, page.state.language)
    st.rerun()
