"""How the server is, in a sentence that rules make of what was measured, and what of it needs attention."""

from dataclasses import replace

import pytest

from indicators.findings.finding import Finding, Severity, describe
from indicators.language.translator import Translator
from indicators.operations.health import HANGS
from indicators.operations.metrics import TimesOfName
from indicators.operations.server_state import HealthResult, LedgerState
from indicators.operations.server_words import LastHour, age_text, first_sentence, seconds_text, troubles
from indicators.store.ledger.backup import BackupNote
from indicators.store.ledger.damages import STORE_DAMAGED, STORE_NEWER
from tests.operations.states import DAY, HOUR, WELL, state

TITLES = {"land": "Land", "water": "Water"}


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule.id for finding in found]


def test_a_server_that_is_well_says_so_with_three_facts() -> None:
    found = troubles(WELL, HOUR, TITLES, "en")
    assert found == ()
    sentence = first_sentence(WELL, HOUR, found, "en")
    assert sentence == "The server is well: 14 readers, slowest page 0.3 s, last backup 2 days ago."


def test_what_is_not_known_is_said() -> None:
    fresh = state(open_sessions=1, ledger=LedgerState(), backup=None, backup_age=None)
    found = troubles(fresh, LastHour(), TITLES, "en")
    assert found == ()
    assert first_sentence(fresh, LastHour(), found, "en") == (
        "The server is well: 1 reader, no page opened in the last hour, no backup made here yet."
    )


def slow(count: int, p95: float) -> LastHour:
    return replace(HOUR, pages=(TimesOfName("land", count, 0.1, p95, p95),))


def late(count: int, p95: float) -> LastHour:
    return replace(HOUR, loop=TimesOfName("", count, 0.001, p95, p95))


OLD = BackupNote("2026-11-18T00:00:00+00:00", 7, 5)


@pytest.mark.parametrize(
    ("changes", "hour", "expected"),
    [
        ({}, replace(HOUR, failures=2), ["server_page_failed"]),
        ({}, slow(5, 2.6), ["server_page_slow"]),
        ({}, slow(4, 20.0), []),
        ({}, slow(500, 2.5), []),
        ({}, late(120, 0.3), ["server_loop_late"]),
        ({}, late(119, 5.0), []),
        ({"open_sessions": 1_800}, HOUR, ["server_nearly_full"]),
        ({"open_sessions": 1_799}, HOUR, []),
        ({"health": (HealthResult("redis", False, (HANGS, {"seconds": 20})),)}, HOUR, ["server_not_well"]),
        ({"room_findings": (Finding(STORE_NEWER, "redis"),)}, HOUR, ["store_newer"]),
        ({"backup": None, "backup_age": None}, HOUR, ["server_no_backup"]),
        ({"backup": OLD, "backup_age": 7 * DAY}, HOUR, ["server_backup_old"]),
        ({"backup": OLD, "backup_age": 7 * DAY - 1}, HOUR, []),
        # of a ledger that did not go on, an old backup is as good as a new one
        ({"backup": replace(OLD, state=9), "backup_age": 400 * DAY}, HOUR, []),
        ({"ledger": LedgerState(findings=(Finding(STORE_DAMAGED, "journal"),))}, HOUR, ["store_damaged"]),
    ],
)
def test_what_needs_attention(changes: dict[str, object], hour: LastHour, expected: list[str]) -> None:
    assert rules(troubles(state(**changes), hour, TITLES, "en")) == expected


def test_a_damaged_store_is_said_once() -> None:
    damaged = LedgerState(findings=(Finding(STORE_DAMAGED, "journal"),))
    both = state(ledger=damaged, health=(HealthResult("store", False, (HANGS, {"seconds": 20})),))
    assert rules(troubles(both, HOUR, TITLES, "en")) == ["store_damaged"]


def test_a_redis_that_is_gone_is_said_once() -> None:
    gone = (HealthResult("rooms", False, (HANGS, {"seconds": 20})),)
    assert rules(troubles(state(health=gone), HOUR, TITLES, "en")) == ["server_not_well"]
    both = state(health=gone, room_findings=(Finding(STORE_NEWER, "redis"),))
    assert rules(troubles(both, HOUR, TITLES, "en")) == ["store_newer"]


def test_the_gravest_comes_first_and_they_are_counted() -> None:
    found = troubles(state(open_sessions=1_999), replace(slow(9, 3.0), failures=1), TITLES, "en")
    assert [finding.severity for finding in found] == [Severity.ERROR, Severity.WARNING, Severity.WARNING]
    assert first_sentence(WELL, HOUR, found, "en") == "3 things need attention."
    assert first_sentence(WELL, HOUR, found[:1], "en") == "1 thing needs attention."


def test_what_needs_attention_says_where_and_what_to_do() -> None:
    (found,) = troubles(WELL, slow(9, 3.14), TITLES, "en")
    what, remedy = describe(found, "en")
    assert what == "The page “Land” is slow: 5 times in 100 it takes 3.1 s or more."
    assert "INDICATORS_CACHE_MB" in remedy
    (found,) = troubles(state(backup=None, backup_age=None), HOUR, TITLES, "en")
    assert describe(found, "en") == (
        "Files were accepted and no backup made here is known (files: 7).",
        "Make one: python -m indicators backup FILE.",
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3_599, "59 minutes ago"),
        (3_600, "1 hour ago"),
        (2 * DAY - 1, "47 hours ago"),
        (2 * DAY, "2 days ago"),
        (400 * DAY, "400 days ago"),
    ],
)
def test_an_age_in_words(seconds: float, words: str) -> None:
    assert age_text(seconds, Translator("en")) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.0041, "0.004"), (0.28, "0.3"), (2.55, "2.6"), (12.4, "12")])
def test_seconds_have_the_decimals_that_they_bear(seconds: float, words: str) -> None:
    assert seconds_text(seconds, Translator("en")) == words


def test_the_sentence_in_french_and_arabic() -> None:
    assert first_sentence(WELL, HOUR, (), "fr").replace("\u00a0", " ") == (
        "Le serveur va bien : 14 lecteurs, page la plus lente 0,3 s, dernière sauvegarde il y a 2 jours."
    )
    assert "14 قارئًا" in first_sentence(WELL, HOUR, (), "ar")
