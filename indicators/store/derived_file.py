"""A file of what is made of the data once, by `build`: results by a key that tells what each was made from.

Nothing in such a file is data: the data version does not cover it. What no longer fits is not found under its key, and
whoever asks makes it itself, as without the file.
"""

import gzip
import json
import logging
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)


def read(path: Path, otherwise: str) -> Mapping[str, Any]:
    """Return all results of a file; none where it is missing or damaged, which is logged once.

    `otherwise` says what is then done, for the log.
    """
    return _read(path, stamp(path), otherwise)


def stamp(path: Path) -> int | None:
    """Return what tells one state of a file from another, None where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=8)
def _read(path: Path, stamped: int | None, otherwise: str) -> Mapping[str, Any]:
    if stamped is None:
        LOG.warning("%s is missing; %s (python -m indicators build).", path, otherwise)
        return {}
    try:
        results = json.loads(gzip.decompress(path.read_bytes()))
        if not isinstance(results, dict):
            raise ValueError("it holds no results")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        LOG.warning("%s cannot be read (%s); %s (python -m indicators build).", path, error, otherwise)
        return {}
    return results


def write(path: Path, results: Mapping[str, Any]) -> Path:
    """Write results: the same bytes for the same results. Return the file."""
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(dict(sorted(results.items())), separators=(",", ":"), ensure_ascii=False)
    whole = path.with_suffix(".new")
    whole.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    whole.replace(path)
    return path
