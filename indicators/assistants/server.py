"""The server of tools: what it offers by the Model Context Protocol, whatever carries the messages.

Written to the low-level server of the official SDK: schemas, refusals and logging are ours, and nothing is held between
two questions. The work is done beside the loop, a few questions at a time.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)
from starlette.types import Receive, Scope, Send

from indicators.assistants.answer import ToolRefused
from indicators.assistants.arguments import read_arguments
from indicators.assistants.offers import (
    INSTRUCTIONS,
    OFFERS,
    RESOURCES,
    ToolOffer,
    resource_text,
    unknown_tool,
)
from indicators.packages.citation import NAME, TITLE
from indicators.store.dataset import Dataset

MOST_AT_ONCE = 4
"""Questions that are answered at one moment; the others wait."""

FAILED = "Something went wrong on the server; its log has the details."

Opened = Callable[[], Dataset]
"""Returns the data set that is published now."""


def make_server(dataset_of: Opened, public: Callable[[], str] = str) -> Server[Any]:
    """Return the server; `public` returns the address that links begin with, empty for none."""
    turn = asyncio.Semaphore(MOST_AT_ONCE)

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_described(name, offer) for name, offer in OFFERS.items()])

    async def call_tool(_: ServerRequestContext[Any], request: CallToolRequestParams) -> CallToolResult:
        if request.name not in OFFERS:
            raise MCPError(INVALID_PARAMS, unknown_tool(request.name))
        async with turn:
            return await asyncio.to_thread(result_of, dataset_of, request.name, dict(request.arguments or {}), public())

    async def list_resources(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListResourcesResult:
        listed = [
            Resource(uri=uri, name=name, description=description, mime_type="application/json")
            for uri, (name, description) in RESOURCES.items()
        ]
        return ListResourcesResult(resources=listed)

    async def read_resource(_: ServerRequestContext[Any], request: ReadResourceRequestParams) -> ReadResourceResult:
        uri = str(request.uri)
        if uri not in RESOURCES:
            raise MCPError(INVALID_PARAMS, f"There is no resource “{uri[:100]}”. There are: {', '.join(RESOURCES)}.")
        async with turn:
            text = await asyncio.to_thread(lambda: resource_text(dataset_of(), RESOURCES[uri][0]))
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, text=text, mime_type="application/json")])

    return Server(
        NAME,
        title=TITLE,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def _described(name: str, offer: ToolOffer) -> Tool:
    """Return a tool as the protocol lists it."""
    return Tool(
        name=name,
        title=offer.title,
        description=offer.description,
        input_schema=offer.arguments.model_json_schema(),
        output_schema=dict(offer.schema),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def result_of(dataset_of: Opened, name: str, values: dict[str, Any], public: str) -> CallToolResult:
    """Return what a tool answers; a refusal is an answer that is marked as an error, its reason in words."""
    offer = OFFERS[name]
    try:
        answer = offer.answer(dataset_of(), read_arguments(offer.arguments, values), public)
    except ToolRefused as refused:
        return _result(refused.record, "\n".join([refused.reason, *refused.suggestions]), is_error=True)
    except Exception:
        logging.getLogger(__name__).exception("The tool %s failed", name)
        return _result({"refused": "failed", "reason": FAILED, "suggestions": []}, FAILED, is_error=True)
    return _result(dict(answer.record), answer.text)


def _result(record: dict[str, Any], words: str, *, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=words)], structured_content=record, is_error=is_error)


async def serve_stdio(server: Server[Any]) -> None:
    """Serve one assistant over standard input and output, until it closes them."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def exchange(server: Server[Any], most_bytes: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request over HTTP: a single exchange, of which nothing is left when it ends.

    Hosts and origins are for the layers before. A longer request than `most_bytes` is refused unread.
    """
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True, max_request_body_size=most_bytes)
    async with manager.run():
        await manager.handle_request(scope, receive, send)
