"""Points of sensors and stations: joined to the part of the city they lie in, one figure a part by a stated rule."""

from pathlib import Path

import pandas as pd
import pytest
import shapely

from indicators.maps.city_outlines import layer_of
from indicators.model.vocabulary import Level
from tests.helpers import layers_made as made
from tests.helpers.checking import check, dataset, observation

pytestmark = pytest.mark.slow

INDICATOR = "running_water_at_home"
MAPPING = f'[indicators]\nwater = "{INDICATOR}"\n[constants]\nyear = "2023"\nmethod = "metered"\n[layer]\n'


def stations(path: Path, values: dict[str, list[object]], outside: int = 0) -> Path:
    """Write points inside arrondissements with the value of each, and some at sea."""
    outlines = layer_of(dataset(), Level.DISTRICT).outlines
    listed = []
    for place, found in values.items():
        inside = shapely.maximum_inscribed_circle(outlines.geometry[place])
        x, y = shapely.get_coordinates(inside)[0]
        for index, value in enumerate(found):
            listed.append(({"station": f"S{len(listed)}", "water": value}, shapely.Point(x + 1e-4 * index, y)))
    listed += [({"station": f"sea{index}", "water": 1.0}, shapely.Point(-7.72, 33.66)) for index in range(outside)]
    return made.geojson(path, listed)


@pytest.mark.parametrize(
    ("rule", "value", "note"),
    [
        ("mean", 30.0, "mean of 3 points"),
        ("median", 20.0, "median of 3 points"),
        ("sum", 90.0, "sum of 3 points"),
        ("max", 60.0, "highest of 3 points"),
        ("min", 10.0, "lowest of 3 points"),
        ("count", 3.0, "number of points: 3"),
    ],
)
def test_the_points_of_a_part_become_one_figure(rule: str, value: float, note: str, tmp_path: Path) -> None:
    path = stations(tmp_path / "stations.geojson", {"anfa": [10.0, 60.0, 20.0], "sbata": [5.0]}, outside=2)
    intake = check(path, mapping=made.mapping(tmp_path, f'{MAPPING}rule = "{rule}"\n'))
    assert (intake.format, intake.rows_read, intake.accepted, intake.out_of_scope) == ("layer", 6, 2, 2)
    row = observation(intake, "anfa", INDICATOR, 2023)
    assert (row["value"], row["note"], row["perimeter"], row["method"]) == (value, note, "arrondissement", "metered")
    outside = [finding for finding in intake.findings if finding.rule.id == "point_outside"]
    assert [(one.row, one.value) for one in outside] == [(5, "sea0"), (6, "sea1")]
    assert "points_joined" in {finding.rule.id for finding in intake.findings}


def test_several_points_without_a_rule_are_a_question(tmp_path: Path) -> None:
    path = stations(tmp_path / "stations.geojson", {"anfa": [10.0, 60.0]})
    intake = check(path, mapping=made.mapping(tmp_path, MAPPING))
    assert "rule_needed" in {finding.rule.id for finding in intake.findings}
    assert (intake.accepted, intake.refused) == (0, 2)
    single = stations(tmp_path / "one.geojson", {"anfa": [10.125], "sbata": [None]})
    intake = check(single, mapping=made.mapping(tmp_path, MAPPING))
    assert (intake.accepted, intake.empty, intake.refused) == (1, 1, 0)
    assert observation(intake, "anfa", INDICATOR, 2023)["value"] == 10.125


def test_values_that_are_no_numbers_are_named_and_left_out(tmp_path: Path) -> None:
    path = stations(tmp_path / "stations.geojson", {"anfa": [10.0, "broken", 30.0], "sbata": ["n.d."]})
    intake = check(path, mapping=made.mapping(tmp_path, f'{MAPPING}rule = "mean"\n'))
    found = [
        (finding.rule.id, finding.row, finding.column, finding.value) for finding in intake.findings if finding.row
    ]
    assert found == [("not_a_number", 2, "water", "broken")]
    assert (intake.accepted, intake.refused, intake.empty) == (1, 1, 1)
    assert observation(intake, "anfa", INDICATOR, 2023)["note"] == "mean of 2 points"


def test_points_are_counted_without_a_column_of_values(tmp_path: Path) -> None:
    path = stations(tmp_path / "stations.geojson", {"anfa": [None, None], "sbata": [None]})
    stated = made.mapping(
        tmp_path,
        f'[constants]\nindicator = "{INDICATOR}"\nyear = "2023"\n[layer]\ncity = "casablanca"\nrule = "count"\n',
    )
    intake = check(path, mapping=stated)
    assert intake.accepted == 2
    assert observation(intake, "anfa", INDICATOR, 2023)["value"] == 2.0


def test_points_around_no_known_outline_wait_for_it(tmp_path: Path) -> None:
    path = made.geojson(tmp_path / "madrid.geojson", [({"water": 1.0}, shapely.Point(*made.MADRID))])
    intake = check(path, mapping=made.mapping(tmp_path, MAPPING))
    assert "no_parts" in {finding.rule.id for finding in intake.findings}
    assert (intake.accepted, intake.refused) == (0, 1)


def test_many_points_are_joined_as_a_plain_loop_would(tmp_path: Path) -> None:
    outlines = layer_of(dataset(), Level.DISTRICT).outlines
    left, bottom, right, top = outlines.total_bounds
    points = [
        shapely.Point(left + (right - left) * (index * 0.618 % 1), bottom + (top - bottom) * index / 300)
        for index in range(300)
    ]
    path = made.geojson(tmp_path / "many.geojson", [({"water": 1.0}, point) for point in points])
    intake = check(path, mapping=made.mapping(tmp_path, f'{MAPPING}rule = "sum"\n'))
    by_hand = pd.Series(
        {place: sum(shape.covers(point) for point in points) for place, shape in outlines.geometry.items()}
    )
    rows = intake.observations.assign(place=intake.observations["place"].astype("str")).set_index("place")["value"]
    assert rows.sort_index().to_dict() == by_hand[by_hand > 0].astype("float64").sort_index().to_dict()
