"""Places: ids, three names, aliases, and the finding of a place by any of them.

With what names are compared by, however people write them, and which known name was probably meant by an unknown one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from indicators.findings.finding import Finding
from indicators.model.catalogue import Catalogue, Identifier, Model, Names, Records
from indicators.model.csv_tables import read_folder
from indicators.model.rules import unknown_reference
from indicators.model.vocabulary import Level

COLUMNS = (
    "id", "name_en", "name_fr", "name_ar", "aliases", "level", "parent", "country",
    "longitude", "latitude", "code",
)  # fmt: skip


NEAR = 80
"""From this likeness (0 to 100) a name is suggested."""

SHORTEST = 4
"""Of shorter names and of codes nothing is suggested: any of them is near to something."""

_BEHIND = re.compile(r"(?P<name>.*\S)\s*(?:[(\[](?P<bracket>[^()\[\]]+)[)\]]|[,–-]\s*(?P<tail>[^,]+))\s*")
_FOOTNOTE = re.compile(r"\d{1,2}|[a-z]|\*+")


class Place(Model):
    """A territory or facility with figures of its own.

    `country` is an ISO 3166-1 alpha-3 code; `code` the national statistical
    code where there is one; aliases are the names other sources use.
    """

    id: Identifier
    names: Names
    aliases: tuple[str, ...] = ()
    level: Level
    parent: Identifier | None = None
    country: str
    longitude: float | None = None
    latitude: float | None = None
    code: str | None = None


ARABIC_SPELLINGS = str.maketrans(
    {
        "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "\u0640": None,
        **{chr(first + digit): str(digit) for first in (0x0660, 0x06F0) for digit in range(10)},
    }
)  # fmt: skip
"""Letters that are written for one another in Arabic, the stretching mark, and digits of the East.

`static/behaviour.js` (`plain`) folds what is typed into the find box by the same rule. The seats of hamza
(أ إ آ ؤ ئ) come apart in NFKD, harakat are combining marks.
"""


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """Return `name` without case, accents, punctuation, repeated spaces or marks of the direction of writing.

    Of Arabic spellings of one letter one is left: :data:`ARABIC_SPELLINGS`.
    """
    plain = unicodedata.normalize("NFKD", name).translate(ARABIC_SPELLINGS)
    shown = (c for c in plain if c.isascii() or not (unicodedata.combining(c) or unicodedata.category(c) == "Cf"))
    letters = "".join(c if c.isalnum() else " " for c in shown)
    return " ".join(letters.casefold().split())


def is_doubted(name: str) -> bool:
    """Return whether whoever wrote a name doubted it or took the line out: `Anfa?`, `# Anfa`, `// Anfa`."""
    return name.lstrip().startswith(("#", "//")) or "?" in name or "؟" in name


def alphabetical(name: str) -> tuple[str, str]:
    """Return what names are put in order by in every language: their folded letters, then the spelling itself.

    É stands with E, أ إ آ with ا, ة with ه; the Arabic article counts, as in the order of CLDR.
    """
    return fold(name), name


class Gazetteer(Records[Place]):
    """The places by id, findable by id, ISO3 code, name or alias."""

    def __init__(self, places: Iterable[Place]) -> None:
        super().__init__(places)
        self._index: dict[str, str] = {}
        self._countries: dict[str, Place] = {}
        for place in self.values():
            keys = [place.id, *place.aliases, place.names.en, place.names.fr, place.names.ar]
            if place.level is Level.COUNTRY:
                keys.append(place.country)
                self._countries.setdefault(place.country, place)
            for key in keys:
                self._index.setdefault(fold(key), place.id)

    def find(self, name: str) -> str | None:
        """Return the id of the place called `name`, or None.

        The mark of a footnote behind it is no part of a name, and neither is its country: Anfa (1), Lyon (France).
        A doubted name names nothing.
        """
        if is_doubted(name):
            return None
        place = self._index.get(fold(name))
        behind = _BEHIND.fullmatch(name) if place is None else None
        if behind is None:
            return place
        inner = behind["bracket"] or behind["tail"]
        place = self._index.get(fold(behind["name"]))
        if place is None or (behind["bracket"] and _FOOTNOTE.fullmatch(inner.strip())):
            return place
        country = self._index.get(fold(inner))
        return place if country in self and self[country or ""] == self.country_of(place) else None

    def suggest(self, name: str) -> str | None:
        """Return the known name that someone who wrote `name` probably meant, or None: one letter in five differs."""
        folded = fold(name)
        if len(folded) < SHORTEST:
            return None
        best = process.extractOne(folded, list(self._index), scorer=fuzz.ratio, score_cutoff=NEAR)
        return self[self._index[best[0]]].names.en if best else None

    def of_level(self, level: Level, parent: str | None = None) -> list[Place]:
        """Return the places of one level, of one parent if given."""
        return [p for p in self.values() if p.level is level and (parent is None or p.parent == parent)]

    def country_of(self, place: str) -> Place | None:
        """Return the country a place lies in, if it is one of the places."""
        return self._countries.get(self[place].country)


def read_places(folder: Path) -> tuple[Gazetteer, list[Finding]]:
    """Read the tables of places in `folder`; return them with all findings."""

    def place(row: Mapping[str, str]) -> Place:
        return Place(
            id=row["id"],
            names=Names(en=row["name_en"], fr=row["name_fr"], ar=row["name_ar"]),
            aliases=tuple(a.strip() for a in row["aliases"].split("|") if a.strip()),
            level=Level(row["level"]),
            parent=row["parent"] or None,
            country=row["country"],
            longitude=float(row["longitude"]) if row["longitude"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            code=row["code"] or None,
        )

    records, findings = read_folder(folder, COLUMNS, place)
    known = {item.record.id for item in records}
    findings += [
        unknown_reference(item.file, "place", item.record.parent, "parent", item.row)
        for item in records
        if item.record.parent and item.record.parent not in known
    ]
    return Gazetteer(item.record for item in records), findings


NEAR_ID = 75
"""From this likeness (0 to 100) an id is suggested: one wrong letter in four."""

LONG = 10
"""From so many letters on, what only one name begins with suggests that name."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the id within reach of a name that is not known, or None."""
    best = process.extractOne(name.strip().lower(), list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ID)
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
