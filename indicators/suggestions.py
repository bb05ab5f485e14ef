"""The known name that someone who typed an unknown one probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

NEAR = 75
"""From this likeness (0 to 100) a name is suggested: one wrong letter in four."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the id within reach of a name that is not known, or None."""
    best = process.extractOne(name.strip().lower(), list(known), scorer=fuzz.ratio, score_cutoff=NEAR)
    return best[0] if best else None
