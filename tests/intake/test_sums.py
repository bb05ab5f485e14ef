"""The parts of the city against the whole."""

import pandas as pd
import pytest

from indicators.intake.value_checks import find_sums, parts_of
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow

CENSUS = ("population_municipal", 2024, "hcp_rgph_2024")


def census() -> pd.DataFrame:
    rows = dataset().of(CENSUS[0])
    return rows[(rows["year"] == CENSUS[1]) & (rows["source"].astype("str") == CENSUS[2])].reset_index(drop=True)


def found(values: pd.DataFrame, stored: pd.DataFrame | None = None) -> list[tuple[int, float, float, int]]:
    nothing = dataset().observations.iloc[:0]
    frame = find_sums(values, nothing if stored is None else stored, dataset().catalogue, dataset().places)
    return list(frame.itertuples(name=None))


def test_the_city_has_sixteen_arrondissements_in_eight_prefectures() -> None:
    assert [len(parts) for parts in parts_of(dataset().places)["casablanca"]] == [16, 8]


def test_the_census_adds_up() -> None:
    assert found(census()) == []


def test_a_digit_too_many_is_found_in_the_file_and_against_the_store() -> None:
    rows = census()
    whole = rows.index[(rows["place"] == "casablanca") & (rows["perimeter"] == "municipality")]
    wrong = rows.assign(value=rows["value"].where(~rows.index.isin(whole), 3_297_332))
    assert found(wrong) == [(whole[0], 3_297_332, 3_197_332, 16)]
    anfa = wrong[wrong["place"] == "anfa"].assign(value=900_000.0)
    at, value, total, count = found(anfa, rows)[0]
    assert (at, count) == (anfa.index[0], 3)
    assert total > value


def test_parts_that_are_not_all_there_are_only_too_much_never_too_little() -> None:
    rows = census()
    some = rows[rows["place"].isin(["anfa", "maarif"]) | (rows["place"] == "casablanca")]
    assert found(some) == []
    assert len(found(some.assign(value=some["value"].where(some["place"] != "anfa", 4e6)))) == 1


def test_shares_are_not_added_up() -> None:
    assert found(dataset().of("running_water_at_home").reset_index(drop=True)) == []
