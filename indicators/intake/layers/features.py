"""The features of a layer: shapes as the file has them, attributes as text, each known by its number."""

import datetime as dt
import os
import re
import sqlite3
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from indicators.findings.finding import Finding, Rule
from indicators.intake.layers import container
from indicators.intake.layers.container import Container, contain
from indicators.intake.layers.declared_crs import foreign_crs
from indicators.intake.layers.rules import CRS_UNKNOWN, LAYER_CHOSEN, NO_SHAPES
from indicators.loaders.reading.headers import TOO_LARGE, UNKNOWN_SHEET
from indicators.model.observations import number_text
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE

MAX_FEATURES = 200_000
MAX_VERTICES = 5_000_000
MAX_COLUMNS = 500
MAX_CELLS = 20_000_000
MAX_NAMES = 5_000
"""The different names of members in GeoJSON: each of a feature's properties is a column of all features."""

SHORT = 500_000
"""Below so many bytes of GeoJSON its names are not counted: they cannot be too many."""

_STRING = re.compile(rb'"((?:[^"\\]|\\.)*+)"(\s*+:)?', re.DOTALL)

# What a file makes GDAL ask another machine for ends at a port where nothing listens. Nothing should be asked: what a
# file declares is looked at first.
os.environ |= {"GDAL_HTTP_PROXY": "http://127.0.0.1:9", "GDAL_HTTP_CONNECTTIMEOUT": "1"}

_LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


