"""A visit to a page without a browser: Streamlit's own test client, on the project's own data."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import orjson
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from pages.shared.registry import published_entries
from tests.helpers.serving import PATIENCE

ROOT = Path(__file__).parents[2]

# For each visit Streamlit's test client would go through all packages that are installed, in search of components: that
# takes longer than most pages. Which are installed does not change.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def _wait(runner: LocalScriptRunner, timeout: float) -> None:
    """Wait until a run has ended, in place of asking every millisecond, which takes time from the run itself."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        raise TimeoutError(f"expected: a page drawn within {timeout} s; found: {runner.script_path} is still running")


local_script_runner.require_widgets_deltas = _wait


def script_at(address: str) -> str:
    """Return the script of the page at an address."""
    return next(f"pages/{entry.script}" for entry in published_entries() if entry.address == address)


class Visit:
    """One page as a reader gets it: its markup, its charts, its words."""

    def __init__(self, address: str = "", **query: str) -> None:
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
        if address:
            # A page's own hash is that of its address; `switch_page` would ask for a first run, to know the pages.
            self.app._page_hash = calc_hash(address)
        self.app.query_params.clear()
        for name, value in query.items():
            self.app.query_params[name] = value
        self.app.run()

    @property
    def html(self) -> str:
        """The page's own markup."""
        return "\n".join(element.proto.body for element in self.app.get("html"))

    @property
    def words(self) -> str:
        """The text of the markup."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).replace("\u00a0", " ").split())

    @property
    def specs(self) -> list[dict]:
        """The charts as the browser gets them."""
        return [orjson.loads(element.proto.spec) for element in self.app.get("plotly_chart")]

    @property
    def links(self) -> list[str]:
        """The addresses of the links that stay within the application."""
        return [unescape(link) for link in re.findall(r'href="([^"]*)" data-go', self.html)]

    def headings(self, level: int) -> list[str]:
        """Return the headings of a level."""
        return [
            " ".join(unescape(re.sub(r"<[^>]*>", "", text)).replace("\u00a0", " ").split())
            for text in re.findall(rf"<h{level}>(.*?)</h{level}>", self.html, re.DOTALL)
        ]

    def assert_sound(self) -> None:
        """Fail on an exception and on a chart without a trace."""
        assert [error.message for error in self.app.exception] == []
        assert self.html.strip()
        for spec in self.specs:
            assert any(trace.get("x") for trace in spec["data"])
