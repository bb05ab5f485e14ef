"""What a reader waits for, in a real Chromium or Chrome: the first chart, a click, the bytes of a first visit.

Run: python benchmarks/bench_browser.py
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import line, percentile
from benchmarks.serving import the_app
from tests.browser.chromium import ARGUMENTS, MISSING, find_browser

CLICKS = 15
WIDE: ViewportSize = {"width": 1440, "height": 900}
DRAWN = """() => { const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
    return charts.length > 0 && charts.every(chart => chart.querySelector('.js-plotly-plot .main-svg')); }"""
QUIET = 300
"""Milliseconds without a change in any chart after which they count as drawn; not counted themselves."""

CLICK = """([href, quiet]) => new Promise(done => {
    const asked = new URL(href, location.href).searchParams;
    const names = ['view', 'indicator', 'also', 'peers', 'cities', 'year', 'to', 'within'];
    const begin = performance.now();
    const pictures = '[data-testid=stPlotlyChart], .cs-barsbox';
    let last = begin;
    const watch = new MutationObserver(changes => {
        const met = change => change.target.closest?.(pictures) || change.target.querySelector?.('.cs-barsbox');
        if (changes.some(met)) last = performance.now();
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
    const meant = foot => {
        const shown = new URL(foot.dataset.link).searchParams;
        return names.every(name => shown.get(name) === asked.get(name));
    };
    const look = () => {
        const now = performance.now();
        const feet = [...document.querySelectorAll('.cs-foot[data-link]')];
        const drawn = [...document.querySelectorAll(pictures)];
        const ready = drawn.length > 0 && feet.length > 0 && feet.every(meant)
            && drawn.every(part => part.matches('.cs-barsbox') || part.querySelector('.main-svg'));
        if ((ready && last > begin && now - last > quiet) || now - begin > 10000) {
            watch.disconnect();
            done(ready ? last - begin : -1);
        } else requestAnimationFrame(look);
    };
    [...document.querySelectorAll('a[data-go]')].find(link => link.getAttribute('href') === href).click();
    look();
})"""
"""Follows a link; the milliseconds until every chart of the new address is drawn, -1 where it never was."""

COMPARED = (
    "/compare?lang=en&view=rank&indicator=population_agglomeration&also=urban_centre_population"
    "&cities=rabat,paris,tokyo,lagos,cairo,tunis,dakar,nairobi,mumbai,madrid,istanbul"
)


def first_visit(browser: Browser, address: str) -> float:
    """Open the overview with nothing cached; return the bytes that came over the wire."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    page = context.new_page()
    received = [0.0]
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    network.on(
        "Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"]) * 0.75)
    )
    page.goto(address)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(1500)
    context.close()
    return sum(received)


def of_theme(page: Page) -> list[str]:
    """Return the addresses of the indicators listed on a theme page that draw a chart, the current one left out."""
    links: list[str] = page.eval_on_selector_all(
        ".cs-wide li:not(.cs-none) a[data-go]:not([aria-current])",
        "links => links.map(link => link.getAttribute('href'))",
    )
    return links[:CLICKS]


def of_comparison(page: Page) -> list[str]:
    """Return the addresses of the other views of a comparison of twelve cities, the first one last."""
    links: list[str] = page.eval_on_selector_all(
        ".cs-chips a[href*='view=']",
        "links => [...new Set(links.map(link => link.getAttribute('href')))]"
        ".filter(href => /view=(lines|slope|dumbbell|scatter|multiples|table)/.test(href) && !/year=|to=/.test(href))",
    )
    return links


def clicked(browser: Browser, address: str, path: str, choose: Callable[[Page], list[str]]) -> list[float]:
    """Click through the links of a page; return the milliseconds until each one's charts were drawn."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}{path}")
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(1000)
    seconds = []
    for href in choose(page):
        page.evaluate("document.querySelectorAll('.cs-wide details').forEach(group => { group.open = true; })")
        if not page.evaluate(
            "href => [...document.querySelectorAll('a[data-go]')].some(a => a.getAttribute('href') === href)", href
        ):
            continue
        spent = page.evaluate(CLICK, [href, QUIET])
        if spent > 0:
            seconds.append(spent)
        page.wait_for_timeout(300)
    context.close()
    return seconds


def show(name: str, known: list[float], new: list[float]) -> None:
    """Print the waits after a click: what was made before, then what was not."""
    target = "<= 400 ms"
    line(f"click to charts drawn, {name}, seen before, median of {len(known)}", statistics.median(known), "ms",
         target=target)  # fmt: skip
    line(f"click to charts drawn, {name}, seen before, p95", percentile(known, 0.95), "ms", target=target)
    line(f"click to charts drawn, {name}, never seen, median of {len(new)}", statistics.median(new), "ms")
    line(f"click to charts drawn, {name}, never seen, p95", percentile(new, 0.95), "ms")


def main() -> None:
    """Run the measures."""
    path = find_browser()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        waits = []
        for _ in range(3):
            start = time.perf_counter()
            with the_app() as server:
                context = browser.new_context(viewport=WIDE, locale="en-GB")
                page = context.new_page()
                page.goto(server.address)
                page.wait_for_function(DRAWN, timeout=60_000)
                waits.append(time.perf_counter() - start)
                context.close()
        # the foot of a chart says its address, by which a click is followed, where the server knows its own
        with the_app(INDICATORS_ADDRESS="http://figures.example") as server:
            server.settle()
            size = first_visit(browser, server.address)
            waited = {
                name: [clicked(browser, server.address, path, choose) for _ in range(3)]
                for name, path, choose in (("theme", "/land?lang=en", of_theme), ("compare", COMPARED, of_comparison))
            }
        browser.close()
    line("start of the server to the first chart, browser open", statistics.median(waits), "s", digits=2)
    line("first visit over the wire", size / 1e6, "MB", target="< 3 MB", digits=2)
    for name, (new, *known) in waited.items():
        show(name, [wait for turn in known for wait in turn], new)


if __name__ == "__main__":
    main()
