"""A file of PDF in a language, and marks of a drawing on its pages."""

from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfbase.ttfonts import shapeStr
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from indicators.handout.drawing import Colour, Contour, Disc, Drawing, Lettering, Pen, Rectangle
from indicators.handout.powerpoint_theme import locale
from indicators.handout.shaping import needs_order
from indicators.handout.typeface import face, set_line
from indicators.language.locales import right_to_left


def blank_pdf(out: BytesIO, size: tuple[float, float], title: str, author: str, language: str) -> Canvas:
    """Return a file of pages of a size in points, which are turned the way that the language is read."""
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas._doc.Catalog.Lang = PDFString(locale(language))
    if right_to_left(language):
        canvas.setViewerPreference("Direction", "R2L")
    return canvas


class PdfPainter:
    """Paints in a box of a page that counts from its upper left corner, `scale` points for one of its pixels."""

    def __init__(self, canvas: Canvas, left: float, top: float, scale: float) -> None:
        self._canvas, self._left, self._top, self._scale = canvas, left, top, scale

    def within(self, x: float, y: float, scale: float = 1.0) -> "PdfPainter":
        """Return the painter of a box in this one, its corner at x and y."""
        return PdfPainter(self._canvas, self._left + x * self._scale, self._top - y * self._scale, self._scale * scale)

    def drawing(self, drawing: Drawing) -> None:
        """Paint all marks of a drawing."""
        for mark in drawing.marks:
            match mark:
                case Contour():
                    self.outline(mark)
                case Disc():
                    self.disc(mark)
                case Lettering():
                    self.words(mark)

    def words(self, mark: Lettering) -> None:
        """Write a text."""
        self._canvas.setFillColor(_ink(mark.colour))
        if needs_order(mark.text):
            self._ordered_words(mark)
            return
        self._canvas.setFont(face(mark.face).fontName, mark.size * self._scale)
        self._canvas.drawString(*self._at(mark.x, mark.y), mark.text)

    def _ordered_words(self, mark: Lettering) -> None:
        """Write a text whose letters are joined or run from right to left.

        Readers of the file find its words: each shape is in the face under the code point that Unicode has for it.
        """
        canvas = self._canvas
        for piece in set_line(mark.text, mark.size, mark.face):
            font, size = face(piece.face).fontName, piece.size * self._scale
            canvas.setFont(font, size)
            text = shapeStr(piece.text, font, size) if piece.joined else piece.text
            canvas.drawString(*self._at(mark.x + piece.right, mark.y), text)

    def outline(self, mark: Contour) -> None:
        """Paint a line or rings."""
        canvas = self._canvas
        canvas.saveState()
        if mark.clip is not None:
            box = canvas.beginPath()
            left, bottom = self._at(mark.clip.left, mark.clip.bottom)
            box.rect(left, bottom, mark.clip.width * self._scale, mark.clip.height * self._scale)
            canvas.clipPath(box, stroke=0, fill=0)
        path = canvas.beginPath()
        for ring in mark.rings:
            for number, (x, y) in enumerate(ring):
                (path.lineTo if number else path.moveTo)(*self._at(x, y))
            if mark.closed:
                path.close()
        self._prepare(mark.fill, mark.pen)
        canvas.drawPath(path, stroke=int(mark.pen is not None), fill=int(mark.fill is not None), fillMode=FILL_EVEN_ODD)
        canvas.restoreState()

    def disc(self, mark: Disc) -> None:
        """Paint a circle."""
        self._canvas.saveState()
        self._prepare(mark.fill, mark.pen)
        x, y = self._at(mark.x, mark.y)
        stroke, fill = int(mark.pen is not None), int(mark.fill is not None)
        self._canvas.circle(x, y, mark.radius * self._scale, stroke=stroke, fill=fill)
        self._canvas.restoreState()

    def image(self, image: ImageReader, box: Rectangle) -> None:
        """Put a picture of pixels into a box."""
        left, bottom = self._at(box.left, box.bottom)
        self._canvas.drawImage(image, left, bottom, box.width * self._scale, box.height * self._scale, mask="auto")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._left + x * self._scale, self._top - y * self._scale

    def _prepare(self, fill: Colour | None, pen: Pen | None) -> None:
        if fill is not None:
            self._canvas.setFillColor(_ink(fill))
        if pen is not None:
            self._canvas.setStrokeColor(_ink(pen.colour))
            self._canvas.setLineWidth(pen.width * self._scale)
            self._canvas.setLineJoin(1)
            self._canvas.setDash([part * self._scale for part in pen.dash])


def _ink(colour: Colour) -> Color:
    return Color(colour.red / 255, colour.green / 255, colour.blue / 255, alpha=colour.opacity)
