"""Previews: the first rows of a table as a mapping would store them, before anything is checked in full."""

from dataclasses import dataclass, replace

import pandas as pd

from indicators.findings import Finding
from indicators.intake.examination import examine
from indicators.intake.refused_rows import MEASURED
from indicators.loaders import mapped
from indicators.loaders.mapped import Mapping
from indicators.loaders.numbers import find_marks
from indicators.loaders.reading import Opened
from indicators.report import Report
from indicators.store import Dataset

ROWS = 20
"""How many values a preview looks at."""


@dataclass(frozen=True)
class Preview:
    """The observations of the first values, and what was found in those and in the table's edges.

    `observations` has the columns of an observation, and the index of the
    values looked at; `looked_at` is how many there were.
    """

    observations: pd.DataFrame
    looked_at: int
    findings: list[Finding]


def preview(opened: Opened, mapping: Mapping, dataset: Dataset, this_year: int, rows: int = ROWS) -> Preview:
    """Return what `mapping` makes of the first values of an opened file.

    A number that can be read in two ways is read as the whole of its column
    says, as it will be when the file is checked.
    """
    report = Report(str(opened.path))
    problems = mapped.faults(mapping)
    if problems:
        report.add(problems)
        return Preview(dataset.observations.iloc[:0], 0, report.sorted())
    table = mapped.read(opened, mapping)
    report.add(table.findings)
    marks = {name: find_marks(table.frame[name].astype("str")) for name in MEASURED}
    first = replace(table, frame=table.frame.head(rows))
    found = examine(first, dataset, this_year, report, marks=marks)
    return Preview(found.good, len(first.frame), report.sorted())
