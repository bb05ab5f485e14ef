"""What maps draw, made once by `build` and stored beside the outlines it is made of.

The file holds every result under a hash of what it was made from: the file of outlines, the kind of the
result and its parameters. A result that no longer fits is not found; a map then makes its own, as it does
without the file. Nothing here is data: the data version does not cover it.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from indicators.store import derived_file

FILE = Path("derived") / "maps.json.gz"

RECIPE = 1
"""The way in which results are made: a change of it makes all stored ones unfit."""

OTHERWISE = "maps are made when they are first opened"
"""What is done where the file does not serve."""

LOG = logging.getLogger(__name__)


def key_of(outlines: Path, kind: str, *parameters: object) -> str:
    """Return the hash of what a result is made from; empty where the file of outlines cannot be read."""
    try:
        # a clone on Windows may have other line ends, and shows the same
        content = outlines.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return ""
    recipe = json.dumps([RECIPE, kind, *parameters], default=str)
    return hashlib.sha256(recipe.encode() + b"\0" + content).hexdigest()


def stored(folder: Path, key: str) -> Any | None:
    """Return the stored result of a data folder under `key`; None where there is none that fits."""
    if not key:
        return None
    path = folder / FILE
    results = derived_file.read(path, OTHERWISE)
    if results and key not in results:
        _note_stale(path, derived_file.stamp(path))
    return results.get(key)


@lru_cache(maxsize=8)
def _note_stale(path: Path, _stamp: int | None) -> None:
    LOG.warning("%s is of other outlines; %s (python -m indicators build).", path, OTHERWISE)


def write(folder: Path, results: Mapping[str, Any]) -> Path:
    """Write the results to a data folder: the same bytes for the same results. Return the file."""
    return derived_file.write(folder / FILE, results)
