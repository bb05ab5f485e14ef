"""Pointing at the columns of a table that no known format fits."""

from pages.parts.session import Held
from pages.parts.shell import Page


def render(page: Page, now: Held) -> None:
    """Draw the proposal."""
