"""Rows of some people, of a part of the year, of one scenario, taken back or in thousands stand for no whole figure."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.loaders.handmade.partial_rows import without_partial_rows
from indicators.loaders.reading.files import TextSheet
from tests.helpers.checking import check, rules

SHEET = TextSheet(None, [], [], Path("f.csv"), "utf-8", ",")


@pytest.mark.parametrize(
    ("header", "cells", "left", "rule"),
    [
        ("Sexe", ["Masculin", "Les deux sexes", ""], [3, 4], "group_left_out"),
        ("Milieu de résidence", ["Urbain", "Rural", "Ensemble"], [4], "group_left_out"),
        ("AGE", ["15-24", "Total", "All ages"], [3, 4], "group_left_out"),
        ("الجنس", ["ذكور", "إناث", "المجموع"], [4], "group_left_out"),
        ("Nationalité", ["Étrangers", "Marocains", "Total"], [4], "group_left_out"),
        ("Remarque", ["Masculin", "", ""], [2, 3, 4], ""),
        ("mois", ["janvier", "1", "Total"], [4], "part_of_year_left_out"),
        ("Quarter", ["Q1", "annual", ""], [3, 4], "part_of_year_left_out"),
        ("الشهر", ["يناير", "", "السنة"], [3, 4], "part_of_year_left_out"),
        ("Scénario", ["Haut", "", "Bas"], [3], "variant_left_out"),
        ("Statut", ["annulé", "provisoire", ""], [3, 4], "taken_back_left_out"),
        ("Status", ["Withdrawn", "final", "rejected"], [3], "taken_back_left_out"),
        ("échelle", ["milliers", "", "communale"], [3, 4], "scale_left_out"),
        ("Observations", ["en milliers d’habitants", "en milliers", "trois milliers de puits"], [4], "scale_left_out"),
        ("ملاحظات", ["بالآلاف", "بالملايين", ""], [4], "scale_left_out"),
        ("UNIT_MULT", ["thousands", "3", ""], [2, 3, 4], ""),
    ],
)
def test_rows_that_are_not_the_whole_figure_are_left_out(
    header: str, cells: list[str], left: list[int], rule: str
) -> None:
    frame = pd.DataFrame({"place": ["a", "b", "c"], header: cells}, index=[2, 3, 4], dtype="str")
    kept, findings = without_partial_rows(SHEET, frame, {"place"})
    assert kept.index.tolist() == left
    assert sum(one.params["count"] for one in findings) == 3 - len(left)
    assert {one.rule.id for one in findings} == ({rule} if rule else set())
    assert without_partial_rows(SHEET, frame, {"place", header})[0].index.tolist() == [2, 3, 4]


def written(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def test_the_note_of_a_row_that_speaks_of_thousands_is_a_question(tmp_path: Path) -> None:
    header = "place,indicator,year,value,unit,perimeter,method,source,note"
    rest = "arrondissement,census,hcp_rgph_2024"
    path = written(
        tmp_path / "a.csv",
        header,
        f"Anfa,population_legal,2023,66,,{rest},en milliers",
        f"Sbata,population_legal,2023,101640,person,{rest},in thousands elsewhere",
        f"Anfa,public_sewer,2023,94.2,,{rest},ménages en milliers : 20",
        f"Al Fida,population_legal,2023,125933,,{rest},trois millions en ville",
    )
    intake = check(path)
    assert intake.observations["value"].tolist() == [101640, 94.2, 125933]
    assert [one for one in rules(intake.findings) if one[0] == "scale_in_note"] == [("scale_in_note", 2, "value", "66")]


def test_a_figure_is_not_counted_in_an_outline_that_its_place_cannot_have(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "place,indicator,year,value,perimeter,method,source",
        "Casablanca,public_sewer,2023,94.2,arrondissement,census,hcp_rgph_2024",
        "Casablanca,public_sewer,2023,95.2,prefecture,census,hcp_rgph_2024",
        "Casablanca,public_sewer,2023,96.2,country,census,hcp_rgph_2024",
        "Anfa,public_sewer,2023,97.2,municipality,census,hcp_rgph_2024",
        "Morocco,population_national,2023,37000000,municipality,census,hcp_rgph_2024",
    )
    intake = check(path)
    assert intake.observations["value"].tolist() == [95.2, 97.2]
    refused = [one for one in rules(intake.findings) if one[0] == "not_its_outline"]
    assert refused == [
        ("not_its_outline", 2, "perimeter", "arrondissement"),
        ("not_its_outline", 4, "perimeter", "country"),
        ("not_its_outline", 6, "perimeter", "municipality"),
    ]
