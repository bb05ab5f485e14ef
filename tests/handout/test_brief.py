"""The council brief: two pages of A4 in each language, with what the pages say and nothing else."""

import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

from indicators.handout import brief as module
from indicators.handout.brief import CHARTS, END, brief_of, brief_pdf
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from indicators.web import app_state

ADDRESS = "https://indicators.example.org"


def close(text: str) -> str:
    """Return a text without its spaces, letters that a face joins written one by one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("theme", Theme)
def test_it_has_two_pages_of_a4(theme: Theme, language: str) -> None:
    paper = PdfReader(io.BytesIO(brief_pdf(brief_of(app_state.published_dataset(), theme, language, ADDRESS))))
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in paper.pages}
    assert (len(paper.pages), sizes) == (2, {(596, 842)})


@pytest.mark.parametrize("theme", Theme)
def test_it_says_what_the_pages_say(theme: Theme) -> None:
    dataset = app_state.published_dataset()
    brief = brief_of(dataset, theme, "en", ADDRESS)
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
    brief = brief_of(app_state.published_dataset(), Theme.WATER, "en")
    stated = dict(brief.sections)["2030 at this pace"]
    assert any("no pace" in line for line in stated)
    assert not any("network efficiency" in line.lower() and "at the pace since" in line for line in stated)


def test_what_2030_would_take_is_stated_where_a_value_is_published() -> None:
    stated = dict(brief_of(app_state.published_dataset(), Theme.WATER, "en").sections)["What 2030 would take"]
    assert stated[0].startswith("National water stress: 25% by 2030: ")
    assert stated[-1].startswith("No value to reach by 2030 is held here for: ")
    assert len(stated) == 2


@pytest.mark.parametrize("theme", Theme)
def test_nothing_runs_over_the_foot(theme: Theme) -> None:
    for language in SCREEN_LANGUAGES:
        made = brief_of(app_state.published_dataset(), theme, language, ADDRESS)
        first = module._charts_of_the_first_page(made)
        assert module._opening(None, made, first) <= END + 1
        assert min(module._second(None, made, size, first) for size in module.SIZES) <= END


def test_french_sets_a_space_before_the_colon_of_a_headline() -> None:
    paper = PdfReader(io.BytesIO(brief_pdf(brief_of(app_state.published_dataset(), Theme.LAND, "fr", ADDRESS))))
    assert re.search(r"bidonville\s: 7,2", paper.pages[0].extract_text())
