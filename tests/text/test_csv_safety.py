"""Downloads: only what may be redistributed, and nothing that a spreadsheet runs."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from indicators.exports.tables import observations_csv
from indicators.model.observations import COLUMNS
from indicators.store.dataset import open_dataset
from indicators.text.csv_safety import FORMULA_STARTS, harmless
from tests.helpers.checking import dataset
from tests.helpers.folders import ENTRY, add_rows, write


def test_figures_of_a_source_that_forbids_it_are_left_out(toy_folder: Path) -> None:
    text = observations_csv(open_dataset(toy_folder), "network_losses")
    assert text.splitlines() == [
        ",".join(COLUMNS),
        "casablanca,network_losses,2020,23.5,20,27,utility perimeter,metered,open_2020,",
        "rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,",
    ]


def test_an_indicator_without_figures_is_a_header(toy_folder: Path) -> None:
    write(toy_folder, "catalogue/water/leaks.toml", ENTRY.replace("network_losses", "leaks"))
    assert observations_csv(open_dataset(toy_folder), "leaks") == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("note", ["=1+1", "+33 5 22", "-", "@SUM(A1)", "\tx", "=HYPERLINK(1)"])
def test_no_cell_of_text_begins_like_a_formula(toy_folder: Path, note: str) -> None:
    add_rows(toy_folder, f'rabat,network_losses,2021,-0,,,municipality,reported,open_2020,"{note}"')
    rows = list(csv.DictReader(io.StringIO(observations_csv(open_dataset(toy_folder), "network_losses"))))
    assert rows[-1]["note"].lstrip("'") == note.strip()
    assert not any(row["note"].startswith(FORMULA_STARTS) for row in rows)


def test_other_texts_stay_as_they_are() -> None:
    texts = pd.Series(["", "as printed", "1 = 2", "Ain Sebaâ", "=x"], dtype="str")
    assert harmless(texts).tolist() == ["", "as printed", "1 = 2", "Ain Sebaâ", "'=x"]


def test_a_formula_after_a_semicolon_is_a_cell_of_its_own_in_french_spreadsheets() -> None:
    texts = pd.Series(["a;=1+1", "a\n@SUM(A1)", "＝1+1", "a; b-c", "=x;=y"], dtype="str")
    assert harmless(texts).tolist() == ["a;'=1+1", "a\n'@SUM(A1)", "'＝1+1", "a; b-c", "'=x;'=y"]


def test_every_download_of_the_project_is_its_observations() -> None:
    for name in list(dataset().catalogue)[::20]:
        table = pd.read_csv(io.StringIO(observations_csv(dataset(), name)), keep_default_na=False)
        values = pd.to_numeric(table["value"]).astype("float64")
        assert values.equals(dataset().of(name)["value"].reset_index(drop=True))
