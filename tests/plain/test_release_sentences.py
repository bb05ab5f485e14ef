"""What charts stated before and after a release: stored by `build`, the same as what is made, and stored as worded."""

import shutil
from dataclasses import astuple, replace
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.charts.request import ChartRequest
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.plain import release_sentences
from indicators.plain.release_sentences import FILE, ReleaseSentences, sentences_of
from indicators.store import derived_file
from indicators.store.dataset import SHOWN, Dataset
from indicators.store.releases import Release, releases
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow

RELEASES = releases(dataset().folder / "releases")


def reported_by() -> list[tuple[Release, Release, str, str]]:
    """Return each chart that a release made say something else, with that release and the one before."""
    return [
        (before, release, *chart)
        for release, before in pairwise(RELEASES)
        for chart in dict.fromkeys((meaning.indicator, meaning.kind) for meaning in release.meanings)
        if chart[0] in dataset().catalogue
    ]


def copied(folder: Path) -> Dataset:
    """Return the data set of a folder of its own, with its releases and no sentences."""
    shutil.copytree(dataset().folder / "releases", folder / "releases")
    return replace(dataset(), folder=folder)


def test_the_stored_file_holds_every_sentence_that_feeds_tell() -> None:
    stored = derived_file.read(dataset().folder / FILE, "")
    keys = {
        f"{before.version} {release.version} {indicator} {kind} {language}"
        for before, release, indicator, kind in reported_by()
        for language in SCREEN_LANGUAGES
    }
    assert len(keys) > 900
    assert set(stored) == keys
    assert all(ReleaseSentences(*one).of_log for one in stored.values())


def test_what_is_not_stored_is_made_and_the_same_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = copied(tmp_path)
    before, release, indicator, kind = next(one for one in reported_by() if one[3] == "rank")
    made = sentences_of(of, before.version, release.version, ChartRequest("fr", indicator, kind))
    assert made is not None
    assert made.now
    assert made.then != made.now
    one_chart = replace(
        release, meanings=tuple(meaning for meaning in release.meanings if meaning.indicator == indicator)[:1]
    )
    monkeypatch.setattr(release_sentences, "releases", lambda _: [one_chart, before])
    release_sentences.write(of, [one_chart])
    stored = derived_file.read(tmp_path / FILE, "")
    assert {key.rpartition(" ")[2] for key in stored} == set(SCREEN_LANGUAGES)
    if one_chart.meanings[0].kind == kind:
        assert stored[f"{before.version} {release.version} {indicator} {kind} fr"] == list(astuple(made))


def test_what_is_stored_is_reported_as_it_was_worded_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = copied(tmp_path)
    before, release, indicator, kind = reported_by()[0]
    worded = ReleaseSentences("As it was worded.", "As it was worded now.", True, False, True)
    key = f"{before.version} {release.version} {indicator} {kind} en"
    derived_file.write(tmp_path / FILE, {key: astuple(worded)})
    assert sentences_of(of, before.version, release.version, ChartRequest("en", indicator, kind)) == worded
    told_once = replace(
        release, meanings=tuple(meaning for meaning in release.meanings if meaning.indicator == indicator)[:1]
    )
    monkeypatch.setattr(release_sentences, "releases", lambda _: [told_once, before])
    release_sentences.write(of, [told_once])
    assert derived_file.read(tmp_path / FILE, "")[key] == list(astuple(worded))


def test_of_versions_that_are_not_held_nothing_is_made_up(tmp_path: Path) -> None:
    assert (
        sentences_of(copied(tmp_path), "0" * 12, dataset().version, ChartRequest("en", "public_sewer", "rank")) is None
    )


def test_it_is_no_part_of_the_data_version() -> None:
    assert FILE.parts[0] not in SHOWN
