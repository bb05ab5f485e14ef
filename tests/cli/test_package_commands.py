"""The commands that write the whole data set."""

import zipfile
from pathlib import Path

import pytest

from indicators.cli.commands import main


def test_package_writes_a_folder_once(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    target = tmp_path / "package"
    assert main(["package", "--out", str(target)]) == 0
    assert {"datapackage.json", "observations.csv", "observations.parquet"} <= {path.name for path in target.iterdir()}
    assert main(["package", "--out", str(target)]) == 2
    assert "is there already and not empty" in capsys.readouterr().err


def test_deposit_writes_a_zip_of_a_release(toy_folder: Path, tmp_path: Path) -> None:
    assert main(["release", "--data", str(toy_folder), "--note", "The first."]) == 0
    target = tmp_path / "deposit.zip"
    assert main(["deposit", "--data", str(toy_folder), "--out", str(target)]) == 0
    with zipfile.ZipFile(target) as archive:
        assert ".zenodo.json" in archive.namelist()


def test_data_of_no_release_are_not_deposited(toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["deposit", "--data", str(toy_folder), "--out", str(tmp_path / "deposit.zip")]) == 2
    assert "is of no release: log one first" in capsys.readouterr().err
    assert not (tmp_path / "deposit.zip").exists()
