"""Labels: where names stand at line ends and points without touching."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

LETTER, DIGIT, WORD = 0.52, 0.56, 0.46
"""The width of a letter of a name, of a digit of a number, and of what else stands in one, in heights of the type."""


def value_width(texts: Iterable[object], points: float) -> int:
    """Return the pixels that the widest value takes, digits and the words behind them ("5,5 millions")."""
    return int(max(sum(DIGIT if sign.isdigit() else WORD for sign in str(text)) for text in texts) * points)


def label_width(texts: Iterable[object], points: float, letter: float = LETTER, least: int = 0) -> int:
    """Return the pixels that the longest label takes in type of `points`; of no labels that of `least` letters."""
    return int(max((len(str(text)) for text in texts), default=least) * points * letter)


def pushed_apart(wanted: Sequence[float], pitch: float, low: float, high: float) -> list[float]:
    """Return positions near the wanted ones, `pitch` apart, from `low` to `high` where they fit; order preserved.

    Labels that would touch form a group around the mean of what its members
    want: the isotonic regression of what is wanted less a pitch for each label
    below, by pooling adjacent violators.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    groups: list[tuple[float, int]] = []  # the sum of a group and its number
    for place, index in enumerate(order):
        groups.append((wanted[index] - place * pitch, 1))
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1] = (groups[-1][0] + total, groups[-1][1] + count)
    ceiling = max(low, high - (len(wanted) - 1) * pitch)
    starts = [min(max(total / count, low), ceiling) for total, count in groups for _ in range(count)]
    out = [0.0] * len(wanted)
    for place, (index, start) in enumerate(zip(order, starts, strict=True)):
        out[index] = start + place * pitch
    return out


def led(x: float, y: float, label_y: float, away: int, dot: float, colour: str | None) -> dict[str, Any]:
    """Return the part of an annotation that puts a label `away` pixels across from its point, at `label_y`.

    A stroke of `colour` leads from the point, whose mark is `dot` pixels wide, to the label; None draws none.
    """
    return {
        "x": x,
        "y": y,
        "axref": "pixel",
        "ax": away,
        "ayref": "y",
        "ay": label_y,
        "xanchor": "left" if away > 0 else "right",
        "yanchor": "middle",
        "align": "left" if away > 0 else "right",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "standoff": dot / 2 + 1,
        "arrowcolor": colour or "rgba(0,0,0,0)",
    }


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float


SIDES = {
    "right": (1, 0), "left": (-1, 0), "top": (0, 1), "bottom": (0, -1),
    "upper right": (1, 1), "lower right": (1, -1), "upper left": (-1, 1), "lower left": (-1, -1),
}  # fmt: skip
"""Where a label may stand beside its point, across and up, the first choice first."""


APART = 0.3
"""Between two labels on one line, in heights of a label: letters are not all of the width that is reckoned with."""


