"""The map of the world of the project's own data: years, marks, classes, names, and what is not shown."""

import math

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest, MapView, PointMarks, cities_of
from indicators.charts.world_figures import mapped, offered, positions_in_degrees, round_sizes, usual_marks
from indicators.charts.world_map import WorldMap, not_shown, world_map
from indicators.figures.palette import LIGHT
from indicators.maps.classes import Scheme
from indicators.web.links import page_link
from tests.helpers.checking import bounded, dataset
from tests.helpers.figures import sent, strings, texts
from tests.helpers.home import HOME


def made(indicator: str, look: Look | None = None, peers: str = "all", **asked: object) -> WorldMap:
    year = asked.pop("year", None)
    state = ChartRequest(indicator=indicator, peers=peers, year=year, map=MapView(**asked))
    cities = cities_of(dataset(), state)
    found = world_map(dataset(), dataset().catalogue[indicator], cities, state, look or Look(), page_link("world"))
    assert found is not None
    return found


def dots(found: WorldMap) -> dict:
    """Return the trace of the points of the world's part."""
    assert found.chart.figure is not None
    return next(trace for trace in sent(found.chart.figure)["data"] if trace.get("meta", {}).get("hrefs"))


def written(found: WorldMap) -> list[str]:
    """Return the names that stand beside their points."""
    assert found.chart.figure is not None
    return [text for trace in sent(found.chart.figure)["data"] for text in trace.get("text", ()) if text]


def test_indicators_of_cities_and_countries_have_maps_and_those_without_rank_have_none() -> None:
    ids = {entry.id for entry in mapped(dataset())}
    assert {"population_agglomeration", "public_transport_access", "co2_per_person_national"} <= ids
    assert not {"non_revenue_water", "dam_fill"} & ids
    for indicator in ("non_revenue_water", "dam_fill"):
        state = ChartRequest(indicator=indicator, chart="points")
        assert chart_of(dataset(), state, Look()) is None


def test_a_bound_is_listed_as_one() -> None:
    whole, entry = bounded(dataset(), "public_transport_access", "tunis", 40.0), "public_transport_access"
    state = ChartRequest(indicator=entry, peers="all", map=MapView())
    found = world_map(whole, whole.catalogue[entry], cities_of(whole, state), state, Look(), page_link("world"))
    assert found is not None
    tunis = next(line for line in found.ranked if line.place == "tunis")
    assert (tunis.value, tunis.end, tunis.rank) == ("more than 40", "not comparable", "")


def test_a_share_is_coloured_with_casablanca_in_the_accent_and_its_name() -> None:
    found = made("public_transport_access")
    assert found.marks is PointMarks.COLOUR
    assert found.chart.comparison.verdict is Verdict.WITH_CARE
    assert "66.5% of people in Casablanca (urban centre) in 2020, near the middle of the cities" in found.chart.title
    assert found.chart.figure is not None
    rings = [t for t in sent(found.chart.figure)["data"] if t.get("marker", {}).get("color") == LIGHT.accent]
    assert len(rings) == 2
    assert written(found).count("<b>Casablanca</b>") == 2


def test_what_is_not_comparable_is_a_square_and_what_has_no_figure_is_crossed_out() -> None:
    found = made("public_transport_access")
    symbols = dots(found)["marker"]["symbol"]
    assert symbols.count("square-open") == 14
    assert symbols.count("circle-x-open") == 1
    lines = {line.place: line for line in found.ranked}
    assert (lines["paris"].end, lines["paris"].rank, lines["rabat"].value) == ("not comparable", "", "no figure")
    assert any(note.startswith("Squares, because not comparable (counted by different") for note in found.chart.notes)
    assert "No figure here: Rabat." in found.chart.notes
    assert len(found.ranked) == len(found.chart.rows) == 39
    assert found.chart.rows[-1].cells[:2] == ("Rabat", "no figure")


def test_a_total_is_sized_by_area() -> None:
    found = made("population_agglomeration")
    assert (found.marks, found.year, found.all_newest) == (PointMarks.SIZE, None, True)
    trace = dots(found)
    sizes = {
        text.split("<br>")[0]: size for text, size in zip(trace["hovertext"], trace["marker"]["size"], strict=True)
    }
    values = {line.name: line for line in found.ranked}
    assert values["Tokyo"].rank == "1"
    # 37.5 and 18.8 million people in 2018
    assert sizes["<b>New York</b>"] / sizes["<b>Tokyo</b>"] == pytest.approx(math.sqrt(18.819 / 37.468), abs=0.01)


