"""Builders of the reference tables: they read published tables and write the project's own.

Each builder gives, per indicator, a frame with the observation columns. One
indicator may come from several builders; its file holds them all. What a
builder holds back, because it cannot be true or may not be bundled, is a table
of its own, with the reason.
"""

from pathlib import Path
from typing import Protocol

import pandas as pd

from indicators.findings.finding import DataProblem, Finding
from indicators.model.catalogue import read_catalogue
from indicators.model.observations import COLUMNS, typed, write
from indicators.model.rules import MISSING_FILE
from indicators.store.checks import UNKNOWN_INDICATOR
from tools.import_reference import background_tables, casablanca, cities, national
from tools.import_reference.figures_table import write_table


class Builder(Protocol):
    """What a builder module offers."""

    def build(self, figures: Path) -> dict[str, pd.DataFrame]:
        """Return the observations by indicator."""

    def held_back(self, figures: Path) -> pd.DataFrame:
        """Return the published values that are not shown, each with its reason."""


BUILDERS: dict[str, Builder] = {"casablanca": casablanca, "cities": cities, "national": national}


def gather(reference: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that the builders make from `reference`."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for builder in BUILDERS.values():
        for indicator, frame in builder.build(reference / "figures").items():
            parts.setdefault(indicator, []).append(typed(frame.reindex(columns=list(COLUMNS))))
    return {
        indicator: typed(pd.concat([frame.astype("object") for frame in frames], ignore_index=True))
        for indicator, frames in sorted(parts.items())
    }


def rebuild(reference: Path, data: Path) -> list[Path]:
    """Write the reference tables of `data` from those in `reference`; return the files written.

    Raises :class:`DataProblem` where a builder makes an indicator without a
    catalogue entry, or `reference` has no figures.
    """
    figures = reference / "figures"
    if not figures.is_dir():
        raise DataProblem([Finding(MISSING_FILE, file=str(figures))])
    catalogue, findings = read_catalogue(data / "catalogue")
    gathered = gather(reference)
    findings += [Finding(UNKNOWN_INDICATOR, value=name) for name in gathered if name not in catalogue]
    if findings:
        raise DataProblem(findings)
    written = []
    for indicator, frame in gathered.items():
        path = data / "observations" / catalogue[indicator].theme / f"{indicator}.csv"
        write(frame, path)
        written.append(path)
    for name, builder in BUILDERS.items():
        written.append(write_table(builder.held_back(figures), data / f"held_back_{name}.csv"))
    written.append(background_tables.write_targets(figures, data / "targets.csv"))
    written.append(background_tables.write_income_groups(reference, data / "income_groups.csv"))
    written.append(background_tables.write_pledges(reference, data / "pledges.csv"))
    written += cities.write_background(figures, data)
    written += casablanca.write_background(figures, data)
    return written
