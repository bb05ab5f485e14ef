"""The maps of the project's own data, against the census figures HCP publishes."""

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.charts.dispatch import KINDS, chart_of
from indicators.charts.district_map import (
    DistrictMap,
    SmallMaps,
    classes_for,
    district_map,
    not_shown,
    small_maps,
)
from indicators.charts.districts import district_cards
from indicators.charts.map_parts import fills
from indicators.charts.perimeter_cards import boundary_card
from indicators.charts.request import ChartRequest, MapView
from indicators.figures.palette import DARK, LIGHT
from indicators.maps import districts
from indicators.maps.classes import Scheme, Slot, classes_of_values
from indicators.maps.districts import dates, figures
from indicators.model.vocabulary import Level
from indicators.web.links import page_link
from tests.helpers.checking import dataset
from tests.helpers.figures import sent, strings, texts


def made(indicator: str, view: MapView | None = None, look: Look | None = None) -> DistrictMap:
    state = ChartRequest(indicator=indicator, map=view or MapView())
    found = district_map(dataset(), dataset().catalogue[indicator], state, look or Look(), page_link("casablanca"))
    assert found is not None
    return found


def small(indicator: str) -> SmallMaps | None:
    return small_maps(dataset(), dataset().catalogue[indicator], ChartRequest(indicator=indicator), Look())


def areas(found: DistrictMap) -> list[dict]:
    assert found.chart.figure is not None
    return [trace for trace in sent(found.chart.figure)["data"] if trace.get("fill") == "toself"]


def test_the_newest_census_opens_with_all_sixteen_arrondissements() -> None:
    found = made("public_sewer")
    assert (found.shown, len(found.ranked)) == ("2024", 16)
    # the sixteenth is one of ranks; the seventeenth area is the enclave of the Méchouar
    assert len(areas(found)) == 17
    assert found.chart.comparison.verdict is Verdict.COMPARABLE
    assert found.chart.title.startswith("Connected to the public sewer, 2024: from 94.2% in Anfa to 99.7%")
    assert "16 arrondissements of the municipality of Casablanca, 2024" in found.chart.subtitle


def test_the_list_is_ranked_with_shared_bands_and_both_ends_named() -> None:
    ranked = {line.place: line for line in made("public_sewer").ranked}
    # A sample of 20 % of households: what it cannot tell apart shares a band.
    assert (ranked["sidi_bernoussi"].rank, ranked["sidi_bernoussi"].value) == ("1–10", "99.7%")
    assert (ranked["anfa"].rank, ranked["anfa"].value, ranked["anfa"].end) == ("16", "94.2%", "lowest")
    assert ranked["hay_mohammadi"].end == "highest"
    assert ranked["maarif"].href == "/casablanca?indicator=public_sewer&district=maarif&lang=en"


def test_lower_is_better_for_slums_and_a_doubtful_figure_is_stated_to_be() -> None:
    found = made("basic_or_slum_dwellings")
    assert found.order == "lowest first"
    last = found.ranked[-1]
    assert (last.place, last.rank, last.end, last.doubtful) == ("sidi_othmane", "", "", True)
    assert "to 12.0% in Sidi Moumen" in found.chart.title
    assert found.chart.title.endswith("; 23.3% in Sidi Othmane is doubtful.")
    assert "ratio" not in found.chart.title
    assert any(note.startswith("Sidi Othmane, 2024: Doubtful: 10.2% in 2014") for note in found.chart.notes)


def test_the_change_is_in_points_with_arrows() -> None:
    found = made("public_sewer", MapView(shown="change"))
    anfa = found.ranked[0]
    # 86.6 % in 2014, 94.2 % in 2024
    assert (anfa.place, anfa.rank, anfa.value) == ("anfa", "1", "+7.6")
    assert found.chart.figure is not None
    labels = next(trace for trace in sent(found.chart.figure)["data"] if trace["mode"] == "text")["text"]
    assert "↑1" in labels
    assert sum(label.startswith("↓") for label in labels) == 2
    row = next(row for row in found.chart.rows if row.cells[0] == "Anfa")
    assert row.cells[1:4] == ("86.6", "94.2", "+7.6")
    assert "change from 2014 to 2024 in percentage points" in found.chart.subtitle