class _Room(NamedTuple):
    """The room for the labels of some points: each may stand on one of :data:`SIDES`, a row for each point and side.

    `covered` counts the marks and lines under a label, a hundred for an edge of the picture; `meeting` in how
    many frames two labels overlap. Both are known before any label is placed, whatever the order.
    """

    covered: npt.NDArray[np.intp]
    meeting: npt.NDArray[np.intp]

    @classmethod
    def of(
        cls,
        points: Sequence[tuple[float, float]],
        widths: Sequence[float],
        height: float,
        dot: float | Sequence[float],
        frames: Sequence[tuple[float, float]],
        crosses: Sequence[tuple[float, float]],
        named: int,
    ) -> "_Room":
        """Return the room for the labels of the first `named` points, clear of the marks of all."""
        dots = [dot] * len(points) if isinstance(dot, float | int) else list(dot)
        count = named * len(SIDES)
        apart = np.array([-APART, -APART / 3, APART, APART / 3])
        covered, meeting = np.zeros(count, dtype=np.intp), np.zeros((count, count), dtype=np.intp)
        for w, h in frames:
            marks = [
                Box(x * w - d / 2, y * h - d / 2, x * w + d / 2, y * h + d / 2)
                for (x, y), d in zip(points, dots, strict=True)
            ]
            marks += [box for x, y in crosses for box in (Box(x * w, 0, x * w, h), Box(0, y * h, w, y * h))]
            labels = [
                _box(points[index][0] * w, points[index][1] * h, widths[index], height, dots[index], side)
                for index in range(named)
                for side in SIDES
            ]
            boxes = np.array(labels, dtype=np.float64).reshape(-1, 4)
            left, bottom, right, top = boxes.T
            under = _meeting(boxes, np.array(marks, dtype=np.float64).reshape(-1, 4))
            under[np.arange(count), np.arange(count) // len(SIDES)] = False  # its own mark
            inside = (left >= -2) & (right <= w + 2) & (bottom >= -2) & (top <= h + height)
            covered += 100 * ~inside + under.sum(axis=1)
            meeting += _meeting(boxes + apart * height, boxes)
        return cls(covered, meeting)

    def sides(self, order: Iterable[int], sure: int) -> list[str | None]:
        """Return the sides of the points, served in an order; the first `sure` of it are named all the same."""
        names = list(SIDES)
        out: list[str | None] = [None] * (len(self.covered) // len(names))
        boxes_placed: list[int] = []
        for place, index in enumerate(order):
            rows = slice(index * len(names), (index + 1) * len(names))
            covered = self.covered[rows] + self.meeting[rows, boxes_placed].sum(axis=1)
            side = int(covered.argmin())
            if place < sure or not covered[side]:
                out[index] = names[side]
                boxes_placed.append(rows.start + side)
        return out


def _meeting(boxes: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which boxes overlap which others: a row for each box, a column for each other."""
    left, bottom, right, top = boxes.T[:, :, None]
    meeting: npt.NDArray[np.bool_] = (
        (left < others[:, 2]) & (others[:, 0] < right) & (bottom < others[:, 3]) & (others[:, 1] < top)
    )
    return meeting


def arranged(
    points: Sequence[tuple[float, float]],
    widths: Sequence[float],
    height: float,
    dot: float | Sequence[float],
    frames: Sequence[tuple[float, float]],
    crosses: Sequence[tuple[float, float]] = (),
    named: int | None = None,
    sure: int = 0,
) -> list[str | None]:
    """Return for each point the side its label may stand on, None where there is no room.

    `points` are shares (0 to 1) of the frame's width and height; `widths` and
    `height` those of the labels and `dot` of the marks, each its own or one for
    all, in pixels. A side holds in every one of the `frames` (width, height), so
    that a phone and a desk show the same labels. Labels keep clear of the lines
    through the points of `crosses`, too.

    Points are served in the order that finds room for most. The first `sure`
    are served first whatever the order, and named for sure, where least is
    covered; those from `named` on are only stayed clear of.
    """
    end = len(points) if named is None else named
    fixed, free = range(min(sure, end)), range(sure, end)
    orders = [
        [*fixed, *sorted(free, key=lambda index: sign * points[index][axis])] for axis in (0, 1) for sign in (1, -1)
    ]
    room = _Room.of(points, widths, height, dot, frames, crosses, end)
    best: list[str | None] = []
    for order in [list(range(end)), *orders]:
        sides = room.sides(order, sure)
        if not best or sum(side is not None for side in sides) > sum(side is not None for side in best):
            best = sides
    return best


def _box(x: float, y: float, width: float, height: float, dot: float, side: str) -> Box:
    across, up = SIDES[side]
    gap = dot / 2 + 3
    left = x + gap if across > 0 else x - gap - width if across < 0 else x - width / 2
    bottom = y + gap if up > 0 else y - gap - height if up < 0 else y - height / 2
    if across and up:
        # At a corner the label may come nearer.
        left, bottom = left - across * gap * 0.6, bottom - up * gap * 0.4
    return Box(left, bottom, left + width, bottom + height)
