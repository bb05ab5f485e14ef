"""What plain pages fetch besides themselves: our scripts and styles, and the small Plotly bundle.

Each is served under a name that holds a hash of its content, compressed once, so that a browser keeps it for ever.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.web.compression import CompressedFile

STATIC = Path(__file__).parents[2] / "static"

PREFIX = "/assets/"
"""The path below which they are served."""

PLOTLY = "vendor/plotly-basic-4.1.1.min.js"

ARABIC = "fonts/arabic.css"
"""The style of every page in Arabic; what it says of a page in another language is nothing."""

ARABIC_FONT = "fonts/noto-sans-arabic.woff2"

TIFINAGH, TIFINAGH_FONT = "fonts/tifinagh.css", "fonts/noto-sans-tifinagh.woff2"
"""The style and the face of words in Tifinagh."""

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
"""The files that are served, by their ending, and as what."""

JOINED = {
    "plain/phone.css": ("plain/page.css", "print.css", "plain/phone/phone.css"),
    "plain/phone.js": (
        "plain/wording.js", "spoken.js", "plain/spotlight.js", "small_screen.js", "plain/phone/room_link.js",
        "plain/phone/kept.js", "plain/phone/guess.js", "plain/phone/ask.js", "plain/phone/follower.js",
    ),
    "plain/page.js": ("spoken.js", "small_screen.js", "printing.js", "words.js", "plain/page.js"),
    "plain/page.css": ("plain/page.css", "print.css"),
    "plain/moderator.js": ("plain/wording.js", "plain/phone/moderator.js",),
    "plain/hall_questions.js": ("plain/wording.js", "plain/phone/hall_questions.js",),
}  # fmt: skip
"""Files that are served as one, in their order: each request of a room of phones costs a thousand."""

COMPRESSED = frozenset({".js", ".css"})
"""The endings of those that gain by compression."""


@dataclass(frozen=True)
class HashedFile:
    """A file as it is served: its name with the hash, its type, its bytes, and the same compressed where that gains."""

    name: str
    media_type: str
    body: bytes
    compressed: CompressedFile | None

    @property
    def address(self) -> str:
        """Where it is served."""
        return PREFIX + self.name


def hashed(path: Path) -> HashedFile:
    """Return a file as it is served."""
    return named(path, path.read_bytes())


def named(path: Path, body: bytes) -> HashedFile:
    """Return content as it is served under the name of a file with its hash."""
    digest = hashlib.sha256(body).hexdigest()[:12]
    stem = path.name.removesuffix(path.suffix)
    smaller = CompressedFile(body) if path.suffix in COMPRESSED else None
    return HashedFile(f"{stem}.{digest}{path.suffix}", TYPES[path.suffix], body, smaller)


@cache
def by_path() -> dict[str, HashedFile]:
    """Return every file that plain pages may fetch, by its path below `static/`; read once."""
    paths = [*STATIC.glob("plain/*.*"), *STATIC.glob("fonts/*.woff2"), STATIC / PLOTLY]
    single = {str(path.relative_to(STATIC).as_posix()): hashed(path) for path in paths if path.suffix in TYPES}
    single |= {style: named(STATIC / style, _with_fonts(style, single)) for style in (ARABIC, TIFINAGH)}
    joined = {
        name: named(STATIC / name, b"\n".join((STATIC / part).read_bytes() for part in parts))
        for name, parts in JOINED.items()
    }
    return single | joined


def _with_fonts(path: str, files: dict[str, HashedFile]) -> bytes:
    """Return a style that names fonts, with the names that they are served under; they lie beside it."""
    style = (STATIC / path).read_bytes()
    for font, file in files.items():
        if font.endswith(".woff2"):
            style = style.replace(Path(font).name.encode(), file.name.encode())
    return style


@cache
def by_name() -> dict[str, HashedFile]:
    """Return the same files by the name they are served under."""
    return {file.name: file for file in by_path().values()}


def asset(path: str) -> str:
    """Return the address of a file, by its path below `static/`: `plain/page.css`."""
    return by_path()[path].address
