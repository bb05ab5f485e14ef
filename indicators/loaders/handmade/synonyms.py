"""Synonyms in three languages: words for perimeters, methods, indicators and sources, and for the tidy columns."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

import pandas as pd

from indicators.loaders.reading.headers import clean, key, year_of
from indicators.model.catalogue import Catalogue
from indicators.model.home import Home
from indicators.model.places import fold
from indicators.model.sources import Source
from indicators.model.vocabulary import Method, Perimeter
from indicators.text.labels import TEXTS, word

LANGUAGES = ("en", "fr", "ar")

_PERIMETERS = {
    Perimeter.MUNICIPALITY: (
        "commune", "communal", "commune urbaine", "municipalité", "municipal", "ville", "city",
        "الجماعة", "جماعة", "البلدية"
    ),
    Perimeter.PREFECTURE: ("préfecture", "préfecture d'arrondissements", "عمالة", "العمالة", "عمالة مقاطعات"),
    Perimeter.ARRONDISSEMENT: ("arrondissement", "district", "مقاطعة", "المقاطعة"),
    Perimeter.URBAN_CENTRE: ("centre urbain", "urban center", "المركز الحضري", "مركز حضري"),
    Perimeter.AGGLOMERATION: ("agglomération", "agglomération urbaine", "urban agglomeration", "التجمع الحضري"),
    Perimeter.UTILITY: (
        "périmètre du délégataire", "périmètre de gestion déléguée", "gestion déléguée",
        "périmètre de distribution", "service area", "utility", "نطاق المرفق", "نطاق التدبير المفوض",
    ),
    Perimeter.METROPOLITAN_AREA: ("aire métropolitaine", "métropole", "المنطقة المتروبولية"),
    Perimeter.REGION: ("région", "الجهة", "جهة"),
    Perimeter.COUNTRY: ("pays", "national", "البلد", "وطني"),
    Perimeter.FACILITY: ("installation", "ouvrage", "منشأة"),
    Perimeter.NOT_STATED: ("non précisé", "non indiqué", "périmètre non précisé", "غير محدد"),
}  # fmt: skip
_METHODS = {
    Method.CENSUS: ("recensement", "rgph", "إحصاء", "الإحصاء", "الإحصاء العام للسكان والسكنى"),
    Method.SURVEY: ("enquête", "sondage", "بحث", "استقصاء", "بحث ميداني"),
    Method.METERED: ("mesuré", "mesure", "compteur", "compté", "relevé de compteurs", "measured", "قياس", "عداد"),
    Method.REPORTED: ("déclaré", "déclaration", "rapporté", "publié", "مصرح به", "معلن"),
    Method.SATELLITE: ("image satellite", "télédétection", "remote sensing", "قمر صناعي", "الأقمار الصناعية"),
    Method.MODELLED: ("modélisé", "modèle", "modélisation", "modeled", "نموذج", "منمذج"),
    Method.ESTIMATED: ("estimé", "estimation", "estimate", "تقدير", "تقديري"),
    Method.PROJECTED: ("projeté", "projection", "prévision", "forecast", "توقع", "إسقاط", "متوقع"),
    Method.PLANNED: ("prévu", "planifié", "programmé", "مخطط", "مبرمج"),
    Method.LITERATURE: ("littérature", "bibliographie", "أدبيات", "مراجع"),
}  # fmt: skip


@cache
def perimeters() -> Mapping[str, str]:
    """Return the perimeters by the folded words that name them anywhere (:func:`perimeter_names`)."""
    return _index(_PERIMETERS, Perimeter)


def perimeter_names(home: Home) -> Mapping[str, str]:
    """Return the perimeters by the folded words that name them, those of the home city among them."""
    local = {fold(text): str(term) for term, texts in home.perimeter_words.items() for text in texts}
    return {**local, **perimeters()}


@cache
def methods() -> Mapping[str, str]:
    """Return the methods by the folded words that name them."""
    return _index(_METHODS, Method)


def _index(also: Mapping[Any, tuple[str, ...]], words: type[StrEnum]) -> dict[str, str]:
    printed = {fold(word(term, language)): str(term) for term in TEXTS[words] for language in LANGUAGES}
    more = {fold(text): str(term) for term, texts in also.items() for text in texts}
    return {**more, **printed, **{fold(term): str(term) for term in words}}


def indicator_names(catalogue: Catalogue) -> dict[str, str]:
    """Return the indicators by their folded ids, names and former names; a name that two of them have names neither."""
    return _unique(
        (entry.id, text)
        for entry in catalogue.values()
        for text in (entry.id, *(entry.names.get(language) for language in LANGUAGES), *entry.former_names)
    )


def source_names(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the sources by their folded ids and titles; a title that two of them have names neither."""
    return _unique((source.id, text) for source in sources.values() for text in (source.id, source.title))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    ids: dict[str, str] = {}
    twice = set()
    for word_id, text in pairs:
        if ids.setdefault(fold(text), word_id) != word_id:
            twice.add(fold(text))
    return {text: key for text, key in ids.items() if text not in twice}


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
def _header_index() -> dict[str, tuple[str, int]]:
    return {key(word): (name, place) for name, words in WORDS.items() for place, word in enumerate(words)}


