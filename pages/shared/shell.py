"""The shell of every page: language, masthead, menu, notices, among them which numbers differ since a link was made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.charts import world_figures
from indicators.charts.chart import Look
from indicators.charts.dispatch import observations_of
from indicators.charts.request import MOST_COMPARED, ChartRequest
from indicators.claims.still_claims import with_telling_digits
from indicators.figures.palette import on_paper
from indicators.findings.finding import Finding, as_text
from indicators.intake.drafts import is_draft
from indicators.language.locales import LANGUAGE_NAMES, SCREEN_LANGUAGES, direction, screen_language
from indicators.language.translator import N_, Translator
from indicators.maps.districts import mapped_anywhere
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Theme
from indicators.open.earlier import data_at
from indicators.plain import help_pages
from indicators.store.dataset import Dataset
from indicators.store.revisions import Revision, differences
from indicators.text import formatting
from indicators.text.citations import is_public, page_report
from indicators.text.glossary import linked_words
from indicators.web import app_state
from indicators.web.app_state import Published
from indicators.web.link_choices import LinkChoices, choices
from indicators.web.links import AVAILABILITY_PAGE, STATEMENT, WORLD_PAGE, address, made_with, read
from indicators.web.middleware import preferred_locale
from indicators.web.templating import Markup
from pages.shared import draft_session, permissions, registry
from pages.shared.blocks import draw
from pages.shared.elements import Template
from pages.shared.page_cache import shared


@dataclass(frozen=True)
class Page:
    """What a page run knows: the data, what the link says, what of it was not honoured, the theme.

    `dataset` is what the run shows: the session's draft, or the data set of `published`.
    `made_with` is the data version the link was made with, empty where it does not say.
    """

    published: Published
    dataset: Dataset
    address: str
    state: ChartRequest
    findings: tuple[Finding, ...]
    theme: str
    made_with: str = ""

    @property
    def look(self) -> Look:
        """How charts shall look on this page."""
        return Look(self.state.language, self.theme)


def preferred_language() -> str:
    """Return the language that the browser prefers among those of the screen, English where it names none of them."""
    return screen_language("", _locale())


def _locale() -> str:
    """Return the locale that the browser prefers, as every other route reads it; its first one without a header."""
    return preferred_locale(st.context.headers.get("accept-language") or st.context.locale or "")


def linked_language() -> str:
    """Return the language the link asks for, the browser's where it asks for none that the screen speaks."""
    return screen_language(st.query_params.get("lang", ""), _locale())


def current(address_: str) -> Page:
    """Return what this run of the page at `address_` shows: one data set from beginning to end."""
    published = app_state.published()
    dataset = draft_session.dataset_shown(published.dataset, linked_language())
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return asked(published, dataset, address_, st.query_params.to_dict(), preferred_language(), theme)


def asked(
    published: Published, dataset: Dataset, address_: str, query: Mapping[str, str], language: str, theme: str
) -> Page:
    """Return what the page at `address_` shows for a query; `language` is that of a query without one."""
    allowed = replace(_choices(dataset, address_), default_language=language)
    state, findings = read(query, allowed)
    return Page(published, dataset, address_, state, tuple(findings), theme, made_with(query))


@shared
def _choices(dataset: Dataset, address_: str) -> LinkChoices:
    """Return what links to a page may name."""
    of_page = dataset.catalogue.of_theme(address_) if address_ in set(Theme) else dataset.catalogue.values()
    of_page = mapped_anywhere(dataset) if address_ == dataset.home.address else of_page
    of_page = world_figures.mapped(dataset) if address_ == WORLD_PAGE else of_page
    allowed = choices(dataset, {entry.id for entry in of_page})
    if address_ == "compare":
        allowed = replace(allowed, most_cities=MOST_COMPARED)
    elif address_ != "present":
        allowed = replace(allowed, views=())
    return replace(allowed, filtered=address_ == AVAILABILITY_PAGE, dated=address_ == WORLD_PAGE)


