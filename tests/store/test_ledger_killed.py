"""A process that ends in the middle of accepting: everything accepted before is there, and nothing half done."""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.model.observations import write
from indicators.store.additions import published
from indicators.store.dataset import open_dataset
from indicators.store.ledger import files
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.postgres_tables import PostgresTables
from tests.helpers.offers import CASABLANCA, RABAT, YEAR, of_another_year, offer, shown, values
from tests.helpers.postgres import ask
from tests.store.conftest import MakeJournal

pytestmark = pytest.mark.slow

LEDGER = str(Path(files.__file__).parent)
BEFORE = {("casablanca", 2020): 23.5, ("casablanca", 2021): 23.0, ("rabat", 2020): 19.25, ("rabat", 2021): 19.0}
AFTER = BEFORE | {("casablanca", 2020): 24.5}


def in_child(act: Callable[[], None]) -> int:
    """Run `act` in a process of its own; return 0 where it ended by itself, else the signal or status."""
    child = os.fork()
    if child == 0:
        end = 4
        try:
            act()
            end = 0
        except DataProblem:
            end = 3
        finally:
            os._exit(end)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def killed_at(line: int, act: Callable[[], object]) -> Callable[[], None]:
    """Return `act`, killed when it has come to the given number of lines of the ledger's own code."""

    def run() -> None:
        left = line

        def trace(frame: object, event: str, _: object) -> object:
            nonlocal left
            if not frame.f_code.co_filename.startswith(LEDGER):
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        act()

    return run