@dataclass
class Features:
    """What a file holds: `shapes` in the system `crs` (None where the file names none), `cells` as text.

    Both have one row a feature, indexed by its number from 1. `numeric` are the columns that the file types as numbers;
    `repaired` the features whose shape could only be read after its rings were closed.
    """

    file: str
    shapes: pd.Series = field(default_factory=lambda: pd.Series(dtype="object"))
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    crs: Any = None
    numeric: frozenset[str] = frozenset()
    repaired: tuple[int, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    def note(
        self, rule: Rule, row: int | None = None, column: str | None = None, value: str | None = None, **params: object
    ) -> None:
        """Add a finding about the layer, or about the feature whose number is `row`."""
        self.findings.append(Finding(rule, self.file, None, row, column, value, params))

    @property
    def usable(self) -> bool:
        """Whether there is anything to go on with."""
        return len(self.shapes) > 0


def read_features(path: Path, layer: str | None = None) -> Features:
    """Read a layer; `layer` names the one to read of several. What is wrong is a finding, never raised."""
    with TemporaryDirectory(prefix="indicators-layer-") as folder:
        held = contain(path, Path(folder))
        features = Features(str(path), findings=list(held.findings))
        if held.path is None:
            return features
        try:
            with warnings.catch_warnings():
                # what the reader warns of is looked for, and reported with its place, below
                warnings.simplefilter("ignore")
                _read(held, layer, features)
        except (RuntimeError, OSError, ValueError, sqlite3.Error, shapely.errors.ShapelyError) as error:
            reason = " ".join(str(error).replace(folder, "").split())[:200]
            features.note(UNREADABLE_FILE, reason=reason)
    return features


def _read(held: Container, layer: str | None, features: Features) -> None:
    if held.path is None or not _is_admitted(held.path, held.kind, features):
        return
    name = _choose(held, layer, features) if held.kind == "gpkg" else None
    if held.kind == "gpkg" and name is None:
        return
    options = {"layer": name} if name else {}
    if held.encoding:
        options["encoding"] = held.encoding
    if _is_too_wide(held.path, name, features):
        return
    frame = gpd.read_file(held.path, rows=MAX_FEATURES + 1, on_invalid="ignore", **options)
    if not isinstance(frame, gpd.GeoDataFrame):
        features.note(NO_SHAPES)
        return
    shapes = frame.geometry.to_numpy()
    lost = shapely.is_missing(shapes)
    if lost.any():
        again = gpd.read_file(held.path, rows=MAX_FEATURES + 1, on_invalid="fix", **options).geometry.to_numpy()
        is_repaired = lost & ~shapely.is_missing(again)
        shapes = np.where(is_repaired, again, shapes)
        features.repaired = tuple(int(number) for number in np.flatnonzero(is_repaired) + 1)
    if _beyond(shapes, features):
        return
    index = pd.RangeIndex(1, len(frame) + 1)
    # heights say nothing here, and cost a reader their bytes
    features.shapes = pd.Series(shapely.force_2d(shapes), index=index, dtype="object")
    attributes = frame.drop(columns=frame.geometry.name)
    kinds = attributes.dtypes
    features.numeric = frozenset(
        str(name)
        for name in attributes.columns
        if pd.api.types.is_numeric_dtype(kinds[name]) and not pd.api.types.is_bool_dtype(kinds[name])
    )
    texts = {str(name): texts_of(attributes[name]) for name in attributes.columns}
    features.cells = pd.DataFrame(texts).set_axis(index) if texts else pd.DataFrame(index=index)
    features.crs = frame.crs
    if frame.empty:
        features.note(EMPTY_FILE)


def _is_admitted(copy: Path, kind: str, features: Features) -> bool:
    """Return whether a copy may be given to the library that reads layers, after taking out of it what would be run."""
    layers = container.strip_geopackage(copy) if kind == "gpkg" else 1
    if layers > container.MOST_LAYERS:
        features.note(TOO_LARGE, found=f"{layers:,} layers", limit=f"{container.MOST_LAYERS:,}")
        return False
    if kind == "geojson" and copy.stat().st_size > SHORT and _has_too_many_names(copy.read_bytes()):
        features.note(TOO_LARGE, found=f"over {MAX_NAMES:,} columns", limit=f"{MAX_COLUMNS:,}")
        return False
    declared = foreign_crs(copy, kind)
    if declared is not None:
        features.note(CRS_UNKNOWN, value=declared)
    return declared is None


def _has_too_many_names(content: bytes) -> bool:
    """Return whether GeoJSON has more different names of members than a layer's columns could account for."""
    names: set[bytes] = set()
    for match in _STRING.finditer(content):
        if match[2] is not None:
            names.add(match[1])
            if len(names) > MAX_NAMES:
                return True
    return False


def _is_too_wide(path: Path, layer: str | None, features: Features) -> bool:
    """Say whether a layer has more columns, or more cells, than are read here, before any is read."""
    described = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    # the shapes stand in a column too
    columns, count = len(described["fields"]) + 1, min(int(described["features"]), MAX_FEATURES + 1)
    return _passes(features, (columns, MAX_COLUMNS, "columns"), (columns * count, MAX_CELLS, "cells"))


def _choose(held: Container, layer: str | None, features: Features) -> str | None:
    """Return the layer of a GeoPackage to read: the one asked for, else the first of areas, else of points."""
    listed = gpd.list_layers(held.path).dropna(subset=["geometry_type"])
    kinds = listed["geometry_type"].astype("str")
    rank = np.select(
        [kinds.str.contains("Polygon|Surface"), kinds.str.contains("Point"), kinds == "Unknown"], [0, 2, 1], 3
    )
    shaped = listed["name"].astype("str").iloc[np.argsort(rank, kind="stable")].tolist()
    layers = ", ".join(shaped[:20])
    if layer is not None and layer not in shaped:
        features.note(UNKNOWN_SHEET, value=layer, found=layers or "-")
        return None
    if not shaped:
        features.note(NO_SHAPES)
        return None
    if layer is None and len(shaped) > 1:
        features.note(LAYER_CHOSEN, value=shaped[0], found=layers)
    return layer or shaped[0]


def _beyond(shapes: np.ndarray, features: Features) -> bool:
    """Say whether the layer is beyond what is read here."""
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    counts = (len(shapes), MAX_FEATURES, "features"), (vertices, MAX_VERTICES, "points of outlines")
    return _passes(features, *counts)


def _passes(features: Features, *counts: tuple[int, int, str]) -> bool:
    """Say which of some counts passes its limit, the first alone; return whether any does."""
    for count, limit, unit in counts:
        if count > limit:
            features.note(TOO_LARGE, found=f"{count:,} {unit}", limit=f"{limit:,}")
            return True
    return False


def texts_of(column: pd.Series) -> pd.Series:
    """Return attributes as the text of cells: nothing where there is nothing, numbers that cannot be misread."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("str").reset_index(drop=True)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pd.Series([_number(value) for value in column.to_numpy()], dtype="str")
    return pd.Series([_text(value) for value in column.to_numpy()], dtype="str")


def _number(value: Any) -> str:
    text = number_text(value)
    # three decimals could be thousands to who reads the text; a fourth cannot
    return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NaT:
        return ""
    if isinstance(value, (dt.date, pd.Timestamp, np.datetime64)):
        return str(pd.Timestamp(value).date())
    return str(value).replace("\x00", "").strip()
