"""What the checks of a process found: by end, by rule, and the last that failed, without a word of any file."""

from indicators.findings.finding import Finding, Severity
from indicators.intake.check_log import MOST_FAILED, CheckEnd, CheckLog, FailedCheck
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE

ERROR, OTHER = Finding(UNREADABLE_FILE, "eau.csv", value="98,4"), Finding(EMPTY_FILE, "eau.csv")
WARNING = Finding(UNREADABLE_FILE, "eau.csv", level=Severity.WARNING)


def test_a_check_ends_as_its_gravest_finding_says() -> None:
    log = CheckLog()
    log.note([], usable=True)
    log.note([WARNING], usable=True)
    log.note([WARNING, ERROR], usable=True)
    log.note([ERROR], usable=False)
    log.note([ERROR, OTHER], usable=False)
    assert log.ends() == {CheckEnd.CLEAN: 1, CheckEnd.WARNINGS: 1, CheckEnd.ERRORS: 1, CheckEnd.UNUSABLE: 2}
    assert log.findings() == {
        ("unreadable_file", Severity.ERROR): 3,
        ("unreadable_file", Severity.WARNING): 2,
        ("empty_file", Severity.ERROR): 1,
    }


def test_the_last_failed_checks_come_first_with_their_rules() -> None:
    seconds = iter(range(100, 200))
    log = CheckLog(clock=lambda: float(next(seconds)))
    for _ in range(MOST_FAILED + 2):
        log.note([ERROR, ERROR, OTHER], usable=True)
        log.note([WARNING], usable=True)
    failed = log.failed()
    assert len(failed) == MOST_FAILED
    assert failed[0] == FailedCheck(111.0, (("unreadable_file", 2), ("empty_file", 1)))
    assert failed[0].errors == 3


def test_nothing_of_a_file_is_remembered() -> None:
    log = CheckLog()
    log.note([ERROR], usable=True)
    assert "eau" not in repr(vars(log))
    assert "98,4" not in repr(vars(log))
