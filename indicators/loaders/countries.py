"""Countries as publishers print them: names in three languages, ISO and UN codes, to ISO3 codes."""

from functools import cache

import pandas as pd
from babel import Locale
from babel.core import get_global

from indicators.places import fold

_ALSO = {
    "bolivia plurinational state of": "BOL",
    "china mainland": "CHN",
    "china hong kong sar": "HKG",
    "democratic republic of the congo": "COD",
    "dem rep congo": "COD",
    "congo dem rep": "COD",
    "congo rep": "COG",
    "egypt arab rep": "EGY",
    "england": "GBR",
    "great britain": "GBR",
    "hong kong sar": "HKG",
    "iran islamic republic of": "IRN",
    "iran islamic rep": "IRN",
    "korea rep": "KOR",
    "republic of korea": "KOR",
    "russian federation": "RUS",
    "state of palestine": "PSE",
    "taiwan province of china": "TWN",
    "taiwan greater china": "TWN",
    "tanzania united republic of": "TZA",
    "the netherlands": "NLD",
    "netherlands kingdom of the": "NLD",
    "turkey": "TUR",
    "turkiye": "TUR",
    "united kingdom of great britain and northern ireland": "GBR",
    "united republic of tanzania": "TZA",
    "united states of america": "USA",
    "venezuela bolivarian republic of": "VEN",
    "viet nam": "VNM",
}


@cache
def _index() -> dict[str, str]:
    """Return ISO3 codes by folded name, ISO2, ISO3 and UN M49 code."""
    alpha3: dict[str, str] = {}
    index: dict[str, str] = {}
    aliases = {old: new[0] for old, new in get_global("territory_aliases").items() if len(new) == 1}
    for old, new in aliases.items():
        if len(old) == 3 and old.isalpha() and new not in alpha3:
            alpha3[new] = old
    for old, new in aliases.items():
        if new in alpha3:
            index[old.casefold()] = alpha3[new]
    for two, three in alpha3.items():
        index[two.casefold()] = three
    for language in ("en", "fr", "ar", "es"):
        for two, name in Locale(language).territories.items():
            if two in alpha3:
                index.setdefault(fold(name), alpha3[two])
    index.update(_ALSO)
    return index


def iso3(name: str) -> str:
    """Return the ISO3 code of a country by its name or code, blank where it is not known."""
    text = name.strip()
    if not text:
        return ""
    if text.replace(".", "").isdigit():
        return _index().get(f"{int(float(text)):03d}", "")
    folded = fold(text.replace("&", " and "))
    return _index().get(folded, "") or _index().get(folded.removeprefix("the "), "")


def codes(names: pd.Series) -> pd.Series:
    """Return the ISO3 code of each country of `names`."""
    known = {name: iso3(str(name)) for name in names.unique()}
    return names.astype("str").map(known).astype("str")
