"""The third step: what the file would change, in values, charts, sentences and verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from indicators.charts.chart import Look
from indicators.charts.claims_table import Effects, aspect_text, effects, meaning_text
from indicators.charts.request import ChartRequest
from indicators.intake.drafts import Alteration, alterations, touched
from indicators.intake.file_check import FileCheck
from indicators.language.translator import Translator
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.links import address
from pages.shared import draft_session
from pages.shared.blocks import draw
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note
from pages.shared.page_cache import shared
from pages.shared.shell import Page
from pages.shared.templating import Template
from pages.views.data import steps

AT_ONCE = 12
"""How many indicators are compared chart by chart without being asked to."""

MOST_LISTED = 200
_ALL = "compare_all"


@dataclass(frozen=True)
class Altered(Template, file="data_changed"):
    """The values that a file adds and changes: counts in sentences, and the changed ones as rows of cells."""

    counted: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[tuple[str, ...]]
    more: str


@dataclass(frozen=True)
class ChangedChart:
    """A chart that changes, with the name of its indicator."""

    title: str
    name: str
    href: str


@dataclass(frozen=True)
class ChangedSentence:
    """A sentence or a verdict that would say something else."""

    name: str
    aspect: str
    old: str
    new: str


@dataclass(frozen=True)
class Consequences(Template, file="data_effects"):
    """Which charts, sentences and verdicts a file changes."""

    sentence: str
    charts: Sequence[ChangedChart]
    meant: Sequence[ChangedSentence]
    meanings: str
    verdicts: str
    columns: Sequence[str]


def render(page: Page, now: UploadDraft) -> Callable[[], None]:
    """Draw what would change, and the way to the charts as a draft; return what draws the slow part, last."""
    language, t = page.state.language, page.look.t
    intake, base = now.offer.intake, page.published.dataset
    steps.heading(t("What would change"), language, 3)
    draft = now.draft
    if draft is None or intake.changes is None:
        return lambda: None
    changed = alterations(intake)
    unlisted = len(changed) - MOST_LISTED
    altered = Altered(
        counted=counted(intake, language),
        columns=[t("Indicator"), t("Place"), t("Year"), t("Now"), t("With the file"), t("Perimeter and method")],
        rows=[_row(draft, one, language) for one in changed[:MOST_LISTED]],
        more=t.plural("And {n} more.", "And {n} more.", unlisted) if unlisted > 0 else "",
    )
    draw([altered.markup(language)])
    if not now.shown and st.button(t("Show the charts as a draft"), key="show_draft"):
        draft_session.set_draft_visible(True)
        st.rerun()
    moved, space = touched(intake), st.container()

    def later() -> None:
        with space:
            if moved:
                _charts(page, base, draft, moved)

    return later


def _charts(page: Page, base: Dataset, draft: Dataset, moved: list[str]) -> None:
    """Draw which charts, sentences and verdicts change: of the first indicators at once, of all when asked."""
    language, t = page.state.language, page.look.t
    everything = st.session_state.get(_ALL) == draft.version
    chosen = moved if everything else moved[:AT_ONCE]
    with st.spinner(t("Comparing the charts …")):
        found = _effects(base, draft, tuple(chosen), Look(language))
    state = page.state.plain
    charts = [
        ChangedChart(
            title=chart.title,
            name=steps.indicator_name(draft, chart.indicator, language) if chart.indicator else t("Overview"),
            href=_address(draft, chart.indicator, state),
        )
        for chart in found.charts
    ]
    meanings = [
        ChangedSentence(
            name=steps.indicator_name(draft, row.indicator, language)
            if row.indicator in draft.catalogue
            else t("Overview"),
            aspect=aspect_text(row.aspect, language),
            old=meaning_text(draft, row.aspect, row.old, language),
            new=meaning_text(draft, row.aspect, row.new, language),
        )
        for row in found.meanings.itertuples()
    ]
    sentence = t.plural("{n} chart changes.", "{n} charts change.", len(charts)) if charts else t("No chart changes.")
    if found.gone:
        sentence += " " + t.plural("{n} would disappear.", "{n} would disappear.", len(found.gone))
    verdicts = len(found.verdicts)
    consequences = Consequences(
        sentence=sentence,
        charts=charts,
        meant=meanings,
        meanings=t.plural(
            "{n} sentence would say something else", "{n} sentences would say something else", len(meanings)
        ),
        verdicts=t.plural(
            "{n} verdict of comparison would change.", "{n} verdicts of comparison would change.", verdicts
        )
        if verdicts
        else "",
        columns=[t("Indicator"), t("What changes"), t("Now"), t("With the file")],
    )
    draw([consequences.markup(language)])
    if len(moved) > len(chosen):
        sentence = t.plural(
            "{n} further indicator has new or changed values.",
            "{n} further indicators have new or changed values.",
            len(moved) - len(chosen),
        )
        draw([Note(sentence).markup(page.state.language)])
        if st.button(t("Compare their charts too"), key=_ALL + "_button"):
            st.session_state[_ALL] = draft.version
            st.rerun()


@shared
def _effects(base: Dataset, draft: Dataset, indicators: tuple[str, ...], look: Look) -> Effects:
    """Compare the charts, once for each draft."""
    return effects(base, draft, indicators, look)


def _address(dataset: Dataset, indicator: str, state: ChartRequest) -> str:
    if indicator not in dataset.catalogue:
        return address("", ChartRequest(state.language))
    return address(dataset.catalogue[indicator].theme, ChartRequest(state.language, indicator=indicator))


def counted(intake: FileCheck, language: str) -> list[str]:
    """Return how many values are new, changed and unchanged, as sentences."""
    t, changes = Translator(language), intake.changes
    if changes is None:
        return []

    def n(count: int) -> str:
        return formatting.number(count, 0, language)

    sentences = []
    if changes.new:
        sentences.append(
            t.plural("{values} value is new.", "{values} values are new.", changes.new, values=n(changes.new))
        )
    if changes.changed:
        sentences.append(
            t.plural(
                "{values} value would change.",
                "{values} values would change.",
                changes.changed,
                values=n(changes.changed),
            )
        )
    if changes.unchanged:
        sentences.append(
            t.plural(
                "{values} value is here already, the same.",
                "{values} values are here already, the same.",
                changes.unchanged,
                values=n(changes.unchanged),
            )
        )
    return sentences


def _row(dataset: Dataset, one: Alteration, language: str) -> tuple[str, ...]:
    entry = dataset.catalogue[one.indicator]
    return (
        entry.names.get(language),
        steps.place_name(dataset, one.place, language),
        formatting.year(one.year, language),
        formatting.with_unit(one.old, entry, language),
        formatting.with_unit(one.new, entry, language),
        f"{word(Perimeter(one.perimeter), language)}, {word(Method(one.method), language)}",
    )
