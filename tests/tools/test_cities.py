"""City figures: each against its published table, the faults held back, the files as built."""

import csv
import io
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from indicators.model.catalogue import read_catalogue
from indicators.model.observations import sort, typed, write
from indicators.model.sources import read_sources
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import cities, collected, inventories, literature
from tools.import_reference.figures_table import HELD_COLUMNS

FIGURES = Path(__file__).parents[3] / "shared" / "figures"

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def figures() -> Path:
    if not FIGURES.is_dir():
        pytest.skip("the published tables (../shared) are not beside the project")
    return FIGURES


@pytest.fixture(scope="module")
def tables(figures: Path) -> Tables:
    return cities.build(figures)


def committed(indicator: str) -> pd.DataFrame:
    (path,) = (DATA_FOLDER / "observations").rglob(f"{indicator}.csv")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def rows_of(figures: Path, table: str) -> list[dict[str, str]]:
    with (figures / "city" / table).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PUBLISHED = """
built_up_area                     casablanca    2015 157.0854492        ghsl_ucdb_r2019a
built_up_area_per_person          casablanca    2015 39.413             ghsl_ucdb_r2019a
urban_centre_area                 casablanca    2025 415                ghsl_ucdb_r2024a
urban_centre_population           casablanca    2025 4577677.349        ghsl_ucdb_r2024a
open_public_space_share           casablanca    2020 16.701848481190865 unhabitat_open_space_2024
people_near_open_space            casablanca    2020 29.176763251199674 unhabitat_open_space_2024
open_public_space_share           casablanca    2014 11.780975276449572 unhabitat_open_space_2025_matnuhpv
people_near_open_space            casablanca    2014 37.89854829155704  unhabitat_open_space_2025_matnuhpv
open_public_space_share           istanbul      2020 20.642272875076163 unhabitat_open_space_2025_turkstat
people_near_open_space            istanbul      2020 59.78115215902099  unhabitat_open_space_2024
open_public_space_share           tunis         2014 25.355941160949868 unhabitat_open_space_2024_ins_tunisia
people_near_open_space            dakar         2020 92.53368715094031  unhabitat_open_space_2024
public_transport_access           casablanca    2020 66.4804528150314   unhabitat_transport_2024
public_transport_access           istanbul      2020 99.88              unhabitat_transport_2024_turkstat
green_area_share                  casablanca    2020 0.8852994395163069 unhabitat_green_area_2024
green_area_per_person             casablanca    1990 0.41825990760179527 unhabitat_green_area_2024
population_agglomeration          casablanca    2018 3683566            un_wup_2018
population_agglomeration          algiers       1950 516450             un_wup_2018
carbon_footprint_per_person       casablanca    -    1.8                ggmcf_2018
carbon_footprint_total            paris         -    78                 ggmcf_2018
territorial_co2                   tokyo         2020 215844043          carbon_monitor_cities_v0325
inventory_total_citywide          cape_town     2012 22643846           cdp_2016
inventory_basic_gpc               milan         2015 5965717.96         cdp_2019
inventory_basic_plus_gpc          paris         2014 7949494            cdp_2019
inventory_scope1_crf              paris         2019 3374790            cdp_2021
inventory_basic_gpc               rotterdam     2019 17746331           c40_gpc_2023_05
inventory_basic_plus_gpc          paris         2019 6668586.674677902  c40_gpc_2023_05
gpc_basic_per_person              rotterdam     2019 27.529996059681856 c40_gpc_2023_05
gpc_transport                     dakar         2016 1058716.184193335  c40_gpc_2023_05
gpc_waste                         delhi         2019 5724787.660122161  c40_gpc_2023_05
reported_city_population          tokyo         2013 13290000           c40_gpc_2023_05
reported_city_area                casablanca    2021 1117               cdp_2021
scope1_emissions_343_cities       osaka         2009 50040000           nangini_2019
scope1_co2_343_cities             rotterdam     2016 17840039           nangini_2019
built_up_area_high_density        istanbul      2014 1132.75            nangini_2019
final_energy_per_person_343_cities madrid       -    74.7881057202797   nangini_2019
non_revenue_water                 bogota        2017 36                 melao_papelon_2017
water_system_demand_literature    new_york      1979 806.1              nyc_dep_water
annual_water_use_literature       madrid        2023 489.7              tiempo_water_2023
"""


