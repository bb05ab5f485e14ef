"""The table of SDG goals, targets and indicators."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.model.catalogue import read_catalogue
from indicators.model.contrast import AA, ratio
from indicators.model.targets import COLUMNS, GoalLevel, Targets, read_targets
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import background_tables as builder

SHARED = Path(__file__).parents[3] / "shared"

COLOURS = (
    "E5243B DDA63A 4C9F38 C5192D FF3A21 26BDE2 FCC30B A21942 FD6925 "
    "DD1367 FD9D24 BF8B2E 3F7E44 0A97D9 56C02B 00689D 19486A"
)

GOAL = "6,goal,Water,Eau,الماء,Water,Eau,الماء,#26BDE2,#000000"
TARGET = "6.4,target,Use,Usage,الاستخدام,,,,#26BDE2,#000000"
INDICATOR = "6.4.2,indicator,Stress,Stress,الإجهاد,,,,#26BDE2,#000000"


@pytest.fixture(scope="module")
def targets() -> Targets:
    found, findings = read_targets(DATA_FOLDER / "targets.csv")
    assert findings == []
    return found


def messages(tmp_path: Path, *rows: str) -> list[tuple[int | None, str]]:
    path = tmp_path / "targets.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return [(finding.row, describe(finding)[0]) for finding in read_targets(path)[1]]


def test_the_agenda_is_whole(targets: Targets) -> None:
    assert [len(targets.of_level(level)) for level in GoalLevel] == [17, 169, 252]


def test_goals_have_their_official_colours(targets: Targets) -> None:
    assert [goal.colour for goal in targets.of_level(GoalLevel.GOAL)] == [f"#{colour}" for colour in COLOURS.split()]


def test_text_reads_on_every_goal_colour(targets: Targets) -> None:
    for goal in targets.of_level(GoalLevel.GOAL):
        assert ratio(goal.colour, goal.text_colour) >= AA, goal.id
    assert {targets[code].text_colour for code in ("7", "11")} == {"#000000"}


def test_titles_in_three_languages(targets: Targets) -> None:
    assert targets["6"].short is not None
    assert targets["6"].short.fr == "Eau propre et assainissement"
    assert targets["7.2.1"].titles.en == "Renewable energy share in the total final energy consumption"
    assert targets["13.2.2"].titles.get("en") == "Total greenhouse gas emissions per year"
    assert targets["6.4.2"].titles.fr.startswith("Niveau de stress hydrique")
    assert "مياه الشرب" in targets["6.1.1"].titles.ar


def test_french_goal_names_are_spelt_as_the_united_nations_print_them(targets: Targets) -> None:
    names = {goal.id: goal.short.fr for goal in targets.of_level(GoalLevel.GOAL) if goal.short}
    assert names["2"] == "Faim «\u00a0zéro\u00a0»"
    assert names["7"] == "Énergie propre et d’un coût abordable"
    assert names["8"] == "Travail décent et croissance économique"


def test_arabic_has_no_kashida(targets: Targets) -> None:
    assert not [code for code, record in targets.items() if "\u0640" in record.titles.ar]


def test_every_code_finds_its_goal_and_parent(targets: Targets) -> None:
    assert targets.goal_of("11.7.1") is targets["11"]
    assert targets["11.7.1"].parent == "11.7"
    assert targets["11.7"].parent == "11"
    assert targets["11"].parent is None
    assert [r.id for r in targets.of_level(GoalLevel.TARGET, "7")] == ["7.1", "7.2", "7.3", "7.a", "7.b"]
    with pytest.raises(KeyError):
        targets.goal_of("18.1")


def test_the_catalogue_names_targets_and_indicators_that_exist(targets: Targets) -> None:
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    links = {entry.id: entry.sdg for entry in catalogue.values()}
    assert not [key for key, sdg in links.items() if sdg.target not in targets]
    assert not [key for key, sdg in links.items() if sdg.indicator and sdg.indicator not in targets]
    assert not [key for key, sdg in links.items() if sdg.indicator and targets[sdg.indicator].parent != sdg.target]


def test_a_sound_table_has_no_findings(tmp_path: Path) -> None:
    assert messages(tmp_path, GOAL, TARGET, INDICATOR) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    found, findings = read_targets(tmp_path / "targets.csv")
    assert len(found) == 0
    assert [finding.rule.id for finding in findings] == ["missing_file"]


def test_a_missing_target_is_named(tmp_path: Path) -> None:
    assert messages(tmp_path, GOAL, TARGET.replace("6.4,", "6.3,"), INDICATOR) == [
        (4, "6.4 is named here but not known as a goal or target.")
    ]


def test_a_code_twice_is_named(tmp_path: Path) -> None:
    assert messages(tmp_path, GOAL, TARGET, TARGET, INDICATOR) == [(4, "the id 6.4 is there twice.")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (TARGET.replace("#26BDE2", "#FCC30B"), "the colours of goal 6 are #26BDE2 and #000000"),
        (TARGET.replace("#000000", "#FFFFFF"), "#FFFFFF on #26BDE2 has a contrast of 2.22, below 4.5"),
        (TARGET.replace("6.4,target", "6.4,goal"), "6.4 is not the code of a goal"),
        (TARGET.replace("6.4,target", "6.4,aim"), "'aim' is not a valid GoalLevel"),
        (TARGET.replace("الاستخدام,,,", "الاستخدام,Use,Usage,استخدام"), "6.4 is a target: goals have a short name"),
    ],
)
def test_a_contradiction_is_named_with_its_row(tmp_path: Path, row: str, reason: str) -> None:
    found = messages(tmp_path, GOAL, row, TARGET.replace("6.4,", "6.3,"), INDICATOR.replace("6.4.2", "6.3.2"))
    assert len(found) == 1
    assert found[0][0] == 3
    assert reason in found[0][1]


def test_a_level_without_rows_is_named(tmp_path: Path) -> None:
    assert messages(tmp_path, GOAL, TARGET) == [(None, "the entry is not valid: there is no indicator.")]


def test_the_committed_table_is_what_the_builder_writes(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference tables are not beside the project")
    builder.write_targets(SHARED / "figures", tmp_path / "targets.csv")
    assert (tmp_path / "targets.csv").read_bytes() == (DATA_FOLDER / "targets.csv").read_bytes()
