"""Editions: what a publisher changed, worked out from the figures held, and what it left as it was."""

import re

import pytest

from indicators.analysis import derive, editions
from indicators.analysis.editions import edition_changes, under_first_edition
from indicators.analysis.standing import standing
from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import charts_of
from indicators.charts.quoting import to_quote
from indicators.exports.tables import chart_table
from indicators.model.catalogue import Catalogue
from indicators.model.sources import Source
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import entry
from tests.helpers.comparison_examples import rows as figures

pytestmark = pytest.mark.slow

DATA = dataset()
MOROCCO = ("tangier", "marrakesh", "rabat", "fes", "meknes", "oujda", "agadir", "kenitra", "sale")
EN = Look()


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def source(key: str, supersedes: str = "") -> Source:
    return Source(
        id=key, producer="UN-Habitat", title="t", citation="c", link="l", licence="x", redistributable=True,
        supersedes=supersedes,
    )  # fmt: skip


SOURCES = {"table_2024": source("table_2024"), "table_2025": source("table_2025", "table_2024")}


def of(kind: str, indicator: str = "open_public_space_share", cities: tuple[str, ...] = MOROCCO) -> Chart:
    charts = charts_of(DATA, DATA.catalogue[indicator], cities, EN)
    return next(chart for chart in charts if chart.kind == kind)


@pytest.mark.parametrize(
    ("indicator", "place", "percent"),
    [
        ("open_public_space_share", "casablanca", -29.5),
        ("people_near_open_space", "casablanca", 29.9),
        ("open_public_space_share", "tangier", -63.8),
        ("people_near_open_space", "marrakesh", -49.8),
        ("open_public_space_share", "istanbul", 34.0),
    ],
)
def test_the_change_is_worked_out_from_both_editions(indicator: str, place: str, percent: float) -> None:
    (change,) = editions.of_indicator(DATA, indicator, [place])
    rows = DATA.of(indicator)
    both = rows[(rows["place"] == place) & rows["source"].isin([change.earlier["source"], change.later["source"]])]
    assert sorted(both["value"]) == sorted([change.earlier["value"], change.later["value"]])
    assert DATA.sources[change.later["source"]].supersedes == change.earlier["source"]
    assert change.relative == pytest.approx(percent, abs=0.05)


def test_figures_of_one_year_are_paired_and_equal_ones_are_no_change() -> None:
    item = entry(id="index", digits=1)
    older = [{"place": "rabat", "year": year, "value": value} for year, value in ((2014, 10.0), (2020, 20.0))]
    newer = [{"place": "rabat", "year": year, "value": value} for year, value in ((2014, 12.0), (2020, 20.04))]
    rows = figures(
        *({**row, "source": "table_2024"} for row in older), *({**row, "source": "table_2025"} for row in newer),
        indicator="index",
    )  # fmt: skip
    (change,) = edition_changes(rows, SOURCES, Catalogue([item]))
    assert (change.earlier["value"], change.later["value"], change.differs("year")) == (10.0, 12.0, False)


def test_nothing_is_a_change_where_only_one_edition_has_the_place() -> None:
    rows = figures({"place": "rabat", "year": 2014, "value": 12.0, "source": "table_2025"}, indicator="index")
    assert edition_changes(rows, SOURCES, Catalogue([entry(id="index")])) == []
    assert editions.of_indicator(DATA, "open_public_space_share", ["rabat", "paris"]) == []


def test_a_change_from_nought_has_no_per_cent() -> None:
    first = {"place": "rabat", "year": 2014, "value": 0.0, "source": "table_2024"}
    rows = figures(first, {**first, "value": 2.0, "source": "table_2025"}, indicator="index")
    (change,) = edition_changes(rows, SOURCES, Catalogue([entry(id="index")]))
    assert change.relative is None


