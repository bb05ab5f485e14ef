"""The UN formulas against the worked numbers of their method."""

import math

import pandas as pd
import pytest

from indicators.un_formulas import (
    WATER_STRESS_BANDS,
    WATER_STRESS_TEXTS,
    LandForm,
    land_consumption_rate,
    land_use_ratio,
    open_space_access,
    open_space_share,
    population_growth_rate,
    population_weighted_mean,
    water_stress,
    water_stress_band,
)

# Arithmetic, not published figures: 100 to 130 km2 and 1.0 to 1.2 or 0.9 million people in 10 years.
AREA = (100, 2010, 130, 2020)


@pytest.mark.parametrize(("form", "rate", "ratio"), [("revised", 0.03, 1.6454), ("original", 0.0262364, 1.4390)])
def test_land_consumption_in_both_published_forms(form, rate, ratio):
    land = land_consumption_rate(*AREA, form=form)
    people = population_growth_rate(1.0, 2010, 1.2, 2020)
    assert land.value == pytest.approx(rate, abs=5e-8)
    assert people.value == pytest.approx(0.0182322, abs=5e-8)
    found = land_use_ratio(land.value, people.value)
    assert found.value == pytest.approx(ratio, abs=5e-5)
    assert found.reason is None


def test_revised_is_the_form_in_use():
    assert land_consumption_rate(*AREA) == land_consumption_rate(*AREA, form=LandForm.REVISED)


def test_unknown_form_is_refused():
    with pytest.raises(ValueError, match="'linear' is not a valid LandForm"):
        land_consumption_rate(*AREA, form="linear")


def test_ratio_of_a_shrinking_city_is_not_meaningful():
    people = population_growth_rate(1.0, 2010, 0.9, 2020)
    assert people.value == pytest.approx(-0.0105361, abs=5e-8)
    assert 0.03 / people.value == pytest.approx(-2.8474, abs=5e-5)
    found = land_use_ratio(0.03, people.value)
    assert math.isnan(found.value)
    assert found.reason == "not_meaningful"


@pytest.mark.parametrize(("land", "people"), [(0.03, 0.0), (0.0, 0.0), (-0.01, 0.02), (0.0, -0.01)])
def test_ratio_without_a_meaning(land, people):
    found = land_use_ratio(land, people)
    assert math.isnan(found.value)
    assert found.reason == "not_meaningful"


def test_ratio_where_both_shrink_or_land_stands_still():
    assert land_use_ratio(-0.01, -0.02).value == pytest.approx(0.5)
    assert land_use_ratio(0.0, 0.02) == (0.0, None)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((0, 2010, 130, 2020), "not_positive"),
        ((100, 2010, -1, 2020), "not_positive"),
        ((100, 2010, 130, 2010), "one_point"),
        ((100, 2020, 130, 2010), "years_reversed"),
        ((100, None, 130, 2010), "missing_year"),
        ((None, 2010, 130, 2020), "missing_value"),
        ((100, 2010, "130 km2", 2020), "not_a_number"),
        ((100, 2010, float("inf"), 2020), "infinite_value"),
    ],
)
def test_rates_without_an_answer(arguments, why):
    for found in (land_consumption_rate(*arguments), population_growth_rate(*arguments)):
        assert math.isnan(found.value)
        assert found.reason == why


def test_open_space():
    assert open_space_share(10, 25, 200) == (17.5, None)
    assert open_space_access(290, 1000).value == pytest.approx(29.0)
    assert open_space_share(150, 100, 200).reason == "part_exceeds_whole"
    assert open_space_access(2, 1).reason == "part_exceeds_whole"
    assert open_space_share(-1, 25, 200).reason == "not_positive"
    assert open_space_access(1, 0).reason == "not_positive"
    assert open_space_share(None, 25, 200).reason == "missing_value"


def test_water_stress_passes_one_hundred():
    assert water_stress(10.0, 20.0, 4.0) == (62.5, None)
    assert water_stress(30.0, 20.0, 0.0) == (150.0, None)


@pytest.mark.parametrize("volumes", [(10, 4, 4), (10, 4, 5), (-1, 20, 4), (10, 0, 0), (10, 20, -1)])
def test_water_stress_without_water_to_compare_with(volumes):
    found = water_stress(*volumes)
    assert math.isnan(found.value)
    assert found.reason == "not_positive"


def test_water_stress_bands():
    stress = pd.Series([0, 24.99, 25, 49.99, 50, 75, 100, 100.01, None, -1, float("inf")])
    found = water_stress_band(stress)
    assert found.value.tolist() == [
        "no stress", "no stress", "low", "low", "medium", "high", "high", "critical", None, None, None,
    ]  # fmt: skip
    assert found.reason.tolist()[-3:] == ["missing_value", "not_positive", "infinite_value"]
    assert set(WATER_STRESS_TEXTS) == set(WATER_STRESS_BANDS)


def test_population_weighted_mean():
    cells = pd.DataFrame({"concentration": [10.0, 20.0, 99.0], "population": [1000, 3000, 0]})
    assert population_weighted_mean(cells["concentration"], cells["population"]) == (17.5, None)
    assert population_weighted_mean(12.5, 1000) == (12.5, None)


@pytest.mark.parametrize(
    ("concentration", "population", "why"),
    [
        ([10.0, None], [1000, 3000], "missing_value"),
        ([10.0, 20.0], [1000, None], "missing_value"),
        ([10.0, 20.0], [0, 0], "not_positive"),
        ([10.0, 20.0], [1000, -1], "not_positive"),
        ([10.0, -20.0], [1000, 3000], "not_positive"),
        ([], [], "not_positive"),
    ],
)
def test_population_weighted_mean_without_an_answer(concentration, population, why):
    found = population_weighted_mean(pd.Series(concentration, dtype=float), pd.Series(population, dtype=float))
    assert math.isnan(found.value)
    assert found.reason == why


def test_a_cell_without_people_may_lack_its_concentration():
    found = population_weighted_mean(pd.Series([10.0, None]), pd.Series([1000, 0]))
    assert found == (10.0, None)


def test_series_keep_their_index_and_each_row_its_reason():
    first = pd.Series([100.0, 0.0, None], index=["a", "b", "c"])
    found = land_consumption_rate(first, 2010, 130, 2020)
    assert found.value.index.tolist() == ["a", "b", "c"]
    assert found.value["a"] == pytest.approx(0.03)
    assert found.reason.tolist() == [None, "not_positive", "missing_value"]
