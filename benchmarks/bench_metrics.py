"""What counting costs: theme pages by real sessions and a plain page by HTTP, with the metrics and without them.

Two servers of the same code run beside each other and are asked in turns, so that a busy machine slows both.

Run: python benchmarks/bench_metrics.py
"""

import asyncio
import http.client
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line
from benchmarks.serving import Server, the_app
from indicators.model.vocabulary import Theme

ROUNDS = 60
REQUESTS = 2_000
BLOCK = 100
PLAIN = "/c/public_sewer-rank?lang=en"

Pair = tuple[Server, Server]


async def pages(servers: Pair) -> tuple[list[float], list[float]]:
    """Return the milliseconds of theme pages made before, of the server that counts and of the one that does not."""
    times: tuple[list[float], list[float]] = ([], [])
    async with Reader(servers[0].address) as counting, Reader(servers[1].address) as bare:
        for turn in range(ROUNDS + 1):
            for page in map(str, Theme):
                for index, reader in enumerate((counting, bare)):
                    answer = await reader.open(page, "")
                    if answer.failed:
                        raise RuntimeError(f"the page {page} failed")
                    if turn:
                        times[index].append(answer.seconds * 1e3)
    return times


def requests(servers: Pair) -> tuple[float, float]:
    """Return the microseconds of an answer that is stored, the median of blocks asked for in turns, of both servers."""
    blocks: tuple[list[float], list[float]] = ([], [])
    connections = [http.client.HTTPConnection("localhost", server.port) for server in servers]
    for _ in range(REQUESTS // BLOCK + 1):
        for index, connection in enumerate(connections):
            began = time.perf_counter()
            for _ in range(BLOCK):
                connection.request("GET", PLAIN)
                connection.getresponse().read()
            blocks[index].append((time.perf_counter() - began) / BLOCK * 1e6)
    return statistics.median(blocks[0][1:]), statistics.median(blocks[1][1:])


def main() -> None:
    """Run the measures."""
    with the_app() as counting, the_app("benchmarks.uncounted_app") as bare:
        for server in (counting, bare):
            server.settle()
        ours, plain = asyncio.run(pages((counting, bare)))
        line("theme page, made before, with metrics, p50; without", statistics.median(ours), "ms",
             statistics.median(plain), "<= 1.03 times", 2)  # fmt: skip
        with_metrics, without = requests((counting, bare))
        line("plain page, kept, with metrics, p50; without", with_metrics, "µs", without, "<= 1.10 times", 0)


if __name__ == "__main__":
    main()
