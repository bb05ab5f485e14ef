"""What maps draw, made once by `build` and stored beside the outlines it is made of.

The file holds every result under a hash of what it was made from: the file of outlines, the kind of the
result and its parameters. A result that no longer fits is not found; a map then makes its own, as it does
without the file. Nothing here is data: the data version does not cover it.
"""

import gzip
import hashlib
import json
import logging
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path("derived") / "maps.json.gz"

RECIPE = 1
"""The way in which results are made: a change of it makes all stored ones unfit."""

LOG = logging.getLogger(__name__)


def key_of(outlines: Path, kind: str, *parameters: object) -> str:
    """Return the hash of what a result is made from; empty where the file of outlines cannot be read."""
    try:
        # a clone on Windows may have other line ends, and shows the same
        content = outlines.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return ""
    asked = json.dumps([RECIPE, kind, *parameters], default=str)
    return hashlib.sha256(asked.encode() + b"\0" + content).hexdigest()


def stored(folder: Path, key: str) -> Any | None:
    """Return the stored result of a data folder under `key`; None where there is none that fits."""
    if not key:
        return None
    path = folder / FILE
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = None
    results = _read(path, stamp)
    if results and key not in results:
        _note_stale(path, stamp)
    return results.get(key)


@lru_cache(maxsize=8)
def _read(path: Path, stamp: int | None) -> Mapping[str, Any]:
    """Return all results of a file; none where it is missing or damaged, which is logged once."""
    if stamp is None:
        LOG.warning("%s is missing; maps are made when they are first opened (python -m indicators build).", path)
        return {}
    try:
        results = json.loads(gzip.decompress(path.read_bytes()))
        if not isinstance(results, dict):
            raise ValueError("it holds no results")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        LOG.warning("%s cannot be read (%s); maps are made when they are first opened.", path, error)
        return {}
    return results


@lru_cache(maxsize=8)
def _note_stale(path: Path, _stamp: int | None) -> None:
    LOG.warning("%s is of other outlines; maps are made when they are first opened (python -m indicators build).", path)


def write(folder: Path, results: Mapping[str, Any]) -> Path:
    """Write the results to a data folder: the same bytes for the same results. Return the file."""
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(dict(sorted(results.items())), separators=(",", ":"))
    whole = path.with_suffix(".new")
    whole.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    whole.replace(path)
    return path
