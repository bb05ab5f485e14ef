"""Labels: pushed apart in their order, beside points without covering anything."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.labels import Box, _box, arranged, pushed_apart


def meet(a: Box, b: Box) -> bool:
    """Return whether two rectangles overlap."""
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


WANTED = st.lists(st.floats(0, 100), min_size=1, max_size=12)


@given(WANTED)
def test_labels_keep_their_order_their_pitch_and_the_picture(wanted):
    placed = pushed_apart(wanted, 5, 0, 100)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert all(placed[b] - placed[a] >= 5 - 1e-9 for a, b in pairwise(order))
    assert min(placed) >= -1e-9
    assert max(placed) <= 100 + 1e-9


def test_labels_with_room_stay_where_they_are():
    assert pushed_apart([80, 10, 40], 5, 0, 100) == [80, 10, 40]


def test_labels_that_would_touch_stand_around_their_mean():
    assert pushed_apart([50, 50, 50], 10, 0, 100) == [40, 50, 60]


POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12)


@given(POINTS)
def test_names_cover_neither_points_nor_each_other(points):
    frame = (300.0, 320.0)
    widths = [60.0] * len(points)
    sides = arranged(points, widths, 15, 11, [frame])
    boxes = [
        _box(x * frame[0], y * frame[1], 60, 15, 11, side)
        for (x, y), side in zip(points, sides, strict=True)
        if side is not None
    ]
    assert not any(meet(a, b) for a, b in combinations(boxes, 2))
    for index, side in enumerate(sides):
        if side is None:
            continue
        box = _box(points[index][0] * frame[0], points[index][1] * frame[1], 60, 15, 11, side)
        others = [Box(x * 300 - 5.5, y * 320 - 5.5, x * 300 + 5.5, y * 320 + 5.5) for x, y in points]
        assert not any(meet(box, other) for number, other in enumerate(others) if number != index)


@pytest.mark.parametrize(("x", "side"), [(0.1, "right"), (0.95, "left")])
def test_a_name_stays_within_the_picture(x, side):
    assert arranged([(x, 0.5)], [60], 15, 11, [(300, 320)]) == [side]


def test_a_name_keeps_clear_of_the_cross():
    assert arranged([(0.5, 0.5)], [60], 15, 11, [(300, 320)], [(0.5, 0.5)]) == ["upper right"]


def test_without_room_there_is_no_name():
    crowd = [(0.5, 0.5), (0.52, 0.5), (0.48, 0.5), (0.5, 0.53), (0.5, 0.47)]
    assert None in arranged(crowd, [200] * 5, 15, 11, [(220, 60)])
