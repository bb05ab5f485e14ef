"""Consumption footprints (GGMCF) and territorial CO2 (Carbon Monitor Cities), both modelled.

The footprint's publisher states no year: the year stays empty. Its error is
one standard deviation, stored as lower and upper.
"""

from pathlib import Path

import pandas as pd

from tools.import_reference.figures_table import observations, read_figures, required_place_ids

FOOTPRINTS = Path("city/ggmcf_carbon_footprint.csv")
TERRITORIAL = Path("city/carbon_monitor_cities.csv")

_FAR_BELOW = "Far below the nation's own value per person: the model's spread of national consumption is doubtful here."
NOTES = {
    "casablanca": "Essentially Morocco's national footprint, spread over its cities by the model.",
    "tokyo": _FAR_BELOW,
    "osaka": _FAR_BELOW,
    "brussels": _FAR_BELOW,
    "delhi": "Urban cluster named New Delhi by the publisher.",
}
TERRITORY = "The publisher's territory is wider than the city; never to be divided by a city's population."


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return footprints per person and in total, the clusters' population, and territorial CO2."""
    path = figures / FOOTPRINTS
    table = read_figures(path)
    table = table.assign(place=required_place_ids(table, "city", path))
    wide = table.pivot_table(index="place", columns="indicator", values="number").reset_index()
    wide = wide.assign(
        perimeter="urban centre", method="modelled", source="ggmcf_2018", note=wide["place"].map(NOTES).fillna("")
    )
    return {
        "carbon_footprint_per_person": _with_error(wide, "carbon_footprint_per_capita_consumption"),
        "carbon_footprint_total": _with_error(wide, "carbon_footprint_total_consumption"),
        "footprint_cluster_population": observations(wide.assign(value=wide["urban_cluster_population"])),
        "territorial_co2": _territorial(figures / TERRITORIAL),
    }


def _with_error(wide: pd.DataFrame, series: str) -> pd.DataFrame:
    """Return value, value less one standard deviation and value plus one, to the publisher's decimal."""
    value, error = wide[series], wide[f"{series}_1sd"]
    return observations(wide.assign(value=value, lower=(value - error).round(1), upper=(value + error).round(1)))


def _territorial(path: Path) -> pd.DataFrame:
    table = read_figures(path)
    constants = {
        "perimeter": "not stated",
        "method": "modelled",
        "source": "carbon_monitor_cities_v0325",
        "note": TERRITORY,
    }
    return observations(table.assign(place=required_place_ids(table, "city", path), value=table["number"]), constants)
