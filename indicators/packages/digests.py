"""The size and the fingerprint of the large tables as files: stored by `build`, so that a description makes none.

What is stored is of one data version, and of Parquet as one version of its writer writes it. Of anything else the file
itself is made and measured.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from indicators.store import derived_file
from indicators.store.dataset import Dataset

FILE = Path("derived") / "package_digests.json.gz"

OTHERWISE = "the tables of the whole data set are made when one of them is described"


class Digest(NamedTuple):
    """How many bytes a file has, and their SHA-256."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Digest":
        """Return that of some bytes."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


def stored_digest(dataset: Dataset, name: str) -> Digest | None:
    """Return the digest of a table that `build` stored by its path, None where it stored none of these data."""
    stored = derived_file.read(dataset.folder / FILE, OTHERWISE).get(_key(dataset, name))
    return Digest(*stored) if stored else None


def write(dataset: Dataset, tables: Mapping[str, bytes]) -> Path:
    """Store the digests of tables by their names; return the file."""
    stored = {_key(dataset, name): list(Digest.of(content)) for name, content in tables.items()}
    return derived_file.write(dataset.folder / FILE, stored)


def _key(dataset: Dataset, name: str) -> str:
    written = f" pyarrow {pa.__version__}" if name.endswith(".parquet") else ""
    return f"{dataset.version} {name}{written}"
