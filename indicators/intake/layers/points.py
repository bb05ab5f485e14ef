"""Points of a layer: the part of the city each lies in, and one figure of all points of a part, by a stated rule."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd

from indicators.findings.finding import Finding
from indicators.intake.layers.columns import Columns, ValueField
from indicators.intake.layers.features import Features
from indicators.intake.layers.layer_mapping import PointRule
from indicators.intake.layers.layer_values import LayerValues, cells_of, rows_of
from indicators.intake.layers.position import label
from indicators.intake.layers.rules import POINT_OUTSIDE, POINTS_JOINED, RULE_NEEDED
from indicators.loaders.reading.numbers import UNUSABLE, Status, read_numbers
from indicators.maps.outlines import STORED_CRS
from indicators.model.observations import number_text

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


def joined(features: Features, points: pd.Series, parts: gpd.GeoDataFrame) -> tuple[pd.Series, list[Finding]]:
    """Return the part each point lies in, by number, and a finding for each point in none.

    A point on a common border belongs to the part whose id comes first.
    """
    located = gpd.GeoDataFrame({"number": points.index}, geometry=points.to_numpy(), crs=STORED_CRS)
    areas = gpd.GeoDataFrame({"place": parts.index.astype("str")}, geometry=parts.geometry.to_numpy(), crs=parts.crs)
    pairs = gpd.sjoin(located, areas, how="inner", predicate="intersects").sort_values(["number", "place"])
    first = pairs.drop_duplicates("number").set_index("number")["place"]
    outside = [int(number) for number in points.index if number not in first.index]
    return first, [
        Finding(POINT_OUTSIDE, features.file, row=number, value=label(features, number)) for number in outside
    ]


def table_of(
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
            out.findings += [
                Finding(unusable, features.file, None, int(row), column, value)
                for row, column, value in zip(faulty["row"], faulty["column"], faulty["value"], strict=True)
            ]
        good = (read["status"] == Status.NUMBER).to_numpy()
        numbers, filled = read["number"][good], filled[good]
    keys = ["place_name", "field", "year", "perimeter", "method", "source", "unit"]
    groups = filled.assign(number=numbers).groupby(keys, sort=False)
    if rule is None and len(filled) and int(groups.size().max()) > 1:
        out.findings.append(Finding(RULE_NEEDED, features.file, params={"allowed": ", ".join(PointRule)}))
        out.refused += len(filled)
        return out
    out.frame = rows_of([_row(group, rule) for _, group in groups])
    if rule is not None and len(out.frame):
        out.findings.append(Finding(POINTS_JOINED, features.file, value=str(rule)))
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
