"""Marks of a workbook's cells that their plain values do not show, and what the format of a number says beside it.

Per cent, errors and missing results of formulas, raised figures of footnotes,
crossed-out cells, texts of the colour of their ground, joined cells, hidden rows and columns. The values themselves
come from calamine; the marks are read by one module for each kind of workbook.

A format can put words before or behind a number, leave its sign out, show thousands of it, or hide it: "<5", "1.2 Mt",
nothing at all. Who looks at the cell reads the words; the file holds the bare number. So such a cell is read as the
text that it shows ([ECMA-376, 18.8.31](https://ecma-international.org/publications-and-standards/standards/ecma-376/)).
"""

import operator
import re
from dataclasses import dataclass, field
from functools import cache

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


_PARTS = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<plain>.)', re.S)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_COMPARED = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_SAYS = re.compile(r"[^\W_]|[<>≤≥≈~±*†‡€£¥]")
"""What in a text is more than a space, a bracket, a dollar or a sign of per cent."""

_DIGITS = re.compile(r"[0#?]")
LONGEST_FORMAT = 255
"""The characters of the longest format."""


def shown(code: str, number: float) -> str | None:
    """Return what a cell of the number format `code` shows of a number; None where it shows the number alone.

    Digits are those of the number, not those that the format rounds to: what counts is what stands beside them.
    """
    if not speaks(code):
        return None
    sections = _sections(code)
    place = _chosen(sections, number)
    before, behind, scale, is_shown, has_sign = _read(sections[place])
    if not is_shown:
        return "" if not (before or behind) else f"{before}{behind}".strip()
    loses_sign = number < 0 and place > 0 and not has_sign
    bare = f"{number:.15g}"
    if loses_sign:
        return f"{abs(number):.15g} ({bare})"
    if not (_SAYS.search(before) or _SAYS.search(behind) or scale):
        return None
    return f"{before}{bare}{'×1000' * scale}{behind}".strip()


@cache
def speaks(code: str) -> bool:
    """Return whether a number format may show more, or less, than a number; formats of dates and texts do not."""
    if len(code) > LONGEST_FORMAT:
        return False
    sections = [_read(section) for section in _sections(code)]
    if _is_date(code):
        return False
    hides = code.count(";") > 0 and any(not is_shown for *_, is_shown, _ in sections[:2])
    drops_sign = len(sections) > 1 and sections[1][3] and not sections[1][4]
    says = any(_SAYS.search(part) for before, behind, *_ in sections[:3] for part in (before, behind))
    return hides or drops_sign or says or any(scale for _, _, scale, *_ in sections)


def _is_date(code: str) -> bool:
    plain = "".join(part["plain"] or "" for part in _PARTS.finditer(code)).replace("General", "")
    return bool(re.search(r"[dmyhsb]", plain, re.I))


@cache
def _sections(code: str) -> list[str]:
    """Return the sections of a format: of positive numbers, of negative ones, of nought, of texts."""
    sections = [""]
    for part in _PARTS.finditer(code):
        if part["plain"] == ";":
            sections.append("")
        else:
            sections[-1] += part[0]
    return sections


def _chosen(sections: list[str], number: float) -> int:
    """Return the place of the section that shows a number."""
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for place, condition in enumerate(conditions):
            if condition is not None and _COMPARED[condition[1]](number, float(condition[2])):
                return place
        return min(len(conditions) if all(conditions) else conditions.index(None), len(sections) - 1)
    numbers = len(sections) if len(sections) < 4 else 3
    if number == 0 and numbers > 2:
        return 2
    return 1 if number < 0 and numbers > 1 else 0


@cache
def _read(section: str) -> tuple[str, str, int, bool, bool]:
    """Return the words before and behind the number, by how many thousands it is divided, and two more facts.

    Those are whether the section shows a number at all, and whether it has a sign or brackets of a negative one.
    """
    words, seen, trailing, pattern = ["", ""], False, 0, ""
    for part in _PARTS.finditer(section):
        plain = part["plain"]
        literal = part["quoted"] or part["escaped"] or ""
        if part["bracket"] is not None and part["bracket"].startswith("$"):
            literal = part["bracket"][1:].split("-")[0]
        if plain is not None and plain in "<>~":
            literal = plain
        words[seen] += literal
        pattern += plain or ""
        if plain is not None and _DIGITS.match(plain):
            seen, trailing = True, 0
        elif plain == ",":
            trailing += 1
        elif plain == ".":
            trailing = 0
    is_general = "general" in pattern.lower()
    has_sign = any(mark in section for mark in ("-", "−", "(")) or is_general
    return words[0], words[1], trailing if seen else 0, seen or is_general or "@" in pattern, has_sign
