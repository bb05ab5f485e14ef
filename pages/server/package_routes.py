"""The routes of the whole data set: its tables and their descriptions, as files that are made once and then sent.

The files of a data version are written to a folder of this process when the first of them is asked for; a file is sent
in parts as it is read, so that twenty megabytes take no memory. The last two versions are kept.
"""

import asyncio
import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.language.translator import N_, Translator
from indicators.packages import csvw, sdmx
from indicators.packages.all_files import all_files
from indicators.packages.catalogue_graph import JSON_LD, TURTLE
from indicators.packages.citation_file import CITATION, NAME
from indicators.packages.croissant import CROISSANT
from indicators.packages.data_package import CSV_TYPE, DATA_PACKAGE, PARQUET_TYPE, README, released
from indicators.packages.resources import RESOURCES
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.compression import accepts_gzip
from pages.server.plain_routes import FOR_EVER, reader_language

MOST_VERSIONS = 2
"""Data versions whose files are kept: who reads one while the next is published still gets the whole of it."""

WORTH_COMPRESSING = (".csv", ".json", ".jsonld", ".ttl", ".xml")

MEDIA_TYPES = {
    ".csv": f"{CSV_TYPE}; charset=utf-8; header=present",
    ".parquet": PARQUET_TYPE,
    ".json": "application/json",
    ".csv-metadata.json": csvw.MEDIA_TYPE,
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


class PackageFolder:
    """The files of the last data versions on the disk of this process, made once each."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._root: Path | None = None
        self._made: dict[tuple[Path, str, str], tuple[Path, Mapping[str, str]]] = {}

    def find(self, dataset: Dataset, public: str, name: str) -> tuple[Path, str] | None:
        """Return the path of a file and its entity tag, None where there is no such file; made if it is not there."""
        key = (*dataset.identity, public)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(dataset, public)
                while len(self._made) > MOST_VERSIONS:
                    folder, _ = self._made.pop(next(iter(self._made)))
                    shutil.rmtree(folder, ignore_errors=True)
            folder, tags = self._made[key]
        return (folder / name, tags[name]) if name in tags else None

    def _make(self, dataset: Dataset, public: str) -> tuple[Path, Mapping[str, str]]:
        if self._root is None:
            self._root = Path(tempfile.mkdtemp(prefix="indicators-packages-"))
        folder = Path(tempfile.mkdtemp(dir=self._root))
        tags = {}
        for name, content in all_files(dataset, public).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            tags[name] = f'"{digest[:24]}"'
            if name.endswith(WORTH_COMPRESSING):
                (folder / f"{name}.gz").write_bytes(gzip.compress(content, 6, mtime=0))
            for path in (folder / name, folder / f"{name}.gz"):
                if path.exists():
                    set_time(path, dataset, digest)
        return folder, tags

    def clear(self) -> None:
        """Remove every file."""
        with self._lock:
            self._made.clear()
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
    found = await asyncio.to_thread(PACKAGES.find, dataset, app_state.public_address(), name)
    if found is None:
        words = Translator(reader_language(request))(N_("There is no such file. {address} lists those there are."))
        text = words.format(address=f"/data/{DATA_PACKAGE}")
        return PlainTextResponse(f"{text}\n", 404, {"Access-Control-Allow-Origin": "*"})
    path, tag = found
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
        headers["Link"] = f'<{described}-metadata.json>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    kind = max((end for end in MEDIA_TYPES if name.endswith(end)), key=len)
    whole = "range" not in request.headers
    if whole and name.endswith(WORTH_COMPRESSING) and accepts_gzip(request.headers.get("accept-encoding", "")):
        path, headers["Content-Encoding"] = path.with_name(f"{path.name}.gz"), "gzip"
    return FileResponse(path, headers=headers, media_type=MEDIA_TYPES[kind])


NAMES = (DATA_PACKAGE, README, CITATION, *(f"{one.name}." for one in RESOURCES), f"{NAME}-")
"""How the names below `/data/` begin; `/data` alone is a page of the app."""

PREFIXES = (*(f"/data/{name}" for name in NAMES), "/sdmx/", f"/{JSON_LD}", f"/{TURTLE}", f"/{CROISSANT}")

ROUTES: list[BaseRoute] = [
    Route("/data/{name}", file),
    Route("/sdmx/{name}", file),
    *(Route(f"/{name}", file) for name in (JSON_LD, TURTLE, CROISSANT)),
]
