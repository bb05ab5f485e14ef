"""The file of peer sets: what it holds, and what is wrong with a set."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.language.translator import LANGUAGES
from indicators.model.peer_sets import PeerSet, read_peer_sets
from indicators.model.places import read_places
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.comparison_examples import gazetteer

SETS, FINDINGS = read_peer_sets(DATA_FOLDER / "peer_sets.toml", read_places(DATA_FOLDER / "places")[0])


def read(tmp_path: Path, content: str) -> tuple[dict[str, PeerSet], list[str]]:
    path = tmp_path / "peer_sets.toml"
    path.write_text(content, encoding="utf-8")
    sets, findings = read_peer_sets(path, gazetteer())
    return sets, [f"{finding.column}: {describe(finding)[0]}" for finding in findings]


SET = """
[{id}]
order = 10
rule = "{rule}"
names = {{ en = "A", fr = "A", ar = "A" }}
reason = {{ en = "A", fr = "A", ar = "A" }}
{rest}
"""
MEMBER = 'member = { en = "In {country}", fr = "{country}", ar = "{country}" }'


def test_the_projects_sets_are_sound_and_in_order():
    assert FINDINGS == []
    assert list(SETS) == [
        "all", "guest_countries", "moroccan_cities", "greater_casablanca", "regional", "africa", "ports",
        "similar_population", "same_income",
        "closest_data",
    ]  # fmt: skip


def test_unknown_cities_and_countries_are_findings(tmp_path):
    member = SET.format(id="near", rule="members", rest='members = { rabat = "a", atlantis = "a" }')
    member += '[near.grounds]\na = { en = "A", fr = "A", ar = "A" }\n'
    country = SET.format(id="far", rule="countries", rest=f'countries = ["ITA", "XXX"]\n{MEMBER}')
    sets, messages = read(tmp_path, member + country)
    assert set(sets) == {"near", "far"}
    assert messages == [
        "near.members: atlantis is named here but not known as a city.",
        "far.countries: XXX is named here but not known as a country.",
    ]


@pytest.mark.parametrize(
    ("rule", "rest", "message"),
    [
        ("members", "", "a set of rule members lacks what the rule needs"),
        ("countries", MEMBER, "a set of rule countries lacks what the rule needs"),
        ("population", f"low = 2.0\nhigh = 0.5\n{MEMBER}", "a set of rule population lacks what the rule needs"),
        ("income", "", "a set of rule income lacks what the rule needs"),
        ("availability", MEMBER, "a set of rule availability lacks what the rule needs"),
        ("members", 'members = { rabat = "b" }', "grounds not given: b"),
        ("all", MEMBER.replace("{country}", "{nation}"), "no such placeholder: nation"),
        ("nearest", MEMBER, "'all', 'countries', 'members', 'population', 'income' or 'availability'"),
    ],
)
def test_a_faulty_set_is_named_and_left_out(tmp_path, rule, rest, message):
    sets, messages = read(
        tmp_path, SET.format(id="odd", rule=rule, rest=rest) + SET.format(id="fine", rule="all", rest=MEMBER)
    )
    assert list(sets) == ["fine"]
    assert message in messages[0]
    assert messages[0].startswith("odd")


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path):
    assert "cannot be read" in read(tmp_path, "[all\n")[1][0]
    _, findings = read_peer_sets(tmp_path / "absent.toml", gazetteer())
    assert describe(findings[0])[0] == "the file is missing."
    assert read(tmp_path, "all = 3\n")[1]


def test_names_are_given_in_three_languages():
    for peer_set in SETS.values():
        for messages in (peer_set.names, peer_set.reason):
            assert all(messages.get(language) for language in LANGUAGES)
