"""What the reader's own system asks for: colours of its own, more contrast, less motion."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from tests.browser.visit import Visit

PAGE = "/casablanca?lang=en&indicator=public_sewer"

RUNNING = """() => document.getAnimations().filter((one) => one.playState === 'running').length
  + [...document.querySelectorAll('.cs-html *')].filter(
    (part) => !/^0s(, 0s)*$/.test(getComputedStyle(part).transitionDuration)).length"""


def style(visit: Visit, selector: str, name: str) -> str:
    """Return one computed style of the first element of a selector."""
    value: str = visit.page.locator(selector).first.evaluate("(part, name) => getComputedStyle(part)[name]", name)
    return value


@pytest.fixture(scope="module")
def page_open(visit_of: Callable[..., Visit], app_address: str) -> Iterator[Visit]:
    """A page that is open while its reader changes the system's settings."""
    visit = visit_of(app_address, color_scheme="light")
    visit.open(PAGE)
    yield visit
    visit.end()
    assert visit.outside == []


@pytest.fixture
def asked(page_open: Visit) -> Iterator[Callable[..., Visit]]:
    """Have the system ask for something; afterwards it asks for nothing."""

    def ask(**settings: str) -> Visit:
        page_open.page.emulate_media(**settings)
        return page_open

    yield ask
    page_open.page.emulate_media(forced_colors="none", contrast="no-preference", reduced_motion="no-preference")


@pytest.fixture
def forced(asked: Callable[..., Visit]) -> Visit:
    """The page with the few colours that a system forces on every page."""
    return asked(forced_colors="active")


def test_what_is_chosen_is_seen_in_forced_colours(forced: Visit) -> None:
    for chosen in (".cs-nav a[aria-current]", ".cs-list a[aria-current]:visible", ".cs-chips a[aria-current]:visible"):
        assert style(forced, chosen, "outlineStyle") == "solid", chosen
        assert style(forced, chosen, "outlineWidth") == "3px", chosen
    other = ".cs-nav a:not([aria-current])"
    assert style(forced, other, "outlineStyle") == "none"


def test_swatches_keep_their_colours_in_forced_colours(forced: Visit) -> None:
    swatches = forced.page.locator(".cs-ranked i")
    assert swatches.count() > 4
    colours = {text.evaluate("part => getComputedStyle(part).backgroundColor") for text in swatches.all()}
    assert len(colours) >= 3


@pytest.mark.parametrize(("contrast", "same"), [("no-preference", False), ("more", True)])
def test_more_contrast_drops_the_greys(asked: Callable[..., Visit], contrast: str, same: bool) -> None:
    visit = asked(contrast=contrast)
    ink, muted = style(visit, "main h1", "color"), style(visit, ".cs-sub", "color")
    assert (ink == muted) is same


def test_nothing_moves_where_less_motion_is_asked_for(asked: Callable[..., Visit]) -> None:
    visit = asked(reduced_motion="reduce")
    assert visit.page.evaluate(RUNNING) == 0


@pytest.mark.parametrize(
    ("scheme", "marks", "paper"), [("dark", "attached", "rgb(18, 22, 27)"), ("light", "detached", "rgb(255, 255, 255)")]
)
def test_an_open_page_and_its_charts_follow_the_device(
    page_open: Visit, scheme: Literal["dark", "light"], marks: Literal["attached", "detached"], paper: str
) -> None:
    """Dark first: the page was opened on a light device."""
    page = page_open.page
    page.emulate_media(color_scheme=scheme)
    page.wait_for_selector(".cs-dark", state=marks)
    page_open.settle()
    assert style(page_open, ".stApp", "backgroundColor") == paper
    ink = page.locator(".js-plotly-plot").first.evaluate("plot => plot.layout.font.color")
    assert style(page_open, "h1", "color") == f"rgb({', '.join(str(int(ink[i : i + 2], 16)) for i in (1, 3, 5))})"
