"""The list of licences."""

import pytest

from indicators.store.dataset import DATA_FOLDER, open_dataset
from indicators.text import citations

pytestmark = pytest.mark.slow


def test_the_committed_list_is_that_of_the_sources():
    dataset = open_dataset()
    assert (DATA_FOLDER / "LICENCES.md").read_text(encoding="utf-8") == citations.document(dataset.sources)


def test_each_source_has_its_licence_and_credit():
    dataset = open_dataset()
    text = citations.document(dataset.sources)
    for source in dataset.sources.values():
        assert f"## {source.id}\n" in text
        assert source.licence in text
        assert source.attribution in text
