"""Any table through a mapping: long, with years across, with indicators across."""

from pathlib import Path

import pytest

from indicators.loaders.handmade.mapping import (
    Mapping,
    faults,
    file_name,
    is_year,
    read,
    read_mapping,
    remember,
    remembered,
    shape_of,
    to_toml,
)
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import check, observation, rules
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

MAPPING = """
[columns]
place = "Ville"
year = "Année"
value = "Rendement (%)"

[constants]
indicator = "network_efficiency"
source = "lydec_half_year_2014"
perimeter = "utility perimeter"
method = "reported"
"""


def test_a_mapping_points_at_the_columns(tmp_path: Path) -> None:
    table, mapping = tmp_path / "rendement.csv", tmp_path / "rendement.toml"
    table.write_text("Suivi annuel;;\nVille;Année;Rendement (%)\nCasablanca;2014;75,5\n", encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    intake = check(table, mapping=mapping)
    assert (intake.format, intake.accepted) == ("mapped", 1)
    assert observation(intake, "casablanca", "network_efficiency", 2014)["value"] == 75.5


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[columns]\nplace = 'Ville'\n", "missing_column"),
        (MAPPING.replace("Ville", "Commune"), "missing_column"),
        (MAPPING.replace("year =", "jahr ="), "unknown_reference"),
        ("columns = 3", "unreadable_file"),
        ("no toml at all", "unreadable_file"),
    ],
)
def test_a_mapping_that_does_not_fit(tmp_path: Path, text: str, rule: str) -> None:
    table, mapping = tmp_path / "rendement.csv", tmp_path / "rendement.toml"
    table.write_text("Ville;Année;Rendement (%)\nCasablanca;2014;75,5\n", encoding="utf-8")
    mapping.write_text(text, encoding="utf-8")
    intake = check(table, mapping=mapping)
    assert intake.format is None
    assert rule in {finding.rule.id for finding in intake.findings}


def saved(folder: Path, mapping: Mapping) -> Path:
    path = folder / "mapping.toml"
    path.write_text(to_toml(mapping), encoding="utf-8")
    return path


CONSTANTS = {"source": "hcp_rgph_2024", "perimeter": "arrondissement", "method": "census"}


