"""Many different addresses: memory of the server before and after, and how much of it the finished pages take.

A reader opens one address after another, each of them once: indicators, peer sets, cities chosen by hand, years,
languages, both themes. What is stored for a second reader must stay within its limit, however many addresses there are.

Run: python benchmarks/bench_addresses.py [how many, 2500 unless given]
"""

import asyncio
import itertools
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line
from benchmarks.serving import Server, the_app
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Level, Theme
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import page_cache

HOW_MANY = 2_500
READERS = 2
LIMIT = 700
"""MiB that the server may take after all addresses."""


def addresses(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield pages, queries and themes, none twice, in an order that mixes the pages."""
    chance = random.Random(7)
    cities = [place.id for place in dataset.places.of_level(Level.CITY) if place.id != dataset.home.city]
    indicators = [entry for entry in dataset.catalogue.values() if len(dataset.of(entry.id))]
    for turn in itertools.count():
        entry = chance.choice(indicators)
        language = chance.choice(SCREEN_LANGUAGES)
        by_hand = tuple(sorted(chance.sample(cities, 5)))
        request = ChartRequest(language, peers=BY_HAND, cities=by_hand)
        page = ("", *Theme, "world", "sdg", "compare", dataset.home.address, "availability", "sources")[turn % 11]
        if page in set(Theme):
            page = entry.theme
        if page not in ("", dataset.home.address, "world", "availability"):
            request = ChartRequest(language, indicator=entry.id, peers=BY_HAND, cities=by_hand)
        if page == "compare":
            request = ChartRequest(
                language,
                indicator=entry.id,
                peers=BY_HAND,
                cities=by_hand,
                view=chance.choice(("rank", "table", "lines")),
            )
        yield page, address(page, request).partition("?")[2], chance.choice(("light", "dark"))


async def opening(server: Server, listed: Iterator[tuple[str, str, str]]) -> int:
    """Open address after address, in sessions of twenty; return how many were not answered well."""
    failed = 0
    while batch := list(itertools.islice(listed, 20)):
        async with Reader(server.address) as reader:
            for page, query, scheme in batch:
                reader.scheme = scheme
                failed += (await reader.open(page, query)).failed
    return failed


async def all_readers(server: Server, listed: list[tuple[str, str, str]]) -> int:
    """Share the addresses among a few readers."""
    return sum(await asyncio.gather(*(opening(server, iter(listed[n::READERS])) for n in range(READERS))))


def main(how_many: int) -> None:
    """Open the addresses in steps and print the memory after each."""
    dataset = app_state.published_dataset()
    listed = list(itertools.islice(addresses(dataset), how_many))
    with the_app() as server:
        server.settle()
        line("memory before", server.memory(), "MiB", digits=0)
        began, failed, step = time.perf_counter(), 0, max(1, how_many // 5)
        for first in range(0, how_many, step):
            failed += asyncio.run(all_readers(server, listed[first : first + step]))
            line(f"memory after {min(first + step, how_many)} addresses", server.memory(), "MiB", digits=0)
        line("an address", (time.perf_counter() - began) / how_many * 1000, "ms", digits=0)
        line("addresses that were not answered", failed, "", target="0", digits=0)
        line("limit of finished pages", page_cache.budget() / 1e6, "MB", digits=0)
        line("most memory", server.peak_memory(), "MiB", target=f"at most {LIMIT}", digits=0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY)
