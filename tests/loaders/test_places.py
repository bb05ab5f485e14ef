"""Countries and places as publishers print them."""

import pandas as pd
import pytest

from indicators.loaders.published_names import iso3, place_ids
from tests.helpers.checking import dataset


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Morocco", "MAR"), ("Maroc", "MAR"), ("المغرب", "MAR"), ("504", "MAR"), ("504.0", "MAR"), ("MAR", "MAR"),
        ("ma", "MAR"), ("United States of America", "USA"), ("Türkiye", "TUR"), ("Viet Nam", "VNM"),
        ("Korea, Rep.", "KOR"), ("Côte d'Ivoire", "CIV"), ("World", ""), ("OWID_WRL", ""), ("", ""),
    ],
)  # fmt: skip
def test_countries(printed: str, code: str) -> None:
    assert iso3(printed) == code


@pytest.mark.parametrize(
    ("name", "code", "country", "territory", "place"),
    [
        ("Casablanca", "", "Morocco", "city", "casablanca"),
        ("Casablanca", "", "Chile", "city", ""),
        ("Casablanca", "", "", "city", "casablanca"),
        ("Casablanca", "", "Atlantis", "city", ""),
        ("Morocco", "", "Morocco", "city", ""),
        ("Morocco", "", "MAR", "country", "morocco"),
        ("Casablanca", "", "MAR", "country", "morocco"),
        ("MAR", "", "", "any", "morocco"),
        ("anything", "CDP 31167", "Nigeria", "city", "lagos"),
        ("Lagos", "CDP 999999", "Nigeria", "city", ""),
        ("Lagos", "", "Portugal", "city", ""),
    ],
)
def test_places(name: str, code: str, country: str, territory: str, place: str) -> None:
    frame = pd.DataFrame({"place_name": [name], "place_code": [code], "country": [country]}, dtype="str")
    assert place_ids(frame, territory, dataset().places).tolist() == [place]


def test_two_towns_one_of_which_bears_an_alias() -> None:
    frame = pd.DataFrame(
        {"place_name": ["Ahmadabad", "Ahmedabad"], "place_code": ["", ""], "country": ["IND", "IND"]}, dtype="str"
    )
    assert place_ids(frame, "city", dataset().places).tolist() == ["", "ahmedabad"]
    assert place_ids(frame.iloc[:1], "city", dataset().places).tolist() == ["ahmedabad"]
