"""What a request is called in the log: its id, and whose word for it is taken.

An id comes with the header `X-Request-ID` where a trusted proxy gave one that is well formed; else it is made here. It
goes back with the answer, so that who complains of an answer can name the lines of the log that belong to it.
"""

import ipaddress
import random
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

HEADER = "X-Request-ID"

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""An id that is taken: as HAProxy, nginx and a UUID write it; nothing that could break a line or a file of the log."""

_numbers = random.Random(secrets.randbits(128))
"""An id is told apart by it and is no secret: asking the system for each would cost as much as a layer."""

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
    """Return the id of a request: the `given` one where it is `trusted` and well formed, else a new one."""
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
