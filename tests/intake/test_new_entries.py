import pytest

from indicators.findings.finding import Finding
from indicators.intake.name_checks import INDICATOR_OUTSIDE
from indicators.intake.new_entries import identifier, new_indicator, new_place, outside
from indicators.store.checks import UNKNOWN_INDICATOR, UNKNOWN_PLACE
from tests.helpers.checking import dataset

THREE = {"en": "Street trees", "fr": "Arbres d’alignement", "ar": "أشجار الشوارع"}
SAID = {
    "id": "street_trees",
    "theme": "land",
    "scale": "city",
    "measure": "per person",
    "unit": "count / person",
    "unit_names": THREE,
    "digits": "2",
    "direction": "higher",
    "range": {"min": "0"},
    "names": THREE,
    "definition": THREE,
    "sdg": {"target": "11.7", "kind": "context"},
}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Arbres d'alignement (par habitant)", "arbres_d_alignement_par_habitant"),
        ("2024 total", "total"),
        ("الأشجار", ""),
    ],
)
def test_an_id_is_made_of_a_name(name, made):
    assert identifier(name) == made


def test_what_the_catalogue_does_not_know_is_listed_once():
    found = [
        Finding(UNKNOWN_INDICATOR, value="Trees"),
        Finding(UNKNOWN_INDICATOR, value="Trees"),
        Finding(INDICATOR_OUTSIDE, value="SP.POP.GROW"),
        Finding(UNKNOWN_PLACE, value="Settat"),
    ]
    assert outside(found, "indicator") == ["Trees", "SP.POP.GROW"]
    assert outside(found, "place") == ["Settat"]


def test_a_complete_entry_is_one():
    entry, faults = new_indicator(SAID, dataset(), "Street trees", "tidy")
    assert faults == {}
    assert entry.digits == 2
    assert entry.range.min == 0


def test_a_publishers_field_is_linked_with_its_factor():
    entry, _ = new_indicator(SAID | {"factor": "0,001"}, dataset(), "AG.TREE", "worldbank")
    assert [(link.format, link.field, link.factor) for link in entry.fields] == [("worldbank", "AG.TREE", 0.001)]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"names": THREE | {"fr": ""}}, "names.fr", "it is missing"),
        ({"theme": None}, "theme", "choose one of the list"),
        ({"id": "Street Trees"}, "id", "only small letters"),
        ({"id": "public_sewer"}, "id", "there already"),
        ({"digits": "many"}, "digits", "not a whole number"),
        ({"digits": "9"}, "digits", "too large"),
        ({"unit": "blurbs"}, "unit", "not understood as a unit"),
        ({"sdg": {"target": "99.9", "kind": "context"}}, "sdg.target", "choose one of the list"),
        ({"range": {"min": "5", "max": "1"}}, "range", "not valid"),
    ],
)
def test_a_fault_is_stated_of_its_key(change, key, words):
    entry, faults = new_indicator(SAID | change, dataset(), "Street trees", "tidy")
    assert entry is None
    assert words in faults[key]


def test_the_word_of_the_file_must_be_one_of_the_names():
    entry, faults = new_indicator(SAID, dataset(), "Trees along roads", "tidy")
    assert entry is None
    assert faults == {"names": "one of the names must be the one in the file"}


PLACE = {
    "id": "settat_plage",
    "names": THREE,
    "level": "city",
    "parent": "morocco",
    "country": "MAR",
    "latitude": "33.0",
}


def test_a_new_place_is_found_by_the_word_of_the_file():
    place, faults = new_place(PLACE, dataset(), "Settat Ville")
    assert faults == {}
    assert place.aliases == ("Settat Ville",)


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"id": "casablanca"}, "id", "there already"),
        ({"country": "Maroc"}, "country", "three capital letters"),
        ({"latitude": "133"}, "latitude", "too large"),
        ({"level": None}, "level", "it is missing"),
    ],
)
def test_a_fault_of_a_place_is_stated_of_its_key(change, key, words):
    place, faults = new_place(PLACE | change, dataset(), "Settat")
    assert place is None
    assert words in faults[key]
