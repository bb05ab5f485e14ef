"""Every part of a chart says the same, of the same rows: title, picture, footer, table twin and export.

Each chart of an indicator is made once, as a room sees it, for all that is asked of it here.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from indicators.analysis import comparability as judging
from indicators.analysis import pair_rules
from indicators.analysis.standing import Standing, home_of, standing
from indicators.analysis.verdicts import Verdict, comparison_text
from indicators.charts.chart import Asked, Chart, Look
from indicators.charts.dispatch import KINDS, OF_PAGE, chart_of
from indicators.charts.rank import rank_chart
from indicators.charts.request import ChartRequest, cities_of
from indicators.charts.two_values import two_dates_chart
from indicators.claims.standing_claims import band_text
from indicators.exports.bundle import readme_text
from indicators.exports.tables import chart_table, sources_of
from indicators.handout.figure_drawing import figure_drawing, figure_json
from tests.helpers.checking import dataset
from tests.helpers.figures import assert_understood, sent, texts
from tests.helpers.published import peers, plain

DATA = dataset()
LOOK = Look("en", "light", "room")


def cities(indicator: str) -> tuple[str, ...]:
    """Return the cities that an indicator opens with."""
    return cities_of(DATA, ChartRequest(indicator=indicator))


VALUES = ("value", "first", "last", "lowest", "highest", "other")
"""The parts of a claim that are values of observations; those of maps are rounded or are changes."""

YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d)")
BY_2030 = 2030


@cache
def every_chart() -> tuple[dict[str, dict[str, Chart]], dict[str, Standing]]:
    """Return the charts by kind and indicator, and where home stands: all made once, an indicator's together.

    So they share the standing as those of a page do.
    """
    charts: dict[str, dict[str, Chart]] = {kind: {} for kind in KINDS}
    standings = {}
    for entry in DATA.catalogue.values():
        standings[entry.id] = standing(DATA, entry, cities(entry.id))
        for kind in KINDS:
            chart = chart_of(DATA, ChartRequest(indicator=entry.id, chart=kind), LOOK)
            if chart is not None:
                charts[kind][entry.id] = chart
    return charts, standings


def made(kind: str) -> dict[str, Chart]:
    """Return the English charts of one kind by indicator."""
    return every_chart()[0][kind]


def lines_in(language: str) -> list[Chart]:
    """Return the charts of time; in other languages than English of every third indicator."""
    if language == LOOK.language:
        return list(made("time").values())
    look = Look(language, LOOK.theme, LOOK.view)
    asked = [ChartRequest(indicator=key, chart="time") for key in list(DATA.catalogue)[::3]]
    return [chart for request in asked if (chart := chart_of(DATA, request, look)) is not None]


def verdict_column(chart: Chart) -> dict[str, str]:
    """Return the verdict of each row of the table twin, by the name of its place."""
    headings = [heading for heading, _ in chart.columns]
    number = next((index for index, heading in enumerate(headings) if heading.startswith("Comparable with")), None)
    return {} if number is None else {row.cells[0]: row.cells[number] for row in chart.rows if row.cells[number]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*sorted(KINDS), "overview"])
def test_title_footer_and_export_state_one_verdict(kind: str) -> None:
    opening = chart_of(DATA, ChartRequest(), LOOK)
    assert opening is not None
    charts = [opening] if kind == "overview" else list(made(kind).values())
    assert charts
    for chart in charts:
        footer = comparison_text(chart.comparison, "en")
        assert chart.claim is not None
        if chart.claim.comparison is not None:
            assert chart.claim.comparison == chart.comparison, chart.id
        # Where the alternative text gives a verdict, it is that of the footer.
        stated = [text for text in re.findall(r"(?:Comparable|Not comparable)[^.]*", chart.alt) if ":" in text]
        assert set(stated) <= {footer}, chart.id
        table = chart_table(DATA, chart, "en")
        readme = readme_text(DATA, chart, table, sources_of(DATA, table), "", "en")
        assert f"Verdict: {footer}." in readme, chart.id


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_year_and_value_of_a_title_is_among_the_rows_drawn(kind: str) -> None:
    charts = [chart for chart in made(kind).values() if chart.figure is not None]
    assert charts
    for chart in charts:
        assert {trace["type"] for trace in chart.figure.to_dict()["data"]} <= {"scatter", "bar"}, chart.id
        rows = chart.observations[chart.observations["drawn"]]
        years = set(rows["year"].dropna().astype(int))
        entry = DATA.catalogue[chart.indicator]
        claim = chart.claim
        assert claim is not None
        if chart.title == claim.text:
            assert set(claim.years) <= years, chart.id
        # Neither editions of sources nor the years of a unit or of an absence are years of figures.
        if kind != "sources" and claim.kind != "absence":
            words = chart.title.replace(entry.names.en, "").replace(entry.unit_names.en.lstrip("%"), "")
            # A mean over years is one figure of the last; a published objective is drawn with its own year.
            words = re.sub(r"\d{4}–(?=\d{4})", "", words)
            marks = {int(year) for mark in entry.marks for year in YEAR.findall(mark.label.en)}
            assert {int(year) for year in YEAR.findall(words)} - {BY_2030} - marks <= years, chart.id
        if kind not in ("map", "maps"):
            cited = {float(claim.parts[name]) for name in VALUES if name in claim.parts}
            assert cited <= set(rows["value"]), chart.id


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_value_at_the_end_of_a_line_is_the_one_the_title_cites(language: str) -> None:
    cited = 0
    for chart in (chart for chart in lines_in(language) if chart.figure is not None):
        home = DATA.places[DATA.home.city].names.get(language)
        labels = [text for text in texts(chart.figure) if text.startswith(f"<b>{home}")]
        value = re.sub(r"<[^>]+>", " ", labels[0]).replace(home, "").strip() if labels else ""
        if value:
            assert plain(value) in plain(chart.title), chart.id
            cited += 1
    assert cited > 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", OF_PAGE)
def test_every_chart_of_an_indicators_page_is_drawn_without_a_browser(kind: str) -> None:
    figures = [figure_json(chart) for chart in made(kind).values() if chart.figure is not None]
    assert figures
    for figure in figures:
        assert_understood(figure_drawing(figure, 1184))


def below_each_other(chart: Chart) -> list[str]:
    """Return the names of the rows of a picture, the first on top; none of a picture without rows."""
    axis = sent(chart.figure)["layout"].get("yaxis", {}) if chart.figure is not None else {}
    rows = sorted(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=False), reverse=True)
    return [re.sub(r"<[^>]*>", "", str(text).replace("<br>", " ")) for _, text in rows]


def with_rows(kind: str) -> Iterator[Chart]:
    """Yield charts of rows as a screen has them, all cities in them: of every third indicator."""
    for entry in list(DATA.catalogue.values())[::3]:
        if kind == "rank":
            chart = rank_chart(DATA, entry, peers(), Look())
        else:
            chart = two_dates_chart(Asked(DATA, (entry,), peers(), ChartRequest(), Look()), "dumbbell")
        if chart is not None and chart.figure is not None:
            yield chart


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rank", "dumbbell"])
def test_the_table_stands_in_the_order_of_the_picture(kind: str) -> None:
    """As it is read, and heard by the arrow keys."""
    looked_at = 0
    for chart in with_rows(kind):
        rows, read = below_each_other(chart), list(dict.fromkeys(row.cells[0] for row in chart.rows))
        both = [name for name in rows if name in read]
        assert len(both) == len(rows), chart.id
        assert [name for name in read if name in rows] == both, chart.id
        looked_at += 1
    assert looked_at >= 10


def standings() -> list[tuple[Standing, Chart]]:
    """Return where home stands on every indicator of which anyone has a figure, and the ranked bar."""
    every = every_chart()[1].values()
    return [(stand, made("rank")[stand.indicator.id]) for stand in every if not stand.rows.empty]


@pytest.mark.slow
def test_sentence_ranks_and_picture_are_of_one_standing() -> None:
    ranked = 0
    for stand, chart in standings():
        assert chart.comparison == stand.comparison
        drawn = set(chart.observations.loc[chart.observations["drawn"], "place"].astype("str"))
        assert drawn in (set(), set(stand.eligible["place"].astype("str"))), chart.id
        if chart.claim is None or chart.claim.kind != "position":
            continue
        ranked += 1
        # Who has a rank is who is drawn, and the title gives the band of home among them.
        assert set(stand.bands) == set(stand.eligible["place"].astype("str"))
        first, last = stand.bands[stand.home]
        assert (first, last, len(drawn)) == tuple(chart.claim.parts[name] for name in ("band_first", "band_last", "of"))
        if (first, last) == (1, len(drawn)):
            assert f"About the same in all {len(drawn) - 1} other" in plain(chart.subtitle)
        else:
            band = band_text(first, last, len(drawn), stand.level, chart.comparison.verdict, "en")
            numbers, of, _ = band.partition(f"of {len(drawn)}")
            assert of
            assert numbers + of in chart.subtitle
    assert ranked > 50


@pytest.mark.slow
def test_the_list_of_the_map_gives_the_rank_of_the_title() -> None:
    assert len(made("points")) > 50
    for key, map_ in made("points").items():
        bars = made("rank")[key]
        assert map_.comparison == bars.comparison, key
        assert map_.claim is not None
        assert bars.claim is not None
        assert (map_.title, map_.claim.parts) == (bars.title, bars.claim.parts), key


@pytest.mark.slow
def test_a_figure_is_drawn_where_table_and_export_say_that_it_may_be() -> None:
    judged = 0
    for stand, chart in standings():
        drawn = chart.observations.loc[chart.observations["drawn"], "place"].astype("str")
        home = home_of(DATA, stand.indicator)
        if home not in set(drawn):
            continue
        in_table = verdict_column(chart)
        names = {DATA.places[place].names.en: place for place in stand.rows["place"].astype("str")}
        exported = chart_table(DATA, chart, "en").rows.set_index("place")
        for name, words in in_table.items():
            place = names[name]
            if place == home:
                continue
            judged += 1
            refused = words.startswith("Not comparable")
            assert refused == (place not in set(drawn)), (chart.id, place)
            if place in exported.index:
                assert (exported.loc[place, "verdict"] == Verdict.NOT_COMPARABLE) == refused, (chart.id, place)
                assert words.endswith(exported.loc[place, "reason"]), (chart.id, place)
    assert judged > 1000


def test_one_ranked_bar_puts_the_pairs_to_the_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    examined = []

    def counting(facts: pair_rules.Facts, *rest: object) -> pair_rules.PairFindings:
        examined.append(len(facts.place))
        return pair_rules.examine(facts, *rest)

    monkeypatch.setattr(judging, "examine", counting)
    entry = DATA.catalogue["public_transport_access"]
    chart = rank_chart(DATA, entry, cities(entry.id), LOOK)
    assert chart is not None
    assert chart.figure is not None
    assert verdict_column(chart)
    assert examined == [len(chart.rows)]
