"""The application that counts and logs nothing of its requests and page runs: what the counting is compared with."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.middleware import Middleware

from pages.server import observing, routes
from pages.server.observing import Observed

_all_layers = routes.middleware


def _layers() -> list[Middleware]:
    counting: object = Observed
    return [layer for layer in _all_layers() if layer.cls is not counting]


@contextmanager
def _unobserved(address: str) -> Iterator[None]:  # noqa: ARG001  # as the counting one is called
    yield


routes.middleware = _layers
observing.observed = _unobserved

from app import app  # noqa: E402  # made of the layers that are left

__all__ = ["app"]
