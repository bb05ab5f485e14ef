"""Mappings stored for the next file of the same shape."""

from pathlib import Path

import pytest

from indicators.loaders.handmade.mapping import Mapping, read_mapping
from indicators.loaders.handmade.saved_mappings import file_name, is_year, remember, remembered, shape_of
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import check, observation

pytestmark = pytest.mark.slow

FIRST = "Population\nArrondissement;2014;2024\nAnfa;94 281;66 026\n"
NEXT = "Recensement;;\n;;\nArrondissement;2014;2024;2034 (p)\nAnfa;94 281;66 026;60 000\n"
MAPPING = Mapping(
    header=2,
    columns={"place": "Arrondissement"},
    years=("2014", "2024"),
    constants={"indicator": "population_municipal", "perimeter": "arrondissement", "method": "census"},
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_next_years_file_is_read_with_the_mapping_of_this_years(tmp_path: Path) -> None:
    stored = remember(tmp_path / "kept", open_file(written(tmp_path, "a.csv", FIRST)), MAPPING)
    assert stored is not None
    assert stored.name.startswith("arrondissement-year-")
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
    path = written(tmp_path, "b.csv", NEXT)
    again = remembered(tmp_path / "kept", open_file(path))
    assert again is not None
    assert (again.header, again.years) == (3, ("2014", "2024", "2034 (p)"))
    assert observation(check(path, mapping=stored), "anfa", "population_municipal", 2024)["value"] == 66_026


def test_what_is_stored_is_readable(tmp_path: Path) -> None:
    path = remember(tmp_path, open_file(written(tmp_path, "a.csv", FIRST)), MAPPING)
    assert path is not None
    assert path.read_text(encoding="utf-8").startswith("# For tables whose header reads: Arrondissement, 2014, 2024\n")
    assert read_mapping(path) == (MAPPING.model_copy(update={"header": None}), [])


def test_another_shape_a_spoiled_file_and_a_mapping_that_does_not_fit(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "a.csv", FIRST))
    other = open_file(written(tmp_path, "b.csv", "Commune;2014;2024\nAnfa;1;2\n"))
    path = remember(tmp_path, opened, MAPPING)
    assert remembered(tmp_path, other) is None
    assert remember(tmp_path, other, MAPPING) is None
    assert path is not None
    path.write_text("[columns", encoding="utf-8")
    assert remembered(tmp_path, opened) is None
    assert remembered(tmp_path / "none", opened) is None


def test_a_later_mapping_of_the_shape_replaces_the_earlier(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, "a.csv", FIRST))
    remember(tmp_path / "kept", opened, MAPPING)
    remember(tmp_path / "kept", opened, MAPPING.model_copy(update={"constants": {"indicator": "households"}}))
    again = remembered(tmp_path / "kept", opened)
    assert again is not None
    assert again.constants == {"indicator": "households"}
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    opened = open_file(written(tmp_path, "a.csv", FIRST))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        remember(tmp_path / "kept", opened, MAPPING)
    assert list((tmp_path / "kept").iterdir()) == []


def test_shapes_and_names() -> None:
    assert shape_of(["Ville", "2014", "2015", "Note"]) == ("ville", "year", "note")
    assert shape_of(["VILLE", "2014 (p)", "note"]) == shape_of(["Ville", "2030", "2031", "Note"])
    assert shape_of(["المدينة", "2014"]) != shape_of(["السنة", "2014"])
    assert is_year("2014")
    assert is_year("2014 (RGPH)")
    assert not is_year("Population 2014")
    assert file_name(("../../etc", "passwd")).startswith("etc-passwd-")
    assert "/" not in file_name(("../../etc", "a/b\\c"))
