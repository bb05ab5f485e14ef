"""The pages: their files, their addresses, their titles, their order."""

from dataclasses import dataclass
from functools import cache

import streamlit as st

from indicators.charts.request import ChartRequest
from indicators.language.translator import N_, Translator
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import TEXTS
from indicators.web import app_state
from indicators.web.links import address
from indicators.web.search import Record

OPERATOR = "operator"
"""The address of the page for whoever runs the server."""


@dataclass(frozen=True)
class Entry:
    """One page: its script below `pages/`, its address, its title, whether the menu lists it, words to find it by.

    The menu lists a `restricted` page for those alone who may see it.
    """

    script: str
    address: str
    title: str
    hue: str = ""
    later: bool = False
    listed: bool = True
    words: str = ""
    restricted: bool = False


@cache
def entries(districts: str) -> tuple[Entry, ...]:
    """Return the pages in their order; `districts` is the address of that of the parts of the home city."""
    return (
        Entry("overview.py", "", N_("Overview")),
        *(Entry(f"{theme}.py", theme, TEXTS[Theme][theme], hue=theme) for theme in Theme),
        Entry("districts.py", districts, N_("Districts"), words=N_("map of the districts neighbourhoods")),
        Entry("world.py", "world", N_("World"), words=N_("map of the world cities")),
        Entry("sdg.py", "sdg", N_("SDG"), words=N_("sustainable development goals targets 2030")),
        Entry("compare.py", "compare", N_("Compare"), words=N_("cities peers ranking chart")),
        Entry("availability.py", "availability", N_("Availability"), later=True, words=N_("missing gaps old age")),
        Entry("sources.py", "sources", N_("Sources"), words=N_("definitions licences methods publishers")),
        Entry("data.py", "data", N_("Data"), words=N_("add file upload correct figures")),
        Entry("sessions.py", "sessions", N_("Sessions"), words=N_("present slides talk conference programme")),
        Entry("changes.py", "changes", N_("What changed"), words=N_("new news releases versions history")),
        Entry("operator.py", OPERATOR, N_("Server"), listed=False, restricted=True),
        Entry("present.py", "present", N_("Present"), listed=False),
    )


def published_entries() -> tuple[Entry, ...]:
    """Return the pages as they are with the city at the centre of what is published."""
    return entries(app_state.published_dataset().home.address)


def known_entries() -> tuple[Entry, ...]:
    """Return the pages with the city of what was read last at the centre, none before the first reading.

    Nothing is read and nobody is waited for: a record of the log asks this, also one that is made by the very reading.
    """
    known = app_state.last_dataset()
    return entries(known.home.address) if known is not None else ()


def pages(language: str, indicator: str = "") -> list[st.Page]:
    """Return the pages as Streamlit's navigation takes them; the first is the default.

    `indicator` is the one a link asks for: the title of the page names it.
    """
    dataset = app_state.published_dataset()
    return [
        st.Page(
            f"pages/{entry.script}",
            title=document_title(dataset, entry, language, indicator),
            url_path=entry.address or None,
            default=not entry.address,
        )
        for entry in entries(dataset.home.address)
    ]


def entry_at(dataset: Dataset, address: str) -> Entry:
    """Return the page at an address, the first where there is none: Streamlit shows that one then."""
    known = entries(dataset.home.address)
    return next((entry for entry in known if entry.address == address), known[0])


def search_records(dataset: Dataset, language: str) -> list[Record]:
    """Return the pages of the menu as the find box lists them."""
    t = Translator(language)
    return [
        {
            "name": title(entry, language),
            "words": f"{t(entry.words)} {title(entry, language)}" if entry.words else title(entry, language),
            "note": t("Page"),
            "figure": True,
            "href": address(entry.address, ChartRequest(language)),
        }
        for entry in entries(dataset.home.address)
        if entry.listed
    ]


def document_title(dataset: Dataset, entry: Entry, language: str, indicator: str = "") -> str:
    """Return what the browser's tab and its history call a page: the indicator asked for, the page, the home city."""
    entry_of_indicator = dataset.catalogue.get(indicator) if entry.address else None
    if entry_of_indicator is not None and entry.address in set(Theme) and entry_of_indicator.theme != entry.address:
        entry_of_indicator = None  # the page shows another in its place
    named = [entry_of_indicator.names.get(language)] if entry_of_indicator is not None else []
    home = dataset.places[dataset.home.city].names.get(language)
    return " · ".join([*named, title(entry, language), home])


def title(entry: Entry, language: str) -> str:
    """Return the title of a page in `language`."""
    return Translator(language)(entry.title)
