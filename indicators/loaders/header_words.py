"""Header words in three languages: which tidy column a printed header names, and the unit it carries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from indicators.loaders.headers import clean, key, year_of

WORDS: dict[str, tuple[str, ...]] = {
    "place": (
        "place", "city", "town", "location", "ville", "commune", "arrondissement", "lieu", "localité", "territoire",
        "collectivité", "municipalité", "préfecture", "entité", "المدينة", "مدينة", "المكان", "الجماعة", "المقاطعة",
    ),
    "indicator": ("indicator", "indicators", "indicateur", "indicateurs", "المؤشر", "مؤشر", "المؤشرات"),
    "year": ("year", "année", "années", "an", "السنة", "سنة", "العام", "عام", "date", "période", "التاريخ"),
    "value": ("value", "values", "valeur", "valeurs", "القيمة", "قيمة", "القيم"),
    "source": ("source", "sources", "المصدر", "مصدر"),
    "lower": ("lower", "borne inférieure", "borne basse", "الحد الأدنى"),
    "upper": ("upper", "borne supérieure", "borne haute", "الحد الأعلى"),
    "perimeter": ("perimeter", "périmètre", "النطاق", "نطاق", "المحيط"),
    "method": ("method", "méthode", "المنهجية", "الطريقة", "طريقة"),
    "note": (
        "note", "notes", "remarque", "remarques", "observation", "observations", "commentaire", "commentaires",
        "ملاحظة", "ملاحظات",
    ),
    "unit": ("unit", "units", "unité", "unités", "الوحدة", "وحدة", "وحدة القياس"),
    "country": ("country", "pays", "البلد", "الدولة", "بلد", "دولة"),
}  # fmt: skip
"""The words that name a tidy column, the one that says it best first."""

MEASURED = ("value", "lower", "upper")
"""The columns whose header may carry a unit."""

_BRACKETED = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")
_IN = re.compile(r"(valeurs?|values?)\s+(?:en|in)\s+(\S.*)", re.I)
_MARK = re.compile(r"[\d*]{1,2}|[a-c]")
"""What stands in brackets for a footnote."""


@dataclass(frozen=True)
class Read:
    """A header row read by its words: the printed header of each tidy column, the unit and year that a header adds."""

    names: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    year: str = ""

    @property
    def translated(self) -> dict[str, str]:
        """The tidy columns whose header is not just the tidy word."""
        return {name: printed for name, printed in self.names.items() if key(printed) != name}


@cache
def _index() -> dict[str, tuple[str, int]]:
    return {key(word): (name, place) for name, words in WORDS.items() for place, word in enumerate(words)}


def split_unit(header: str) -> tuple[str, str]:
    """Return a header without what stands in brackets at its end, and that text; a footnote mark is dropped."""
    text = clean(header)
    found = _BRACKETED.fullmatch(text) or _IN.fullmatch(text)
    if found is None:
        return text, ""
    return found[1], "" if _MARK.fullmatch(found[2].strip()) else found[2].strip()


def column_of(header: str) -> str | None:
    """Return the tidy column that a header names in any of the languages, or None."""
    found = _index().get(key(header)) or _index().get(key(split_unit(header)[0]))
    return found[0] if found else None


def read_header(cells: Sequence[str]) -> Read:
    """Read a row of distinct headers; of two that name one column the better word counts."""
    best: dict[str, tuple[int, str]] = {}
    for printed in cells:
        plain = key(printed)
        bare, _ = split_unit(printed)
        found = _index().get(plain) or _index().get(key(bare))
        if found is None:
            continue
        name, rank = found
        # the tidy word itself, without anything added, stands before every other
        order = rank * 2 + (plain not in _index())
        if name not in best or order < best[name][0]:
            best[name] = (order, printed)
    names = {name: printed for name, (_, printed) in best.items()}
    added = [split_unit(names[name])[1] for name in MEASURED if name in names]
    told = next((text for text in added if text), "")
    if told and year_of(told) and re.fullmatch(r"\d{4}", told):
        return Read(names, "", told if "year" not in names else "")
    return Read(names, told)
