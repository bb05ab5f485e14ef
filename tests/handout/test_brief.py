"""The council brief: two pages of A4 in each language, with what the pages say and nothing else."""

import io
import re
import unicodedata
from functools import cache

import pytest
from pypdf import PdfReader

from indicators.handout import brief as module
from indicators.handout.brief import CHARTS, END, Brief, brief_of, brief_pdf
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from indicators.web import app_state

ADDRESS = "https://indicators.example.org"


@cache
def made(theme: Theme, language: str) -> Brief:
    """Return the brief of a theme, made once for all tests."""
    return brief_of(app_state.published_dataset(), theme, language, ADDRESS)


def close(text: str) -> str:
    """Return a text without its spaces, letters that a face joins written one by one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("theme", Theme)
def test_it_has_two_pages_of_a4(theme: Theme, language: str) -> None:
    paper = PdfReader(io.BytesIO(brief_pdf(made(theme, language))))
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in paper.pages}
    assert (len(paper.pages), sizes) == (2, {(596, 842)})


@pytest.mark.parametrize("theme", Theme)
def test_it_says_what_the_pages_say(theme: Theme) -> None:
    dataset = app_state.published_dataset()
    brief = made(theme, "en")
    paper = PdfReader(io.BytesIO(brief_pdf(brief)))
    text = close(" ".join(page.extract_text() for page in paper.pages))
    assert 1 <= len(brief.charts) <= CHARTS
    for head in brief.headlines:
        assert close(head.claim) in text
    for heading, lines in brief.sections:
        assert close(heading) in text
        assert all(close(line) in text for line in lines), heading
    assert dataset.version in text
    assert close(f"{ADDRESS}/{theme}?") in text


def test_no_pace_is_claimed_where_the_rules_give_none() -> None:
    brief = made(Theme.WATER, "en")
    stated = dict(brief.sections)["2030 at this pace"]
    assert any("no pace" in line for line in stated)
    assert not any("network efficiency" in line.lower() and "at the pace since" in line for line in stated)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("theme", Theme)
def test_a_sentence_ends_with_one_full_stop(theme: Theme, language: str) -> None:
    assert [line for _, lines in made(theme, language).sections for line in lines if ".." in line] == []


def test_what_2030_would_take_is_stated_where_a_value_is_published() -> None:
    stated = dict(made(Theme.WATER, "en").sections)["What 2030 would take"]
    assert stated[0].startswith("National water stress: 25% by 2030: ")
    assert stated[-1].startswith("No value to reach by 2030 is held here for: ")
    assert len(stated) == 2


@pytest.mark.parametrize("theme", Theme)
def test_nothing_runs_over_the_foot(theme: Theme) -> None:
    for language in SCREEN_LANGUAGES:
        brief = made(theme, language)
        first = module._charts_of_the_first_page(brief)
        assert module._opening(None, brief, first) <= END + 1
        assert min(module._second(None, brief, size, first) for size in module.SIZES) <= END


def test_french_sets_a_space_before_the_colon_of_a_headline() -> None:
    paper = PdfReader(io.BytesIO(brief_pdf(made(Theme.LAND, "fr"))))
    assert re.search(r"bidonville\s: 7,2", paper.pages[0].extract_text())
