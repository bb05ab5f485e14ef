"""The question before a reveal: its axis says nothing of the answer."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.plain.guess_question import MOST_TICKS, guess_question
from indicators.sessions.session import Guess
from indicators.web.addresses import read_chart
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow


def question(name, guess, title="", language="en"):
    state, _ = read_chart(name, {}, dataset())
    look = Look(language)
    return guess_question(dataset(), guess, chart_of(dataset(), state, look), look, title)


def test_a_share_is_guessed_on_the_whole():
    asked = question("network_efficiency-time", Guess.VALUE)
    assert (asked.low, asked.high, asked.step) == (0.0, 100.0, 0.1)
    assert asked.question == "Efficiency of the water network: what is the figure of Casablanca?"
    assert asked.record()["ticks"][-1] == {"value": 100.0, "text": "100%"}


def test_a_rank_is_guessed_among_as_many_as_are_ranked():
    asked = question("public_sewer-rank", Guess.RANK)
    assert (asked.low, asked.high) == (1.0, 10.0)
    assert asked.unit == "1 is the highest figure"
    assert "among these 10 places" in asked.question


def test_many_ranks_are_not_all_written():
    asked = question("population_agglomeration-rank", Guess.RANK)
    assert len(asked.ticks) <= MOST_TICKS
    assert asked.ticks[-1][0] == asked.high > MOST_TICKS


def test_other_values_lie_well_within_the_axis():
    asked = question("built_up_area_per_person-points", Guess.VALUE)
    assert asked.ticks[-1][0] == asked.high
    assert asked.high > 400


def test_the_slides_own_title_is_the_question():
    assert question("network_efficiency-time", Guess.VALUE, "How much is lost?").question == "How much is lost?"


@pytest.mark.parametrize("name", ["network_efficiency-time", "non_revenue_water-rank"])
def test_what_is_not_ranked_is_no_question_of_ranks(name):
    assert question(name, Guess.RANK) is None
