"""Who visits: whether they may publish, what the ledger calls them, and how they sign in."""

import getpass
import os
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from indicators.language.translator import N_
from indicators.web.publishing import Permission, name_of, permission, policy

REASONS = {
    Permission.SIGN_IN: N_(
        "Publishing to everyone needs a signed-in analyst. Sign in first: the file must be chosen again afterwards."
    ),
    Permission.NOT_AN_ANALYST: N_(
        "You are signed in as {name}, who may check files but not publish them. "
        "The operator names the analysts in the settings (INDICATORS_ANALYSTS or INDICATORS_ROLE)."
    ),
    Permission.NO_SIGN_IN: N_(
        "Here files can be checked, not published: this server is open to others and has no sign-in. "
        "The operator sets one up ([auth] in .streamlit/secrets.toml), or publishes with: python -m indicators add"
    ),
}


def has_sign_in() -> bool:
    """Return whether an identity provider is configured."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def claims() -> Mapping[str, Any] | None:
    """Return what the identity provider says of a visitor who signed in, None of any other."""
    if not has_sign_in() or not st.user.is_logged_in:
        return None
    identity: Mapping[str, Any] = st.user.to_dict()
    return identity


def visitor_permission() -> Permission:
    """Return whether the visitor of this run may publish, and why."""
    return permission(policy(os.environ, has_sign_in()), st.context.headers, claims())


def name() -> str:
    """Return what the ledger calls the visitor: who signed in, else the user of this computer."""
    identity = claims()
    if identity is not None:
        return name_of(identity)
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return name_of(None)
