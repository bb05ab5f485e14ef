"""The map as a figure: plain axes, hatching, one scale, the verdict."""

from itertools import pairwise

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from indicators.figures.map import Area, Class, ListRow, MapSheet, Panel, ScaleBar, district_map
from indicators.figures.palette import DARK, LIGHT, tone
from indicators.figures.template import ROOM, SCREEN
from indicators.model.contrast import luminance, ratio
from tests.helpers.figures import sent

SQUARE = ((0.0, 1000.0, 1000.0, 0.0, 0.0), (0.0, 0.0, 1000.0, 1000.0, 0.0))
HOLE = ((400.0, 400.0, 600.0, 600.0, 400.0), (400.0, 600.0, 600.0, 400.0, 400.0))
NEXT = ((1000.0, 2000.0, 2000.0, 1000.0, 1000.0), (0.0, 0.0, 1000.0, 1000.0, 0.0))
AREAS = (
    Area((SQUARE, HOLE), "#13456F", "1", (200.0, 200.0), "<b>Anfa</b>", "/casablanca?district=anfa", selected=True),
    Area((NEXT,), None, "", (1500.0, 500.0), "<b>Sbata</b>", "/casablanca?district=sbata"),
)
PANEL = Panel("", AREAS, (Class("#13456F", "90 to 100: 1"), Class(None, "no figure")), "% of households")


def drawn(*panels: Panel, rows: tuple[ListRow, ...] = (), **settings: object):
    values = {"colours": LIGHT, "size": SCREEN, "direction": LEFT_TO_RIGHT} | settings
    sheet = MapSheet(ScaleBar(500, "500 m"), rows)
    return sent(district_map(list(panels or (PANEL,)), sheet, Verdict.WITH_CARE, **values))


def test_a_map_asks_nobody_for_anything():
    figure = drawn()
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert not {"geo", "map", "mapbox"} & set(figure["layout"])


def test_the_verdict_travels_in_the_figure():
    assert drawn()["layout"]["meta"] == {"verdict": "with care"}


def test_an_area_without_a_figure_is_hatched_and_never_white():
    area = next(trace for trace in drawn()["data"] if trace.get("text") == "<b>Sbata</b>")
    assert area["fillpattern"]["shape"] == "/"
    assert area["fillpattern"]["bgcolor"] != LIGHT.paper
    strokes = [
        shape for shape in drawn()["layout"]["shapes"] if shape["type"] == "line" and shape.get("xref") == "paper"
    ]
    assert len(strokes) >= 2


def test_a_hole_is_a_ring_of_its_own():
    area = next(trace for trace in drawn()["data"] if trace.get("text") == "<b>Anfa</b>")
    assert area["x"].count(None) == 1
    assert (area["fill"], area["hoveron"]) == ("toself", "fills")


def test_what_is_selected_is_outlined_and_drawn_last():
    areas = [trace for trace in drawn()["data"] if trace["mode"] == "lines"]
    assert areas[-1]["line"]["color"] == LIGHT.accent
    assert areas[-1]["line"]["width"] > areas[0]["line"]["width"]
    assert areas[-1]["meta"] == {"href": "/casablanca?district=anfa"}


def test_all_maps_of_a_figure_have_one_scale():
    layout = drawn(PANEL, PANEL)["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    assert (layout["yaxis2"]["scaleanchor"], layout["yaxis2"]["scaleratio"]) == ("x2", 1)


def test_the_scale_bar_is_as_long_as_it_says():
    layout = drawn()["layout"]
    (bar,) = [shape for shape in layout["shapes"] if shape["type"] == "line" and shape.get("xref") != "paper"]
    assert bar["x1"] - bar["x0"] == 500
    assert "500 m" in [note["text"] for note in layout["annotations"]]


def test_in_a_room_the_key_keeps_clear_of_the_scale_bar_in_either_direction():
    rows = (ListRow("1", "Anfa", "94.2%", "#13456F", selected=True), ListRow("", "Sbata", "no figure", None))
    for direction, mirrored in ((LEFT_TO_RIGHT, False), (RIGHT_TO_LEFT, True)):
        layout = drawn(size=ROOM, rows=rows, direction=direction)["layout"]
        (bar,) = [shape for shape in layout["shapes"] if shape["type"] == "line" and shape.get("xref") != "paper"]
        assert bar["x0"] < 100, "the bar lies at the west of the map"
        key = next(note for note in layout["annotations"] if note["text"] == "no figure" and note["xref"] == "paper")
        assert (key["x"] > 0.8) is mirrored


def test_classes_stand_beside_the_map_in_words():
    texts = [note["text"] for note in drawn()["layout"]["annotations"]]
    assert {"% of households", "90 to 100: 1", "no figure"} <= set(texts)


def test_a_room_lists_the_parts_beside_the_map():
    rows = (ListRow("1", "Anfa", "94.2%", "#13456F", selected=True), ListRow("", "Sbata", "no figure", None))
    layout = drawn(size=ROOM, rows=rows)["layout"]
    texts = [note["text"] for note in layout["annotations"]]
    assert {"<b>Anfa</b>", "<b>94.2%</b>", "Sbata", "no figure"} <= set(texts)
    assert layout["height"] == 430


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("row", ["steps", "worse", "better", "falls", "rises"])
def test_tones_run_one_way_in_grey(colours, row):
    shades = [luminance(colour) for colour in getattr(colours, row)]
    assert shades in (sorted(shades), sorted(shades, reverse=True))
    steps = [max(one, other) / min(one, other) for one, other in pairwise(shades)]
    assert min(steps) > 1.25


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_label_reads_on_every_tone(colours):
    for row in (colours.steps, colours.worse, colours.better, colours.falls, colours.rises):
        for index in range(9):
            ground = tone(row, index / 8)
            area = Area((SQUARE,), ground, "1", (500.0, 500.0), "")
            text = drawn(Panel("", (area,), ()), colours=colours)["data"][-1]["textfont"]["color"][0]
            assert ratio(text, ground) >= 4


def test_a_tone_is_mixed_between_two():
    assert tone(("#000000", "#FFFFFF"), 0.5) == "#808080"
    assert tone(LIGHT.steps, 0) == LIGHT.steps[0]
    assert tone(LIGHT.steps, 1) == LIGHT.steps[-1]
