"""What a guess reveals is the store's figure; what cannot be ranked refuses itself; the words claim no more."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis.standing import home_of
from indicators.charts.chart import Asked, Chart, Look
from indicators.charts.dispatch import KINDS
from indicators.charts.request import ChartRequest, cities_of
from indicators.live import guesses
from indicators.live.guesses import MOST_DOTS, Reveal, distribution, of_chart, reveal, room_sentence
from indicators.sessions.session import Guess, Slide
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    """The rank of every indicator beside a dozen of its cities, and the lines of every third, or where it has no rank.

    A line reveals its value as a rank does, and no rank.
    """
    data = dataset()
    made = []
    for number, entry in enumerate(data.catalogue.values()):
        state = ChartRequest(indicator=entry.id)
        asked = Asked(data, (entry,), cities_of(data, state)[:12], state, Look())
        ranked = KINDS["rank"](asked)
        lines = KINDS["time"](asked) if ranked is None or number % 3 == 0 else None
        made += [chart for chart in (ranked, lines) if chart is not None]
    return made


Answers = list[tuple[Chart, Reveal | None, str]]


@pytest.fixture(scope="module")
def values(charts: list[Chart]) -> Answers:
    """What a guess of its value reveals of each chart, or why it reveals nothing."""
    return [(chart, *of_chart(dataset(), Guess.VALUE, chart, "en")) for chart in charts]


@pytest.fixture(scope="module")
def ranks(charts: list[Chart]) -> Answers:
    """What a guess of its rank reveals of each chart, or why it reveals nothing."""
    return [(chart, *of_chart(dataset(), Guess.RANK, chart, "en")) for chart in charts]


def test_every_value_revealed_is_the_stores(values: Answers) -> None:
    data, revealed = dataset(), 0
    for chart, shown, why in values:
        assert (shown is None) is bool(why), chart.id
        if shown is None:
            continue
        revealed += 1
        record = shown.record()
        entry = data.catalogue[record["indicator"]]
        held = data.of(entry.id)
        home = home_of(data, data.catalogue[chart.indicator])
        held = held[(held["place"] == home) & (held["source"] == shown.row["source"])]
        assert record["value"] in set(held["value"]), chart.id
        assert record["unit"] == entry.unit_names.en
        assert record["source"].startswith(data.sources[str(shown.row["source"])].producer)
        assert record["verdict"]
        of_value = held.loc[held["value"] == record["value"], "year"]
        year = shown.row["year"]
        assert of_value.isna().any() if pd.isna(year) else (of_value == year).any(), chart.id
    assert revealed > 200


def test_ranks_are_revealed_where_figures_are_comparable_and_home_has_one(ranks: Answers) -> None:
    revealed, refused = 0, 0
    for chart, shown, why in ranks:
        if shown is None:
            refused += 1
            assert why.startswith("The room cannot guess a rank here: ")
            continue
        revealed += 1
        assert chart.comparison.rankable, chart.id
        first, last = shown.record()["ranks"]
        assert 1 <= first <= last <= shown.record()["of"]
        of = shown.record()["of"]
        # Where all are about level the line below the title has no rank, only how many the others are.
        assert str(of - 1 if (first, last) == (1, of) else of) in chart.subtitle
    assert revealed > 50
    assert refused > 50


def test_a_ranking_that_is_not_comparable_says_why(ranks: Answers) -> None:
    reasons = [
        why
        for chart, _, why in ranks
        if chart.kind == "rank" and not chart.comparison.rankable and not chart.comparison.single
    ]
    assert reasons
    for why in reasons:
        first, _, reason = why.partition(": the figures are not comparable. ")
        assert first == "The room cannot guess a rank here"
        assert reason.endswith(".")
        assert reason[0].isupper() or reason[0].isdigit()


SEWER = Slide(chart="public_sewer-rank", guess=Guess.VALUE)


def test_a_slide_reveals_its_own_chart() -> None:
    shown, why = reveal(dataset(), SEWER, "en")
    assert why == ""
    record = shown.record()
    assert (record["value"], record["year"], record["place"]) == (98.2, "2024", "Casablanca")
    assert record["written"] == "98.2% of households"
    assert record["source"].startswith("Haut-Commissariat au Plan (HCP), ")
    assert record["verdict"] == "Comparable"


PUBLISHED = "98.2% of households (Casablanca, 2024)."


@pytest.mark.parametrize(
    ("values", "guessed", "far"),
    [
        ([90], "1 guess: 90.0% of households.", "The room was too low by 8.2 percentage points."),
        (
            [70, 99.2, 100],
            "The middle of 3 guesses is 99.2% of households.",
            "The room was too high by 1.0 percentage point.",
        ),
        ([98.2, 98.2], "The middle of 2 guesses is 98.2% of households.", "The room was right."),
        ([98.19], "1 guess: 98.2% of households.", "The room was right."),
    ],
)
def test_how_far_the_room_was(values: list, guessed: str, far: str) -> None:
    shown, _ = reveal(dataset(), SEWER, "en")
    assert room_sentence(dataset(), shown, values, "en") == f"{guessed} Published: {PUBLISHED} {far}"
    assert room_sentence(dataset(), shown, [], "en") == f"Nobody has guessed. Published: {PUBLISHED}"


def test_the_same_in_french() -> None:
    shown, _ = reveal(dataset(), SEWER, "fr")
    assert room_sentence(dataset(), shown, [70, 80, 90], "fr") == (
        "Le milieu des 3 réponses est 80,0\u00a0% des ménages. Publié\u00a0: 98,2\u00a0% des ménages "
        "(Casablanca, 2024). La salle a visé trop bas de 18,2 points de pourcentage."
    )


def test_ranks_in_words() -> None:
    shown, _ = reveal(dataset(), Slide(chart="public_sewer-rank", guess=Guess.RANK), "en")
    assert shown.record()["ranks"] == [4, 9]
    assert shown.written == "4th to 9th of 10 comparable cities"
    text = room_sentence(dataset(), shown, [1, 4, 9, 10], "en")
    assert text == (
        "The middle of 4 guesses is place 6.5. Published: Casablanca, 4th to 9th of 10 comparable cities. "
        "2 guesses are right."
    )
    assert room_sentence(dataset(), shown, [1], "en").endswith("No guess is right.")
    assert room_sentence(dataset(), shown, [], "en").startswith("Nobody has guessed. Published: Casablanca, 4th")


def test_a_range_the_source_states_and_an_order_of_magnitude_are_respected(values: Answers) -> None:
    data = dataset()
    shown = [made for _, made, _ in values if made]
    ranged = next(one for one in shown if one.row["lower"] < one.row["value"] < one.row["upper"])
    entry = data.catalogue[ranged.row["indicator"]]
    end = ranged.row["lower"]
    assert round(end, entry.digits) != round(ranged.row["value"], entry.digits)
    assert room_sentence(data, ranged, [end], "en").endswith("within the range that the source states.")
    rough = next(one for one in shown if str(one.row["note"]).startswith("approximate"))
    assert "no more can be said" in room_sentence(data, rough, [rough.row["value"] * 2], "en")


@pytest.mark.parametrize(
    ("slide", "begins"),
    [
        (Slide(chart="nothing-rank", guess=Guess.VALUE), "The address names the indicator “nothing”"),
        (Slide(chart="public_sewer-districts", guess=Guess.VALUE), "The room cannot guess a value here"),
        (Slide(chart="public_sewer-time", guess=Guess.RANK), "The room cannot guess a rank here"),
    ],
)
def test_what_has_no_answer_says_so(slide: Slide, begins: str) -> None:
    shown, why = reveal(dataset(), slide, "en")
    assert shown is None
    assert why.startswith(begins)


def test_nothing_is_revealed_where_nothing_is_guessed() -> None:
    assert reveal(dataset(), Slide(chart="public_sewer-rank"), "en") == (None, "")


def test_a_value_that_the_store_does_not_hold_is_not_revealed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = guesses.answer

    def another(*asked: object):
        published, findings = answer(*asked)
        return type(published)(published.guess, published.indicator, published.year, value=12.3), findings

    monkeypatch.setattr(guesses, "answer", another)
    shown, why = reveal(dataset(), SEWER, "en")
    assert shown is None
    assert why.startswith("The room cannot guess a value here")


def test_few_guesses_are_dots() -> None:
    lying = distribution([70.0, 65.0, 70.0], low=0, high=100, steps=4)
    assert (lying["n"], lying["median"], lying["lowest"], lying["highest"]) == (3, 70.0, 65.0, 70.0)
    assert lying["dots"] == [[65.0, 1], [70.0, 2]]
    assert [one["n"] for one in lying["bins"]] == [0, 0, 3, 0]


def test_no_guesses_lie_nowhere() -> None:
    lying = distribution([])
    assert (lying["n"], lying["median"], lying["dots"], lying["bins"]) == (0, None, [], [])


def test_guesses_beyond_the_axis_are_counted_beside_it() -> None:
    lying = distribution([-5.0, 50.0, 1e12], low=0, high=100)
    assert (lying["below"], lying["above"], sum(one["n"] for one in lying["bins"])) == (1, 1, 1)


def test_an_axis_turned_round_has_no_steps() -> None:
    assert distribution([5.0], low=10, high=0)["bins"] == []


@given(st.lists(st.floats(-1e15, 1e15), max_size=200), st.integers(-5, 500))
def test_every_guess_is_counted_once(values: list, steps: int) -> None:
    lying = distribution(values, steps=steps)
    assert lying["n"] == len(values) == sum(one["n"] for one in lying["bins"])
    assert lying["dots"] == [] or sum(count for _, count in lying["dots"]) == len(values)
    assert len(lying["dots"]) <= MOST_DOTS
