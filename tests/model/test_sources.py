"""Sources: one release of one publication each, with what a citation and a licence need."""

from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.model.sources import read_sources
from tests.helpers.checking import dataset
from tests.helpers.folders import change


def test_a_source_and_its_vintage(toy_folder: Path) -> None:
    sources, findings = read_sources(toy_folder / "sources")
    assert findings == []
    assert [(source.id, source.redistributable) for source in sources.values()] == [
        ("open_2020", True),
        ("closed_2021", False),
    ]
    assert sources["closed_2021"].citation == "Agency (2021), Yearbook."


@pytest.mark.parametrize(
    ("old", "new", "column", "reported"),
    [
        ("CC BY 4.0,true", "CC BY 4.0,maybe", "redistributable", "Input should be a valid boolean"),
        ("CC BY 4.0,true", "CC BY 4.0,", "redistributable", "Input should be a valid boolean"),
        ("open_2020,", "Open 2020,", "id", "String should match pattern"),
        ("https://example.org/2020", "", "link", "String should have at least 1 character"),
    ],
)
def test_a_source_without_what_it_needs_is_named(
    toy_folder: Path, old: str, new: str, column: str, reported: str
) -> None:
    path = change(toy_folder, "sources/sources.csv", old, new)
    sources, (finding,) = read_sources(toy_folder / "sources")
    assert list(sources) == ["closed_2021"]
    assert (finding.rule.id, finding.file, finding.row, finding.column) == ("bad_entry", str(path), 2, column)
    assert reported in describe(finding)[0]


def test_every_source_of_the_project_can_be_cited() -> None:
    for source in dataset().sources.values():
        assert source.link.startswith(("https://", "http://")), source.id
        assert source.citation
        assert source.licence


def test_every_figure_that_needs_credit_has_it() -> None:
    for source in dataset().sources.values():
        if source.licence.startswith(("CC BY", "ODbL", "Open Database")):
            assert source.attribution, source.id


def test_the_project_ships_no_value_of_a_source_that_forbids_it() -> None:
    closed = {source.id for source in dataset().sources.values() if not source.redistributable}
    assert closed & set(dataset().observations["source"].cat.categories) == set()
