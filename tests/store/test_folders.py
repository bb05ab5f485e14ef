"""Where the figures lie and where users' files go."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders, find_folders


def test_a_complete_folder_stands_for_itself(toy_folder: Path) -> None:
    folders = find_folders(toy_folder)
    assert folders == Folders(toy_folder, toy_folder)
    assert (folders.inbox, folders.store) == (toy_folder / "inbox", toy_folder / "store")


def test_one_without_a_catalogue_holds_what_is_brought(tmp_path: Path) -> None:
    assert find_folders(tmp_path) == Folders(DATA_FOLDER, tmp_path)


def test_the_environment_names_it(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    assert find_folders().figures == toy_folder
    assert find_folders(DATA_FOLDER).figures == DATA_FOLDER


def test_one_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"none: the file is missing"):
        find_folders(tmp_path / "none")
