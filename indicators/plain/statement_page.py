"""The statement of accessibility as a plain page: what is aimed at, what helps, what was tested, what does not hold.

The same with its details, for those who maintain it, is docs/accessibility.md: a change of one is a change of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.language.translator import N_, Translator
from indicators.plain.page import PageAddress, PageHead, page_head
from indicators.plain.templating import PlainTemplate
from indicators.store.dataset import Dataset

TITLE = N_("Accessibility")

LEAD = N_("These pages are made to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.")

PARTS = (
    (
        N_("What helps"),
        (
            N_(
                "Everything can be reached by keyboard. The first stop of each page skips the menu; a "
                "slash leads to the find box."
            ),
            N_(
                "A chart that has the focus says its values one by one: arrow keys for the next place, "
                "year or line, Home and End for the first and the last."
            ),
            N_("Each chart has a description and the same figures as a table below it."),
            N_("No colour carries a meaning alone: signs and words say the same."),
            N_(
                "Pages follow the settings of your system: dark or light, more contrast, colours of your "
                "own, less motion, larger text."
            ),
        ),
    ),
    (
        N_("What was tested"),
        (
            N_(
                "Every page by the automatic checks of axe-core in a real browser, light and dark, on "
                "wide and on narrow screens."
            ),
            N_("The way to the first chart by keyboard, where the focus is after each choice, and what is announced."),
            N_("All widths from 320 pixels on, and text at twice its size."),
            N_("The colours of charts as three kinds of colour blindness see them, and in grey."),
        ),
    ),
    (
        N_("What does not hold yet"),
        (
            N_(
                "Nobody who uses a screen reader has tried these pages yet; automatic checks find only "
                "part of what stands in the way."
            ),
            N_(
                "The areas of a map can be pressed with a mouse or a finger only; the list beside the map "
                "has the same links."
            ),
            N_(
                "Slides in front of a room and charts on other sites do not say their values one by one; the page of "
                "the chart and the slide on a phone do."
            ),
            N_(
                "Some fields of the pages Data and Sessions are drawn by a library that names a few of "
                "their parts in English."
            ),
        ),
    ),
)


@dataclass(frozen=True)
class StatementPart:
    """One part of the statement: its title and its sentences."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class StatementPage(PlainTemplate, file="statement"):
    """The statement; `contact` is whom readers tell of a barrier, empty where nobody is named."""

    head: PageHead
    title: str
    lead: str
    parts: Sequence[StatementPart]
    contact: str


def statement_page(dataset: Dataset, place: PageAddress, contact: str) -> str:
    """Return the statement of accessibility as HTML."""
    t = Translator(place.language)
    head = page_head(dataset, place, t(TITLE), t(LEAD), ["plain/page.css"])
    parts = [StatementPart(t(title), [t(sentence) for sentence in sentences]) for title, sentences in PARTS]
    return StatementPage(head, t(TITLE), t(LEAD), parts, contact).markup(place.language).body
