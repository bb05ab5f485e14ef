"""What a licence forbids to hand on leaves by no door: it is left out, counted, and the reason stated."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.open.doors import OpenRequest, Surroundings, api_door, chart_file_door, prepared
from indicators.store import releases
from indicators.store.dataset import Dataset, open_dataset
from tests.helpers.folders import OBSERVATIONS, add_rows, change

AROUND = Surroundings("", lambda _: None, 2026)
CLOSED = 'value":23.0'
"""The figure of the toy's closed source: 23 % in 2021."""


@pytest.fixture
def ask(toy_folder: Path) -> Callable[[str], tuple[int, str]]:
    """Ask the doors of the toy data for an address; return the status and the text."""
    add_rows(toy_folder, "casablanca,network_losses,2022,22.5,,,utility perimeter,metered,open_2020,")
    data = open_dataset(toy_folder)
    return lambda address: answered(data, address)


def answered(data: Dataset, address: str) -> tuple[int, str]:
    path, _, query = address.partition("?")
    pairs = tuple(tuple(part.split("=", 1)) for part in query.split("&")) if query else ()
    made = prepared(data, OpenRequest(path, pairs), AROUND, {"/api/v1": api_door}).make()
    return made.status, made.body.decode("utf-8", "replace")


def test_observations_leave_them_out_and_count_them(ask) -> None:
    status, text = ask("/api/v1/observations?indicator=network_losses")
    record = json.loads(text)
    assert status == 200
    assert CLOSED not in text
    assert [(one["source"], one["rows"]) for one in record["meta"]["left_out"]] == [("closed_2021", 1)]
    assert record["meta"]["left_out"][0]["reason"].startswith("The licence does not allow")
    assert record["meta"]["total"] == 3


def test_filters_hold_for_the_count_too(ask) -> None:
    record = json.loads(ask("/api/v1/observations?place=rabat&years=2020")[1])
    assert record["meta"]["left_out"] == []


def test_csv_does_not_hold_them(ask) -> None:
    status, text = ask("/api/v1/observations.csv")
    assert status == 200
    assert "closed_2021" not in text


@pytest.mark.parametrize("form", ["csv", "metadata.json"])
def test_chart_files_do_not_hold_them(ask, form: str) -> None:
    status, text = ask(f"/c/network_losses-time.{form}?useColumnShortNames=true")
    assert status == 200
    assert ",23," not in text
    if form != "csv":
        assert [(load["source"], load["rows"]) for load in json.loads(text)["left_out"]] == [("closed_2021", 1)]


def test_a_sentence_that_rests_on_them_is_refused(toy_folder: Path) -> None:
    status, text = answered(open_dataset(toy_folder), "/api/v1/claims?indicator=network_losses&chart=rank")
    assert status == 422
    assert [load["rule"] for load in json.loads(text)["findings"]] == ["open_claim_closed"]
    assert "all rights reserved" in text
    assert "23%" not in text


def test_a_sentence_on_open_figures_is_given(ask) -> None:
    (row,) = json.loads(ask("/api/v1/claims?indicator=network_losses&chart=time")[1])["data"]
    assert row["sources"] == ["open_2020"]
    assert "from 23.5% in 2020 to 22.5% in 2022" in row["text_en"]


def test_the_source_itself_is_listed_with_its_terms(ask) -> None:
    rows = {row["id"]: row for row in json.loads(ask("/api/v1/sources")[1])["data"]}
    assert not rows["closed_2021"]["redistributable"]
    assert rows["closed_2021"]["licence"] == "all rights reserved"


def test_changes_of_their_values_are_counted_and_not_given(toy_folder: Path) -> None:
    folder = toy_folder / "releases"
    releases.record(folder, open_dataset(toy_folder).observations, "aaaaaaaaaaaa", "2026-01-01", "First.")
    change(toy_folder, OBSERVATIONS, "casablanca,network_losses,2021,23,", "casablanca,network_losses,2021,24,")
    releases.record(folder, open_dataset(toy_folder).observations, "bbbbbbbbbbbb", "2026-02-01", "Second.")
    record = json.loads(answered(open_dataset(toy_folder), "/api/v1/changes")[1])
    assert record["data"] == []
    assert [(one["source"], one["rows"]) for one in record["meta"]["left_out"]] == [("closed_2021", 1)]


def test_two_sources_are_not_set_side_by_side_where_one_is_closed(toy_folder: Path) -> None:
    add_rows(toy_folder, "rabat,network_losses,2021,30,,,municipality,reported,open_2020,")
    add_rows(toy_folder, "rabat,network_losses,2021,34,,,municipality,reported,closed_2021,")
    status, text = answered(open_dataset(toy_folder), "/api/v1/disagreements")
    record = json.loads(text)
    assert (status, record["data"]) == (200, [])
    assert [one["source"] for one in record["meta"]["left_out"]] == ["closed_2021"]
    assert "34.0" not in text


def test_where_all_is_closed_the_answer_is_empty_and_says_why(toy_folder: Path) -> None:
    change(toy_folder, "sources/sources.csv", "CC BY 4.0,true", "all rights reserved,false")
    record = json.loads(answered(open_dataset(toy_folder), "/api/v1/observations")[1])
    assert record["data"] == []
    assert sum(one["rows"] for one in record["meta"]["left_out"]) == 3


def test_the_door_of_chart_files_refuses_other_paths(toy_folder: Path) -> None:
    made = prepared(open_dataset(toy_folder), OpenRequest("/c/x.exe", ()), AROUND, {})
    assert made.make().status == 404
    assert chart_file_door is not None
