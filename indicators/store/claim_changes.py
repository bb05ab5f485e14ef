"""Changes of claims: what the sentence of a chart means, whatever its wording and its digits.

A release keeps the claims of all charts as a table. Compared with those of the release before, it tells which sentences
say something else now: a figure came or went, a place among the compared moved, a rise became a fall, a verdict
changed, other places are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pandas as pd

from indicators.findings.finding import DataProblem, Finding, errors
from indicators.model.csv_tables import CsvTable, read_table

COLUMNS = (
    "chart", "indicator", "kind", "claim", "verdict", "value", "band_first", "band_last", "of", "median", "change",
    "named",
)  # fmt: skip
"""A chart's claim: kinds of chart and sentence, verdict, numbers as text, the ids it names with spaces between them."""

CHANGE_COLUMNS = ("chart", "indicator", "kind", "aspect", "old", "new")

MEANING_COLUMNS = ("release", *CHANGE_COLUMNS)

CLAIMS, MEANINGS = "claims.csv", "meanings.csv"
"""The claims of all charts at the last release, and the log of those whose meaning a release changed."""

ABSENT, STAND_IN, PRESENT = "absent", "stand_in", "present"


class Aspect(StrEnum):
    """What of a sentence's meaning can change."""

    PRESENCE = "presence"
    BAND = "band"
    CHANGE = "change"
    VERDICT = "verdict"
    NAMED = "named"


@dataclass(frozen=True)
class Meaning:
    """One aspect of what a chart's sentence says, before and after."""

    indicator: str
    kind: str
    aspect: str
    old: str
    new: str


def presence(claim: str) -> str:
    """Return whether a sentence of this kind gives a figure: absent, stand_in or present."""
    return claim if claim == STAND_IN else ABSENT if claim in ("", "absence") else PRESENT


def sign(change: str) -> str:
    """Return the direction of a change written as a number: +, - or 0, blank where there is none."""
    if not change:
        return ""
    amount = float(change)
    return "0" if amount == 0 else "+" if amount > 0 else "-"


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return each aspect of meaning that differs between two tables of claims, by chart.

    Both have :data:`COLUMNS` as text, one row a chart; the answer has :data:`CHANGE_COLUMNS`. A chart that one of them
    lacks has no figure there. Other aspects are compared only for a figure that both have. A kind of chart that one of
    them has none of came or went with the program: of an indicator with other charts in both it tells nothing.
    """
    ends = (before, after)
    kinds, known = (set.intersection(*(set(end[name]) for end in ends)) for name in ("kind", "indicator"))
    before, after = (end[end["kind"].isin(kinds) | ~end["indicator"].isin(known)] for end in ends)
    both = before.set_index("chart").join(after.set_index("chart"), how="outer", suffixes=("_old", "_new"))
    rows = []
    for chart, row in both.fillna("").sort_index().iterrows():
        old, new = ({name: str(row[f"{name}_{end}"]) for name in COLUMNS[1:]} for end in ("old", "new"))
        indicator, kind = (new[name] or old[name] for name in ("indicator", "kind"))
        for aspect, was, now in _aspects(old, new):
            rows.append((str(chart), indicator, kind, aspect, was, now))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype="str")


def _aspects(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str]]:
    pairs = {Aspect.PRESENCE: (presence(old["claim"]), presence(new["claim"]))}
    if pairs[Aspect.PRESENCE] == (PRESENT, PRESENT):
        pairs |= {
            Aspect.BAND: (_band(old), _band(new)),
            Aspect.CHANGE: (sign(old["change"]), sign(new["change"])),
            Aspect.VERDICT: (old["verdict"], new["verdict"]),
            Aspect.NAMED: (old["named"], new["named"]),
        }
    return [(str(aspect), was, now) for aspect, (was, now) in pairs.items() if was != now]


def _band(claim: dict[str, str]) -> str:
    return " ".join(part for part in (claim["band_first"], claim["band_last"]) if part)


def record_claims(folder: Path, claims: pd.DataFrame, release: str) -> None:
    """Log the meanings that differ from those of the last claims stored, and store these."""
    if (folder / CLAIMS).exists():
        new = changed(_texts(folder / CLAIMS, COLUMNS), claims).assign(release=release)
        log = pd.concat([new[[*MEANING_COLUMNS]], read_meanings(folder)], ignore_index=True)
        if len(log):
            log.to_csv(folder / MEANINGS, index=False, lineterminator="\n", encoding="utf-8")
    claims.to_csv(folder / CLAIMS, index=False, lineterminator="\n", encoding="utf-8")


def read_meanings(folder: Path) -> pd.DataFrame:
    """Return the log of changed meanings, newest first, with :data:`MEANING_COLUMNS`.

    Raises :class:`DataProblem` where it cannot be read.
    """
    return _texts(folder / MEANINGS, MEANING_COLUMNS)


def check_files(folder: Path) -> list[Finding]:
    """Find what is wrong with the claims stored and the log of meanings; nothing where there are none yet."""
    tables = ((folder / CLAIMS, COLUMNS), (folder / MEANINGS, MEANING_COLUMNS))
    return [found for path, columns in tables if path.exists() for found in errors(read_table(path, columns)[1])]


def _texts(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Return a table as text, no rows where there is none."""
    table, problems = read_table(path, columns) if path.exists() else (CsvTable(), [])
    if errors(problems):
        raise DataProblem(errors(problems))
    return pd.DataFrame(table.cells, columns=list(columns), dtype="str")
