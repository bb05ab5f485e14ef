"""UN-Habitat's tables of open space, green area and access to public transport.

What UN-Habitat worked out itself is an estimate for a city outlined by the
degree of urbanisation (an urban centre). What a statistical office or the
European Commission's regional directorate handed in was counted by another
method: it is reported, and each such office is a source of its own, so that
the two are never ranked together.
"""

from pathlib import Path

import pandas as pd

from indicators.loaders.unhabitat import OFFICES
from tools.import_reference.figures_table import observations, read_figures, required_place_ids

OPEN_SPACE = Path("city/unhabitat_sdg11_7_1_open_space.csv")
GREEN_AREA = Path("city/unhabitat_green_area.csv")
TRANSPORT = Path("city/unhabitat_sdg11_2_1_public_transport.csv")

OPEN_SPACE_INDICATORS = {
    "open_public_space_share_builtup": "open_public_space_share",
    "population_access_open_public_space": "people_near_open_space",
}
GREEN_INDICATORS = {
    "green_area_share_urban_area": "green_area_share",
    "green_area_per_capita": "green_area_per_person",
}

NOTES = {
    ("people_near_open_space", "dakar"): "Far above every comparable city; an outlier to read with care.",
    ("open_public_space_share", "new_york"): "City named New York-Newark by the publisher.",
    ("people_near_open_space", "new_york"): "City named New York-Newark by the publisher.",
}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of the five UN-Habitat indicators."""
    tables = _by_office(figures / OPEN_SPACE, OPEN_SPACE_INDICATORS, "unhabitat_open_space_2024")
    tables |= _by_office(
        figures / TRANSPORT,
        {"population_access_public_transport": "public_transport_access"},
        "unhabitat_transport_2024",
    )
    green = _placed(figures / GREEN_AREA)
    constants = {"perimeter": "urban centre", "method": "satellite", "source": "unhabitat_green_area_2024"}
    for series, indicator in GREEN_INDICATORS.items():
        tables[indicator] = observations(green[green["indicator"] == series], constants)
    return tables


def office(source: str) -> str:
    """Return the suffix of the source id for the data source named at the end of `source`.

    Raises ValueError where the data source is not known.
    """
    origin = source.rpartition("data source: ")[2]
    for beginning, suffix in OFFICES.items():
        if origin.startswith(beginning):
            return suffix
    raise ValueError(f"data source not known: {origin}")


def _by_office(path: Path, series: dict[str, str], source: str) -> dict[str, pd.DataFrame]:
    table = _placed(path)
    suffix = table["source"].map(office)
    own = suffix == ""
    table = table.assign(
        source=[source if not text else f"{source}_{text}" for text in suffix],
        method=own.map({True: "estimated", False: "reported"}),
        perimeter=(own | (suffix == "dg_regio")).map({True: "urban centre", False: "not stated"}),
    )
    tables = {}
    for name, indicator in series.items():
        rows = table[table["indicator"] == name]
        notes = [NOTES.get((indicator, place), "") for place in rows["place"]]
        tables[indicator] = observations(rows.assign(note=notes))
    return tables


def _placed(path: Path) -> pd.DataFrame:
    table = read_figures(path)
    return table.assign(place=required_place_ids(table, "city", path), value=table["number"])
