import pytest

from indicators.suggestions import nearest

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
