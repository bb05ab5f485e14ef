"""Marks of a workbook's cells that their plain values do not show.

Per cent, errors and missing results of formulas, raised figures of footnotes,
crossed-out cells, texts of the colour of their ground, joined cells, hidden rows and columns. The values themselves
come from calamine; the marks are read by one module for each kind of workbook.
"""

import re
from dataclasses import dataclass, field

PER_CENT = {9, 10}
"""The numbers of the built-in formats of per cent (ECMA-376, 18.8.30)."""

MOST = 2_000_000
"""How many marked cells of one sheet are remembered."""

ALIKE = 16
"""How many of 255 steps of red, green or blue are not seen beside each other: white and the lightest grey."""

WHITE, BLACK = "ffffff", "000000"

_RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_STROKE = "\u0336"
"""What Unicode puts behind each character of a crossed-out text."""

Position = tuple[int, int]
"""The row and the column of a cell, from 0."""


@dataclass
class SheetMarks:
    """The marked cells of one sheet, by row and column from 0.

    `texts` are those that stand for the plain value: the error of a formula, the formula itself where its result
    is not stored, a text with raised or crossed-out parts. `crossed_out` are cells whose whole text is.
    """

    texts: dict[Position, str] = field(default_factory=dict)
    per_cent: set[Position] = field(default_factory=set)
    crossed_out: set[Position] = field(default_factory=set)
    unseen: set[Position] = field(default_factory=set)
    """The cells whose text has the colour of its background."""
    stored_results: set[Position] = field(default_factory=set)
    """The formulas whose stored result is read although the workbook asks to be calculated before it is shown."""
    styles_unseen: bool = False
    """Whether the styles are too many to be read, so that per cent and crossed-out cells are not known."""
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    """First and last of the rows that are hidden together."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    joined: list[tuple[Position, Position]] = field(default_factory=list)
    """First and last cell of those that an ODS joins to one; calamine reports those of the others."""

    @property
    def full(self) -> bool:
        """Whether no more cells are remembered."""
        marked = (self.texts, self.per_cent, self.crossed_out, self.unseen, self.stored_results, self.joined)
        return sum(map(len, marked)) >= MOST


def raised(text: str) -> str:
    """Return a text in raised characters."""
    return text.translate(_RAISED)


def crossed_out(text: str) -> str:
    """Return a text with a stroke through each character."""
    return "".join(character + _STROKE for character in text)


def is_per_cent(number_format: str) -> bool:
    """Return whether a format shows numbers as per cent, rather than with a sign that is only a text."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


def is_unseen(text: str, ground: str) -> bool:
    """Return whether nobody can see a text of one colour on a ground of another, both as six hexadecimal digits."""
    pairs = zip(bytes.fromhex(text), bytes.fromhex(ground), strict=True)
    return max(abs(of_text - of_ground) for of_text, of_ground in pairs) <= ALIKE


def extend(ranges: list[tuple[int, int]], number: int, count: int = 1) -> None:
    """Add numbers to ranges that come in their order."""
    if ranges and ranges[-1][1] == number - 1:
        ranges[-1] = (ranges[-1][0], number + count - 1)
    else:
        ranges.append((number, number + count - 1))
