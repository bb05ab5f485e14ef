"""The page of the words that the screen uses, which every page leads to; it needs no session."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.plain.page import PageAddress, PageHead, page_head
from indicators.plain.templating import PlainTemplate
from indicators.store.dataset import Dataset
from indicators.text.glossary import TERMS

PATH = "/glossary"


@dataclass(frozen=True)
class GlossaryPage(PlainTemplate, file="glossary"):
    """The words with what they mean: (id, word, meaning)."""

    head: PageHead
    title: str
    lead: str
    terms: Sequence[tuple[str, str, str]]


def glossary_page(dataset: Dataset, language: str, public: str = "") -> str:
    """Return the page as HTML."""
    t = Translator(language)
    place = PageAddress(public, {code: f"{PATH}?lang={code}" for code in SCREEN_LANGUAGES}, language)
    title = t(N_("Words on this screen"))
    lead = t(N_("What these pages mean by the words they use."))
    head = page_head(dataset, place, title, lead, ["plain/page.css", "plain/page.js"])
    terms = [(term.id, t(term.word), t(term.meaning)) for term in TERMS]
    return GlossaryPage(head, title, lead, terms).markup(language).body
