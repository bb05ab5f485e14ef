"""What a speaker can point at: only what a figure names, the home city first."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.plain.marks import marks_of_chart
from indicators.web.addresses import read_chart
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow


def marks(name, language="en"):
    state, _ = read_chart(name, {}, dataset())
    return marks_of_chart(dataset(), chart_of(dataset(), state, Look(language)), language)


def test_the_home_city_stands_first_and_every_mark_is_named_in_the_language():
    found = marks("public_sewer-rank", "fr")
    assert found[0] == {"id": "casablanca", "name": "Casablanca"}
    assert {"id": "fes", "name": "Fès"} in found


def test_a_time_series_offers_its_years_too():
    assert [mark["id"] for mark in marks("network_efficiency-time")] == [
        "casablanca", 1998, 2009, 2014, 2018, 2020, 2021,
    ]  # fmt: skip


def test_districts_can_be_pointed_at():
    assert {"Anfa", "Sidi Moumen"} <= {mark["name"] for mark in marks("public_sewer-districts")}


def test_a_chart_without_a_figure_has_none():
    assert marks("network_efficiency-rank") == []
