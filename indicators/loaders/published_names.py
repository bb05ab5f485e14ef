"""Names as publishers print them: countries and cities to ids, fields to the indicators that the catalogue links."""

import math
from functools import cache

import numpy as np
import pandas as pd
from babel import Locale
from babel.core import get_global

from indicators.loaders.raw_table import Territory
from indicators.loaders.reading.headers import key
from indicators.model.catalogue import Catalogue
from indicators.model.places import Gazetteer, fold
from indicators.model.vocabulary import Level, Method

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


def country_or(places: pd.Series, otherwise: pd.Series | None = None) -> pd.Series:
    """Return the ISO3 code of each place that is a country, else the place as it is, or its text in `otherwise`."""
    country_codes = codes(places)
    return country_codes.where(country_codes != "", (places if otherwise is None else otherwise).astype("str")).astype(
        "str"
    )


NAMES = ["place_name", "place_code", "country"]


def place_ids(frame: pd.DataFrame, territory: Territory, places: Gazetteer) -> pd.Series:
    """Return the id of the place of each row, blank where it is not one of the places.

    A country is found by its code, a city by the publisher's number or by its
    name; another country's town of the same name is not the city, and neither
    is another reporting body of the same name with a number of its own.
    """
    groups, distinct = _groups(frame, NAMES)
    distinct["iso3"] = codes(distinct["country"])
    distinct["place"] = [
        _find(row.place_name, row.place_code, row.country, row.iso3, territory, places) for row in distinct.itertuples()
    ]
    if territory == "city":
        _prefer_own_names(distinct, places)
    return pd.Series(pd.Categorical(distinct["place"]).take(groups), index=frame.index)


def _groups(frame: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the number of each row's texts in some columns, and the distinct texts in the order of their numbers."""
    groups = np.zeros(len(frame), dtype="int64")
    for name in columns:
        coded = frame[name].astype("category").cat
        if len(coded.categories) > 1:
            groups, _ = pd.factorize(groups * (len(coded.categories) + 1) + coded.codes.to_numpy() + 1)
    first = ~pd.Series(groups).duplicated().to_numpy()
    return groups, frame.loc[first, columns].astype("str").reset_index(drop=True)


def _find(name: str, code: str, country: str, iso3: str, territory: Territory, places: Gazetteer) -> str:
    if territory == "country":
        place = places.find(iso3 or country)
        return place if place and places[place].level is Level.COUNTRY else ""
    place = (places.find(code) if code else None) or places.find(name)
    if place is None:
        return ""
    if territory == "city" and places[place].level in {Level.COUNTRY, Level.FACILITY}:
        return ""
    if country.strip() and iso3 != places[place].country:
        return ""
    return "" if _another_number(code, places[place].aliases) else place


def _prefer_own_names(distinct: pd.DataFrame, places: Gazetteer) -> None:
    """Where a file prints several names of one place, keep the place's own name and drop the aliases.

    A publisher that lists Ahmedabad and Ahmadabad means two towns.
    """
    for place, rows in distinct[distinct["place"] != ""].groupby("place", sort=False):
        names = places[str(place)].names
        is_own = rows["place_name"].map(fold).isin([fold(name) for name in (names.en, names.fr, names.ar)])
        if is_own.any() and rows["place_name"].nunique() > 1:
            distinct.loc[rows.index[~is_own], "place"] = ""


def _another_number(code: str, aliases: tuple[str, ...]) -> bool:
    """Return whether the publisher's number is not the one that the place is known by."""
    publisher = code.partition(" ")[0]
    numbers = [alias for alias in aliases if code and alias.startswith(f"{publisher} ") and alias.split()[-1].isdigit()]
    return bool(numbers) and code not in numbers


LINK_COLUMNS = ["indicator", "factor", "linked_perimeter", "linked_method"]


def links(frame: pd.DataFrame, name: str, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row for each value and indicator it feeds, with factor, perimeter and method.

    The index holds the positions of `frame`'s rows; a value that feeds nothing
    is not there. A field is found by its code or name, or by the column's
    header as printed. The method of a year that the publisher projects is `projected`.
    """
    known: dict[str, list[tuple[str, float, str, str, float]]] = {}
    for entry in catalogue.values():
        for link in entry.fields:
            if link.format == name:
                last = math.inf if link.projected_after is None else float(link.projected_after)
                known.setdefault(key(link.field), []).append(
                    (entry.id, link.factor, str(link.perimeter or ""), str(link.method or ""), last)
                )
    groups, distinct = _groups(frame, ["field", "column"])
    rows = [
        (group, *link)
        for group, field, column in distinct.itertuples()
        for link in dict.fromkeys([*known.get(key(field), []), *known.get(key(column), [])])
    ]
    table = pd.DataFrame(rows, columns=["group", *LINK_COLUMNS, "last_observed"])
    positions = pd.DataFrame({"group": groups, "position": range(len(frame))})
    fed = positions[positions["group"].isin(table["group"])].merge(table, on="group").set_index("position")
    years = pd.to_numeric(frame["year"].astype("str").iloc[fed.index], errors="coerce").to_numpy()
    fed["linked_method"] = fed["linked_method"].mask(years > fed["last_observed"].to_numpy(), str(Method.PROJECTED))
    return fed[LINK_COLUMNS]
