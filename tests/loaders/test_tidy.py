"""The tidy format, plain and as French Excel writes it."""

from pathlib import Path

import pytest

from indicators.loaders.reading.files import open_file
from indicators.loaders.registry import recognise
from tests.helpers.checking import FORMATS_FOLDER, check, observation, read, rules
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow


def test_ids_codes_and_aliases() -> None:
    intake = check(FORMATS_FOLDER / "tidy.csv")
    assert (intake.format, intake.rows_read, intake.accepted, intake.refused) == ("tidy", 3, 3, 0)
    assert intake.findings == []
    assert intake.changes is not None
    assert intake.changes.unchanged == 3
    assert observation(intake, "morocco", "renewable_share_final_energy_national", 2019)["value"] == 10.7


def test_french_excel() -> None:
    table = read(FORMATS_FOLDER / "tidy_french.csv", "tidy")
    assert table.frame["row"].tolist() == [3, 4]
    intake = check(FORMATS_FOLDER / "tidy_french.csv")
    assert intake.refused == 0
    assert observation(intake, "casablanca", "network_efficiency", 2014)["value"] == 75.5
    assert observation(intake, "casablanca", "population_municipal", 2024)["value"] == 3_197_332


def test_rows_count_blank_lines_and_line_ends_inside_cells(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(
        "place,indicator,year,value,source,note\n"
        'casablanca,network_efficiency,2014,75.5,lydec_half_year_2014,"two\nlines"\n'
        "\n"
        "casablanca,network_efficiency,2015,many,lydec_half_year_2014,\n",
        encoding="utf-8",
    )
    intake = check(path)
    assert intake.rows_read == 2
    assert ("not_a_number", 5, "value", "many") in rules(intake.findings)


@pytest.mark.slow
def test_a_workbook_in_tidy_columns(tmp_path: Path) -> None:
    rows = [
        ["place", "indicator", "year", "value", "source", "perimeter", "method"],
        ["casablanca", "network_efficiency", 2014, 75.5, "lydec_half_year_2014", "utility perimeter", "reported"],
    ]
    path = write_xlsx(tmp_path / "tidy.xlsx", {"read me": [["Figures of the network"]], "figures": rows})
    intake = check(path)
    assert (intake.format, intake.accepted) == ("tidy", 1)
    assert check(path, sheet="figures").accepted == 1
    absent = check(path, sheet="Sheet9")
    assert absent.format is None
    assert rules(absent.findings) == [("unknown_sheet", None, None, "Sheet9")]
    assert absent.findings[0].params == {"found": "read me, figures"}


def test_utf_16_with_tabs(tmp_path: Path) -> None:
    path = tmp_path / "unicode.txt"
    text = (FORMATS_FOLDER / "tidy.csv").read_text(encoding="utf-8").replace(",", "\t")
    path.write_text(text, encoding="utf-16")
    assert check(path).accepted == 3


@pytest.mark.parametrize(
    "header",
    [
        "Goal,Target,Indicator,Series,Area,AreaName,TimePeriod,Value,Source",
        "Entity,Year,Raccordement (%)",
        "FLOW,REF_AREA,INDICATOR,PERIOD,OBS_VALUE,SOURCE",
    ],
)
def test_a_table_of_another_make_is_of_no_known_format_and_so_can_be_mapped(tmp_path: Path, header: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n", encoding="utf-8")
    assert recognise(open_file(path)) is None
