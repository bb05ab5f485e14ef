"""A small bucket that speaks as much of S3 as the accepted files need, in the process of the tests, on loopback.

moto, the usual stand-in, cannot be locked beside this project (its botocore wants python-dateutil before 3.0).
Objects lie in a dictionary; signatures are not looked at.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import md5
from urllib.parse import unquote
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.helpers.serving import PATIENCE, free_port, wait_until


@dataclass
class Bucket:
    """The objects of one bucket by their keys; `down` makes every answer a failure of the server."""

    port: int
    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    down: bool = False

    def url(self, folder: str = "accepted") -> str:
        """Return the address of a folder of the bucket."""
        return f"s3://city/{folder}?endpoint=http://127.0.0.1:{self.port}"

    async def answer(self, request: Request) -> Response:
        """Answer a request for the bucket or an object of it."""
        if self.down:
            return _xml("<Error><Code>ServiceUnavailable</Code></Error>", 503)
        key, query = request.path_params.get("key", ""), request.query_params
        if request.path_params["bucket"] != "city":
            return _xml("<Error><Code>NoSuchBucket</Code></Error>", 404)
        act = {"GET": self._get, "HEAD": self._get, "PUT": self._put, "POST": self._post, "DELETE": self._delete}
        if not key and request.method in ("GET", "HEAD"):
            return self._list(query.get("prefix", ""), query.get("delimiter", ""))
        return act[request.method](request, key, await request.body())

    def _list(self, prefix: str, delimiter: str) -> Response:
        rest = [name.removeprefix(prefix) for name in sorted(self.objects) if name.startswith(prefix)]
        names = [name for name in rest if not delimiter or delimiter not in name]
        folders = sorted({name.partition(delimiter)[0] for name in rest if name not in names})
        contents = "".join(
            f"<Contents><Key>{escape(prefix + name)}</Key><Size>{len(self.objects[prefix + name])}</Size>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for name in names
        )
        below = "".join(
            f"<CommonPrefixes><Prefix>{escape(prefix + folder)}/</Prefix></CommonPrefixes>" for folder in folders
        )
        count = len(names) + len(folders)
        return _xml(
            f"<ListBucketResult><Name>city</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{count}</KeyCount>"
            f"<IsTruncated>false</IsTruncated>{contents}{below}</ListBucketResult>"
        )

    def _get(self, request: Request, key: str, _: bytes) -> Response:
        if key not in self.objects:
            return _xml("<Error><Code>NoSuchKey</Code></Error>", 404)
        content = self.objects[key]
        headers = {"ETag": f'"{md5(content).hexdigest()}"', "Last-Modified": formatdate(0, usegmt=True)}
        wanted = request.headers.get("range", "")
        if request.method == "GET" and wanted:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            part = content[int(first) : int(last or len(content)) + 1]
            headers["Content-Range"] = f"bytes {first}-{int(first) + len(part) - 1}/{len(content)}"
            return Response(part, 206, headers)
        return Response(content, 200, headers)

    def _put(self, request: Request, key: str, body: bytes) -> Response:
        content = body
        if request.headers.get("x-amz-content-sha256", "").startswith("STREAMING"):
            content = _unchunked(body)
        source = request.headers.get("x-amz-copy-source")
        if source:
            self.objects[key] = self.objects[unquote(source).strip("/").removeprefix("city/")]
            return _xml("<CopyObjectResult><ETag>x</ETag></CopyObjectResult>")
        upload = request.query_params.get("uploadId")
        if upload:
            self.parts[upload][int(request.query_params["partNumber"])] = content
        else:
            self.objects[key] = content
        return Response(headers={"ETag": f'"{md5(content).hexdigest()}"'})

    def _post(self, request: Request, key: str, _: bytes) -> Response:
        if "uploads" in request.query_params:
            upload = f"upload-{len(self.parts)}"
            self.parts[upload] = {}
            return _xml(f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>")
        parts = self.parts.pop(request.query_params["uploadId"])
        self.objects[key] = b"".join(content for _, content in sorted(parts.items()))
        return _xml(f"<CompleteMultipartUploadResult><Key>{escape(key)}</Key></CompleteMultipartUploadResult>")

    def _delete(self, _: Request, key: str, __: bytes) -> Response:
        self.objects.pop(key, None)
        return Response(status_code=204)


def _unchunked(body: bytes) -> bytes:
    """Return the content of a body that is sent in signed chunks."""
    content = b""
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        if not size:
            break
        content, body = content + rest[:size], rest[size + 2 :]
    return content


def _xml(text: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{text}', status, media_type="application/xml")


@contextmanager
def bucket_server() -> Iterator[Bucket]:
    """Serve a bucket until the end of the block."""
    bucket = Bucket(free_port())
    methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    routes = [
        Route("/{bucket}/{key:path}", bucket.answer, methods=methods),
        Route("/{bucket}", bucket.answer, methods=methods),
    ]
    settings = uvicorn.Config(Starlette(routes=routes), "127.0.0.1", bucket.port, log_level="warning", lifespan="off")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield bucket
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
