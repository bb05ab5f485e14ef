"""Who may publish: anyone may check a file in their own session, few may show its figures to everyone.

The rule is safe unless the operator says more: without settings only someone
at the computer that the app serves, and no other, may publish.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indicators.web.admission import LOOPBACK, is_own_origin, name_of_host


class Permission(StrEnum):
    """Whether a visitor may publish, and why."""

    THIS_COMPUTER = "this_computer"
    ANALYST = "analyst"
    SIGN_IN = "sign_in"
    NOT_AN_ANALYST = "not_an_analyst"
    NO_SIGN_IN = "no_sign_in"

    @property
    def given(self) -> bool:
        """Whether it is a permission to publish."""
        return self in (Permission.THIS_COMPUTER, Permission.ANALYST)


@dataclass(frozen=True)
class Policy:
    """What the operator sets.

    `local` says that the server listens to this computer only; `sign_in` that
    an identity provider is configured. An analyst is who has one of the
    `addresses` (verified e-mail), or `role` among the values of the claim
    `claim`.
    """

    local: bool = False
    sign_in: bool = False
    addresses: frozenset[str] = frozenset()
    claim: str = ""
    role: str = ""


def policy(environment: Mapping[str, str], sign_in: bool) -> Policy:
    """Return the policy of an environment.

    INDICATORS_LOCAL is 1 where the server listens to this computer only;
    INDICATORS_ANALYSTS lists e-mail addresses with commas between them;
    INDICATORS_ROLE is `claim=role`, such as `groups=analyst`.
    """
    addresses = environment.get("INDICATORS_ANALYSTS", "").split(",")
    claim, _, role = environment.get("INDICATORS_ROLE", "").partition("=")
    return Policy(
        local=environment.get("INDICATORS_LOCAL") == "1",
        sign_in=sign_in,
        addresses=frozenset(address.strip().casefold() for address in addresses if address.strip()),
        claim=claim.strip(),
        role=role.strip(),
    )


FORWARDED = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip"}
)
"""What a proxy adds to a request, besides what begins with `x-forwarded`: whoever sent it seems to be here."""


def from_this_computer(headers: Mapping[str, str]) -> bool:
    """Return whether a stream names this computer as its host and its page's, and came through no proxy.

    A browser says which page opens a stream. A proxy on this computer may name it as the host and add nothing; the page
    is another's all the same.
    """
    lower = {name.casefold(): value for name, value in headers.items()}
    host = lower.get("host", "")
    if any(name in FORWARDED or name.startswith("x-forwarded") for name in lower):
        return False
    return name_of_host(host) in LOOPBACK and is_own_origin(lower.get("origin", ""), host)


def permission(rules: Policy, headers: Mapping[str, str], claims: Mapping[str, Any] | None) -> Permission:
    """Return whether the visitor with these request headers may publish.

    `claims` are what the identity provider says of a visitor who signed in,
    None of one who did not. An address counts unless the provider says that it
    is not verified.
    """
    if rules.local and from_this_computer(headers):
        return Permission.THIS_COMPUTER
    if not rules.sign_in:
        return Permission.NO_SIGN_IN
    if claims is None:
        return Permission.SIGN_IN
    address = str(claims.get("email") or "").casefold()
    if address in rules.addresses and not _is_unverified(claims):
        return Permission.ANALYST
    stated = claims.get(rules.claim) if rules.claim else None
    roles = [stated] if isinstance(stated, str) else stated if isinstance(stated, (list, tuple)) else []
    return Permission.ANALYST if rules.role and rules.role in roles else Permission.NOT_AN_ANALYST


def _is_unverified(claims: Mapping[str, Any]) -> bool:
    """Return whether the provider says that an address is not verified: some write it as a text."""
    return str(claims.get("email_verified", True)).strip().casefold() in ("false", "0")


def name_of(claims: Mapping[str, Any] | None) -> str:
    """Return what the ledger calls a visitor: the address or name the provider gives, else this computer."""
    identity = claims or {}
    return str(identity.get("email") or identity.get("name") or identity.get("sub") or "this computer")
