"""Charts as drawings within a page: what stands there before a script has drawn the chart, and where none runs.

Each is drawn twice, for a phone and for a wide screen; the style shows one of them. They are drawn in the light
colours; on a dark screen the style gives them the others.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from indicators.figures.palette import on_paper
from indicators.figures.template import FrozenFigure
from indicators.handout.figure_drawing import as_json, figure_drawing
from indicators.handout.picture import svg

NARROW = 358
"""Pixels that a chart has on a phone of the usual width."""


def chart_drawing(
    figure: FrozenFigure, key: str, alt: str, width: int, language: str, narrow: FrozenFigure | None = None
) -> str:
    """Return a figure as two drawings in one box, as HTML: for a phone, and for a screen where it is so wide.

    `key` makes names within the drawings the page's own; `alt` says what they show; `narrow` is the figure for a
    phone, where that is another.
    """
    wide, small = as_json(figure), as_json(narrow or figure)
    kinds = (("narrow", small, NARROW if _room(small, NARROW) else width), ("wide", wide, width))
    drawn = "".join(_drawing(made, pixels, f"{key}-{kind}", kind, language) for kind, made, pixels in kinds)
    return f'<div class="cs-drawn" role="img" aria-label="{escape(alt)}">{drawn}</div>'


def _room(figure: Mapping[str, Any], width: int) -> bool:
    """Return whether a figure's margins leave room for it: one made for a hall has none on a phone."""
    margin = figure["layout"].get("margin", {})
    return bool(width > margin.get("l", 0) + margin.get("r", 0))


def _drawing(figure: Mapping[str, Any], width: int, name: str, kind: str, language: str) -> str:
    made = svg(figure_drawing(figure, width), "", language=language)
    # The words stand at the box around both; names of clips are of one drawing.
    made = re.sub(r'role="img" xml:lang="[^"]*" aria-label=""><title></title>', 'aria-hidden="true">', made)
    made = made.replace("within-", f"{name}-within-")
    return made.replace("<svg ", f'<svg class="cs-drawn-{kind}" ', 1)


DARK_PAGE = "screen{body:has(.cs-dark) .cs-drawn"
"""Where drawings are dark in the application: it knows which colours the reader chose."""

DARK_DEVICE = "screen and (prefers-color-scheme:dark){.cs-drawn"
"""Where drawings are dark on a plain page, which follows the device."""


def style_in_the_dark(html: str, where: str = DARK_PAGE) -> str:
    """Return the style that gives the drawings in some HTML the colours of a dark screen; paper stays light."""
    dark_of = {light.upper(): dark for dark, light in reversed(on_paper().items())}
    screen, inside = where.split("{")
    rules = "".join(
        f'{inside} [{name}="{light}"]{{{name}:{dark}}}'
        for light, dark in dark_of.items()
        for name in ("fill", "stroke")
        if f'{name}="{light}"' in html
    )
    return f"<style>@media {screen}{{{rules}}}</style>" if rules else ""
