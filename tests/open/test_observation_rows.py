"""Rows for other programs: nothing of a figure's honesty is lost, and nothing given away that may not be."""

from pathlib import Path

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.exports.tables import chart_table
from indicators.open.dataset_rows import all_rows, all_rows_table
from indicators.open.fields import OBSERVATION_FIELDS
from indicators.open.observation_rows import COLUMNS, observation_rows
from indicators.store.dataset import open_dataset
from tests.helpers.checking import dataset
from tests.helpers.folders import add_rows, change


def rows_of(folder: Path, language: str = "en"):
    return all_rows(open_dataset(folder), language)


def only(found, **where):
    rows = found.rows
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_row_carries_its_origin_and_its_terms(toy_folder: Path) -> None:
    row = only(rows_of(toy_folder), place="rabat")
    assert (row["value"], row["unit"], row["unit_name"], row["perimeter"], row["method"]) == (
        19.25,
        "percent",
        "% of the volume",
        "municipality",
        "reported",
    )
    assert (row["source"], row["source_title"], row["source_link"], row["licence"], row["attribution"]) == (
        "open_2020",
        "Utility (2020) Annual report",
        "https://example.org/2020",
        "CC BY 4.0",
        "Utility",
    )
    assert row["vintage"] == "2020"
    assert row["place_name"] == "Rabat"


def test_its_verdict_is_that_with_the_home_figure_nearest_in_year(toy_folder: Path) -> None:
    row = only(rows_of(toy_folder), place="rabat")
    assert (row["verdict"], row["rules"]) == ("with care", "shares_of_perimeters sources_differ")
    assert (row["compared_with"], row["compared_year"]) == ("casablanca", 2020)
    assert row["reason"] == "shares of different perimeters; different methods in one source"


def test_the_home_figure_says_that_it_is_what_others_are_compared_with(toy_folder: Path) -> None:
    row = only(rows_of(toy_folder), place="casablanca", year=2020)
    assert (row["verdict"], row["compared_with"]) == ("", "")
    assert row["reason"] == "the figure of Casablanca, which the others are compared with"


def test_without_a_home_figure_a_row_says_so(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    row = observation_rows(data, data.observations[data.observations["place"] == "rabat"], "en").rows.iloc[0]
    assert (row["verdict"], row["reason"]) == ("", "no figure of Casablanca to compare with")


def test_what_a_licence_forbids_is_counted_and_not_given(toy_folder: Path) -> None:
    found = rows_of(toy_folder)
    assert found.left_out == {"closed_2021": 1}
    assert "closed_2021" not in set(found.rows["source"])
    assert 23.0 not in set(found.rows["value"])


def test_a_projection_and_a_limit_are_marked(toy_folder: Path) -> None:
    add_rows(
        toy_folder,
        "rabat,network_losses,2030,15,,,municipality,planned,open_2020,",
        "rabat,network_losses,2019,,18,,municipality,reported,open_2020,",
    )
    found = rows_of(toy_folder)
    assert not only(found, year=2030)["observed"]
    assert only(found, year=2019)["limit"]
    assert only(found, year=2019)["observed"]
    assert not only(found, place="rabat", year=2020)["limit"]


def test_a_newer_edition_is_named(toy_folder: Path) -> None:
    change(toy_folder, "sources/sources.csv", "attribution,note", "attribution,note,supersedes")
    change(toy_folder, "sources/sources.csv", "true,Utility,", "true,Utility,,")
    change(toy_folder, "sources/sources.csv", "false,,", "false,,,open_2020")
    assert set(rows_of(toy_folder).rows["superseded_by"]) == {"closed_2021"}


@pytest.mark.slow
def test_every_observation_of_the_data_is_a_row() -> None:
    observation_rows_found = all_rows(dataset(), "fr")
    assert len(observation_rows_found.rows) + sum(observation_rows_found.left_out.values()) == len(
        dataset().observations
    )
    assert tuple(observation_rows_found.rows.columns) == COLUMNS
    for field in OBSERVATION_FIELDS:
        if field.required:
            assert not (observation_rows_found.rows[field.name].astype("str") == "").any(), field.name
        if field.words:
            assert set(observation_rows_found.rows[field.name]) <= {*field.words, ""}, field.name


@pytest.mark.slow
def test_national_figures_that_stand_in_are_marked() -> None:
    rows = all_rows(dataset(), "en").rows
    stand_in = {entry.stand_in for entry in dataset().catalogue.values() if entry.stand_in}
    marked = rows[rows["stand_in"]]
    assert set(marked["indicator"]) <= stand_in
    assert set(marked["level"]) == {"country"}
    assert len(marked)


@pytest.mark.slow
@pytest.mark.parametrize("indicator", ["network_efficiency", "carbon_footprint_per_person", "co2_per_person_national"])
def test_the_rows_of_a_chart_have_the_verdicts_of_its_export(indicator: str) -> None:
    chart = chart_of(dataset(), ChartRequest(indicator=indicator, chart="rank"), Look())
    assert chart is not None
    exported = chart_table(dataset(), chart, "en").rows
    rows = observation_rows(dataset(), chart.observations, "en").rows
    for name in ("value", "verdict", "rules", "compared_with"):
        assert rows[name].tolist() == exported[name].tolist(), name


@pytest.mark.slow
def test_the_table_is_the_rows() -> None:
    table, rows = all_rows_table(dataset(), "en"), all_rows(dataset(), "en").rows
    assert table.names == COLUMNS
    assert len(table) == len(rows)
    first, record = rows.iloc[0], table.records()[0]
    assert record["indicator"] == first["indicator"]
    assert [record["value"], record["perimeter"]] == [first["value"], first["perimeter"]]
    assert record["compared_year"] is None or isinstance(record["compared_year"], int)
