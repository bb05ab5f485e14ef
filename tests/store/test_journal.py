"""The journal: files accepted, withdrawn, brought back and replaced, and two who write at once."""

import multiprocessing
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import EventKind
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown, values
from tests.store.conftest import MakeJournal

pytestmark = pytest.mark.slow


@pytest.fixture
def journal(make_journal: MakeJournal, tmp_path: Path) -> Journal:
    return make_journal(tmp_path / "store")


def rules(problem: pytest.ExceptionInfo[DataProblem]) -> list[str]:
    return [finding.rule.id for finding in problem.value.findings]


def test_before_the_first_there_is_nothing(journal: Journal) -> None:
    assert journal.stamp() is None
    assert journal.read().in_force == ()
    assert not journal.folder.exists(), "looking leaves nothing behind"


def test_an_accepted_file_is_in_force_and_stored_as_it_came(toy_folder: Path, journal: Journal) -> None:
    one = offer(toy_folder, journal, RABAT + CASABLANCA)
    number = acceptance.accept(journal, one, "amina@example.org")
    ((found, record),) = journal.read().in_force
    assert (found, record.name, record.who, record.accepted) == (number, "new.csv", "amina@example.org", 2)
    assert journal.file_of(record.content).read_bytes() == one.path.read_bytes()
    assert values(shown(toy_folder, journal)) == {
        ("casablanca", 2020): 24.5,
        ("casablanca", 2021): 23.0,
        ("rabat", 2020): 19.25,
        ("rabat", 2021): 19.0,
    }


@pytest.mark.slow
def test_withdrawn_and_brought_back(toy_folder: Path, journal: Journal) -> None:
    before = shown(toy_folder, journal)
    number = acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    accepted = shown(toy_folder, journal)
    assert accepted.version != before.version
    journal.withdraw(number, "b", "2026-01-01")
    assert shown(toy_folder, journal).version == before.version
    assert values(shown(toy_folder, journal)) == values(before)
    journal.restore(number, "c", "2026-01-02")
    assert shown(toy_folder, journal).version == accepted.version
    assert [(event.kind, event.who) for event in journal.read().events] == [
        (EventKind.ACCEPTED, "a"),
        (EventKind.WITHDRAWN, "b"),
        (EventKind.RESTORED, "c"),
    ]


@pytest.mark.slow
def test_a_replacement_is_one_step(toy_folder: Path, journal: Journal) -> None:
    first = acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    better = offer(toy_folder, journal, RABAT.replace(",19,", ",19.5,"), "better.csv")
    second = acceptance.accept(journal, better, "a", replaces=first)
    ledger = journal.read()
    assert [number for number, _ in ledger.in_force] == [second]
    assert ledger.events[-1].replaced == first
    journal.withdraw(second, "a", "2026-01-01")
    journal.restore(first, "a", "2026-01-02")
    assert values(shown(toy_folder, journal))["rabat", 2021] == 19.0


@pytest.mark.slow
def test_what_is_not_in_force_cannot_be_withdrawn_or_replaced(toy_folder: Path, journal: Journal) -> None:
    with pytest.raises(DataProblem) as problem:
        journal.withdraw(1, "a", "2026-01-01")
    assert rules(problem) == ["not_in_force"]
    number = acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    with pytest.raises(DataProblem) as problem:
        journal.restore(number, "a", "2026-01-01")
    assert rules(problem) == ["not_out_of_force"]
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "x.csv"), "a", replaces=7)
    assert rules(problem) == ["not_in_force"]


def test_the_stamp_moves_with_every_step(toy_folder: Path, journal: Journal) -> None:
    stamps = [journal.stamp()]
    number = acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    stamps.append(journal.stamp())
    journal.withdraw(number, "a", "2026-01-01")
    stamps.append(journal.stamp())
    assert len(set(stamps)) == 3
    journal.read()
    assert journal.stamp() == stamps[-1]


def test_a_file_changed_or_gone_since_its_check_is_not_stored(toy_folder: Path, journal: Journal) -> None:
    one = offer(toy_folder, journal, RABAT)
    one.path.write_text(one.path.read_text() + CASABLANCA)
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, one, "a")
    assert rules(problem) == ["file_changed"]
    one.path.unlink()
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, one, "a")
    assert rules(problem) == ["missing_file"]
    assert journal.read().acceptances == ()


