"""The water surface of the Al Massira reservoir, a main supply of Casablanca, one late summer a year."""

from pathlib import Path

import pandas as pd

from indicators.text.formatting import day
from tools.import_reference.figures_table import observations, read_figures

TABLE = Path("morocco", "al_massira_surface.csv")

CONSTANTS = {
    "place": "al_massira_dam",
    "perimeter": "facility",
    "method": "satellite",
    "source": "morocco_water_stress",
}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the surface by year; the note is the date of the one scene it was measured on."""
    table = read_figures(figures / TABLE)
    table["value"] = pd.to_numeric(table["water_surface_km2"])
    rows = table.assign(year=table["date"].str[:4], note=[f"One scene, {day(date, 'en')}." for date in table["date"]])
    return {"reservoir_surface": observations(rows, CONSTANTS)}
