"""The Arabic of charts: nothing English is left in it, and it is read in the order in which it is written."""

import re

import pytest
from bidi import get_display

from indicators.charts.chart import Chart
from indicators.language.bidi import FSI, LRI, PDI, RLI, unmarked
from indicators.language.translator import filled
from tests.helpers.checking import dataset
from tests.helpers.languages import catalogue, english_in, forms, messages, placeholders
from tests.language.test_french import charts_of_each_sort, names_in, texts_of

pytestmark = pytest.mark.slow

WHOLE = re.compile(
    r"[+\u2212]?\d[\d.,]*\d%|[+\u2212]?\d%|[+\u2212]\d[\d.,]*|\d{4}–\d{4}"
    r"|CO₂|m³|m²|PM2\.5|PM10|[A-Za-z]+[ \d.]*[A-Za-z\d]"
)
"""What has one order in every language: signed numbers, shares, ranges of years, formulas, Latin names."""

EASTERN = re.compile("[\u0660-\u0669\u06f0-\u06f9\u066a-\u066c]")
LATIN_MARK = re.compile("[\u0621-\u064a][,;?]|[\u0621-\u064a] [;?]")


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    return charts_of_each_sort("ar")


def stated_by(chart: Chart) -> list[str]:
    """Return the sentences of a chart."""
    return [chart.title, chart.subtitle, chart.alt, *chart.notes]


def seen(line: str) -> str:
    return unmarked(get_display(line, base_dir="R"))


def test_no_chart_keeps_an_english_text(charts: list[Chart]) -> None:
    assert english_in("\n".join(unmarked(text) for chart in charts for text in texts_of(chart)), "ar") == []


def test_numbers_formulas_and_names_are_seen_as_they_are_written(charts: list[Chart]) -> None:
    assert len(charts) > 30
    torn = [
        (found[0], unmarked(sentence))
        for chart in charts
        for sentence in stated_by(chart)
        for found in WHOLE.finditer(unmarked(sentence))
        if found[0] not in seen(sentence)
    ]
    assert torn == []


def test_every_isolate_is_closed(charts: list[Chart]) -> None:
    for chart in charts:
        for sentence in texts_of(chart):
            depth = 0
            for char in sentence:
                depth += (char in (LRI, RLI, FSI)) - (char == PDI)
                assert depth >= 0, sentence
            assert depth == 0, sentence


def test_digits_and_marks_are_those_of_morocco(charts: list[Chart]) -> None:
    for chart in charts:
        for sentence in stated_by(chart):
            assert not EASTERN.search(sentence), sentence
            assert not LATIN_MARK.search(unmarked(sentence)), sentence


def torn_in(line: str) -> list[str]:
    """Return the numbers, names and formulas of a line that are not seen as they are written."""
    return [run for run in re.findall(WHOLE, unmarked(line)) if ". " not in run and run not in seen(line)]


def test_every_text_of_the_catalogue_is_seen_as_it_is_written() -> None:
    """Each message with a Latin name, a share, a range and a number put in; what is seen apart was isolated apart."""
    torn = set()
    for message in messages(catalogue("ar")):
        for form in forms(message.string):
            names = placeholders(form)
            for value in ("الرباط", "−3,5%", "2014–2024", "1.234,5") if names else ("",):
                line = filled("ar", form, "", dict.fromkeys(names, value)) if names else form
                torn |= {(form, run) for run in torn_in(line)} if not re.search("\u2069 \\{", form) else set()
    assert torn == set()


def test_every_text_of_the_data_is_seen_as_it_is_written() -> None:
    data = dataset()
    parts = (data.catalogue, data.places, data.families, data.peer_sets, data.targets)
    texts = {names.get("ar") for part in parts for names in names_in(part)}
    assert len(texts) > 1000
    assert {text: torn for text in texts if (torn := torn_in(text))} == {}


def test_the_catalogue_has_western_digits_alone() -> None:
    texts = [form for message in messages(catalogue("ar")) for form in forms(message.string)]
    assert [form for form in texts if EASTERN.search(form)] == []
