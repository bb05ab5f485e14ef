"""Accepted files over the project's own figures, value by value."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.intake import acceptance
from indicators.model.places import Place
from indicators.model.sources import Source
from indicators.store.additions import named, observations_over, published
from indicators.store.dataset import open_dataset
from indicators.store.ledger.journal import Journal
from tests.helpers.offers import CASABLANCA, RABAT, YEAR, offer, shown, values

pytestmark = pytest.mark.slow

SOURCE = Source(
    id="added_one",
    producer="P",
    title="T",
    citation="P (2025), T",
    link="https://example.org",
    licence="CC BY 4.0",
    redistributable=True,
)


def test_without_files_it_is_the_projects_own(toy_folder: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    assert published(base, [], lambda _: base.observations) is base


@pytest.mark.slow
def test_what_comes_later_stands_over_what_was_there(toy_folder: Path, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "store")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "a.csv"), "a")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA.replace("24.5", "25.5"), "b.csv"), "a")
    assert values(shown(toy_folder, journal))["casablanca", 2020] == 25.5
    journal.withdraw(2, "a", "2026-01-01")
    assert values(shown(toy_folder, journal))["casablanca", 2020] == 24.5


def test_the_types_and_the_order_stay(toy_folder: Path, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "store")
    base = open_dataset(toy_folder, YEAR)
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "a.csv"), "a")
    merged = shown(toy_folder, journal).observations
    assert list(merged.dtypes.astype("str")) == list(base.observations.dtypes.astype("str"))
    assert list(merged["year"]) == [2020, 2021, 2020, 2021]


@pytest.mark.slow
def test_the_version_is_of_what_is_in_force(toy_folder: Path, tmp_path: Path) -> None:
    versions = []
    for name in ("one", "two"):
        journal = Journal(tmp_path / name)
        acceptance.accept(journal, offer(toy_folder, journal, RABAT, "a.csv"), name)
        versions.append(shown(toy_folder, journal).version)
    assert versions[0] == versions[1], "who accepted it, and when, is not shown by a figure"


def test_what_came_with_a_file_is_known(toy_folder: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    place = Place(
        id="fes", names={"en": "Fez", "fr": "Fès", "ar": "فاس"}, level="city", parent="morocco", country="MAR"
    )
    entry = base.catalogue["network_losses"].model_copy(update={"id": "leaks"})
    known = named(base, [SOURCE], [place], [entry])
    assert known.places.find("Fès") == "fes"
    assert list(known.catalogue) == ["leaks", "network_losses"]
    assert known.sources["added_one"] is SOURCE
    assert named(base) is base


def test_the_projects_own_names_stand(toy_folder: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    other = base.catalogue["network_losses"].model_copy(update={"digits": 5})
    assert named(base, entries=[other]).catalogue["network_losses"].digits == 1


def test_values_of_what_is_no_longer_known_are_left_out_and_named(toy_folder: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    table = base.observations.assign(source=pd.Categorical(["gone", "open_2020", "open_2020"]))
    frame, findings = observations_over(base, [table])
    assert [(finding.rule.id, finding.value) for finding in findings] == [("unknown_source", "gone")]
    assert "gone" not in set(frame["source"])
