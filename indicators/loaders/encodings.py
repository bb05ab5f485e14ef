"""The encoding of a text file, by its marks, its validity and its letters."""

import codecs
import re
from pathlib import Path

from indicators.findings import Finding

MAX_TEXT = 2_000_000_000
MAX_LINE = 4_000_000
BLOCK = 1 << 22


def find_encoding(path: Path, start: bytes) -> tuple[str | None, Finding | None]:
    """Return the encoding of a text file, or None and why it is not text."""
    if path.stat().st_size > MAX_TEXT:
        params = {"found": f"{path.stat().st_size:,} bytes", "limit": f"{MAX_TEXT:,}"}
        return None, Finding("too_large", file=str(path), params=params)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    utf8 = codecs.getincrementaldecoder("utf-8")()
    not_utf8 = b""
    since_line_end = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if b"\0" in block and not wide:
                return None, Finding("binary_file", file=str(path), params={"reason": "NUL"})
            last = max(block.rfind(b"\n"), block.rfind(b"\r"))
            since_line_end = since_line_end + len(block) if last < 0 else len(block) - last
            if since_line_end > MAX_LINE:
                params = {"found": f"a line of over {MAX_LINE:,} bytes", "limit": f"{MAX_LINE:,}"}
                return None, Finding("too_large", file=str(path), params=params)
            if not wide and not not_utf8:
                try:
                    utf8.decode(block, final=len(block) < BLOCK)
                except UnicodeDecodeError:
                    not_utf8 = block
    if wide:
        return "utf-16", None
    if not not_utf8:
        return ("utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"), None
    encoding, name = _legacy(not_utf8)
    return encoding, Finding("assumed", file=str(path), value=name, params={"what": "encoding"})


def _legacy(block: bytes) -> tuple[str, str]:
    """Return the older encoding that a block shows by its letters, and its name.

    No French word has four accented letters in a row, every Arabic one may.
    The bytes of Mac Roman's commonest accents are no French letters of
    Windows.
    """
    if re.search(rb"[\xc0-\xfe]{4}", block):
        return "cp1256", "Windows-1256"
    mac = re.findall(rb"(?<=[A-Za-z])[\x88\x89\x8d-\x90\x9d\x9e](?=[A-Za-z\s,;.])", block)
    windows = re.findall(rb"(?<=[A-Za-z])[\xe0-\xfc](?=[A-Za-z\s,;.])", block)
    return ("mac_roman", "Mac Roman") if len(mac) > len(windows) else ("cp1252", "Windows-1252")
