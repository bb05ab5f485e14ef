"""The home city: the setting read, and each fault of it named."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.model.home import PartWord
from indicators.model.vocabulary import Level, Role
from indicators.store.dataset import open_dataset
from tests.helpers.folders import change, write
from tests.helpers.published import dataset


def test_the_setting_of_the_own_folder() -> None:
    home = dataset().home
    assert dataset().places[home.city].level is Level.CITY
    assert home.part is PartWord.ARRONDISSEMENT
    assert home.outlines is not None
    for level in (Level.DISTRICT, Level.PREFECTURE):
        assert (dataset().folder / "boundaries" / str(home.outlines.file(level))).exists()
    assert home.outlines.file(Level.CITY) is None


def test_another_city_can_be_home(toy_folder: Path) -> None:
    change(toy_folder, "home.toml", 'city = "casablanca"', 'city = "rabat"')
    assert open_dataset(toy_folder).home.city == "rabat"


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "message"),
    [
        ('city = "casablanca"', 'city = "atlantis"', "city", "atlantis", "city"),
        ('city = "casablanca"', 'city = "morocco"', "city", "morocco", "city"),
        ('part = "arrondissement"', 'part = "ward"', "part", "ward", "the entry is not valid"),
        ('part = "arrondissement"', 'opening = "gold"', "opening", "gold", "indicator"),
        ('part = "arrondissement"', 'examples = ["gold"]', "examples", "gold", "indicator"),
        ('address = "casablanca"', "", "address", None, "the entry is not valid"),
        ('address = "casablanca"', 'address = "a/b"', "address", "a/b", "the entry is not valid"),
    ],
)
def test_a_fault_is_named(toy_folder: Path, old: str, new: str, column: str, value: str | None, message: str) -> None:
    path = change(toy_folder, "home.toml", old, new)
    with pytest.raises(DataProblem) as caught:
        open_dataset(toy_folder)
    (finding,) = caught.value.findings
    assert (finding.file, finding.column, finding.value) == (str(path), column, value)
    assert message in describe(finding)[0]


def test_outlines_of_an_unknown_source_are_named(toy_folder: Path) -> None:
    text = (toy_folder / "home.toml").read_text(encoding="utf-8")
    write(toy_folder, "home.toml", text + '[outlines]\nsource = "nobody"\ndistrict = "x.geojson"\n')
    with pytest.raises(DataProblem) as caught:
        open_dataset(toy_folder)
    assert [(f.rule.id, f.column, f.value) for f in caught.value.findings] == [
        ("unknown_reference", "outlines.source", "nobody")
    ]


def test_a_folder_without_the_setting_does_not_open(toy_folder: Path) -> None:
    (toy_folder / "home.toml").unlink()
    with pytest.raises(DataProblem) as caught:
        open_dataset(toy_folder)
    assert [finding.rule.id for finding in caught.value.findings] == ["missing_file"]


def test_each_role_is_that_of_an_indicator() -> None:
    for role in Role:
        assert dataset().catalogue.of_role(role), role
    (base,) = dataset().catalogue.of_role(Role.PEER_BASE)
    assert Role.POPULATION in base.roles
