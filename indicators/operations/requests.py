"""What a request is called in the log, whose word for it is taken, and which may read the metrics.

An id comes with the header `X-Request-ID` where a trusted proxy gave one that is well formed; else it is made here. It
goes back with the answer, so that who complains of an answer can name the lines of the log that belong to it.

The metrics are for this computer, and whom the operator names: never for the public through a balancer. What a balancer
hands on comes from its own address, often this computer's. So a request that carries a proxy's marks counts as one of
the address that it was handed on for, where that proxy is trusted, and as nobody's else.
"""

import hmac
import ipaddress
import random
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indicators.web.admission import LOOPBACK, name_of_host
from indicators.web.publishing import FORWARDED

HEADER = "X-Request-ID"

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""An id that is taken: as HAProxy, nginx and a UUID write it; nothing that could break a line or a file of the log."""

_numbers = random.Random(secrets.randbits(128))
"""An id is distinguished by it and is no secret: asking the system for each would cost as much as a layer."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Addresses:
    """A list of addresses and networks, as an operator writes it: `10.0.0.0/8, 192.0.2.7`; `all` includes each."""

    networks: tuple[Network, ...] = ()
    all: bool = False

    def include(self, address: str) -> bool:
        """Return whether an address is among them."""
        return self.all or (bool(self.networks) and _within(address, self.networks))


@lru_cache(maxsize=32)
def addresses(written: str) -> Addresses:
    """Return the addresses of a setting, with commas between them; `*` is all of them, what is no address is none."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    return Addresses(tuple(network for part in parts if (network := _network(part))), "*" in parts)


def _network(written: str) -> Network | None:
    try:
        return ipaddress.ip_network(written, strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _within(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(mapped in network for network in networks)


def by_trusted_proxy(client: tuple[str, int] | None, proxies: Addresses) -> bool:
    """Return whether a proxy that the operator trusts handed a request on; `client` is that of its ASGI scope.

    Uvicorn puts the reader's address in the place of a trusted proxy's, with the port 0, which no connection has.
    A trusted proxy that names nobody stands there itself.
    """
    if client is None or not (proxies.networks or proxies.all):
        return False
    host, port = client
    return port == 0 or proxies.include(host)


def request_id(sent: str, trusted: bool) -> str:
    """Return the id of a request: the one `sent` where it is `trusted` and well formed, else a new one."""
    return sent if trusted and WELL_FORMED.fullmatch(sent) else f"{_numbers.getrandbits(64):016x}"


def header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    """Return a header of an ASGI scope, empty where it is not there."""
    for key, value in headers:
        if key == name:
            return value.decode("latin-1")
    return ""


def given_id(scope: Any) -> str:
    """Return the id that came with a request, empty where none did."""
    return header(scope["headers"], b"x-request-id")


METRICS_SETTING = "INDICATORS_METRICS"
"""`off`, or who may read besides this computer: addresses and networks with commas between them; `*` is everyone."""

TOKEN_SETTING = "INDICATORS_METRICS_TOKEN"
"""A secret of at least sixteen characters: who sends it as a bearer token may read from anywhere."""

SHORTEST_TOKEN = 16

NO_ADDRESSES = Addresses()


@dataclass(frozen=True)
class MetricsAccess:
    """What the operator sets: whether anyone may read, from which addresses, with which token (empty for none)."""

    on: bool = True
    readers: Addresses = NO_ADDRESSES
    token: str = ""

    def admits(self, client: tuple[str, int] | None, headers: Mapping[str, str]) -> bool:
        """Return whether a request may read the metrics; `client` is that of its ASGI scope, headers are lower case."""
        if not self.on:
            return False
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if self.token and scheme.casefold() == "bearer" and _equal(token.strip(), self.token):
            return True
        if self.readers.all:
            return True
        if client is None:
            return False
        host, port = client
        is_handed_on = any(name in FORWARDED or name.startswith("x-forwarded") for name in headers)
        if is_handed_on:
            # with the port 0 it is the address that a trusted proxy named (:func:`by_trusted_proxy`)
            return port == 0 and self.readers.include(host)
        return self.readers.include(host) or (_is_loopback(host) and _names_this_computer(headers))


def metrics_access(settings: Mapping[str, str]) -> MetricsAccess:
    """Return what an environment says of the metrics; a token that is too short counts as none."""
    written, token = settings.get(METRICS_SETTING, "").strip(), settings.get(TOKEN_SETTING, "").strip()
    if written.casefold() == "off":
        return MetricsAccess(on=False)
    return MetricsAccess(readers=addresses(written), token=token if len(token) >= SHORTEST_TOKEN else "")


def _names_this_computer(headers: Mapping[str, str]) -> bool:
    return name_of_host(headers.get("host", "")) in LOOPBACK


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _equal(sent: str, token: str) -> bool:
    return hmac.compare_digest(sent.encode(), token.encode())
