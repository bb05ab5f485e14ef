"""What maps draw is read from the stored file where it fits, and made where it does not: the same either way."""

import gzip
import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.cli.commands import main
from indicators.maps import city_outlines, land, outlines
from indicators.model.vocabulary import Level
from indicators.store.dataset import SHOWN, Dataset
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow

BOUNDARIES = dataset().folder / "boundaries"


def copied(folder: Path, file: bytes | None) -> Dataset:
    """Return the data set of a folder of its own, with the outlines and some file of results."""
    shutil.copytree(BOUNDARIES, folder / "boundaries")
    if file is not None:
        (folder / outlines.STORED_FILE).parent.mkdir()
        (folder / outlines.STORED_FILE).write_bytes(file)
    return replace(dataset(), folder=folder)


def drawn(of: Dataset) -> list[object]:
    """Return everything that maps ask for."""
    home = of.home.city
    asked: list[object] = [city_outlines.whole_of(of), land.land(of.folder, of.version, land.NEAR)]
    for level in (Level.DISTRICT, Level.PREFECTURE):
        tolerance = city_outlines.tolerance_of(of, level, home)
        asked += [city_outlines.drawn_parts(of, level), city_outlines.shapes_of(of, level, home, tolerance)]
    return asked


def results() -> dict[str, object]:
    """Return the results that `build` stores."""
    return {**city_outlines.to_store(dataset()), **land.to_store(dataset().folder)}


def packed(content: object) -> bytes:
    """Return a file of results."""
    return gzip.compress(json.dumps(content).encode())


def half_of_the_results() -> bytes:
    """Return a file that holds every second result."""
    return packed(dict(list(results().items())[::2]))


def test_the_stored_file_fits_the_outlines_of_the_project() -> None:
    text = json.loads(gzip.decompress((dataset().folder / outlines.STORED_FILE).read_bytes()))
    assert text == json.loads(json.dumps(results()))


def test_what_is_stored_is_read_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = drawn(copied(tmp_path / "bare", None))
    of = copied(tmp_path / "full", packed(results()))
    for module, name in ((city_outlines, "_layer"), (city_outlines, "_made_whole"), (land, "_made")):
        monkeypatch.setattr(module, name, None)
    assert drawn(of) == expected


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (lambda: None, "is missing"),
        (lambda: packed(results())[:5000], "cannot be read"),
        (lambda: b"no archive", "cannot be read"),
        (lambda: packed([1, 2]), "cannot be read"),
        (lambda: packed({"of other outlines": []}), "is of other outlines"),
        (half_of_the_results, "is of other outlines"),
    ],
)
def test_without_a_fitting_file_maps_are_made_and_one_line_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, file: Callable[[], bytes | None], message: str
) -> None:
    of = copied(tmp_path / "data", file())
    with caplog.at_level(logging.WARNING):
        assert drawn(of) == drawn(dataset())
    (line,) = caplog.messages
    assert message in line
    assert str(of.folder / outlines.STORED_FILE) in line


def test_outlines_that_changed_are_drawn_as_they_are_now(tmp_path: Path) -> None:
    of = copied(tmp_path / "data", packed(results()))
    path = of.folder / "boundaries" / land.FILE
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"] = collection["features"][:3]
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert land.land(of.folder, "another", land.WORLD) != land.land(dataset().folder, "another", land.WORLD)


def test_it_is_no_part_of_the_data_version() -> None:
    assert outlines.STORED_FILE.parts[0] not in SHOWN


def test_the_same_results_are_the_same_bytes(tmp_path: Path) -> None:
    stored = results()
    first = outlines.write_stored(tmp_path, stored).read_bytes()
    assert outlines.write_stored(tmp_path, dict(reversed(stored.items()))).read_bytes() == first
    assert [file.name for file in (tmp_path / "derived").iterdir()] == [outlines.STORED_FILE.name]


@pytest.mark.slow
def test_build_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(dataset().folder, tmp_path / "data", ignore=shutil.ignore_patterns(outlines.STORED_FILE.name))
    assert main(["build", "--data", str(tmp_path / "data")]) == 0
    assert str(outlines.STORED_FILE) in capsys.readouterr().err
    assert (tmp_path / "data" / outlines.STORED_FILE).read_bytes() == (
        dataset().folder / outlines.STORED_FILE
    ).read_bytes()
