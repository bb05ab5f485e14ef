import pytest

from indicators.model.suggestions import nearest, nearest_indicator
from tests.helpers.checking import dataset

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
