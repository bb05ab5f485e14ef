"""Places of a raw table: the id of each, where the gazetteer knows it in the country the file names."""

import pandas as pd

from indicators.loaders.countries import codes
from indicators.loaders.raw import Territory
from indicators.places import Gazetteer, fold
from indicators.vocabulary import Level

NAMES = ["place_name", "place_code", "country"]


def place_ids(frame: pd.DataFrame, territory: Territory, places: Gazetteer) -> pd.Series:
    """Return the id of the place of each row, blank where it is not one of the places.

    A country is found by its code, a city by the publisher's number or by its
    name; another country's town of the same name is not the city, and neither
    is another reporting body of the same name with a number of its own.
    """
    triples = frame[NAMES].astype("category")
    ids = triples.groupby(NAMES, observed=True, sort=False).ngroup()
    distinct = frame[NAMES].loc[~ids.duplicated()].astype("str").assign(group=ids[~ids.duplicated()])
    distinct["iso3"] = codes(distinct["country"])
    found = {
        row.group: _find(row.place_name, row.place_code, row.country, row.iso3, territory, places)
        for row in distinct.itertuples()
    }
    if territory == "city":
        _prefer_own_names(found, distinct, places)
    groups = range(len(found))
    known = pd.Categorical([found[group] for group in groups])
    return pd.Series(known.take(ids.to_numpy()), index=frame.index)


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


def _prefer_own_names(found: dict[int, str], distinct: pd.DataFrame, places: Gazetteer) -> None:
    """Where a file prints several names of one place, keep the place's own name and drop the aliases.

    A publisher that lists Ahmedabad and Ahmadabad means two towns.
    """
    claims = distinct.assign(place=distinct["group"].map(found))
    for place, rows in claims[claims["place"] != ""].groupby("place", sort=False):
        names = places[str(place)].names
        own = rows["place_name"].map(fold).isin([fold(name) for name in (names.en, names.fr, names.ar)])
        if own.any() and rows["place_name"].nunique() > 1:
            found.update(dict.fromkeys(rows.loc[~own, "group"], ""))


def _another_number(code: str, aliases: tuple[str, ...]) -> bool:
    """Return whether the publisher's number is not the one that the place is known by."""
    publisher = code.partition(" ")[0]
    numbers = [alias for alias in aliases if code and alias.startswith(f"{publisher} ") and alias.split()[-1].isdigit()]
    return bool(numbers) and code not in numbers
