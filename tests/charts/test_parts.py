"""The shares of one whole, as bars beside each other, never as a pie or a stack."""

import pytest

from tests.helpers.figures import sent
from tests.helpers.published import dataset, parts, twin


def test_how_people_travel():
    # Household travel survey of 2018.
    chart = parts("modal_split_walking")
    assert chart.title == (
        "How people travel in Casablanca (metropolitan area), 2018: trips on foot\u00a062%, "
        "trips by public transport\u00a013% and "
        "trips by private car\u00a012%."
    )
    assert sent(chart.figure)["data"][0]["x"] == [62, 13, 12, 9, 3]
    assert next(iter(twin(chart)["Part"])) == "Trips on foot"


def test_where_the_water_comes_from():
    chart = parts("water_supply_from_bouregreg")
    assert sent(chart.figure)["data"][0]["x"] == pytest.approx([109, 107, 2], abs=0.6)


@pytest.mark.parametrize("indicator", [key for key, entry in dataset().catalogue.items() if entry.family is None])
def test_what_is_no_part_of_a_whole_has_no_such_chart(indicator):
    assert parts(indicator) is None


def test_every_member_of_a_family_shows_the_whole():
    for key, entry in dataset().catalogue.items():
        chart = parts(key) if entry.family else None
        if chart is not None:
            assert len(chart.rows) >= 2
            assert chart.title.startswith(dataset().families[entry.family].get("en"))


def test_every_share_is_drawn_from_zero():
    for key, entry in dataset().catalogue.items():
        chart = parts(key) if entry.family else None
        if chart is not None:
            assert sent(chart.figure)["layout"]["xaxis"]["range"][0] == 0
            assert len(sent(chart.figure)["data"][0]["x"]) == len(chart.rows)
