"""Reference figures of cities: every city table that the project is built from.

Tables of a few lines are read here: population (World Urbanization Prospects 2018), consumption footprints (GGMCF) and
territorial CO2 (Carbon Monitor Cities), open space, green area and access to public transport (UN-Habitat), how people
travel (Oke and others, 2019). Besides the observations the city tables give a background table, the urban centres of
the world with the land of the world's map, and the list of figures that are held back.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from indicators.analysis.editions import under_first_edition
from indicators.loaders import published_names, unhabitat
from indicators.loaders.reading.files import open_file
from indicators.model.catalogue import read_catalogue
from indicators.model.observations import COLUMNS
from indicators.model.sources import read_sources
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference import (
    background_tables,
    collected,
    inventories,
    literature,
    urban_centres,
)
from tools.import_reference.figures_table import (
    gazetteer,
    held,
    observations,
    place_ids,
    read_figures,
    required_place_ids,
    together,
    write_table,
)

POPULATION = Path("city/un_wup2018_population.csv")
POPULATION_SOURCE = "un_wup_2018"
LAST_ESTIMATE = 2018
STEP = 5
"""Years over which growth is averaged: the publisher's own five-year periods."""


def population(figures: Path) -> dict[str, pd.DataFrame]:
    """Return population (people), 1950-2035, and its growth (% a year) per agglomeration."""
    path = figures / POPULATION
    table = read_figures(path)
    people = pd.DataFrame(
        {
            "place": required_place_ids(table, "city", path),
            "year": table["year"].astype("int64"),
            "value": (table["number"] * 1000).round(),
        }
    )
    common = {"perimeter": "agglomeration", "source": POPULATION_SOURCE}
    growth = growth_rates(people)
    return {
        "population_agglomeration": observations(people.assign(method=_method(people["year"])), common),
        "population_growth": observations(growth.assign(method=_method(growth["year"])), common),
    }


def growth_rates(people: pd.DataFrame) -> pd.DataFrame:
    """Return the mean annual growth of each five-year period, dated by its last year.

    `people` has place, year and value (people). The rate is the continuous
    one that the publisher's own growth tables use:
    ``100 * ln(P[t] / P[t - 5]) / 5``, in % a year. Periods end in years
    divisible by five.
    """
    ends = people[people["year"] % STEP == 0]
    starts = ends.assign(year=ends["year"] + STEP)
    pairs = ends.merge(starts, on=["place", "year"], suffixes=("", "_before"))
    rate = 100 * np.log(pairs["value"] / pairs["value_before"]) / STEP
    return pairs.assign(
        value=rate.round(4),
        note=[f"Mean of {year - STEP}-{year}: 100 x ln(P{year}/P{year - STEP})/{STEP}." for year in pairs["year"]],
    )[["place", "year", "value", "note"]]


def _method(year: pd.Series) -> pd.Series:
    return (year <= LAST_ESTIMATE).map({True: "estimated", False: "projected"})


FOOTPRINTS = Path("city/ggmcf_carbon_footprint.csv")
TERRITORIAL = Path("city/carbon_monitor_cities.csv")

_FAR_BELOW = "Far below the nation's own value per person: the model's spread of national consumption is doubtful here."
FOOTPRINT_NOTES = {
    "casablanca": "Essentially Morocco's national footprint, spread over its cities by the model.",
    "tokyo": _FAR_BELOW,
    "osaka": _FAR_BELOW,
    "brussels": _FAR_BELOW,
    "delhi": "Urban cluster named New Delhi by the publisher.",
}
TERRITORY = "The publisher's territory is wider than the city; never to be divided by a city's population."


