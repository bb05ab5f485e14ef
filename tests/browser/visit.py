"""One reader's visit: a browser page that reaches this machine only, and what went wrong in it."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, TimeoutError

IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
BEGUN = "[data-testid=stMain] [data-testid=stElementContainer]"
DRAWN = """() => !document.querySelector('#cs-first, [data-testid=stSkeleton]') &&
    [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(
        chart => chart.querySelector('.js-plotly-plot .main-svg'))"""

STATE = """() => ({
    seen: document.visibilityState, wide: innerWidth, high: innerHeight,
    first: Boolean(document.querySelector('#cs-first')),
    app: document.querySelector('[data-testid=stApp]')?.getBoundingClientRect().height,
    drawn: [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart =>
        Boolean(chart.querySelector('.main-svg'))),
})"""
"""What of a page is there, for the words of a failure."""

RUN_BEGINS = """() => {
    window.ranAgain = false;
    const inPlot = node => (node.closest ? node : node.parentElement)?.closest('.js-plotly-plot');
    new MutationObserver((changes, watching) => {
        if (changes.every(change => inPlot(change.target))) return;
        window.ranAgain = true;
        watching.disconnect();
    }).observe(document.querySelector('[data-testid=stApp]'), {
        attributes: true, attributeFilter: ['data-test-script-state'],
        childList: true, characterData: true, subtree: true,
    });
}"""
"""Notes that the script ran again: its state changed, or the page where a busy browser saw begin and end at once."""

HERE = {"localhost", "127.0.0.1", "::1"}


class Visit:
    """A page of the application in a browser, which finds no other host.

    `outside` lists the addresses it asked other hosts for, `errors` the
    browser's own error messages, `failed` the requests that came to nothing.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.failed: list[str] = []
        self.page = context.new_page()
        self.page.on("request", lambda request: self._is_here(request.url) or self.outside.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", lambda request: self._note(request.url, str(request.failure)))
        self.page.on("response", lambda answer: answer.status >= 400 and self._note(answer.url, str(answer.status)))
        self.page.on("websocket", lambda stream: self._is_here(stream.url) or self.outside.append(stream.url))

    def open(self, path: str = "/") -> None:
        """Go to a page of the application and wait until it is complete."""
        self.page.goto(self.address + path)
        self.settle()

    def end(self) -> None:
        """Close the page, and leave the context to the next test as it was."""
        self.page.close()
        self.page.context.set_offline(False)
        self.page.context.clear_cookies()

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn."""
        try:
            self.page.wait_for_selector(BEGUN, state="attached")
            self.page.wait_for_selector(IDLE)
            self.page.wait_for_function(DRAWN)
        except TimeoutError as error:
            state = self.page.evaluate(STATE)
            raise AssertionError(f"{self.page.url} is not complete: {state}; {self.errors}; {self.failed}") from error

    def lead(self, act: Callable[[], object]) -> None:
        """Do what leads to another page or choice; wait until the script ran again, or another document is there."""
        self.page.evaluate(RUN_BEGINS)
        act()
        self.page.wait_for_function("window.ranAgain !== false")
        self.settle()

    def assert_sound(self) -> None:
        """Fail on an exception, an empty page or picture, an error of the browser, a request that failed or left."""
        exceptions = self.page.locator("[data-testid=stException]")
        assert exceptions.count() == 0, exceptions.inner_text()
        assert self.page.locator("[data-testid=stMain]").inner_text().strip()
        for figure in self.page.locator(".js-plotly-plot").all():
            assert figure.evaluate("figure => figure.data.some(trace => (trace.x || trace.y || []).length > 0)")
        assert self.errors == []
        assert self.failed == []
        assert self.outside == []

    def _is_here(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("data", "blob", "about") or parts.hostname in HERE

    def _note(self, url: str, reason: str) -> None:
        if self._is_here(url) and "ERR_ABORTED" not in reason:
            self.failed.append(f"{url}: {reason}")


def in_light(visit: Visit, scheme: Literal["light", "dark"]) -> None:
    """Have the device of a page turn light or dark, and wait until the page and its charts have followed."""
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.wait_for_selector(".cs-dark", state="attached" if scheme == "dark" else "detached")
    visit.settle()
