"""UN-Habitat's tables of open space, green area and access to public transport.

What UN-Habitat worked out itself is an estimate for a city outlined by the
degree of urbanisation (an urban centre). What a statistical office or the
European Commission's regional directorate handed in was counted by another
method: it is reported, and each such office is a source of its own, so that
the two are never ranked together.

All are read from UN-Habitat's own workbooks as a file brought by hand is. Open
space has two editions: what that of 2025 repeats stays under that of 2024, so
that it adds the figures it changed and those it is the first to have.
"""

from pathlib import Path

import pandas as pd

from indicators.analysis.editions import under_first_edition
from indicators.loaders import unhabitat
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.reading.files import open_file
from indicators.model.catalogue import read_catalogue
from indicators.model.observations import COLUMNS
from indicators.model.sources import read_sources
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference.figures_table import gazetteer, observations

WORKBOOKS = (
    "UNHabitat_SDG_11-7-1_open_space_2024.xlsx",
    "UNHabitat_SDG_11-7-1_open_space_newer.xlsx",
    "UNHabitat_green_area_share_percapita_1990_2020.xlsx",
    "UNHabitat_SDG_11-2-1_public_transport.xlsx",
)
"""UN-Habitat's workbooks; of two editions the older comes first."""

TRANSPORT = "unhabitat_transport_2024"

NOTES = {
    ("people_near_open_space", "dakar"): "Far above every comparable city; an outlier to read with care.",
    ("open_public_space_share", "new_york"): "City named New York-Newark by the publisher.",
    ("people_near_open_space", "new_york"): "City named New York-Newark by the publisher.",
}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of the five UN-Habitat indicators."""
    sources, _ = read_sources(DATA_FOLDER / "sources")
    rows = pd.DataFrame(columns=list(COLUMNS))
    for name in WORKBOOKS:
        read = under_first_edition(workbook(figures.parent / "publisher-files" / name), rows, sources)
        rows = pd.concat([rows.astype("object"), read.astype("object")], ignore_index=True)
        rows = rows.drop_duplicates(["place", "indicator", "year", "source"], ignore_index=True)
    return {
        str(name): observations(figures_of.drop(columns="indicator")) for name, figures_of in rows.groupby("indicator")
    }


def source_of(data_source: str) -> str:
    """Return the source of a figure of public transport, whose workbook states no release, by its data source.

    Raises ValueError where the office is not known.
    """
    suffix = unhabitat.office_of(data_source)
    if suffix == "office":
        raise ValueError(f"data source not known: {data_source}")
    return f"{TRANSPORT}_{suffix}" if suffix else TRANSPORT


def workbook(path: Path) -> pd.DataFrame:
    """Return the figures of our places in one workbook as observations."""
    frame = unhabitat.read(open_file(path)).frame
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    fed = links(frame, unhabitat.NAME, catalogue)
    rows = frame.loc[fed.index].astype("str")
    rows["place"] = place_ids(frame, "city", gazetteer()).astype("str").loc[rows.index]
    rows["indicator"] = fed["indicator"]
    for name in ("perimeter", "method"):
        rows[name] = rows[name].where(rows[name] != "", fed[f"linked_{name}"])
    for name in ("value", "year"):
        rows[name] = pd.to_numeric(rows[name])
    rows = rows[(rows["place"] != "") & rows["value"].notna()]
    origins = zip(rows["source"], rows["note"], strict=True)
    rows["source"] = [source or source_of(origin) for source, origin in origins]
    rows["note"] = [NOTES.get(key, "") for key in zip(rows["indicator"], rows["place"], strict=True)]
    return rows.reindex(columns=list(COLUMNS)).assign(lower=float("nan"), upper=float("nan")).reset_index(drop=True)
