"""The mapping of a layer, in the same small file as for any other table, and a section of its own.

To the `[columns]`, `[indicators]`, `[units]` and `[constants]` of
:mod:`indicators.loaders.handmade.mapping` comes `[layer]`::

    [columns]
    place = "NOMBRE"
    name_fr = "NOM_FR"

    [indicators]
    POB_2024 = "population_municipal"

    [layer]
    city = "madrid"          # an id or name; a new one takes `country` (ISO 3166-1 alpha-3)
    level = "district"       # or "prefecture"
    crs = "EPSG:25830"       # instead of what the file says
    swapped = true           # latitude comes before longitude in the file
    rule = "mean"            # of points: mean, median, sum, count, max or min

Nothing of it is needed: what is left out is looked for, and reported.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from indicators.findings.finding import Finding
from indicators.loaders.handmade import mapping
from indicators.loaders.handmade.mapping import SAID_TWICE
from indicators.loaders.tidy import NEEDED, OPTIONAL
from indicators.model.catalogue import Model
from indicators.model.rules import read_toml, unknown_reference, unreadable


class PointRule(StrEnum):
    """How the points of one part of the city become one figure."""

    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    COUNT = "count"
    MAX = "max"
    MIN = "min"


NAMES = ("name_en", "name_fr", "name_ar")
"""Columns that hold the name of a place in one language."""

COLUMNS = frozenset({*NEEDED, *OPTIONAL, *NAMES, "code"})


class LayerMapping(Model):
    """What a mapping states about the whole layer."""

    city: str = ""
    country: str = ""
    level: Literal["district", "prefecture"] = "district"
    crs: str = ""
    swapped: bool = False
    rule: PointRule | None = None


class Pointing(mapping.Mapping):
    """A mapping with what it says of the layer."""

    layer: LayerMapping = Field(default_factory=LayerMapping)


def to_toml(pointing: Pointing) -> str:
    """Return what was pointed out as the text of its file."""
    about = pointing.layer.model_dump(mode="json", exclude_defaults=True)
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in about.items()]
    return "\n".join([mapping.to_toml(pointing), "[layer]", *lines]) + "\n"


def read_pointing(path: Path) -> tuple[Pointing, list[Finding]]:
    """Read a mapping of a layer; return it, an empty one with what is wrong where it cannot be used."""
    record, findings = read_toml(path)
    try:
        pointing = Pointing.model_validate(record or {})
    except ValidationError as error:
        return Pointing(), [unreadable(path, error)]
    names = [*pointing.columns, *pointing.constants]
    findings += [unknown_reference(path, "column", name) for name in names if name not in COLUMNS]
    twice = sorted({*pointing.columns} & {*pointing.constants})
    findings += [Finding(SAID_TWICE, str(path), column=name) for name in twice]
    return (Pointing() if findings else pointing), findings
