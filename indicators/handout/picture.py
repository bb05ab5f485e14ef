"""A drawing as a picture: SVG for a browser, PowerPoint or an editor, PNG for programs that read none."""

import io
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFont

from indicators.handout.drawing import Colour, Contour, Disc, Drawing, Lettering, Mark, Pen, Points, Rectangle
from indicators.handout.shaping import needs_order, outline, runs_left, shaped
from indicators.handout.typeface import FACES, FONTS, SetPiece, set_line

SCALE = 2
"""Pixels of the picture for one of the drawing."""

FINER = 2
"""It is painted so many times larger and then made smaller, so that slanting edges are smooth."""


def png(drawing: Drawing, paper: str = "#FFFFFF", scale: int = SCALE) -> bytes:
    """Return a drawing as PNG, `scale` times as many pixels wide as the drawing."""
    painter = _Painter(drawing, paper, scale * FINER)
    for mark in drawing.marks:
        painter.paint(mark)
    size = (round(drawing.width * scale), round(drawing.height * scale))
    smaller = painter.image.resize(size, Image.Resampling.BOX)
    out = io.BytesIO()
    smaller.save(out, "PNG", optimize=False, dpi=(96 * scale, 96 * scale))
    return out.getvalue()


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout needs no library of the system, and our letters need no shaping.
    return ImageFont.truetype(str(FONTS / FACES[face]), size, layout_engine=ImageFont.Layout.BASIC)