def notices(page: Page) -> list[str]:
    """Return in words what of the link was not honoured."""
    return [as_text(finding, page.state.language) for finding in page.findings]


def masthead(page: Page) -> None:
    """Draw the masthead with the menu; links keep the language and the peers."""
    operator = permissions.visitor_permission().given
    draw([masthead_markup(page, operator), *marked(page), *revised(page)])


def masthead_markup(page: Page, operator: bool = False) -> Markup:
    """Return the masthead with what of the link was not honoured; an `operator` has more pages in the menu."""
    link = app_state.public_address() + address(page.address, page.state, version=page.dataset.version)
    printed = link if is_public(link) else ""
    return _masthead(page.dataset, page.address, page.state, page.theme, tuple(notices(page)), printed, operator)


@dataclass(frozen=True)
class PageFoot(Template, file="page_foot"):
    """The foot of every page: printing, words of the screen, the tour, whom to tell (empty for nobody), accessibility.

    `brief` is the address of the theme's brief, `words` are those that lead to the glossary, `steps` those of the tour:
    what is pointed at, as a selector of our own, and what is stated of it.
    """

    glossary: str
    words: str
    brief: str
    statement: str
    report: str
    steps: str


TOUR = (
    ("h1", N_("The title says the result in one sentence; the chart below shows where it comes from.")),
    (".cs-peers", N_("Here you choose the cities that stand beside the home city.")),
    (".cs-verdict", N_("This line says whether the figures may be compared, and why.")),
    (".cs-tools", N_("Below each chart: copy the link or the citation, take the picture, a slide or the figures.")),
    (".cs-find", N_("Search any indicator in everyday words. The key / opens it.")),
)
"""The five steps of the tour."""


def foot(address_: str) -> None:
    """Draw the foot of the page at an address; the view of one chart for a room has none."""
    if address_ != "present":
        draw([foot_markup(current(address_))])


def foot_markup(page: Page) -> Markup:
    """Return the foot of a page."""
    return _foot(page.dataset, page.address, page.state, app_state.contact(), app_state.public_address())


@shared
def _foot(dataset: Dataset, page: str, state: ChartRequest, contact: str, public: str) -> Markup:
    """Return the foot of the page at an address."""
    t = Translator(state.language)
    title = registry.title(registry.entry_at(dataset, page), state.language)
    link = public + address(page, state, version=dataset.version)
    return PageFoot(
        glossary=f"{help_pages.GLOSSARY}?lang={state.language}",
        brief=f"/brief/{page}.pdf?lang={state.language}" if page in set(Theme) else "",
        statement=f"{STATEMENT}?lang={state.language}",
        words=json.dumps(linked_words(state.language), ensure_ascii=False),
        report=page_report(contact, title, dataset.version, link, state.language) if contact else "",
        steps=json.dumps([[place, t(words)] for place, words in TOUR], ensure_ascii=False),
    ).markup(state.language)


def marked(page: Page) -> list[Markup]:
    """Return the band that says that a draft is shown; none where it is not."""
    return draft_session.band(page.address, page.state) if is_draft(page.dataset) else []


def revised(page: Page) -> list[Markup]:
    """Return the notice of numbers that differ since the link was made; none where the link is of this version."""
    if page.made_with in ("", page.dataset.version) or is_draft(page.dataset):
        return []
    return list(revision_notice(page.dataset, page.address, page.state, page.made_with))


@dataclass(frozen=True)
class MenuEntry:
    """A page in the menu; a `later` one is left out where there is no room."""

    title: str
    href: str
    hue: str
    later: bool
    current: bool


@dataclass(frozen=True)
class Masthead(Template, file="masthead"):
    """The head of every page: `brand` is the name of the home city; `languages` are (code, name, address, current).

    `printed` is the address that paper shows, empty where the browser's own is all there is.
    """

    theme: str
    direction: str
    paper: str
    brand: str
    home: str
    find: str
    sources: str
    languages: Sequence[tuple[str, str, str, bool]]
    pages: Sequence[MenuEntry]
    notices: Sequence[str]
    printed: str
    version: str


