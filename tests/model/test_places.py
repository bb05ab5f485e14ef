"""Places: unique ways of calling each, whatever the spelling; the known name that was probably meant."""

import csv
from pathlib import Path

import pytest

from indicators.model.places import Gazetteer, alphabetical, fold, nearest, nearest_indicator, read_places
from indicators.model.vocabulary import Level
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    found, findings = read_places(DATA_FOLDER / "places")
    assert findings == []
    return found


def spellings(places: Gazetteer, place: str) -> set[str]:
    one = places[place]
    return {fold(name) for name in (one.id, *one.aliases, one.names.en, one.names.fr, one.names.ar)}


def test_every_spelling_leads_to_one_place_only(places: Gazetteer) -> None:
    owners: dict[str, str] = {}
    for place in places:
        for name in spellings(places, place):
            assert owners.setdefault(name, place) == place, f"{name} is called by {owners[name]} and {place}"
            assert places.find(name) == place


def test_places_of_each_level(places: Gazetteer) -> None:
    assert len(places.of_level(Level.CITY)) == 39
    assert len(places.of_level(Level.COUNTRY)) == 22
    assert len(places.of_level(Level.PREFECTURE, "casablanca")) == 8
    arrondissements = [place for place in places.of_level(Level.DISTRICT) if place.code]
    assert len(arrondissements) == 16
    assert {places[place.parent or ""].parent for place in arrondissements} == {"casablanca"}
    assert len(places.of_level(Level.FACILITY)) == 4


def test_cities_lie_in_their_countries(places: Gazetteer) -> None:
    for city in places.of_level(Level.CITY):
        country = places.country_of(city.id)
        assert country is not None
        assert country.id == city.parent
        assert city.longitude is not None
        assert city.latitude is not None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Dar-el-Beida (Casablanca)", "casablanca"),
        ("dar el beida", "casablanca"),
        ("الدار البيضاء", "casablanca"),
        ("الــدار البيضاء", "casablanca"),
        ("Casa", "casablanca"),
        ("CASABLANCA ", "casablanca"),
        ("El Djazaïr  (Algiers)", "algiers"),
        ("Kinki M.M.A. (Osaka)", "osaka"),
        ("Medell¡n", "medellin"),
        ("City Of Johannesburg", "johannesburg"),
        ("New Delhi", "delhi"),
        ("Marseille-Aix-en-Provence", "marseille"),
        ("Zürich (Zurich)", "zurich"),
        ("Rotterdam [The Hague]", "rotterdam"),
        ("تونس العاصمة", "tunis"),
        ("تونس", "tunisia"),
        ("Egypt, Arab Rep.", "egypt"),
        ("Türkiye", "turkey"),
        ("TUR", "turkey"),
        ("Netherlands (Kingdom of the)", "netherlands"),
        ("Ben M’sick", "ben_msick"),
        ("Hay Hassani", "hay_hassani"),
        ("Hay Hassani (prefecture of arrondissements)", "prefecture_hay_hassani"),
        ("Aïn-Sebaâ-Hay Mohammadi", "prefecture_ain_sebaa_hay_mohammadi"),
        ("Mohammadia", "mohammedia"),
        ("Casablanca-Settat (urban)", "casablanca_settat_urban"),
        ("Médiouna (wastewater plant)", "mediouna_wastewater_plant"),
    ],
)
def test_awkward_spellings_are_found(places: Gazetteer, name: str, place: str) -> None:
    assert places.find(name) == place


def test_an_unknown_name_is_not_guessed_but_suggested(places: Gazetteer) -> None:
    assert places.find("Casblanca") is None
    assert places.suggest("Casblanca") == "Casablanca"
    assert places.find("Atlantis") is None