def test_a_repeated_figure_stays_under_the_first_edition() -> None:
    held = figures({"place": "rabat", "year": 2020, "value": 12.0, "source": "table_2024"}, indicator="index")
    same = held.assign(source="table_2025")
    assert under_first_edition(same, held, SOURCES)["source"].tolist() == ["table_2024"]
    for other in (same.assign(value=12.1), same.assign(year=2021), same.assign(method="survey")):
        assert under_first_edition(other, held, SOURCES)["source"].tolist() == ["table_2025"]


def test_an_edition_of_an_edition_goes_back_to_the_first() -> None:
    sources = {**SOURCES, "table_2026": source("table_2026", "table_2025")}
    held = figures({"place": "rabat", "year": 2020, "value": 12.0, "source": "table_2024"}, indicator="index")
    assert under_first_edition(held.assign(source="table_2026"), held, sources)["source"].tolist() == ["table_2024"]


@pytest.mark.parametrize("cities", [MOROCCO, ("rabat", "istanbul", "tunis", "paris", "tangier"), ("rabat", "tunis")])
def test_ranks_stay_on_one_method_whichever_cities_are_chosen(cities: tuple[str, ...]) -> None:
    for indicator in ("open_public_space_share", "people_near_open_space"):
        stand = standing(DATA, DATA.catalogue[indicator], cities)
        home_row = stand.home_row
        assert home_row is not None
        assert (home_row["method"], int(home_row["year"])) == ("estimated", 2020)
        ranked = stand.rows[stand.rows["place"].isin(list(stand.bands))]
        assert set(ranked["method"]) <= {"estimated"}
        assert "rabat" not in stand.bands


def test_a_place_with_nothing_else_shows_what_its_office_reports() -> None:
    found = derive.latest(DATA.of("open_public_space_share"), ["rabat", "tangier"]).set_index("place")
    assert found.loc["rabat", "source"] == "unhabitat_open_space_2025_matnuhpv"
    assert found.loc["tangier", "source"] == "unhabitat_open_space_2024"


def test_the_change_stands_in_notes_table_quote_and_export() -> None:
    chart = of("rank")
    reported = [plain(note) for note in chart.notes if note.startswith("Casablanca: ")]
    assert len(reported) == 1
    assert "the publisher changed this figure by −29% between editions: 16.7% (2020; UN-Habitat, 2024)" in reported[0]
    assert "11.8%" in reported[0]
    assert "the place itself may not have changed" in reported[0]
    assert any("Tangier (−64%)" in plain(note) for note in chart.notes)
    assert plain(to_quote(DATA, chart, EN)).endswith("The publisher changed this figure by −29% between editions.")
    own = next(row for row in chart.rows if row.is_home)
    assert "changed this figure by −29%" in plain(own.cells[-1])
    exported = chart_table(DATA, chart, "en").rows.set_index("place")
    assert "changed this figure by −29%" in plain(exported.loc["casablanca", "note"])
    assert exported.loc["rabat", "note"] == ""


def test_one_chart_says_what_changed_for_whom_and_by_how_much() -> None:
    chart = of("sources")
    assert chart.claim is not None
    assert chart.claim.kind == "edition_change"
    changed = {change.place for change in editions.of_indicator(DATA, "open_public_space_share")}
    assert set(chart.claim.places) == changed >= {"casablanca", "tangier", "marrakesh", "istanbul", "fes"}
    assert chart.claim.places[0] == "casablanca"
    assert plain(chart.title).endswith("(−29%).")
    assert len(chart.rows) == 2 * len(changed)
    assert to_quote(DATA, chart, EN).count("changed") == 0, "the title has said it"


def test_french_sets_the_per_cent_sign_with_its_space() -> None:
    charts = charts_of(DATA, DATA.catalogue["open_public_space_share"], MOROCCO, Look("fr"))
    notes = [note for chart in charts for note in chart.notes if "édition" in note]
    assert any("−29\u00a0% d’une édition à l’autre" in note.replace("\u202f", "\u00a0") for note in notes), notes
