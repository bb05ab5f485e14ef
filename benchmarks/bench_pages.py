"""The time the server takes for a page that was made before, by real sessions over the websocket.

One reader changes between pages; measured is from the asking to the last message. The baseline is a page
of one word, served in the same way: what Streamlit costs by itself on this machine.

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
from indicators.charts.comparison import VIEWS
from indicators.model.vocabulary import Theme

ROUNDS = 60
Page = tuple[str, str]
"""The address of a page and its query."""

CITIES = "rabat,paris,tokyo,lagos,cairo,tunis,dakar,nairobi,mumbai,madrid,istanbul"
PLAIN: list[Page] = [("", ""), *((str(theme), "") for theme in Theme)]
WIDE: list[Page] = [
    *(
        ("compare", f"view={view}&indicator=open_public_space_share&also=people_near_open_space&cities={CITIES}")
        for view in VIEWS
    ),
    ("compare", f"view=lines&indicator=population_agglomeration&cities={CITIES}"),
    ("compare", f"view=multiples&indicator=population_agglomeration&cities={CITIES}"),
    ("availability", ""),
    ("availability", "gap=not_here"),
    ("sdg", ""),
]


async def changes(server: Server, pages: list[Page]) -> dict[Page, list[float]]:
    """Return the milliseconds of each page, asked for in turn by one reader, each once before."""
    times: dict[Page, list[float]] = {page: [] for page in pages}
    async with Reader(server.address) as first:
        for page in pages:
            await first.open(*page)
    async with Reader(server.address) as reader:
        for turn in range(ROUNDS + 1):
            for page in pages:
                answer = await reader.open(*page)
                if answer.failed:
                    raise RuntimeError(f"the page {page} failed")
                if turn:
                    times[page].append(answer.seconds * 1e3)
    return times


def name_of(page: Page) -> str:
    """Return the name of a page as the report prints it."""
    address, query = page
    parts = [part.split("=", 1)[1] for part in query.split("&") if part.startswith(("view=", "gap="))]
    time = ["population"] if "population" in query else []
    return ", ".join([address or "overview", *parts, *time])


def main() -> None:
    """Run the measures."""
    with the_app("benchmarks.empty_app") as server:
        empty = asyncio.run(changes(server, [("", "")]))["", ""]
    with the_app() as server:
        server.settle()
        plain = asyncio.run(changes(server, PLAIN))
        wide = asyncio.run(changes(server, WIDE))
    base = statistics.median(empty)
    for page, times in plain.items():
        line(f"server, {name_of(page)}, made before, p50; empty page", statistics.median(times), "ms", base, "<= 15 ms")
    together = [time for page, times in plain.items() for time in times if page[0]]
    line("server, theme pages, p50", statistics.median(together), "ms", base, "<= 15 ms")
    line("server, theme pages, p95", percentile(together, 0.95), "ms", percentile(empty, 0.95))
    for page, times in wide.items():
        line(f"server, {name_of(page)}, made before, p50", statistics.median(times), "ms", base, "< 60 ms")
    together = [time for times in wide.values() for time in times]
    line("server, compare, availability, SDG together, p95", percentile(together, 0.95), "ms",
         percentile(empty, 0.95), "< 60 ms")  # fmt: skip


if __name__ == "__main__":
    main()