@pytest.mark.slow
def test_values_accepted_meanwhile_stand_in_the_way(toy_folder: Path, journal: Journal) -> None:
    mine = offer(toy_folder, journal, RABAT, "mine.csv")
    apart = offer(toy_folder, journal, CASABLANCA, "apart.csv")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT.replace(",19,", ",18,"), "theirs.csv"), "Amina")
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, mine, "b")
    assert str(problem.value) == (
        "mine.csv: meanwhile Amina accepted theirs.csv, with other values in the same places (values: 1). "
        "Check the file again, against these; nothing was stored. [accepted_meanwhile]"
    )
    acceptance.accept(journal, apart, "b")
    assert len(journal.read().in_force) == 2


def test_an_indicator_described_otherwise_meanwhile_stands_in_the_way(toy_folder: Path, journal: Journal) -> None:
    known = shown(toy_folder, journal).catalogue["network_losses"]
    lanes = known.model_copy(update={"id": "bike_lanes"})
    mine = offer(toy_folder, journal, RABAT, "mine.csv", entries=(lanes,))
    other = lanes.model_copy(update={"digits": 3})
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "theirs.csv", entries=(other,)), "Amina")
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, mine, "b")
    assert str(problem.value) == (
        "mine.csv: meanwhile Amina accepted theirs.csv, which describes bike_lanes in another way. Check the file "
        "again, and take that description, or choose another name; nothing was stored. [described_meanwhile]"
    )
    assert rules(problem) == ["described_meanwhile"]
    acceptance.accept(journal, replace(mine, entries=(other,)), "b")
    assert len(journal.read().in_force) == 2, "the same description twice contradicts nobody"


def test_a_journal_that_is_none_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "journal.sqlite").write_text("not a database, but long enough to look like one" * 20)
    with pytest.raises(DataProblem) as problem:
        Journal(folder).read()
    assert rules(problem) == ["store_damaged"]
    (folder / "journal.sqlite").unlink()
    connection = sqlite3.connect(folder / "journal.sqlite")
    connection.executescript(
        "CREATE TABLE acceptance (number INTEGER, record TEXT); CREATE TABLE event (number INTEGER);"
        'INSERT INTO acceptance VALUES (1, \'{"of": "another version"}\')'
    )
    connection.close()
    with pytest.raises(DataProblem) as problem:
        Journal(folder).read()
    assert rules(problem) == ["store_damaged"]


def test_a_folder_that_cannot_be_made_is_reported(toy_folder: Path, make_journal: MakeJournal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    one = offer(toy_folder, Journal(tmp_path / "elsewhere"), RABAT)
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(make_journal(tmp_path / "file" / "store"), one, "a")
    assert rules(problem) == ["store_unusable"]


def _accept(folder: Path, journal: Journal, rows: str, name: str, start: object, reported: object) -> None:
    one = offer(folder, journal, rows, name)
    start.wait()
    try:
        reported.put((name, acceptance.accept(journal, one, name)))
    except DataProblem as problem:
        reported.put((name, problem.findings[0].rule.id))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("other", "both"), [(CASABLANCA, True), (RABAT.replace(",19,", ",18,"), False)], ids=["apart", "the same value"]
)
def test_two_accepting_at_once(toy_folder: Path, journal: Journal, other: str, both: bool) -> None:
    # A copy of this process has its libraries already; where there is none, as on Windows, they are loaded again.
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    start, reported = context.Barrier(2), context.Queue()
    people = [
        context.Process(target=_accept, args=(toy_folder, journal, rows, name, start, reported))
        for rows, name in ((RABAT, "one.csv"), (other, "two.csv"))
    ]
    for person in people:
        person.start()
    answers = [reported.get(timeout=120)[1] for _ in people]
    for person in people:
        person.join()
    if both:
        assert sorted(answers) == [1, 2]
    else:
        assert sorted(map(str, answers)) == ["1", "accepted_meanwhile"]
    assert len(journal.read().in_force) == (2 if both else 1)
