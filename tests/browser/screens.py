"""Every screen there is, in every language, scheme and width: for the tests that hold of all of them."""

import os
from dataclasses import dataclass

from indicators.language.locales import SCREEN_LANGUAGES
from tests.browser.visit import Visit

APP = (
    "/", "/water", "/water?indicator=network_efficiency", "/energy", "/land?indicator=green_area_per_person",
    "/carbon?indicator=carbon_footprint_per_person", "/casablanca?indicator=public_sewer", "/world", "/sdg",
    "/sdg?indicator=network_efficiency", "/compare", "/compare?view=table", "/compare?view=slope",
    "/compare?view=dumbbell", "/compare?view=scatter", "/compare?view=multiples", "/water?peers=by_hand",
    "/availability", "/sources", "/data", "/sessions", "/changes", "/operator", "/present?indicator=public_sewer",
)  # fmt: skip
"""The pages of the application, each as it opens, with the charts that differ in kind."""

PLAIN = (
    "/c/network_efficiency-time", "/c/public_sewer-map", "/c/no_such-rank", "/accessibility", "/programme",
    "/live/water", "/live/nowhere", "/live/water/questions", "/glossary", "/api/v1", "/embed/public_sewer-rank",
    "/embed/network_efficiency-time", "/embed/no_such-rank", "/still/public_sewer/casablanca/2024",
    "/still/public_sewer-rank", "/still/nowhere",
)  # fmt: skip
"""The plain pages that need no key."""

ROOM = (
    "/live/water/screen", "/live/water/presenter", "/live/water/clicker", "/live/water/kiosk",
    "/live/water/moderator", "/live/water/minutes",
)  # fmt: skip
"""The pages of a room for those with a speaker's key."""

WIDTHS = (320, 360, 390, 768, 1280, 1440, 1920)
"""Phones, a tablet, a projector, desks; 320 is also what a screen of 1280 shows at 400 %."""


@dataclass(frozen=True)
class Screen:
    """A page as one reader sees it."""

    path: str
    language: str
    scheme: str
    width: int

    @property
    def address(self) -> str:
        """Its address, in its language."""
        return f"{self.path}{'&' if '?' in self.path else '?'}lang={self.language}"

    @property
    def settings(self) -> dict[str, object]:
        """What a browser's context takes for it."""
        small = self.width < 800
        size = {"width": self.width, "height": 844 if small else 900}
        return {"viewport": size, "color_scheme": self.scheme, "has_touch": small, "is_mobile": small}

    def __str__(self) -> str:
        return f"{self.path} {self.language} {self.scheme} {self.width}"


def is_every_screen() -> bool:
    """Tell whether every combination is asked for, which takes the better part of an hour."""
    return os.environ.get("INDICATORS_EVERY_SCREEN", "").lower() not in ("", "0", "false")


def screens(paths: tuple[str, ...]) -> list[Screen]:
    """Return every page in every combination where that is asked for, else once, each in the next combination.

    Every fourth is as narrow as a screen gets.
    """
    looks = [(language, scheme) for scheme in ("light", "dark") for language in SCREEN_LANGUAGES]
    if is_every_screen():
        return [Screen(path, *look, width) for path in paths for width in WIDTHS for look in looks]
    # A step that has no divisor in common with their number comes past all of them.
    return [
        Screen(path, *looks[(place * 5) % len(looks)], WIDTHS[place % len(WIDTHS)] if place % 4 else WIDTHS[0])
        for place, path in enumerate(paths)
    ]


def open_screen(visit: Visit, screen: Screen, key: str = "") -> None:
    """Open a screen and wait until it is complete."""
    fragment = f"#key={key}" if key else ""
    if screen.path in (*PLAIN, *ROOM):
        visit.page.goto(visit.address + screen.address + fragment)
        visit.page.wait_for_selector("h1, .slide.shown, figure", state="attached")
        visit.page.wait_for_function("!document.querySelector('.waiting')")
        if not screen.path.startswith("/embed/") and visit.page.locator("#figure, .picture").count():
            visit.page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    else:
        visit.open(screen.address)
