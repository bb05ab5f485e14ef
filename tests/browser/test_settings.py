"""What the reader's own system asks for: colours of its own, more contrast, less motion."""

from collections.abc import Callable

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


@pytest.fixture
def forced(open_visit: Callable[..., Visit]) -> Visit:
    """A visit with the few colours that a system forces on every page."""
    visit = open_visit(forced_colors="active")
    visit.open(PAGE)
    return visit


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
def test_more_contrast_drops_the_greys(open_visit: Callable[..., Visit], contrast: str, same: bool) -> None:
    visit = open_visit(contrast=contrast)
    visit.open(PAGE)
    ink, muted = style(visit, "main h1", "color"), style(visit, ".cs-sub", "color")
    assert (ink == muted) is same


def test_nothing_moves_where_less_motion_is_asked_for(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit(reduced_motion="reduce")
    visit.open(PAGE)
    assert visit.page.evaluate(RUNNING) == 0


def test_an_open_page_follows_the_device_when_it_turns_dark(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit(color_scheme="light")
    visit.open(PAGE)
    before = style(visit, "h1", "color")
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_selector(".cs-dark", state="attached")
    assert style(visit, "h1", "color") != before
    visit.page.emulate_media(color_scheme="light")
    visit.page.wait_for_selector(".cs-dark", state="detached")
    assert style(visit, "h1", "color") == before
