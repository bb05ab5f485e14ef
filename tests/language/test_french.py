"""The French screen: nothing English is left on it, and it is set as French is."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from indicators.charts.chart import Chart, Look
from indicators.model.catalogue import Indicator, Names
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from pages.shared import registry
from pages.views.theme import charts_of
from tests.helpers.checking import dataset
from tests.helpers.home import HOME
from tests.helpers.languages import english_in, faults_of_type

pytestmark = pytest.mark.slow


def texts_of(chart: Chart) -> Iterator[str]:
    yield from (chart.title, chart.subtitle, chart.alt, chart.source, *chart.notes)
    yield from (name for name, _ in chart.columns)
    yield from (cell for row in chart.rows for cell in row.cells)


def unlike(entry: Indicator) -> tuple[object, ...]:
    """Return what decides which sentences an indicator's charts use."""
    return (
        entry.scale, entry.measure, entry.direction, entry.rankable, entry.noisy,
        entry.family is None, entry.absence is None, entry.interval is None, not entry.breaks,
    )  # fmt: skip


def charts_of_each_sort(language: str) -> list[Chart]:
    """Return every chart of one indicator of each sort, beside every city."""
    data = dataset()
    cities = tuple(place.id for place in data.places.of_level(Level.CITY) if place.id != HOME)
    sorts = {unlike(entry): entry for entry in data.catalogue.values()}
    return [chart for entry in sorts.values() for chart in charts_of(data, entry, cities, Look(language=language))]


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    return charts_of_each_sort("fr")


def test_no_chart_keeps_an_english_text(charts: list[Chart]) -> None:
    assert english_in("\n".join(text for chart in charts for text in texts_of(chart)), "fr") == []


def test_charts_are_set_as_french(charts: list[Chart]) -> None:
    faults = {
        chart.id: texts
        for chart in charts
        if (texts := faults_of_type("\n".join([chart.title, chart.subtitle, chart.alt, *chart.notes])))
    }
    assert faults == {}


def test_no_article_stays_uncontracted(charts: list[Chart]) -> None:
    wrong = re.compile(r"\b(?:à|de) Les? |\bde [AEÉIOU]|\bà (?:Maroc|Station|Barrage)\b")
    assert [chart.title for chart in charts if wrong.search(chart.title)] == []


def test_titles_of_pages_are_french() -> None:
    titles = [registry.title(entry, "fr") for entry in registry.published_entries()]
    assert titles[:3] == [
        "Vue d’ensemble",
        "Eau",
        "Énergie",
    ]


@pytest.mark.parametrize(("asked", "spoken"), [("fr", "fr"), ("en", "en"), ("ar", "ar"), ("xx", "en"), (None, "en")])
def test_the_window_is_titled_in_the_language_of_the_link(asked: str | None, spoken: str) -> None:
    app = AppTest.from_string(
        "import streamlit as st\nfrom pages.shared import shell\nst.write(shell.linked_language())", default_timeout=120
    )
    if asked is not None:
        app.query_params["lang"] = asked
    assert app.run().markdown[0].value == spoken


def names_in(value: object) -> Iterator[Names]:
    """Yield the texts in three languages that a part of the data set holds, wherever they are."""
    if isinstance(value, Names):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from names_in(item)
    elif hasattr(value, "values"):
        for item in value.values():
            yield from names_in(item)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from names_in(getattr(value, name))


def test_the_names_of_the_data_are_there_in_every_language_and_set_as_french() -> None:
    data: Dataset = dataset()
    parts = (data.catalogue, data.places, data.families, data.peer_sets, data.targets)
    for part in parts:
        assert len(list(names_in(part))) >= len(part) > 0
    names = [name for part in parts for name in names_in(part)]
    assert [name for name in names if not (name.en.strip() and name.fr.strip() and name.ar.strip())] == []
    faults = {name.fr: texts for name in names if (texts := faults_of_type(name.fr))}
    assert faults == {}
