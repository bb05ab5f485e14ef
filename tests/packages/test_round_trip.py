"""What we hand out is read back with the same figures: the table of observations, and the package as a zip."""

from pathlib import Path

import pytest

from indicators.exports.bundle import zipped
from indicators.intake.file_check import check_file
from tests.helpers.checking import THIS_YEAR
from tests.packages.test_data_package import dataset, files


@pytest.mark.parametrize("form", ["csv", "zip"])
def test_every_figure_comes_back_unchanged(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"observations.{form}"
    wanted = {name: content for name, content in files().items() if not name.endswith(".parquet")}
    path.write_bytes(files()["observations.csv"] if form == "csv" else zipped(wanted))
    found = check_file(path, dataset(), THIS_YEAR)
    count = len(dataset().observations)
    assert (found.format, found.accepted, found.refused, found.out_of_scope) == ("tidy", count, 0, 0)
    assert (found.changes.new, found.changes.changed, found.changes.unchanged) == (0, 0, count)
    assert {finding.rule.id for finding in found.findings} <= {"plan_passed", "sheets_left_out"}
