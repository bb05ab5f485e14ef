"""What holds for every chart of every indicator, whichever the language and the view."""

from itertools import cycle

import pytest

from indicators.analysis import derive
from indicators.charts.chart import Look
from indicators.model.vocabulary import Scale
from indicators.text.citations import cited, source_line
from tests.helpers.figures import sent, strings
from tests.helpers.published import dataset, everything, notes, peers, plain

LOOKS = (Look("en", "light", "screen"), Look("fr", "dark", "room"))
LOOK_OF = dict(zip(dataset().catalogue, cycle(LOOKS), strict=False))
"""One indicator is seen in the one look, the next in the other: what holds depends on none of them."""


def named(chart, place, language):
    """Return whether a place is accounted for: drawn, left out with a reason, or without a figure."""
    name = dataset().places[place].names.get(language)
    if name in {row.cells[0] for row in chart.rows}:
        return True
    return name in notes(chart)


@pytest.mark.parametrize("indicator", LOOK_OF)
def test_a_chart_says_what_it_shows_for_whom_and_from_where(indicator):
    entry, look = dataset().catalogue[indicator], LOOK_OF[indicator]
    charts = everything(indicator, look)
    assert charts or not len(dataset().of(indicator))
    for chart in charts:
        assert chart.title
        assert chart.subtitle.startswith(entry.names.get(look.language)) or chart.kind in ("parts", "world")
        assert chart.alt
        assert chart.rows
        assert len({len(row.cells) for row in chart.rows} | {len(chart.columns)}) == 1
        assert chart.sources
        assert source_line(cited(dataset().sources, chart.sources), look.language) in chart.source
        assert dataset().version in chart.source
        assert "{" not in chart.title + chart.subtitle + chart.alt + chart.source + notes(chart)
        assert "nan" not in f" {chart.title} {chart.subtitle} {notes(chart)} ".lower().split()
        if chart.figure is not None:
            figure = sent(chart.figure)
            assert figure["layout"]["meta"] == {"verdict": str(chart.comparison.verdict)}
            assert not [text for text in strings(figure) if "://" in text or "<script" in text.lower()]
            if look.view == "room":
                assert figure["layout"]["height"] <= 430


@pytest.mark.parametrize("indicator", LOOK_OF)
def test_casablancas_value_is_in_the_words_of_the_first_chart(indicator):
    entry = dataset().catalogue[indicator]
    charts = everything(indicator, LOOK_OF[indicator])
    rows = derive.latest(dataset().of(indicator), ["casablanca"])
    if entry.scale is not Scale.CITY or rows.empty or not charts:
        return
    chart = charts[0]
    stated = plain(chart.title + chart.alt + " ".join(cell for row in chart.rows for cell in row.cells))
    assert "Casablanca" in stated
    assert any(character.isdigit() for character in stated)


@pytest.mark.parametrize(
    "indicator", [key for key, entry in dataset().catalogue.items() if entry.scale is not Scale.FACILITY]
)
def test_no_place_compared_disappears(indicator):
    entry, look = dataset().catalogue[indicator], LOOK_OF[indicator]
    charts = [chart for chart in everything(indicator, look) if chart.kind == "rank"]
    if not charts or not len(derive.observed(dataset().of(indicator))):
        return
    chart = charts[0]
    lone = "No figure comparable" in notes(chart) or "Aucun" in notes(chart)
    compared = peers()
    if entry.scale is Scale.COUNTRY:
        countries = [dataset().places.country_of(city) for city in compared]
        compared = tuple({country.id for country in countries if country is not None})
    for place in compared:
        assert lone or named(chart, place, look.language), place