def test_every_name_of_the_crosswalk_is_known(places: Gazetteer) -> None:
    path = SHARED / "figures" / "city" / "city_crosswalk.csv"
    if not path.exists():
        pytest.skip("the published tables (../shared) are not beside the project")
    columns = ("city", "unhabitat", "who", "wup2018", "ggmcf", "nangini2019", "sdsn_eu2019", "carbon_monitor_locode")
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = {places.find(row[column]) for column in columns if row[column]}
            assert len(found) == 1
            assert None not in found


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Anfa (1)", "anfa"), ("Anfa [2]", "anfa"), ("Anfa*", "anfa"), ("Anfa (a)", "anfa"),
        ("Casablanca (Maroc)", "casablanca"), ("Casablanca, Morocco", "casablanca"), ("Lyon (France)", "lyon"),
        ("Lyon - France", "lyon"), ("Casablanca (Espagne)", None), ("Lyon, Maroc", None), ("Anfa (commune)", None),
        ("(1)", None), ("Paris (Texas)", None),
    ],
)  # fmt: skip
def test_the_mark_of_a_footnote_and_the_country_are_no_part_of_a_name(
    name: str, place: str | None, places: Gazetteer
) -> None:
    assert places.find(name) == place


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Cassablanca", "Casablanca"), ("Sidi Moumem", "Sidi Moumen"), ("Marakech", "Marrakesh"), ("S/Total", None),
        ("UNITED KINGDOM", None), ("Klagenfurt", None), ("BE", None), ("Total", None),
    ],
)  # fmt: skip
def test_only_a_name_that_is_nearly_known_is_suggested(name: str, near: str | None, places: Gazetteer) -> None:
    assert places.suggest(name) == near


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("كازا", "casablanca"), ("كازابلانكا", "casablanca"), ("الدار البيضَاء", "casablanca"),
        ("الـدار البيضاء", "casablanca"),
        ("القاهره", "cairo"), ("طنجه", "tangier"), ("انفا", "anfa"), ("أنفا", "anfa"), ("سيدى مومن", "sidi_moumen"),
        ("Casa", "casablanca"),
    ],
)  # fmt: skip
def test_arabic_spellings_of_one_name_are_one(written: str, place: str, places: Gazetteer) -> None:
    assert places.find(written) == place


def test_digits_of_the_east_are_digits() -> None:
    assert fold("إحصاء ٢٠٢٤") == fold("احصاء 2024")


def test_names_in_the_order_of_the_alphabet() -> None:
    arabic = ["وجدة", "الرباط", "أكادير", "إفران", "آسفي", "تطوان", "طنجة", "بنسليمان"]
    assert sorted(arabic, key=alphabetical) == [
        "آسفي", "إفران", "أكادير", "الرباط", "بنسليمان", "تطوان", "طنجة", "وجدة",
    ]  # fmt: skip
    assert sorted(["Zagora", "Évora", "Fès", "Essaouira"], key=alphabetical) == ["Essaouira", "Évora", "Fès", "Zagora"]


KNOWN = ("casablanca", "rabat", "cape_town")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("casablnca", "casablanca"),
        (" Casablanca ", "casablanca"),
        ("cape town", "cape_town"),
        ("Ankara", None),
        ("", None),
        ("'; DROP TABLE", None),
    ],
)
def test_the_nearest_known_name(written: str, meant: str | None) -> None:
    assert nearest(written, KNOWN) == meant


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("rabat", []) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("network_eficiency", "network_efficiency"),
        ("Rendement du reseau d'eau potabl", "network_efficiency"),
        ("مردودية شبكة الماء الصالح للشرب", "network_efficiency"),
        ("مردودية شبكات الماء الصالح للشرب", "network_efficiency"),
        ("happiness", None),
        ("Électricité achetée", "electricity_purchased"),
        # several names begin so
        ("Émissions de scope 1", None),
        ("Eau", None),
    ],
)
def test_the_nearest_indicator_in_three_languages(written: str, meant: str | None) -> None:
    assert nearest_indicator(written, dataset().catalogue) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Casblanca", "Casablanca"),
        ("Dar el Beidaa", "Casablanca"),
        ("الدار البيظاء", "Casablanca"),
        ("Ain Choc", "Aïn Chock"),
        ("Sidi Moumn", "Sidi Moumen"),
        ("Atlantis", None),
    ],
)
def test_the_nearest_place_in_three_languages(written: str, meant: str | None) -> None:
    assert dataset().places.suggest(written) == meant
