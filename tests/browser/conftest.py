"""The fixtures of the browser tests: a server, a browser and a context for each kind of screen, all shared."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, MISSING, find_browser, is_required
from tests.browser.stage import address, at_the_beginning, data, keys, open_page
from tests.browser.visit import Visit
from tests.helpers.serving import running_app

__all__ = ["address", "at_the_beginning", "data", "keys", "open_page"]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

OF_A_PAGE = {"color_scheme", "reduced_motion", "forced_colors", "contrast"}
"""The settings that one page of a context may have, and another not."""

# Playwright waits five seconds for what is expected, thirty for the rest; a busy machine takes longer.
WAIT = 90_000
expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser of this machine; without one the test skips, or fails where a browser is required."""
    path = find_browser()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=2 * WAIT)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def app_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, served from the project's own figures."""
    with running_app(
        tmp_path_factory.mktemp("server") / "log.txt",
        INDICATORS_CONTACT="data@example.org",
        INDICATORS_ADDRESS="https://indicators.example.org",
    ) as address:
        yield address


@pytest.fixture(scope="package")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is brought to the server of `own_address`."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="package")
def own_address(own_folder: Path) -> Iterator[str]:
    """The address of a server at which the reader sits, who may publish there; no test of it accepts figures."""
    with running_app(own_folder / "log.txt", INDICATORS_DATA=str(own_folder), INDICATORS_LOCAL="1") as address:
        yield address


@pytest.fixture(scope="package")
def context_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Give the browser's context for an address with certain settings (locale, touch); tests share what it loaded.

    A page in a context of its own costs three times the work: all scripts are fetched and compiled again.
    """
    contexts: dict[str, BrowserContext] = {}

    def context(address: str, **settings: object) -> BrowserContext:
        settings = {"viewport": WIDE, "locale": "en-GB", "service_workers": "block"} | settings
        key = repr(sorted(settings.items()))
        if key not in contexts:
            contexts[key] = browser.new_context(**settings)
            contexts[key].set_default_timeout(WAIT)
            # The tour would stand over what a test clicks; its own tests begin without this.
            contexts[key].add_init_script("try { localStorage.setItem('casablanca-tour', 'seen') } catch {}")
            # With its last page of a site a process would end, and with it what it has compiled.
            contexts[key].new_page().goto(f"{address}/healthz")
        return contexts[key]

    yield context
    for opened in contexts.values():
        opened.close()


@pytest.fixture(scope="package")
def visit_of(context_of: Callable[..., BrowserContext]) -> Callable[..., Visit]:
    """Begin visits of an address: what a page can be set to (size, what it emulates) needs no context of its own."""

    def begin(address: str, **settings: object) -> Visit:
        told = {name: settings.pop(name) for name in OF_A_PAGE & settings.keys()}
        viewport = settings.pop("viewport", WIDE)
        visit = Visit(context_of(address, **settings), address)
        visit.page.set_viewport_size(viewport)
        visit.page.emulate_media(**told)
        return visit

    return begin


@pytest.fixture
def begin_visit(visit_of: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Begin visits of the application at an address; each may set what a context takes.

    After the test, a request to any other host fails it.
    """
    visits = []

    def begin(address: str, **settings: object) -> Visit:
        visits.append(visit_of(address, **settings))
        return visits[-1]

    yield begin
    for visit in visits:
        visit.end()
    assert [url for visit in visits for url in visit.outside] == []


@pytest.fixture
def open_visit(begin_visit: Callable[..., Visit], app_address: str) -> Callable[..., Visit]:
    """Begin visits of the application that all tests share."""
    return partial(begin_visit, app_address)


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