@pytest.mark.parametrize("line", PUBLISHED.strip().splitlines())
def test_published_values_are_in_the_data(line: str) -> None:
    indicator, place, year, value, source = line.split()
    frame = committed(indicator)
    found = frame[(frame["place"] == place) & (frame["year"] == year.replace("-", "")) & (frame["source"] == source)]
    assert found["value"].tolist() == [value]


def test_committed_files_are_what_the_builder_writes(tables: Tables, tmp_path: Path) -> None:
    for indicator, frame in tables.items():
        if indicator == "non_revenue_water":  # Casablanca's own rows stand in the same file
            continue
        path = tmp_path / f"{indicator}.csv"
        write(sort(typed(frame)), path)
        (stored,) = (DATA_FOLDER / "observations").rglob(path.name)
        assert stored.read_bytes() == path.read_bytes(), indicator


def test_background_tables_are_what_the_builder_writes(figures: Path, tmp_path: Path) -> None:
    written = cities.write_background(figures, tmp_path)
    assert len(written) == 2
    for path in written:
        assert path.read_bytes() == (DATA_FOLDER / path.relative_to(tmp_path)).read_bytes()
    text = cities.held_back(figures).to_csv(index=False, lineterminator="\n")
    assert text == (DATA_FOLDER / "held_back_cities.csv").read_text(encoding="utf-8")


def test_every_figure_is_loaded_or_held_back_with_a_reason(figures: Path, tables: Tables) -> None:
    held = cities.held_back(figures)
    assert held.columns.tolist() == list(HELD_COLUMNS)
    assert (held["reason"] != "").all()
    loaded = Counter(source for frame in tables.values() for source in frame["source"])
    for table, prefix in ((inventories.TABLE.name, "cdp_"), (collected.TABLE.name, "nangini_")):
        stored = sum(count for source, count in loaded.items() if source.startswith(prefix))
        assert stored + (held["table"] == table).sum() == len(rows_of(figures, table))
    inventories_read = len(inventories.read_protocol_inventories(figures))
    assert inventories_read == loaded["c40_gpc_2023_05"] == 98 * 11
    # The workbooks hold every figure of the tables, and those of the communes of Morocco.
    habitat = {
        "unhabitat_sdg11_7_1_open_space.csv": "unhabitat_open_space_2024",
        "unhabitat_green_area.csv": "unhabitat_green_area",
        "unhabitat_sdg11_2_1_public_transport.csv": "unhabitat_transport",
    }
    rows = pd.concat(list(tables.values()))
    for table, prefix in habitat.items():
        values = Counter(rows.loc[rows["source"].str.startswith(prefix), "value"])
        assert not Counter(repr(float(row["value"])).removesuffix(".0") for row in rows_of(figures, table)) - values
    lines = len(rows_of(figures, literature.TABLE.name))
    assert sum(loaded[source] for source in literature.SOURCES.values()) == lines
    assert loaded["un_wup_2018"] == len(rows_of(figures, cities.POPULATION.name)) + 39 * 17
    assert loaded["carbon_monitor_cities_v0325"] == 39


def test_every_population_of_the_agglomerations_is_as_published(figures: Path, tables: Tables) -> None:
    frame = tables["population_agglomeration"].set_index(["place", "year"])["value"]
    for row in rows_of(figures, cities.POPULATION.name):
        place = row["city"].lower().replace(" ", "_")
        assert float(frame[place, row["year"]]) == pytest.approx(float(row["value"]) * 1000, abs=0.5)


