"""The application with a page that fails: what changed. For what the log of a running server says of it."""

from pages.views import changes


def _fail() -> None:
    raise ValueError("no such\nfigure")


changes.render = _fail

from app import app  # noqa: E402  # with the page that fails

__all__ = ["app"]
