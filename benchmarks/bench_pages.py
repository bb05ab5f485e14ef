"""The time the server takes for a page that was made before, by real sessions over the websocket.

One reader changes between the theme pages; measured is from the asking to the last message. The baseline
is a page of one word, served in the same way: what Streamlit costs by itself on this machine.

Run: python benchmarks/bench_pages.py
"""

import asyncio
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app
from indicators.vocabulary import Theme

ROUNDS = 60


async def changes(server: Server, pages: list[str]) -> dict[str, list[float]]:
    """Return the milliseconds of each page, asked for in turn by one reader, each once before."""
    taken: dict[str, list[float]] = {page: [] for page in pages}
    async with Reader(server.address) as first:
        for page in pages:
            await first.open(page)
    async with Reader(server.address) as reader:
        for turn in range(ROUNDS + 1):
            for page in pages:
                answer = await reader.open(page)
                if answer.failed:
                    raise RuntimeError(f"the page {page!r} failed")
                if turn:
                    taken[page].append(answer.seconds * 1e3)
    return taken


def main() -> None:
    """Run the measures."""
    with the_app("benchmarks.empty_app") as server:
        empty = asyncio.run(changes(server, [""]))[""]
    with the_app() as server:
        server.settle()
        taken = asyncio.run(changes(server, ["", *Theme]))
    base = statistics.median(empty)
    for page, times in taken.items():
        name = page or "overview"
        line(f"server, page {name}, made before, p50; empty page", statistics.median(times), "ms", base, "<= 15 ms")
    together = [time for page, times in taken.items() for time in times if page]
    line("server, theme pages, p50", statistics.median(together), "ms", base, "<= 15 ms")
    line("server, theme pages, p95", percentile(together, 0.95), "ms", percentile(empty, 0.95))


if __name__ == "__main__":
    main()
