"""City inventories under one protocol: C40's workbook of GPC inventories, May 2023.

The workbook is read by the loader of its format; only the cities compared here are stored. Totals, sectors and
populations are as printed, figures per person are derived within one row (total ÷ population), so that both have the
city's own boundary. Nothing is held back: no linked cell of these cities holds a notation key.
"""

from pathlib import Path

import pandas as pd

from indicators.findings.finding import DataProblem
from indicators.loaders import c40
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.reading.files import open_file
from indicators.model.catalogue import read_catalogue
from indicators.model.vocabulary import Method
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference.figures_table import gazetteer, observations

TABLE = Path("publisher-files/C40_GPC_Database_2023-05-30.xlsx")

_PORT = "The port and its industry lie inside the boundary: energy industries alone emit 9.8 of the 17.7 million t."
_ENERGY = ("BASIC", "BASIC+", "BASIC Stationary")

NOTES = {
    "rotterdam": (_PORT, _ENERGY),
    "dakar": (
        "Called a metropolitan area, but printed with 1,252,786 people and 82 km2; the agglomeration had 2.8 million.",
        (*c40.TOTALS, *c40.SECTORS, c40.POPULATION),
    ),
    "lagos": ("The population is printed as a round 21,000,000.", (*c40.TOTALS, *c40.SECTORS, c40.POPULATION)),
    "delhi": ("The population is printed as a round 21,000,000.", (*c40.TOTALS, *c40.SECTORS, c40.POPULATION)),
}
"""What a reader must know of a city's inventories, and of which fields (those per person included)."""

SAME_AS_CDP = {("tokyo", "2016"): "April 2016 to March 2017", ("tokyo", "2017"): "April 2017 to March 2018"}
"""The inventories whose BASIC total CDP's editions give for a fiscal year, which C40 does not print."""


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that the workbook feeds, of the places of the project."""
    catalogue, findings = read_catalogue(DATA_FOLDER / "catalogue")
    if findings:
        raise DataProblem(findings)
    frame = read(figures)
    linked = links(frame, c40.NAME, catalogue)
    rows = frame.iloc[linked.index].assign(ours=linked["indicator"].to_numpy())
    rows = rows.assign(method=str(Method.REPORTED), value=pd.to_numeric(rows["value"]))
    return {str(name): observations(group) for name, group in rows.groupby("ours", sort=True)}


def read(figures: Path) -> pd.DataFrame:
    """Return the raw rows of the workbook of places of the project, with `place`, `source` and whole notes."""
    table = c40.read(open_file(figures.parent / TABLE))
    frame = table.frame.astype({name: "str" for name in table.frame if name != "row"})
    frame = frame.assign(place=place_ids(frame, "city", gazetteer()).astype("str"), source=table.source)
    frame = frame[frame["place"] != ""].reset_index(drop=True)
    return frame.assign(note=[_note(*cells) for cells in frame[["place", "field", "year", "note"]].to_numpy()])


def _note(place: str, field: str, year: str, note: str) -> str:
    """Return the loader's note with what was found out about the city by hand."""
    words, fields = NOTES.get(place, ("", ()))
    added = [words] if field.removesuffix(c40.PER_PERSON) in fields else []
    period = SAME_AS_CDP.get((place, year), "")
    added += [f"CDP's editions give the same inventory for {period}."] if period and field != c40.POPULATION else []
    return " ".join([note, *added])
