"""Utility and local figures of Casablanca: water, electricity, transport, waste, green space.

Two tables overlap. One original figure given twice is one observation, the more
precise one; figures that disagree stay separate rows. Utility figures always
carry the utility perimeter.
"""

from decimal import Decimal
from pathlib import Path

import pandas as pd

from indicators.language.translator import N_
from tools.import_reference import utility_fields as fields
from tools.import_reference.census import is_census
from tools.import_reference.figures_table import HELD_COLUMNS, observations, place_ids, read_figures

LOCAL = Path("casablanca", "census_and_local_figures.csv")
UTILITY = Path("casablanca", "utility_figures_a.csv")

PUBLISHED_TWICE = "told twice: the more precise row is kept"
FROM_ENCYCLOPAEDIA = "cites an encyclopaedia"
CONTRACT_OBJECTIVE = "a contract's objective, not an observation: drawn as a mark of network_efficiency"

FROM_EFFICIENCY = N_("100 minus the published efficiency of the network; not leakage.")
FROM_EFFICIENCY_IN = {
    "2014": N_("100 minus the efficiency published for the end of June 2014; not leakage."),
    "2020": N_("approximate: 100 minus an efficiency printed as “of the order of” 77%; not leakage."),
}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the utility and local observations by indicator, from the tables in `figures`."""
    rows = once(carried(read_rows(figures)))
    rows = rows[~rows["repeated"]]
    rows = pd.concat([rows, non_revenue(rows)], ignore_index=True)
    return {str(name): observations(part) for name, part in rows.groupby("indicator")}


def held_back(figures: Path) -> pd.DataFrame:
    """Return the rows of the two tables that are not bundled, each with its reason."""
    rows = read_rows(figures)
    repeated = once(carried(rows))
    repeated = repeated[repeated["repeated"]].assign(reason=PUBLISHED_TWICE)
    held = pd.concat([rows[rows["reason"] != ""], repeated], ignore_index=True)
    held["place"] = held["place"].fillna(held["area"])
    held["value"] = [repr(number).removesuffix(".0") for number in held["number"]]
    return held.sort_values(["table", "row"]).reindex(columns=list(HELD_COLUMNS)).reset_index(drop=True)


def read_rows(figures: Path) -> pd.DataFrame:
    """Read both tables but the census rows, in one set of columns, with the reason where a row is held back.

    Columns: table, row, area, area_level, indicator (the table's own field),
    year, value (as printed), number, source, place, reason.
    """
    local = read_figures(figures / LOCAL)
    local = local[~is_census(local)].assign(table=LOCAL.as_posix())
    utility = read_figures(figures / UTILITY).rename(columns={"city": "area"}).assign(table=UTILITY.as_posix())
    of_index = utility["source"].map(fields.SOURCES) == fields.GREEN_CITY_INDEX
    utility["area_level"] = "utility perimeter"
    utility.loc[of_index, "area_level"] = "city"
    supply = utility["source_field"].map(fields.SUPPLY_BY_SOURCE)
    utility["indicator"] = utility["indicator"].mask(utility["indicator"] == fields.SUPPLY_FIELD, supply)
    rows = pd.concat([local, utility], ignore_index=True)
    rows["place"] = place_ids(rows, "area", kind="area_level")
    rows.loc[rows["area_level"] == "sub-city supply zone", "place"] = "casablanca"
    rows["reason"] = [
        _reason(source, area, field)
        for source, area, field in zip(rows["source"], rows["area"], rows["indicator"], strict=True)
    ]
    return rows


def _reason(source: str, area: str, field: str) -> str:
    if source.startswith(fields.ENCYCLOPAEDIA):
        return FROM_ENCYCLOPAEDIA
    if field == fields.TARGET_FIELD:
        return CONTRACT_OBJECTIVE
    return fields.HELD_AREAS.get(area, "")


def carried(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are bundled, in the project's terms.

    Raises KeyError for a field, level or source that has no counterpart.
    """
    published = rows[rows["reason"] == ""].copy()
    published["printed"] = published["value"]
    published["value"] = published["number"]
    matched = [fields.FIELDS[name] for name in published["indicator"]]
    published["indicator"] = [field.indicator for field in matched]
    published["method"] = [field.method for field in matched]
    published["perimeter"] = [fields.PERIMETERS[level] for level in published["area_level"]]
    published["source"] = [fields.SOURCES[source] for source in published["source"]]
    published["year"] = published["year"].mask(published["indicator"].isin(fields.UNDATED), "")
    published["note"] = [
        note_of(indicator, year, source, level)
        for indicator, year, source, level in zip(
            published["indicator"], published["year"], published["source"], published["area_level"], strict=True
        )
    ]
    published["bound"] = [
        bound_of(*keys) for keys in zip(published["indicator"], published["year"], published["source"], strict=True)
    ]
    return published


def bound_of(indicator: str, year: str, source: str) -> str:
    """Return which bound a printed number is, `lower` or `upper`; empty where it is a value."""
    if (indicator, year) in fields.LOWER_BOUNDS:
        return "lower"
    return "upper" if (indicator, year) in fields.UPPER_BOUNDS or source in fields.UPPER_BOUND_SOURCES else ""


def note_of(indicator: str, year: str, source: str, level: str) -> str:
    """Return the note of an observation: its source's, its territory's or its year's."""
    if level == fields.FORMER_REGION_LEVEL:
        return fields.FORMER_REGION
    return fields.SOURCE_NOTES.get(source) or fields.NOTES.get((indicator, year), "")


def decimals(printed: str) -> int:
    """Return how many decimals a number is printed with: 2 for `77.33`, 0 for `77`."""
    exponent = Decimal(printed).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def once(rows: pd.DataFrame) -> pd.DataFrame:
    """Mark in `repeated` each row that tells again what a more precise row tells.

    Two rows tell the same where place, indicator, year, perimeter and method
    agree and so do the values, rounded to the coarser one's decimals.
    """
    order = rows.assign(decimals=[decimals(text) for text in rows["printed"]])
    order = order.sort_values("decimals", ascending=False, kind="stable")
    stated: dict[tuple[str, ...], list[float]] = {}
    repeated = []
    for row in order.itertuples():
        key = (row.place, row.indicator, row.year, row.perimeter, row.method)
        values = stated.setdefault(key, [])
        again = any(round(value, row.decimals) == row.value for value in values)
        repeated.append(again)
        if not again:
            values.append(row.value)
    return rows.assign(repeated=pd.Series(repeated, index=order.index))


def non_revenue(rows: pd.DataFrame) -> pd.DataFrame:
    """Return non-revenue water as 100 minus each network efficiency, with its decimals preserved."""
    efficiency = rows[rows["indicator"] == "network_efficiency"]
    values = [
        round(100 - value, decimals(text))
        for value, text in zip(efficiency["value"], efficiency["printed"], strict=True)
    ]
    notes = [FROM_EFFICIENCY_IN.get(year, FROM_EFFICIENCY) for year in efficiency["year"]]
    return efficiency.assign(indicator="non_revenue_water", value=values, note=notes)
