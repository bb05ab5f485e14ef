"""Encodings of text: what a file's bytes show them to be, and its text read so.

A file is UTF-8, UTF-16 or UTF-32 by its byte order mark, else strict UTF-8, else UTF-16 where every other byte is
blank, else what its accents or its Arabic letters show it to be: Windows-1252, Windows-1256 or Mac Roman, which is
reported. A few bytes of Windows-1252 within UTF-8 are read as such, one by one, and reported too.
"""

import codecs
import io
import re
from pathlib import Path
from typing import BinaryIO

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading.headers import ASSUMED, BINARY_FILE, TOO_LARGE

STRAY_BYTES = Rule(
    "stray_bytes", Severity.WARNING,
    N_("bytes that are not UTF-8 were read as Windows-1252, the first as {value} (bytes: {count})."),
    N_("Check the words they stand in, and save the file as UTF-8."), reading=True,
)  # fmt: skip

MAX_TEXT = 2_000_000_000
MAX_LINE = 4_000_000
BLOCK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The marks of the wide encodings; that of UTF-32 begins like that of UTF-16."""

_WIDE_WITHOUT_MARK = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that its encoding does not know as Windows-1252, where that has a letter for it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return (byte.decode("cp1252", errors="replace") if error.encoding == "utf-8" else "\ufffd"), error.start + 1


codecs.register_error("stray_byte", _one_byte)


def open_text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """Return the text of a file, its line ends as they are; no byte is a fault."""
    return io.TextIOWrapper(file, encoding=encoding, errors="stray_byte", newline="")


def find_encoding(path: Path, start: bytes) -> tuple[str | None, Finding | None]:
    """Return the encoding of a text file and what was assumed, or None and why it is not text."""
    if path.stat().st_size > MAX_TEXT:
        return None, _too_large(path, f"{path.stat().st_size:,} bytes", MAX_TEXT)
    wide = wide_encoding(path)
    utf8 = codecs.getincrementaldecoder("utf-8")()
    not_utf8 = b""
    since_line_end = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if b"\0" in block and not wide:
                return None, Finding(BINARY_FILE, file=str(path), params={"reason": "NUL"})
            last = max(block.rfind(b"\n"), block.rfind(b"\r"))
            since_line_end = since_line_end + len(block) if last < 0 else len(block) - last
            if since_line_end > MAX_LINE:
                return None, _too_large(path, f"a line of over {MAX_LINE:,} bytes", MAX_LINE)
            if not wide and not not_utf8:
                try:
                    utf8.decode(block, final=len(block) < BLOCK)
                except UnicodeDecodeError:
                    not_utf8 = block
    if not_utf8:
        return _older(path, not_utf8)
    if wide in _WIDE_WITHOUT_MARK:
        return wide, Finding(ASSUMED, file=str(path), value=_WIDE_WITHOUT_MARK[wide], params={"what": "encoding"})
    return wide or ("utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"), None


def _too_large(path: Path, size_text: str, limit: int) -> Finding:
    return Finding(TOO_LARGE, file=str(path), params={"found": size_text, "limit": f"{limit:,}"})


def _older(path: Path, block: bytes) -> tuple[str, Finding]:
    """Return the encoding of a file by a block of it that is not strict UTF-8, and what was assumed."""
    strays = [byte for byte in _STRAY.findall(block) if byte]
    if len(_UTF8_LETTER.findall(block)) >= len(strays):
        first = strays[0].decode("cp1252", errors="replace") if strays else "\ufffd"
        return "utf-8", Finding(STRAY_BYTES, file=str(path), value=first, params={"count": len(strays)})
    encoding, name = _legacy(block)
    return encoding, Finding(ASSUMED, file=str(path), value=name, params={"what": "encoding"})


_LETTER = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_UTF8_LETTER = re.compile(_LETTER)
_STRAY = re.compile(rb"(?:%s)|([\x80-\xff])" % _LETTER)


def wide_encoding(path: Path) -> str | None:
    """Return the encoding of two or four bytes a letter that a text's mark or its blank bytes show, None for others."""
    with path.open("rb") as file:
        block = file.read(1 << 16)
    marked = next((encoding for mark, encoding in _BOMS if block.startswith(mark)), None)
    block = block[: len(block) // 4 * 4]
    if marked or b"\0" not in block:
        return marked
    for encoding in _WIDE_WITHOUT_MARK:
        try:
            text = block.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(character.isprintable() or character in "\t\r\n" for character in text)
        if text and plain == len(text) and sum(map(str.isascii, text)) * 2 > len(text):
            return encoding
    return None


_OLDER = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS 850"}
_FRENCH = frozenset("àâçèéêëîïôùûüÿœ")


def _legacy(block: bytes) -> tuple[str, str]:
    """Return the older encoding that a block shows by its letters, and its name.

    No French word has four accented letters in a row, every Arabic one may. Else it is the encoding in which most of
    the bytes within and behind words are French letters.
    """
    if re.search(rb"[\xc0-\xfe]{4}", block):
        return "cp1256", "Windows-1256"
    letters = re.findall(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z\s,;.])", block)
    french = {name: sum(byte.decode(name, "replace") in _FRENCH for byte in letters) for name in _OLDER}
    encoding = max(french, key=lambda name: french[name])
    return encoding, _OLDER[encoding]
