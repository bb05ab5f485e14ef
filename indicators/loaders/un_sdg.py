"""The UN's SDG database (UNSDG data portal): one value a row, its series, area, year, dimensions and nature.

A field is the series code; a row that is of one sex, one age, towns or the countryside only has that behind it, in
brackets, and feeds nothing that does not name it so.
"""

import re

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key
from indicators.model.vocabulary import Method

NAME = "un_sdg"

_NEEDED = ("SeriesCode", "GeoAreaCode", "TimePeriod", "Value")

TOTALS = frozenset({"", "na", "allarea", "bothsex", "allage", "total", "_t", "all"})
"""Codes by which a dimension says that it does not divide."""

_NO_DIMENSIONS = frozenset({"units", "nature", "reporting type", "observation status"})
"""Columns in brackets that are attributes."""

NATURES = {
    "C": Method.REPORTED,
    "CA": Method.REPORTED,
    "E": Method.ESTIMATED,
    "M": Method.MODELLED,
    "F": Method.PROJECTED,
}
"""The nature of a figure, and the method it is: of a forecast never an observation."""

_BEYOND = re.compile(r"\s*([<>])\s*([0-9.]+)\s*")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the portal's columns."""
    return opened.with_header(*_NEEDED)


def read(opened: Opened) -> RawTable:
    """Read every value; `>95` and `<5` are limits, not values."""
    few = {key(name) for name in ("SeriesCode", "GeoAreaCode", "GeoAreaName", "TimePeriod", "Nature", "[Nature]")}
    data = Publication(opened, recognise(opened), few)
    nature = data.cells("nature").astype("str").str.strip().str.upper()
    methods = nature.map({code: str(method) for code, method in NATURES.items()}).fillna("").astype("str")
    shared = {
        "country": data.cells("geoareacode"),
        "place_name": data.cells("geoareaname", "geoareacode"),
        "field": _fields(data),
        "lower": data.cells("lowerbound").astype("str"),
        "upper": data.cells("upperbound").astype("str"),
        "note": data.cells("footnote").astype("str").str.strip(),
        "method": methods,
    }
    years = data.cells("timeperiod").astype("str").str.replace(r"\.0$", "", regex=True)
    table = data.table(NAME, "country", [ValueColumn(data.named("value"), "", years)], shared)
    _limits(table.frame)
    return table


def _fields(data: Publication) -> pd.Series:
    """Return the series code of each row, with what the row is only of in brackets."""
    field = data.cells("seriescode").astype("str")
    for name in data.body.columns:
        if not (name.startswith("[") and name.endswith("]")) or key(name.strip("[]")) in _NO_DIMENSIONS:
            continue
        codes = data.body[name].astype("str").str.strip()
        divides = ~codes.str.lower().isin(TOTALS)
        field = field.where(~divides, field + " [" + codes + "]")
    return field


def _limits(frame: pd.DataFrame) -> None:
    """Write `>95` as a lower bound without a value, `<5` as an upper one."""
    value = frame["value"].astype("str")
    parts = value.str.extract(_BEYOND)
    beyond = parts[0].notna()
    if not beyond.any():
        return
    for name, sign in (("lower", ">"), ("upper", "<")):
        cells = frame[name].astype("str")
        frame[name] = cells.where(parts[0] != sign, parts[1].fillna("")).astype("str")
    frame["value"] = value.where(~beyond, "")
