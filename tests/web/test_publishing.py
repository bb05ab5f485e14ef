"""Who may publish: safe without settings, and never by pretending to be at this computer."""

from typing import Any

import pytest

from indicators.web.publishing import Permission, Policy, from_this_computer, name_of, permission, policy

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
AWAY = {"Host": "indicators.example.org"}
OPEN = Policy(sign_in=True, addresses=frozenset({"amina@example.org"}), claim="groups", role="analyst")


@pytest.mark.parametrize("headers", [HERE, AWAY, {}])
def test_without_settings_nobody_may(headers: dict[str, str]) -> None:
    assert permission(policy({}, sign_in=False), headers, None) is Permission.NO_SIGN_IN


def test_at_this_computer_it_needs_no_sign_in() -> None:
    rules = policy({"INDICATORS_LOCAL": "1"}, sign_in=False)
    assert permission(rules, HERE, None) is Permission.THIS_COMPUTER
    assert permission(rules, {"Host": "127.0.0.1:80", "Origin": "http://127.0.0.1:80"}, None).given
    assert permission(rules, {"host": "[::1]:8501", "origin": "http://[::1]:8501"}, None).given


@pytest.mark.parametrize(
    "headers",
    [
        AWAY,
        {},
        {"Host": "localhost.example.org", "Origin": "http://localhost.example.org"},
        {**HERE, "X-Forwarded-For": "203.0.113.9"},
        {**HERE, "forwarded": "for=203.0.113.9"},
        {**HERE, "X-Forwarded-Proto": "https"},
        {**HERE, "Via": "1.1 proxy"},
        {"Host": "localhost:8501"},
        # a proxy on this computer that adds nothing, and names it as the host
        {**HERE, "Origin": "https://indicators.example.org"},
        # another program's page in the same browser
        {**HERE, "Origin": "http://localhost:3000"},
        {**HERE, "Origin": "null"},
    ],
)
def test_another_host_name_or_a_proxy_is_not_this_computer(headers: dict[str, str]) -> None:
    assert not from_this_computer(headers)
    assert not permission(Policy(local=True), headers, None).given


@pytest.mark.parametrize(
    ("claims", "answer"),
    [
        (None, Permission.SIGN_IN),
        ({}, Permission.NOT_AN_ANALYST),
        ({"email": "Amina@Example.org"}, Permission.ANALYST),
        ({"email": "amina@example.org", "email_verified": False}, Permission.NOT_AN_ANALYST),
        ({"email": "amina@example.org", "email_verified": "false"}, Permission.NOT_AN_ANALYST),
        ({"email": "amina@example.org", "email_verified": "true"}, Permission.ANALYST),
        ({"email": "other@example.org"}, Permission.NOT_AN_ANALYST),
        ({"email": "other@example.org", "groups": ["staff", "analyst"]}, Permission.ANALYST),
        ({"groups": "analyst"}, Permission.ANALYST),
        ({"groups": "analysts"}, Permission.NOT_AN_ANALYST),
        ({"groups": {"analyst": True}}, Permission.NOT_AN_ANALYST),
    ],
)
def test_who_signed_in_needs_the_role(claims: dict[str, Any] | None, answer: Permission) -> None:
    assert permission(OPEN, AWAY, claims) is answer


def test_without_a_role_or_addresses_nobody_is_an_analyst() -> None:
    assert permission(Policy(sign_in=True), AWAY, {"email": "", "": ""}) is Permission.NOT_AN_ANALYST


def test_the_settings() -> None:
    rules = policy({"INDICATORS_ANALYSTS": " A@x.org, ,b@y.org", "INDICATORS_ROLE": "groups=analyst"}, sign_in=True)
    assert rules == Policy(False, True, frozenset({"a@x.org", "b@y.org"}), "groups", "analyst")


def test_what_the_ledger_calls_a_visitor() -> None:
    assert name_of({"email": "a@x.org", "name": "A"}) == "a@x.org"
    assert name_of({"name": "A"}) == "A"
    assert name_of(None) == "this computer"
