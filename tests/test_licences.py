"""The list of licences."""

from indicators import licences
from indicators.store import DATA_FOLDER, open_dataset


def test_the_committed_list_is_that_of_the_sources():
    dataset = open_dataset()
    assert (DATA_FOLDER / "LICENCES.md").read_text(encoding="utf-8") == licences.document(dataset.sources)


def test_each_source_has_its_licence_and_credit():
    dataset = open_dataset()
    text = licences.document(dataset.sources)
    for source in dataset.sources.values():
        assert f"## {source.id}\n" in text
        assert source.licence in text
        assert source.attribution in text