def test_years_after_2018_are_projected(tables: Tables) -> None:
    for indicator in ("population_agglomeration", "population_growth"):
        frame = tables[indicator]
        ahead = frame["year"].astype(int) > 2018
        assert set(frame.loc[ahead, "method"]) == {"projected"}
        assert set(frame.loc[~ahead, "method"]) == {"estimated"}


def test_growth_is_the_continuous_yearly_rate_of_five_years() -> None:
    people = pd.DataFrame({"place": "x", "year": [2010, 2013, 2015], "value": [3_314_000.0, 9.0, 3_588_000.0]})
    growth = cities.growth_rates(people)
    assert growth[["year", "value"]].to_numpy().tolist() == [[2015, 1.5888]]
    assert growth["note"].iloc[0] == "Mean of 2010-2015: 100 x ln(P2015/P2010)/5."


def test_a_footprint_keeps_one_standard_deviation_each_way() -> None:
    row = committed("carbon_footprint_per_person").set_index("place").loc["casablanca"]
    assert (row["lower"], row["value"], row["upper"]) == ("1.2", "1.8", "2.4")


def test_offices_and_estimates_are_of_different_method_and_source() -> None:
    for indicator in ("open_public_space_share", "people_near_open_space", "public_transport_access"):
        frame = committed(indicator)
        own = frame["source"].isin(["unhabitat_open_space_2024", "unhabitat_transport_2024"])
        assert set(frame.loc[own, "method"]) == {"estimated"}
        assert set(frame.loc[~own, "method"]) == {"reported"}
    transport = committed("public_transport_access")
    reported = set(transport.loc[transport["method"] == "reported", "place"])
    assert {"bogota", "medellin", "tunis", "istanbul", "zurich", "geneva", "brussels", "barcelona"} <= reported
    assert "casablanca" not in reported


def test_comparable_peers_of_open_space_are_as_counted() -> None:
    share, access = committed("open_public_space_share"), committed("people_near_open_space")
    # Communes of Morocco that the project holds since the census of 2024 have estimates, too.
    communes = {"agadir", "fes", "meknes", "oujda", "safi", "temara", "tetouan"}
    for frame, count in ((share, 31), (access, 32)):
        estimated = frame.loc[frame["method"] == "estimated", "place"]
        assert len(set(estimated) - communes) - 1 == count
        assert communes <= set(estimated)


def test_an_unknown_statistical_office_is_refused() -> None:
    with pytest.raises(ValueError, match="data source not known: Statistics Utopia"):
        cities.source_of("Statistics Utopia")


def test_an_unknown_publication_is_refused() -> None:
    with pytest.raises(ValueError, match="source not known: Somewhere"):
        literature.source_id("Somewhere, 2020")


@pytest.mark.parametrize(
    ("indicator", "place", "year", "value"),
    [
        ("inventory_scope1_gpc", "rotterdam", "2016", "34188.661"),
        ("inventory_scope1_gpc", "lagos", "2014", "29426266"),
        ("inventory_scope2_crf", "brussels", "2014", "4254080"),
        ("inventory_scope2_crf", "brussels", "2018", "4254080"),
        ("inventory_scope3_crf", "bogota", "2017", "1"),
        ("reported_city_population", "medellin", "2015", "2464.322"),
        ("reported_city_population", "rome", "2017", "2876.614"),
        ("reported_city_population", "madrid", "2018", "3221"),
        ("reported_city_area", "dakar", "2020", "82200000"),
        ("reported_city_area", "istanbul", "2021", "5.313"),
        ("built_up_area_high_density", "rotterdam", "2014", "1788.9375"),
        ("population_density_high_built_up", "buenos_aires", "1990", "1990"),
        ("population_density_low_built_up", "shanghai", "1990", "303255.045263672"),
        ("scope1_emissions_343_cities", "lagos", "2014", "29426266"),
    ],
)
def test_faults_of_the_tables_are_not_shown_and_are_listed(indicator: str, place: str, year: str, value: str) -> None:
    frame = committed(indicator)
    assert frame[(frame["place"] == place) & (frame["year"] == year) & (frame["value"] == value)].empty
    held = pd.read_csv(DATA_FOLDER / "held_back_cities.csv", dtype="str", keep_default_na=False)
    same = (held["indicator"] == indicator) & (held["place"] == place) & (held["year"] == year)
    assert held.loc[same & (held["value"] == value), "reason"].str.len().gt(0).any()


