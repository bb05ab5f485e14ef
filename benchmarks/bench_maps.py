"""The maps: the server's time for a selection, its bytes on the wire, and the wait from a click to the drawn map.

All selections were made before, as they are after the first readers. Measured are the district map and the
map of the world, each with its page: choices, list, table, notes. The baseline is the district map as one
would first write it in Streamlit (plain_map_app.py), with nothing on its page but the map and a button a
district.

Run: python benchmarks/bench_maps.py
"""

import asyncio
import statistics
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reader import Reader
from benchmarks.report import line, percentile
from benchmarks.serving import Server, the_app
from indicators.charts.request import ChartRequest, cities_of
from indicators.maps import districts
from indicators.model.vocabulary import Level
from indicators.web import app_state
from tests.browser.chromium import ARGUMENTS, MISSING, find_browser

ROUNDS = 40
CLICKS = 15
WIDE: ViewportSize = {"width": 1440, "height": 900}
QUIET = 300
"""Milliseconds without a change in any chart after which they count as drawn; not counted themselves."""

CLICK = """([selector, chosen, quiet]) => new Promise(done => {
    const begin = performance.now();
    let last = begin;
    const watch = new MutationObserver(changes => {
        if (changes.some(change => change.target.closest?.('[data-testid=stPlotlyChart]'))) last = performance.now();
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
    const look = () => {
        const now = performance.now();
        const there = last > begin && (!chosen || document.querySelector(chosen));
        if ((there && now - last > quiet) || now - begin > 10000) {
            watch.disconnect();
            done(there ? last - begin : -1);
        } else requestAnimationFrame(look);
    };
    document.querySelector(selector).click();
    look();
})"""
DRAWN = "() => document.querySelector('.js-plotly-plot .main-svg')"


def selections() -> dict[str, tuple[str, list[str]]]:
    """Return of each map its page with the map shown, and the parts or places that can be selected on it."""
    dataset = app_state.published_dataset()
    return {
        "casablanca": ("indicator=public_sewer&lang=en&district=", list(districts.parts_of(dataset, Level.DISTRICT))),
        "world": ("indicator=population_agglomeration&lang=en&place=", list(cities_of(dataset, ChartRequest()))),
    }


async def asked(server: Server, page: str, queries: list[str]) -> tuple[list[float], list[float]]:
    """Return milliseconds and kilobytes on the wire of selections, each asked for once before."""
    async with Reader(server.address) as first:
        for query in queries:
            await first.open(page, query)
    times, sizes = [], []
    async with Reader(server.address) as reader:
        await reader.open(page, queries[0])
        for turn in range(ROUNDS):
            before = reader.received
            answer = await reader.open(page, queries[1 + turn % (len(queries) - 1)])
            if answer.failed:
                raise RuntimeError(f"the page {page!r} failed")
            times.append(answer.seconds * 1e3)
            # What a reader has had before comes as a reference: the bytes are those of a first selection.
            if turn < len(queries) - 1:
                sizes.append((reader.received - before) / 1e3)
    return times, sizes


def clicked(address: str, lines: list[tuple[str, str]]) -> list[float]:
    """Return the milliseconds from each click to the map drawn again; the first ones only wake the page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        page = browser.new_context(viewport=WIDE, locale="en-GB").new_page()
        page.goto(address)
        page.wait_for_function(DRAWN, timeout=60_000)
        page.wait_for_timeout(1500)
        seconds = []
        for selector, chosen in lines:
            spent = page.evaluate(CLICK, [selector, chosen, QUIET])
            if spent > 0:
                seconds.append(spent)
            page.wait_for_timeout(200)
        browser.close()
    return seconds[2:]


def main() -> None:
    """Run the measures."""
    if find_browser() is None:
        sys.exit(MISSING)
    maps = selections()
    parts = maps["casablanca"][1]
    with the_app("benchmarks.plain_map_app") as server:
        plain_times, plain_sizes = asyncio.run(asked(server, "", [f"district={place}" for place in parts]))
        plain_clicks = clicked(server.address, [(f".st-key-{place} button", "") for place in parts[: CLICKS + 2]])
    results = {}
    with the_app() as server:
        server.settle()
        for page, (query, places) in maps.items():
            times, sizes = asyncio.run(asked(server, page, [query + place for place in places]))
            lines = [
                (f'a[data-hold="{place}"]', f'a[data-hold="{place}"][aria-current]') for place in places[: CLICKS + 2]
            ]
            results[page] = (times, sizes, clicked(f"{server.address}/{page}?{query.rsplit('&', 1)[0]}", lines))
    for page, (times, sizes, clicks) in results.items():
        plain = statistics.median(plain_times)
        line(f"{page}: server, a selection made before, p50", statistics.median(times), "ms", plain, "<= 40 ms")
        line(f"{page}: server, a selection made before, p95", percentile(times, 0.95), "ms",
             percentile(plain_times, 0.95), "<= 40 ms")  # fmt: skip
        line(f"{page}: a selection on the wire, p50", statistics.median(sizes), "kB",
             statistics.median(plain_sizes), "<= 120 kB")  # fmt: skip
        line(f"{page}: a selection on the wire, largest", max(sizes), "kB", max(plain_sizes), "<= 120 kB")
        line(f"{page}: click to map drawn, median of {len(clicks)}", statistics.median(clicks), "ms",
             statistics.median(plain_clicks), "<= 400 ms")  # fmt: skip
        line(f"{page}: click to map drawn, longest", max(clicks), "ms", max(plain_clicks), "<= 400 ms")


if __name__ == "__main__":
    main()
