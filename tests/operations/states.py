"""A server as the tests of operations see it: at work, with figures that are easy to find again."""

from dataclasses import replace
from typing import Any

from indicators.findings.finding import Severity
from indicators.intake.check_reports import CheckEnd, FailedCheck
from indicators.operations.health import NOT_LOOKED
from indicators.operations.metrics import TimesOfName
from indicators.operations.server_state import CacheUse, HealthResult, Jobs, LedgerState, Replica, ServerState
from indicators.operations.server_words import LastHour
from indicators.store.ledger.backup import BackupNote

DAY = 86_400.0

WELL = ServerState(
    open_sessions=14,
    most_sessions=2_000,
    followers=960,
    rooms=3,
    memory=311_000_000,
    caches=(CacheUse("pages", 120_000_000, 256_000_000), CacheUse("answers", 1_500_000, 48_000_000)),
    jobs=(Jobs("check", 2, 1), Jobs("handout", 0, 0)),
    check_ends={CheckEnd.CLEAN: 5, CheckEnd.WARNINGS: 0, CheckEnd.ERRORS: 2, CheckEnd.UNUSABLE: 0},
    findings={("not_a_number", Severity.ERROR): 17, ("stale", Severity.WARNING): 4},
    failed_checks=(FailedCheck(1_795_824_060.0, (("not_a_number", 12), ("unknown_place", 5))),),
    ledger=LedgerState(event=9, at="2026-11-26T10:15:00+00:00", accepted=7, in_force=6),
    backup=BackupNote("2026-11-26T00:00:00+00:00", 9, 7),
    backup_age=2 * DAY,
    health=(HealthResult("data", True, (NOT_LOOKED, {})),),
    replicas=(Replica("a", "b930168e3cdc", "d54fae50f7cc", False), Replica("b", "b930168e3cdc", "d54fae50f7cc", True)),
    services={"postgresql": True, "redis": None},
    data_version="b930168e3cdc",
    code_version="d54fae50f7cc",
    replica="a",
)

HOUR = LastHour(
    pages=(TimesOfName("land", 40, 0.02, 0.08, 0.3), TimesOfName("water", 60, 0.016, 0.021, 0.05)),
    loop=TimesOfName("", 7_200, 0.001, 0.004, 0.09),
)


def state(**changes: Any) -> ServerState:
    """Return the server at work, with changes."""
    return replace(WELL, **changes)
