"""Availability: the counts are those of the data, the verdicts those of the rules, the gaps the real ones."""

import pandas as pd
import pytest

from indicators.analysis import availability, comparability, derive, ranking
from indicators.charts.availability import columns, groups, published_pairs
from indicators.charts.chart import Look
from indicators.charts.gaps import alone, evidence_budget, missing
from indicators.charts.request import AvailabilityFilter, ChartRequest, Gap
from indicators.model.vocabulary import Level, Scale
from indicators.web.links import theme_link
from tests.helpers.checking import THIS_YEAR, dataset
from tests.helpers.home import HOME

pytestmark = pytest.mark.slow

DATA = dataset()
CITIES = tuple(place.id for place in DATA.places.of_level(Level.CITY) if place.id != "casablanca")
HELD = published_pairs(DATA, CITIES)
PAIRS = HELD.cities
OF_CITIES = {key for key, entry in DATA.catalogue.items() if entry.scale is Scale.CITY}


def figures() -> pd.DataFrame:
    """Return the observations of cities on city indicators, taken straight from the data set."""
    rows = DATA.observations
    return rows[rows["indicator"].isin(OF_CITIES) & rows["place"].isin(["casablanca", *CITIES])]


def table(wanted: AvailabilityFilter, cities: tuple[str, ...] = CITIES) -> dict[str, dict[str, object]]:
    found = published_pairs(DATA, cities)
    _, order = columns(DATA, found, cities, Look())
    made = groups(DATA, found, order, ChartRequest(availability=wanted), Look(), THIS_YEAR, theme_link(DATA))
    lines = [line for group in made for line in group.lines]
    return {line.name: dict(zip(order, line.cells, strict=True)) for line in lines}


def pair(indicator: str, place: str, pairs: pd.DataFrame = PAIRS) -> pd.Series:
    return pairs.set_index(["indicator", "place"]).loc[(indicator, place)]


def test_the_pairs_and_their_counts_are_those_of_the_data_set():
    expected = figures().groupby(["indicator", "place"], observed=True).size()
    counted = PAIRS.set_index(["indicator", "place"])["values"]
    assert counted.sort_index().to_dict() == {(str(i), str(p)): n for (i, p), n in expected.items()}
    assert counted.sum() == len(figures())


def test_years_are_those_of_the_observed_figures():
    spans = derive.observed(figures()).groupby(["indicator", "place"], observed=True)["year"].agg(["min", "max"])
    seen = PAIRS[~PAIRS["expected"]].set_index(["indicator", "place"])
    for key, row in spans.iterrows():
        own = seen.loc[tuple(map(str, key))]
        assert (own["first"] is pd.NA and row["min"] is pd.NA) or own["first"] == row["min"]
        assert (own["last"] is pd.NA and row["max"] is pd.NA) or own["last"] == row["max"]
    assert (pair("population_agglomeration", "lagos")[["first", "last"]] == [1950, 2018]).all()
    assert pd.isna(pair("carbon_footprint_per_person", "casablanca")["year"])


def test_what_is_only_planned_or_projected_is_marked():
    only = PAIRS[PAIRS["expected"]]
    rows = figures().set_index("indicator").loc[list(only["indicator"])]
    assert set(rows["method"]) <= set(derive.NOT_OBSERVED)
    assert "water_demand_daily" in set(only["indicator"])
    assert pair("water_demand_daily", "casablanca")["year"] == 2030


def test_verdicts_are_those_of_the_rules_against_casablancas_figure():
    own = PAIRS[PAIRS["place"] == "casablanca"].set_index("indicator")
    for row in PAIRS[PAIRS["place"] != "casablanca"].to_dict("records"):
        if row["indicator"] not in own.index:
            assert row["verdict"] == ""
            continue
        reference = {**own.loc[row["indicator"]].to_dict(), "indicator": row["indicator"]}
        comparison = comparability.pair(row, reference, DATA.catalogue[row["indicator"]], DATA.places)
        assert (row["verdict"], row["reasons"]) == (comparison.verdict, comparison.reasons)
    assert pair("public_transport_access", "lagos")["verdict"] == "with care"
    assert pair("open_public_space_share", "lagos")["verdict"] == "comparable"
    assert pair("public_transport_access", "bogota")["verdict"] == "not comparable"
    assert set(own["verdict"]) == {""}


