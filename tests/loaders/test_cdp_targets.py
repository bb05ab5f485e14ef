"""CDP's reduction targets: both forms of the headers, and what cannot be meant left out and named."""

import pytest

from indicators.intake.pledge_check import check_pledges
from indicators.loaders import cdp_targets
from indicators.loaders.raw_table import RawTable
from indicators.model.pledges import Pledge, PledgeKind
from tests.helpers.checking import FORMATS_FOLDER, check, dataset, publisher_file, read, rules

pytestmark = pytest.mark.slow

PUBLISHED = "CDP_2021_Cities_Emissions_Reduction_Targets_clean_names.csv"


def of(table: RawTable, place: str) -> Pledge:
    pledges, _ = check_pledges(table, dataset().places)
    (found,) = (pledge for pledge in pledges if pledge.place == place)
    return found


@pytest.fixture(scope="module")
def table() -> RawTable:
    return read(FORMATS_FOLDER / "cdp_targets.csv", "cdp_targets")


def test_casablanca_promises_an_amount_beyond_its_limits(table: RawTable) -> None:
    found = of(table, "casablanca")
    assert (found.kind, found.target_emissions, found.target_year) == (PledgeKind.FIXED_LEVEL, 24_190_000, 2030)
    assert found.boundary == "Larger – covers the whole city and adjoining areas"
    assert (found.sector, found.reviewed, found.source) == ("", "2021", "cdp_targets_2021")
    assert ("unclear_pledge", 2, "Year.target.was.set", "2030") in rules(table.findings)


def test_cdps_own_headers_and_those_with_dots_read_alike(table: RawTable) -> None:
    own = read(FORMATS_FOLDER / "cdp_targets_own_headers.csv", "cdp_targets")
    assert of(own, "casablanca") == of(table, "casablanca")
    assert "dotted_headers" in [rule for rule, *_ in rules(table.findings)]
    assert "dotted_headers" not in [rule for rule, *_ in rules(own.findings)]


def test_no_target_beside_a_target_year_is_no_target(table: RawTable) -> None:
    assert of(table, "lagos").target_year is None
    assert ("unclear_pledge", 3, "Type.of.target", "No target") in rules(table.findings)


def test_amounts_in_kilotonnes_are_left_out(table: RawTable) -> None:
    rome = of(table, "rome")
    assert (rome.reduction, rome.base_emissions, rome.target_emissions) == (51.6, None, None)
    assert "not shown" in rome.note


def test_a_sector_is_named_and_all_sectors_are_none(table: RawTable) -> None:
    assert of(table, "barcelona").sector == "Energy"
    assert of(table, "istanbul").sector == ""


def test_text_in_a_percentage_is_a_finding() -> None:
    intake = check(FORMATS_FOLDER.parent / "bad_files" / "city_targets.csv")
    istanbul = next(pledge for pledge in intake.pledges if pledge.place == "istanbul")
    assert istanbul.reduction is None
    assert (intake.accepted, len(intake.observations)) == (0, 0)


@pytest.mark.slow
def test_published_file_gives_the_pledges_held() -> None:
    intake = check(publisher_file(PUBLISHED))
    held = [pledge for pledge in dataset().pledges if pledge.source == "cdp_targets_2021"]
    assert (intake.format, intake.rows_read, intake.accepted) == (cdp_targets.NAME, 1460, 0)
    assert sorted(intake.pledges, key=lambda pledge: pledge.id) == sorted(held, key=lambda pledge: pledge.id)
    assert len({one.place for one in held}) == 23
