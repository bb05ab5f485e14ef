"""Accepted files in a bucket that speaks S3, for servers on machines that share no folder.

An object appears whole or not at all. Who may use the bucket is in the environment alone, as every program of S3 reads
it (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY); the address holds no secret. What is read is stored in a folder of this
process until it ends: under the fingerprint of its content a file never changes.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Collection
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pyarrow.fs as arrow

from indicators.findings.finding import DataProblem, Finding
from indicators.store.ledger.damages import FILES_ADDRESS, without_password
from indicators.store.ledger.files import BLOCK, MARK, PlaceGone, fingerprint

CONNECT_SECONDS, ANSWER_SECONDS = 3, 20
"""How long a bucket may take to answer."""


class BucketFiles:
    """Accepted files below one folder of a bucket: `s3://BUCKET/FOLDER?endpoint=https://HOST&region=NAME`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.name = without_password(address)
        self._fetched: Path | None = None

    @cached_property
    def _root(self) -> PurePosixPath:
        """The bucket with the folder in it."""
        parts = urlsplit(self._address)
        if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
            raise DataProblem([Finding(FILES_ADDRESS, value=self.name)])
        return PurePosixPath(parts.netloc) / parts.path.strip("/")

    @cached_property
    def _bucket(self) -> arrow.S3FileSystem:
        options = {name: values[-1] for name, values in parse_qs(urlsplit(self._address).query).items()}
        unknown = options.keys() - {"endpoint", "region"}
        endpoint = urlsplit(options.get("endpoint", ""))
        if unknown or (endpoint.geturl() and (endpoint.scheme not in {"http", "https"} or not endpoint.netloc)):
            raise DataProblem([Finding(FILES_ADDRESS, value=self.name)])
        # the library looks for credentials on the network where the environment has none: this keeps it from it
        os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
        return arrow.S3FileSystem(
            scheme=endpoint.scheme or None,
            endpoint_override=endpoint.netloc or None,
            region=options.get("region") or os.environ.get("AWS_REGION") or "us-east-1",
            connect_timeout=CONNECT_SECONDS,
            request_timeout=ANSWER_SECONDS,
            allow_bucket_creation=False,
        )

    def keep(self, source: Path) -> str:
        """Copy a file into the bucket; it is there whole when this returns."""
        with tempfile.NamedTemporaryFile() as copy:
            with source.open("rb") as original:
                shutil.copyfileobj(original, copy, BLOCK)
            copy.flush()
            # named by what is copied: the source may be written to meanwhile
            name = fingerprint(Path(copy.name))
            copy.seek(0)
            with self._bucket.open_output_stream(self._path(name)) as stream:
                shutil.copyfileobj(copy, stream, BLOCK)
        return name

    def local(self, name: str) -> Path:
        """Return the path of a stored file, fetched where this process has not read it yet."""
        if self._fetched is None:
            self._fetched = Path(tempfile.mkdtemp(prefix="indicators-files-"))
            atexit.register(shutil.rmtree, self._fetched, ignore_errors=True)
        path = self._fetched / name
        if not path.exists():
            handle, unfinished = tempfile.mkstemp(dir=self._fetched)
            try:
                with os.fdopen(handle, "wb") as copy, self._bucket.open_input_stream(self._path(name)) as stream:
                    shutil.copyfileobj(stream, copy, BLOCK)
                Path(unfinished).replace(path)
            except FileNotFoundError:
                raise
            except OSError as error:
                raise PlaceGone(str(error)) from None
            finally:
                Path(unfinished).unlink(missing_ok=True)
        return path

    def names(self) -> set[str]:
        """Return the names of the objects in the folder, those of its own folders left out."""
        chosen = arrow.FileSelector(str(self._root), allow_not_found=True)
        entries = self._bucket.get_file_info(chosen)
        return {entry.base_name for entry in entries if entry.type == arrow.FileType.File} - {MARK}

    def discard(self, names: Collection[str]) -> None:
        """Delete objects."""
        for name in names:
            self._bucket.delete_file(self._path(name))

    def put_aside(self, names: Collection[str], ending: str) -> None:
        """Copy objects into a folder of this one."""
        for name in names:
            self._bucket.copy_file(self._path(name), str(self._root / ending / name))

    def owner(self) -> str:
        """Return what the folder is marked with."""
        try:
            with self._bucket.open_input_stream(self._path(MARK)) as stream:
                return bytes(stream.read(200)).decode("utf-8", "replace").strip()
        except FileNotFoundError:
            return ""

    def mark(self, identity: str) -> None:
        """Mark the folder, or take its mark away."""
        if not identity:
            if self.owner():
                self._bucket.delete_file(self._path(MARK))
            return
        with self._bucket.open_output_stream(self._path(MARK)) as stream:
            stream.write(f"{identity}\n".encode())

    def _path(self, name: str) -> str:
        return str(self._root / name)


@lru_cache(maxsize=64)
def bucket_at(address: str) -> BucketFiles:
    """Return the bucket at an address: one object a process, for what was fetched is stored in it."""
    return BucketFiles(address)
