"""The tables of the operator's page: each number stands where it belongs, and what is not known is stated."""

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.operations.server_sections import ENDS, StateSection, sections
from indicators.operations.server_state import LedgerState
from indicators.operations.server_words import LastHour
from tests.operations.states import HOUR, WELL, state

TITLES = {"land": "Land", "water": "Water"}


def titled(title: str, state_sections: tuple[StateSection, ...]) -> StateSection:
    return next(section for section in state_sections if section.title == title)


@pytest.fixture
def found() -> tuple[StateSection, ...]:
    return sections(WELL, HOUR, TITLES, "en")


def test_readers(found: tuple[StateSection, ...]) -> None:
    assert [row[1] for row in titled("Readers", found).rows] == ["14 of 2,000", "960", "3"]


def test_pages_of_the_last_hour(found: tuple[StateSection, ...]) -> None:
    rows = titled("Pages of the last hour, the slowest first", found).rows
    assert list(map(list, rows)) == [
        ["Land", "40", "0.020", "0.080", "0.3"],
        ["Water", "60", "0.016", "0.021", "0.050"],
    ]


def test_memory_against_its_limits(found: tuple[StateSection, ...]) -> None:
    memory = titled("Memory", found)
    assert list(map(list, memory.rows)) == [
        ["Finished parts of pages", "120", "256"],
        ["Answers to programs", "1.5", "48"],
        ["Together", "122", "304"],
    ]
    assert "311 MB" in memory.note
    assert "not known" in titled("Memory", sections(state(memory=None), HOUR, TITLES, "en")).note


def test_checks_by_end_by_rule_and_the_last_that_failed(found: tuple[StateSection, ...]) -> None:
    assert [row[1] for row in titled("Checked files since the start", found).rows] == ["5", "0", "2", "0"]
    assert list(titled("What was rejected most, by rule", found).rows) == [("not_a_number", "17")]
    assert list(titled("The last checks that found errors", found).rows) == [
        ["28 November 2026, 00:01 UTC", "not_a_number, unknown_place", "17"]
    ]


def test_a_backup_with_its_age_and_the_command_that_makes_one(found: tuple[StateSection, ...]) -> None:
    accepted = titled("Accepted files and their backup", found)
    assert dict(accepted.rows) == {
        "Accepted files in force": "6 of 7",
        "Last step": "26 November 2026, 10:15 UTC",
        "Last backup": "2 days ago",
        "Steps since that backup": "0",
    }
    assert accepted.command == "python -m indicators backup FILE"


def test_what_is_not_known_is_stated() -> None:
    empty = state(ledger=LedgerState(), backup=None, backup_age=None, check_ends={}, findings={}, failed_checks=(),
                  replicas=())  # fmt: skip
    shown = sections(empty, LastHour(), TITLES, "en")
    assert dict(titled("Accepted files and their backup", shown).rows)["Last backup"] == "no backup made here yet"
    assert "Last step" in dict(titled("Accepted files and their backup", shown).rows)
    notes = {section.title: section.note for section in shown if not section.rows}
    assert notes == {
        "Pages of the last hour, the slowest first": "No page was opened here in the last hour.",
        "How late the server answers": "This has not been measured yet.",
        "Checked files since the start": "No file was checked here since the server started.",
        "Replicas": "This process runs alone, or nobody named it: no other is known.",
    }


@pytest.mark.parametrize(
    ("is_well", "stated"),
    [(None, "not set"), (True, "set; the last look found nothing wrong"), (False, "set; what is wrong stands above")],
)
def test_a_service_is_as_the_last_look_found_it(is_well: bool | None, stated: str) -> None:
    shown = sections(state(services={"redis": is_well}), HOUR, TITLES, "en")
    assert dict(titled("What this server needs", shown).rows)["Redis"] == stated


def test_replicas_are_named_with_this_one_among_them(found: tuple[StateSection, ...]) -> None:
    assert [row[0] for row in titled("Replicas", found).rows] == ["a (this one)", "b"]
    assert [row[3] for row in titled("Replicas", found).rows] == ["serves", "is being stopped"]


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_row_fills_its_columns_in_each_language(language: str) -> None:
    for section in sections(WELL, HOUR, TITLES, language):
        assert section.rows or section.note
        assert {len(row) for row in section.rows} <= {len(section.columns)}
        assert all(cell for row in section.rows for cell in row)


def test_every_end_of_a_check_has_words() -> None:
    assert ENDS.keys() == WELL.check_ends.keys()
