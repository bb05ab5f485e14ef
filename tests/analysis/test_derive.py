"""Views of the observations: choices, never averages; lines that may be joined."""

import pandas as pd
import pytest

from indicators.analysis import derive
from indicators.model.observations import empty
from tests.helpers.comparison_examples import entry, footprint, names, population, population_entry, rows, transport

# Share of households with running water (HCP, censuses of 2014 and 2024): the prefecture holds Méchouar too.
CENSUS = rows(
    {"year": 2014, "value": 93.5, "perimeter": "prefecture", "source": "hcp_rgph_2014"},
    {"year": 2024, "value": 98.5, "perimeter": "prefecture", "source": "hcp_rgph_2024"},
    {"year": 2024, "value": 98.5, "perimeter": "municipality", "source": "hcp_rgph_2024"},
    place="casablanca",
    method="census",
)
# Efficiency of the water network, per cent (Lydec): 64.1 in 1998 and 72.2 in 2009 in one note, 77.0 in 2021 elsewhere.
EFFICIENCY = rows(
    {"year": 1998, "value": 64.1, "source": "lydec_note_2010"},
    {"year": 2009, "value": 72.2, "source": "lydec_note_2010"},
    {"year": 2021, "value": 77.0, "source": "al_bayane_2022"},
    place="casablanca",
    perimeter="utility perimeter",
    method="reported",
)


def one(frame: pd.DataFrame, place: str) -> pd.Series:
    found = frame[frame["place"].astype("str") == place]
    assert len(found) == 1
    return found.iloc[0]


def test_latest_is_the_newest_observed_value_of_each_place():
    rows_found = derive.latest(population())
    assert one(rows_found, "casablanca")["year"] == 2018, "2020 is projected"
    assert one(rows_found, "casablanca")["value"] == 3683566
    assert len(rows_found) == 8
    assert (rows_found["alternatives"] == 0).all()


def test_latest_keeps_undated_figures():
    assert pd.isna(one(derive.latest(footprint()), "casablanca")["year"])


def test_latest_returns_the_places_asked_for_and_counts_all():
    assert list(derive.latest(transport(), ["tunis", "casablanca", "atlantis"])["place"]) == ["casablanca", "tunis"]
    assert derive.latest(empty()).empty


def test_the_common_ground_is_that_of_the_places_asked_for():
    # The eight prefectures of Casablanca do not make the prefecture the city's perimeter.
    parts = [{"place": f"prefecture_{index}", "perimeter": "prefecture", "year": 2024} for index in range(8)]
    table = pd.concat([CENSUS, rows(*parts, method="census")])
    assert one(derive.latest(table, ["casablanca", "tunis"]), "casablanca")["perimeter"] == "municipality"


def test_latest_prefers_what_most_places_share():
    peers = [{"place": place} for place in ("tunis", "rome", "casablanca")]
    table = rows(*peers, {"place": "casablanca", "year": 2024, "perimeter": "municipality", "method": "census"})
    found = one(derive.latest(table), "casablanca")
    assert (found["year"], found["perimeter"]) == (2020, "urban centre")
    alone = one(derive.latest(table[table["place"] == "casablanca"]), "casablanca")
    assert (alone["year"], alone["perimeter"]) == (2024, "municipality")


def test_latest_takes_the_municipality_where_nothing_else_decides():
    assert one(derive.latest(CENSUS), "casablanca")["perimeter"] == "municipality"