@shared
def _masthead(
    dataset: Dataset,
    page: str,
    state: ChartRequest,
    theme: str,
    notices: tuple[str, ...],
    printed: str,
    operator: bool,
) -> Markup:
    """Return the masthead of the page at an address."""
    plain = replace(state.plain, indicator=None, chart=None, reach=None)
    languages = [
        (code, LANGUAGE_NAMES[code], address(page, replace(state, language=code)), code == state.language)
        for code in SCREEN_LANGUAGES
    ]
    menu = [
        MenuEntry(
            title=registry.title(entry, state.language),
            href=address(entry.address, plain),
            hue=entry.hue,
            later=entry.later,
            current=entry.address == page,
        )
        for entry in registry.entries(dataset.home.address)
        if entry.listed or (operator and entry.restricted)
    ]
    return Masthead(
        theme=theme,
        direction=direction(state.language),
        paper=json.dumps(on_paper()) if theme == "dark" else "",
        brand=dataset.places[dataset.home.city].names.get(state.language),
        home=address("", plain),
        find=f"/find.json?lang={state.language}",
        sources=address("sources", plain),
        languages=languages,
        pages=menu,
        notices=notices,
        printed=printed,
        version=dataset.version,
    ).markup(state.language)


WITHOUT_CHARTS = ("sources", "changes")


@shared
def revision_notice(dataset: Dataset, page: str, state: ChartRequest, made_with: str) -> tuple[Markup, ...]:
    """Return what differs between the chart of a link as it was with `made_with` and as it is."""
    t = Translator(state.language)
    if page in WITHOUT_CHARTS:
        return ()
    if page in set(Theme) and state.indicator is None:
        state = replace(state, indicator=dataset.catalogue.of_theme(page)[0].id)
    if state.indicator is None and page not in ("", "present"):
        return ()
    earlier = data_at(dataset, made_with)
    if earlier is None:
        words = t(
            "The link was made with data version “{version}”, which is not in the log of releases: "
            "what changed since then cannot be said.",
            version=made_with,
        )
        return (_notice(words, [], dataset, state),)
    differing = differences(observations_of(earlier.dataset, state), observations_of(dataset, state))
    day = formatting.day(earlier.day, state.language)
    if not differing:
        words = t(
            "The data changed since this link was made (version {version}, {day}); none of the numbers shown here did.",
            version=made_with,
            day=day,
        )
        return (_notice(words, [], dataset, state),)
    words = t.plural(
        "The data changed since this link was made (version {version}, {day}): {n} of the numbers shown differs.",
        "The data changed since this link was made (version {version}, {day}): {n} of the numbers shown differ.",
        len(differing),
        version=made_with,
        day=day,
    )
    return (_notice(words, differing, dataset, state),)


@dataclass(frozen=True)
class RevisionNotice(Template, file="revised"):
    """What differs between a chart as a link showed it and as it is."""

    sentence: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, ...]]


def _notice(words: str, revisions: list[Revision], dataset: Dataset, state: ChartRequest) -> Markup:
    t = Translator(state.language)
    rows = []
    for revision in revisions:
        entry = with_telling_digits(dataset.catalogue[revision.indicator], revision.old, revision.new)
        rows.append(
            (
                entry.names.get(state.language),
                dataset.places[revision.place].names.get(state.language),
                _written(revision.old, revision.old_year, entry, state.language),
                _written(revision.new, revision.new_year, entry, state.language),
            )
        )
    columns = [t("Indicator"), t("Place"), t("When the link was made"), t("Now")]
    return RevisionNotice(words, columns, rows).markup(state.language)


def _written(value: float | None, year: int | None, entry: Indicator, language: str) -> str:
    """Return a figure with its year, or that there is none."""
    if value is None:
        t = Translator(language)
        return t("not shown")
    written = formatting.with_unit(value, entry, language)
    return f"{written} ({formatting.year(year, language)})"
