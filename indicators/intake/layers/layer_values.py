"""The figures of a layer as a raw table: one value a row, with the number of its feature and its header."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from indicators.findings.finding import Finding
from indicators.intake.layers.columns import Columns, ValueField
from indicators.intake.layers.features import Features
from indicators.loaders.raw_table import COLUMNS
from indicators.loaders.reading.numbers import is_empty

_ONE_EACH = ("indicator", "year", "unit", "perimeter", "method", "source", "note", "lower", "upper")
_RENAMED = {"indicator": "field"}


@dataclass
class LayerValues:
    """Raw rows (:mod:`indicators.loaders.raw_table`), how many cells were empty or refused, and what was found."""

    frame: pd.DataFrame = field(default_factory=lambda: rows_of([]))
    empty: int = 0
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)


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


def table_of(features: Features, places: pd.Series, columns: Columns, perimeter: str) -> LayerValues:
    """Return the figures of areas, one row for each cell that holds something."""
    cells = cells_of(features, columns, columns.figures, places, perimeter)
    filled = cells[cells["value"] != ""].reset_index(drop=True)
    return LayerValues(filled, empty=len(cells) - len(filled))
