"""Global Gridded Model of Carbon Footprints: the list of 500 cities, tab separated, with HTML codes in its numbers."""

import html
from decimal import Decimal

import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key
from indicators.loaders.reading.numbers import PLAIN

HTML_ENTITY = Rule(
    "html_entity", Severity.WARNING,
    N_("HTML codes such as {value} (cells: {count}) were read as the characters they stand for."),
    N_("Compare one cell with the publisher's page."), reading=True,
)  # fmt: skip


NAME = "ggmcf"
_HEADER = ("city_ascii", "country", "Footprint/cap (t CO2)")
_LABELS = {"city ascii", "country", "clusterid", "global ranking", "domestic ranking", "1 stddev"}


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the list's name and footprint columns."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read the footprints with their bounds of one standard deviation; the list states no year."""
    data = Publication(opened, recognise(opened))
    body = data.body
    for name in body.columns:
        coded = body[name].str.contains(r"&#?\w+;", regex=True)
        if coded.any():
            first = body.loc[coded, name].iloc[0]
            data.findings.append(data.sheet.finding(HTML_ENTITY, None, name, first, count=int(coded.sum())))
            body[name] = body[name].map(html.unescape)
    columns = [ValueColumn(name, name) for name in body.columns if key(name) not in _LABELS]
    shared = {"place_name": data.cells("city ascii").str.strip(), "country": data.cells("country")}
    table = data.table(NAME, "city", columns, shared)
    frame, table.source = table.frame, "ggmcf_2018"
    parts = frame["value"].str.extract(rf"^({PLAIN})\s*±\s*({PLAIN})$")
    stated = parts[0].notna()
    frame["value"] = parts[0].where(stated, frame["value"])
    frame["lower"] = _apart(parts, stated, -1)
    frame["upper"] = _apart(parts, stated, 1)
    return table


def _apart(parts: pd.DataFrame, stated: pd.Series, sign: int) -> pd.Series:
    """Return the value one standard deviation away, with the digits it was printed with."""
    bounds = [
        str(Decimal(value) + sign * Decimal(deviation)) if known else ""
        for value, deviation, known in zip(parts[0], parts[1], stated, strict=True)
    ]
    return pd.Series(bounds, index=parts.index, dtype="str")
