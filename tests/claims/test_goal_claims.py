"""Sentences on goals: what the city's figures did, and where its country stands."""

import pytest

from indicators.analysis import assessment
from indicators.claims import goal_claims
from indicators.claims.goal_claims import BETTER, WORSE
from tests.helpers.checking import dataset


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_movement_follows_the_direction() -> None:
    moved = goal_claims.movements(dataset())
    assert moved["running_water_at_home"] == BETTER
    assert moved["non_revenue_water"] == BETTER, "35.9 % in 1998, 23 % in 2021: less is better"
    assert moved["tram_ridership"] == WORSE, "2019 to 2021, after the break"
    assert "population_municipal" not in moved, "neither way is better"
    assert "green_area_share" not in moved, "within the noise of its method"


def test_a_goal_counts_the_citys_figures_and_the_countrys_judgements() -> None:
    sentence = plain(goal_claims.goal_sentence(dataset(), "6", "en"))
    assert sentence == (
        "24 city figures of Casablanca, of which 5 are improving; no thresholds for cities are held here. "
        "Morocco: 5 national indicators judged by published thresholds "
        "(Challenges remain: 4 and Significant challenges remain: 1)."
    )
    assert "no published threshold that judges them" in goal_claims.goal_sentence(dataset(), "12", "en")
    assert goal_claims.goal_sentence(dataset(), "3", "en") == ""
    assert plain(goal_claims.goal_sentence(dataset(), "7", "fr")).startswith("10 chiffres de la ville de Casablanca")


PRINTED = {
    "basic_water_national": (
        "SDR 2019 printed: Significant challenges remain, ➚ Improving, too slowly. With data to 2020 the same rule "
        "gives: Challenges remain, ↑ On track or maintaining SDG achievement."
    ),
    "piped_water_urban_national": (
        "SDR 2019 printed: Challenges remain, → Stagnating. With data to 2015 the same rule gives: Challenges remain, "
        "↓ Moving away from the target."
    ),
    "electricity_access_national": "",
    "safely_managed_water_national": "",
}


@pytest.mark.parametrize(("indicator", "sentence"), PRINTED.items())
def test_what_the_report_printed_is_stated_where_newer_figures_differ(indicator: str, sentence: str) -> None:
    entry = dataset().catalogue[indicator]
    (assessed,) = assessment.assess(dataset(), entry, ["morocco"])
    assert goal_claims.printed_text(entry, assessed, "en") == sentence


def test_thresholds_of_oecd_members_judge_nobody() -> None:
    for indicator in ("safely_managed_water_national", "safely_managed_sanitation_national"):
        entry = dataset().catalogue[indicator]
        (assessed,) = assessment.assess(dataset(), entry, ["morocco"])
        assert assessed.judgement.status is None
        assert assessed.judgement.reason == "threshold_of_some"
        assert assessed.path.target is None


def test_of_eleven_judged_indicators_none_is_a_major_challenge() -> None:
    statuses = [assessment.status_of(dataset(), entry, "morocco") for entry in dataset().catalogue.values()]
    counts = {status: statuses.count(status) for status in ("green", "yellow", "orange", "red")}
    assert counts == {"green": 3, "yellow": 6, "orange": 2, "red": 0}
