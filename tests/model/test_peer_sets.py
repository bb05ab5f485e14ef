"""The files of peer sets and of income groups: what they hold, and what is wrong with one."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.language.locales import LANGUAGES
from indicators.model.peer_sets import IncomeClass, PeerSet, read_income_groups, read_peer_sets
from indicators.model.places import read_places
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import PUBLISHER_FILES, dataset, publisher_file
from tests.helpers.comparison_examples import gazetteer
from tools.import_reference import background_tables

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


PATH = DATA_FOLDER / "income_groups.csv"


def read_groups(tmp_path: Path, *rows: str) -> list[str]:
    path = tmp_path / "income_groups.csv"
    path.write_text("\n".join(["country,group,year,source", *rows]) + "\n", encoding="utf-8")
    _, findings = read_income_groups(path, {"sdr_2019"})
    return [f"row {finding.row}: {describe(finding)[0]}" for finding in findings]


def test_every_country_of_the_places_has_its_group() -> None:
    groups = dataset().income_groups
    assert set(groups) == {place.country for place in dataset().places.values()}
    assert groups["MAR"].group is groups["EGY"].group is IncomeClass.LOWER_MIDDLE
    assert (groups["SEN"].group, groups["ZAF"].group, groups["JPN"].group) == ("LIC", "UMIC", "HIC")
    assert {group.year for group in groups.values()} == {2019}


@pytest.mark.slow
def test_the_table_is_the_one_the_workbook_gives(tmp_path: Path) -> None:
    publisher_file(background_tables.GROUPS_FILE.name)
    background_tables.write_income_groups(PUBLISHER_FILES.parent, tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_bytes() == PATH.read_bytes()


def test_a_folder_without_the_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="the file is missing"):
        background_tables.income_groups(tmp_path)


@pytest.mark.parametrize(
    ("row", "reported"),
    [
        ("MAR,middle,2019,sdr_2019", "row 2: the entry is not valid: 'middle' is not a valid IncomeClass."),
        ("MAR,LMIC,soon,sdr_2019", "row 2: the entry is not valid: invalid literal for int() with base 10: 'soon'."),
        ("morocco,LMIC,2019,sdr_2019", "row 2: the entry is not valid: String should match pattern"),
        ("MAR,LMIC,2019,atlas", "row 2: atlas is named here but not known as a source."),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, reported: str) -> None:
    assert read_groups(tmp_path, row)[0].startswith(reported)


def test_the_table_is_needed_where_a_peer_set_asks_for_it(tmp_path: Path) -> None:
    assert read_income_groups(tmp_path / "absent.csv", {}) == ({}, [])
    _, findings = read_income_groups(tmp_path / "absent.csv", {}, needed=True)
    assert [finding.rule.id for finding in findings] == ["missing_file"]
