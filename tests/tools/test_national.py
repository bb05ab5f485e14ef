"""National figures: every series against its publisher's values, and what is held back."""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from indicators.findings.finding import DataProblem
from indicators.model.catalogue import Catalogue, Indicator, read_catalogue
from indicators.model.observations import typed, write
from indicators.model.sources import Source, read_sources
from indicators.model.vocabulary import Scale
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import national
from tools.import_reference.figures_table import HELD_COLUMNS

SHARED = Path(__file__).parents[3] / "shared"

PUBLISHED = """
water  basic_water_national                        morocco   2020 90.4               owid_jmp_2023_06
water  basic_water_national                        morocco   2015 82.9699953172099   sdr_2019
water  safely_managed_water_national               morocco   2020 79.95              owid_jmp_2023_06
water  safely_managed_water_national               morocco   2017 70.2664398295476   wb_wdi_2020_04
water  safely_managed_water_national               belgium   2015 98.3666666666667   sdr_2019
water  safely_managed_sanitation_national          morocco   2020 39.32              owid_jmp_2023_06
water  safely_managed_sanitation_national          morocco   2017 38.7501508458858   wb_wdi_2020_04
water  safely_managed_sanitation_national          belgium   2015 97.1001865156195   sdr_2019
water  basic_sanitation_national                   morocco   2020 87.25              owid_jmp_2023_06
water  basic_sanitation_national                   morocco   2015 83.466067685051    sdr_2019
water  limited_water_national                      morocco   2020 5.26               owid_jmp_2023_06
water  unimproved_water_national                   morocco   2020 2.88               owid_jmp_2023_06
water  surface_water_national                      morocco   2020 1.46               owid_jmp_2023_06
water  open_defecation_national                    morocco   2020 1.73               owid_jmp_2023_06
water  handwashing_national                        colombia  2017 65.3857581074716   wb_wdi_2020_04
water  piped_water_urban_national                  morocco   2015 94.14516833484987  sdr_2019
water  freshwater_sites_protected_national         morocco   2018 80.76722           sdr_2019
water  water_stress_national                       morocco   -    49.04              sdr_2019
water  water_stress_national                       egypt     -    159.85             sdr_2019
water  wastewater_treated_national                 morocco   -    26.0136            sdr_2019
energy renewable_share_final_energy_national       morocco   2021 10.9               wb_wdi_2025
energy renewable_share_final_energy_national       belgium   2015 9.20164053078148   sdr_2019
energy renewable_electricity_national              morocco   2021 19.806295          owid_grapher_2023_06
energy energy_per_person_national                  morocco   2016 6327.862           owid_co2_2020_12
energy urban_electricity_access_national           morocco   2019 100                wb_wdi_2021_09
energy urban_electricity_access_national           argentina 2000 96.5096893310547   wb_wdi_2021_09
energy clean_cooking_national                      morocco   2016 96.75              sdr_2019
energy electricity_access_national                 morocco   2016 100                sdr_2019
energy primary_energy_national                     morocco   2016 222.272            owid_co2_2020_12
energy energy_per_gdp_national                     morocco   2016 0.842              owid_co2_2020_12
energy fuel_co2_per_electricity_national           morocco   2015 1.9799836369929826 sdr_2019
energy petrol_price_national                       morocco   2016 0.99               wb_wdi_2021_09
energy diesel_price_national                       morocco   2016 0.86               wb_wdi_2021_09
land   population_national                         morocco   2018 36029000           owid_co2_2020_12
land   urban_population_share_national             morocco   2020 63.532             wb_wdi_2021_09
land   urban_population_growth_national            morocco   2020 2.04634643399117   wb_wdi_2021_09
land   urban_population_national                   morocco   2020 23450016           wb_wdi_2021_09
land   population_density_national                 morocco   2020 82.7034685189334   wb_wdi_2021_09
land   slums_national                              morocco   2018 9.19999980926514   wb_wdi_2021_09
land   urban_land_area_national                    morocco   2010 12057.44141        wb_wdi_2021_09
land   forest_area_national                        morocco   2022 12.91368788        wb_wdi_2025_forest
land   deforestation_national                      morocco   -    0.18065912349847674 sdr_2019
land   land_sites_protected_national               morocco   2018 43.00448           sdr_2019
land   red_list_index_national                     morocco   2018 0.88534            sdr_2019
land   largest_city_share_national                 morocco   2020 16.0015114701841   wb_wdi_2021_09
land   largest_city_population_national            morocco   2020 3752357            wb_wdi_2021_09
land   large_agglomerations_share_national         morocco   2020 21.8343000937564   wb_wdi_2021_09
land   large_agglomerations_population_national    morocco   2020 8059162            wb_wdi_2021_09
land   urban_population_low_elevation_national     morocco   2010 1.127452324        wb_wdi_2021_09
land   urban_land_low_elevation_share_national     morocco   2010 0.034317572        wb_wdi_2021_09
land   urban_land_low_elevation_national           morocco   2010 230.551239         wb_wdi_2021_09
carbon co2_per_person_national                     morocco   2018 1.84               owid_co2_2020_12
carbon co2_per_person_national                     morocco   2021 1.9035642          owid_grapher_2023_06
carbon carbon_intensity_gdp_national               morocco   2023 0.205705012        wb_wdi_2025
carbon consumption_co2_per_person_national         morocco   2017 1.868              owid_co2_2020_12
carbon ghg_per_person_national                     morocco   2016 2.507              owid_co2_2020_12
carbon energy_co2_per_person_national              morocco   2016 1.5024044424001666 sdr_2019
carbon co2_national                                morocco   2018 66.31              owid_co2_2020_12
carbon consumption_co2_national                    morocco   2017 66.48              owid_co2_2020_12
carbon total_ghg_national                          morocco   2016 88.05              owid_co2_2020_12
carbon coal_co2_national                           morocco   2018 20.656             owid_co2_2020_12
carbon oil_co2_national                            morocco   2018 35.756             owid_co2_2020_12
carbon gas_co2_national                            morocco   2018 2.119              owid_co2_2020_12
carbon cement_co2_national                         morocco   2018 7.779              owid_co2_2020_12
carbon methane_national                            morocco   2016 17.2               owid_co2_2020_12
carbon nitrous_oxide_national                      morocco   2016 8.79               owid_co2_2020_12
carbon share_global_co2_national                   morocco   2018 0.181              owid_co2_2020_12
carbon co2_change_since_1990_national              morocco   2023 211.1354587        wb_wdi_2025
carbon co2_per_unit_energy_national                morocco   2016 0.275              owid_co2_2020_12
carbon carbon_intensity_gdp_2011_national          morocco   2016 0.231              owid_co2_2020_12
carbon pm25_national                               morocco   2020 21.32126421        wb_wdi_2025
carbon pm25_national                               morocco   2017 32.5935414574286   wb_wdi_2021_09
carbon pm25_national                               morocco   2017 32.594             sdr_2019
carbon pm25_above_guideline_national               morocco   2017 100                wb_wdi_2021_09
carbon public_transport_satisfaction_national      morocco   2018 55.066176559692714 sdr_2019
carbon imported_co2_per_person_national            morocco   -    0.5145275980701796 sdr_2019
carbon municipal_waste_per_person_national         morocco   -    1.46               sdr_2019
"""
"""Theme, indicator, place, year (- where undated), value as published, source."""

