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


def test_each_cell_is_written_as_the_csv_module_writes_it() -> None:
    texts = ["", "plain", "a, b", 'he said "no"', "two\nlines", "one\rreturn", "  blanks ", "'", "é", None, "plain"]
    columns = {"text": texts, "number": [1.0, 1.5, None, 2e20, -0.0, 1e-9, 3.0, 1.0, 4.25, None, 1.5]}
    columns |= {"count": [1, 2, None, 4, 5, 6, 7, 8, 9, 10, 1], "flag": [True, False, None] * 3 + [True, False]}
    columns |= {"mixed": [1, 1.0, True, "1", None, ["a", "b"], ("c", "d"), 2, 2.5, "", "x"]}
    made = RowTable({name: pd.Series(values, dtype="object").to_numpy() for name, values in columns.items()})
    expected = io.StringIO()
    rows = csv.writer(expected, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows([cell_text(value) for value in row] for row in zip(*columns.values(), strict=True))
    assert made.csv() == expected.getvalue()


def test_words_of_categories_are_plain_texts() -> None:
    words = pd.Series(["fes", "", None, "fes"], dtype="category")
    assert RowTable.of(pd.DataFrame({"place": words}), ["place"]).columns["place"].tolist() == [
        "fes",
        None,
        None,
        "fes",
    ]
