"""The outlines a figure of Casablanca may be of, as published, none combined with another."""

from indicators.analysis.perimeter_outlines import Outline, outlines_of
from indicators.model.vocabulary import Method, Perimeter
from tests.helpers.checking import dataset


def outlines() -> dict[Perimeter, Outline]:
    found = outlines_of(dataset(), {Perimeter.MUNICIPALITY: 216.1})
    return {outline.perimeter: outline for outline in found}


def test_the_five_outlines_of_the_city_stand_side_by_side() -> None:
    found = outlines()
    assert {
        Perimeter.MUNICIPALITY, Perimeter.PREFECTURE, Perimeter.URBAN_CENTRE, Perimeter.AGGLOMERATION,
        Perimeter.UTILITY,
    } <= set(found)  # fmt: skip
    assert list(found)[-1] is Perimeter.NOT_STATED


def test_populations_are_the_published_ones_of_their_outline() -> None:
    found = outlines()
    census = {(f.indicator, f.year): f.value for f in found[Perimeter.MUNICIPALITY].populations}
    assert census["population_municipal", 2024] == 3_197_332
    whole = {(f.indicator, f.year): f.value for f in found[Perimeter.PREFECTURE].populations}
    # The prefecture is the municipality and the commune of Méchouar, 2,084 people.
    assert whole["population_municipal", 2024] - census["population_municipal", 2024] == 2_084
    (largest,) = found[Perimeter.AGGLOMERATION].populations
    assert (largest.year, largest.value, largest.method) == (2018, 3_683_566, Method.ESTIMATED)


def test_areas_are_published_or_drawn_never_worked_out() -> None:
    found = outlines()
    assert found[Perimeter.MUNICIPALITY].drawn == 216.1
    assert found[Perimeter.MUNICIPALITY].areas == ()
    assert [(f.indicator, f.value) for f in found[Perimeter.URBAN_CENTRE].areas] == [("urban_centre_area", 415.0)]
    for perimeter in (Perimeter.AGGLOMERATION, Perimeter.UTILITY):
        assert found[perimeter].areas == ()
        assert found[perimeter].drawn is None
    assert found[Perimeter.UTILITY].populations == ()


def test_each_outline_names_the_indicators_and_sources_that_use_it() -> None:
    found = outlines()
    assert "network_efficiency" in found[Perimeter.UTILITY].indicators
    assert "public_sewer" in found[Perimeter.MUNICIPALITY].indicators
    assert found[Perimeter.AGGLOMERATION].sources == ("un_wup_2018",)
    for outline in found.values():
        assert outline.indicators
        assert set(outline.sources) <= set(dataset().sources)
