"""Casablanca among the 13,135 urban centres of GHSL R2019A, the rule of counting stated."""

import pytest

from tests.helpers.figures import sent
from tests.helpers.published import dataset, notes, plain, twin, world


def test_the_share_below_casablanca_depends_on_who_is_counted_and_all_three_are_reported():
    # 39.4 m2: above 52 % of all centres, 33 % of those with 1 km2 or more, 21 % of those over a million people.
    chart = world("built_up_area_per_person")
    assert "39.4 m² per person in Casablanca (urban centre) in 2015, lower than in most other urban" in plain(
        chart.title
    )
    assert "More than in 33% of the 9,531 urban centres" in plain(chart.subtitle)
    assert "at least 1 km² built up" in plain(chart.title)
    assert "Of all 13,135 centres Casablanca is above 52%" in notes(chart)
    assert "of those over a million people, above 21%" in notes(chart)


def test_the_centres_counted_are_drawn():
    counts = sent(world("built_up_area_per_person").figure)["data"][0]["y"]
    assert 0.99 * 9531 < sum(counts) <= 9531


def test_the_cities_compared_are_marked_and_stand_in_the_table():
    chart = world("built_up_density")
    figure = sent(chart.figure)
    assert len(figure["data"][1]["x"]) == 37
    assert len(chart.rows) == 38
    assert figure["layout"]["annotations"][0]["text"] == "<b>Casablanca</b>"


def test_the_scale_says_that_it_is_logarithmic():
    assert "Logarithmic scale" in world("built_up_area_per_person").subtitle


def test_only_the_two_quantities_of_the_table_have_this_chart():
    assert [key for key in dataset().catalogue if world(key)] == ["built_up_area_per_person", "built_up_density"]


def test_the_perimeter_is_that_of_the_table():
    chart = world("built_up_area_per_person")
    assert set(twin(chart)["Perimeter"]) == {"urban centre"}
    assert "Perimeter: urban centre." in chart.source
    assert dataset().urban_centres.shape[0] == pytest.approx(13135)
