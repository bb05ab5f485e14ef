"""The gap inside the city, on published figures."""

import pandas as pd
import pytest

from indicators.analysis.standing import select
from indicators.claims import district_claims
from indicators.claims.district_claims import Disparity
from indicators.claims.sentences import Claim
from indicators.maps import districts
from indicators.model.vocabulary import Level
from tests.helpers.checking import dataset

PLACES = ["anfa", "maarif", "sbata"]


def rows(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"place": PLACES[: len(values)], "value": values})


def short(place: str) -> str:
    return districts.short_name(dataset().places[place], "en")


def of_2024(indicator: str, language: str = "en") -> Claim:
    entry = dataset().catalogue[indicator]
    found = districts.of_year(districts.figures(dataset(), entry, Level.DISTRICT), 2024)
    claim = district_claims.of_year(select(dataset(), entry, found), entry, language, short)
    assert claim is not None
    return claim


def test_both_ends_the_distance_and_the_ratio() -> None:
    disparity = district_claims.disparity(rows(4.0, 12.04, 8.0), 1)
    assert disparity == Disparity(4.0, ("anfa",), 12.0, ("maarif",), 8.0, 3.0)


def test_equal_ends_share_them_and_zero_has_no_ratio() -> None:
    disparity = district_claims.disparity(rows(0.0, 0.0, 5.0), 1)
    assert disparity == Disparity(0.0, ("anfa", "maarif"), 5.0, ("sbata",), 5.0, None)
    assert district_claims.disparity(rows(5.0), 1) is None
    assert district_claims.disparity(rows(5.0, float("nan")), 1) is None


def test_no_ratio_to_an_end_under_one() -> None:
    # Basic or slum dwellings, 2024: 0.3 % stands for anything from 0.25 to 0.35, and 23.3 / 0.3 for 67 to 93.
    disparity = district_claims.disparity(rows(0.3, 23.3, 9.7), 1)
    assert disparity is not None
    assert (disparity.spread, disparity.ratio) == (23.0, None)
    claim = of_2024("basic_or_slum_dwellings")
    assert "a ratio" not in claim.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", ("7.2% hangs on one doubtful figure, 23.3% in Sidi Othmane: "
               "with that district's 10.2% of 2014 it would be 6.4%.")),
        ("fr", ("7,2 % tient à un seul chiffre douteux, 23,3 % à Sidi Othmane : "
               "avec les 10,2 % de 2014 de cet arrondissement, ce serait 6,4 %.")),
    ],
)  # fmt: skip
def test_a_share_that_hangs_on_one_doubtful_district_says_so(language: str, sentence: str) -> None:
    slums = dataset().catalogue["basic_or_slum_dwellings"]
    assert district_claims.dependence(dataset(), slums, language).replace("\u00a0", " ") == sentence
    for indicator in ("public_sewer", "population_municipal", "network_efficiency"):
        assert district_claims.dependence(dataset(), dataset().catalogue[indicator], language) == ""


def test_the_sentence_of_a_share() -> None:
    # HCP 2024: 94.2 % of households in Anfa, 99.7 % in Hay Mohammadi, Roches Noires and Sidi Bernoussi.
    claim = of_2024("public_sewer")
    assert claim.text == (
        "Connected to the public sewer, 2024: from 94.2% in Anfa to 99.7% in 3 parts of the city, "
        "5.5 percentage points apart."
    )
    assert claim.parts == {"lowest": 94.2, "highest": 99.7, "spread": 5.5, "ratio": pytest.approx(99.7 / 94.2)}
    assert claim.alt.startswith("Map, one colour a class. Connected to the public sewer, 2024")
    assert "Comparable" in claim.alt


def test_the_sentence_of_a_count_names_its_unit() -> None:
    claim = of_2024("population_municipal")
    assert "people apart, a ratio of" in claim.text.replace("\u00a0", " ")
    assert claim.parts["lowest"] == 66_026


def test_the_sentence_of_no_difference() -> None:
    entry = dataset().catalogue["public_sewer"]
    same = pd.DataFrame(
        {"place": PLACES, "value": 99.0, "year": 2024, "indicator": entry.id, "perimeter": "arrondissement",
         "method": "census", "source": "hcp_rgph_2024", "lower": None, "upper": None, "note": ""}
    )  # fmt: skip
    claim = district_claims.of_year(select(dataset(), entry, same), entry, "en", short)
    assert claim is not None
    assert claim.text.endswith("no difference.")


def test_the_sentence_of_a_change_counts_rises_and_falls() -> None:
    entry = dataset().catalogue["population_municipal"]
    found = districts.changed(districts.figures(dataset(), entry, Level.DISTRICT), entry, 2014, 2024)
    claim = district_claims.of_change(found, entry, (2014, 2024), "en", short)
    assert claim is not None
    assert claim.text == (
        "Population (census), change from 2014 to 2024: from −30.0% in Anfa to +21.7% in Sidi Moumen; "
        "down in most of them."
    )
    assert claim.standing == "Rose in 2 of 16, fell in 14"
    assert district_claims.of_change(found.head(1), entry, (2014, 2024), "en", short) is None
