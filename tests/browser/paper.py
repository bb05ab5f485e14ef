"""What the browser prints of a page: its sheets, their sizes, and what they say."""

import io
import re
import unicodedata

from playwright.sync_api import Page
from pypdf import PdfReader

A4 = (595, 842)
ADDRESS = "https://indicators.example.org"
"""What the server of the tests says that its public address is (`app_address`)."""


def printed(page: Page) -> PdfReader:
    """Return the page that is open as the browser prints it."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


def words(paper: PdfReader) -> str:
    """Return the text of all its sheets, without the spaces: between letters that are set apart it finds some."""
    return close(" ".join(sheet.extract_text() for sheet in paper.pages))


def close(text: str) -> str:
    """Return a text without its spaces, letters that a face joins written one by one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def sizes(paper: PdfReader) -> set[tuple[int, int]]:
    """Return the sizes of its sheets in points."""
    return {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in paper.pages}
