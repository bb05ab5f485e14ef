"""The census of 2024 in every Moroccan place that has figures here, and all communes as a background.

HCP asked the same questions everywhere. Cities, arrondissements, prefectures, provinces and the communes of the
region are places with observations; the other communes are a table beside them, as the world's urban centres are.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from indicators.loaders import hcp_census
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.files import open_file
from indicators.model.backgrounds import COMMUNE_KEYS
from indicators.model.catalogue import read_catalogue
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference.figures_table import gazetteer

TABLE = Path("morocco", "rgph2024_places.csv")
SOURCE = "hcp_rgph_2024"


@cache
def read_places(figures: Path) -> RawTable:
    """Read HCP's table of places as a file brought by hand is read."""
    return hcp_census.read(open_file(figures / TABLE))


def rows(figures: Path) -> pd.DataFrame:
    """Return the figures of our places: place, indicator, year, value, perimeter, source and an empty note."""
    frame = read_places(figures).frame
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    fed = links(frame, hcp_census.NAME, catalogue)
    ours = frame.loc[fed.index].assign(indicator=fed["indicator"].to_numpy())
    ours["place"] = place_ids(ours, "any", gazetteer()).astype("str").to_numpy()
    ours = ours[(ours["place"] != "") & (ours["perimeter"].astype("str") != "")]
    return pd.DataFrame(
        {
            "place": ours["place"].astype("str"),
            "indicator": ours["indicator"].astype("str"),
            "year": ours["year"].astype("str"),
            "value": pd.to_numeric(ours["value"]).astype("float64"),
            "perimeter": ours["perimeter"].astype("str"),
            "source": SOURCE,
            "note": "",
        }
    ).reset_index(drop=True)


def communes(figures: Path) -> pd.DataFrame:
    """Return every commune of the country, one a row: code, name, province, region, and a column an indicator."""
    published = pd.read_csv(figures / TABLE, dtype="str", keep_default_na=False)
    by_code = published.set_index("geo_code")
    names, above, levels = (by_code[name].to_dict() for name in ("geo_name", "parent_code", "geo_level"))
    rows = published[
        (published["geo_level"] == "Commune/Arrondissement") & ~published["full_label"].str.startswith("Arrondissement")
    ]
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    columns = {
        entry.id: link.field
        for entry in catalogue.values()
        for link in entry.fields
        if link.format == hcp_census.NAME and link.field in published
    }

    def above_of(code: str, level: str) -> str:
        while code and levels.get(code) != level:
            code = above.get(code, "")
        return str(names.get(code, ""))

    table = pd.DataFrame(
        {
            "code": rows["geo_code"],
            "name": rows["geo_name"],
            "province": [above_of(code, "Préfecture/Province") for code in rows["geo_code"]],
            "region": [above_of(code, "Région") for code in rows["geo_code"]],
        }
    )
    assert tuple(table.columns) == COMMUNE_KEYS
    figures_of = {name: rows[field].to_numpy() for name, field in sorted(columns.items())}
    return table.assign(**figures_of).sort_values("code").reset_index(drop=True)


def write_background(figures: Path, data: Path) -> Path:
    """Write the table of communes into `data`; return the file."""
    path = data / "communes.csv"
    text = communes(figures).to_csv(index=False, lineterminator="\n")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
