"""A hundred different comparisons, opened one after another by one reader: the server's memory and its time.

Each has another view, other indicators and other cities, chosen by a fixed draw, so that none was made
before. Memory is read at the start, after twenty, a hundred and two hundred: what is stored is bounded, so
it stops growing. The baseline is the memory at the start, with every opening page made and one comparison open.

Run: python benchmarks/bench_comparisons.py
"""

import asyncio
import random
import statistics
import sys
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app
from indicators.charts.comparison import VIEWS
from indicators.model.vocabulary import Level, Scale
from indicators.web import app_state

STOPS = (20, 100, 200)
"""After how many comparisons memory is read."""

FEWEST_PLACES = 6
"""Indicators of fewer places are left out: there is little to draw."""


def comparisons(count: int) -> list[str]:
    """Return queries of the compare page, each another one; the same on every run."""
    dataset = app_state.published_dataset()
    draw = random.Random(2030)
    cities = sorted(place.id for place in dataset.places.of_level(Level.CITY) if place.id != "casablanca")
    entries = [
        entry.id
        for entry in dataset.catalogue.values()
        if entry.scale is not Scale.FACILITY and dataset.of(entry.id)["place"].nunique() >= FEWEST_PLACES
    ]
    out: list[str] = []
    while len(out) < count:
        first, second = draw.sample(entries, 2)
        parameters = {"view": draw.choice(list(VIEWS)), "indicator": first, "lang": draw.choice(["en", "fr"])}
        if draw.random() < 0.5:
            parameters["also"] = second
        parameters["cities"] = ",".join(draw.sample(cities, 11))
        out.append(urlencode(parameters, safe=","))
    return list(dict.fromkeys(out))


async def opened(server: Server, queries: list[str]) -> tuple[dict[int, float], list[float]]:
    """Open the comparisons in turn; return the memory at the start and at each stop, and the milliseconds of each."""
    memory: dict[int, float] = {}
    milliseconds = []
    async with Reader(server.address) as reader:
        await reader.open("compare")
        memory[0] = server.memory()
        for number, query in enumerate(queries, 1):
            answer = await reader.open("compare", query)
            if answer.failed:
                raise RuntimeError(f"the comparison {query} failed")
            milliseconds.append(answer.seconds * 1e3)
            if number in STOPS:
                memory[number] = server.memory()
    return memory, milliseconds


def main() -> None:
    """Run the measures."""
    queries = comparisons(max(STOPS))
    with the_app() as server:
        server.settle()
        memory, milliseconds = asyncio.run(opened(server, queries))
    start = memory[0]
    for stop in STOPS:
        line(f"memory after {stop} different comparisons; at the start", memory[stop], "MiB", start, "flat")
    line("memory, 100 to 200 different comparisons", memory[200] - memory[100], "MiB", None, "flat")
    line("server, a comparison never made before, p50", statistics.median(milliseconds), "ms")
    line("server, a comparison never made before, p95", percentile(milliseconds, 0.95), "ms")


if __name__ == "__main__":
    main()
