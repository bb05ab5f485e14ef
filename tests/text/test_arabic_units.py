"""Units in Arabic as a whole number counts them."""

import pytest

from indicators.text.arabic_units import ADJECTIVES, NOUNS, counted
from indicators.text.formatting import with_unit
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import entry, names


@pytest.mark.parametrize(
    ("unit", "whole", "written"),
    [
        ("متر مكعب في اليوم", 5, "أمتار مكعبة في اليوم"),
        ("متر مكعب في اليوم", 55, "مترًا مكعبًا في اليوم"),
        ("متر مكعب في اليوم", 207, "أمتار مكعبة في اليوم"),
        ("متر مكعب في اليوم", 500, "متر مكعب في اليوم"),
        ("محطة", 10, "محطات"),
        ("محطة", 11, "محطة"),
        ("طن مكافئ CO₂", -40, "طنًا مكافئ CO₂"),
        ("كيلوواط ساعة للفرد", 55, "كيلوواط ساعة للفرد"),
        ("", 5, ""),
    ],
)
def test_a_noun_follows_its_number(unit: str, whole: int, written: str) -> None:
    assert counted(unit, whole) == written


def test_figures_are_written_so() -> None:
    stations = entry(measure="total", unit_names=names("stations", "stations", "محطة"), digits=0)
    assert with_unit(10, stations, "ar") == "10\u00a0محطات"
    assert with_unit(10, stations, "en") == "10\u00a0stations"


def test_every_whole_unit_of_the_catalogue_is_known() -> None:
    """Of other units the noun would stand in the wrong form behind 3 to 99."""
    whole = {
        one.unit_names.ar
        for one in dataset().catalogue.values()
        if not one.digits and not one.unit_names.ar.startswith("%")
    }
    energy = {"تيراواط", "جيغاواط", "كيلوواط", "جيغاجول"}
    assert {unit.split(" ")[0] for unit in whole} <= {*NOUNS, *energy, "مليون", "درجة"}
    assert set(ADJECTIVES) <= {word for unit in whole for word in unit.split(" ")} | {"أمريكي"}
