"""The routes of the whole data set: its tables and their descriptions, as files that are made once and then sent.

A file of a data version is written to a folder of this process when it is first asked for, and sent
in parts as it is read, so that twenty megabytes take no memory. The last two versions are stored.
"""

import asyncio
import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.language.translator import N_, Translator
from indicators.packages import sdmx
from indicators.packages.all_files import AllFiles
from indicators.packages.catalogue_graph import JSON_LD, TURTLE
from indicators.packages.citation import CITATION, NAME
from indicators.packages.croissant import CROISSANT
from indicators.packages.data_package import CSV_TYPE, CSVW_TYPE, DATA_PACKAGE, PARQUET_TYPE, README, released
from indicators.packages.resources import RESOURCES
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.compression import accepts_gzip
from indicators.web.middleware import reader_language
from pages.server.answers import FOR_EVER

MOST_VERSIONS = 2
"""Data versions whose files are kept: who reads one while the next is published still gets the whole of it."""

WORTH_COMPRESSING = (".csv", ".json", ".jsonld", ".ttl", ".xml")

MEDIA_TYPES = {
    ".csv": f"{CSV_TYPE}; charset=utf-8; header=present",
    ".parquet": PARQUET_TYPE,
    ".json": "application/json",
    ".csv-metadata.json": CSVW_TYPE,
    ".txt": "text/plain; charset=utf-8",
    ".cff": "application/yaml",
    ".zip": "application/zip",
    JSON_LD: "application/ld+json",
    CROISSANT: "application/ld+json",
    TURTLE: "text/turtle; charset=utf-8",
    sdmx.DATA: sdmx.CSV_TYPE,
    sdmx.STRUCTURE: sdmx.STRUCTURE_TYPE,
}
"""Media types by the endings of names, the longest that fits counts."""


class WrittenFiles(MutableMapping[str, bytes]):
    """Files by their paths below a folder, where each is written once; `tags` holds the entity tag of each."""

    def __init__(self, folder: Path, dataset: Dataset) -> None:
        self.folder = folder
        self.tags: dict[str, str] = {}
        self._dataset = dataset

    def __setitem__(self, name: str, content: bytes) -> None:
        path, digest = self.folder / name, hashlib.sha256(content).hexdigest()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        set_time(path, self._dataset, digest)
        self.tags[name] = f'"{digest[:24]}"'

    def __getitem__(self, name: str) -> bytes:
        if name not in self.tags:
            raise KeyError(name)
        return (self.folder / name).read_bytes()

    def __delitem__(self, name: str) -> None:
        del self.tags[name]
        (self.folder / name).unlink()

    def __contains__(self, name: object) -> bool:
        return name in self.tags

    def __iter__(self) -> Iterator[str]:
        return iter(self.tags)

    def __len__(self) -> int:
        return len(self.tags)


class PackageFolder:
    """The files of the last data versions on the disk of this process, each made when it is first asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._root: Path | None = None
        self._known: dict[tuple[Path, str, str], tuple[AllFiles, WrittenFiles]] = {}

    def find(self, dataset: Dataset, public: str, name: str) -> tuple[Path, str] | None:
        """Return the path of a file and its entity tag, None where there is no such file; made if it is not there."""
        with self._lock:
            files, written = self._files(dataset, public)
            if name not in files:
                return None
            if name not in written:
                files[name]
            return written.folder / name, written.tags[name]

    def compressed(self, path: Path) -> Path:
        """Return a file compressed, made if it is not there."""
        smaller = path.with_name(f"{path.name}.gz")
        with self._lock:
            if not smaller.exists():
                seen = path.stat()
                smaller.write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
                os.utime(smaller, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        return smaller

    def _files(self, dataset: Dataset, public: str) -> tuple[AllFiles, WrittenFiles]:
        key = (*dataset.identity, public)
        if key not in self._known:
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="indicators-packages-"))
            written = WrittenFiles(Path(tempfile.mkdtemp(dir=self._root)), dataset)
            self._known[key] = AllFiles(dataset, public, written), written
            while len(self._known) > MOST_VERSIONS:
                _, gone = self._known.pop(next(iter(self._known)))
                shutil.rmtree(gone.folder, ignore_errors=True)
        return self._known[key]

    def clear(self) -> None:
        """Remove every file."""
        with self._lock:
            self._known.clear()
            if self._root is not None:
                shutil.rmtree(self._root, ignore_errors=True)
                self._root = None


def set_time(path: Path, dataset: Dataset, digest: str) -> None:
    """Give a file a time that goes with its content: every server names the same one, whenever it wrote the file.

    It is of the day of their release, else of the first day that can be named; the second goes with the content.
    """
    midnight = datetime.fromisoformat(f"{released(dataset) or '1970-01-01'}T00:00:00+00:00")
    moment = midnight.timestamp() + int(digest[:8], 16) % 86_400
    os.utime(path, (moment, moment))


PACKAGES = PackageFolder()


async def file(request: Request) -> Response:
    """Answer one file of the whole data set."""
    return await answer_file(request, request.url.path.removeprefix("/"))


async def answer_file(request: Request, name: str) -> Response:
    """Return the answer for a file: compressed where that is understood, empty where it is known."""
    dataset = app_state.published_dataset()
    packaged = await asyncio.to_thread(PACKAGES.find, dataset, app_state.public_address(), name)
    if packaged is None:
        words = Translator(reader_language(request))(N_("There is no such file. {address} lists those there are."))
        text = words.format(address=f"/data/{DATA_PACKAGE}")
        return PlainTextResponse(f"{text}\n", 404, {"Access-Control-Allow-Origin": "*"})
    path, tag = packaged
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_EVER if dataset.version in name else "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link",
        "X-Content-Type-Options": "nosniff",
        "X-Data-Version": dataset.version,
        "Vary": "Accept-Encoding",
    }
    if name.startswith("data/") and name.endswith(".csv"):
        described = name.rpartition("/")[2]
        headers["Link"] = f'<{described}-metadata.json>; rel="describedby"; type="{CSVW_TYPE}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    kind = max((end for end in MEDIA_TYPES if name.endswith(end)), key=len)
    whole = "range" not in request.headers
    if whole and name.endswith(WORTH_COMPRESSING) and accepts_gzip(request.headers.get("accept-encoding", "")):
        path, headers["Content-Encoding"] = await asyncio.to_thread(PACKAGES.compressed, path), "gzip"
    return FileResponse(path, headers=headers, media_type=MEDIA_TYPES[kind])


NAMES = (DATA_PACKAGE, README, CITATION, *(f"{resource.name}." for resource in RESOURCES), f"{NAME}-")
"""How the names below `/data/` begin; `/data` alone is a page of the app."""

PREFIXES = (*(f"/data/{name}" for name in NAMES), "/sdmx/", f"/{JSON_LD}", f"/{TURTLE}", f"/{CROISSANT}")

ROUTES: list[BaseRoute] = [
    Route("/data/{name}", file),
    Route("/sdmx/{name}", file),
    *(Route(f"/{name}", file) for name in (JSON_LD, TURTLE, CROISSANT)),
]
