"""A drawing as SVG: for a browser, for PowerPoint, for an editor of pictures."""

from html import escape

from indicators.handout.drawing import Colour, Contour, Disc, Drawing, Lettering, Pen, Rectangle
from indicators.handout.shaping import runs_left

ARABIC = "'Casablanca Arabic', 'Noto Sans Arabic'"

FAMILIES = {
    "regular": f"'Source Sans 3', 'Source Sans Pro', {ARABIC}, 'Noto Sans', Arial, sans-serif",
    "bold": f"'Source Sans 3', 'Source Sans Pro', {ARABIC}, 'Noto Sans', Arial, sans-serif",
    "serif": f"'Source Serif 4', 'Source Serif Pro', {ARABIC}, Georgia, serif",
}
"""What a reader's computer may set each face in; a text keeps the width that it has here."""

WEIGHTS = {"regular": "400", "bold": "700", "serif": "600"}


def svg(drawing: Drawing, alt: str, paper: str = "", language: str = "en") -> str:
    """Return a drawing as an SVG document that says in words what it shows; `paper` is its ground, none for empty."""
    clips: dict[Rectangle, str] = {}
    parts = [f'<rect width="100%" height="100%" fill="{paper}"/>'] if paper else []
    for mark in drawing.marks:
        match mark:
            case Contour():
                parts.append(_outline(mark, clips))
            case Disc():
                parts.append(
                    f'<circle cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{_number(mark.radius)}"'
                    f"{_fill(mark.fill)}{_pen(mark.pen)}/>"
                )
            case Lettering():
                parts.append(_words(mark))
    boxes = "".join(
        f'<clipPath id="{name}"><rect x="{_number(box.left)}" y="{_number(box.top)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}"/></clipPath>'
        for box, name in clips.items()
    )
    width, height = _number(drawing.width), _number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'direction="ltr" role="img" xml:lang="{language}" aria-label="{escape(alt)}"><title>{escape(alt)}</title>'
        f"{f'<defs>{boxes}</defs>' if boxes else ''}{''.join(parts)}</svg>"
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _outline(mark: Contour, clips: dict[Rectangle, str]) -> str:
    end = "Z" if mark.closed else ""
    path = "".join("M" + "L".join(f"{_number(x)},{_number(y)}" for x, y in ring) + end for ring in mark.rings if ring)
    clip = ""
    if mark.clip is not None:
        # Several drawings may stand in one page: the name says which box it is.
        box = mark.clip
        edges = "-".join(_number(edge).replace(".", "_") for edge in (box.left, box.top, box.right, box.bottom))
        name = clips.setdefault(box, f"within-{edges}")
        clip = f' clip-path="url(#{name})"'
    return f'<path d="{path}" fill-rule="evenodd"{_fill(mark.fill)}{_pen(mark.pen)}{clip}/>'


def _fill(fill: Colour | None) -> str:
    if fill is None:
        return ' fill="none"'
    return f' fill="{fill.hex}"' + (f' fill-opacity="{_number(fill.opacity)}"' if fill.opacity < 1 else "")


def _pen(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dash = f' stroke-dasharray="{" ".join(map(_number, pen.dash))}"' if pen.dash else ""
    covers = f' stroke-opacity="{_number(pen.colour.opacity)}"' if pen.colour.opacity < 1 else ""
    return f' stroke="{pen.colour.hex}" stroke-width="{_number(pen.width)}" stroke-linejoin="round"{dash}{covers}'


def _words(mark: Lettering) -> str:
    # Of a text from right to left the left end is its last: the letters are joined by whoever shows it.
    way = ' direction="rtl" text-anchor="end"' if runs_left(mark.text) else ""
    return (
        f'<text x="{_number(mark.x)}" y="{_number(mark.y)}" font-family="{FAMILIES[mark.face]}" '
        f'font-size="{_number(mark.size)}" font-weight="{WEIGHTS[mark.face]}" textLength="{_number(mark.width)}" '
        f'lengthAdjust="spacingAndGlyphs"{way} xml:space="preserve"{_fill(mark.colour)}>{escape(mark.text)}</text>'
    )
