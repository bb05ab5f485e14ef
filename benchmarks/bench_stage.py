"""The projector in a real Chromium or Chrome: from a key to the next slide on the screen, and opening a session.

Run: python benchmarks/bench_stage.py
"""

import sys
import time
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import line, percentile
from benchmarks.serving import the_app
from tests.browser.chromium import ARGUMENTS, MISSING, find_browser

PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
SESSIONS = ("water", "casablanca")
PAUSE = 1.0
"""Seconds that a slide stands at least, while its neighbours are drawn ahead."""

TIMED = """() => {
    window.slideTimes = [];
    addEventListener('keydown', () => {
        const begin = performance.now();
        const before = document.querySelector('.slide.shown');
        const look = () => {
            const shown = document.querySelector('.slide.shown');
            const empty = '.chart:not(.tabled):not(.alone):not(:has(.main-svg))';
            const drawn = shown && shown !== before && !shown.matches(empty);
            if (drawn) requestAnimationFrame(() => window.slideTimes.push(performance.now() - begin));
            else if (performance.now() - begin < 5000) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, true);
}"""
"""Notes the milliseconds from each key to the frame after the one that shows another slide, drawn."""


def walk(page: Page, keys: list[str], pause: float) -> list[float]:
    """Press keys one after the other; return the milliseconds until each showed its slide."""
    page.evaluate("window.slideTimes.length = 0")
    for key in keys:
        page.keyboard.press(key)
        time.sleep(pause)
    time.sleep(1)
    times: list[float] = page.evaluate("window.slideTimes")
    return times


def main() -> None:
    """Measure and print."""
    browser_path = find_browser()
    if browser_path is None:
        raise SystemExit(MISSING)
    with the_app() as server, sync_playwright() as playwright:
        server.settle()
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for session in SESSIONS:
            page = browser.new_page(viewport=PROJECTOR)
            address = f"{server.address}/live/{session}/screen?lang=en"
            for name in ("never seen", "made before"):
                begin = time.perf_counter()
                page.goto(address)
                page.wait_for_selector(".slide.shown h1")
                opened = time.perf_counter() - begin
                line(f"{session}: opened, {name}", opened, "s", digits=2)
            page.evaluate(TIMED)
            time.sleep(4)
            slides = page.evaluate("document.querySelectorAll('.slide').length")
            forward, back = ["PageDown"] * (slides - 1), ["PageUp"] * (slides - 1)
            for name, pause in (("at a speaker's pace", PAUSE), ("five keys a second", 0.2)):
                times = walk(page, [*forward, *back], pause)
                line(f"{session}: key to slide, median, {name}", percentile(times, 0.5), "ms", target="150 ms")
                line(f"{session}: key to slide, slowest of {len(times)}, {name}", max(times), "ms", target="150 ms")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
