"""How guesses lie."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.live.votes import MOST_DOTS, distribution


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
