"""Builders of the reference tables: they read published tables and write the project's own.

Each builder gives, per indicator, a frame with the observation columns. One
indicator may come from several builders; its file holds them all.
"""

import importlib
from pathlib import Path

import pandas as pd

from indicators.catalogue import read_catalogue
from indicators.findings import DataProblem, Finding
from indicators.observations import COLUMNS, typed, write

BUILDERS = ("cities", "casablanca", "national")


def gather(reference: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that the builders make from `reference`."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for name in BUILDERS:
        builder = importlib.import_module(f"indicators.reference.{name}")
        for indicator, frame in builder.build(reference / "figures").items():
            parts.setdefault(indicator, []).append(frame.reindex(columns=list(COLUMNS)))
    return {
        indicator: typed(pd.concat([frame.astype("str") for frame in frames], ignore_index=True).replace("nan", ""))
        for indicator, frames in sorted(parts.items())
    }


def rebuild(reference: Path, data: Path) -> list[Path]:
    """Write `data/observations` from the tables in `reference`; return the files written.

    Raises :class:`DataProblem` where a builder makes an indicator without a
    catalogue entry, or `reference` has no figures.
    """
    if not (reference / "figures").is_dir():
        raise DataProblem([Finding("missing_file", file=str(reference / "figures"))])
    catalogue, findings = read_catalogue(data / "catalogue")
    gathered = gather(reference)
    findings += [
        Finding("unknown_indicator", value=name, params={"suggestion": ""}) for name in gathered if name not in catalogue
    ]
    if findings:
        raise DataProblem(findings)
    written = []
    for indicator, frame in gathered.items():
        path = data / "observations" / catalogue[indicator].theme / f"{indicator}.csv"
        write(frame, path)
        written.append(path)
    return written
