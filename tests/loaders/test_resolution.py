"""Tables as people in Casablanca's offices make them, dropped in as they are."""

from pathlib import Path

import pytest

from tests.helpers.checking import FORMATS_FOLDER, check, observation, rules
from tests.helpers.workbooks import Failed, PerCent, write_xlsx

HEADER = ["Ville", "Indicateur", "Année", "Valeur", "Périmètre", "Méthode", "Source"]
REST = ["périmètre du délégataire", "déclaré", "lydec_half_year_2014"]
FRENCH = f"""Suivi annuel du réseau;;;;;;
;;;;;;
{";".join(HEADER)}
Casablanca;Rendement du réseau d’eau potable;déc. 2013;74,9;{";".join(REST)}
;;2014;75,5;{";".join(REST)}
Total;;;150,4;;;
Source : délégataire, 2014;;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("first", ["", "sep=;\n"])
def test_all_of_it_at_once(tmp_path: Path, encoding: str, first: str) -> None:
    path = tmp_path / "suivi.csv"
    path.write_bytes((first + FRENCH).encode(encoding))
    intake = check(path)
    assert (intake.format, intake.rows_read, intake.accepted, intake.refused) == ("tidy", 3, 2, 0)
    assert (intake.empty, intake.out_of_scope) == (0, 1)
    assert observation(intake, "casablanca", "network_efficiency", 2013)["value"] == 74.9
    assert observation(intake, "casablanca", "network_efficiency", 2014)["perimeter"] == "utility perimeter"
    shift = 1 if first else 0
    found = {finding.rule.id: finding.row for finding in intake.findings}
    assert found["preamble_left_out"] == 1 + shift
    assert found["read_as"] == 3 + shift
    assert found["total_left_out"] == 6 + shift
    assert found["footnote_left_out"] == 7 + shift
    assert {"filled_down", "dates_read", "numbers_read"} <= found.keys()
    assert [finding.severity for finding in intake.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_thousands_and_decimals(tmp_path: Path, space: str) -> None:
    path = tmp_path / "population.csv"
    rows = [
        "Commune;Indicateur;Année;Valeur;Source;Périmètre;Méthode",
        f"Casablanca;population_municipal;2024;3{space}197{space}332;hcp_rgph_2024;commune;recensement",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    intake = check(path)
    assert observation(intake, "casablanca", "population_municipal", 2024)["value"] == 3_197_332
    assert intake.changes is not None
    assert intake.changes.unchanged == 1


def test_a_workbook_with_errors_per_cent_and_joined_cells(tmp_path: Path) -> None:
    name = "Rendement du réseau d’eau potable"
    rows = [
        ["Suivi"],
        HEADER,
        ["Casablanca", name, 2013, PerCent(0.749), *REST],
        [None, name, 2012, PerCent(0.1 + 0.2), *REST],
        ["Casablanca", name, 2014, Failed("#DIV/0!"), *REST],
    ]
    intake = check(write_xlsx(tmp_path / "suivi.xlsx", {"Feuil1": rows}, {"Feuil1": ["A3:A4", "A1:D1"]}))
    assert (intake.rows_read, intake.accepted, intake.refused) == (3, 2, 1)
    assert observation(intake, "casablanca", "network_efficiency", 2013)["value"] == 74.9
    assert observation(intake, "casablanca", "network_efficiency", 2012)["value"] == 30
    found = rules(intake.findings)
    assert ("error_cell", 5, "Valeur", "#DIV/0!") in found
    assert ("per_cent_shown", 3, "Valeur", "74.9 %") in found
    assert ("filled_down", None, "Ville", "Casablanca") in found


def test_a_blank_place_among_named_ones_stays_a_question(tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    rows = ["place;indicator;year;value"]
    rows += [f"{place};network_efficiency;2014;75.5" for place in ("Casablanca", "", "Rabat")]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert ("blank_name", 3, "place", "") in rules(check(path).findings)


def test_an_english_id_means_itself(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(
        "place,indicator,year,value,source,perimeter,method\n"
        "casablanca,network_efficiency,2014,75.5,lydec_half_year_2014,utility perimeter,reported\n",
        encoding="utf-8",
    )
    assert check(path).findings == []


def test_that_no_unit_is_named_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(
        "place,indicator,year,value,source,perimeter,method\n"
        "casablanca,households,2014,900000,hcp_rgph_2024,municipality,census\n",
        encoding="utf-8",
    )
    assert rules(check(path).findings) == [("assumed", None, "unit", "the indicator's own")]


def test_a_sign_against_the_unit_is_no_number(tmp_path: Path) -> None:
    path = tmp_path / "sign.csv"
    path.write_text(
        "place;indicator;year;value;unit\ncasablanca;network_efficiency;2014;75.5 ‰;%\n"
        "casablanca;network_efficiency;2013;755 ‰;\n",
        encoding="utf-8",
    )
    intake = check(path)
    assert ("not_a_number", 2, "value", "75.5 ‰") in rules(intake.findings)
    assert observation(intake, "casablanca", "network_efficiency", 2013)["value"] == 75.5


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_one_table_in_three_kinds_of_workbook(kind: str) -> None:
    intake = check(FORMATS_FOLDER / f"by_hand.{kind}")
    assert (intake.rows_read, intake.accepted, intake.refused, intake.out_of_scope) == (4, 2, 1, 1)
    assert observation(intake, "casablanca", "network_efficiency", 2013)["value"] == 74.9
    found = rules(intake.findings)
    assert ("ambiguous_date", 6, "Année", "1905-07-06") in found, "the year 2014, typed into a cell of dates"
    assert ("filled_down", None, "Ville", "Casablanca") in found
    assert ("total_left_out", 7, "Ville", "Total") in found
    assert {"per_cent_shown", "share_for_per_cent"} & {rule for rule, *_ in found} == {"per_cent_shown"}


def test_findings_name_the_headers_that_the_file_prints(tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    rows = [";".join(HEADER)]
    rows += [";".join(["Casablanca", "NETWORK_EFFICIENCY", year, "75,5", *REST]) for year in ("2014*", "03/04/05")]
    rows += [";".join(["Atlantis", "Rendement", "2014", "75,5", REST[0], "deviné", REST[2]])]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = [rule for rule in rules(check(path).findings) if rule[1] and rule[1] > 1]
    assert found == [
        ("bad_year", 2, "Année", "2014*"),
        ("ambiguous_date", 3, "Année", "03/04/05"),
        ("unknown_indicator", 4, "Indicateur", "Rendement"),
        ("unknown_method", 4, "Méthode", "deviné"),
        ("unknown_place", 4, "Ville", "Atlantis"),
    ]
