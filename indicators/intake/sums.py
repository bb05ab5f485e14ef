"""Sums: the parts of a city against the whole, for what can be added up."""

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.findings import Finding
from indicators.places import Gazetteer
from indicators.vocabulary import Level, Measure, Perimeter

TOLERANCE = 0.005
"""How far a sum may be off the whole, as a share of it: parts are rounded one by one."""

_SAME = ["indicator", "year", "method", "source"]
_WHOLE = {
    Level.CITY: (str(Perimeter.MUNICIPALITY), str(Perimeter.NOT_STATED)),
    Level.PREFECTURE: (str(Perimeter.PREFECTURE), str(Perimeter.NOT_STATED)),
}


def parts_of(places: Gazetteer) -> dict[str, list[tuple[str, ...]]]:
    """Return the sets of parts that make up each place: a city's arrondissements, its prefectures."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for prefecture in places.of_level(Level.PREFECTURE):
        inside = tuple(place.id for place in places.of_level(Level.DISTRICT, prefecture.id))
        if inside:
            found[prefecture.id] = [inside]
    for city in places.of_level(Level.CITY):
        prefectures = tuple(place.id for place in places.of_level(Level.PREFECTURE, city.id) if place.id in found)
        if prefectures:
            found[city.id] = [tuple(one for key in prefectures for one in found[key][0]), prefectures]
    return found


def find_sums(values: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue, places: Gazetteer) -> pd.DataFrame:
    """Find the wholes that are not the sum of their parts, where a value of the file is among them.

    Whole and parts are of one indicator, year, method and source, from the file or the
    store; a sum counts when every part is there, or when those that are exceed
    the whole. Returns, on the index of `values` (the row of the whole, or of the first
    part where the whole is stored), `value`, `total` and `count`.
    """
    makeup = parts_of(places)
    own = {*makeup, *(part for sets in makeup.values() for parts in sets for part in parts)}
    additive = [entry.id for entry in catalogue.values() if entry.measure is Measure.TOTAL]
    here = _few(values, own, additive).assign(at=lambda frame: frame.index)
    if here.empty:
        return pd.DataFrame(columns=["value", "total", "count"])
    there = _few(stored, own, list(here["indicator"].unique())).assign(at=-1)
    both = pd.concat([here, there], ignore_index=True).drop_duplicates([*_SAME, "place", "perimeter"])
    # a whole and two parts at least, or there is nothing to compare; a long file of one place has many groups
    both = both[both.groupby(_SAME)["place"].transform("nunique") > 2]
    found = [
        one
        for _, group in both.groupby(_SAME, sort=False)
        if (group["at"] >= 0).any()
        for whole, sets in makeup.items()
        for parts in sets
        if (one := _off(group, whole, places[whole].level, parts)) is not None
    ]
    frame = pd.DataFrame(found, columns=["at", "value", "total", "count"])
    return frame.drop_duplicates("at").set_index("at")


def _few(frame: pd.DataFrame, places: set[str], indicators: list[str]) -> pd.DataFrame:
    rows = frame[frame["place"].isin(places) & frame["indicator"].isin(indicators) & frame["year"].notna()]
    columns = ["place", "perimeter", *_SAME]
    return rows[[*columns, "value"]].astype({name: "str" for name in columns if name != "year"})


def _off(group: pd.DataFrame, whole: str, level: Level, parts: tuple[str, ...]) -> tuple[int, float, float, int] | None:
    """Return where a whole is not its sum, with its value, the sum and how many parts there are."""
    told = group[(group["place"] == whole) & group["perimeter"].isin(_WHOLE.get(level, ()))]
    inside = group[group["place"].isin(parts)].drop_duplicates("place")
    if told.empty or len(inside) < 2:
        return None
    value, total = float(told["value"].iloc[0]), float(inside["value"].sum())
    beyond = total - value if len(inside) < len(parts) else abs(total - value)
    at = int(told["at"].iloc[0])
    if at < 0:
        of_file = inside.loc[inside["at"] >= 0, "at"]
        at = int(of_file.iloc[0]) if len(of_file) else -1
    if at < 0 or beyond <= TOLERANCE * abs(value):
        return None
    return at, value, total, len(inside)


def sums_told(rows: pd.DataFrame, found: pd.DataFrame, file: str) -> list[Finding]:
    """Return a finding for each whole that is not its sum, at its cell in the raw frame `rows`."""
    findings = []
    for at, value, total, count in zip(found.index, found["value"], found["total"], found["count"], strict=True):
        row = rows.loc[at]
        params = {"whole": f"{value:.15g}", "total": f"{total:.15g}", "count": int(count)}
        sheet, column, text = str(row["sheet"]) or None, str(row["column"]), str(row["value"])
        findings.append(Finding("sum_differs", file, sheet, int(row["row"]), column, text, params))
    return findings
