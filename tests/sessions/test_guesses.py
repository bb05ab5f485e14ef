"""What a room guesses has a published answer, or the question refuses itself and says why."""

import pytest

from indicators.charts.chart import Chart, Look
from indicators.findings.finding import describe
from indicators.sessions.guesses import PublishedAnswer, answer
from indicators.sessions.session import Guess, Slide
from indicators.sessions.slide_charts import slide_chart
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow

HOME = "casablanca"


def chart(address: str) -> Chart:
    made, findings = slide_chart(dataset(), Slide(chart=address), Look())
    assert findings == []
    assert made is not None
    return made


def test_the_rank_is_the_band_that_the_source_can_bear() -> None:
    found, _ = answer(Guess.RANK, chart("public_sewer-rank"), HOME)
    assert found == PublishedAnswer(Guess.RANK, "public_sewer", 2024, first=4, last=9, of=10)


@pytest.mark.parametrize(
    ("address", "value", "year"), [("non_revenue_water-time", 23.0, 2021), ("public_sewer-rank", 98.2, 2024)]
)
def test_the_value_is_the_one_published(address: str, value: float, year: int) -> None:
    found, _ = answer(Guess.VALUE, chart(address), HOME)
    assert found is not None
    assert (found.value, found.year) == (value, year)
    rows = dataset().of(found.indicator)
    held = rows[(rows["place"] == HOME) & (rows["year"] == year)]["value"]
    assert found.value in set(held)


@pytest.mark.parametrize(
    ("guess", "address", "rule", "words"),
    [
        (
            Guess.RANK, "non_revenue_water-rank", "guess_not_comparable",
            "The room cannot guess a rank here: the figures are not comparable.",
        ),
        (
            Guess.RANK, "non_revenue_water-time", "guess_no_rank",
            "The room cannot guess a rank here: the chart ranks no places, or not the city.",
        ),
        (
            Guess.RANK, "slums_national-rank", "guess_no_rank",
            "The room cannot guess a rank here: the chart ranks no places, or not the city.",
        ),
        (
            Guess.VALUE, "gpc_basic_per_person-rank", "guess_no_value",
            "The room cannot guess a value here: the chart says no single figure of the city.",
        ),
    ],
)  # fmt: skip
def test_a_question_without_an_answer_refuses_itself(guess: Guess, address: str, rule: str, words: str) -> None:
    found, findings = answer(guess, chart(address), HOME)
    assert found is None
    assert [finding.rule.id for finding in findings] == [rule]
    assert describe(findings[0])[0] == words
