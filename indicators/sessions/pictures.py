"""The pictures of slides: taken in by what they are, not by what they are called, and stored beside the session.

A vector picture may draw, and nothing else: no script, no handler, no address outside itself.
"""

import hashlib
import re
import struct
from xml.etree import ElementTree as ET

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.rules import unreadable
from indicators.sessions.session_files import made_folder, may_name
from indicators.sessions.session_store import write_whole
from indicators.store.folders import Folders

LARGEST_PICTURE = 2_000_000
"""Bytes of a picture, at most."""

MOST_PIXELS = 40_000_000
"""Pixels of a picture, at most: more than a projector shows twenty times over, and a phone can hold."""

PICTURE_KINDS = ("png", "jpg", "jpeg", "svg")
"""The endings of pictures that are taken."""

PICTURE_LARGE = Rule(
    "picture_large",
    Severity.ERROR,
    N_("The picture holds {found} bytes; {most} are taken at most."),
    N_("Save it smaller: a projector shows 1920 by 1080 pixels."),
)

PICTURE_KIND = Rule(
    "picture_kind",
    Severity.ERROR,
    N_("The file “{value}” is no picture that is taken, whatever its name says."),
    N_("Save it as PNG, JPEG or SVG."),
)

PICTURE_ACTIVE = Rule(
    "picture_active",
    Severity.ERROR,
    N_("The picture “{value}” holds more than a drawing: {what}."),
    N_("Save it as a plain SVG, or as PNG."),
)

SVG = "{http://www.w3.org/2000/svg}"

DRAWING = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "marker", "filter", "feGaussianBlur", "feOffset", "feBlend", "feMerge", "feMergeNode", "feColorMatrix",
    "feComposite", "feFlood", "feDropShadow", "style", "switch", "view",
})  # fmt: skip
"""The elements of a vector picture that only draw."""

_OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|expression\(|javascript:|-moz-binding|\\", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def picture_kind(content: bytes) -> str | None:
    """Return what a picture is by its content: png, jpg or svg; None where it is none of them, or is not whole."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png" if _png_pixels(content) and b"IEND" in content[-16:] else None
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg" if _jpeg_pixels(content) and b"\xff\xd9" in content[-64:] else None
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "svg" if head.startswith(b"<") and b"<svg" in content[:10_000] else None


def _png_pixels(content: bytes) -> int:
    """Return how many pixels a PNG has, 0 where its head is none or names too many."""
    if len(content) < 33 or content[12:16] != b"IHDR":
        return 0
    width, height = struct.unpack(">II", content[16:24])
    return _within(width, height)


def _jpeg_pixels(content: bytes) -> int:
    """Return how many pixels a JPEG has, 0 where no frame is found in it or names too many."""
    offset = 2
    while offset + 9 < len(content) and content[offset] == 0xFF:
        marker = content[offset + 1]
        if marker in (0xD8, 0x01, 0xFF) or 0xD0 <= marker <= 0xD7:
            offset += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[offset + 5 : offset + 9])
            return _within(width, height)
        offset += 2 + int.from_bytes(content[offset + 2 : offset + 4])
    return 0


def _within(width: int, height: int) -> int:
    """Return the pixels of a picture, 0 where they are too many."""
    return width * height if width * height <= MOST_PIXELS else 0


def check_picture(content: bytes, name: str) -> tuple[str | None, list[Finding]]:
    """Return the ending of a picture that is taken; None and why not, where it is too large or no mere picture."""
    if len(content) > LARGEST_PICTURE:
        params = {"found": f"{len(content):,}", "most": f"{LARGEST_PICTURE:,}"}
        return None, [Finding(PICTURE_LARGE, params=params)]
    kind = picture_kind(content)
    if kind is None:
        return None, [Finding(PICTURE_KIND, value=name[:60])]
    if kind == "svg":
        declared = _DECLARED.search(content)
        root = None if declared else _drawing(content)
        if root is None and not declared:
            return None, [Finding(PICTURE_KIND, value=name[:60])]
        active = "<!DOCTYPE" if root is None else next(filter(None, map(_active_part, root.iter())), "")
        if active:
            return None, [Finding(PICTURE_ACTIVE, value=name[:60], params={"what": active})]
    return kind, []


def _drawing(content: bytes) -> ET.Element | None:
    """Return a vector picture as its elements, None where it is none."""
    try:
        root = ET.fromstring(content.decode("utf-8-sig"))
    except (ET.ParseError, ValueError, RecursionError):
        return None
    return root if root.tag == f"{SVG}svg" else None


def _active_part(element: ET.Element) -> str:
    """Return what of an element of a vector picture does more than draw, empty for nothing."""
    tag = str(element.tag)
    # what a drawing program notes for itself has a namespace of its own and is not drawn
    is_svg, name = tag.startswith(SVG), tag.rsplit("}", 1)[-1]
    if (is_svg and name not in DRAWING) or (not is_svg and tag.startswith("{http://www.w3.org/1999/")):
        return f"<{name}>"
    if name == "style" and _OUTSIDE.search(element.text or ""):
        return "<style>"
    for key, value in element.attrib.items():
        attribute = key.rsplit("}", 1)[-1].lower()
        leads_out = attribute in ("href", "src") and is_svg and not value.startswith("#")
        if attribute.startswith("on") or leads_out or _OUTSIDE.search(value):
            return attribute
    return ""


def keep_picture(folders: Folders, session: str, content: bytes, name: str) -> tuple[str | None, list[Finding]]:
    """Keep a picture beside a session and return its name, that of its content; None and why not, where it is refused.

    The same picture is stored once.
    """
    kind, findings = check_picture(content, name)
    if kind is None or not may_name(session):
        return None, findings
    file_name = f"{session}-{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    path = made_folder(folders) / file_name
    try:
        if not path.is_file():
            write_whole(path, content)
    except OSError as error:
        return None, [unreadable(path, error)]
    return file_name, []
