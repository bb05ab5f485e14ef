"""Reading tables of published figures: lines, places and numbers."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.findings.finding import DataProblem
from indicators.model.observations import COLUMNS
from tools.import_reference.figures_table import observations, place_ids, read_figures, required_place_ids

HEADER = "area,area_level,indicator,year,value\n"


def table(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(HEADER + body, encoding="utf-8")
    return path


def test_rows_carry_the_line_they_start_on(tmp_path: Path) -> None:
    frame = read_figures(table(tmp_path, '"two\nlines",city,x,2020,1.5\nRabat,city,x,,\n'))
    assert frame["row"].tolist() == [2, 4]
    assert frame["number"].tolist()[0] == 1.5
    assert pd.isna(frame["number"].iloc[1])


def test_a_missing_table_and_a_word_for_a_number_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"missing\.csv: the file is missing"):
        read_figures(tmp_path / "missing.csv")
    with pytest.raises(DataProblem, match=r"row 2, column value: many is not a number"):
        read_figures(table(tmp_path, "Rabat,city,x,2020,many\n"))


def test_the_kind_of_a_place_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    frame = read_figures(
        table(
            tmp_path,
            "Hay Hassani,arrondissement,x,2024,1\nHay Hassani,prefecture of arrondissements,x,2024,2\n"
            "Médiouna,wastewater plant,x,2024,3\nNowhere,city,x,2024,4\n",
        )
    )
    values = place_ids(frame, "area", "area_level")
    assert values.iloc[:3].tolist() == ["hay_hassani", "prefecture_hay_hassani", "mediouna_wastewater_plant"]
    assert pd.isna(values.iloc[3])


def test_places_that_must_be_known_are_all_named(tmp_path: Path) -> None:
    path = table(tmp_path, "Nowhere,city,x,2024,4\nRabat,city,x,2024,4\nAtlantis,city,x,2024,4\n")
    with pytest.raises(DataProblem) as problem:
        required_place_ids(read_figures(path), "area", path)
    assert [(finding.row, finding.value) for finding in problem.value.findings] == [(2, "Nowhere"), (4, "Atlantis")]


def test_observations_are_text_with_the_shortest_exact_numbers() -> None:
    rows = pd.DataFrame({"place": ["rabat", "tunis"], "value": [2.0, 0.1], "year": [2020, pd.NA]})
    out = observations(rows, {"source": "un_wup_2018"})
    assert out.columns.tolist() == list(COLUMNS)
    assert out["value"].tolist() == ["2", "0.1"]
    assert out["year"].tolist() == ["2020", ""]
    assert out["source"].tolist() == ["un_wup_2018"] * 2
    assert out["note"].tolist() == ["", ""]
