"""Columns of plain values: what is missing stays missing, and no cell of CSV is a formula."""

import csv
import io

import numpy as np
import orjson
import pandas as pd
import pytest

from indicators.open.row_table import RowTable, cell_text
from indicators.text.csv_safety import FORMULA_STARTS

FRAME = pd.DataFrame(
    {
        "place": ["rabat", "fes", "tanger"],
        "year": pd.array([2020, pd.NA, 2022], dtype="Int64"),
        "value": [1.5, np.nan, 3.0],
        "observed": [True, False, True],
        "note": ["", "=1+1", "a, b"],
    }
)


def table() -> RowTable:
    return RowTable.of(FRAME, FRAME.columns)


def test_records_hold_the_types_of_json() -> None:
    records = orjson.loads(orjson.dumps(table().records()))
    assert records[0] == {"place": "rabat", "year": 2020, "value": 1.5, "observed": True, "note": None}
    assert records[1] == {"place": "fes", "year": None, "value": None, "observed": False, "note": "=1+1"}


def test_rows_are_cut_in_the_order_asked_for() -> None:
    assert [record["place"] for record in table().at(np.array([2, 0])).records()] == ["tanger", "rabat"]


def test_csv_reads_back_as_it_was() -> None:
    back = pd.read_csv(io.StringIO(table().csv()))
    assert back["value"].tolist()[::2] == [1.5, 3.0]
    assert back["year"].isna().tolist() == [False, True, False]
    assert back["observed"].tolist() == [True, False, True]
    assert back["note"].tolist()[2] == "a, b"


@pytest.mark.parametrize("text", ["=1+1", "+33", "-x", "@SUM(A1)", "\tx", "＝1", "a;=b"])
def test_no_cell_of_text_is_run(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(RowTable.of(pd.DataFrame({"note": [text]}), ["note"]).csv()))
    assert not cell.startswith(FORMULA_STARTS)
    assert ";=" not in cell


def test_a_negative_number_stays_a_number() -> None:
    assert cell_text(-3.5) == "-3.5"
    assert cell_text(-3) == "-3"


def test_titles_can_stand_over_the_columns() -> None:
    assert (
        table().csv(["Place", "Year", "Value", "Observed", "=Note"]).splitlines()[0]
        == "Place,Year,Value,Observed,'=Note"
    )