def test_cooking_gas_has_two_years_and_no_change() -> None:
    entry = dataset().catalogue["cooking_gas_at_home"]
    map_view = MapView(shown="change")
    found = made(entry.id, map_view)
    assert found.dates.all == ("2014", "2024")
    assert found.shown == "2024"
    assert "The question changed between the censuses: no change is drawn." in found.chart.notes
    assert [finding.rule.id for finding in not_shown(dataset(), entry, map_view)] == ["link_shown"]
    # Two questions have classes of their own.
    rows = figures(dataset(), entry, Level.DISTRICT)
    first, last = (classes_for(rows, entry, dates(rows, entry), year, Scheme.NATURAL) for year in ("2014", "2024"))
    assert first != last


def test_both_years_of_one_question_have_one_scale() -> None:
    entry = dataset().catalogue["public_sewer"]
    rows = figures(dataset(), entry, Level.DISTRICT)
    first, last = (classes_for(rows, entry, dates(rows, entry), year, Scheme.QUANTILES) for year in ("2014", "2024"))
    assert first == last
    assert "The classes are the same for 2014 and 2024." in made("public_sewer").chart.notes


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_classes_are_printed_with_how_many_parts_each_holds(scheme: Scheme) -> None:
    found = made("population_density", MapView(classes=scheme))
    assert found.chart.figure is not None
    held = [int(text.rsplit(": ", 1)[1].split()[0]) for text in texts(found.chart.figure) if "arrondissement" in text]
    assert sum(held) == 16
    assert "A limit belongs to the class below it." in found.chart.notes[0]


def test_prefectures_are_a_map_of_their_own_with_short_names() -> None:
    found = made("population_municipal", MapView(areas="prefectures", district="prefecture_ain_chock"))
    assert len(found.ranked) == 8
    assert found.selected == "prefecture_ain_chock"
    assert {line.name for line in found.ranked} >= {"Casablanca-Anfa", "Aïn Chock"}
    assert any("A count" in note for note in found.chart.notes)


def test_what_is_selected_is_outlined() -> None:
    found = made("public_sewer", MapView(district="maarif"))
    assert [line.place for line in found.ranked if line.selected] == ["maarif"]
    assert areas(found)[-1]["line"]["color"] == LIGHT.accent
    assert made("public_sewer", MapView(district="prefecture_ain_chock")).selected is None


def test_a_part_of_the_other_level_is_reported() -> None:
    entry = dataset().catalogue["public_sewer"]
    map_view = MapView(district="prefecture_ain_chock")
    assert [finding.rule.id for finding in not_shown(dataset(), entry, map_view)] == ["link_district"]
    assert not_shown(dataset(), entry, MapView(district="anfa", shown="2014")) == []


def test_density_states_the_population_and_the_area() -> None:
    chart = made("population_density").chart
    names = [name for name, _ in chart.columns]
    row = dict(zip(names, next(row.cells for row in chart.rows if row.cells[0] == "Maârif"), strict=True))
    assert (row["Municipal population"], row["Area, km²"]) == ("139,116", "12.39")
    # 139,116 / 12.391
    assert row["people per km²"] == "11,227"


def test_outlines_and_census_are_both_credited() -> None:
    chart = made("public_sewer").chart
    assert "© OpenStreetMap contributors" in chart.source
    assert "Perimeter: arrondissement" in chart.source
    assert chart.sources == ("hcp_rgph_2024", "osm_casablanca_outlines")
    assert chart.alt.endswith("Comparable: same source, method, perimeter.")


