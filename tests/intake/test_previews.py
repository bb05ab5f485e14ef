"""The first rows of a table as they would be stored."""

from pathlib import Path

import pytest

from indicators.intake.file_check import preview
from indicators.loaders.handmade.mapping import Mapping
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import THIS_YEAR, dataset

pytestmark = pytest.mark.slow

MAPPING = Mapping(columns={"place": "Ville", "year": "Année", "value": "Rendement (%)"})


def test_the_first_rows_as_they_would_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [f"Casablanca;{year};1,234" for year in range(2000, 2010)]
    path.write_text("Ville;Année;Rendement (%)\n" + "\n".join(rows) + "\nRabat;2010;97,3\nAtlantis;2011;3\n", "utf-8")
    mapping = MAPPING.model_copy(update={"constants": {"indicator": "network_efficiency"}})
    seen = preview(open_file(path), mapping, dataset(), THIS_YEAR, rows=3)
    assert seen.looked_at == 3
    assert seen.observations["value"].tolist() == [1.234] * 3, "the last row says that the comma is a decimal mark"
    assert seen.observations["place"].astype("str").tolist() == ["casablanca"] * 3
    assert "unknown_place" not in {finding.rule.id for finding in seen.findings}


def test_a_mapping_that_says_too_little_and_one_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Ville;Année;Rendement (%)\nCasablanca;2014;75,5\n", encoding="utf-8")
    short = preview(open_file(path), MAPPING, dataset(), THIS_YEAR)
    assert [(finding.rule.id, finding.column) for finding in short.findings] == [("missing_column", "indicator")]
    other = Mapping(columns={"place": "Commune", "value": "Valeur"}, constants={"indicator": "network_efficiency"})
    unfit = preview(open_file(path), other, dataset(), THIS_YEAR)
    assert {finding.column for finding in unfit.findings} == {"Commune", "Valeur"}
    assert (short.looked_at, unfit.looked_at) == (0, 0)
