"""Electricity consumed in Greater Casablanca, printed in the press, and the efficiency that follows from it.

The distributor published its network's efficiency for 2014 and 2018. For two earlier years what was consumed is known
from one publication and what was bought from another: their quotient is an efficiency of our working out.
"""

from pathlib import Path

import pandas as pd

from indicators.language.translator import N_
from tools.import_reference import utility
from tools.import_reference.figures_table import observations

CONSUMED = {2007: 3289, 2008: 3359}
"""GWh consumed in the year, La Vie éco."""

SOURCE = "lavieeco_electricity"
DERIVED = N_("Derived, not published: electricity consumed (La Vie éco) divided by electricity bought (Lydec).")


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return what was consumed, and the efficiency of those years for which none is published."""
    tables = utility.build(figures)
    bought = tables["electricity_purchased"]
    bought = bought[bought["method"] == "reported"].set_index("year")["value"].astype("float64")
    published = set(tables["electricity_network_efficiency"]["year"])
    constants = {"place": "casablanca", "perimeter": "utility perimeter", "source": SOURCE}
    consumed = pd.DataFrame([{"year": str(year), "value": float(value)} for year, value in CONSUMED.items()])
    known = consumed[consumed["year"].isin(bought.index) & ~consumed["year"].isin(published)]
    efficiency = known.assign(
        value=[round(100 * row.value / bought[row.year], 1) for row in known.itertuples()],
        method="estimated",
        note=DERIVED,
    )
    return {
        "electricity_consumed": observations(consumed.assign(method="reported"), constants),
        "electricity_network_efficiency": observations(efficiency, constants),
    }
