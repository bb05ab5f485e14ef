"""The reference tables of the project: made by its builders, the same bytes on every run."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from indicators.findings.finding import DataProblem
from indicators.store.dataset import DATA_FOLDER
from tools import import_reference

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A data folder made again from the published tables, and the files written."""
    if not (SHARED / "figures").is_dir():
        pytest.skip("the published tables (../shared) are not beside the project")
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(DATA_FOLDER / "catalogue", data / "catalogue")
    return data, import_reference.rebuild(SHARED, data)


def test_a_rebuild_gives_the_committed_bytes(rebuilt: tuple[Path, list[Path]]) -> None:
    data, written = rebuilt
    differing = [
        name
        for name in (path.relative_to(data) for path in written)
        if (data / name).read_bytes() != (DATA_FOLDER / name).read_bytes()
    ]
    assert differing == []


def test_a_rebuild_writes_every_observation_file_once(rebuilt: tuple[Path, list[Path]]) -> None:
    data, written = rebuilt
    assert len(written) == len(set(written))
    made = {path.relative_to(data) for path in written if "observations" in path.parts}
    assert made == {path.relative_to(DATA_FOLDER) for path in (DATA_FOLDER / "observations").rglob("*.csv")}
    assert {f"held_back_{name}.csv" for name in import_reference.BUILDERS} <= {path.name for path in written}


def test_what_is_held_back_has_its_reason() -> None:
    for name in import_reference.BUILDERS:
        held = pd.read_csv(DATA_FOLDER / f"held_back_{name}.csv", dtype="str", keep_default_na=False)
        assert list(held) == ["table", "row", "place", "indicator", "year", "value", "reason"]
        assert (held[["table", "reason"]] != "").all(axis=None)


def test_a_folder_without_figures_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as caught:
        import_reference.rebuild(tmp_path, DATA_FOLDER)
    assert [(f.rule.id, f.file) for f in caught.value.findings] == [("missing_file", str(tmp_path / "figures"))]


class Losses:
    """A builder of one indicator."""

    def build(self, figures: Path) -> dict[str, pd.DataFrame]:
        row = {"place": "rabat", "indicator": "losses", "year": "2020", "value": "19.25", "perimeter": "municipality"}
        return {"losses": pd.DataFrame([row | {"method": "reported", "source": "open_2020"}], dtype="str")}

    def held_back(self, figures: Path) -> pd.DataFrame:
        return pd.DataFrame()


def test_an_indicator_without_an_entry_is_named(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_reference, "BUILDERS", {"losses": Losses()})
    (toy_folder / "figures").mkdir()
    with pytest.raises(DataProblem, match="the indicator losses is not known"):
        import_reference.rebuild(toy_folder, toy_folder)
    assert not (toy_folder / "held_back_losses.csv").exists()


def test_builders_of_one_indicator_share_its_file(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_reference, "BUILDERS", {"one": Losses(), "two": Losses()})
    gathered = import_reference.gather(toy_folder)
    assert list(gathered) == ["losses"]
    assert gathered["losses"]["value"].tolist() == [19.25, 19.25]
    assert gathered["losses"]["lower"].isna().all()
