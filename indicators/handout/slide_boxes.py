"""Where things stand on a slide of a handout, in pixels of 1280 by 720; and its words fitted into their boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.chart import TableRow
from indicators.handout.drawing import Rectangle
from indicators.handout.typeface import LINE, fitting, width_of, wrapped, written

WIDTH, HEIGHT = 1280.0, 720.0
"""A slide, in pixels; two thirds of them are a point on a page 13.33 inches wide."""

EDGE = 48.0
"""What is left free at each side."""

TITLE = Rectangle(EDGE, 26, WIDTH - EDGE, 114)
SUBTITLE = Rectangle(EDGE, 116, WIDTH - EDGE, 144)
FIGURE = Rectangle(EDGE, 152, WIDTH - EDGE, 584)
VERDICT = Rectangle(EDGE, 590, WIDTH - EDGE, 634)
SOURCE = Rectangle(EDGE, 636, WIDTH - EDGE, 692)
FOOT = Rectangle(EDGE, 694, WIDTH - EDGE, 712)
LOCKUP = Rectangle(EDGE + 40, 56, WIDTH - EDGE - 40, 78)
MIDDLE = Rectangle(EDGE + 40, 200, WIDTH - EDGE - 40, 470)
BELOW = Rectangle(EDGE + 40, 484, WIDTH - EDGE - 40, 630)
PICTURE = Rectangle(EDGE, 124, WIDTH - EDGE, 680)
"""The boxes of a slide: of a section or a statement its title in the middle and its text below."""

SIZES = {
    "title": (36, 32, 28, 25, 22, 20, 18, 16, 14),
    "subtitle": (20, 18, 16, 14, 12, 10),
    "verdict": (18, 16, 14, 13, 12, 11, 10, 9),
    "source": (14, 13, 12, 11, 10, 9, 8, 7),
    "middle": (56, 50, 44, 40, 36, 32, 28, 24, 20),
    "below": (26, 24, 22, 20, 18, 16, 14),
}
"""Sizes of each text, the largest first; the first in which it fits is taken."""


@dataclass(frozen=True)
class Fitted:
    """A text in its box: its size, its lines, its face."""

    box: Rectangle
    size: float
    lines: tuple[str, ...]
    face: str

    def baselines(self) -> list[tuple[float, str]]:
        """Return the base line of each line, in pixels of the slide."""
        first = self.box.top + self.size * 0.95
        return [(first + number * self.size * LINE, line) for number, line in enumerate(self.lines)]


def fitted(text: str, box: Rectangle, kind: str, face: str = "regular", slack: float = 1.0) -> Fitted:
    """Return a text in the largest of its sizes in which it fits its box.

    `slack` is the part of the width it may fill: less than 1 where another type may stand in for ours.
    """
    size, lines = fitting(written(text, face), box.width * slack, box.height, SIZES[kind], face)
    return Fitted(box, size, tuple(lines), face)


CELL_PAD = 8.0
"""Pixels left free at both sides of a cell together, and between two rows."""

LEAST_COLUMN = 46.0


@dataclass(frozen=True)
class TablePage:
    """The part of a table that stands on one page: rows of cells in lines.

    Each row has its height, and says whether it is home's.
    """

    head: tuple[tuple[str, ...], ...]
    head_height: float
    rows: tuple[tuple[tuple[tuple[str, ...], ...], float, bool], ...]


@dataclass(frozen=True)
class TableLayout:
    """A table in pages: the width of each column, its type, whether its cells are numbers, its pages in their order."""

    widths: tuple[float, ...]
    size: float
    numeric: tuple[bool, ...]
    pages: tuple[TablePage, ...]


def table_layout(
    columns: Sequence[tuple[str, bool]],
    rows: Sequence[TableRow],
    box: Rectangle,
    sizes: Sequence[float] = (18, 16, 14, 13),
) -> TableLayout:
    """Return a table in the largest type in which it fits the box, else in the smallest on as many pages as it takes.

    No row is cut: one that does not fit stands on the next page, under the heading again.
    """
    size, widths = sizes[-1], [1.0]
    for size in sizes:
        widths = _column_widths(columns, rows, box.width, size)
        if len(_pages(columns, rows, widths, size, box.height)) <= 1:
            break
    pages = _pages(columns, rows, widths, size, box.height)
    return TableLayout(tuple(widths), size, tuple(numeric for _, numeric in columns), tuple(pages))


def _column_widths(
    columns: Sequence[tuple[str, bool]], rows: Sequence[TableRow], width: float, size: float
) -> list[float]:
    """Return widths after what the cells would take on one line; wide columns give way where there is no room."""
    natural = []
    for column, (name, _) in enumerate(columns):
        cells = [width_of(written(row.cells[column]), size, "bold" if row.is_home else "regular") for row in rows]
        words = [width_of(word, size, "bold") for word in written(name).split()]
        natural.append(max([*cells, *words, LEAST_COLUMN]) + CELL_PAD * 2)
    total = sum(natural)
    if total <= width:
        spare = (width - total) / len(natural)
        return [width_of_column + spare for width_of_column in natural]
    # Columns are cut back to one limit, so that short ones keep their words whole.
    low, high = LEAST_COLUMN, max(natural)
    for _ in range(30):
        limit = (low + high) / 2
        low, high = (
            (limit, high) if sum(min(natural_width, limit) for natural_width in natural) < width else (low, limit)
        )
    widths = [min(natural_width, low) for natural_width in natural]
    return [column_width * width / sum(widths) for column_width in widths]


def _pages(
    columns: Sequence[tuple[str, bool]], rows: Sequence[TableRow], widths: list[float], size: float, height: float
) -> list[TablePage]:
    head = tuple(
        tuple(wrapped(written(name), width - CELL_PAD * 2, size, "bold"))
        for (name, _), width in zip(columns, widths, strict=True)
    )
    head_height = max(len(lines) for lines in head) * size * LINE + CELL_PAD
    pages: list[TablePage] = []
    page: list[tuple[tuple[tuple[str, ...], ...], float, bool]] = []
    used = head_height
    for row in rows:
        face = "bold" if row.is_home else "regular"
        cells = tuple(
            tuple(wrapped(written(cell), width - CELL_PAD * 2, size, face))
            for cell, width in zip(row.cells, widths, strict=True)
        )
        needed = max(len(lines) for lines in cells) * size * LINE + CELL_PAD
        if page and used + needed > height:
            pages.append(TablePage(head, head_height, tuple(page)))
            page, used = [], head_height
        page.append((cells, needed, row.is_home))
        used += needed
    pages.append(TablePage(head, head_height, tuple(page)))
    return pages
