"""The tools of assistants on the project's own figures: no figure without its origin, and every refusal in words."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import pytest

from indicators.analysis import comparability, derive, years
from indicators.assistants.answer import ROW_SCHEMA, ToolRefused
from indicators.assistants.arguments import NOT_UNDERSTOOD, read_arguments
from indicators.assistants.offers import OFFERS, unknown_tool
from indicators.assistants.server import FAILED, result_of
from indicators.store.dataset import open_dataset

NEEDED = ("place", "year", "perimeter", "method", "source", "source_title", "source_link", "licence", "reason")


@cache
def dataset():
    return open_dataset()


def ask(tool: str, **arguments: Any):
    """Return the record of an answer, its words, and whether it is a refusal; an answer fits its schema."""
    result = result_of(dataset, tool, arguments, "https://figures.example")
    record = result.structured_content
    if not result.is_error:
        jsonschema.validate(record, OFFERS[tool].schema)
    return record, result.content[0].text, result.is_error


def figures_in(record: Any) -> list[dict[str, Any]]:
    """Return every row of figures in a record, however deep, and fail for a number that stands outside one."""
    if isinstance(record, dict):
        if "source" in record and "value" in record:
            return [record]
        return [row for value in record.values() for row in figures_in(value)]
    if isinstance(record, list):
        return [row for value in record for row in figures_in(value)]
    assert isinstance(record, str | bool), f"the number {record} has no source"
    return []


QUESTIONS = [
    ("search_indicators", {"query": "water"}),
    ("get_values", {"indicator": "electricity_at_home", "places": ["Casablanca", "Rabat"]}),
    ("get_values", {"indicator": "population_agglomeration", "limit": 200}),
    ("get_values", {"indicator": "population_agglomeration", "places": ["casablanca"], "first_year": 2030}),
    ("compare", {"indicator": "population_agglomeration", "places": ["casablanca", "rabat", "tokyo", "tunis"]}),
    ("compare", {"indicator": "electricity_at_home", "places": ["casablanca", "rabat"]}),
    ("cite", {"indicator": "population_agglomeration"}),
    ("list_disagreements", {"limit": 50}),
    ("what_is_not_known", {}),
]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(("tool", "arguments"), QUESTIONS)
def test_no_figure_stands_without_its_origin(tool: str, arguments: dict, language: str) -> None:
    record, words, refused = ask(tool, language=language, **arguments)
    assert not refused
    for row in figures_in({key: value for key, value in record.items() if key != "rank_of"}):
        assert all(row[name] or name == "year" for name in NEEDED), row
        assert row["data_version"] == record["data_version"]
        assert row["source_title"].rstrip(".") in words
    assert words


def test_words_of_three_languages_find_an_indicator() -> None:
    for words in ("running water", "eau courante à domicile", "الماء"):
        found, _, _ = ask("search_indicators", query=words, limit=5)
        assert "running_water_at_home" in [one["id"] for one in found["indicators"]], words
    nothing, stated, _ = ask("search_indicators", query="qqqqqqqq")
    assert nothing["indicators"] == []
    assert stated == "No indicator here answers to these words. Try others."


def test_the_newest_figure_is_the_published_one() -> None:
    record, words, _ = ask("get_values", indicator="electricity_at_home", places=["Rabat"])
    row = record["figures"][0]
    assert (row["place"], row["year"], row["value"], row["verdict"]) == ("rabat", 2024, 99.8, "comparable")
    assert "- Rabat, 2024: 99.8% of households (perimeter: municipality; census; source: HCP" in words
    assert words.splitlines()[1].endswith("Comparable: same source, method, perimeter.")
    assert record["link"].startswith("https://figures.example/c/electricity_at_home")


def test_a_forecast_is_refused_and_a_projection_is_its_publishers() -> None:
    record, words, refused = ask("get_values", indicator="electricity_at_home", places=["rabat"], first_year=2030)
    assert (refused, record["refused"]) == (True, "no_forecast")
    assert words.startswith("No. Nothing is forecast here")
    record, words, refused = ask("get_values", indicator="population_agglomeration", places=["casablanca"],
                                 first_year=2030, last_year=2035)  # fmt: skip
    assert not refused
    assert {row["observed"] for row in record["figures"]} == {False}
    assert {row["method"] for row in record["figures"]} == {"projected"}
    assert "was projected or planned by its publisher" in record["note"]
    record, _, refused = ask("compare", indicator="population_agglomeration", places=["casablanca", "rabat"], year=2040)
    assert (refused, record["refused"]) == (True, "no_forecast")
    record, _, _ = ask("search_indicators", query="forecast of the population in 2040")
    assert record["note"].startswith("Nothing is forecast here")
    assert "Nothing is forecast here" in unknown_tool("forecast_values")
    assert "Nothing is forecast here" not in unknown_tool("delete_values")


def test_a_comparison_that_may_not_be_made_is_refused_without_figures() -> None:
    refusals = 0
    for entry in dataset().catalogue.values():
        rows = dataset().of(entry.id)
        places = sorted({str(place) for place in rows.loc[rows["value"].notna(), "place"]})
        if entry.rankable or entry.scale != "city" or len(places) < 2:
            continue
        record, words, refused = ask("compare", indicator=entry.id, places=places[:6])
        if not refused:
            assert all(row["no_rank"] for row in record["figures"]), entry.id
        elif record["refused"] == "not_comparable":
            refusals += 1
            assert figures_in(record) == []
            assert words.startswith("These figures may not be compared: ")
            assert "No difference, ratio or order is given." in words
            assert record["rules"]
    assert refusals > 5


@pytest.mark.parametrize(
    "indicator", ["population_agglomeration", "water_losses_literature", "co2_per_person_343_cities"]
)
def test_two_places_are_refused_where_the_api_refuses_them(indicator: str) -> None:
    entry = dataset().catalogue[indicator]
    rows = derive.latest(dataset().of(indicator))
    places = sorted({str(place) for place in rows.loc[rows["value"].notna(), "place"]})[:6]
    for first, second in itertools.combinations(places, 2):
        chosen = years.select_for_year(dataset().of(indicator), [first, second], first)
        pair = comparability.pair(chosen.iloc[0], chosen.iloc[1], entry, dataset().places)
        record, _, refused = ask("compare", indicator=indicator, places=[first, second])
        assert (refused, record.get("refused")) == ((False, None) if pair.rankable else (True, "not_comparable"))
        assert record["verdict"] == str(pair.verdict)


def test_ranks_come_with_the_verdict() -> None:
    record, words, _ = ask("compare", indicator="population_agglomeration", places=["casablanca", "rabat", "tokyo"])
    assert record["verdict"] == "with care"
    assert [(row["place"], row["rank_first"], row["rank_of"]) for row in record["figures"]] == [
        ("tokyo", 1, 3), ("casablanca", 2, 3), ("rabat", 3, 3),
    ]  # fmt: skip
    assert words.splitlines()[1].startswith("Comparable with care: ")
    two, words, _ = ask("compare", indicator="population_agglomeration", places=["casablanca", "rabat"])
    assert two["difference"].startswith(
        "Casablanca (2018) and Rabat (2018) are 1.8\N{NO-BREAK SPACE}million people apart"
    )
    assert [row["no_rank"] for row in two["figures"]] == ["not ranked: fewer than three comparable figures"] * 2


def test_cities_are_not_asked_for_national_figures() -> None:
    record, words, refused = ask("compare", indicator="electricity_access_national", places=["casablanca", "tunis"])
    assert (refused, record["suggestions"]) == (True, ["morocco", "tunisia"])
    assert words.startswith("This indicator is of countries")


def test_both_figures_of_a_disagreement_are_given() -> None:
    record, words, _ = ask("list_disagreements", indicator="water_demand_daily")
    case = record["disagreements"][0]
    assert sorted(row["value"] for row in case["figures"]) == [753000, 783000]
    assert len({row["source"] for row in case["figures"]}) == 2
    assert case["observed"] is False
    assert "Nothing is averaged" in words
    record, words, _ = ask("list_disagreements", indicator="electricity_at_home")
    assert record["disagreements"] == []


def test_gaps_are_named_and_not_filled() -> None:
    record, words, _ = ask("what_is_not_known", theme="water", limit=200)
    by_id = {one["indicator"]: one for one in record["not_known"]}
    assert by_id["water_demand_daily"]["state"] == "only projected"
    assert by_id["water_storage_autonomy"]["state"] == "only a limit"
    assert "electricity_at_home" not in by_id
    assert "no zero and no estimate" in words
    known, words, _ = ask("what_is_not_known", indicator="electricity_at_home")
    assert known["not_known"] == []


def test_the_citation_names_every_source_and_the_version() -> None:
    record, words, _ = ask("cite", indicator="electricity_at_home", places=["rabat"])
    assert dataset().version in record["citation"]
    assert [source["id"] for source in record["sources"]] == ["hcp_rgph_2024"]
    assert record["sources"][0]["licence"]
    assert record["link"] in words
    record, words, refused = ask("cite", indicator="leakage_rate_literature", places=["casablanca"])
    assert (refused, record["refused"]) == (True, "no_figure")


UNUSABLE = [
    ("get_values", {"indicator": "electricty_at_home"}, "unknown_indicator", "did you mean electricity_at_home?"),
    ("get_values", {"indicator": "electricity_at_home", "places": ["Casblanca"]}, "unknown_place",
     "did you mean Casablanca?"),
    ("get_values", {"indicator": "x" * 101}, "arguments", "“indicator” cannot be used"),
    ("get_values", {"indicator": "electricity_at_home", "places": ["rabat"] * 51}, "arguments",
     "51 where at most 50 are taken"),
    ("get_values", {"indicator": "electricity_at_home", "limit": 10_000}, "arguments", "“limit” cannot be used"),
    ("get_values", {"indicator": "electricity_at_home", "first_year": 99999}, "arguments", "“first_year”"),
    ("get_values", {"indicator": "electricity_at_home", "years": "2030"}, "arguments",
     "it takes language, indicator, places, first_year"),
    ("get_values", {}, "arguments", "“indicator” cannot be used: it is needed"),
    ("search_indicators", {"query": "water " * 100}, "arguments", "most characters that are taken: 200"),
    ("search_indicators", {"query": "water", "language": "xx"}, "arguments", "“language” cannot be used"),
    ("compare", {"indicator": "electricity_at_home", "places": ["rabat"]}, "arguments",
     "“places” cannot be used: the list is too short: 1 where at least 2 are needed"),
    ("get_values", {"indicator": "electricity_at_home", "first_year": 2024, "last_year": 2014}, "arguments",
     "“first_year” cannot be used: it is 2024 and “last_year” 2014"),
    ("get_values", {"indicator": "electricity_at_home", "forecast": True}, "arguments", "nothing is forecast here"),
    ("compare", {"indicator": "electricity_at_home", "places": ["rabat", "fes"], "horizon": 2050}, "arguments",
     "nothing is forecast here"),
    ("search_indicators", {"query": "   "}, "arguments", "“query” cannot be used: it is blank"),
    ("what_is_not_known", {"theme": "air"}, "arguments", "one of water, energy, land, carbon is expected, not \"air\""),
    ("compare", {"indicator": "electricity_at_home", "places": ["rabat", "Rabat"]}, "one_place", "two different"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "code", "words"), UNUSABLE)
def test_what_cannot_be_asked_is_stated_in_words(tool: str, arguments: dict, code: str, words: str) -> None:
    record, stated, refused = ask(tool, **arguments)
    assert (refused, record["refused"]) == (True, code)
    assert words in stated
    assert figures_in(record) == []


WRONG = [None, True, "", " ", "air", "2030", -1, 0, 10**30, 1.5, float("nan"), [], ["a"] * 60, [1], [None], [""],
         ["x" * 300], {"a": 1}, "x" * 5_000]  # fmt: skip
"""What no argument takes, or some alone."""

USABLE = {
    "search_indicators": {"query": "water"},
    "compare": {"indicator": "electricity_at_home", "places": ["rabat", "casablanca"]},
    "get_values": {"indicator": "electricity_at_home"},
    "cite": {"indicator": "electricity_at_home"},
    "list_disagreements": {},
    "what_is_not_known": {},
}

PYDANTICS = re.compile(r"Input should|String should|List should|Value error|valid (string|integer|list)", re.IGNORECASE)


def unusable(tool: str) -> Iterator[dict]:
    """Yield the arguments of a tool with one of them wrong, left out, or not known."""
    for name in (*OFFERS[tool].arguments.model_fields, "unheard_of"):
        yield from ({**USABLE[tool], name: wrong} for wrong in WRONG)
    for name in USABLE[tool]:
        yield {key: value for key, value in USABLE[tool].items() if key != name}


@pytest.mark.parametrize("tool", OFFERS)
def test_every_wrong_argument_is_refused_in_words_of_ours(tool: str) -> None:
    reasons = {}
    for number, given in enumerate(unusable(tool)):
        try:
            read_arguments(OFFERS[tool].arguments, given)
        except ToolRefused as refusal:
            reasons[number] = refusal.reason
    assert len(reasons) > len(WRONG)
    assert [reason for reason in reasons.values() if PYDANTICS.search(reason) or NOT_UNDERSTOOD in reason] == []
    assert max(map(len, reasons.values())) < 700


def test_a_wrong_argument_is_refused_in_the_language_asked_for() -> None:
    for language, words in (("fr", "un nombre entier de 1 à 50 est attendu, pas 0"), ("ar", "من 1 إلى 50")):
        with pytest.raises(ToolRefused) as refusal:
            read_arguments(OFFERS["search_indicators"].arguments, {"query": "eau", "limit": 0, "language": language})
        assert words in refusal.value.reason


def test_what_nobody_foresaw_is_not_shown(caplog) -> None:
    def broken():
        raise RuntimeError("the secret place of a file")

    result = result_of(broken, "cite", {"indicator": "electricity_at_home"}, "")
    assert (result.is_error, result.content[0].text) == (True, FAILED)
    assert "secret" not in str(result.structured_content)
    assert "the secret place of a file" in caplog.text


def test_a_figure_that_may_not_be_handed_on_is_named_and_left_out() -> None:
    shut = dataset().sources["hcp_rgph_2024"].model_copy(update={"redistributable": False})
    other = replace(dataset(), sources={**dataset().sources, shut.id: shut})
    asked = {"indicator": "electricity_at_home", "places": ["rabat"]}
    result = result_of(lambda: other, "get_values", asked, "")
    assert result.structured_content["figures"] == []
    assert [one["source"] for one in result.structured_content["left_out"]] == ["hcp_rgph_2024"]
    assert "Left out, for the licence does not allow handing them on" in result.content[0].text
    assert "99.8" not in result.content[0].text
    both = {"indicator": "electricity_at_home", "places": ["rabat", "casablanca"]}
    refused = result_of(lambda: other, "compare", both, "")
    assert (refused.is_error, refused.structured_content["refused"]) == (True, "licence")


def test_a_row_has_every_field_of_open_data() -> None:
    assert set(ROW_SCHEMA["required"]) >= {*NEEDED, "verdict", "value", "lower", "upper", "observed", "data_version"}
