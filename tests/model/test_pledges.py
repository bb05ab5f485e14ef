"""Pledges: the table, its faults, and the files it is made from."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.model.pledges import COLUMNS, PledgeKind, read_pledges
from indicators.store.dataset import DATA_FOLDER, open_dataset
from tests.helpers.checking import dataset, publisher_file
from tests.helpers.folders import write
from tools.import_reference import background_tables

PLACES, SOURCES = {"casablanca"}, {"tracker"}


def row(**cells: str) -> str:
    whole = {"id": "one", "place": "casablanca", "source": "tracker", "kind": "net zero", "printed": "Net zero"}
    whole |= {"reviewed": "2021-11-11"} | cells
    return ",".join(whole.get(name, "") for name in COLUMNS)


def faults(tmp_path: Path, *rows: str) -> list[str]:
    path = write(tmp_path, "pledges.csv", "\n".join([",".join(COLUMNS), *rows]) + "\n")
    _, findings = read_pledges(path, PLACES, SOURCES)
    return [f"row {finding.row}: {describe(finding)[0]}" for finding in findings]


def test_casablanca_has_a_target_and_none() -> None:
    own = {pledge.source: pledge for pledge in dataset().pledges if pledge.place == "casablanca"}
    cdp, tracker = own["cdp_targets_2021"], own["net_zero_tracker_2022_12"]
    assert (cdp.kind, cdp.target_emissions, cdp.target_year) == (PledgeKind.FIXED_LEVEL, 24_190_000, 2030)
    assert cdp.boundary == "Larger – covers the whole city and adjoining areas"
    assert cdp.set_in is None  # printed as 2030, after it was reported
    assert (tracker.kind, tracker.reviewed, tracker.target_year) == (PledgeKind.NONE, "2021-11-11", None)


def test_pledges_are_no_observations() -> None:
    sources = {pledge.source for pledge in dataset().pledges}
    assert not sources & set(dataset().observations["source"])


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"place": "atlantis"}, "row 2: atlantis is named here but not known as a place."),
        ({"source": "nobody"}, "row 2: nobody is named here but not known as a source."),
        ({"kind": "no target", "target_year": "2050"}, "the kind is no target, but a target is given"),
        ({"base_year": "2050", "target_year": "2030"}, "the base year 2050 is not before the target year 2030"),
        ({"reduction": "140"}, "less than or equal to 100"),
        ({"reviewed": "lately"}, "String should match pattern"),
    ],
)
def test_faults_are_named(tmp_path: Path, cells: dict[str, str], fault: str) -> None:
    (found,) = faults(tmp_path, row(**cells))
    assert fault in found


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert faults(tmp_path, row(), row()) == ["row 3: the id one is there twice."]


def test_the_version_knows_the_pledges(toy_folder: Path) -> None:
    before = open_dataset(toy_folder)
    assert before.pledges == ()
    write(toy_folder, "pledges.csv", "\n".join([",".join(COLUMNS), row(source="open_2020")]) + "\n")
    after = open_dataset(toy_folder)
    assert [pledge.id for pledge in after.pledges] == ["one"]
    assert after.version != before.version


@pytest.mark.slow
def test_the_table_is_what_the_builder_writes(tmp_path: Path) -> None:
    reference = publisher_file("NetZeroTracker_snapshot_2022-12-20.xlsx").parents[1]
    background_tables.write_pledges(reference, tmp_path / "pledges.csv")
    assert (tmp_path / "pledges.csv").read_bytes() == (DATA_FOLDER / "pledges.csv").read_bytes()
