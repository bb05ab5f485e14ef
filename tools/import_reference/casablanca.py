"""Casablanca in detail: the census, the figures of utilities, transport and the press, the outlines."""

from pathlib import Path

import pandas as pd

from tools.import_reference import census, electricity, moroccan_census, outlines, reservoir, utility


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return Casablanca's observations by indicator, from the tables in `figures`."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for builder in (census, utility, electricity, reservoir):
        for indicator, frame in builder.build(figures).items():
            parts.setdefault(indicator, []).append(frame.assign(indicator=indicator))
    return {indicator: pd.concat(frames, ignore_index=True) for indicator, frames in parts.items()}


def held_back(figures: Path) -> pd.DataFrame:
    """Return what the tables say of Casablanca and the project does not show, with the reason."""
    return utility.held_back(figures)


def write_background(figures: Path, data: Path) -> list[Path]:
    """Write the outlines and the country's communes into `data`; return the files written."""
    drawn = outlines.build(figures.parent / "boundaries", census.place_codes(), data / "boundaries")
    return [*drawn, moroccan_census.write_background(figures, data)]
