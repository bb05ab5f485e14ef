"""JSON-stat cubes (https://json-stat.org, version 2 and before) as records: one for each value.

A cube has its values in one list or, where most are missing, in an object by position; a hole is null or not there.
"""

import math
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_

BROKEN_CUBE = Rule(
    "broken_cube", Severity.ERROR, N_("this is JSON-stat, and does not fit together: {reason}."),
    N_("Ask for the data set again; a cube has as many values as its sizes multiply to, or fewer by position."),
)  # fmt: skip

HEADER = ("json-stat place", "json-stat place name", "json-stat time", "json-stat field", "value", "status")
"""The columns of the records: codes and names of the place, the time, which series, the value as printed."""

TOTALS = frozenset({"", "_t", "t", "total", "_z", "tot"})
"""Codes by which a dimension says that it does not divide."""

_PLACE = ("geo", "ref_area", "area", "region", "country", "location", "place", "pays")
_TIME = ("time", "time_period", "year", "tid", "annee", "period")
_METRIC = ("indicator", "series", "contentscode", "measure", "variable", "subject", "concept")

MOST_VALUES = 2_000_000


def is_cube(record: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is a data set of JSON-stat, or the one of version 1 in it."""
    cube = _cube(record)
    return cube is not None and "dimension" in cube and "value" in cube


def _cube(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if record.get("class") == "dataset" or {"dimension", "value"} <= record.keys():
        return record
    inner = [value for value in record.values() if isinstance(value, dict) and {"dimension", "value"} <= value.keys()]
    return inner[0] if len(inner) == 1 else None


def cube_records(
    record: Mapping[str, Any], path: Path
) -> tuple[list[tuple[int, list[str]]], dict[str, Any], list[Finding]]:
    """Return the header and one record for each value, what the cube says of itself, and what is wrong with it.

    The number of a record is its value's position in the cube, from 1, plus one for the header.
    """
    cube = _cube(record) or {}
    try:
        ids, dimensions, sizes = _dimensions(cube)
        values, statuses = _by_position(cube.get("value")), _by_position(cube.get("status"))
        total = math.prod(sizes)
        if total > MOST_VALUES:
            raise ValueError(f"{total:,} values are more than the {MOST_VALUES:,} that are read")
        if isinstance(cube.get("value"), list) and len(cube["value"]) != total:
            raise ValueError(f"{len(cube['value'])} values, and sizes that multiply to {total}")
        if any(not 0 <= position < total for position in values):
            raise ValueError(f"a position beyond {total - 1}")
        place, time = _role(cube, ids, "geo", _PLACE), _role(cube, ids, "time", _TIME)
        if time is None:
            raise ValueError(f"no dimension of time among {', '.join(ids)}")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [], {}, [Finding(BROKEN_CUBE, str(path), params={"reason": str(error)[:200]})]
    metric = _role(cube, ids, "metric", _METRIC)
    codes = [[code for code, _ in dimension] for dimension in dimensions]
    labels = [dict(dimension) for dimension in dimensions]
    records = [(1, list(HEADER))]
    for position, chosen in enumerate(product(*codes)):
        if position not in values:
            continue
        by_id = dict(zip(ids, chosen, strict=True))
        name = labels[ids.index(place)][by_id[place]] if place else ""
        field = _field(by_id, {place, time}, metric, str(cube.get("label", "")))
        printed = "" if values[position] is None else str(values[position])
        row = [by_id[place] if place else "", name, by_id[time], field, printed, str(statuses.get(position) or "")]
        records.append((position + 2, row))
    origin = {"json_stat": {key: str(cube[key]) for key in ("label", "source", "updated", "href") if key in cube}}
    return records, origin, []


def _dimensions(cube: Mapping[str, Any]) -> tuple[list[str], list[list[tuple[str, str]]], list[int]]:
    """Return the ids of the dimensions, the codes and names of each in their order, and their sizes."""
    described = cube["dimension"]
    ids = [str(key) for key in cube.get("id") or described["id"]]
    sizes = [int(size) for size in cube.get("size") or described["size"]]
    dimensions = []
    for name, size in zip(ids, sizes, strict=True):
        category = described[name]["category"]
        index, label = category.get("index"), category.get("label") or {}
        if index is None:
            codes = list(label)
        elif isinstance(index, dict):
            codes = sorted(index, key=lambda code: index[code])
        else:
            codes = list(index)
        if len(codes) != size:
            raise ValueError(f"the dimension {name} has {len(codes)} categories, and the size {size}")
        dimensions.append([(str(code), str(label.get(code, code))) for code in codes])
    return ids, dimensions, sizes


def _by_position(values: Any) -> dict[int, Any]:
    """Return values by their position, whether they are a list, an object by position, or one for all."""
    if isinstance(values, list):
        return dict(enumerate(values))
    if isinstance(values, dict):
        return {int(position): value for position, value in values.items()}
    return {}


def _role(cube: Mapping[str, Any], ids: list[str], role: str, usual: tuple[str, ...]) -> str | None:
    """Return the dimension of a role: the one the cube says, else one of a usual name."""
    described = cube["dimension"].get("role") if isinstance(cube["dimension"].get("role"), dict) else None
    roles = cube.get("role") or described or {}
    named = [str(key) for key in roles.get(role, []) if str(key) in ids]
    return named[0] if named else next((key for key in ids if key.lower() in usual), None)


def _field(by_id: Mapping[str, str], known: set[str | None], metric: str | None, label: str) -> str:
    """Return what names a series: the code of what is measured, and what else divides the cube, in brackets."""
    base = by_id[metric] if metric else label
    others = [f"{name}={code}" for name, code in by_id.items() if name not in known and name != metric]
    apart = [
        part for part in others if part.partition("=")[2].lower() not in TOTALS and part.partition("=")[0] != "freq"
    ]
    return f"{base} [{', '.join(apart)}]" if apart else base
