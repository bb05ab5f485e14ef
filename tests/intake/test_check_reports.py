"""The findings of a file by rule and as a table, and what the checks of a process found, without a word of any file."""

import csv

import pytest

from indicators.findings.finding import Finding, Severity
from indicators.intake.check_reports import (
    COLUMNS,
    MOST_FAILED,
    CheckEnd,
    CheckLog,
    FailedCheck,
    as_csv,
    cells,
    grouped,
)
from indicators.loaders.reading.headers import ASSUMED
from indicators.model.rules import EMPTY_FILE, NOT_A_NUMBER, UNREADABLE_FILE
from indicators.store.checks import MISSING_SOURCE, MISSING_VALUE, UNKNOWN_PLACE

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


UNKNOWN = Finding(UNKNOWN_PLACE, "eau.csv", "Feuil1", 4, "place", "Casablnca", {"near": "Casablanca"})


def test_what_refuses_comes_first_then_the_most_frequent():
    blank = [Finding(MISSING_VALUE, row=row) for row in (2, 3)]
    assumed = [Finding(ASSUMED, column="method", value="reported", params={"what": "method"})]
    groups = grouped([*assumed, *blank, UNKNOWN])
    assert (groups[0].rule.id, len(groups[0].findings)) == ("missing_value", 2)
    assert [group.rule.id for group in groups if group.severity is Severity.ERROR] == ["missing_value", "unknown_place"]


def test_one_rule_of_two_severities_makes_two_groups():
    found = [Finding(MISSING_SOURCE, row=2), Finding(MISSING_SOURCE, row=3, level=Severity.WARNING)]
    assert [group.severity for group in grouped(found)] == [Severity.ERROR, Severity.WARNING]


def test_a_finding_says_where_what_and_what_to_do_in_the_readers_language():
    row = dict(zip(COLUMNS, cells(UNKNOWN, "fr"), strict=True))
    assert (row["Row"], row["Sheet"], row["Column"], row["Value"]) == ("4", "Feuil1", "place", "Casablnca")
    assert row["Severity"] == "refusé"
    assert "vouliez-vous dire Casablanca" in row["What is wrong"]
    assert row["What to do"]


@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("fr", ";")])
def test_the_table_opens_as_columns_and_runs_nothing(language, delimiter):
    found = [UNKNOWN, *(Finding(NOT_A_NUMBER, row=5, value=text) for text in ('=HYPERLINK("x")', "+1", "-1", "@a"))]
    body = as_csv(found, language)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(body.decode("utf-8-sig").splitlines(), delimiter=delimiter))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[3] for row in rows[2:]] == ['\'=HYPERLINK("x")', "'+1", "'-1", "'@a"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