def test_years_step_and_keep_one_scale() -> None:
    entry = dataset().catalogue["population_agglomeration"]
    years = offered(dataset(), entry, cities_of(dataset(), ChartRequest()))
    assert (years[0], years[-1], len(years)) == (1950, 2018, 69)
    old, new = made(entry.id, year=1990), made(entry.id)
    assert "million people in Casablanca (agglomeration) in 1990, near the middle of the cities" in old.chart.title
    assert "The sizes are the same for all years." in old.chart.notes
    assert max(dots(old)["marker"]["size"]) < max(dots(new)["marker"]["size"])
    assert set(old.chart.observations.loc[old.chart.observations["drawn"], "year"]) == {1990}


def test_a_year_without_figures_is_reported_and_the_latest_stand() -> None:
    entry = dataset().catalogue["public_transport_access"]
    state = ChartRequest(indicator=entry.id, year=2019)
    assert [finding.rule.id for finding in not_shown(dataset(), entry, (), state)] == ["link_shown"]
    assert made(entry.id, year=2019).year is None


def test_of_one_year_only_its_figures_are_drawn() -> None:
    found = made("public_transport_access", year=2020)
    assert set(found.chart.observations["year"]) == {2020}
    assert any(note.startswith("No figure in the years asked for: ") for note in found.chart.notes)


def test_nations_are_hollow_in_the_middle_of_their_cities() -> None:
    found = made("co2_per_person_national")
    assert found.chart.figure is not None
    holes = [t for t in sent(found.chart.figure)["data"] if t.get("marker", {}).get("color") == LIGHT.paper]
    assert len(holes[0]["x"]) == 22
    assert "Hollow points are national figures. They say nothing of the cities." in found.chart.notes
    at = positions_in_degrees(dataset(), ["france"], ["paris", "lyon", "marseille", "rabat"])["france"]
    assert at == pytest.approx(((2.3220 + 4.8608 + 5.4072) / 3, (48.8399 + 45.7512 + 43.3007) / 3))
    assert "<b>Morocco</b>" in written(found)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_class_is_printed_with_how_many_places_it_holds(scheme: Scheme) -> None:
    found = made("built_up_area_per_person", classes=scheme)
    assert found.chart.figure is not None
    held = [int(text.rsplit(": ", 1)[1]) for text in texts(found.chart.figure) if " to " in text]
    assert sum(held) == 38


def test_readers_may_choose_the_marks_but_no_size_below_zero() -> None:
    assert made("public_transport_access", marks="size").marks is PointMarks.SIZE
    assert made("population_agglomeration", marks="colour").marks is PointMarks.COLOUR
    growth = made("co2_change_since_1990_national", marks="size")
    assert (growth.marks, growth.sizable) == (PointMarks.COLOUR, False)
    assert usual_marks(dataset().catalogue["built_up_area"]) is PointMarks.SIZE


def test_what_is_selected_is_ringed_and_named_and_every_point_is_a_link() -> None:
    found = made("public_transport_access", place="cairo")
    assert found.selected == "cairo"
    assert "<b>Cairo</b>" in written(found)
    hrefs = dots(found)["meta"]["hrefs"]
    assert len(hrefs) == 39
    assert all(href.startswith("/world?indicator=public_transport_access&") and "&place=" in href for href in hrefs)
    assert made("public_transport_access", place="france").selected is None


def test_names_cover_neither_points_nor_each_other_and_the_rest_are_reported() -> None:
    found = made("population_agglomeration")
    reported = next(note for note in found.chart.notes if note.startswith("Points without room for a name"))
    names = set(written(found))
    for line in found.ranked:
        assert line.name in reported or {line.name, f"<b>{line.name}</b>"} & names


def test_a_peer_set_is_the_map_of_its_cities() -> None:
    found = made("public_transport_access", peers="africa")
    assert HOME in {line.place for line in found.ranked}
    assert len(found.ranked) < 39


def test_land_is_credited_and_the_alternative_text_says_what_is_drawn() -> None:
    chart = made("public_transport_access").chart
    assert chart.source.endswith("Land: Made with Natural Earth, public domain.")
    assert "natural_earth_land_110m" in chart.sources
    assert chart.alt.startswith("Map of the world, one point a place, its colour the class of the figure.")
    assert "Comparable with care: only mapped stops count" in chart.alt


def test_a_room_has_no_links() -> None:
    found = made("public_transport_access", look=Look(view="room"))
    assert found.chart.figure is not None
    assert not any("/world" in text for text in strings(sent(found.chart.figure)))


@pytest.mark.parametrize(
    ("greatest", "sizes"), [(37.5e6, [20e6, 5e6, 2e6]), (1.0, [1.0, 0.2, 0.05]), (0.3, [0.2, 0.05, 0.01])]
)
def test_sizes_are_shown_by_round_figures(greatest: float, sizes: list[float]) -> None:
    assert round_sizes(greatest) == pytest.approx(sizes)
