"""Casablanca in detail: the census, the figures of utilities, transport and the press, its reservoir, the outlines."""

from pathlib import Path

import pandas as pd

from indicators.language.translator import N_
from indicators.text.formatting import day
from tools.import_reference import census, outlines, utility
from tools.import_reference.figures_table import observations, read_figures, together

CONSUMED = {2007: 3289, 2008: 3359}
"""GWh consumed in the year, La Vie éco: the distributor published its network's efficiency for 2014 and 2018 only."""

ELECTRICITY_SOURCE = "lavieeco_electricity"
DERIVED_EFFICIENCY = N_(
    "Derived, not published: electricity consumed (La Vie éco) divided by electricity bought (Lydec)."
)


def electricity(figures: Path) -> dict[str, pd.DataFrame]:
    """Return what was consumed, and the efficiency of those years for which none is published.

    What was consumed is known from one publication and what was bought from another: their quotient is an efficiency of
    our working out.
    """
    tables = utility.build(figures)
    bought = tables["electricity_purchased"]
    bought = bought[bought["method"] == "reported"].set_index("year")["value"].astype("float64")
    published = set(tables["electricity_network_efficiency"]["year"])
    constants = {"place": "casablanca", "perimeter": "utility perimeter", "source": ELECTRICITY_SOURCE}
    consumed = pd.DataFrame([{"year": str(year), "value": float(value)} for year, value in CONSUMED.items()])
    known = consumed[consumed["year"].isin(bought.index) & ~consumed["year"].isin(published)]
    efficiency = known.assign(
        value=[round(100 * row.value / bought[row.year], 1) for row in known.itertuples()],
        method="estimated",
        note=DERIVED_EFFICIENCY,
    )
    return {
        "electricity_consumed": observations(consumed.assign(method="reported"), constants),
        "electricity_network_efficiency": observations(efficiency, constants),
    }


RESERVOIR_TABLE = Path("morocco", "al_massira_surface.csv")

RESERVOIR = {
    "place": "al_massira_dam",
    "perimeter": "facility",
    "method": "satellite",
    "source": "morocco_water_stress",
}


def reservoir(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the surface of a main supply of Casablanca, one late summer a year; the note is the date of its scene."""
    table = read_figures(figures / RESERVOIR_TABLE)
    table["value"] = pd.to_numeric(table["water_surface_km2"])
    rows = table.assign(year=table["date"].str[:4], note=[f"One scene, {day(date, 'en')}." for date in table["date"]])
    return {"reservoir_surface": observations(rows, RESERVOIR)}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return Casablanca's observations by indicator, from the tables in `figures`."""
    return together(builder(figures) for builder in (census.build, utility.build, electricity, reservoir))


def held_back(figures: Path) -> pd.DataFrame:
    """Return what the tables say of Casablanca and the project does not show, with the reason."""
    return utility.held_back(figures)


def write_background(figures: Path, data: Path) -> list[Path]:
    """Write the outlines and the country's communes into `data`; return the files written."""
    drawn = outlines.build(figures.parent / "boundaries", census.place_codes(), data / "boundaries")
    return [*drawn, census.write_communes(figures, data)]
