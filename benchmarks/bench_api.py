"""The API on one process: a page of 1,000 observations, answers that are stored beside a bare route, screens meanwhile.

Pages that were never asked for are made one after the other, each with another filter, so that none is stored. Answers
that are stored are asked for over eight open connections, as is a route of Starlette's that sends as many bytes
from memory, in many short turns. The bare route has two headers; ours has what every answer has (its tag, its terms for
other sites, versions, an id, what the address may still ask for), is counted, and takes a token of a bucket so large
that no one is refused. Both are served by the same command. Twenty readers change pages while a program asks for
stored answers 300 times a second, and while none does, in turns. The clients share the machine's cores with the server.
Loopback only; stops by itself within minutes.

Run: python benchmarks/bench_api.py [--without-readers]
"""

import argparse
import asyncio
import gzip
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Self

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bench_room import READERS, explore
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app
from indicators.store.dataset import open_dataset

KEPT = "/api/v1/observations?indicator=public_sewer&limit=100"
CONNECTIONS = 8
SECONDS, TURNS = 0.7, 15
UNREACHED = "1000000"
"""Requests a second that an address may send: tokens are taken as ever, and none is refused."""

MEANWHILE = 300
"""Requests a second while screens are measured."""

ROWS = 1_000


class Client:
    """A connection that stays open and asks one thing after the other."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("localhost", self._port, limit=2**22)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def get(self, path: str) -> tuple[int, bytes]:
        """Return the status and the body of an answer, compressed as it came."""
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        size = head.index(b"content-length:") + len(b"content-length:")
        return int(head[9:12]), await self._reader.readexactly(int(head[size : head.index(b"\r", size)]))


def never_asked() -> Iterator[str]:
    """Return questions with 1,000 rows and more, each of another span of years or another set of themes."""
    for first, last, words in itertools.product(range(1950, 2000), range(2015, 2036), ("", "&scale=city,country")):
        yield f"/api/v1/observations?limit={ROWS}&years={first}..{last}{words}"


async def made(server: Server, runs: int = 200) -> list[float]:
    """Return the seconds of pages that had to be made."""
    seconds = []
    async with Client(server.port) as client:
        await client.get(f"/api/v1/observations?limit={ROWS}")  # the rows of the language are made once
        for path in itertools.islice(never_asked(), runs):
            began = time.perf_counter()
            status, body = await client.get(path)
            seconds.append(time.perf_counter() - began)
            if status != 200 or gzip.decompress(body).count(b'"indicator":') != ROWS:
                raise RuntimeError(f"{path}: {status}, not a page of {ROWS} rows")
    return seconds


async def each_second(port: int, path: str) -> float:
    """Return how many answers a second come over several connections."""
    count, end = 0, time.perf_counter() + SECONDS

    async def one() -> None:
        nonlocal count
        async with Client(port) as client:
            while time.perf_counter() < end:
                status, _ = await client.get(path)
                if status != 200:
                    raise RuntimeError(f"{path}: {status}")
                count += 1

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - began)


async def turn(server: Server, path: str) -> tuple[float, float]:
    """Return how many answers a second came, and the processor seconds of the server for all of them."""
    before = server.busy()
    rate = await each_second(server.port, path)
    return rate, server.busy() - before


async def steadily(port: int, path: str, stop: asyncio.Event) -> int:
    """Ask for an answer so many times a second until asked to stop; return how many came."""
    count = 0
    async with Client(port) as client:
        began = time.perf_counter()
        while not stop.is_set():
            await client.get(path)
            count += 1
            await asyncio.sleep(max(0.0, began + count / MEANWHILE - time.perf_counter()))
    return count


async def screens(server: Server) -> tuple[list[float], list[float]]:
    """Return the seconds of page changes alone, and while a program asks."""
    await explore(server, 10)  # every page is made once
    server.settle()
    alone: list[float] = []
    during: list[float] = []
    for _ in range(3):  # in turns, so that a busy machine slows both
        alone += await explore(server, 12)
        stop = asyncio.Event()
        asking = asyncio.create_task(steadily(server.port, KEPT, stop))
        during += await explore(server, 12)
        stop.set()
        await asking
    return alone, during


async def measure(server: Server, bare: Server, without_readers: bool) -> None:
    """Run the measures on one server, beside a bare one, once it has made ahead what it makes after its start."""
    server.settle()
    seconds = await made(server)
    line(f"a page of {ROWS} observations, made, p50", percentile(seconds, 0.5) * 1e3, "ms")
    line(f"a page of {ROWS} observations, made, p95", percentile(seconds, 0.95) * 1e3, "ms", target="< 20 ms")
    turns = [(await turn(server, KEPT), await turn(bare, "/kept")) for _ in range(TURNS)]
    ours, plain = (median([rate for rate, _ in each]) for each in zip(*turns, strict=True))
    line("kept answers a second; a bare route of Starlette's", ours, "/s", plain, ">= 1000, ratio >= 0.5", digits=0)
    ours, plain = (sum(used for _, used in each) / sum(rate for rate, _ in each) for each in zip(*turns, strict=True))
    line("... processor time of the server for each", ours / SECONDS * 1e6, "us", plain / SECONDS * 1e6, "ratio <= 2")
    if not without_readers:
        alone, during = await screens(server)
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            line(
                f"{READERS} readers of screens, {MEANWHILE} requests/s, {name}; alone", percentile(during, share), "s",
                percentile(alone, share), "<= 1.1 times", digits=3,
            )  # fmt: skip
    line("most memory of the server", server.peak_memory(), "MiB", digits=0)


def main() -> None:
    """Start both servers and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--without-readers", action="store_true", help="leave the readers of screens out")
    options = parser.parse_args()
    open_dataset()  # a fault of the data ends the program here, with its words
    with the_app(INDICATORS_API_RATE=UNREACHED) as server:
        _, body = asyncio.run(_once(server.port))
        with the_app("benchmarks.bare_route_app", BARE_BYTES=str(len(body))) as bare:
            asyncio.run(measure(server, bare, options.without_readers))


async def _once(port: int) -> tuple[int, bytes]:
    async with Client(port) as client:
        return await client.get(KEPT)


if __name__ == "__main__":
    main()
