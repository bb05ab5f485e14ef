"""A report of findings that stays small however many rows are wrong: all are counted, the first are kept."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from indicators.findings import Finding, Severity

MOST = 1_000
"""How many findings of one rule are kept."""


class Report:
    """The findings of one file, the first of each rule kept and all counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many things were found, kept or not."""
        return self.counts.total()

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings one by one."""
        for finding in findings:
            self.counts[finding.rule] += 1
            if self.counts[finding.rule] <= MOST:
                self.kept.append(finding)

    def strike(
        self,
        rule: str,
        rows: pd.DataFrame,
        column: str | None = None,
        value: str | None = "value",
        params: pd.DataFrame | None = None,
        level: Severity | None = None,
    ) -> None:
        """Add a finding for each of `rows` of a raw frame.

        `column` replaces the column of values as the place of the finding;
        `value` is the column of the raw frame whose text is shown; `params` is
        a frame on the same index, or None.
        """
        room = max(0, MOST - self.counts[rule])
        self.counts[rule] += len(rows)
        first = rows.iloc[:room]
        extra = params.iloc[:room].to_dict("records") if params is not None else [{}] * len(first)
        texts = first[value].astype("str") if value else [None] * len(first)
        for row, sheet, printed, text, more in zip(
            first["row"], first["sheet"], first["column"], texts, extra, strict=True
        ):
            self.kept.append(
                Finding(rule, self.file, str(sheet) or None, int(row), column or str(printed), text, more, level)
            )

    def sorted(self) -> list[Finding]:
        """Return the kept findings, those of the whole file first, then by sheet, row and column."""
        return sorted(self.kept, key=lambda f: (f.row is not None, f.sheet or "", f.row or 0, f.column or ""))

    def errors(self) -> int:
        """Count the kept findings that refuse."""
        return sum(finding.severity is Severity.ERROR for finding in self.kept)
