"""The parts of the city: what can be shown, and the published figures of the censuses of 2014 and 2024."""

import pandas as pd
import pytest

from indicators.maps import districts
from indicators.maps.city_outlines import layer_of
from indicators.maps.districts import Dates, change_of, dates, figures, mapped, of_year, parts_of, short_name
from indicators.model.vocabulary import Level
from tests.helpers.checking import dataset


def shown(indicator: str, level: Level = Level.DISTRICT) -> Dates:
    entry = dataset().catalogue[indicator]
    return dates(figures(dataset(), entry, level), entry)


def test_the_city_has_sixteen_arrondissements_in_eight_prefectures() -> None:
    assert len(parts_of(dataset(), Level.DISTRICT)) == 16
    assert len(parts_of(dataset(), Level.PREFECTURE)) == 8
    # a commune of its own, in no prefecture of arrondissements
    assert "mechouar" not in parts_of(dataset(), Level.DISTRICT)


def test_both_censuses_and_their_change_can_be_shown() -> None:
    assert shown("public_sewer") == Dates((2014, 2024), True)
    assert shown("public_sewer", Level.PREFECTURE).all == ("2014", "2024", "change")


@pytest.mark.parametrize("level", [Level.DISTRICT, Level.PREFECTURE])
def test_a_changed_question_has_no_change(level: Level) -> None:
    # The cooking fuel was a question of several answers in 2014.
    assert shown("cooking_gas_at_home", level).all == ("2014", "2024")
    # "In the open" of 2024 is not "other or in the open" of 2014.
    assert shown("waste_in_the_open", level).all == ("2024",)
    assert shown("waste_other_or_open", level).all == ("2014",)


def test_every_census_indicator_has_a_map_and_nothing_else_has() -> None:
    names = {entry.id for entry in mapped(dataset())}
    assert {"running_water_at_home", "public_sewer", "electricity_at_home", "population_density"} <= names
    assert len(names) == 37
    # Two arrondissements in the press are no map.
    assert "green_space_per_person_municipal" not in names
    assert shown("network_efficiency") == Dates((), False)


def test_figures_of_a_year_are_one_a_part() -> None:
    entry = dataset().catalogue["population_municipal"]
    rows = of_year(figures(dataset(), entry, Level.DISTRICT), 2024)
    assert len(rows) == rows["place"].nunique() == 16
    assert rows["value"].sum() == 3_197_332
    large = of_year(figures(dataset(), entry, Level.PREFECTURE), 2024)
    assert large["value"].sum() == 3_197_332


def test_a_change_is_in_points_for_shares_and_per_cent_for_counts() -> None:
    catalogue = dataset().catalogue
    sewer = districts.changed(
        figures(dataset(), catalogue["public_sewer"], Level.DISTRICT), catalogue["public_sewer"], 2014, 2024
    ).set_index("place")
    # HCP: Anfa 86.6 % in 2014, 94.2 % in 2024.
    assert sewer.loc["anfa", ["first_value", "last_value", "value"]].to_list() == [86.6, 94.2, 7.6]
    people = catalogue["population_municipal"]
    assert change_of(170_310, 139_116, people) == pytest.approx(-18.32, abs=0.01)
    assert pd.isna(change_of(0, 10, people))


def test_a_density_is_the_population_over_the_area_of_the_outline() -> None:
    catalogue = dataset().catalogue
    people = of_year(figures(dataset(), catalogue["population_municipal"], Level.DISTRICT), 2024)
    dense = of_year(figures(dataset(), catalogue["population_density"], Level.DISTRICT), 2024).set_index("place")
    areas = layer_of(dataset(), Level.DISTRICT).outlines["area_km2"]
    for place, count in zip(people["place"].astype("str"), people["value"], strict=True):
        assert dense.loc[place, "value"] == pytest.approx(count / areas[place], abs=0.06)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Aïn Chock"), ("fr", "Aïn Chock"), ("ar", "عين الشق"), ("de", "Aïn Chock (")]
)
def test_a_prefecture_has_a_short_name(language: str, name: str) -> None:
    assert short_name(dataset().places["prefecture_ain_chock"], language).startswith(name)
    assert short_name(dataset().places["anfa"], "fr") == "Anfa"


def test_a_link_may_ask_for_the_years_of_the_censuses_and_the_change() -> None:
    assert {"2014", "2024", "change"} <= set(districts.every_date(dataset()))
