"""The readers with a few spoiled files, always the same; minutes of them: python -m tests.helpers.fuzz_readers."""

import time
from pathlib import Path

import pytest

from tests.helpers.checking import check
from tests.helpers.fuzz_readers import BAD_FILES, FORMATS_FOLDER, corpus, held, hold, run, spoiled, tables

pytestmark = pytest.mark.slow


def test_the_corpus_holds_every_rule_and_format() -> None:
    names = [path for folder in (BAD_FILES, FORMATS_FOLDER) for path in folder.iterdir() if path.suffix != ".toml"]
    assert len(corpus()) >= len(names)


def test_some_spoiled_files(tmp_path: Path) -> None:
    count, fault = run(spoiled(corpus()) | tables(), 1, tmp_path, time.monotonic() + 600, most=15)
    assert fault is None
    assert count > 0


def test_a_fault_is_reported_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "case.csv").mkdir()
    count, fault = run(tables(), 1, tmp_path, time.monotonic() + 60, most=2)
    assert isinstance(fault, OSError)
    assert count > 0


def test_what_holds_of_a_good_file(tmp_path: Path) -> None:
    held(check(FORMATS_FOLDER / "tidy.csv"))
    hold((FORMATS_FOLDER / "tidy.csv").read_bytes(), tmp_path)
