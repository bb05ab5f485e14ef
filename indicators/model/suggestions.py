"""The known name that someone who typed an unknown one probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from indicators.model.catalogue import Catalogue
from indicators.model.places import fold

NEAR = 75
"""From this likeness (0 to 100) a name is suggested: one wrong letter in four."""

LONG = 10
"""From so many letters on, what only one name begins with suggests that name."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the id within reach of a name that is not known, or None."""
    best = process.extractOne(name.strip().lower(), list(known), scorer=fuzz.ratio, score_cutoff=NEAR)
    return best[0] if best else None


def nearest_indicator(name: str, catalogue: Catalogue) -> str | None:
    """Return the id of the indicator whose id, or name in any language, is within reach of an unknown one, or None."""
    near = nearest(name, catalogue)
    if near is not None:
        return near
    names = {
        fold(text): entry.id
        for entry in catalogue.values()
        for text in (entry.names.en, entry.names.fr, entry.names.ar)
    }
    folded = fold(name)
    match = nearest(folded, names)
    if match is None and len(folded) >= LONG:
        starting = {key for known, key in names.items() if known.startswith(f"{folded} ")}
        return starting.pop() if len(starting) == 1 else None
    return names[match] if match else None