def test_a_room_has_the_list_in_the_picture_and_no_links() -> None:
    found = made("public_sewer", look=Look(view="room"))
    assert found.chart.figure is not None
    assert {"Maârif", "99.6%"} <= set(texts(found.chart.figure))
    assert not any("/casablanca" in text for text in strings(sent(found.chart.figure)))


def test_small_maps_say_how_far_apart_the_parts_lay() -> None:
    found = small("public_sewer")
    assert found is not None
    assert len(found.figures) == len(found.alts) == 3
    assert found.chart.title == (
        "Connected to the public sewer: the parts of the city lay 13.1 percentage points apart in 2014 "
        "and 5.5 percentage points in 2024."
    )
    ranges = {tuple(sent(figure)["layout"]["xaxis"]["range"]) for figure in found.figures}
    assert len(ranges) == 1
    slums = small("basic_or_slum_dwellings")
    assert slums is not None
    assert "a doubtful figure left aside" in slums.chart.title


def test_a_small_map_of_change_reads_in_grey() -> None:
    found = small("public_sewer")
    assert found is not None
    words = [[trace["text"] for trace in sent(figure)["data"] if trace["mode"] == "text"] for figure in found.figures]
    assert words[:2] == [[], []]
    # 13 rose, 2 fell, 1 did not change
    assert sorted(words[2][0]) == sorted([*["↑"] * 13, *["↓"] * 2])


def test_small_maps_of_a_changed_question_show_no_change() -> None:
    found = small("cooking_gas_at_home")
    assert found is not None
    assert len(found.figures) == 2
    assert "two questions, so no change" in found.chart.title
    assert small("waste_in_the_open") is None


def test_a_card_has_every_figure_of_a_part_beside_the_citys() -> None:
    card = district_cards(dataset(), Level.DISTRICT, Look())["anfa"]
    sewer = next(line for line in card.lines if line.indicator == "public_sewer")
    assert sewer.cells[1:5] == ("94.2%", "98.2%", "16 of 16", "2024")
    mapped = {entry.id for entry in districts.mapped(dataset())}
    assert {line.indicator for line in card.lines} == mapped
    assert len(card.lines) == 37
    assert "16.90 km²" in card.lead
    assert "Casablanca-Anfa" in card.lead


def test_the_boundary_card_draws_the_outlines_that_are_here() -> None:
    card = boundary_card(dataset(), Look())
    assert card.figure is not None
    assert {"<b>Municipality</b>", "<b>Prefecture</b>", "216.1 km²", "216.5 km²"} <= set(texts(card.figure))
    cards = {item.name: item for item in card.cards}
    assert any(text.startswith("3,197,332 people") for text in cards["Municipality"].populations)
    assert cards["Utility perimeter"].outline == "Outline not here."
    assert cards["Utility perimeter"].areas == ()
    assert card.verdict == "Not comparable: different perimeters."


def test_a_link_to_a_map_is_the_same_chart_everywhere() -> None:
    assert {"map", "maps"} <= set(KINDS)
    chart = chart_of(dataset(), ChartRequest(indicator="public_sewer", chart="map", map=MapView(shown="2014")), Look())
    assert chart is not None
    assert "2014" in chart.title
    assert chart_of(dataset(), ChartRequest(indicator="network_efficiency", chart="map"), Look()) is None
    assert chart_of(dataset(), ChartRequest(indicator="network_efficiency", chart="maps"), Look()) is None


def test_colours_span_the_whole_range_and_differ() -> None:
    for colours in (LIGHT, DARK):
        many = classes_of_values([float(n) for n in range(100)], Scheme.ROUND, 0)
        texts_found = fills(many, colours)
        assert len(set(texts_found)) == len(many.slots)
        assert (texts_found[0], texts_found[-1]) == (colours.steps[0], colours.steps[-1])
    assert many.slots[0] == Slot(0.0, 20.0, 0)
