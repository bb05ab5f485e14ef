"""The inbox: files copied into a folder, checked at once, and published without a click only where that is allowed.

A file is published by itself only when its origin record lies beside it (`NAME.origin.toml`), no value of it is
refused, and the operator turned it on (INDICATORS_INBOX=publish). Every other file is listed as a draft.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.intake import acceptance, brought_file
from indicators.intake.file_check import FileCheck
from indicators.intake.submission import Submission
from indicators.language.translator import N_
from indicators.model.sources import Source
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders
from indicators.store.ledger import origin

PLACES_WAIT = Rule(
    "places_wait", Severity.ERROR, N_("the file brings new places ({count}), which a person has to accept."),
    N_("Look at them on the data page, or add the file on the command line."),
)  # fmt: skip


SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".geojson", ".gpkg", ".zip", ".json"}
)
WHO = "inbox"


@dataclass(frozen=True)
class Dropped:
    """A file of the inbox, and what changes when it does: time and size."""

    path: Path
    stamp: tuple[int, int]


@dataclass(frozen=True)
class Looked:
    """A file of the inbox, checked: the submission, the origin beside it, and what is wrong with the origin."""

    dropped: Dropped
    checked: acceptance.CheckedSubmission
    source: Source | None
    problems: tuple[Finding, ...] = ()

    @property
    def intake(self) -> FileCheck:
        """What the check found."""
        return self.checked.intake


def dropped(folder: Path) -> list[Dropped]:
    """Return the data files of the inbox, by name; hidden files, links and origin records are none."""
    if not folder.is_dir():
        return []
    files = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() not in SUFFIXES:
            continue
        try:
            seen = path.lstat()
        except OSError:
            continue
        if stat.S_ISREG(seen.st_mode):
            files.append(Dropped(path, (seen.st_mtime_ns, seen.st_size)))
    return files


def look(file: Dropped, dataset: Dataset, seen: int, year: int) -> Looked:
    """Check a file of the inbox against `dataset`, with the origin record beside it if there is one."""
    beside = origin.record_path(file.path)
    source, problems = origin.read_origin(beside) if beside.exists() else (None, [])
    checked = brought_file.check(Submission(file.path, file.path.name, source=source), dataset, seen, year)
    return Looked(file, checked, source, tuple(problems))


def publishes_alone() -> bool:
    """Return whether the operator lets the inbox publish without a click: INDICATORS_INBOX=publish."""
    return os.environ.get("INDICATORS_INBOX", "") == "publish"


def _new_places(looked: Looked) -> list[Finding]:
    """Return why a file that brings new places is not published by itself; nothing for any other."""
    count = len(looked.intake.places)
    return [Finding(PLACES_WAIT, str(looked.dropped.path), params={"count": count})] if count else []


Outcome = tuple[Path, int | list[Finding]]
"""A file of the inbox with the number it was accepted under, or what stands against it."""


def publish_ready(folders: Folders, dataset: Callable[[], Dataset], year: int) -> list[Outcome]:
    """Accept every file of the inbox that carries its origin and holds nothing wrong; return what became of each.

    `dataset` gives what is published at the moment. A file that is in force
    already is passed over; so is one without an origin record.
    """
    journal = folders.journal
    done: list[Outcome] = []
    for file in dropped(folders.inbox):
        if not origin.record_path(file.path).exists():
            continue
        ledger = journal.read()
        looked = look(file, dataset(), ledger.state, year)
        if any(known.content == looked.checked.content for _, known in ledger.acceptances):
            # what was withdrawn by hand does not come back by itself
            continue
        problems = [
            *looked.problems,
            *acceptance.blocking_findings(looked.checked, without_refused=False),
            *_new_places(looked),
        ]
        if problems:
            done.append((file.path, problems))
            continue
        try:
            done.append((file.path, acceptance.accept(journal, looked.checked, WHO)))
        except DataProblem as problem:
            # another server looks at the same folder, and may have been first
            if acceptance.in_force(journal.read(), looked.checked.content) is None:
                done.append((file.path, problem.findings))
    return done
