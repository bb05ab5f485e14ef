"""An article of another site with five charts in sandboxed frames, as an editor would paste them."""

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Frame, expect

from tests.browser.conftest import WAIT
from tests.browser.visit import Visit

DOCUMENT = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")

CHARTS = (
    "public_sewer-rank?lang=fr",
    "public_sewer-rank?lang=ar",
    "network_efficiency-time?lang=en",
    "public_sewer-map?lang=fr",
    "population_agglomeration-time?lang=en",
)


@pytest.fixture(scope="module")
def server(own_address: str) -> str:
    """The application, which knows itself by the address it is asked by."""
    return own_address


PICTURE_WHOLE = "document.getElementById('picture').scrollHeight <= document.getElementById('picture').clientHeight + 1"


class Quiet(SimpleHTTPRequestHandler):
    """Serves the article without a line for each request."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def article(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the article, on another origin, with the code of oEmbed and the script of the document."""
    folder = tmp_path_factory.mktemp("article")
    codes = [
        httpx2.get(f"{server}/oembed", params={"url": f"{server}/c/{chart}"}, timeout=60).json()["html"]
        for chart in CHARTS
    ]
    (script,) = re.findall(r"^```js\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    codes = [code.replace(' loading="lazy"', "") for code in codes]
    page = f"<!doctype html><meta charset=utf-8><title>Article</title>{''.join(codes)}<script>{script}</script>"
    (folder / "index.html").write_text(page, encoding="utf-8")
    framing = f'<!doctype html><iframe src="{server}/c/public_sewer-rank"></iframe><iframe src="{server}/"></iframe>'
    bare = "".join(
        f'<iframe sandbox="allow-scripts" width="600" height="300" src="{server}/embed/{chart}"></iframe>'
        for chart in CHARTS
    )
    icon = '<link rel="icon" href="data:,">'
    scripts_alone = f"<!doctype html><meta charset=utf-8>{icon}<title>Article</title>{bare}<script>{script}</script>"
    (folder / "scripts_alone.html").write_text(scripts_alone, encoding="utf-8")
    (folder / "framing.html").write_text(framing, encoding="utf-8")
    still = f'<!doctype html><iframe width=600 height=600 sandbox="" src="{server}/embed/public_sewer-rank"></iframe>'
    (folder / "no_script.html").write_text(still, encoding="utf-8")
    served = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()


def until(frame: Frame, holds: str) -> None:
    """Wait until an expression holds in a frame whose policy lets nobody wait in it."""
    for _ in range(WAIT // 50):
        if frame.evaluate(holds):
            return
        frame.page.wait_for_timeout(50)
    pytest.fail(f"never came to hold: {holds}")


def test_five_charts_in_an_article(begin_visit: Callable[..., Visit], article: str, server: str) -> None:
    visit = begin_visit(article)
    sizes: list[int] = []
    visit.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    visit.page.goto(article)
    visit.page.wait_for_load_state("networkidle")
    frames = visit.page.frames[1:]
    assert len(frames) == len(CHARTS)
    for chart, frame in zip(CHARTS, frames, strict=True):
        record = httpx2.get(f"{server}/c/{chart.replace('?', '.json?')}", timeout=60).json()
        expect(frame.locator("h1")).to_have_text(record["claim"])
        expect(frame.locator(".source")).to_have_text(record["source"])
        expect(frame.locator(".verdict")).to_contain_text(record["verdict"]["name"])
        assert frame.evaluate("document.querySelector('img').naturalWidth") > 0
    # once its height has arrived, nothing of a frame scrolls; one out of sight may not be laid out before it is seen
    for number, frame in enumerate(frames):
        visit.page.locator("iframe").nth(number).scroll_into_view_if_needed()
        until(frame, "document.documentElement.scrollHeight <= innerHeight")
        until(frame, PICTURE_WHOLE)
    heights = visit.page.evaluate("[...document.querySelectorAll('iframe')].map(frame => frame.offsetHeight)")
    assert len(set(heights)) > 2
    assert visit.page.locator("figcaption").count() == len(CHARTS)
    assert visit.page.context.cookies(server) == []
    assert sum(sizes) < 500_000


def test_five_charts_in_the_dark_that_may_run_scripts_and_nothing_else(
    begin_visit: Callable[..., Visit], article: str
) -> None:
    visit = begin_visit(article, color_scheme="dark")
    visit.page.goto(f"{article}/scripts_alone.html")
    visit.page.wait_for_load_state("networkidle")
    frames = visit.page.frames[1:]
    assert len(frames) == len(CHARTS)
    for number, frame in enumerate(frames):
        visit.page.locator("iframe").nth(number).scroll_into_view_if_needed()
        until(frame, "document.documentElement.scrollHeight <= innerHeight")
        assert "theme=dark" in frame.evaluate("document.querySelector('img').currentSrc")
        assert frame.evaluate("document.querySelector('img').naturalWidth") > 0
        red, green, blue = frame.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
        )[:3]
        assert red + green + blue < 3 * 80
        assert frame.evaluate("origin") == "null"
    heights = visit.page.evaluate("[...document.querySelectorAll('iframe')].map(frame => frame.offsetHeight)")
    assert all(height > 300 for height in heights)
    assert visit.errors == []


def test_a_frame_without_any_script(begin_visit: Callable[..., Visit], article: str) -> None:
    visit = begin_visit(article)
    visit.page.goto(f"{article}/no_script.html")
    visit.page.wait_for_load_state("networkidle")
    (frame,) = visit.page.frames[1:]
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.locator("img")).to_be_visible()
    expect(frame.locator(".source")).to_be_visible()
    visit.errors.clear()  # that the script is not run is said


def test_other_pages_are_not_framed(begin_visit: Callable[..., Visit], article: str) -> None:
    page = begin_visit(article).page
    page.goto(f"{article}/framing.html")
    page.wait_for_load_state("networkidle")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"] * 2


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_word_is_cut_off_at_any_size(begin_visit: Callable[..., Visit], server: str, language: str) -> None:
    page = begin_visit(server).page
    page.goto(f"{server}/embed/network_efficiency-time?lang={language}")
    for width, height in ((300, 200), (300, 600), (600, 300), (900, 700)):
        page.set_viewport_size({"width": width, "height": height})
        cut = page.evaluate(
            """() => [...document.querySelectorAll('h1, .sub, .verdict, .source, .links a')].filter(part => {
                const box = part.getBoundingClientRect();
                const ends = document.documentElement;
                return box.height === 0 || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
                    || box.left < -1 || box.right > innerWidth + 1 || box.bottom + scrollY > ends.scrollHeight + 1;
            }).map(part => part.textContent)"""
        )
        assert cut == [], (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
