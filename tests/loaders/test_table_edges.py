"""Footnotes, totals, and names written once for several rows."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.loaders.handmade.table_edges import (
    filled_down,
    is_total,
    without_footnotes,
    without_headers,
)
from indicators.loaders.reading.files import TextSheet

SHEET = TextSheet(None, [], [], Path("f.csv"), "utf-8", ",")


def body(*places: str, years: tuple[int, ...] | None = None) -> pd.DataFrame:
    dated = years or tuple(range(2000, 2000 + len(places)))
    frame = pd.DataFrame({"place": places, "year": map(str, dated), "value": "1"}, dtype="str")
    return frame.set_index(pd.RangeIndex(2, 2 + len(places)))


def filled(frame: pd.DataFrame, **merged: list[tuple[int, int]]) -> list[str]:
    out, _ = filled_down(SHEET, frame, ["place"], merged, ["place", "year"])
    return out["place"].astype("str").tolist()


def test_blocks_of_names_are_filled() -> None:
    assert filled(body("a", "", "b", "", "")) == ["a", "a", "b", "b", "b"]
    assert filled(body("a", "", "b", "", "Total")) == ["a", "a", "b", "b", "Total"]


@pytest.mark.parametrize(
    "frame",
    [
        body("", "a", "", "b", ""),
        body("a", "", "a", ""),
        body("a", "", "b", "c", ""),
        body("a", "", "b", "", years=(2000, 2000, 2000, 2001)),
    ],
    ids=["a blank first", "a name again", "a name of one row", "twice the same year"],
)
def test_anything_less_clear_is_left_blank(frame: pd.DataFrame) -> None:
    assert filled(frame) == frame["place"].tolist()


def test_cells_that_the_workbook_joins_are_filled_in_any_case() -> None:
    assert filled(body("a", "", "b", ""), place=[(2, 3)]) == ["a", "a", "b", "b"]
    assert filled(body("a", "", "a", ""), place=[(2, 3)]) == ["a", "a", "a", ""]


@pytest.mark.parametrize("word", ["Total", "TOTAL GÉNÉRAL", "Sous-total", "Ensemble", "Moyenne", "المجموع", "Average"])
def test_words_of_totals(word: str) -> None:
    assert is_total(word)


@pytest.mark.parametrize("word", ["Totalville", "Casablanca", "", "Ensemble urbain"])
def test_words_of_places(word: str) -> None:
    assert not is_total(word)


def test_only_lines_of_text_below_the_table_are_footnotes() -> None:
    frame = body("a", "b", "Source : HCP", "Données provisoires pour la dernière année")
    frame.loc[4:, ["year", "value"]] = ""
    remaining, findings = without_footnotes(SHEET, frame, ["value"])
    assert remaining.index.tolist() == [2, 3]
    assert [(finding.row, finding.value) for finding in findings] == [
        (4, "Source : HCP"), (5, "Données provisoires pour la dernière année"),
    ]  # fmt: skip
    assert len(without_footnotes(SHEET, body("a", "Note b"), ["value"])[0]) == 2, "a row with a figure stays"


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("Total Casablanca", True), ("Casablanca (total)", True), ("S/Total", True), ("TOTAL*", True),
        ("Ensemble de la ville", True), ("Moyenne pondérée", True), ("إجمالي المدينة", True), ("Cumul", True),
        ("Totalville", False), ("dont Anfa", False),
    ],
)  # fmt: skip
def test_totals_of_a_place(word: str, is_one: bool) -> None:
    assert is_total(word) == is_one


NAMES = {"place": "Commune"}


def stacked(*lines: list[str]) -> tuple[list[int], list[tuple[str, int | None]]]:
    frame = pd.DataFrame(lines, columns=["Commune", "2014", "2024"], dtype="str")
    frame = frame.set_index(pd.RangeIndex(2, 2 + len(frame)))
    whole, findings = without_headers(SHEET, frame, NAMES, ["2014", "2024"])
    return whole.index.tolist(), [(finding.rule.id, finding.row) for finding in findings]


def test_a_header_that_stands_again_is_no_record() -> None:
    lines = [["Anfa", "86", "94"], ["COMMUNE", "2014", "2024"], ["Maârif", "93", "98"]]
    assert stacked(*lines) == ([2, 4], [("header_again", 3)])


def test_nothing_is_read_below_the_header_of_another_table() -> None:
    lines = [["Anfa", "86", "94"], ["Commune", "2004", "2014"], ["Maârif", "60", "93"], ["Anfa", "70", "86"]]
    assert stacked(*lines) == ([2], [("another_table", 3)])


def test_a_place_that_is_called_like_a_header_is_a_place() -> None:
    assert stacked(["Ville", "86", "94"], ["Anfa", "93", "98"]) == ([2, 3], [])
