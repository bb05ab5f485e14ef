"""What kind of request a path is, and the template of its route: few values, for the metrics and the log.

An address holds what a reader asks for, a template does not: `/live/{session}/votes`. Requests that lead nowhere share
one template, so that nobody can fill the memory of whoever counts them.
"""

from dataclasses import dataclass
from typing import Any

from indicators.open.doors import CHART_FILE
from indicators.open.endpoints import BY_PATH
from indicators.open.endpoints import ROOT as API
from pages.server import streamlit_bridge
from pages.shared import registry


@dataclass(frozen=True)
class RequestKind:
    """The kind of a request and the template of its route; of a `stream` the answer stays open."""

    kind: str
    route: str
    stream: bool = False


OTHER = RequestKind("other", "other")
SESSION = RequestKind("session", streamlit_bridge.STREAM_PATH, stream=True)

KINDS = {
    "app": "file", "assets": "file", "static": "file", "c": "chart", "download": "download", "figures": "download",
    "templates": "download", "brief": "handout", "handouts": "handout", "live": "room", "embed": "embed",
    "oembed": "embed", "still": "embed", "feeds": "feed", "data": "package", "sdmx": "package", "mcp": "assistant",
    "llms.txt": "assistant", "programme": "plain", "programme.ics": "plain", "accessibility": "plain",
    "glossary": "plain", "find.json": "find", "metrics": "operations",
}  # fmt: skip
"""The kind of a request by the first part of the template of its route."""

API_KINDS = {path: RequestKind("api", path) for path in (API, f"{API}/openapi.json", *BY_PATH)}
UNKNOWN_API = RequestKind("api", f"{API}/{{unknown}}")

STREAMS = ("/events", "mcp")
"""How the templates of routes end whose answers stay open."""

WITHOUT_ROUTE = {
    "healthz": RequestKind("operations", "/healthz"),
    "readyz": RequestKind("operations", "/readyz"),
    "static": RequestKind("file", "/static/{file}"),
    "app": RequestKind("file", "/app/static/{file}"),
    "media": RequestKind("file", "/media/{file}"),
    "find.json": RequestKind("find", "/find.json"),
    "figures": RequestKind("download", "/figures/{indicator}.csv"),
    "templates": RequestKind("download", "/templates/{name}"),
    "download": RequestKind("download", "/download/{page}.{form}"),
}
"""What layers answer, or Streamlit's application, by the first part of a path: neither says which route it took."""

STREAMLITS = streamlit_bridge.HEALTH_PATH.rpartition("/")[0] + "/"
"""Below which Streamlit answers its own page."""


def kind_of(scope: Any) -> RequestKind:
    """Return the kind of an ASGI request; known for certain once it was answered: its route is in the scope then."""
    path: str = scope["path"]
    if scope["type"] == "websocket":
        return SESSION if path == streamlit_bridge.STREAM_PATH else OTHER
    if path == API or path.startswith(f"{API}/"):
        return API_KINDS.get(path.rstrip("/"), UNKNOWN_API)
    if path.startswith("/c/") and (match := CHART_FILE.fullmatch(path)):
        return RequestKind("chart", f"/c/{{name}}.{match['form']}")
    return _by_template(path, scope.get("route"))


def _by_template(path: str, route: Any) -> RequestKind:
    """Return the kind of a request by its path's first part, else by the route that was found, else as a page."""
    address = path.strip("/")
    known = WITHOUT_ROUTE.get(address.partition("/")[0])
    if known is not None:
        return known
    if path.startswith(STREAMLITS):
        below = streamlit_bridge.UPLOAD_PATH if path.startswith(streamlit_bridge.UPLOAD_PATH) else STREAMLITS
        return RequestKind("streamlit", f"{below}{{name}}")
    template = getattr(route, "path", "").strip("/")
    if template:
        first = template.partition("/")[0]
        kind = KINDS.get(first, "package" if first.startswith(("catalog", "croissant")) else "plain")
        return RequestKind(kind, f"/{template}", stream=template.endswith(STREAMS))
    is_page = address in {entry.address for entry in registry.known_entries()}
    return RequestKind("page", f"/{address}") if is_page else OTHER
