"""The index of the find box: people find a chart by their own words."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.store.dataset import open_dataset
from indicators.web.search import goals, index, index_json, places
from tests.helpers.checking import dataset
from tests.helpers.folders import OBSERVATIONS, change

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_indicator_is_found_under_its_names_in_all_languages(language: str) -> None:
    records = index(dataset(), language)
    assert len(records) == len(dataset().catalogue)
    for record, entry in zip(records, dataset().catalogue.values(), strict=True):
        assert record["name"] == entry.names.get(language)
        for name in (entry.names.en, entry.names.fr, entry.names.ar, *entry.keywords, entry.sdg.target):
            assert name in str(record["words"])
        link = urlsplit(str(record["href"]))
        assert link.path == f"/{entry.theme}"
        assert dict(parse_qsl(link.query)) == {"indicator": entry.id, "lang": language}


@pytest.mark.parametrize("word", ["leak", "fuite", "تسرب"])
def test_a_leak_is_found_in_three_languages(word: str) -> None:
    found = [str(record["href"]) for record in index(dataset(), "en") if word in str(record["words"])]
    assert any("indicator=network_efficiency" in href for href in found)


@pytest.mark.parametrize("word", ["Casa", "كازا", "الدار البيضاء", "Dar al-Bayda"])
@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_the_home_city_is_found_by_every_name_it_has(language: str, word: str) -> None:
    found = [record["href"] for record in places(dataset(), language) if word in str(record["words"])]
    assert f"/?lang={language}" in found


def test_codes_of_publishers_are_no_names() -> None:
    assert not any("HCP" in str(record["words"]) for record in places(dataset(), "en"))


def test_the_note_says_the_newest_value_or_that_there_is_none(toy_folder: Path) -> None:
    (record,) = index(open_dataset(toy_folder), "en")
    assert (record["note"], record["figure"]) == ("Water · 23.0% of the volume", True)
    rows = (toy_folder / OBSERVATIONS).read_text(encoding="utf-8").replace("casablanca,", "rabat,", 2)
    (toy_folder / OBSERVATIONS).write_text(rows.replace("2020,19.25", "2019,19.25"), encoding="utf-8")
    (record,) = index(open_dataset(toy_folder), "en")
    assert (record["note"], record["figure"]) == ("Water · no figure of Casablanca here", False)


def test_a_national_indicator_says_so(toy_folder: Path) -> None:
    change(toy_folder, "catalogue/water/network_losses.toml", 'scale = "city"', 'scale = "country"')
    rows = (toy_folder / OBSERVATIONS).read_text(encoding="utf-8")
    rows = "\n".join([*rows.splitlines()[:1], "morocco,network_losses,2020,23,,,country,reported,open_2020,", ""])
    (toy_folder / OBSERVATIONS).write_text(rows, encoding="utf-8")
    (record,) = index(open_dataset(toy_folder), "en")
    assert (record["note"], record["figure"]) == ("Water · national figure", False)


def test_the_index_as_json(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    whole = [*index(data, "fr"), *goals(data, "fr"), *places(data, "fr"), {"name": "Sources"}]
    assert orjson.loads(index_json(data, "fr", [{"name": "Sources"}])) == whole


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Sidi Moumen", "/casablanca?district=sidi_moumen&lang=en"),
        ("Rabat", "/compare?view=table&cities=rabat&lang=en"),
    ],
)
def test_parts_of_the_city_and_other_cities_are_found(name: str, address: str) -> None:
    assert [record["href"] for record in places(dataset(), "en") if record["name"] == name] == [address]


def test_a_goal_is_found_by_its_number_in_both_languages() -> None:
    (goal,) = [record for record in goals(dataset(), "fr") if str(record["name"]).startswith("ODD 6")]
    assert {"ODD", "SDG", "6"} <= set(str(goal["words"]).split())
    assert str(goal["href"]).startswith("/sdg?indicator=")


def test_an_operator_finds_its_figures() -> None:
    found = [record["href"] for record in index(dataset(), "fr") if "Lydec" in str(record["words"])]
    assert "/water?indicator=network_efficiency&lang=fr" in found
