"""A report of findings that stays small however many rows are wrong: all are counted, the first are stored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity

MAX_FINDINGS_PER_RULE = 1_000
"""How many findings of one rule are stored: the first by sheet, row and column."""


class FindingCollector:
    """The findings of one file, the first of each rule stored and all counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.printed: dict[str, str] = {}
        """The headers of a table made by hand, by the tidy column they hold: findings name what the file prints."""
        self.counts: Counter[Rule] = Counter()
        self._by_rule: dict[Rule, list[Finding]] = {}
        self._statements: dict[tuple[object, ...], int] = {}
        self._full: set[Rule] = set()

    @property
    def total(self) -> int:
        """How many things were found, stored or not."""
        return self.counts.total()

    @property
    def reported(self) -> list[Finding]:
        """The findings that are reported."""
        return [finding for findings in self._by_rule.values() for finding in _first(findings)]

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings one by one; a statement already made is made once, of as many values as both."""
        for finding in findings:
            if self._is_stated(finding):
                continue
            self.counts[finding.rule] += 1
            if finding.rule not in self._full:
                self._keep(finding.rule, [finding])

    def add_rows(
        self,
        rule: Rule,
        rows: pd.DataFrame,
        column: str | None = None,
        value: str | None = "value",
        params: Sequence[Mapping[str, Any]] | None = None,
        level: Severity | None = None,
    ) -> None:
        """Add a finding for each of `rows` of a raw frame, which are in the file's order.

        `column` replaces the column of values as the place of the finding;
        `value` is the column of the raw frame whose text is shown; `params` are
        those of each of the first rows, which are the only ones described.
        """
        self.counts[rule] += len(rows)
        if rule in self._full or not len(rows):
            return
        first = rows.iloc[:MAX_FINDINGS_PER_RULE]
        texts = first[value].astype("str") if value else [None] * len(first)
        self._keep(
            rule,
            [
                Finding(rule, self.file, str(sheet) or None, int(row), column or str(printed), text, more, level)
                for row, sheet, printed, text, more in zip(
                    first["row"], first["sheet"], first["column"], texts, params or [{}] * len(first), strict=True
                )
            ],
        )

    def room(self, rule: Rule) -> int:
        """Return how many findings of a rule one more check may bring."""
        return 0 if rule in self._full else MAX_FINDINGS_PER_RULE

    def take(self, other: "FindingCollector") -> None:
        """Add all that another report of the same file has stored and counted."""
        self.counts += other.counts
        for rule, findings in other._by_rule.items():  # noqa: SLF001  # of its own class
            self._keep(rule, findings)

    def end_part(self) -> None:
        """Say that what follows is found further down the file: a rule that has its findings takes no more."""
        for rule, findings in self._by_rule.items():
            if len(findings) >= MAX_FINDINGS_PER_RULE:
                self._by_rule[rule] = _first(findings)
                self._full.add(rule)

    def sorted(self) -> list[Finding]:
        """Return the stored findings, those of the whole file first, then by sheet, row, column and rule."""
        return sorted(self.reported, key=_place)

    def errors(self) -> int:
        """Count the stored findings that refuse."""
        return sum(finding.severity is Severity.ERROR for finding in self.reported)

    def _keep(self, rule: Rule, findings: list[Finding]) -> None:
        collected = self._by_rule.setdefault(rule, [])
        collected += [
            replace(finding, column=self.printed[finding.column]) if finding.column in self.printed else finding
            for finding in findings
        ]
        if len(collected) > 4 * MAX_FINDINGS_PER_RULE:
            self._by_rule[rule] = _first(collected)

    def _is_stated(self, finding: Finding) -> bool:
        """Add a statement to the one like it, if there is one."""
        if finding.rule.merged_by is None:
            return False
        known = {"column": finding.column, "value": finding.value, **finding.params}
        mark = (finding.rule, *(known.get(name) for name in finding.rule.merged_by))
        statements = self._by_rule.setdefault(finding.rule, [])
        position = self._statements.setdefault(mark, len(statements))
        if position == len(statements):
            return False
        stated = statements[position]
        if not finding.rule.merged_by:
            words = [*(stated.value or "").split("; "), *(finding.value or "").split("; ")]
            stated = replace(stated, value="; ".join(dict.fromkeys(words)))
        if "count" in finding.params:
            count = stated.params["count"] + finding.params["count"]
            stated = replace(stated, params={**stated.params, "count": count})
        statements[position] = stated
        return True


def _place(finding: Finding) -> tuple[bool, str, int, str, str]:
    """Order findings by where they are; those of the whole file stay as they were found."""
    by_row = finding.row is not None
    return by_row, finding.sheet or "", finding.row or 0, finding.column or "", finding.rule.id if by_row else ""


def _first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=_place)[:MAX_FINDINGS_PER_RULE] if len(findings) > MAX_FINDINGS_PER_RULE else findings
