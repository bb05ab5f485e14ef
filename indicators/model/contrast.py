"""The contrast of two colours, by the formulas of WCAG 2.2 (W3C Recommendation, 2023).

Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance;
contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

import re

BLACK = "#000000"
WHITE = "#FFFFFF"

AA = 4.5
"""The least contrast of text with its ground at level AA (success criterion 1.4.3)."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB`, 0 for black to 1 for white; ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour of the form #RRGGBB")
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def ratio(first: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(first), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(ground: str) -> str:
    """Return black or white, whichever reads better on `ground`.

    One of the two always reaches 4.58, so level AA holds on every ground:
    their two ratios multiply to 21, whose square root is the worst case.
    """
    return max(BLACK, WHITE, key=lambda text: ratio(text, ground))