def test_years_across(tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text(
        "Population municipale;;\nArrondissement;2014;2024 (RGPH)\nAnfa;94 281;66 026\nMaârif;170 310;n.d.\n"
        "Total;264 591;\nSource : HCP, recensements;;\n",
        encoding="utf-8",
    )
    mapping = Mapping(
        columns={"place": "Arrondissement"},
        years=("2014", "2024 (RGPH)"),
        units={"2024 (RGPH)": ""},
        constants={"indicator": "population_municipal", **CONSTANTS},
    )
    intake = check(path, mapping=saved(tmp_path, mapping))
    assert (intake.format, intake.rows_read) == ("mapped", 3)
    assert (intake.accepted, intake.refused, intake.empty, intake.out_of_scope) == (3, 0, 1, 2)
    assert observation(intake, "anfa", "population_municipal", 2024)["value"] == 66_026
    assert ("total_left_out", 5, "Arrondissement", "Total") in rules(intake.findings)
    assert ("footnote_left_out", 6, None, "Source : HCP, recensements") in rules(intake.findings)


def test_indicators_across_with_a_unit_each_in_a_workbook(tmp_path: Path) -> None:
    rows = [
        ["Suivi", None, None, None],
        ["Ville", "Année", "Population (en milliers)", "Rendement"],
        ["Casablanca", 2024, 3197.332, 0.755],
    ]
    path = write_xlsx(tmp_path / "suivi.xlsx", {"Lisez-moi": [["Ville", "Année"]], "Données": rows})
    mapping = Mapping(
        sheet="Données",
        header=2,
        columns={"place": "Ville", "year": "Année"},
        indicators={"Population (en milliers)": "population_municipal", "Rendement": "network_efficiency"},
        units={"Rendement": "dimensionless"},
        constants={"source": "hcp_rgph_2024", "perimeter": "municipality", "method": "census"},
    )
    intake = check(path, mapping=saved(tmp_path, mapping))
    assert intake.accepted == 2
    people = observation(intake, "casablanca", "population_municipal", 2024)
    assert (people["value"], people["note"]) == (3_197_332, "(converted from en milliers)")
    assert observation(intake, "casablanca", "network_efficiency", 2024)["value"] == 75.5


def test_indicators_across_whose_headers_hold_the_year(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("Ville,Population 2014,Population 2024\nCasablanca,3341050,3197332\n", encoding="utf-8")
    headers = ("Population 2014", "Population 2024")
    mapping = Mapping(columns={"place": "Ville"}, indicators=dict.fromkeys(headers, "population_municipal"))
    intake = check(path, mapping=saved(tmp_path, mapping))
    assert observation(intake, "casablanca", "population_municipal", 2014)["value"] == 3_341_050
    assert observation(intake, "casablanca", "population_municipal", 2024)["value"] == 3_197_332


def test_a_unit_in_the_header_of_gallons(tmp_path: Path) -> None:
    path = tmp_path / "water.csv"
    header = "Water use [US gallons per person per day]"
    path.write_text(f"City;Year;{header}\nCasablanca;2015;26.4\n", encoding="utf-8")
    columns = {"place": "City", "year": "Year", "value": header}
    mapping = Mapping(columns=columns, constants={"indicator": "household_water_use_literature"})
    intake = check(path, mapping=saved(tmp_path, mapping))
    row = observation(intake, "casablanca", "household_water_use_literature", 2015)
    assert row["value"] == pytest.approx(26.4 * 3.785411784)
    assert "US gallons per person per day" in row["note"]
    assert "unit_converted" in {finding.rule.id for finding in intake.findings}


def test_a_bracket_that_is_no_unit_is_a_question_until_the_mapping_answers_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Ville;Année;Rendement (provisoire)\nCasablanca;2014;75,5\n", encoding="utf-8")
    mapping = Mapping(
        columns={"place": "Ville", "year": "Année", "value": "Rendement (provisoire)"},
        constants={"indicator": "network_efficiency"},
    )
    intake = check(path, mapping=saved(tmp_path, mapping))
    assert (intake.accepted, intake.refused) == (0, 1)
    assert ("unknown_unit", 2, "unit", "provisoire") in rules(intake.findings)
    answered = mapping.model_copy(update={"units": {"Rendement (provisoire)": ""}})
    assert check(path, mapping=saved(tmp_path, answered)).accepted == 1


@pytest.mark.parametrize(
    ("mapping", "rule", "column"),
    [
        (Mapping(columns={"place": "A"}, constants={"indicator": "x"}), "missing_column", "value"),
        (Mapping(columns={"place": "A"}, years=("2014",)), "missing_column", "indicator"),
        (
            Mapping(columns={"place": "A", "year": "B"}, years=("2014",), constants={"indicator": "x"}),
            "said_twice", "year",
        ),
        (Mapping(columns={"place": "A", "value": "B"}, indicators={"C": "x"}), "said_twice", "value"),
        (Mapping(columns={"place": "A"}, indicators={"C": "x"}, constants={"place": "y"}), "said_twice", "place"),
        (Mapping(columns={"place": "A"}, indicators={"C": "x"}, units={"D": "m"}), "unknown_reference", None),
    ],
)  # fmt: skip
def test_what_keeps_a_mapping_from_being_used(mapping: Mapping, rule: str, column: str | None) -> None:
    assert [(finding.rule.id, finding.column) for finding in faults(mapping)] == [(rule, column)]


def test_a_mapping_is_written_and_read_back(tmp_path: Path) -> None:
    mapping = Mapping(
        sheet='Feuil "1"',
        header=3,
        columns={"place": "Ville\\Commune", "year": "Année"},
        indicators={"Eau [L/hab/j]": "household_water_use_literature", "المدينة": "population_municipal"},
        units={"Eau [L/hab/j]": "L/hab/j"},
        constants={"note": "ligne\nsuivante"},
    )
    assert read_mapping(saved(tmp_path, mapping)) == (mapping, [])


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        (("Population 2014", "Population 2024"), {2014: 1.0, 2024: 2.0}),
        (("2014 (RGPH)", "2024p"), {2014: 1.0, 2024: 2.0}),
        (("Réalisé 2014", "Prévu 2024"), {}),
        (("avant 2014", "avant 2024"), {}),
        (("FY2015/16", "FY2016/17"), {}),
        (("Var. 2014 (%)", "2024"), {2024: 2.0}),
    ],
)
def test_what_else_a_header_of_a_year_says_is_a_question(
    tmp_path: Path, headers: tuple[str, str], accepted: dict[int, float]
) -> None:
    path, mapping = tmp_path / "a.csv", tmp_path / "m.toml"
    path.write_text(f"Commune;{';'.join(headers)}\nAnfa;1;2\n", encoding="utf-8")
    constants = {"indicator": "household_size"}
    mapping.write_text(to_toml(Mapping(columns={"place": "Commune"}, years=headers, constants=constants)), "utf-8")
    intake = check(path, mapping=mapping)
    assert dict(zip(intake.observations["year"], intake.observations["value"], strict=True)) == accepted
    assert intake.accepted + intake.refused == 2
    stated = [finding.value for finding in intake.findings if finding.rule.id == "read_as"]
    assert all(f"{header} = {year}" in stated[0] for header, year in zip(headers, accepted, strict=False) if stated)


