"""Direction within a text: what is isolated in Arabic, and marks of direction that others' texts bring along.

In a sentence from right to left a sign leaves its number (`-3,5` is shown as `3,5-`), a range turns round and a
bracket after a Latin name lands on its other side, unless what is put in is isolated: stands between a mark that opens
an isolate and one that closes it (Unicode Standard Annex 9, section 2.4). What a sentence is given is wrapped by the
translator (:func:`isolated`), numbers with a sign or a unit by those who write them (:func:`left_to_right`). Texts in
other languages have no such marks, and nothing that a program reads may: :func:`unmarked` takes them out.
"""

import re
import unicodedata
from functools import lru_cache

from indicators.language.locales import right_to_left

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
"""Left-to-right isolate, right-to-left isolate, isolate of its own direction, end of an isolate."""

_ISOLATES = re.compile(f"[{LRI}{RLI}{FSI}{PDI}]")
_ISOLATE = re.compile(f"[{LRI}{RLI}{FSI}][^{LRI}{RLI}{FSI}{PDI}]*{PDI}")
"""An isolate without others in it."""

_SAFE = re.compile(
    r"(?:[\s\u0600-\u061b\u061d-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f؟.,:;!?()«»“”…·/—-]"
    r"|(?<![\d+\u2212%-])\d+(?:[.,]\d+)*(?![\d%\u2013]))*"
)
"""Arabic words, marks that run with them, and numbers without a sign: separators join their digits (rule W4)."""

_ARABIC = re.compile("[\u0590-\u08ff]")
_LATIN = re.compile(r"[^\W\d_\u0590-\u08ff]")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

_TURNED = re.compile(
    f"{_ISOLATE.pattern}|"
    r"(?<![0-9A-Za-z\u00c0-\u024f.,+\u2212-])"
    r"(?P<turned>[+\u2212-]?\d+(?:[.,]\d+)*%|[+\u2212-]\d+(?:[.,]\d+)*|\d+(?:[\u2013-]\d+)+)"
    r"(?![0-9A-Za-z\u00c0-\u024f%])"
)
"""A share, a number with a sign or a range that is in no isolate."""

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Every character that does nothing but turn what stands around it."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e]")
"""Marks that turn what follows them, beyond the text they stand in: no name needs one."""

_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILE = re.compile(f"([{_COMBINING}]{{3}})[{_COMBINING}]+")
"""More marks on one letter than a language needs: Arabic two or three (shadda, a vowel, a tanwin), Vietnamese two."""


@lru_cache(maxsize=50_000)
def isolated(text: str, count_too: bool = False) -> str:
    """Return a text as it may be put into a sentence from right to left; what runs with Arabic words needs no isolate.

    `count_too` isolates whatever holds digits as well, as it must be beside Latin letters.
    """
    outside = _outside_isolates(text)
    safe = _SAFE.fullmatch(outside) is not None and not (count_too and any(map(str.isdigit, outside)))
    if safe:
        return text
    # What begins with a Latin name and goes on in Arabic (`CDP وICLEI`) is still a piece of the Arabic sentence.
    return f"{RLI if _ARABIC.search(outside) else FSI}{text}{PDI}"


@lru_cache(maxsize=10_000)
def has_latin(template: str) -> bool:
    """Return whether a template has Latin letters of its own beside its placeholders."""
    return _LATIN.search(_PLACEHOLDER.sub("", template)) is not None


def is_latin(text: str) -> bool:
    """Return whether a text has Latin letters and none that run from right to left."""
    return _LATIN.search(text) is not None and _ARABIC.search(text) is None


def left_to_right(written: str, language: str) -> str:
    """Return what is written from left to right in every language (`−3,5%`, `2014–2024`), isolated in Arabic."""
    return f"{LRI}{written}{PDI}" if written and right_to_left(language) else written


@lru_cache(maxsize=10_000)
def signs_kept(text: str) -> str:
    """Return a text that was written in Arabic by hand so that its signs stay: `20%` would be seen as `%20`."""
    return _TURNED.sub(lambda run: f"{LRI}{run['turned']}{PDI}" if run["turned"] else run[0], text)


def unmarked(text: str) -> str:
    """Return a text without marks of direction, for what a program reads: cells, file names, addresses."""
    return _MARKS.sub("", text) if not text.isascii() else text


def neutral(text: str) -> str:
    """Return a name, a note or a cell that others wrote so that it turns and covers nothing around it.

    Marks that turn what follows are taken out, and isolates that are not closed; letters are composed (NFC), and of
    the marks on one letter three are left.
    """
    if text.isascii():
        return text
    plain = _PILE.sub(r"\1", unicodedata.normalize("NFC", _TURNING.sub("", text)))
    return plain if _ISOLATES.search(_outside_isolates(plain)) is None else _ISOLATES.sub("", plain)


def _outside_isolates(text: str) -> str:
    outside, count = text, 1
    while count:
        outside, count = _ISOLATE.subn("", outside)
    return outside
