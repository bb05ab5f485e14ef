"""Accepted files in a bucket: accepted, read elsewhere, swept, damaged, and what is stated while it is away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.intake import acceptance
from indicators.store.folders import journal_at
from indicators.store.ledger.bucket import BucketFiles
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.postgres_tables import tables_at
from tests.helpers.bucket_server import Bucket, bucket_server
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown, values
from tests.helpers.postgres import Postgres

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr("indicators.store.ledger.bucket.CONNECT_SECONDS", 1)
    with bucket_server() as server:
        yield server


@pytest.fixture
def journal(toy_folder: Path, tmp_path: Path, postgres: Postgres, bucket: Bucket) -> Journal:
    """Return a journal in a database, its files in a bucket, with one accepted file."""
    journal = journal_at(tmp_path / "store", postgres.database(), bucket.url())
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "amina")
    return journal


def elsewhere(journal: Journal, bucket: Bucket, folder: Path) -> Journal:
    """Return the journal as another process sees it, which has fetched nothing yet."""
    return Journal(folder, tables_at(journal.tables._url, "elsewhere"), BucketFiles(bucket.url()))


def rule(problem: pytest.ExceptionInfo[DataProblem]) -> str:
    return problem.value.findings[0].rule.id


def test_what_is_accepted_here_is_read_there(toy_folder: Path, journal: Journal, bucket: Bucket) -> None:
    there = elsewhere(journal, bucket, journal.folder)
    ((_, record),) = there.read().in_force
    assert there.file_of(record.content).read_bytes() == (toy_folder.parent / "first.csv").read_bytes()
    assert values(shown(toy_folder, there))["rabat", 2021] == 19.0
    assert {name.removeprefix("accepted/") for name in bucket.objects} == {*there.read().stored, "ledger.id"}


def test_what_nothing_names_is_swept_by_the_next_step(toy_folder: Path, journal: Journal, bucket: Bucket) -> None:
    bucket.objects["accepted/" + "0" * 64] = b"left by a process that was killed"
    bucket.objects["accepted/before_1/kept"] = b"put aside"
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "second.csv"), "a")
    assert journal.files.names() == journal.read().stored.keys()
    assert "accepted/before_1/kept" in bucket.objects


def test_a_damaged_object_is_left_out_and_named(toy_folder: Path, journal: Journal, bucket: Bucket) -> None:
    ((_, record),) = journal.read().in_force
    bucket.objects[f"accepted/{record.observations}"] += b"x"
    dataset = shown(toy_folder, elsewhere(journal, bucket, journal.folder))
    assert ("rabat", 2021) not in values(dataset)
    assert [finding.rule.id for finding in dataset.warnings] == ["values_damaged"]


def test_a_bucket_that_is_away_is_no_damage(toy_folder: Path, journal: Journal, bucket: Bucket) -> None:
    there = elsewhere(journal, bucket, journal.folder)
    second = offer(toy_folder, journal, CASABLANCA, "second.csv")
    ((_, record),) = there.read().in_force
    bucket.down = True
    for act in (there.read, lambda: there.observations(record), lambda: acceptance.accept(there, second, "b")):
        with pytest.raises(DataProblem) as problem:
            act()
        assert rule(problem) == "store_unusable"
    bucket.down = False
    assert len(there.observations(record)) == 1
    acceptance.accept(there, second, "b")
    assert len(journal.read().in_force) == 2, "it works again by itself"


def test_two_databases_never_share_one_folder_of_a_bucket(
    journal: Journal, bucket: Bucket, postgres: Postgres, tmp_path: Path
) -> None:
    before = dict(bucket.objects)
    other = journal_at(tmp_path / "other" / "store", postgres.database(), bucket.url())
    with pytest.raises(DataProblem) as problem:
        other.read()
    assert rule(problem) == "store_mixed"
    apart = journal_at(journal.folder, journal.tables._url, bucket.url("another"))
    with pytest.raises(DataProblem) as problem:
        apart.read()
    assert rule(problem) == "store_apart"
    assert bucket.objects == before


def test_a_folder_that_is_not_shared_is_reported_and_closes_nothing(
    toy_folder: Path, journal: Journal, bucket: Bucket, tmp_path: Path
) -> None:
    """The files are in the bucket: only sessions and mappings are of one machine alone."""
    assert journal.folder_findings() == []
    unshared = journal_at(tmp_path / "another machine" / "store", journal.tables._url, bucket.url())
    assert unshared.read() == journal.read()
    (finding,) = unshared.folder_findings()
    assert finding.rule.id == "folder_apart"
    assert describe(finding)[0] == f"the folder {unshared.folder} is not the one that the other servers use."
    acceptance.accept(unshared, offer(toy_folder, unshared, CASABLANCA, "second.csv"), "b")
    assert unshared.folder_findings() == [finding]
    shutil.copytree(journal.folder, unshared.folder, dirs_exist_ok=True)
    assert unshared.folder_findings() == [], "the folder itself, wherever it is mounted"


@pytest.mark.parametrize(
    "address",
    [
        "s3://key:secret@city/accepted",
        "s3:///accepted",
        "gs://city/accepted",
        "s3://city/accepted?endpoint=ftp://host",
        "s3://city/accepted?secret_key=secret",
    ],
)
def test_what_is_no_address_of_a_place_for_files(tmp_path: Path, address: str) -> None:
    with pytest.raises(DataProblem) as problem:
        journal_at(tmp_path / "store", files=address).read()
    assert rule(problem) == "files_address"
    assert "secret" not in describe(problem.value.findings[0])[0]


def test_a_bucket_that_is_not_there(toy_folder: Path, tmp_path: Path, postgres: Postgres, bucket: Bucket) -> None:
    journal = journal_at(tmp_path / "store", postgres.database(), bucket.url().replace("city", "village"))
    with pytest.raises(DataProblem) as problem:
        acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    assert rule(problem) == "store_unusable"
    assert "NoSuchBucket" in str(problem.value) or "NO_SUCH_BUCKET" in str(problem.value)
    assert journal.read().events == ()
