"""The application with one more answer: how many figures it has built so far."""

from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app import app as served
from indicators.figures.template import FrozenFigure

PATH = "/figures-built"
built: list[int] = [0]
_make = FrozenFigure.__init__


def _counting(figure: FrozenFigure, traces: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    built[0] += 1
    _make(figure, traces, layout)


FrozenFigure.__init__ = _counting  # type: ignore[assignment,method-assign]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the count, hand anything else on."""
    if scope["type"] == "http" and scope["path"] == PATH:
        await PlainTextResponse(str(built[0]))(scope, receive, send)
    else:
        await served(scope, receive, send)
