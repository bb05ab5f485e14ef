"""The opening figure: what cities publish comparably, and how Casablanca stands on it."""

from indicators.charts.chart import Look
from tests.helpers.figures import sent, texts
from tests.helpers.published import dataset, notes, overview, plain


def test_the_sentence_says_what_the_city_does_worst():
    assert plain(overview().title) == (
        "Of 10 large Moroccan cities, Casablanca has the highest share of basic or slum dwellings: "
        "7.2% of households in 2024."
    )


def test_near_shares_lie_near_and_where_all_are_level_no_strip_is_drawn():
    shown = {row.cells[0] for row in overview().rows}
    assert "Connected to the public sewer" in shown
    assert "Running water at home" not in shown, "98.3 to 99.4 %: about the same everywhere"
    sewers = len(shown) - 1
    marks = [
        x
        for trace in sent(overview().figure)["data"]
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y == sewers
    ]
    assert max(marks) - min(marks) < 0.3, "2.9 points on a scale of ten"


def test_each_strip_holds_headline_figures_that_may_be_ranked():
    chart = overview()
    shown = {row.cells[0] for row in chart.rows}
    allowed = {e.names.en for e in dataset().catalogue.values() if e.headline and e.rankable and e.scale == "city"}
    assert shown
    assert shown <= allowed


def test_casablancas_published_values_are_written():
    written = {plain(text) for text in texts(overview().figure)}
    assert {"<b>66.5%</b>", "<b>16.7%</b>", "<b>29.2%</b>", "<b>39.4</b>"} <= written
    # The unit stands once, with the name of the strip.
    assert "<b>Built-up land per person, m² per person</b>" in written


def test_a_strip_has_a_dot_for_every_comparable_city():
    peers, own = sent(overview().figure)["data"]
    counts = [int(row.cells[2].split(" of ")[1].split()[0]) for row in overview().rows]
    assert len(peers["x"]) + len(own["x"]) == sum(counts)
    assert len(own["x"]) == len(counts)


def test_strips_are_not_compared_with_each_other():
    assert "compare cities along a strip" in notes(overview())


def test_a_figure_that_an_edition_changed_is_named_among_those_of_several_indicators():
    reported = plain(notes(overview()))
    assert "Open public space, streets included, Casablanca: the publisher changed this figure by −29%" in reported
    assert " Casablanca: the publisher changed" in reported
    assert not any(note.startswith("Casablanca: the publisher changed") for note in overview().notes)


def test_the_few_cities_of_a_hand_make_no_figure():
    assert overview(cities=("rabat", "tunis")) is None


def test_french_and_the_room():
    chart = overview(Look("fr", "dark", "room"))
    assert "Casablanca" in chart.title
    assert sent(chart.figure)["layout"]["height"] <= 430
