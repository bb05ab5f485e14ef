"""Utility and local figures: one origin is one row, disagreeing sources are two, plans are plans."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.model.catalogue import read_catalogue
from indicators.model.observations import sort as in_order
from indicators.model.observations import to_csv, typed
from indicators.model.sources import read_sources
from tools.import_reference import casablanca, utility, utility_fields

PROJECT = Path(__file__).parents[2]
FIGURES = PROJECT.parent / "shared" / "figures"

needs_figures = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the published tables are not beside the project (../shared/figures)"
)


def observed(indicator: str) -> pd.DataFrame:
    (path,) = (PROJECT / "data" / "observations").rglob(f"{indicator}.csv")
    frame = pd.read_csv(path, keep_default_na=False)
    return frame[frame["place"] == "casablanca"]


def series(indicator: str) -> dict[int, float]:
    frame = observed(indicator)
    return dict(zip(frame["year"].astype(int), frame["value"], strict=True))


def reported_by(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["year", "printed", "source"])
    return frame.assign(
        place="casablanca",
        indicator="network_efficiency",
        perimeter="utility perimeter",
        method="reported",
        value=frame["printed"].astype(float),
    )


def test_one_figure_reported_twice_is_the_more_precise_row() -> None:
    rows = utility.once(reported_by(("2018", "77.3", "results"), ("2018", "77.33", "briefing")))
    assert list(rows["repeated"]) == [True, False]


def test_of_two_rows_alike_the_first_stays() -> None:
    rows = utility.once(reported_by(("2009", "72.2", "one"), ("2009", "72.2", "other")))
    assert list(rows["repeated"]) == [False, True]


def test_sources_that_disagree_stay_two_rows() -> None:
    rows = utility.once(reported_by(("2018", "77.3", "one"), ("2018", "76.9", "other"), ("2021", "77.3", "one")))
    assert not rows["repeated"].any()


@pytest.mark.parametrize(("printed", "expected"), [("77.33", 2), ("64.1", 1), ("77", 0), ("542393", 0)])
def test_decimals_as_printed(printed: str, expected: int) -> None:
    assert utility.decimals(printed) == expected


def test_network_efficiency_as_published() -> None:
    assert series("network_efficiency") == {1998: 64.1, 2009: 72.2, 2014: 75.5, 2018: 77.33, 2020: 77, 2021: 77}
    assert set(observed("network_efficiency")["perimeter"]) == {"utility perimeter"}


def test_non_revenue_water_is_the_rest_of_efficiency_and_never_ranked() -> None:
    assert series("non_revenue_water") == {1998: 35.9, 2009: 27.8, 2014: 24.5, 2018: 22.67, 2020: 23, 2021: 23}
    catalogue, _ = read_catalogue(PROJECT / "data" / "catalogue")
    entry = catalogue["non_revenue_water"]
    assert not entry.rankable
    assert entry.derived is not None
    assert observed("non_revenue_water")["note"].str.contains("not leakage").all()


def test_the_contract_objectives_are_marks_and_the_operator_a_break() -> None:
    catalogue, _ = read_catalogue(PROJECT / "data" / "catalogue")
    entry = catalogue["network_efficiency"]
    assert [mark.value for mark in entry.marks] == [74.5, 80]
    assert [cut.year for cut in entry.breaks] == [2024]


def test_the_supplies_of_2021_come_near_the_volume_distributed() -> None:
    names = ("water_supply_from_bouregreg", "water_supply_from_oum_er_rbia", "water_supply_from_local_wells")
    assert sum(series(name)[2021] for name in names) == 218
    assert series("water_distributed") == {2011: "186", 2018: "200", 2021: ""}
    assert observed("water_distributed")["note"].str.contains("Put into the network").all()


def test_two_projections_for_2030_are_both_stored() -> None:
    rows = observed("water_demand_daily")
    assert sorted(rows["value"]) == [753_000, 783_000]
    assert set(rows["method"]) == {"projected"}


def test_plans_are_never_observations() -> None:
    planned = [name for name, field in utility_fields.FIELDS.items() if name.endswith("_planned")]
    assert planned
    assert {utility_fields.FIELDS[name].method.value for name in planned} == {"planned"}


def test_part_years_of_the_tram_can_be_found() -> None:
    rows = observed("tram_ridership")
    part = rows[rows["note"].str.startswith("part-year")]
    assert list(part["year"]) == [2012, 2022]
    assert series("tram_ridership")[2019] == 50_589_561


def test_electricity_purchased_has_one_row_a_year() -> None:
    bought, customers = series("electricity_purchased"), series("electricity_customers")
    assert sorted(bought) == sorted(customers) == list(range(1998, 2010))
    assert (bought[1998], bought[2009]) == (2689, 3715)
    assert (customers[1998], customers[2009]) == (542_393, 848_185)


def test_the_modes_add_up_to_what_the_report_prints() -> None:
    catalogue, _ = read_catalogue(PROJECT / "data" / "catalogue")
    modes = [entry.id for entry in catalogue.values() if entry.family == "modal_split"]
    assert {mode: series(mode)[2018] for mode in modes} == {
        "modal_split_walking": 62,
        "modal_split_public_transport": 13,
        "modal_split_car": 12,
        "modal_split_taxi": 9,
        "modal_split_two_wheelers": 3,
    }


def test_every_source_named_is_described() -> None:
    sources, findings = read_sources(PROJECT / "data" / "sources")
    assert not findings
    assert set(utility_fields.SOURCES.values()) <= set(sources)


@needs_figures
def test_every_row_of_the_tables_is_bundled_or_held_back_with_a_reason() -> None:
    rows = utility.read_rows(FIGURES)
    bundled = sum(len(frame) for name, frame in utility.build(FIGURES).items() if name != "non_revenue_water")
    held = casablanca.held_back(FIGURES)
    assert len(rows) == 170
    assert bundled + len(held) == len(rows)
    assert (held["reason"] == utility.FROM_ENCYCLOPAEDIA).sum() == 28
    assert (held["reason"] != "").all()


@needs_figures
def test_the_committed_files_are_what_the_builder_makes() -> None:
    for indicator, frame in utility.build(FIGURES).items():
        (path,) = (PROJECT / "data" / "observations").rglob(f"{indicator}.csv")
        committed = pd.read_csv(path, keep_default_na=False)
        ours = committed[committed["source"].isin(utility_fields.SOURCES.values())]
        assert to_csv(typed(ours)) == to_csv(in_order(typed(frame)))