def test_columns_that_a_mapping_leaves_unused_are_named(tmp_path: Path) -> None:
    path = tmp_path / "sdmx.csv"
    path.write_text(
        "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS\nMAR,2020,36689,3,A\nSEN,2020,16.436,6,A\nGHA,2020,31,9,A\n",
        encoding="utf-8",
    )
    columns = {"place": "REF_AREA", "year": "TIME_PERIOD", "value": "OBS_VALUE"}
    mapping = Mapping(columns=columns, constants={"indicator": "population_national"})
    table = read(open_file(path), mapping)
    assert [(finding.rule.id, finding.value) for finding in table.findings] == [("columns_unused", "OBS_STATUS")]
    assert table.frame["unit"].tolist() == ["thousands", "millions", "x 10^9"]
    stated = mapping.model_copy(update={"constants": {**mapping.constants, "unit": "person"}})
    assert read(open_file(path), stated).frame["unit"].tolist() == ["person"] * 3


def test_the_multiplier_counts_for_indicators_across_too(tmp_path: Path) -> None:
    path = tmp_path / "across.csv"
    path.write_text("City,Year,Pop,Unit multiplier\nRabat,2020,577.8,3\nFez,2020,1112000,0\n", encoding="utf-8")
    mapping = Mapping(columns={"place": "City", "year": "Year"}, indicators={"Pop": "population_municipal"})
    assert read(open_file(path), mapping).frame["unit"].tolist() == ["thousands", ""]


FIRST = "Population\nArrondissement;2014;2024\nAnfa;94 281;66 026\n"
NEXT = "Recensement;;\n;;\nArrondissement;2014;2024;2034 (p)\nAnfa;94 281;66 026;60 000\n"
SAVED = Mapping(
    header=2,
    columns={"place": "Arrondissement"},
    years=("2014", "2024"),
    constants={"indicator": "population_municipal", "perimeter": "arrondissement", "method": "census"},
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_next_years_file_is_read_with_the_mapping_of_this_years(tmp_path: Path) -> None:
    stored = remember(tmp_path / "kept", open_file(written(tmp_path, "a.csv", FIRST)), SAVED)
    assert stored is not None
    assert stored.name.startswith("arrondissement-year-")
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
    path = written(tmp_path, "b.csv", NEXT)
    again = remembered(tmp_path / "kept", open_file(path))
    assert again is not None
    assert (again.header, again.years) == (3, ("2014", "2024", "2034 (p)"))
    assert observation(check(path, mapping=stored), "anfa", "population_municipal", 2024)["value"] == 66_026


def test_what_is_stored_is_readable(tmp_path: Path) -> None:
    path = remember(tmp_path, open_file(written(tmp_path, "a.csv", FIRST)), SAVED)
    assert path is not None
    assert path.read_text(encoding="utf-8").startswith("# For tables whose header reads: Arrondissement, 2014, 2024\n")
    assert read_mapping(path) == (SAVED.model_copy(update={"header": None}), [])


def test_another_shape_a_spoiled_file_and_a_mapping_that_does_not_fit(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "a.csv", FIRST))
    other = open_file(written(tmp_path, "b.csv", "Commune;2014;2024\nAnfa;1;2\n"))
    path = remember(tmp_path, opened, SAVED)
    assert remembered(tmp_path, other) is None
    assert remember(tmp_path, other, SAVED) is None
    assert path is not None
    path.write_text("[columns", encoding="utf-8")
    assert remembered(tmp_path, opened) is None
    assert remembered(tmp_path / "none", opened) is None


def test_a_later_mapping_of_the_shape_replaces_the_earlier(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "a.csv", FIRST))
    remember(tmp_path / "kept", opened, SAVED)
    remember(tmp_path / "kept", opened, SAVED.model_copy(update={"constants": {"indicator": "households"}}))
    again = remembered(tmp_path / "kept", opened)
    assert again is not None
    assert again.constants == {"indicator": "households"}
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    opened = open_file(written(tmp_path, "a.csv", FIRST))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        remember(tmp_path / "kept", opened, SAVED)
    assert list((tmp_path / "kept").iterdir()) == []


def test_shapes_and_names() -> None:
    assert shape_of(["Ville", "2014", "2015", "Note"]) == ("ville", "year", "note")
    assert shape_of(["VILLE", "2014 (p)", "note"]) == shape_of(["Ville", "2030", "2031", "Note"])
    assert shape_of(["المدينة", "2014"]) != shape_of(["السنة", "2014"])
    assert is_year("2014")
    assert is_year("2014 (RGPH)")
    assert not is_year("Population 2014")
    assert file_name(("../../etc", "passwd")).startswith("etc-passwd-")
    assert "/" not in file_name(("../../etc", "a/b\\c"))