ROWS = [line.split() for line in PUBLISHED.strip().splitlines()]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, findings = read_catalogue(DATA_FOLDER / "catalogue")
    assert findings == []
    return found


@pytest.fixture(scope="module")
def entries(catalogue: Catalogue) -> list[Indicator]:
    return [entry for entry in catalogue.values() if entry.scale is Scale.COUNTRY]


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return read_sources(DATA_FOLDER / "sources")[0]


@pytest.fixture(scope="module")
def figures() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the reference tables are not beside the project")
    return SHARED / "figures"


def committed(theme: str, indicator: str) -> pd.DataFrame:
    return pd.read_csv(DATA_FOLDER / "observations" / theme / f"{indicator}.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize(("theme", "indicator", "place", "year", "value", "source"), ROWS)
def test_value_is_the_published_one(theme: str, indicator: str, place: str, year: str, value: str, source: str) -> None:
    table = committed(theme, indicator)
    year = "" if year == "-" else year
    found = table[(table["place"] == place) & (table["year"] == year) & (table["source"] == source)]
    assert found["value"].astype("float64").tolist() == [float(value)]


def test_every_series_is_in_the_sample(entries: list[Indicator]) -> None:
    series = {(entry.id, source) for entry in entries for source in committed(entry.theme, entry.id)["source"].unique()}
    assert series == {(row[1], row[5]) for row in ROWS}


def test_morocco_is_in_every_series_but_handwashing(entries: list[Indicator]) -> None:
    without = [e.id for e in entries if "morocco" not in set(committed(e.theme, e.id)["place"])]
    assert without == ["handwashing_national"]


def test_vintages_never_join(entries: list[Indicator]) -> None:
    for entry in entries:
        table = committed(entry.theme, entry.id)
        assert not table.duplicated(["place", "year", "source"]).any(), entry.id
        assert set(table["perimeter"]) == {"country"}, entry.id
        observed = table[table["method"] != "projected"]
        assert observed.groupby("source")["method"].nunique().max() == 1, entry.id


def test_undated_values_have_no_year_and_only_they(entries: list[Indicator]) -> None:
    for entry in entries:
        assert (committed(entry.theme, entry.id)["year"] == "").all() == entry.undated, entry.id


def test_the_report_names_its_original_publisher() -> None:
    table = committed("water", "basic_water_national")
    assert set(table.loc[table["source"] == "sdr_2019", "note"]) == {"JMP (2019)"}


def test_every_source_is_known_and_may_be_redistributed(entries: list[Indicator], sources: dict[str, Source]) -> None:
    used = {source for entry in entries for source in committed(entry.theme, entry.id)["source"]}
    # What the extract repeats of a release is held back.
    assert used == set(national.RELEASES.values()) - {national.EXTRACT}
    assert all(sources[source].redistributable for source in used)


def test_national_is_in_every_name(entries: list[Indicator]) -> None:
    for entry in entries:
        assert any(word in entry.names.en.lower() for word in ("national", "country")), entry.id
        assert any(word in entry.names.fr.lower() for word in ("national", "pays")), entry.id
        assert "وطني" in entry.names.ar, entry.id


def test_only_water_stress_and_renewables_are_headlines(entries: list[Indicator]) -> None:
    assert {entry.id for entry in entries if entry.headline} == {
        "water_stress_national",
        "renewable_share_final_energy_national",
    }


def test_all_fuel_co2_over_electricity_is_not_called_carbon_intensity(catalogue: Catalogue) -> None:
    entry = catalogue["fuel_co2_per_electricity_national"]
    assert "intensity" not in entry.names.en.lower()
    assert "not the carbon intensity of electricity" in entry.caveats[0].en


@pytest.mark.parametrize(
    ("indicator", "green", "red", "lower", "optimum"),
    [
        ("basic_water_national", 98, 80, 40, 100),
        ("safely_managed_water_national", 95, 80, 10.5, 100),
        ("water_stress_national", 25, 75, 100, 12.5),
        ("fuel_co2_per_electricity_national", 1, 1.5, 5.9, 0),
    ],
)
def test_thresholds_are_the_ones_of_the_report(
    catalogue: Catalogue, indicator: str, green: float, red: float, lower: float, optimum: float
) -> None:
    limits = catalogue[indicator].thresholds
    assert limits is not None
    assert (limits.green, limits.red, limits.lower, limits.optimum) == (green, red, lower, optimum)
    assert (limits.source, limits.edition, limits.scale) == ("sdr_2019", "SDR 2019", Scale.COUNTRY)


def test_every_threshold_is_that_of_a_field_of_the_entry(entries: list[Indicator], figures: Path) -> None:
    with (figures.parent / "golden" / "sdr_bounds.csv").open(encoding="utf-8", newline="") as file:
        bounds = {row["indicator_code"]: row for row in csv.DictReader(file) if row["edition"] == "SDR2019"}
    for entry in entries:
        codes = [link.field for link in entry.fields if link.format == "sdsn"]
        if not codes:
            assert entry.thresholds is None, entry.id
            continue
        row = bounds[codes[0]]
        assert entry.thresholds is not None, entry.id
        assert entry.thresholds.green == float(row["green_threshold"]), entry.id
        assert entry.thresholds.red == float(row["red_threshold"]), entry.id
        assert entry.thresholds.lower == float(row["lower_bound_0"]), entry.id
        assert entry.thresholds.optimum == float(row["optimum_100"]), entry.id


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("World Bank WDI, download of mid-2025, re-saved without preamble", "wb_wdi_2025"),
        (
            "World Bank WDI, download of mid-2025, re-saved without preamble (8-10 significant digits)",
            "wb_wdi_2025_forest",
        ),
        ("World Bank WDI, topic 16 bulk CSV, last updated 2021-09-15", "wb_wdi_2021_09"),
        ("World Bank WDI, last updated 2024-01-01", None),
    ],
)
def test_a_release_is_found_by_its_text(text: str, source: str | None) -> None:
    assert national.release_of(text) == source


