"""Accepted pledges: beside the known ones, in the place of those of their city and source, gone with their file."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance, submission
from indicators.intake.acceptance import CheckedSubmission, unstated
from indicators.intake.observation_keys import UNSTATED
from indicators.intake.submission import NOT_YET, Submission
from indicators.store.additions import published
from indicators.store.dataset import Dataset
from indicators.store.ledger import origin
from indicators.store.ledger.backup import put_back, write_backup
from indicators.store.ledger.journal import Journal
from tests.helpers.checking import FORMATS_FOLDER, THIS_YEAR, dataset

pytestmark = pytest.mark.slow

# the newest day in it, of September 2022, is that of no edition known here
SNAPSHOT = (FORMATS_FOLDER / "net_zero_tracker.csv").read_text(encoding="utf-8")
FIELDS = {
    "producer": "Net Zero Tracker", "title": "Snapshot of 2022", "link": "https://example.org", "published": "2022-09",
    "licence": "CC BY 4.0", "redistributable": "yes",
}  # fmt: skip


def offer(path: Path, text: str = SNAPSHOT, fields: dict[str, str] | None = None) -> CheckedSubmission:
    path.write_text(text, encoding="utf-8")
    source = origin.source_of(fields, path.name)[0] if fields else None
    return submission.check(Submission(path, path.name, source=source), dataset(), 0, THIS_YEAR)


def shown(journal: Journal) -> Dataset:
    force = [one for _, one in journal.read().in_force]
    return published(dataset(), force, journal.observations, journal.outlines)


def of(data: Dataset, place: str) -> set[tuple[str, str]]:
    return {(pledge.source, pledge.printed) for pledge in data.pledges if pledge.place == place}


def test_an_edition_that_is_not_known_needs_its_origin(tmp_path: Path) -> None:
    brought = offer(tmp_path / "nzt.csv")
    assert {pledge.source for pledge in brought.intake.pledges} == {UNSTATED}
    assert unstated(brought.intake) == len(brought.intake.pledges)
    assert [finding.rule.id for finding in acceptance.blocking_findings(brought, False)] == ["origin_needed"]
    draft = submission.draft(dataset(), brought)
    assert {pledge.source for pledge in draft.pledges} - {pledge.source for pledge in dataset().pledges} == {NOT_YET}


def test_accepted_pledges_stand_beside_those_of_other_sources_and_are_no_observations(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "store")
    brought = offer(tmp_path / "nzt.csv", fields=FIELDS)
    number = acceptance.accept(journal, brought, "amina")
    data, base = shown(journal), dataset()
    added = {source.id for source in brought.sources}
    assert len(added) == 1
    assert {pledge.source for pledge in brought.intake.pledges} == added
    place = brought.intake.pledges[0].place
    assert of(base, place) < of(data, place)
    assert len(data.observations) == len(base.observations)
    assert data.version != base.version
    journal.withdraw(number, "amina", "2026-11-28")
    assert shown(journal).pledges == base.pledges
    assert shown(journal).version == base.version
    journal.restore(number, "amina", "2026-11-28")
    assert shown(journal).version == data.version


def test_pledges_of_a_known_edition_stand_in_the_place_of_theirs(tmp_path: Path) -> None:
    brought = offer(tmp_path / "nzt.csv", SNAPSHOT.replace("2022-09-12", "2022-12-12"))
    edition = {pledge.source for pledge in brought.intake.pledges}
    assert edition <= dataset().sources.keys()
    journal = Journal(tmp_path / "store")
    acceptance.accept(journal, brought, "amina")
    for place in {pledge.place for pledge in brought.intake.pledges}:
        own = [pledge for pledge in shown(journal).pledges if pledge.place == place and pledge.source in edition]
        assert own == [pledge for pledge in brought.intake.pledges if pledge.place == place]


def test_pledges_of_a_place_accepted_meanwhile_stand_in_the_way(tmp_path: Path) -> None:
    """Both were checked before either was accepted: the second would silently take the place of the first."""
    journal = Journal(tmp_path / "store")
    mine = offer(tmp_path / "mine.csv", fields=FIELDS)
    place = mine.intake.pledges[0].place
    theirs = offer(tmp_path / "theirs.csv", SNAPSHOT.replace("Net zero", "Climate neutral"), fields=FIELDS)
    apart = offer(tmp_path / "apart.csv", fields=FIELDS | {"title": "Snapshot of another year"})
    acceptance.accept(journal, theirs, "Amina")
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, mine, "b")
    (finding,) = problem.value.findings
    count = len({pledge.place for pledge in mine.intake.pledges})
    assert finding.rule.id == "pledges_meanwhile"
    assert finding.params == {"count": count, "who": "Amina", "other": "theirs.csv"}
    assert of(shown(journal), place) >= {
        (pledge.source, pledge.printed) for pledge in theirs.intake.pledges if pledge.place == place
    }
    acceptance.accept(journal, apart, "b")
    again = submission.check(
        Submission(tmp_path / "mine.csv", "mine.csv", source=mine.sources[0]),
        shown(journal), journal.read().state, THIS_YEAR,
    )  # fmt: skip
    acceptance.accept(journal, again, "b")
    assert len(journal.read().in_force) == 3, "checked against them, it may follow"


def test_a_backup_has_them(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "store")
    acceptance.accept(journal, offer(tmp_path / "nzt.csv", fields=FIELDS), "amina")
    write_backup(journal, tmp_path / "backup.zip")
    elsewhere = Journal(tmp_path / "other")
    put_back(tmp_path / "backup.zip", elsewhere)
    assert shown(elsewhere).pledges == shown(journal).pledges
