"""Every file of the whole data set that a server hands out, by its path; each is made when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path

from indicators.exports.bundle import zipped
from indicators.exports.package import json_bytes
from indicators.packages import sdmx
from indicators.packages.catalogue_graph import JSON_LD, TURTLE, json_ld, statements, turtle
from indicators.packages.croissant import CROISSANT, croissant
from indicators.packages.data_package import file_makers, released, zip_name
from indicators.packages.digests import Digest, stored_digest
from indicators.packages.digests import write as write_digests
from indicators.store.dataset import Dataset

PATHS = (
    "/data/datapackage.json", f"/{JSON_LD}", f"/{TURTLE}", f"/{CROISSANT}", f"/sdmx/{sdmx.STRUCTURE}",
    f"/sdmx/{sdmx.DATA}",
)  # fmt: skip
"""Where a program begins."""

TABLES = "data/"
"""Where the files of the data package stand."""


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


def store_digests(dataset: Dataset) -> Path:
    """Store the digests of the large tables beside the data; return the file."""
    files = AllFiles(dataset)
    return write_digests(dataset, {path: files[path] for path in LARGE})