def test_the_summary_adds_up():
    counts = availability.summary(PAIRS, DATA.catalogue, len(CITIES) + 1, HOME)
    assert counts["pairs"].sum() == len(PAIRS)
    only_expected = set(PAIRS[PAIRS["expected"] & (PAIRS["place"] == HOME)]["indicator"])
    assert (counts["here"] + counts["missing"]).sum() == counts["indicators"].sum() - len(only_expected)
    assert counts["indicators"].sum() == PAIRS["indicator"].nunique()
    assert counts.loc["carbon", "here"] == len(
        {
            key
            for key in set(derive.observed(figures()).query("place == 'casablanca'")["indicator"])
            if DATA.catalogue[key].theme == "carbon"
        }
    )
    fit = PAIRS["verdict"].isin(["comparable", "with care"])
    assert counts["comparable"].sum() == fit.sum()


def test_what_casablanca_would_have_to_publish():
    found = availability.to_publish(PAIRS, DATA.catalogue, DATA.places, HOME).set_index("indicator")
    rows = derive.observed(figures())
    here = set(figures().query("place == 'casablanca'")["indicator"])
    peers = rows[~rows["indicator"].isin(here)].groupby("indicator", observed=True)["place"].nunique()
    assert found["peers"].to_dict() == {str(key): n for key, n in peers.items() if n >= availability.ENOUGH}
    basic = found.loc["inventory_basic_gpc"]
    assert (basic["peers"], basic["comparable"], basic["methods"]) == (23, 17, ("reported",))
    assert basic["sources"][0] == "c40_gpc_2023_05", "CDP's own state no outline"
    assert found.loc["public_green_space_literature", "comparable"] == 0, "definitions differ"
    assert found["peers"].is_monotonic_decreasing
    assert (
        len(availability.to_publish(PAIRS, DATA.catalogue, DATA.places, HOME, least=20)) == (found["peers"] >= 20).sum()
    )


def test_the_gaps_are_reported_by_who_counts_them():
    gaps = availability.to_publish(PAIRS, DATA.catalogue, DATA.places, HOME)
    kinds = missing(DATA, gaps, ChartRequest(), Look())
    reported = {row.name: row for kind in kinds for rows in kind.by_absence.values() for row in rows}
    names = {key: entry.names.en for key, entry in DATA.catalogue.items()}
    assert [kind.title.split(":")[0] for kind in kinds] == [
        "Cities report it themselves", "Others count it for cities they choose", "Publishing would not be enough",
    ]  # fmt: skip
    assert names["inventory_basic_gpc"] in {row.name for rows in kinds[0].by_absence.values() for row in rows}
    basic = reported[names["inventory_basic_gpc"]]
    assert (basic.count, basic.source) == ("23 cities", "C40 Cities and CDP; CDP and ICLEI")
    assert "No emissions inventory of Casablanca was found" in next(iter(kinds[0].by_absence))


def test_what_casablanca_alone_publishes_is_published_by_no_peer():
    keys = set(availability.alone(PAIRS, HOME)["indicator"])
    places = figures().groupby("indicator", observed=True)["place"].agg(set)
    assert keys == {str(key) for key, own in places.items() if own == {"casablanca"}}
    assert {row.name for row in alone(DATA, PAIRS, ChartRequest(), Look())} == {
        DATA.catalogue[key].names.en for key in keys
    }
    assert "network_efficiency" in keys
    assert "public_sewer" not in keys


def test_the_table_holds_every_pair_once():
    cells = table(AvailabilityFilter(gap=Gap.ALL))
    assert sum(bool(cell.text) for row in cells.values() for cell in row.values()) == len(PAIRS)
    assert not any(cell.hollow for row in cells.values() for cell in row.values())


@pytest.mark.parametrize(
    ("gap", "fits"),
    [
        (None, lambda places: bool(places - {"casablanca"})),
        (Gap.NOT_HERE, lambda places: "casablanca" not in places),
        (Gap.ONLY_HERE, lambda places: places == {"casablanca"}),
    ],
)
def test_the_table_keeps_the_indicators_asked_for(gap, fits):
    places = figures().groupby("indicator", observed=True)["place"].agg(set)
    expected = {DATA.catalogue[str(key)].names.en for key, own in places.items() if fits(own)}
    assert set(table(AvailabilityFilter(gap=gap))) == expected


def test_the_table_of_one_theme_is_that_themes():
    names = {entry.names.en for entry in DATA.catalogue.of_theme("energy")}
    assert set(table(AvailabilityFilter(theme="energy", gap=Gap.ALL))) == names & set(
        table(AvailabilityFilter(gap=Gap.ALL))
    )


def test_only_figures_older_than_asked_for_are_shown_and_none_without_a_year():
    cells = [
        cell for row in table(AvailabilityFilter(older=10, gap=Gap.ALL)).values() for cell in row.values() if cell.text
    ]
    assert cells
    old = PAIRS["last"].to_numpy("float64", na_value=float("nan")) < THIS_YEAR - 10
    assert len(cells) == old.sum()
    assert all(int(cell.text) < THIS_YEAR - 10 for cell in cells)