class _Painter:
    """Paints marks on an image that is `scale` times as large as their drawing."""

    def __init__(self, drawing: Drawing, paper: str, scale: int) -> None:
        self.image = Image.new("RGB", (round(drawing.width * scale), round(drawing.height * scale)), paper)
        self._scale = scale

    def paint(self, mark: Mark) -> None:
        """Paint one mark over the others."""
        match mark:
            case Contour():
                self._outline(mark)
            case Disc():
                self._disc(mark)
            case Lettering():
                self._words(mark)

    def _points(self, ring: Points) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in ring]

    def _outline(self, mark: Contour) -> None:
        rings = [self._points(ring) for ring in mark.rings if ring]
        box = self._reach(mark, rings)
        if box is None:
            return
        rings_inside = [[(x - box[0], y - box[1]) for x, y in ring] for ring in rings]
        size = (box[2] - box[0], box[3] - box[1])
        if mark.fill is not None:
            mask = Image.new("L", size)
            for ring in rings_inside:
                _turn_over(mask, ring)
            self._through(mask, mark.fill, box)
        if mark.pen is not None:
            mask = Image.new("L", size)
            draw = ImageDraw.Draw(mask)
            for ring in rings_inside:
                self._stroke(draw, [*ring, *ring[:2]] if mark.closed else ring, mark.pen)
            self._through(mask, mark.pen.colour, box)

    def _reach(self, mark: Contour, rings: list[list[tuple[float, float]]]) -> tuple[int, int, int, int] | None:
        """Return the pixels that a mark may touch, None where it lies beyond the image or its clip."""
        edge = (mark.pen.width if mark.pen else 0) * self._scale + 2
        xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
        if not xs:
            return None
        box = [min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge]
        limit = [0.0, 0.0, float(self.image.width), float(self.image.height)]
        if mark.clip is not None:
            clip = mark.clip
            cut = [round(edge * self._scale) for edge in (clip.left, clip.top, clip.right, clip.bottom)]
            limit = [max(limit[0], cut[0]), max(limit[1], cut[1]), min(limit[2], cut[2]), min(limit[3], cut[3])]
        left, top = max(int(box[0]), int(limit[0])), max(int(box[1]), int(limit[1]))
        right, bottom = min(int(box[2]) + 1, int(limit[2])), min(int(box[3]) + 1, int(limit[3]))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _through(self, mask: Image.Image, colour: Colour, box: tuple[int, int, int, int]) -> None:
        """Put a colour on a box wherever a mask says."""
        if colour.opacity < 1:
            mask = mask.point(lambda value: round(value * colour.opacity))
        self.image.paste(colour.hex, box, mask)

    def _stroke(self, draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], pen: Pen) -> None:
        width = max(round(pen.width * self._scale), 1)
        if not pen.dash:
            draw.line(points, fill=255, width=width, joint="curve")
            return
        for stroke in _strokes(points, [part * self._scale for part in pen.dash]):
            draw.line(stroke, fill=255, width=width)

    def _disc(self, mark: Disc) -> None:
        x, y, radius = (length_of * self._scale for length_of in (mark.x, mark.y, mark.radius))
        half = mark.pen.width * self._scale / 2 if mark.pen else 0
        reach = radius + half + 2
        box = (int(x - reach), int(y - reach), int(x + reach) + 1, int(y + reach) + 1)
        x, y = x - box[0], y - box[1]
        for colour, outer, inner in (
            (mark.fill, radius, 0.0),
            (mark.pen.colour if mark.pen else None, radius + half, radius - half),
        ):
            if colour is None:
                continue
            mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
            draw = ImageDraw.Draw(mask)
            draw.ellipse((x - outer, y - outer, x + outer, y + outer), fill=255)
            if inner > 0:
                draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=0)
            self._through(mask, colour, box)

    def _words(self, mark: Lettering) -> None:
        if not needs_order(mark.text):
            self._letters(mark.text, mark.x, mark.y, mark.size, mark.face, mark.colour)
            return
        for piece in set_line(mark.text, mark.size, mark.face):
            if piece.joined:
                self._joined(piece, mark)
            else:
                self._letters(piece.text, mark.x + piece.right, mark.y, piece.size, piece.face, mark.colour)

    def _letters(self, text: str, x: float, y: float, size: float, face: str, colour: Colour) -> None:
        draw = ImageDraw.Draw(self.image)
        font = _font(face, round(size * self._scale))
        draw.text((x * self._scale, y * self._scale), text, colour.hex, font, anchor="ls")

    def _joined(self, piece: SetPiece, mark: Lettering) -> None:
        """Paint Arabic letters by their outlines: the library of pictures joins none by itself."""
        path, size = FONTS / FACES[piece.face], piece.size
        pen = mark.x + piece.right
        for glyph in shaped(piece.text, path):
            left, base = pen + glyph.right * size, mark.y - glyph.up * size
            rings = tuple(
                tuple((left + x * size, base - y * size) for x, y in ring) for ring in outline(glyph.number, path)
            )
            self._outline(Contour(rings, mark.colour, closed=True))
            pen += glyph.advance * size


def _turn_over(mask: Image.Image, points: list[tuple[float, float]]) -> None:
    """Turn over what lies within a ring, so that a ring within another is a hole."""
    left, top = (max(int(min(point[axis] for point in points)), 0) for axis in (0, 1))
    right = min(int(max(x for x, _ in points)) + 2, mask.width)
    bottom = min(int(max(y for _, y in points)) + 2, mask.height)
    if left >= right or top >= bottom:
        return
    part = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(part).polygon([(x - left, y - top) for x, y in points], fill=255)
    box = (left, top, right, bottom)
    mask.paste(ImageChops.difference(mask.crop(box), part), box)


def _strokes(points: list[tuple[float, float]], dash: list[float]) -> Iterator[list[tuple[float, float]]]:
    """Yield the strokes of a dashed line, each a straight piece."""
    dash_index, remaining = 0, dash[0]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        done = 0.0
        while done < length:
            step = min(remaining, length - done)
            if dash_index % 2 == 0:
                a, b = done / length, (done + step) / length
                yield [(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)]
            done += step
            remaining -= step
            if remaining <= 1e-9:
                dash_index += 1
                remaining = dash[dash_index % len(dash)]


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
