"""Every file of the whole data set that a server hands out, by its path; each is made when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path

import pyarrow as pa

from indicators.exports.bundle import zipped
from indicators.exports.package import json_bytes
from indicators.packages import sdmx
from indicators.packages.catalogue_graph import JSON_LD, TURTLE, json_ld, statements, turtle
from indicators.packages.croissant import CROISSANT, croissant
from indicators.packages.data_package import Digest, file_makers, released, zip_name
from indicators.store import derived_file
from indicators.store.dataset import Dataset

PATHS = (
    "/data/datapackage.json", f"/{JSON_LD}", f"/{TURTLE}", f"/{CROISSANT}", f"/sdmx/{sdmx.STRUCTURE}",
    f"/sdmx/{sdmx.DATA}",
)  # fmt: skip
"""Where a program begins."""

TABLES = "data/"
"""Where the files of the data package stand."""

FILE = Path("derived") / "package_digests.json.gz"
"""The size and the fingerprint of the large tables, so that a description makes none.

What is stored is of one data version, and of Parquet as one version of its writer writes it. Of anything else the file
itself is made and measured.
"""

OTHERWISE = "the tables of the whole data set are made when one of them is described"

LARGE = (f"{TABLES}observations.csv", f"{TABLES}observations.parquet", f"sdmx/{sdmx.DATA}")
"""The tables that take long to make: `build` stores their digests. The others are made for their description."""


class AllFiles(Mapping[str, bytes]):
    """Every file by its path, without the slash at its beginning; `public` is this server's address.

    `made` keeps what was made: a description needs the tables that it describes, and who asks for a table needs no
    other.
    """

    def __init__(self, dataset: Dataset, public: str = "", made: MutableMapping[str, bytes] | None = None) -> None:
        self._made: MutableMapping[str, bytes] = {} if made is None else made
        self._dataset = dataset
        package = file_makers(dataset, self._digest_of_table, public)
        self._makers: dict[str, Callable[[], bytes]] = {
            **{f"{TABLES}{name}": make for name, make in package.items()},
            f"{TABLES}{zip_name(dataset)}": lambda: zipped({name: self[f"{TABLES}{name}"] for name in package}),
            JSON_LD: lambda: json_ld(statements(dataset, public, self._digest)),
            TURTLE: lambda: turtle(statements(dataset, public, self._digest)),
            CROISSANT: lambda: json_bytes(croissant(dataset, self._digest_of_table, public)),
            f"sdmx/{sdmx.STRUCTURE}": lambda: sdmx.structure_xml(dataset, released(dataset)),
            f"sdmx/{sdmx.DATA}": partial(sdmx.data_csv, dataset),
        }

    def __getitem__(self, path: str) -> bytes:
        if path not in self._made:
            self._made[path] = self._makers[path]()
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        return path in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def _digest_of_table(self, name: str) -> Digest:
        return self._digest(f"{TABLES}{name}")

    def _digest(self, path: str) -> Digest:
        """Return the digest of a table by its path."""
        if path in self._made:
            return Digest.of(self._made[path])
        stored = stored_digest(self._dataset, path) if path in LARGE else None
        return stored or Digest.of(self[path])


def stored_digest(dataset: Dataset, name: str) -> Digest | None:
    """Return the digest of a table that `build` stored by its path, None where it stored none of these data."""
    stored = derived_file.read(dataset.folder / FILE, OTHERWISE).get(_key(dataset, name))
    return Digest(*stored) if stored else None


def store_digests(dataset: Dataset) -> Path:
    """Store the digests of the large tables beside the data; return the file."""
    files = AllFiles(dataset)
    stored = {_key(dataset, path): list(Digest.of(files[path])) for path in LARGE}
    return derived_file.write(dataset.folder / FILE, stored)


def _key(dataset: Dataset, name: str) -> str:
    written = f" pyarrow {pa.__version__}" if name.endswith(".parquet") else ""
    return f"{dataset.version} {name}{written}"