def test_two_sources_of_one_year_are_a_choice_never_an_average():
    # Chicago's scope 1 of 2015 as three editions of CDP's table print it.
    table = rows(
        {"source": "cdp_2017", "value": 16_951_471},
        {"source": "cdp_2018", "value": 16_784_486},
        {"source": "cdp_2019", "value": 16_784_486},
        place="chicago",
        year=2015,
        method="reported",
    )
    found = one(derive.latest(table), "chicago")
    assert (found["source"], found["value"]) == ("cdp_2019", 16_784_486), "the latest release"
    assert (found["alternatives"], found["other_sources"]) == (2, "cdp_2017|cdp_2018")
    assert one(derive.latest(table.iloc[::-1]), "chicago")["source"] == "cdp_2019"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("wb_wdi_2021_09", 202109), ("wb_wdi_2025", 202500), ("ghsl_ucdb_r2019a", 201900), ("carbon_monitor_v0325", 0)],
)
def test_the_release_is_read_from_the_source_id(source, expected):
    assert derive.release_number(source) == expected


def test_as_of_takes_the_nearest_year_within_the_tolerance():
    table = transport()
    rows_found = derive.as_of(table, 2019, tolerance=1)
    assert "tunis" not in set(rows_found["place"].astype("str")), "2021 is two years away"
    assert len(rows_found) == 37
    assert one(derive.as_of(table, 2019), "tunis")["year"] == 2021
    near = rows({"place": "tunis", "year": 2014}, {"place": "tunis", "year": 2016}, {"place": "tunis", "year": 2021})
    assert one(derive.as_of(near, 2015), "tunis")["year"] == 2016, "the later of two equally near"
    assert derive.as_of(footprint(), 2015).empty, "a figure without a year is of no year"
    assert derive.as_of(population(), 2020, 1).empty, "projections are not observed"


def test_series_joins_one_place_perimeter_method_and_source():
    found = derive.series(EFFICIENCY, entry())
    assert found.groupby("line")["year"].agg(list).tolist() == [[2021], [1998, 2009]]
    assert not found["projected"].any()


def test_series_joins_censuses_of_one_perimeter():
    found = derive.series(CENSUS, entry())
    assert found.groupby("line")["year"].agg(list).tolist() == [[2024], [2014, 2024]]


def test_series_keeps_projections_apart():
    found = derive.series(population(), population_entry())
    own = found[found["place"] == "casablanca"]
    assert own.groupby("line")["year"].agg(list).tolist() == [[1990, 2015, 2018], [2020]]
    assert own["projected"].tolist() == [False, False, False, True]


def test_series_is_cut_at_a_break():
    broken = entry(breaks=[{"year": 2009, "place": "casablanca", "reason": names("Another question.")}])
    assert derive.series(EFFICIENCY, broken)["line"].nunique() == 3
    elsewhere = entry(breaks=[{"year": 2009, "place": "tunis", "reason": names("Another question.")}])
    assert derive.series(EFFICIENCY, elsewhere)["line"].nunique() == 2
    everywhere = entry(breaks=[{"year": 2009, "reason": names("Another question.")}])
    assert derive.series(EFFICIENCY, everywhere)["line"].nunique() == 3


def test_series_never_joins_figures_without_a_year():
    table = footprint()
    assert derive.series(table, entry())["line"].nunique() == len(table)


def test_change_is_within_one_unbroken_line():
    found = derive.change(EFFICIENCY, entry()).iloc[0]
    assert (found["first_year"], found["last_year"]) == (1998, 2009)
    assert found["change"] == pytest.approx(8.1)
    assert found["years"] == 11
    broken = entry(breaks=[{"year": 2009, "reason": names("Another question.")}])
    assert derive.change(EFFICIENCY, broken).empty


def test_change_between_censuses_stays_on_one_perimeter():
    found = derive.change(CENSUS, entry()).iloc[0]
    assert found["perimeter"] == "prefecture"
    assert found["change"] == pytest.approx(5.0)


def test_change_leaves_projections_out():
    found = derive.change(population(), population_entry())
    assert found["place"].tolist() == ["casablanca"]
    assert found["last_year"].iloc[0] == 2018
    assert found["change"].iloc[0] == 1001552


def test_age_counts_years_and_knows_when_it_cannot():
    assert derive.age(2015, 2026) == 11
    assert derive.age(None, 2026) is None
    assert derive.age(pd.NA, 2026) is None
