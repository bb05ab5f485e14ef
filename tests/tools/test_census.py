"""Census figures: what was published, what adds up, and what is only stated with a note."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.model.catalogue import read_catalogue
from indicators.model.observations import COLUMNS, to_csv, typed
from indicators.model.observations import sort as in_order
from tools.import_reference import census

PROJECT = Path(__file__).parents[2]
FIGURES = PROJECT.parent / "shared" / "figures"

needs_figures = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the published tables are not beside the project (../shared/figures)"
)


def observed(indicator: str) -> pd.DataFrame:
    (path,) = (PROJECT / "data" / "observations").rglob(f"{indicator}.csv")
    return pd.read_csv(path, keep_default_na=False)


def value(indicator: str, place: str, year: int, perimeter: str) -> float:
    frame = observed(indicator)
    found = frame[(frame["place"] == place) & (frame["year"] == year) & (frame["perimeter"] == perimeter)]
    assert len(found) == 1
    return float(found["value"].iloc[0])


def arrondissements(indicator: str, year: int) -> pd.Series:
    frame = observed(indicator)
    return frame[(frame["perimeter"] == "arrondissement") & (frame["year"] == year)].set_index("place")["value"]


def test_the_arrondissements_sum_to_the_city_of_2024() -> None:
    people = arrondissements("population_municipal", 2024)
    assert len(people) == 16
    assert people.sum() == 3_197_332 == value("population_municipal", "casablanca", 2024, "municipality")
    assert arrondissements("households", 2024).sum() == value("households", "casablanca", 2024, "municipality")


def test_the_city_of_2014_is_the_sum_of_its_arrondissements_and_says_so() -> None:
    assert arrondissements("population_municipal", 2014).sum() == 3_341_050
    assert value("population_municipal", "casablanca", 2014, "municipality") == 3_341_050
    frame = observed("population_municipal")
    row = frame[(frame["place"] == "casablanca") & (frame["year"] == 2014) & (frame["perimeter"] == "municipality")]
    assert row["note"].item() == census.SUM_OF_ARRONDISSEMENTS


def test_the_prefecture_holds_more_than_the_municipality() -> None:
    for year in (2014, 2024):
        mechouar = value("population_municipal", "mechouar", year, "municipality")
        city = value("population_municipal", "casablanca", year, "municipality")
        assert value("population_municipal", "casablanca", year, "prefecture") == city + mechouar


def test_no_share_of_the_municipality_of_2014_is_made_up() -> None:
    for indicator in ("running_water_at_home", "public_sewer", "basic_or_slum_dwellings", "waste_collected"):
        frame = observed(indicator)
        city = frame[(frame["place"] == "casablanca") & (frame["year"] == 2014)]
        assert list(city["perimeter"]) == ["prefecture"]


@pytest.mark.parametrize(
    ("indicator", "year", "perimeter", "expected"),
    [
        ("public_sewer", 2024, "municipality", 98.2),
        ("public_sewer", 2014, "prefecture", 96.2),
        ("running_water_at_home", 2014, "prefecture", 93.5),
        ("running_water_at_home", 2024, "prefecture", 98.5),
        ("basic_or_slum_dwellings", 2014, "prefecture", 7.9),
        ("basic_or_slum_dwellings", 2024, "prefecture", 7.2),
        ("electricity_at_home", 2024, "municipality", 99.2),
        ("cooking_gas_at_home", 2024, "municipality", 99.1),
        ("waste_collected", 2024, "municipality", 99.1),
    ],
)
def test_published_figures_of_the_city(indicator: str, year: int, perimeter: str, expected: float) -> None:
    assert value(indicator, "casablanca", year, perimeter) == expected


def test_basic_dwellings_rise_by_half_a_point_or_more_in_five_arrondissements() -> None:
    change = arrondissements("basic_or_slum_dwellings", 2024) - arrondissements("basic_or_slum_dwellings", 2014)
    rising = set(change.index[change.round(1) >= 0.5])
    assert rising == {"ain_chock", "mers_sultan", "roches_noires", "sbata", "sidi_othmane"}


def test_the_doubtful_figure_is_shown_with_a_note() -> None:
    frame = observed("basic_or_slum_dwellings").query("year == 2024").set_index("place")
    assert frame.loc["sidi_othmane", "value"] == 23.3
    assert frame.loc["sidi_othmane", "note"].startswith("Doubtful")
    assert "Sidi Othmane" in frame.loc["prefecture_moulay_rachid", "note"]
    assert frame.loc["anfa", "note"] == ""


def test_the_waste_question_of_2014_is_another_indicator() -> None:
    assert set(observed("waste_in_the_open")["year"]) == {2024}
    assert set(observed("waste_other_or_open")["year"]) == {2014}


def test_the_waste_shares_of_2024_fall_short_of_the_whole_by_less_than_a_point() -> None:
    parts = ("waste_collected", "waste_in_the_open")
    whole = sum(arrondissements(name, 2024) for name in parts)
    assert whole.round(1).between(99.3, 99.8).all()


def test_the_cooking_question_breaks_the_series() -> None:
    catalogue, _ = read_catalogue(PROJECT / "data" / "catalogue")
    assert [cut.year for cut in catalogue["cooking_gas_at_home"].breaks] == [2024]


def test_collected_is_the_sum_of_bin_and_truck() -> None:
    key = {"place": "anfa", "year": "2024", "perimeter": "arrondissement", "source": "hcp_rgph_2024"}
    rows = pd.DataFrame(
        [
            {**key, "indicator": "waste_bin", "value": 92.0},
            {**key, "indicator": "waste_truck", "value": 7.3},
            {**key, "indicator": "waste_bin", "place": "maarif", "value": 88.1},
        ]
    )
    result = census.collected(rows)
    assert result[["place", "value"]].to_numpy().tolist() == [["anfa", 99.3]]


def test_density_is_people_over_the_area_of_the_outline() -> None:
    key = {"indicator": "population_municipal", "year": "2024", "source": "hcp_rgph_2024"}
    rows = pd.DataFrame(
        [
            {**key, "place": "al_fida", "perimeter": "arrondissement", "value": 125_777.0},
            {**key, "place": "casablanca", "perimeter": "prefecture", "value": 3_199_416.0},
            {**key, "place": "mohammedia", "perimeter": "prefecture", "value": 513_246.0},
        ]
    )
    result = census.density(rows, pd.Series({"al_fida": 3.795, "casablanca": 216.1}))
    assert result[["place", "value"]].to_numpy().tolist() == [["al_fida", round(125_777 / 3.795, 1)]]
    assert "OpenStreetMap" in result["note"].item()


def test_density_of_the_city_and_of_its_densest_arrondissement() -> None:
    assert value("population_density", "casablanca", 2024, "municipality") == pytest.approx(3_197_332 / 216.1, rel=1e-3)
    assert arrondissements("population_density", 2024).idxmax() == "moulay_rachid"


@needs_figures
def test_every_census_row_is_carried_over() -> None:
    rows = census.census_rows(FIGURES / census.TABLE)
    assert len(rows) == 856
    assert not rows.drop(columns="note").isna().any().any()


@needs_figures
def test_both_tables_of_the_census_say_the_same() -> None:
    wide = pd.read_csv(FIGURES / "casablanca" / "casablanca_arrondissement_census_wide.csv", dtype={"hcp_code": "str"})
    wide["place"] = wide["hcp_code"].map(census.place_codes())
    long = wide.melt(["place", "year"], list(census.INDICATORS), "field", "expected").dropna()
    long["indicator"] = long["field"].map(census.INDICATORS)
    rows = census.census_rows(FIGURES / census.TABLE).query("perimeter == 'arrondissement'")
    both = long.astype({"year": "str"}).merge(rows, on=["place", "year", "indicator"], how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["value"] == both["expected"]).all()


@needs_figures
def test_the_committed_files_are_what_the_builder_makes() -> None:
    for indicator, frame in census.build(FIGURES).items():
        committed = observed(indicator)
        ours = committed[committed["source"].isin(census.SOURCES.values())]
        assert to_csv(typed(ours)) == to_csv(in_order(typed(frame)))
        assert tuple(committed.columns) == COLUMNS
