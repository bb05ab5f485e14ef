"""Which requests are answered: those that name this server as their host, come from its own pages, and not too often.

A page of another site that is open in the same browser can send requests here, and by a name of its own that leads to
this computer (DNS rebinding) even read the answers. Its requests carry its own name, as host or as origin. A frame of
another site may hold those pages that are made to be embedded, and no other.
"""

import ipaddress
import socket
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.language.translator import Translator
from indicators.web.middleware import reader_language

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
"""The names of this computer for itself."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing."""


@dataclass(frozen=True)
class Hosts:
    """The host names that this server answers for, and whether it does for any number of an address (203.0.113.9)."""

    names: frozenset[str]
    numbers: bool = False

    def include(self, host: str) -> bool:
        """Return whether a host, with or without its port, is one of them."""
        name = name_of_host(host)
        return name in self.names or (self.numbers and _is_number(name))


def known_hosts(environment: Mapping[str, str]) -> Hosts:
    """Return the hosts of an environment.

    Those are the computer's names for itself, the host of INDICATORS_ADDRESS and those of INDICATORS_HOSTS, with commas
    between them; where the server is open to others, its numbers and the name of the computer besides.
    """
    local = environment.get("INDICATORS_LOCAL") == "1"
    own_names = LOOPBACK if local else LOOPBACK | _own_names()
    return _hosts(
        environment.get("INDICATORS_HOSTS", ""), environment.get("INDICATORS_ADDRESS", ""), own_names, not local
    )


@lru_cache(maxsize=32)
def _hosts(listed: str, public: str, own_names: frozenset[str], numbers: bool) -> Hosts:
    """Return the hosts of these settings; every request asks for them."""
    names = {name.strip().casefold() for name in listed.split(",") if name.strip()}
    address = urlsplit(public).hostname
    return Hosts(own_names | names | ({address} if address else set()), numbers)


@cache
def _own_names() -> frozenset[str]:
    name = socket.gethostname().casefold()
    return frozenset({name, f"{name}.local"})


def name_of_host(host: str) -> str:
    """Return a host without its port; what is no number behind a colon stays, and makes the name unknown."""
    text = host.strip().casefold()
    name, _, port = text.rpartition(":")
    return name if name and port.isascii() and port.isdigit() else text


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_own_origin(origin: str, host: str, address: str = "") -> bool:
    """Return whether an `Origin` is that of the pages of `host`, or of the public `address` of this server."""
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    return parts.netloc.casefold() in {host.strip().casefold(), urlsplit(address).netloc.casefold()} - {""}


class Admission:
    """ASGI layer that refuses requests for other hosts, and those that pages of other sites send to change something.

    Parameters
    ----------
    app
        The application underneath.
    environment
        Returns the settings: see :func:`known_hosts`.
    """

    def __init__(self, app: ASGIApp, environment: Callable[[], Mapping[str, str]]) -> None:
        self.app = app
        self._environment = environment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        settings = self._environment()
        host, origin = header(scope, b"host") or "", header(scope, b"origin")
        if not known_hosts(settings).include(host):
            await _refuse(scope, receive, send, 421, host)
            return
        changes = scope["type"] == "websocket" or scope["method"] not in READING
        if changes and origin is not None and not is_own_origin(origin, host, settings.get("INDICATORS_ADDRESS", "")):
            await _refuse(scope, receive, send, 403, origin)
            return
        await self.app(scope, receive, send)


def header(scope: Scope, name: bytes) -> str | None:
    """Return the first header of a name, None where there is none."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, named: str) -> None:
    """Close a stream before it is open; answer any other request in words."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "foreign host or origin"})
        return
    t = Translator(reader_language(HTTPConnection(scope)))
    if status == 421:
        words = t("This server does not answer for the host “{host}”.", host=named[:200])
        words += " " + t("Its operator names the hosts it answers for in the setting INDICATORS_HOSTS.")
    else:
        words = t("A page of another site, “{origin}”, may change nothing here.", origin=named[:200])
    await PlainTextResponse(words, status_code=status)(scope, receive, send)


EMBED_PREFIX = "/embed/"
"""The path below which pages are made to stand in a frame of any site."""

POLICY, FRAMES = b"content-security-policy", b"x-frame-options"

OWN = ((POLICY, b"frame-ancestors 'self'"), (FRAMES, b"SAMEORIGIN"))
ANY = ((POLICY, b"frame-ancestors *"),)


def is_framed_anywhere(path: str) -> bool:
    """Return whether any site may frame what stands at a path; else our own pages alone may."""
    return path.startswith(EMBED_PREFIX)


MOST_KNOWN = 10_000
"""How many of those who ask are remembered: who has not asked for longest is forgotten first."""


class Rate:
    """A count of what each asked for in the last seconds.

    Parameters
    ----------
    most
        How often each may ask within `seconds`.
    seconds
        The length of the while.
    clock
        Returns the seconds of a clock that only goes forward.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def admit(self, address: str) -> float:
        """Count what an address asks for; return 0, or the seconds until it may ask again."""
        now = self._clock()
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return times[0] + self._seconds - now
            times.append(now)
            while len(self._asked) > MOST_KNOWN:
                self._asked.popitem(last=False)
            return 0.0
