"""The digests of tables that `build` stores: those of what is made, and of the same data alone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from indicators.packages import all_files
from indicators.packages.all_files import FILE, LARGE, AllFiles, store_digests, stored_digest
from indicators.packages.data_package import Digest
from indicators.store import derived_file
from indicators.store.dataset import Dataset, open_dataset


@cache
def dataset() -> Dataset:
    return open_dataset()


@cache
def tables() -> Mapping[str, bytes]:
    files = AllFiles(dataset())
    return {path: files[path] for path in LARGE}


def test_what_is_stored_is_what_is_made() -> None:
    """Fails where data or columns changed since `python -m indicators build`."""
    assert {path: stored_digest(dataset(), path) for path in tables()} == {
        path: Digest.of(content) for path, content in tables().items()
    }


@pytest.mark.parametrize("path", ["data/datapackage.json", "croissant.json", "catalog.ttl", "catalog.jsonld"])
def test_a_description_makes_no_large_table(path: str) -> None:
    made: dict[str, bytes] = {}
    assert AllFiles(dataset(), "", made)[path]
    assert path in made
    assert set(made).isdisjoint(LARGE)


def test_other_data_are_measured_themselves(tmp_path) -> None:
    other = replace(dataset(), version="0" * 12)
    assert [stored_digest(other, path) for path in tables()] == [None] * len(tables())
    made: dict[str, bytes] = {}
    described = AllFiles(other, "", made)["croissant.json"].decode()
    assert Digest.of(made["data/observations.csv"]).sha256 in described


def test_parquet_of_another_writer_is_measured_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_files.pa, "__version__", "0.0")
    assert stored_digest(dataset(), "data/observations.parquet") is None
    assert stored_digest(dataset(), "data/observations.csv") == Digest.of(tables()["data/observations.csv"])


def test_the_same_tables_are_stored_as_the_same_bytes(tmp_path) -> None:
    elsewhere = replace(dataset(), folder=tmp_path)
    first = store_digests(elsewhere).read_bytes()
    assert store_digests(elsewhere).read_bytes() == first == (dataset().folder / FILE).read_bytes()
    assert len(derived_file.read(tmp_path / FILE, "")) == len(tables())
