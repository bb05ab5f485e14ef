"""The fixtures of the browser tests: one server and one browser for all, one visit for each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, MISSING, find_browser, is_required
from tests.browser.server import running_app
from tests.browser.visit import Visit

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# Playwright waits five seconds for what is expected; a busy machine takes longer.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, and leave it to the end: it takes longest."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser of this machine; without one the test skips, or fails where a browser is required."""
    path = find_browser()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def app_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, served from the project's own figures."""
    with running_app(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def open_visit(browser: Browser, app_address: str) -> Iterator[Callable[..., Visit]]:
    """Begin visits; each may set what a browser context takes (viewport, locale, colour scheme).

    After the test, a request to any other host fails it.
    """
    visits = []

    def begin(**settings: object) -> Visit:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", "service_workers": "block"} | settings)
        visits.append(Visit(context, app_address))
        return visits[-1]

    yield begin
    for visit in visits:
        visit.page.context.close()
    assert [url for visit in visits for url in visit.outside] == []


@pytest.fixture
def visit(open_visit: Callable[..., Visit]) -> Visit:
    """A visit on a wide screen, in English."""
    return open_visit()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the browser tests did not run."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests did not run: {MISSING}.")