def test_national_figures_are_hollow_and_stand_only_where_the_city_has_none():
    cells = table(AvailabilityFilter(national=True))
    row = cells[DATA.catalogue["pm25_national"].names.en]
    assert all(cell.hollow for cell in row.values() if cell.text)
    for entry in (entry for entry in DATA.catalogue.values() if entry.stand_in and entry.scale is Scale.CITY):
        line = cells.get(entry.names.en, {})
        own = set(PAIRS.loc[PAIRS["indicator"] == entry.id, "place"])
        for city, cell in line.items():
            assert cell.hollow == (bool(cell.text) and city not in own)
            assert not cell.hollow or cell.sign == "≠"


def test_a_cell_says_year_sign_and_age_in_text():
    row = table(AvailabilityFilter())[DATA.catalogue["public_transport_access"].names.en]
    assert (row["lagos"].text, row["lagos"].sign) == ("2020", "≈")
    assert (row["bogota"].sign, row["bogota"].why) == ("≠", "Not comparable: counted by different methods")
    assert (row["casablanca"].sign, row["casablanca"].age) == ("", "aged")
    assert row["rabat"].text == ""
    assert row["lagos"].href.startswith("/carbon?indicator=public_transport_access")
    footprint = table(AvailabilityFilter())[DATA.catalogue["carbon_footprint_per_person"].names.en]
    assert footprint["tokyo"].text == "n.d."


def test_without_peers_there_is_casablanca_alone():
    found = published_pairs(DATA, ())
    assert set(found.cities["place"]) == {"casablanca"}
    assert missing(DATA, found.gaps, ChartRequest(), Look()) == []
    assert table(AvailabilityFilter(), ()) == {}


def test_no_figures_are_no_pairs():
    empty = DATA.observations.iloc[:0]
    assert availability.pairs(empty, DATA.catalogue.values(), CITIES, DATA.places, HOME).empty


BUDGET = availability.evidence_budget(HELD.gaps)


def test_the_budget_holds_what_peers_publish_for_themselves_and_home_does_not():
    assert len(BUDGET)
    assert (
        not DATA.observations.loc[DATA.observations["place"] == "casablanca", "indicator"]
        .isin(list(BUDGET["indicator"]))
        .any()
    )
    for row in BUDGET.itertuples():
        own = PAIRS[(PAIRS["indicator"] == row.indicator) & ~PAIRS["expected"]]
        assert set(own["method"]) <= availability.BY_THEMSELVES
        assert row.peers == len(own) >= row.opened >= availability.ENOUGH
    assert BUDGET["opened"].is_monotonic_decreasing


def test_a_figure_published_in_the_same_way_would_be_ranked_with_as_many_as_the_budget_says():
    first = BUDGET.iloc[0]
    own = PAIRS[PAIRS["indicator"] == first["indicator"]]
    entry = DATA.catalogue[first["indicator"]]
    ranks = ranking.rank(own, entry, DATA.places)
    ranked = ranks[ranks["refused"] == ""]
    assert len(ranked) == first["opened"]
    published = own[own["place"].isin(list(ranked["place"]))].iloc[:1].assign(place="casablanca", value=3.0)
    joined = ranking.rank(pd.concat([own, published]), entry, DATA.places, reference="casablanca")
    assert (joined["refused"] == "").sum() == first["opened"] + 1


def test_the_budget_is_worked_out_again_for_other_cities():
    found = availability.evidence_budget(published_pairs(DATA, ("paris", "milan", "tokyo", "rabat")).gaps)
    assert found["opened"].max() == availability.ENOUGH < BUDGET["opened"].max()
    none = published_pairs(DATA, ("rabat",)).gaps
    assert evidence_budget(DATA, none, ChartRequest(), Look()) == ("", [])


def test_the_budget_names_the_figure_its_publication_and_the_office():
    sentence, rows = evidence_budget(DATA, HELD.gaps, ChartRequest(), Look())
    first = DATA.catalogue[BUDGET["indicator"].iloc[0]]
    assert sentence.startswith(f"One figure would open most comparisons: “{first.names.en}”, with ")
    comparisons = BUDGET.loc[BUDGET["sources"].map(lambda ids: "c40_gpc_2023_05" in ids), "opened"].sum()
    assert f"would open {comparisons} comparisons" in sentence
    assert 0 < len(rows) <= 10
    assert rows[0].office == first.held_by.en
    assert [row.name for row in rows] == [DATA.catalogue[key].names.en for key in BUDGET["indicator"][:10]]
