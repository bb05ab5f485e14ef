"""Words of the closed vocabularies, indicators and sources as people write them in three languages, to ids."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from indicators.catalogue import Catalogue
from indicators.places import fold
from indicators.sources import Source
from indicators.vocabulary import Method, Perimeter
from indicators.words import TEXTS, word

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
        "périmètre du délégataire", "périmètre de gestion déléguée", "gestion déléguée", "périmètre lydec",
        "périmètre de distribution", "service area", "utility", "نطاق المرفق", "نطاق التدبير المفوض",
    ),
    Perimeter.METROPOLITAN_AREA: ("aire métropolitaine", "grand casablanca", "métropole", "المنطقة المتروبولية"),
    Perimeter.REGION: ("région", "الجهة", "جهة"),
    Perimeter.COUNTRY: ("pays", "national", "البلد", "وطني", "المغرب"),
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
    """Return the perimeters by the folded words that name them."""
    return _index(_PERIMETERS, Perimeter)


@cache
def methods() -> Mapping[str, str]:
    """Return the methods by the folded words that name them."""
    return _index(_METHODS, Method)


def _index(also: Mapping[Any, tuple[str, ...]], words: type[StrEnum]) -> dict[str, str]:
    own = {fold(word(term, language)): str(term) for term in TEXTS[words] for language in LANGUAGES}
    more = {fold(text): str(term) for term, texts in also.items() for text in texts}
    return {**more, **own, **{fold(term): str(term) for term in words}}


def indicator_names(catalogue: Catalogue) -> dict[str, str]:
    """Return the indicators by their folded ids and names; a name that two of them have names neither."""
    return _unique(
        (entry.id, text)
        for entry in catalogue.values()
        for text in (entry.id, *(entry.names.get(language) for language in LANGUAGES))
    )


def source_names(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the sources by their folded ids and titles; a title that two of them have names neither."""
    return _unique((source.id, text) for source in sources.values() for text in (source.id, source.title))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    twice = set()
    for one, text in pairs:
        if found.setdefault(fold(text), one) != one:
            twice.add(fold(text))
    return {text: one for text, one in found.items() if text not in twice}
