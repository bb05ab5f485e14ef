"""The goals, targets and indicators of the 2030 Agenda, with three titles and the goals' colours."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import model_validator

from indicators.findings.finding import Finding
from indicators.model.catalogue import Model, Names, Records, Text
from indicators.model.contrast import AA, ratio
from indicators.model.csv_tables import read_records
from indicators.model.rules import BAD_ENTRY, unknown_reference

COLUMNS = (
    "code", "level", "title_en", "title_fr", "title_ar", "short_en", "short_fr", "short_ar",
    "colour", "text_colour",
)  # fmt: skip


class GoalLevel(StrEnum):
    """The three levels of the 2030 Agenda."""

    GOAL = "goal"
    TARGET = "target"
    INDICATOR = "indicator"


LEVELS = tuple(GoalLevel)

_FORMS = {
    GoalLevel.GOAL: re.compile(r"\d{1,2}"),
    GoalLevel.TARGET: re.compile(r"\d{1,2}\.(\d{1,2}|[a-d])"),
    GoalLevel.INDICATOR: re.compile(r"\d{1,2}\.(\d{1,2}|[a-d])\.\d{1,2}"),
}


class Target(Model):
    """One goal, target or indicator; only goals have a short name.

    `id` is the official code (6, 6.4, 6.4.2); `colour` is the goal's, `text_colour` the colour to write on it.
    """

    id: Text
    level: GoalLevel
    titles: Names
    short: Names | None = None
    colour: str
    text_colour: str

    @property
    def goal(self) -> str:
        """The code of the goal."""
        return self.id.partition(".")[0]

    @property
    def parent(self) -> str | None:
        """The code one level up, None for a goal."""
        return self.id.rpartition(".")[0] or None

    @model_validator(mode="after")
    def _coherent(self) -> "Target":
        if not _FORMS[self.level].fullmatch(self.id):
            raise ValueError(f"{self.id} is not the code of a {self.level}")
        if (self.short is None) == (self.level == GoalLevel.GOAL):
            raise ValueError(f"{self.id} is a {self.level}: goals have a short name, nothing else has")
        contrast = ratio(self.colour, self.text_colour)
        if contrast < AA:
            raise ValueError(f"{self.text_colour} on {self.colour} has a contrast of {contrast:.2f}, below {AA}")
        return self


class Targets(Records[Target]):
    """The records by code, in the published order."""

    def goal_of(self, code: str) -> Target:
        """Return the goal that a code of any level belongs to; KeyError where there is none."""
        return self[code.partition(".")[0]]

    def of_level(self, level: GoalLevel, parent: str | None = None) -> list[Target]:
        """Return the records of one level, of one goal or target if given."""
        return [r for r in self.values() if r.level == level and (parent is None or r.parent == parent)]


def read_targets(path: Path) -> tuple[Targets, list[Finding]]:
    """Read the table of targets; return it with every finding.

    A code whose goal or target has no row of its own, or whose colours are not
    its goal's, is a finding; so is a level without any row.
    """
    records, findings = read_records(path, COLUMNS, _target)
    targets = Targets(record for _, record in records)
    file = str(path)
    for row, record in records:
        parent = targets.get(record.parent) if record.parent else None
        if record.parent and parent is None:
            findings.append(unknown_reference(path, "goal or target", record.parent, "code", row))
        goal = targets.get(record.goal)
        if goal and (record.colour, record.text_colour) != (goal.colour, goal.text_colour):
            reason = f"the colours of goal {goal.id} are {goal.colour} and {goal.text_colour}"
            findings.append(
                Finding(BAD_ENTRY, file=file, row=row, column="colour", value=record.colour, params={"reason": reason})
            )
    if targets:
        findings += [
            Finding(BAD_ENTRY, file=file, column="level", value=level, params={"reason": f"there is no {level}"})
            for level in LEVELS
            if not targets.of_level(level)
        ]
    return targets, findings


def _target(row: Mapping[str, str]) -> Target:
    shorts = [row[f"short_{language}"] for language in ("en", "fr", "ar")]
    return Target(
        id=row["code"],
        level=GoalLevel(row["level"]),
        titles=Names(en=row["title_en"], fr=row["title_fr"], ar=row["title_ar"]),
        short=Names(en=shorts[0], fr=shorts[1], ar=shorts[2]) if any(shorts) else None,
        colour=row["colour"],
        text_colour=row["text_colour"],
    )