@pytest.mark.parametrize(
    ("indicator", "place", "source", "words"),
    [
        ("inventory_total_citywide", "madrid", "cdp_2017", "Less than its own scopes"),
        ("inventory_scope1_gpc", "johannesburg", "cdp_2016", "opposite order"),
        ("inventory_scope1_crf", "chicago", "cdp_2021", "2015 in the 2020 edition; 2017 in the 2021 edition"),
        ("inventory_basic_gpc", "tokyo", "cdp_2019", "Accounting period as printed: 2016-04-01 - 2017-03-31"),
        ("reported_city_area", "casablanca", "cdp_2021", "216 km2"),
        ("scope1_co2_343_cities", "amsterdam", "nangini_2019", "dates this inventory 2015"),
        ("built_up_area_high_density", "amsterdam", "nangini_2019", "Rotterdam together"),
        ("built_up_area_per_person", "marrakesh", "ghsl_ucdb_r2019a", "under-detected"),
        ("carbon_footprint_per_person", "tokyo", "ggmcf_2018", "Far below"),
        ("water_system_demand_literature", "new_york", "nyc_dep_water", "US gallons/person/day, converted"),
    ],
)
def test_doubtful_figures_carry_a_note(indicator: str, place: str, source: str, words: str) -> None:
    frame = committed(indicator)
    notes = frame.loc[(frame["place"] == place) & (frame["source"] == source), "note"]
    assert words in " ".join(notes)


def test_protocols_never_share_an_indicator_and_units_never_mix() -> None:
    for indicator in inventories.INDICATORS.values():
        if "gpc" in indicator:
            assert "cdp_2021" not in set(committed(indicator)["source"])
        if indicator == "inventory_total_citywide":
            assert set(committed(indicator)["source"]) == {"cdp_2016", "cdp_2017"}
    both = [set(committed(name)["place"]) for name in ("scope1_emissions_343_cities", "scope1_co2_343_cities")]
    assert both[0].isdisjoint(both[1])


def test_casablanca_has_no_inventory_and_the_entries_say_so() -> None:
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    for indicator in [
        name for name in catalogue if name.startswith(("inventory_", "scope")) or name == "territorial_co2"
    ]:
        assert "casablanca" not in set(committed(indicator)["place"])
        if not indicator.endswith("_literature"):
            assert catalogue[indicator].absence is not None


def test_literature_is_never_ranked_and_always_defined() -> None:
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    for indicator in set(literature.INDICATORS.values()):
        frame = committed(indicator)
        reported = frame[frame["method"] == "literature"]
        assert not catalogue[indicator].rankable
        assert (reported["note"] != "").all()


def test_headlines_and_sources() -> None:
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    for indicator in (
        "built_up_area_per_person", "open_public_space_share", "people_near_open_space",
        "public_transport_access", "carbon_footprint_per_person",
    ):  # fmt: skip
        assert catalogue[indicator].headline
        assert catalogue[indicator].thresholds is None
    sources, findings = read_sources(DATA_FOLDER / "sources")
    assert findings == []
    assert sources["cdp_2020"].licence == "CDP Open Database License (share-alike)"
    assert sources["un_wup_2018"].licence == "CC BY 3.0 IGO"


def test_held_back_values_are_written_as_published() -> None:
    text = (DATA_FOLDER / "held_back_cities.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 144
    assert {row["table"] for row in rows} == {inventories.TABLE.name, collected.TABLE.name, cities.MODE_SHARES.name}
