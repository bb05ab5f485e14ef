"""Fifty readers at once for five minutes: memory at the start and at the end.

Each opens page after page, in both languages, and comes again in a new session now and then. The memory is taken once
every page was opened, at the end, and once all readers have left.

Run: python benchmarks/bench_soak.py [SECONDS]
"""

import asyncio
import itertools
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bench_memory import visits
from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app

READERS = 50
SECONDS = 300.0
STAY = 12
"""The pages that a reader opens in one session."""

THINKING = 2.0
"""The seconds between two pages of a reader."""


async def reader(server: Server, begin: int, pages: list[tuple[str, str]], until: float) -> list[float]:
    """Open pages in turn until the time is over, in one session after the other; return the seconds of each run."""
    turn, seconds = itertools.cycle(pages[begin % len(pages) :] + pages[: begin % len(pages)]), []
    while time.monotonic() < until:
        async with Reader(server.address) as session:
            for page, query in itertools.islice(turn, STAY):
                answer = await session.open(page, query)
                if answer.failed:
                    raise RuntimeError(f"the page {page}?{query} failed")
                seconds.append(answer.seconds)
                if time.monotonic() >= until:
                    break
                await asyncio.sleep(THINKING)
    return seconds


async def read(server: Server, pages: list[tuple[str, str]], seconds: float) -> list[float]:
    """Let all readers read; return the seconds of every run."""
    until = time.monotonic() + seconds
    runs = await asyncio.gather(*(reader(server, 7 * number, pages, until) for number in range(READERS)))
    return [second for run in runs for second in run]


def main(seconds: float) -> None:
    """Run the measure."""
    pages = visits()
    with the_app() as server:
        server.settle()
        # what is kept for every page is made once, and fifty sessions stand
        asyncio.run(read(server, pages, max(10.0, seconds / 5)))
        start = server.memory()
        runs = asyncio.run(read(server, pages, seconds))
        end = server.memory()
        server.settle()
        at_rest = server.memory()
    label = f"{READERS} readers, {seconds:.0f} s"
    line(f"{label}: page runs; of them p95 in ms", len(runs), "", 1000 * percentile(runs, 0.95), digits=0)
    line(f"{label}: memory at the end; at the start", end, "MiB", start, "1.1 x")
    line(f"{label}: memory once they left; at the start", at_rest, "MiB", start, "1.1 x")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
