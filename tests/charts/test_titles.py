"""Title and picture are made of the same rows: parts of years, limits, editions."""

from dataclasses import replace

import pandas as pd

from indicators.analysis import derive
from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.model.observations import typed
from indicators.model.vocabulary import Perimeter
from tests.helpers.figures import sent, texts
from tests.helpers.published import dataset, plain


def test_a_part_of_a_year_is_hollow_and_has_no_name() -> None:
    # Le360, December 2022: 40.2 million trips in 2021, 45.9 million to 8 December 2022.
    chart = chart_of(dataset(), ChartRequest(indicator="tram_ridership", chart="time"), Look())
    assert chart is not None
    traces = {tuple(trace["x"]): trace for trace in sent(chart.figure)["data"]}
    accent = traces[2019, 2020, 2021]["marker"]["color"]
    assert {traces[year,]["marker"]["color"] for year in (2012, 2022)} != {accent}
    assert [plain(text) for text in texts(chart.figure)] == ["<b>Casablanca<br>40.2 million</b>", "50.6 million"]


def test_a_limit_is_drawn_as_one_and_labelled_as_the_title_says() -> None:
    # L'Économiste, April 2022: "more than 219 million m³" put into the network in 2021.
    chart = chart_of(dataset(), ChartRequest(indicator="water_distributed", chart="time"), Look())
    assert chart is not None
    symbols = {trace["x"][-1]: trace["marker"].get("symbol") for trace in sent(chart.figure)["data"]}
    assert symbols == {2011: None, 2018: None, 2021: "triangle-up-open"}
    assert [plain(text).replace("<br>", " ") for text in texts(chart.figure)] == ["<b>Casablanca more than 219</b>"]
    assert any(note.startswith("An open triangle is a limit") for note in chart.notes)


def test_an_axis_of_shares_spans_ten_points_and_says_that_it_is_cut() -> None:
    chart = chart_of(dataset(), ChartRequest(indicator="toilet_at_home", chart="time"), Look())
    assert chart is not None
    axis = sent(chart.figure)["layout"]["yaxis"]
    assert axis["tickvals"][-1] - axis["tickvals"][0] >= 8
    assert len(set(axis["ticktext"])) == len(axis["ticktext"])
    assert "The axis of values does not begin at zero." in chart.notes


def test_figures_of_another_perimeter_change_neither_picture_nor_title() -> None:
    # A file of 2025 whose perimeter is not stated: the chart of districts draws those of their own outlines.
    rows = dataset().of("public_sewer")
    of_2024 = rows[(rows["year"] == 2024) & (rows["perimeter"] == Perimeter.ARRONDISSEMENT)]
    brought = of_2024.assign(year=2025, perimeter=str(Perimeter.NOT_STATED), value=99.9)
    after = replace(dataset(), observations=typed(pd.concat([dataset().observations, brought])))
    assert len(after.of("public_sewer")) == len(rows) + len(brought)
    request = ChartRequest(indicator="public_sewer", chart="districts")
    charts = [chart_of(data, request, Look()) for data in (dataset(), after)]
    assert charts[0] is not None
    assert charts[1] is not None
    assert charts[1].title == charts[0].title
    assert set(charts[1].observations.loc[charts[1].observations["drawn"], "year"]) == {2014, 2024}


def test_a_break_after_the_last_point_is_not_noted() -> None:
    chart = chart_of(dataset(), ChartRequest(indicator="network_efficiency", chart="time"), Look())
    assert chart is not None
    assert max(chart.observations["year"].dropna()) < 2024
    assert not [note for note in chart.notes if note.startswith("Series break in 2024")]


def test_doubtful_figures_lead_no_sentence() -> None:
    chart = chart_of(dataset(), ChartRequest(indicator="basic_or_slum_dwellings", chart="districts"), Look())
    assert chart is not None
    assert derive.is_doubtful(chart.observations).any()
    assert "to 12.0% in Sidi Moumen; 23.3% in Sidi Othmane is doubtful" in plain(chart.title)
