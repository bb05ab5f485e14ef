"""The store of finished pages: one limit in bytes, each result made once, no old data set held."""

import gc
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from cachetools import LRUCache

from indicators.figures.direction import LEFT_TO_RIGHT, Across
from indicators.figures.template import figure
from indicators.store.dataset import Dataset, open_dataset
from indicators.web.templating import Markup
from pages.shared import page_cache
from pages.shared.blocks import Picture
from pages.shared.page_cache import shared, weight

KILOBYTE = "x" * 1000


@pytest.fixture(autouse=True)
def empty_store():
    page_cache.clear()
    yield
    page_cache.clear()


def test_a_result_is_made_once_for_equal_arguments() -> None:
    made = []

    @shared
    def page(name: str) -> Markup:
        made.append(name)
        return Markup(name)

    assert page("a") is page("a")
    assert page("b") == Markup("b")
    assert made == ["a", "b"]


def test_two_functions_of_one_name_share_nothing() -> None:
    def of_one() -> object:
        @shared
        def page(name: str) -> str:
            return f"one {name}"

        return page("a")

    def of_two() -> object:
        @shared
        def page(name: str) -> str:
            return f"two {name}"

        return page("a")

    assert (of_one(), of_two()) == ("one a", "two a")


def test_readers_who_ask_at_once_wait_for_one_result() -> None:
    made = []

    @shared
    def slow(name: str) -> Markup:
        made.append(name)
        time.sleep(0.05)
        return Markup(name)

    with ThreadPoolExecutor(8) as readers:
        results = list(readers.map(slow, ["a"] * 8))
    assert made == ["a"]
    assert all(result is results[0] for result in results)


def test_what_fails_is_tried_again() -> None:
    tried = []

    @shared
    def page(name: str) -> Markup:
        tried.append(name)
        if len(tried) == 1:
            raise ValueError("not yet")
        return Markup(name)

    with pytest.raises(ValueError, match="not yet"):
        page("a")
    assert page("a") == Markup("a")


def test_the_weight_is_that_of_texts_figures_and_tables() -> None:
    @dataclass(frozen=True)
    class View:
        head: tuple[Markup, ...]
        picture: Picture

    drawn = figure(
        [{"type": "scatter", "x": list(range(1000)), "y": list(range(1000))}], {}, LEFT_TO_RIGHT, Across.TIME
    )
    assert weight(Markup(KILOBYTE)) == pytest.approx(1000, rel=0.2)
    assert drawn.size > 7_000
    assert weight(View((Markup(KILOBYTE),), Picture("a", drawn, "alt"))) == pytest.approx(1000 + drawn.size, rel=0.1)
    assert weight(pd.DataFrame({"value": range(1000)})) == pytest.approx(8000, rel=0.1)
    assert weight({"a": [KILOBYTE, None]}) > 1000


def test_all_results_together_stay_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "_store", LRUCache(20_000, getsizeof=lambda entry: entry.weight))
    made = []

    @shared
    def page(number: int) -> Markup:
        made.append(number)
        return Markup(KILOBYTE)

    for number in range(100):
        page(0)
        page(number)
        assert page_cache.weight_of_all() <= 20_000
    assert made == list(range(100))  # what is asked for again and again stays
    page(1)
    assert made[-1] == 1


def test_a_result_heavier_than_all_is_given_and_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "_store", LRUCache(500, getsizeof=lambda entry: entry.weight))

    @shared
    def page(name: str) -> Markup:
        return Markup(KILOBYTE + name)

    assert page("a") == Markup(KILOBYTE + "a")
    assert page_cache.weight_of_all() == 0


@pytest.mark.parametrize(("setting", "bytes_"), [("", 160_000_000), ("64", 64_000_000), ("much", 160_000_000)])
def test_the_operator_sets_the_limit(monkeypatch: pytest.MonkeyPatch, setting: str, bytes_: int) -> None:
    monkeypatch.setenv("INDICATORS_CACHE_MB", setting)
    assert page_cache.budget() == bytes_


def test_equal_data_sets_share_a_result_and_none_is_held(toy_folder: Path) -> None:
    @shared
    def count(dataset: Dataset) -> int:
        return len(dataset.observations)

    first, second = open_dataset(toy_folder, 2026), open_dataset(toy_folder, 2026)
    assert first == second
    assert hash(first) == hash(second)
    assert count(first) == count(second) > 0
    other = replace(first, version="another", observations=first.observations.iloc[:0])
    assert other != first
    assert count(other) == 0
    watched = weakref.ref(other)
    del other
    gc.collect()
    assert watched() is None