def split_unit(header: str) -> tuple[str, str]:
    """Return a header without what stands in brackets at its end, and that text; a footnote mark is dropped."""
    text = clean(header)
    parts = _BRACKETED.fullmatch(text) or _IN.fullmatch(text)
    if parts is None:
        return text, ""
    return parts[1], "" if _MARK.fullmatch(parts[2].strip()) else parts[2].strip()


def column_of(header: str) -> str | None:
    """Return the tidy column that a header names in any of the languages, or None."""
    meaning = _meaning(header)
    return meaning[0] if meaning else None


def _meaning(header: str) -> tuple[str, int] | None:
    """Return the tidy column that a header names, and how well: less is better.

    The tidy word itself, without anything added, stands before every other.
    """
    plain = _header_index().get(key(header))
    column = plain or _header_index().get(key(split_unit(header)[0]))
    return (column[0], column[1] * 2 + (plain is None)) if column else None


def read_header(cells: Sequence[str]) -> Read:
    """Read a row of distinct headers; of two that name one column the better word counts."""
    best: dict[str, tuple[int, str]] = {}
    for printed in cells:
        meaning = _meaning(printed)
        if meaning is not None and (meaning[0] not in best or meaning[1] < best[meaning[0]][0]):
            best[meaning[0]] = (meaning[1], printed)
    names = {name: printed for name, (_, printed) in best.items()}
    added = [split_unit(names[name])[1] for name in MEASURED if name in names]
    unit = next((text for text in added if text), "")
    if unit and year_of(unit) and re.fullmatch(r"\d{4}", unit):
        return Read(names, "", unit if "year" not in names else "")
    return Read(names, unit)


MULTIPLIERS = frozenset(
    {
        "unit mult", "unit multiplier", "unitmultiplier", "multiplier", "powercode", "powercode code", "power code",
        "multiplicateur", "multiplicateur d unite", "coefficient multiplicateur",
        "scaling factor", "facteur multiplicatif",
    }
)  # fmt: skip
"""Headers, folded, of columns that say by what each figure of a statistical exchange file is to be multiplied."""

_POWERS = {"0": "", "units": "", "unites": "", "1": "x 10", "2": "x 100", "3": "thousands", "6": "millions"}


def multiplier_column(headers: Iterable[str], used: Container[str]) -> str | None:
    """Return the header of the column that says by what the figures are to be multiplied, None where there is none."""
    return next((header for header in headers if header not in used and fold(header) in MULTIPLIERS), None)


def multiplied(units: pd.Series, powers: pd.Series) -> pd.Series:
    """Return units with the power of ten of each row before them: `3` and `persons` are `thousands persons`.

    What is not understood as one, such as `x 10^9`, is refused with its unit later.
    """

    def words(text: str) -> str:
        code = fold(text.partition(":")[0])
        return _POWERS.get(code, f"x 10^{code}" if code.isdigit() else code)

    named = {text: words(text) for text in powers.astype("str").unique()}
    joined = powers.astype("str").map(named).to_numpy() + " " + units.astype("str").to_numpy()
    return pd.Series(joined, index=units.index).str.strip().astype("category")
