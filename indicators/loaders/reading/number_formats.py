"""What the format of a workbook's cell says besides the number: "<5", "1.2 Mt", nothing at all.

A format can put words before or behind a number, leave its sign out, show thousands of it, or hide it. Who looks at the
cell reads the words; the file holds the bare number. So such a cell is read as the text that it shows
([ECMA-376, 18.8.31](https://ecma-international.org/publications-and-standards/standards/ecma-376/)).
"""

import operator
import re
from functools import cache

_PARTS = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<plain>.)', re.S)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_COMPARED = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_SAYS = re.compile(r"[^\W_]|[<>≤≥≈~±*†‡€£¥]")
"""What in a text is more than a space, a bracket, a dollar or a sign of per cent."""

_DIGITS = re.compile(r"[0#?]")
MOST = 255
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
    if len(code) > MOST:
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