def footprints(figures: Path) -> dict[str, pd.DataFrame]:
    """Return footprints per person and in total, the clusters' population, and territorial CO2; both are modelled.

    The footprint's publisher states no year: the year stays empty. Its error is one standard deviation, stored as lower
    and upper.
    """
    path = figures / FOOTPRINTS
    table = read_figures(path)
    table = table.assign(place=required_place_ids(table, "city", path))
    wide = table.pivot_table(index="place", columns="indicator", values="number").reset_index()
    wide = wide.assign(
        perimeter="urban centre",
        method="modelled",
        source="ggmcf_2018",
        note=wide["place"].map(FOOTPRINT_NOTES).fillna(""),
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


WORKBOOKS = (
    "UNHabitat_SDG_11-7-1_open_space_2024.xlsx",
    "UNHabitat_SDG_11-7-1_open_space_newer.xlsx",
    "UNHabitat_green_area_share_percapita_1990_2020.xlsx",
    "UNHabitat_SDG_11-2-1_public_transport.xlsx",
)
"""UN-Habitat's workbooks; of two editions the older comes first."""

TRANSPORT = "unhabitat_transport_2024"

UNHABITAT_NOTES = {
    ("people_near_open_space", "dakar"): "Far above every comparable city; an outlier to read with care.",
    ("open_public_space_share", "new_york"): "City named New York-Newark by the publisher.",
    ("people_near_open_space", "new_york"): "City named New York-Newark by the publisher.",
}


def open_space_and_transport(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of the five UN-Habitat indicators.

    What UN-Habitat worked out itself is an estimate for a city outlined by the degree of urbanisation (an urban
    centre). What a statistical office or the European Commission's regional directorate handed in was counted by
    another method: it is reported, and each such office is a source of its own, so that the two are never ranked
    together.

    All are read from UN-Habitat's own workbooks as a file brought by hand is. Open space has two editions: what that of
    2025 repeats stays under that of 2024, so that it adds the figures it changed and those it is the first to have.
    """
    sources, _ = read_sources(DATA_FOLDER / "sources")
    rows = pd.DataFrame(columns=list(COLUMNS))
    for name in WORKBOOKS:
        read = under_first_edition(read_workbook(figures.parent / "publisher-files" / name), rows, sources)
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


def read_workbook(path: Path) -> pd.DataFrame:
    """Return the figures of our places in one workbook as observations."""
    frame = unhabitat.read(open_file(path)).frame
    catalogue, _ = read_catalogue(DATA_FOLDER / "catalogue")
    fed = published_names.links(frame, unhabitat.NAME, catalogue)
    rows = frame.loc[fed.index].astype("str")
    rows["place"] = published_names.place_ids(frame, "city", gazetteer()).astype("str").loc[rows.index]
    rows["indicator"] = fed["indicator"]
    for name in ("perimeter", "method"):
        rows[name] = rows[name].where(rows[name] != "", fed[f"linked_{name}"])
    for name in ("value", "year"):
        rows[name] = pd.to_numeric(rows[name])
    rows = rows[(rows["place"] != "") & rows["value"].notna()]
    origins = zip(rows["source"], rows["note"], strict=True)
    rows["source"] = [source or source_of(origin) for source, origin in origins]
    rows["note"] = [UNHABITAT_NOTES.get(key, "") for key in zip(rows["indicator"], rows["place"], strict=True)]
    return rows.reindex(columns=list(COLUMNS)).assign(lower=float("nan"), upper=float("nan")).reset_index(drop=True)


MODE_SHARES = Path("city", "oke2019_mode_share.csv")
MODE_SHARES_SOURCE = "oke_2019"
HOME = "casablanca"

MODES = {
    "mode_share_car_percent": "modal_split_car_compiled",
    "mode_share_public_transport_percent": "modal_split_public_transport_compiled",
    "mode_share_bicycle_percent": "modal_split_bicycle_compiled",
    "mode_share_walking_percent": "modal_split_walking_compiled",
}

WIDER = {
    "osaka": "The source names Osaka-Kobe-Kyoto.",
    "rotterdam": "The source names Rotterdam-Hague.",
}
"""Cities that the table names with their neighbours."""

NAMES_OF_MODE_SHARES = {
    "Osaka-Kobe-Kyoto": "Osaka",
    "Rotterdam-Hague": "Rotterdam",
    "New York(NY)": "New York",
    "Chicago(IL)": "Chicago",
}
"""What the table calls them, and the names they have here."""

LOW, HIGH = 95, 105
"""Between these sums four shares are those of one whole."""


def mode_shares(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the shares of the home city and of every city whose shares sum to about 100.

    The table states neither year nor outline, nor whether trips or commuters are counted, and they differ by city.
    Where the four shares of a city do not sum to about 100 a mode is missing or the parts are of several surveys:
    such a city is held back, with its sum. Casablanca's own stand, with the sum in their note, beside the survey of
    2018.
    """
    rows = _read_mode_shares(figures)
    shown = rows[rows["reason"] == ""]
    constants = {"year": "", "perimeter": "not stated", "method": "literature", "source": MODE_SHARES_SOURCE}
    return {str(name): observations(figures_of, constants) for name, figures_of in shown.groupby("ours")}


def held_back_mode_shares(figures: Path) -> pd.DataFrame:
    """Return the shares that are not shown, with the sum that keeps them out."""
    rows = _read_mode_shares(figures).query("reason != ''").assign(year="")
    return held(rows, MODE_SHARES.name, rows["ours"], rows["reason"])


def _read_mode_shares(figures: Path) -> pd.DataFrame:
    """Return one row a city and mode: place, ours (the indicator), value, row, note, and why it is held back."""
    table = read_figures(figures / MODE_SHARES)
    table["city"] = table["city_as_published"].str.strip().replace(NAMES_OF_MODE_SHARES)
    table["place"] = place_ids(table)
    table = table[table["place"].notna()]
    shares = table[list(MODES)].apply(lambda column: pd.to_numeric(column.str.strip(), errors="coerce"))
    table = table.assign(**{name: shares[name] for name in MODES}, sum=shares.sum(axis=1).round(2))
    rows = table.melt(["row", "place", "sum"], list(MODES), "mode", "value").dropna(subset=["value"])
    rows["ours"] = rows["mode"].map(MODES)
    whole = rows["sum"].between(LOW, HIGH)
    home = rows["place"] == HOME
    rows["reason"] = [
        ""
        if fits or is_home
        else f"The city's shares sum to {total:g}: a mode is missing, or they are of several surveys."
        for fits, is_home, total in zip(whole, home, rows["sum"], strict=True)
    ]
    rows["note"] = [
        f"The shares given sum to {total:g}: the rest is not in the table."
        if is_home and not fits
        else WIDER.get(place, "")
        for place, is_home, fits, total in zip(rows["place"], home, whole, rows["sum"], strict=True)
    ]
    return rows.sort_values(["row", "mode"], ignore_index=True)


BUILDERS = (
    urban_centres.build,
    open_space_and_transport,
    population,
    footprints,
    inventories.build,
    inventories.protocol_inventories,
    collected.build,
    literature.build,
    mode_shares,
)


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return per indicator id a frame of text with the observation columns."""
    return together(builder(figures) for builder in BUILDERS)


def held_back(figures: Path) -> pd.DataFrame:
    """Return the figures that the tables hold and the project does not show, as text, with the reason."""
    parts = [inventories.held_back(figures), collected.held_back(figures), held_back_mode_shares(figures)]
    table = pd.concat(parts, ignore_index=True).sort_values(["table", "row"], ignore_index=True)
    return table.assign(value=[repr(value).removesuffix(".0") for value in table["value"].tolist()])


def write_background(figures: Path, data: Path) -> list[Path]:
    """Write the world's urban centres, and the land they stand on, into `data`; return the files written."""
    centres = urban_centres.background_table(urban_centres.read_centres(figures))
    written = write_table(centres, data / "urban_centres.csv")
    return [written, background_tables.write_land(figures.parent / "boundaries", data / "boundaries")]