@pytest.fixture
def one_row(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with one row in `wdi.csv`, changed as the test asks."""
    header = "area,country_iso3,indicator,year,value,unit,source_field,source,source_url,licence"

    def make(row: str) -> Path:
        country = tmp_path / "figures" / "country"
        country.mkdir(parents=True)
        (country / "wdi.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        return tmp_path / "figures"

    return make


def test_an_unknown_release_is_named_with_its_row(one_row: Callable[[str], Path]) -> None:
    folder = one_row("Morocco,MAR,Forest area,2024,13,%,AG.LND.FRST.ZS,World Bank WDI 2030,,")
    with pytest.raises(
        DataProblem, match=r"wdi\.csv, row 2, column source: the source World Bank WDI 2030 is not known"
    ):
        national.build(folder)


def test_an_unknown_country_is_named_with_its_row(one_row: Callable[[str], Path]) -> None:
    folder = one_row("Atlantis,ATL,Forest area,2024,13,%,AG.LND.FRST.ZS,World Bank WDI,,")
    with pytest.raises(DataProblem, match=r"wdi\.csv, row 2, column country_iso3: the place ATL is not known"):
        national.build(folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"wdi\.csv: the file is missing"):
        national.build(tmp_path)


def test_the_committed_files_are_what_the_builder_writes(
    figures: Path, entries: list[Indicator], tmp_path: Path
) -> None:
    built = national.build(figures)
    assert set(built) == {entry.id for entry in entries}
    for entry in entries:
        path = tmp_path / f"{entry.id}.csv"
        write(typed(built[entry.id]), path)
        assert path.read_bytes() == (DATA_FOLDER / "observations" / entry.theme / path.name).read_bytes(), entry.id


def test_every_row_of_every_table_is_shown_or_held_back_with_a_reason(figures: Path) -> None:
    rows = 0
    for table in national.TABLES:
        with (figures / "country" / table.name).open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.DictReader(file))
    held = national.held_back(figures)
    shown = sum(len(frame[frame["year"] != ""]) for frame in national.build(figures).values())
    assert shown + len(held[held["table"] != "golden/sdr_published.csv"]) == rows


def test_the_held_back_table_is_what_the_builder_gives(figures: Path, tmp_path: Path) -> None:
    path = tmp_path / "held.csv"
    national.held_back(figures).to_csv(path, index=False, lineterminator="\n")
    assert path.read_bytes() == (DATA_FOLDER / "held_back_national.csv").read_bytes()


def test_what_is_held_back_says_why() -> None:
    held = pd.read_csv(DATA_FOLDER / "held_back_national.csv", dtype="str", keep_default_na=False)
    assert tuple(held.columns) == HELD_COLUMNS
    assert (held["reason"] != "").all()
    hand_typed = held[held["table"] == "country/unsd_latest.csv"]
    repeated = hand_typed[hand_typed["indicator"] == "EG.FEC.RNEW.ZS"]
    assert len(repeated) == 16
    assert repeated["reason"].str.contains("has the same value").all()
    stress = hand_typed[(hand_typed["place"] == "morocco") & hand_typed["indicator"].str.startswith("ER_H2O")]
    assert stress["value"].tolist() == ["18.83"]
    assert stress["reason"].tolist() == [national.UNEXPLAINED]
