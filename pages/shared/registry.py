"""The pages: their files, their addresses, their titles, their order."""

from dataclasses import dataclass
from functools import cache

import streamlit as st

from indicators.language.translator import N_, Translator
from indicators.model.vocabulary import Theme
from indicators.text.labels import TEXTS
from indicators.web import app_state


@dataclass(frozen=True)
class Entry:
    """One page: its script below `pages/`, its address, its title, whether the menu lists it."""

    script: str
    address: str
    title: str
    hue: str = ""
    later: bool = False
    listed: bool = True


@cache
def entries(districts: str) -> tuple[Entry, ...]:
    """Return the pages in their order; `districts` is the address of that of the parts of the home city."""
    return (
        Entry("overview.py", "", N_("Overview")),
        *(Entry(f"{theme}.py", theme, TEXTS[Theme][theme], hue=theme) for theme in Theme),
        Entry("districts.py", districts, N_("Districts")),
        Entry("world.py", "world", N_("World")),
        Entry("sdg.py", "sdg", N_("SDG")),
        Entry("compare.py", "compare", N_("Compare")),
        Entry("availability.py", "availability", N_("Availability"), later=True),
        Entry("sources.py", "sources", N_("Sources")),
        Entry("data.py", "data", N_("Data")),
        Entry("changes.py", "changes", N_("What changed")),
        Entry("present.py", "present", N_("Present"), listed=False),
    )


def published_entries() -> tuple[Entry, ...]:
    """Return the pages as they are with the city at the centre of what is published."""
    return entries(app_state.published_dataset().home.address)


def pages(language: str) -> list[st.Page]:
    """Return the pages as Streamlit's navigation takes them; the first is the default."""
    return [
        st.Page(
            f"pages/{entry.script}",
            title=document_title(entry, language),
            url_path=entry.address or None,
            default=not entry.address,
        )
        for entry in published_entries()
    ]


def entry_at(address: str) -> Entry:
    """Return the page at an address, the first where there is none: Streamlit shows that one then."""
    known = published_entries()
    return next((entry for entry in known if entry.address == address), known[0])


def document_title(entry: Entry, language: str) -> str:
    """Return what the browser's tab and its history call a page."""
    return f"{title(entry, language)} · {app_state.home_name(language)}"


def title(entry: Entry, language: str) -> str:
    """Return the title of a page in `language`."""
    return Translator(language)(entry.title)
