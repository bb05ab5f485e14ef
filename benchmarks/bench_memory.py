"""An hour of clicking in a few minutes: memory at the start, in the middle, at the end.

Readers come, change pages and go; all choices are made once before, so that what is stored from then on is
held for nothing. Also counted: how many figures the server builds for a second reader of the same pages.

Run: python benchmarks/bench_memory.py
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.counted_app import PATH
from benchmarks.reader import Reader
from benchmarks.report import line
from benchmarks.serving import Server, fetch, the_app
from indicators.model.vocabulary import Theme
from indicators.web import app_state

SESSIONS = 150
CHANGES = 20
AT_ONCE = 5


def visits() -> list[tuple[str, str]]:
    """Return forty pages with their queries: the overview and indicators of every theme, in both languages."""
    catalogue = app_state.published_dataset().catalogue
    chosen = [(str(of), f"indicator={entry.id}&lang={lang}") for of in Theme for entry in catalogue.of_theme(of)[:5]
              for lang in ("en", "fr")]  # fmt: skip
    return [("", "lang=en"), ("", "lang=fr"), *chosen[:38]]


async def session(server: Server, begin: int, pages: list[tuple[str, str]], changes: int) -> None:
    """Come, open pages in turn, go."""
    async with Reader(server.address) as reader:
        for step in range(changes):
            page, query = pages[(begin + step) % len(pages)]
            if (await reader.open(page, query)).failed:
                raise RuntimeError(f"the page {page}?{query} failed")


async def clicking(server: Server, pages: list[tuple[str, str]], sessions: int) -> None:
    """Let sessions come and go, a few at a time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(begin: int) -> None:
        async with turns:
            await session(server, begin * 7, pages, CHANGES)

    await asyncio.gather(*(one(begin) for begin in range(sessions)))


def main() -> None:
    """Run the measures."""
    pages = visits()
    with the_app("benchmarks.counted_app") as server:
        server.settle()
        asyncio.run(session(server, 0, pages, len(pages)))
        first = int(fetch(server, PATH))
        asyncio.run(session(server, 0, pages, len(pages)))
        second = int(fetch(server, PATH)) - first
        asyncio.run(clicking(server, pages, SESSIONS // 10))
        start = server.memory()
        asyncio.run(clicking(server, pages, SESSIONS // 2))
        middle = server.memory()
        asyncio.run(clicking(server, pages, SESSIONS // 2))
        end = server.memory()
        built = int(fetch(server, PATH)) - first - second
    count = SESSIONS // 2 * CHANGES
    line("figures built for a second reader; for the first", second, "", first, "0", digits=0)
    line(f"figures built in {2 * count} further page changes", built, "", None, "0", digits=0)
    line(f"memory after {count} page changes; at the start", middle, "MiB", start, "flat", digits=1)
    line(f"memory after {2 * count} page changes; at the start", end, "MiB", start, "flat", digits=1)


if __name__ == "__main__":
    main()
