"""What a phone on a slow line feels on a first visit: Slow 4G (1.6 Mbit/s, 150 ms), the processor slowed by four.

Of each page: the milliseconds until its sentence, its figures as text, a chart as a drawing, and the chart that answers
the pointer stand on the screen, and the bytes and requests until nothing more comes. Every page has a browser that has
cached nothing; the server has made the page once before, as for the second reader of it.

Run: python benchmarks/bench_felt.py [--pages /land,/c/waste_collected-rank] [--language fr] [--repeat 3]
"""

import argparse
import statistics
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import line
from benchmarks.serving import the_app
from tests.browser.chromium import ARGUMENTS, MISSING, find_browser

PHONE: ViewportSize = {"width": 390, "height": 844}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER = 4
PAGES = (
    "/",
    "/water",
    "/land",
    "/casablanca",
    "/world",
    "/sdg",
    "/compare",
    "/availability",
    "/c/waste_collected-rank",
)

WATCH = """() => {
    window.felt = {};
    const seen = (name, found) => { if (found && !(name in window.felt)) window.felt[name] = performance.now(); };
    const shown = (selector) => [...document.querySelectorAll(selector)].some((part) => part.checkVisibility({
        visibilityProperty: true, opacityProperty: true }) && part.getBoundingClientRect().height > 0);
    const look = () => {
        seen('sentence', shown('h1'));
        seen('figures', shown('h1') && /\\d/.test(document.querySelector('h1').closest('main, body').textContent));
        seen('chart', shown('.cs-drawn svg, #picture svg, .js-plotly-plot .main-svg, .cs-barsbox, .cs-matrix'));
        seen('live', shown('.js-plotly-plot .main-svg'));
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@dataclass(frozen=True)
class Felt:
    """One first visit: milliseconds until each thing stood on the screen, and what came over the wire."""

    times: dict[str, float]
    kilobytes: float
    requests: int


def visit(browser: Browser, address: str, quiet: float = 4000) -> Felt:
    """Open an address with nothing cached on a slow line; return what was felt until nothing came for so long."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    received = [0.0]
    requests: list[object] = []
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def note(request: dict[str, object]) -> None:
        requests.append(request)

    tools.on("Network.requestWillBeSent", note)
    tools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    tools.on(
        "Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"]) * 0.75)
    )
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="commit")
    while True:
        count = len(received)
        page.wait_for_timeout(quiet)
        if len(received) == count:
            break
    times = page.evaluate("window.felt")
    context.close()
    return Felt(times, sum(received) / 1e3, len(requests))


def main() -> None:
    """Run the measures."""
    call = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    call.add_argument("--pages", default=",".join(PAGES), help="paths, separated by commas")
    call.add_argument("--language", default="fr")
    call.add_argument("--repeat", type=int, default=3)
    call.add_argument("--at", default="", help="the address of a server that runs already")
    options = call.parse_args()
    path = find_browser()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        if options.at:
            measure(browser, options.at, options)
        else:
            with the_app() as server:
                server.settle()
                measure(browser, server.address, options)
        browser.close()


def measure(browser: Browser, server: str, options: argparse.Namespace) -> None:
    """Print the medians of every page."""
    for page in options.pages.split(","):
        address = f"{server}{page}{'&' if '?' in page else '?'}lang={options.language}"
        urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"})).read()
        visits = [visit(browser, address) for _ in range(options.repeat)]
        plain = page.startswith("/c/")
        for name, target in (
            ("sentence", 2500), ("figures", 2500), ("chart", 4000 if plain else 8000), ("live", None),
        ):  # fmt: skip
            times = [felt.times.get(name, float("nan")) for felt in visits]
            line(f"{page}, {name}", statistics.median(times), "ms", target=f"<= {target} ms" if target else "")
        line(f"{page}, over the wire", statistics.median(felt.kilobytes for felt in visits), "kB", target="< 1200 kB")
        line(f"{page}, requests", statistics.median(felt.requests for felt in visits), "")


if __name__ == "__main__":
    main()
