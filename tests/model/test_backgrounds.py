"""The world's urban centres: names repaired, standings by a stated rule."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.model.backgrounds import ALL, AT_LEAST_1_KM2, OVER_A_MILLION, CentreFilter, counted, read_urban_centres
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import urban_centres as reference

CASABLANCA = 1575


@pytest.fixture(scope="module")
def centres() -> pd.DataFrame:
    rows, findings = read_urban_centres(DATA_FOLDER / "urban_centres.csv")
    assert findings == []
    return rows


def test_the_table_is_complete(centres: pd.DataFrame) -> None:
    assert len(centres) == 13_135
    assert centres["id"].is_unique
    assert (centres["name"] == "").sum() == 872
    assert (centres["built_up_km2"] == 0).sum() == 8
    assert (centres["built_up_km2"] < 0.1).sum() == 955
    assert (centres["m2_per_person"] < 5).sum() == 2_478


@pytest.mark.parametrize(("rule", "share"), [(ALL, 52), (AT_LEAST_1_KM2, 33), (OVER_A_MILLION, 21)])
def test_where_casablanca_stands(centres: pd.DataFrame, rule: CentreFilter, share: int) -> None:
    value = centres.set_index("id").loc[CASABLANCA, "m2_per_person"]
    assert round(value, 1) == 39.4
    assert round(100 * (counted(centres, rule)["m2_per_person"] < value).mean()) == share


def test_a_rule_counts_what_meets_both_of_its_conditions(centres: pd.DataFrame) -> None:
    assert counted(centres, CentreFilter(population=10**9)).empty
    assert len(counted(centres, CentreFilter(built_up_km2=1.0, population=1_000_000))) < len(
        counted(centres, AT_LEAST_1_KM2)
    )


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("Medell¡n", "Medellín"),
        ("Gona\x8bves", "Gonaïves"),
        ("\x80anakkale", "Çanakkale"),
        ("S?o Tom\x82", "S?o Tom\x82"),  # a letter is lost for good
        ("Gieáen", "Gieáen"),  # could be meant as printed
        ("Charterÿ", "Charterÿ"),
        ("Casablanca", "Casablanca"),
        ("", ""),
    ],
)
def test_names_are_repaired_only_where_certain(published: str, name: str) -> None:
    assert reference.repaired_name(published) == name


def test_repaired_names_keep_the_published_one(centres: pd.DataFrame) -> None:
    repaired = centres[centres["published_name"] != ""]
    assert len(repaired) == 488
    assert repaired.set_index("id").loc[561, ["name", "published_name"]].tolist() == ["Medellín", "Medell¡n"]


def test_each_city_is_the_largest_centre_of_its_name_and_country() -> None:
    figures = Path(__file__).parents[3] / "shared" / "figures"
    if not figures.is_dir():
        pytest.skip("the published tables (../shared) are not beside the project")
    ours = reference.centres_of_places(reference.read_centres(figures)).set_index("place")["id"]
    assert len(ours) == 38
    assert "shenzhen" not in ours.index
    expected = {"casablanca": CASABLANCA, "medellin": 561, "rotterdam": 2123, "osaka": 12858, "alexandria": 3751}
    assert ours[list(expected)].to_dict() == expected
