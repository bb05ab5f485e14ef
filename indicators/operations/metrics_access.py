"""Who may read the metrics: this computer, and whom the operator names. Never the public through a balancer.

What a balancer hands on comes from its own address, often this computer's. So a request that carries a proxy's marks
counts as one of the address that it was handed on for, where that proxy is trusted, and as nobody's else.
"""

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.operations.requests import Addresses, addresses
from indicators.web.admission import LOOPBACK, name_of_host
from indicators.web.publishing import FORWARDED

SETTING = "INDICATORS_METRICS"
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
            # with the port 0 it is the address that a trusted proxy named: see indicators/operations/requests.py
            return port == 0 and self.readers.include(host)
        return self.readers.include(host) or (_is_loopback(host) and _names_this_computer(headers))


def access(settings: Mapping[str, str]) -> MetricsAccess:
    """Return what an environment says of the metrics; a token that is too short counts as none."""
    written, token = settings.get(SETTING, "").strip(), settings.get(TOKEN_SETTING, "").strip()
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
