"""Pledges in words, in both languages."""

import pytest

from indicators.analysis import pledges
from indicators.claims import pledge_claims
from indicators.model.pledges import Pledge
from tests.helpers.checking import dataset


def pledge(name: str) -> Pledge:
    return next(one for one in dataset().pledges if one.id == name)


@pytest.mark.parametrize(
    ("name", "english", "french"),
    [
        ("casablanca_cdp_targets_2021_1", "24,190,000 t CO₂e in 2030", "24 190 000 t éq. CO₂ en 2030"),
        ("casablanca_net_zero_tracker_2022_12_1", "no target", "aucun objectif"),
        ("madrid_net_zero_tracker_2022_12_1", "climate neutrality by 2050", "neutralité climatique d’ici à 2050"),
        (
            "rotterdam_cdp_targets_2021_1",
            "49% less than in 1990 by 2030, to 12,087,000 t CO₂e",
            "49 % de moins qu’en 1990 d’ici à 2030, à 12 087 000 t éq. CO₂",
        ),
        (
            "medellin_cdp_targets_2021_1",
            "100% less than without measures by 2050",
            "100 % de moins que sans mesures d’ici à 2050",
        ),
        (
            "mumbai_cdp_targets_2021_1",
            "less than without measures, neither year nor amount stated",
            "moins que sans mesures, ni année ni quantité précisées",
        ),
    ],
)
def test_promises(name: str, english: str, french: str) -> None:
    assert pledge_claims.promise(pledge(name), "en") == english
    plain = pledge_claims.promise(pledge(name), "fr").replace("\u202f", " ").replace("\u00a0", " ")
    assert plain == french


def test_the_first_disagreement_is_casablancas() -> None:
    clash = pledges.contradictions(dataset(), ["casablanca"])[0]
    assert pledge_claims.contradiction(dataset(), clash, "en") == (
        "Casablanca: 24,190,000 t CO₂e in 2030 according to CDP and ICLEI, "
        "no target at all according to Net Zero Tracker"
    )


def test_what_no_figure_can_judge_says_so() -> None:
    text = pledge_claims.judgement(dataset(), pledge("casablanca_cdp_targets_2021_1"), "en")
    assert text == "No figure here can tell whether it is on course."


def test_a_pledge_that_is_due_is_not_called_on_course() -> None:
    due = next(one for one in dataset().pledges if one.place == "milan" and one.target_year == 2020)
    assert pledge_claims.judgement(dataset(), due, "en") == (
        "No figure here can tell whether it was kept. The city itself reported 93.5% of it achieved."
    )


def test_a_known_base_is_stated_and_nothing_computed() -> None:
    text = pledge_claims.judgement(dataset(), pledge("istanbul_cdp_targets_2021_1"), "en")
    assert text == (
        "Its base is an inventory held here, 50,888,653 t in 2019; the newest of that series is 50,637,989 t in 2021."
    )
