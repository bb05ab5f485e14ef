"""Reports stay small however many rows are wrong."""

import pandas as pd

from indicators.findings.collector import MAX_FINDINGS_PER_RULE, FindingCollector
from indicators.findings.finding import Finding
from indicators.model.rules import EMPTY_FILE, NOT_A_NUMBER


def test_all_are_counted_and_the_first_stored() -> None:
    report = FindingCollector("file.csv")
    rows = pd.DataFrame({"row": range(2, 3002), "sheet": "", "column": "value", "value": "x"})
    report.add_rows(NOT_A_NUMBER, rows)
    report.add([Finding(EMPTY_FILE)])
    assert report.total == 3001
    assert len(report.reported) == MAX_FINDINGS_PER_RULE + 1
    first = report.sorted()
    assert first[0].rule.id == "empty_file"
    assert (first[1].row, first[1].column, first[1].value, first[1].sheet) == (2, "value", "x", None)