def test_killed_at_every_line_of_the_ledger(toy_folder: Path, make_journal: MakeJournal, tmp_path: Path) -> None:
    journal = make_journal(tmp_path / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
    as_it_was = tmp_path / "kept"
    shutil.copytree(journal.folder, as_it_was)
    second = offer(toy_folder, journal, CASABLANCA, "second.csv")
    base = open_dataset(toy_folder, YEAR)

    known: dict[tuple[str, ...], dict[tuple[str, int], float]] = {}

    def now() -> dict[tuple[str, int], float]:
        in_force = [record for _, record in journal.read().in_force]
        # What is published follows from whole tables; the same tables are read once.
        tables = tuple(journal.whole_file(record.observations, record.name).name for record in in_force)
        if tables not in known:
            known[tables] = values(published(base, in_force, journal.observations))
        return known[tables]

    kept_values = tmp_path / "values.csv"
    write(second.intake.observations, kept_values)
    record = acceptance.acceptance(second, "b")

    def accept() -> None:
        journal.accept(record, second.path, kept_values, second.seen)

    # With INDICATORS_KILLS at each line, else at every fifth one, from another each time.
    every = 1 if "INDICATORS_KILLS" in os.environ else 5
    line, ends = 1 - Random().randint(1, every), []
    while not ends or ends[-1] == signal.SIGKILL:
        line += every
        shutil.rmtree(journal.folder)
        shutil.copytree(as_it_was, journal.folder)
        if isinstance(journal.tables, PostgresTables):
            ask(journal.tables._url, "DELETE FROM ledger_event WHERE number > 1")
            ask(journal.tables._url, "DELETE FROM ledger_acceptance WHERE number > 1")
        ends.append(in_child(killed_at(line, accept)))
        found = now()
        assert found in (BEFORE, AFTER), f"killed at line {line}"
        if found == BEFORE:
            accept()
            assert now() == AFTER
        assert journal.files.names() == journal.read().stored.keys(), "nothing unfinished stays behind"
    assert ends[-1] == 0
    assert line > 40, "the ledger was not traced"


KILLS = int(os.environ.get("INDICATORS_KILLS", "7"))
"""How many processes are killed for each step; before a release, and after a change of the ledger, sixty are."""


def killed_while(act: Callable[[Callable[[str], None]], None], random: Random) -> list[str]:
    """Run `act` in a process that is killed at some moment; return what it had acknowledged by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # The child never returns into the test's own process.
        with contextlib.suppress(Exception):
            act(lambda line: os.write(writing, f"{line}\n".encode()) and None)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        # On a busy machine no length of time is sure to see a step: some are awaited, then it is killed.
        seen = [line for _ in range(random.randint(0, 1)) if (line := pipe.readline())]
        time.sleep(random.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in (*seen, *pipe)]


def whole(journal: Journal, moment: str) -> Ledger:
    """Return the ledger, every file and table of which is there as it was accepted."""
    ledger = journal.read()
    for _, record in ledger.acceptances:
        assert len(journal.observations(record)) == record.accepted, moment
        assert files.fingerprint(journal.file_of(record.content)) == record.content, moment
    return ledger


def test_killed_at_any_moment_loses_nothing_that_was_acknowledged(
    toy_folder: Path, make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal, random = make_journal(tmp_path / "store"), Random(2026)
    first = offer(toy_folder, journal, RABAT, "first.csv")
    offers = [first, *(of_another_year(first, year) for year in range(1990, 2020))]

    def accept_all(acknowledge: Callable[[str], None]) -> None:
        # What earlier rounds accepted is refused.
        for each in offers:
            with contextlib.suppress(DataProblem):
                acknowledge(str(acceptance.accept(journal, each, "a")))

    acknowledged: set[int] = set()
    for round_ in range(KILLS):
        acknowledged |= set(map(int, killed_while(accept_all, random)))
        ledger = whole(journal, f"round {round_}")
        assert acknowledged <= {number for number, _ in ledger.acceptances}, f"round {round_}"
    assert acknowledged


Step = Callable[[Journal, int, acceptance.CheckedSubmission], object]
STEPS: dict[str, tuple[Step, Step]] = {
    "withdraw": (
        lambda journal, number, _: journal.withdraw(number, "a", AT),
        lambda journal, number, _: journal.restore(number, "a", AT),
    ),
    "restore": (
        lambda journal, number, _: journal.restore(number, "a", AT),
        lambda journal, number, _: journal.withdraw(number, "a", AT),
    ),
    "replace": (
        lambda journal, number, better: acceptance.accept(journal, better, "a", replaces=number),
        lambda journal, number, better: undo_replacement(journal, number),
    ),
}
"""Each step that takes a file out of force or brings it back, and what undoes it for the next round."""
AT = "2026-11-27T12:00:00+00:00"


def undo_replacement(journal: Journal, number: int) -> None:
    for other, _ in journal.read().in_force:
        journal.withdraw(other, "a", AT)
    journal.restore(number, "a", AT)


@pytest.mark.parametrize("name", STEPS)
def test_a_file_is_in_force_or_out_of_it_wherever_a_step_is_killed(
    toy_folder: Path, make_journal: MakeJournal, tmp_path: Path, name: str
) -> None:
    step, undo = STEPS[name]
    journal, random = make_journal(tmp_path / "store"), Random(2026)
    number = acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
    if name == "restore":
        journal.withdraw(number, "a", AT)
    better = offer(toy_folder, journal, RABAT.replace(",19,", ",19.5,"), "better.csv")
    base = open_dataset(toy_folder, YEAR)
    own = values(base).get(("rabat", 2021))
    before, after = {"withdraw": (19.0, own), "restore": (own, 19.0), "replace": (19.0, 19.5)}[name]
    done = 0
    for round_ in range(KILLS):
        moment = f"{name}, round {round_}"
        checked_now = replace(better, seen=journal.read().state)

        def act(acknowledge: Callable[[str], None], offered: acceptance.CheckedSubmission = checked_now) -> None:
            step(journal, number, offered)
            acknowledge("done")
            time.sleep(1)

        acknowledged = killed_while(act, random)
        ledger = whole(journal, moment)
        found = values(published(base, [one for _, one in ledger.in_force], journal.observations)).get(("rabat", 2021))
        assert found in (before, after), moment
        assert found == after or not acknowledged, f"{moment}: what was acknowledged is lost"
        assert len(ledger.in_force) <= 1, f"{moment}: a replacement is one step"
        if found == after:
            done += 1
            undo(journal, number, better)
    assert done > KILLS // 6, "most were killed before they had begun"


@pytest.mark.parametrize("room", [0, 100, 600, 5_000, 9_000])
def test_a_full_disk_keeps_what_was_there(
    toy_folder: Path, make_journal: MakeJournal, tmp_path: Path, room: int
) -> None:
    journal = make_journal(tmp_path / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
    second = offer(toy_folder, journal, CASABLANCA, "second.csv")

    kept_values = tmp_path / "values.csv"
    write(second.intake.observations, kept_values)
    record = acceptance.acceptance(second, "b")

    def without_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        journal.accept(record, second.path, kept_values, second.seen)

    # the list lies in the database, and the files are small
    has_room = isinstance(journal.tables, PostgresTables) and room >= second.path.stat().st_size
    assert in_child(without_room) == (0 if has_room else 3), "told, not raised"
    assert values(shown(toy_folder, journal)) == (AFTER if has_room else BEFORE)
    if has_room:
        return
    acceptance.accept(journal, second, "b")
    assert values(shown(toy_folder, journal)) == AFTER


def test_a_folder_that_may_only_be_read_still_opens(toy_folder: Path, make_journal: MakeJournal) -> None:
    place = Path(tempfile.mkdtemp())
    try:
        journal = make_journal(place / "store")
        acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
        second = offer(toy_folder, journal, CASABLANCA, "second.csv")
        base = open_dataset(toy_folder, YEAR)
        place.chmod(0o755)
        for path in [journal.folder, *journal.folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

        def as_reader() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            in_force = journal.read().in_force
            assert len(journal.observations(in_force[0][1])) == 1
            acceptance.accept(journal, second, "b")

        assert in_child(as_reader) == 3, "reading works, writing is told"
        assert len(journal.read().in_force) == 1
        assert len(base.observations) == 3
    finally:
        shutil.rmtree(place)
