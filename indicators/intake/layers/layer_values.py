"""The figures of a layer as a raw table: one value a row, with the number of its feature and its header.

Points become one figure for each part of the city that they lie in, by a stated rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from indicators.intake.layers import rules
from indicators.intake.layers.columns import Columns, PointRule, ValueField
from indicators.intake.layers.features import Features
from indicators.intake.layers.position import label
from indicators.loaders.raw_table import COLUMNS
from indicators.loaders.reading.numbers import UNUSABLE, Status, is_empty, read_numbers
from indicators.maps.outlines import STORED_CRS
from indicators.model.observations import number_text

_ONE_EACH = ("indicator", "year", "unit", "perimeter", "method", "source", "note", "lower", "upper")
_RENAMED = {"indicator": "field"}


@dataclass
class LayerValues:
    """Raw rows (:mod:`indicators.loaders.raw_table`), how many cells were empty or refused, and what was found."""

    frame: pd.DataFrame = field(default_factory=lambda: rows_of([]))
    empty: int = 0
    refused: int = 0


def rows_of(records: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return records as a raw frame; what they leave out is blank."""
    return _raw(pd.DataFrame(list(records), columns=None if records else list(COLUMNS)))


def _raw(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with all columns of a raw table, blank where it has nothing."""
    blank = pd.Series("", index=frame.index, dtype="str")
    texts = {
        name: frame[name].astype("object").fillna("").astype("str") if name in frame else blank
        for name in COLUMNS
        if name != "row"
    }
    return pd.DataFrame({**texts, "row": frame["row"].astype("int64")}).loc[:, list(COLUMNS)]


def cells_of(
    features: Features, columns: Columns, figures: Sequence[ValueField], places: pd.Series, perimeter: str
) -> pd.DataFrame:
    """Return a raw row for each figure of each feature of `places` (ids by number), blank cells among them.

    A figure is counted in the outline of its place unless the file says another.
    """
    cells = features.cells.loc[places.index]
    parts = []
    for figure in figures:
        part = pd.DataFrame(
            {"place_name": places.astype("str"), "row": places.index.astype("int64")}, index=places.index
        )
        part["value"] = cells[figure.header] if figure.header else ""
        part.loc[is_empty(part["value"]), "value"] = ""
        part["column"], part["field"] = figure.header, figure.indicator
        part["year"], part["unit"] = figure.year, figure.unit
        for name in _ONE_EACH:
            column = _RENAMED.get(name, name)
            if name in columns.tidy:
                part[column] = cells[columns.tidy[name]]
            elif columns.constants.get(name):
                part[column] = columns.constants[name]
        if "perimeter" not in part:
            part["perimeter"] = ""
        blank = part["perimeter"].astype("str").str.strip() == ""
        part.loc[blank, "perimeter"] = perimeter
        parts.append(part)
    if not parts:
        return rows_of([])
    return _raw(pd.concat(parts, ignore_index=True))


def areas_table(features: Features, places: pd.Series, columns: Columns, perimeter: str) -> LayerValues:
    """Return the figures of areas, one row for each cell that holds something."""
    cells = cells_of(features, columns, columns.figures, places, perimeter)
    filled = cells[cells["value"] != ""].reset_index(drop=True)
    return LayerValues(filled, empty=len(cells) - len(filled))


NOTES = {
    PointRule.MEAN: "mean of {count} points",
    PointRule.MEDIAN: "median of {count} points",
    PointRule.SUM: "sum of {count} points",
    PointRule.COUNT: "number of points: {count}",
    PointRule.MAX: "highest of {count} points",
    PointRule.MIN: "lowest of {count} points",
}
"""What the note of a figure says of the points behind it."""

_OF: dict[PointRule, Callable[[np.ndarray], float]] = {
    PointRule.MEAN: lambda values: float(values.mean()),
    PointRule.MEDIAN: lambda values: float(np.median(values)),
    PointRule.SUM: lambda values: float(values.sum()),
    PointRule.COUNT: lambda values: float(len(values)),
    PointRule.MAX: lambda values: float(values.max()),
    PointRule.MIN: lambda values: float(values.min()),
}


def joined(features: Features, points: pd.Series, parts: gpd.GeoDataFrame) -> pd.Series:
    """Return the part each point lies in, by number; a point in none is left out, and reported.

    A point on a common border belongs to the part whose id comes first.
    """
    located = gpd.GeoDataFrame({"number": points.index}, geometry=points.to_numpy(), crs=STORED_CRS)
    areas = gpd.GeoDataFrame({"place": parts.index.astype("str")}, geometry=parts.geometry.to_numpy(), crs=parts.crs)
    pairs = gpd.sjoin(located, areas, how="inner", predicate="intersects").sort_values(["number", "place"])
    first = pairs.drop_duplicates("number").set_index("number")["place"]
    outside = [int(number) for number in points.index if number not in first.index]
    for number in outside:
        features.note(rules.POINT_OUTSIDE, number, value=label(features, number))
    return first


def points_table(
    features: Features, places: pd.Series, columns: Columns, perimeter: str, rule: PointRule | None
) -> LayerValues:
    """Return one row for each part, indicator and year: the figure of its points by the rule, which the note names."""
    out = LayerValues()
    figures = columns.figures or (
        (ValueField("", columns.constants.get("indicator", "")),) if rule is PointRule.COUNT else ()
    )
    cells = cells_of(features, columns, figures, places, perimeter)
    if cells.empty:
        return out
    filled = cells[(cells["value"] != "") | (rule is PointRule.COUNT and not columns.figures)]
    out.empty = len(cells) - len(filled)
    if rule is PointRule.COUNT and not columns.figures:
        numbers = pd.Series(1.0, index=filled.index)
    else:
        read = read_numbers(filled["value"])
        for status, unusable in UNUSABLE.items():
            faulty = filled[(read["status"] == status).to_numpy()]
            out.refused += len(faulty)
            for row, column, value in zip(faulty["row"], faulty["column"], faulty["value"], strict=True):
                features.note(unusable, int(row), column, value)
        good = (read["status"] == Status.NUMBER).to_numpy()
        numbers, filled = read["number"][good], filled[good]
    keys = ["place_name", "field", "year", "perimeter", "method", "source", "unit"]
    groups = filled.assign(number=numbers).groupby(keys, sort=False)
    if rule is None and len(filled) and int(groups.size().max()) > 1:
        features.note(rules.RULE_NEEDED, allowed=", ".join(PointRule))
        out.refused += len(filled)
        return out
    out.frame = rows_of([_row(group, rule) for _, group in groups])
    if rule is not None and len(out.frame):
        features.note(rules.POINTS_JOINED, value=str(rule))
    return out


def _row(group: pd.DataFrame, rule: PointRule | None) -> dict[str, object]:
    """Return the figure of the points of one part, with a note that says how it was made."""
    first: dict[str, object] = group.iloc[0].drop("number").to_dict()
    if rule is None:
        return first
    rule_note = NOTES[rule].format(count=len(group))
    value = number_text(float(f"{_OF[rule](group['number'].to_numpy(dtype='float64')):.12g}"))
    note = "; ".join(part for part in (str(first["note"]), rule_note) if part)
    # four decimals at least: three could be thousands to who reads the text
    return first | {"value": f"{value}0" if "." in value and len(value.partition(".")[2]) == 3 else value, "note": note}
