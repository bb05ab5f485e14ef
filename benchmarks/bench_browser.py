"""What a reader waits for, in a real Chromium or Chrome: the first chart, a click, the bytes of a first visit.

Run: python benchmarks/bench_browser.py
"""

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import line
from benchmarks.serving import the_app
from tests.browser.chromium import ARGUMENTS, MISSING, find_browser

CLICKS = 15
WIDE = {"width": 1440, "height": 900}
DRAWN = """() => { const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
    return charts.length > 0 && charts.every(chart => chart.querySelector('.js-plotly-plot .main-svg')); }"""
QUIET = 300
"""Milliseconds without a change in any chart after which they count as drawn; not counted themselves."""

CLICK = """([href, quiet]) => new Promise(done => {
    const wanted = new URL(href, location.href).searchParams.get('indicator');
    const begin = performance.now();
    let last = begin;
    const watch = new MutationObserver(changes => {
        if (changes.some(change => change.target.closest?.('[data-testid=stPlotlyChart]'))) last = performance.now();
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
    const look = () => {
        const now = performance.now();
        const heads = [...document.querySelectorAll('.cs-chart[data-figure]')];
        const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
        const drawn = charts.length > 0 && heads.every(head => head.dataset.figure.startsWith(wanted))
            && charts.every(chart => chart.closest(`[class*="st-key-${wanted}-"]`) && chart.querySelector('.main-svg'));
        if ((drawn && last > begin && now - last > quiet) || now - begin > 10000) {
            watch.disconnect();
            done(drawn ? last - begin : -1);
        } else requestAnimationFrame(look);
    };
    document.querySelector(`.cs-wide a[href="${href}"]`).click();
    look();
})"""


def first_visit(browser: Browser, address: str) -> float:
    """Open the overview with nothing kept; return the bytes that came over the wire."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    page = context.new_page()
    received = [0.0]
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    network.on(
        "Network.webSocketFrameReceived", lambda told: received.append(len(told["response"]["payloadData"]) * 0.75)
    )
    page.goto(address)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(1500)
    context.close()
    return sum(received)


def choices(page: Page) -> list[str]:
    """Return the addresses of the indicators listed on a theme page that draw a chart, the current one left out."""
    found: list[str] = page.eval_on_selector_all(
        ".cs-wide li:not(.cs-none) a[data-go]:not([aria-current])",
        "links => links.map(link => link.getAttribute('href'))",
    )
    return found


def clicked(browser: Browser, address: str) -> list[float]:
    """Click through indicators of a theme page; return the milliseconds until each one's charts were drawn."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/land")
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(1000)
    taken = []
    for href in choices(page):
        page.evaluate("document.querySelectorAll('.cs-wide details').forEach(group => { group.open = true; })")
        spent = page.evaluate(CLICK, [href, QUIET])
        if spent > 0:
            taken.append(spent)
        page.wait_for_timeout(300)
        if len(taken) == CLICKS:
            break
    context.close()
    return taken


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
        with the_app() as server:
            server.settle()
            size = first_visit(browser, server.address)
            new = clicked(browser, server.address)
            known = clicked(browser, server.address)
        browser.close()
    line("start of the server to the first chart, browser open", statistics.median(waits), "s", digits=2)
    line("first visit over the wire", size / 1e6, "MB", target="< 3 MB", digits=2)
    line(
        f"click to charts drawn, seen before, median of {len(known)}",
        statistics.median(known),
        "ms",
        target="<= 400 ms",
    )
    line("click to charts drawn, seen before, longest", max(known), "ms")
    line(f"click to charts drawn, never seen, median of {len(new)}", statistics.median(new), "ms")
    line("click to charts drawn, never seen, longest", max(new), "ms")


if __name__ == "__main__":
    main()
