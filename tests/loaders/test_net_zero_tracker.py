"""Net Zero Tracker's snapshots: final and interim pledges of cities, amounts without a unit left out."""

import pytest

from indicators.intake.pledge_check import check_pledges
from indicators.loaders import net_zero_tracker
from indicators.model.pledges import Pledge, PledgeKind, Stage
from tests.helpers.checking import FORMATS_FOLDER, check, dataset, publisher_file, read, rules

pytestmark = pytest.mark.slow

FILE = FORMATS_FOLDER / "net_zero_tracker.csv"
PUBLISHED = "NetZeroTracker_snapshot_2022-12-20.xlsx"


def of(place: str) -> list[Pledge]:
    pledges, _ = check_pledges(read(FILE, "net_zero_tracker"), dataset().places)
    return [pledge for pledge in pledges if pledge.place == place]


def test_a_city_without_any_target_is_one_statement() -> None:
    (found,) = of("casablanca")
    assert (found.kind, found.printed, found.reviewed) == (PledgeKind.NONE, "No target", "2021-11-11")
    assert found.boundary == ""  # "Not Specified"


def test_final_and_interim_pledges_are_two() -> None:
    final, interim = of("paris")
    assert (final.stage, final.kind, final.target_year, final.status) == (
        Stage.FINAL, PledgeKind.NET_ZERO, 2050, "In policy document",
    )  # fmt: skip
    assert (interim.stage, interim.kind, interim.reduction, interim.base_year) == (
        Stage.INTERIM, PledgeKind.BASE_YEAR, 50, 2004,
    )  # fmt: skip


def test_an_amount_without_a_unit_is_left_out() -> None:
    _, interim = of("dakar")
    assert (interim.kind, interim.reduction, interim.target_emissions) == (PledgeKind.BASELINE, 25, None)
    assert ("amount_without_unit", 3, "interim_target_target_emissions", "3.3") in rules(
        read(FILE, "net_zero_tracker").findings
    )


def test_a_year_beside_no_target_is_named() -> None:
    table = read(FILE, "net_zero_tracker")
    assert ("unclear_pledge", 7, "interim_target", "No target") in rules(table.findings)


def test_countries_and_companies_are_counted_and_left_out() -> None:
    table = read(FILE, "net_zero_tracker")
    (others,) = (finding for finding in table.findings if finding.rule is net_zero_tracker.OTHER_ACTORS)
    assert others.params["count"] == 1
    assert table.pledges is not None
    assert "Afghanistan" not in set(table.pledges["place_name"])


def test_the_snapshot_is_dated_by_its_newest_review() -> None:
    assert read(FILE, "net_zero_tracker").source == "net_zero_tracker_2022_09"


@pytest.mark.slow
def test_published_snapshot_gives_the_pledges_held() -> None:
    intake = check(publisher_file(PUBLISHED))
    held = [pledge for pledge in dataset().pledges if pledge.source == "net_zero_tracker_2022_12"]
    assert (intake.format, intake.rows_read, intake.accepted) == ("net_zero_tracker", 4089, 0)
    assert sorted(intake.pledges, key=lambda pledge: pledge.id) == sorted(held, key=lambda pledge: pledge.id)
    assert len({one.place for one in held}) == 42
