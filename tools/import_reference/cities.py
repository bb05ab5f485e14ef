"""Reference figures of cities: every city table that the project is built from.

Besides the observations the city tables give a background table, the urban
centres of the world with the land of the world's map, and the list of figures that are held back.
"""

from pathlib import Path

import pandas as pd

from tools.import_reference import (
    collected,
    footprints,
    inventories,
    land,
    literature,
    mode_shares,
    population,
    protocol_inventories,
    unhabitat,
    urban_centres,
)

BUILDERS = (urban_centres.build, unhabitat.build, population.build, footprints.build)
BUILDERS_REPORTED = (
    inventories.build,
    protocol_inventories.build,
    collected.build,
    literature.build,
    mode_shares.build,
)


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return per indicator id a frame of text with the observation columns."""
    tables: dict[str, pd.DataFrame] = {}
    for builder in BUILDERS + BUILDERS_REPORTED:
        for indicator, frame in builder(figures).items():
            named = frame.assign(indicator=indicator)
            tables[indicator] = (
                pd.concat([tables[indicator], named], ignore_index=True) if indicator in tables else named
            )
    return tables


def held_back(figures: Path) -> pd.DataFrame:
    """Return the figures that the tables hold and the project does not show, as text, with the reason."""
    parts = [inventories.held_back(figures), collected.held_back(figures), mode_shares.held_back(figures)]
    table = pd.concat(parts, ignore_index=True).sort_values(["table", "row"], ignore_index=True)
    return table.assign(value=[repr(value).removesuffix(".0") for value in table["value"].tolist()])


def write_background(figures: Path, data: Path) -> list[Path]:
    """Write the world's urban centres, and the land they stand on, into `data`; return the files written."""
    centres = urban_centres.background_table(urban_centres.read_centres(figures))
    path = data / "urban_centres.csv"
    path.write_text(centres.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    return [path, land.write(figures.parent / "boundaries", data / "boundaries")]
