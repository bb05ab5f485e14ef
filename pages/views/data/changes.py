"""The third step: what the file would change, in values, charts, sentences and verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from indicators.charts.changes import Effects, aspect_text, claimed, effects, meaning_text
from indicators.charts.chart import Chart, Look
from indicators.charts.request import AREAS, ChartRequest, MapView
from indicators.claims import pledge_claims
from indicators.intake.chart_effects import maps_shown
from indicators.intake.drafts import Alteration, alterations, moved, touched
from indicators.intake.file_check import FileCheck
from indicators.intake.observation_keys import UNSTATED
from indicators.intake.pledge_check import pledge_changes
from indicators.intake.submission import NOT_YET
from indicators.language.translator import N_, Translator
from indicators.maps import districts
from indicators.model.vocabulary import Method, Perimeter, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared import draft_session
from pages.shared.blocks import See, draw, heading, indicator_name, place_name
from pages.shared.draft_session import UploadDraft
from pages.shared.elements import Note, Template
from pages.shared.page_cache import shared
from pages.shared.shell import Page

AT_ONCE = 12
"""How many indicators are compared chart by chart without being asked to."""

MOST_LISTED = 200
MOST_NAMED = 5
AREAS_OF = {"arrondissements": N_("districts"), "prefectures": N_("prefectures")}
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
    intake, base = now.checked.intake, page.published.dataset
    heading(t("What would change"), language, 3)
    draft = now.draft
    if draft is None or intake.changes is None:
        return lambda: None
    changed = alterations(intake, base)
    unlisted = len(changed) - MOST_LISTED
    altered = Altered(
        counted=counted(intake, language),
        columns=[t("Indicator"), t("Place"), t("Year"), t("Now"), t("With the file"), t("Perimeter and method")],
        rows=[_row(draft, change, language) for change in changed[:MOST_LISTED]],
        more=t.plural("And {n} more.", "And {n} more.", unlisted) if unlisted > 0 else "",
    )
    seen_on = [see.markup(language) for see in _maps(page, base, draft, intake)]
    draw([altered.markup(language), *pledge_sentences(page, now), *seen_on])
    if not now.shown and st.button(t("Show the charts as a draft"), key="show_draft"):
        draft_session.set_draft_visible(True)
        st.rerun()
    indicators, space = touched(intake), st.container()

    def later() -> None:
        with space:
            if indicators:
                _charts(page, base, draft, indicators)

    return later


def _maps(page: Page, base: Dataset, draft: Dataset, intake: FileCheck) -> list[See]:
    """Return links to the maps on which the figures of the file will be seen, and to those of cities new on maps."""
    t, language = page.look.t, page.state.language
    words = {area: t(text) for area, text in AREAS_OF.items()}
    links = []
    shown = maps_shown(draft, moved(intake))
    for map_shown in shown:
        area = next(area for area, level in AREAS.items() if level is map_shown.level)
        names = [indicator_name(draft, name, language) for name in map_shown.indicators]
        view = MapView(city=None if map_shown.city == draft.home.city else map_shown.city, areas=area)
        state = ChartRequest(language, indicator=map_shown.indicators[0], map=view)
        listed = formatting.semicolons([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])], language)
        text = t(
            "On the map of {city} ({areas}): {names}",
            city=draft.places[map_shown.city].names.get(language), areas=words[area], names=listed,
        )  # fmt: skip
        links.append(See(address(draft.home.address, state), text))
    known = {*districts.cities(base), *(map_shown.city for map_shown in shown)}
    for city in districts.cities(draft):
        if city not in known:
            href = address(draft.home.address, ChartRequest(language, map=MapView(city=city)))
            links.append(See(href, t("The map of {city}", city=draft.places[city].names.get(language))))
    return links


def _charts(page: Page, base: Dataset, draft: Dataset, indicators: list[str]) -> None:
    """Draw which charts, sentences and verdicts change: of the first indicators at once, of all when asked."""
    language, t = page.state.language, page.look.t
    everything = st.session_state.get(_ALL) == draft.version
    chosen = indicators if everything else indicators[:AT_ONCE]
    with st.spinner(t("Comparing the charts …")):
        effect = _effects(base, draft, tuple(chosen), Look(language))
    state = page.state.plain
    charts = [
        ChangedChart(
            title=chart.title,
            name=indicator_name(draft, chart.indicator, language) if chart.indicator else t("Overview"),
            href=_address(draft, chart.indicator, state),
        )
        for chart in effect.charts
    ]
    meanings = [
        ChangedSentence(
            name=indicator_name(draft, row.indicator, language) if row.indicator in draft.catalogue else t("Overview"),
            aspect=aspect_text(row.aspect, language),
            old=meaning_text(draft, row.aspect, row.old, language),
            new=meaning_text(draft, row.aspect, row.new, language),
        )
        for row in effect.meanings.itertuples()
    ]
    sentence = t.plural("{n} chart changes.", "{n} charts change.", len(charts)) if charts else t("No chart changes.")
    if effect.gone:
        sentence += " " + t.plural("{n} would disappear.", "{n} would disappear.", len(effect.gone))
    verdicts = len(effect.verdicts)
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
    if len(indicators) > len(chosen):
        sentence = t.plural(
            "{n} further indicator has new or changed values.",
            "{n} further indicators have new or changed values.",
            len(indicators) - len(chosen),
        )
        draw([Note(sentence).markup(page.state.language)])
        if st.button(t("Compare their charts too"), key=_ALL + "_button"):
            st.session_state[_ALL] = draft.version
            st.rerun()


@shared
def _effects(base: Dataset, draft: Dataset, indicators: tuple[str, ...], look: Look) -> Effects:
    """Compare the charts, once for each draft."""
    return effects(base, draft, indicators, look, _as_they_stand)


@shared
def _as_they_stand(base: Dataset, indicators: frozenset[str], look: Look) -> tuple[Chart, ...]:
    """Return the charts without a draft, made once for all drafts about the same indicators."""
    return tuple(claimed(base, indicators, look))


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


def _row(dataset: Dataset, change: Alteration, language: str) -> tuple[str, ...]:
    entry = dataset.catalogue[change.indicator]
    return (
        entry.names.get(language),
        place_name(dataset, change.place, language),
        formatting.year(change.year, language),
        formatting.figure(change.old, entry, language),
        formatting.figure(change.new, entry, language),
        formatting.commas(
            (word(Perimeter(change.perimeter), language), word(Method(change.method), language)), language
        ),
    )


PLEDGE_COLUMNS = (N_("City"), N_("Pledge"), N_("Covers"), N_("Source"))


@dataclass(frozen=True)
class BroughtPledges(Template, file="data_pledges"):
    """The pledges of a file, a row of cells for each."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def show_pledges(page: Page, now: UploadDraft) -> None:
    """Draw the pledges of the file under review; nothing of any other file."""
    brought = now.checked.intake.pledges
    if not brought:
        return
    t, language, dataset = page.look.t, page.state.language, now.draft or page.published.dataset
    pledges = [
        pledge.model_copy(update={"source": NOT_YET}) if pledge.source == UNSTATED else pledge for pledge in brought
    ]
    rows = [
        [
            dataset.places[pledge.place].names.get(language),
            pledge_claims.with_status(pledge, language),
            pledge_claims.coverage(pledge, language),
            pledge_claims.origin(dataset, pledge, language),
        ]
        for pledge in pledges
    ]
    title = t.plural("{n} pledge, which is no figure", "{n} pledges, which are no figures", len(rows))
    draw([BroughtPledges(title, [t(name) for name in PLEDGE_COLUMNS], rows).markup(language)])


def pledge_sentences(page: Page, now: UploadDraft) -> list[Markup]:
    """Return what the pledges of the file would change, and the way to where they stand; nothing of any other file."""
    pledges = now.checked.intake.pledges
    if not pledges:
        return []
    t, language = page.look.t, page.state.language
    counts = pledge_changes(pledges, page.published.dataset.pledges)
    sentences = [
        t.plural("{n} pledge is new.", "{n} pledges are new.", counts.new) if counts.new else "",
        t.plural(
            "{n} pledge takes the place of those of its city and source.",
            "{n} pledges take the place of those of their cities and source.",
            counts.changed,
        )
        if counts.changed
        else "",
        t.plural("{n} pledge is here already, the same.", "{n} pledges are here already, the same.", counts.unchanged)
        if counts.unchanged
        else "",
    ]
    beside = See(address(Theme.CARBON, ChartRequest(language)), t("Beside the emissions, on the carbon page"))
    return [*(Note(sentence).markup(language) for sentence in sentences if sentence), beside.markup(language)]
