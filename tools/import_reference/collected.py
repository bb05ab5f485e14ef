"""The dataset of 343 cities collected by Nangini et al. (2019).

Scope 1 in tonnes of CO2 and in tonnes of CO2 equivalent are two indicators.

Held back (each listed in `data/held_back_cities.csv`): the built-up block of
Rotterdam, which repeats Amsterdam's (the dataset outlines the two as one
urban area); the densities of 1990, which cannot be (Buenos Aires has the year
1990 as its density, Shanghai 0 and 303,255, and with the built-up areas they
imply 38 million people in Osaka and 1.3 million in Rome, against 18 and 3 in 2000); scope 1 of
Lagos, which is its whole total; and populations and areas that are CDP's own,
given here a second time. Amsterdam's inventory is dated 2016 here and 2015 by
CDP: left as published, with a note.
"""

from pathlib import Path

import pandas as pd

from tools.import_reference.figures_table import held, observations, read_figures, required_place_ids

TABLE = Path("city/nangini2019_343cities.csv")
SOURCE = "nangini_2019"

SERIES = {
    "ghg_scope1": ("scope1_emissions_343_cities", "not stated", "reported"),
    "ghg_scope2": ("scope2_emissions_343_cities", "not stated", "reported"),
    "ghg_total_citywide": ("total_emissions_343_cities", "not stated", "reported"),
    "co2_per_capita": ("co2_per_person_343_cities", "not stated", "estimated"),
    "energy_co2_per_capita_wb": ("energy_emissions_per_person_343_cities", "not stated", "estimated"),
    "energy_final_consumption_per_capita": ("final_energy_per_person_343_cities", "not stated", "estimated"),
    "heating_degree_days_15_5C": ("heating_degree_days", "not stated", "estimated"),
    "cooling_degree_days_23C": ("cooling_degree_days", "not stated", "estimated"),
    "builtup_area_high_density": ("built_up_area_high_density", "agglomeration", "satellite"),
    "builtup_area_low_density": ("built_up_area_low_density", "agglomeration", "satellite"),
    "population_density_high_bua": ("population_density_high_built_up", "agglomeration", "satellite"),
    "population_density_low_bua": ("population_density_low_built_up", "agglomeration", "satellite"),
    "builtup_area_pku": ("built_up_area_343_cities", "not stated", "satellite"),
    "population_density_gea": ("population_density_343_cities", "not stated", "estimated"),
    "city_area_gea": ("city_area_343_cities", "not stated", "estimated"),
    "city_population_carbonn": ("city_population_343_cities", "not stated", "reported"),
    "city_population": ("city_population_343_cities", "not stated", "reported"),
    "city_area_cdp": ("city_area_343_cities", "not stated", "reported"),
}
"""Series of the table: our indicator, its perimeter and its method."""

CO2_ONLY = "scope1_co2_343_cities"
OUTLINED = {
    "builtup_area_high_density",
    "builtup_area_low_density",
    "population_density_high_bua",
    "population_density_low_bua",
}
OUTLINES = {
    "amsterdam": "Urban area of Amsterdam and Rotterdam together, as the dataset outlines it.",
    "new_york": "Urban area of New York and Philadelphia together, as the dataset outlines it.",
}


WIDE = {
    "paris": "A far wider territory than the city (CDP: 105 km2).",
    **dict.fromkeys(
        ("lisbon", "lyon", "new_york"), "A far wider territory than the city: never to be divided by its population."
    ),
}
LOW = {
    "shanghai": "Doubtful: about 2.4 t per person in 2010, where other figures held here give 9.9 and 10.9 t in 2006.",
    "shenzhen": "Doubtful: about 2.0 t per person, as low as the doubtful figure of Shanghai from the same collection.",
}


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that the dataset feeds."""
    table = _read(figures)
    published = table[table["reason"] == ""]
    return {str(name): observations(rows.drop(columns="indicator")) for name, rows in published.groupby("ours")}


def held_back(figures: Path) -> pd.DataFrame:
    """Return the figures of the table that are not shown, with the reason."""
    rows = _read(figures).query("reason != ''")
    return held(rows, TABLE.name, rows["ours"], rows["reason"])


def _read(figures: Path) -> pd.DataFrame:
    """Read the table with the observation columns, `ours` (our indicator) and `reason` (to hold back, or empty).

    Raises KeyError where a series of the table has no indicator.
    """
    path = figures / TABLE
    table = read_figures(path)
    series = table["indicator"]
    ours = series.map(lambda name: SERIES[name][0])
    table = table.assign(
        place=required_place_ids(table, "city", path),
        value=table["number"],
        perimeter=series.map(lambda name: SERIES[name][1]),
        method=series.map(lambda name: SERIES[name][2]),
        source=SOURCE,
        ours=ours.where((series != "ghg_scope1") | (table["unit"] != "tCO2"), CO2_ONLY),
    )
    return table.assign(reason=table.apply(_reason, axis=1), note=table.apply(_note, axis=1))


def _reason(row: pd.Series) -> str:
    """Return why the figure of `row` is held back, or nothing."""
    series, place = row["indicator"], row["place"]
    if series in {"city_population", "city_area_cdp"}:
        return "CDP's own figure told a second time; it stands under the editions of CDP."
    if series in OUTLINED and place == "rotterdam":
        return "Repeats Amsterdam's figure: the dataset outlines both cities as one urban area."
    if series.startswith("population_density_") and row["year"] == "1990":
        return (
            "The densities of 1990 are not those of their cities: Buenos Aires has 1990, Shanghai 0 and 303,255, "
            "and the populations they imply do not lead to those of 2000."
        )
    if series == "ghg_scope1" and place == "lagos":
        return "Scope 1 repeats the city's whole total."
    if series == "city_population_carbonn" and row["year"] == "":
        return "No year is given for this population."
    return ""


def _note(row: pd.Series) -> str:
    """Return what a reader must know of the figure of `row`."""
    series, place, field = row["indicator"], row["place"], row["source_field"]
    notes = []
    if series == "ghg_scope1":
        collected, _, flag = field.partition("scope-1 source: ")[2].partition("; quality flag: ")
        notes.append(f"Collected from {collected}{f', quality flag {flag}' if flag else ''}.")
    if series in {"ghg_scope1", "ghg_scope2", "ghg_total_citywide"} and place == "amsterdam":
        notes.append("CDP's own file dates this inventory 2015.")
    if series in {"ghg_scope1", "ghg_scope2"} and place == "johannesburg":
        notes.append("Later editions of CDP give scopes 1 and 2 in opposite order: one is swapped.")
    if series == "ghg_total_citywide" and place == "lagos":
        notes.append("The same amount is also given as scope 1.")
    if series in OUTLINED and place in OUTLINES:
        notes.append(OUTLINES[place])
    if series == "city_area_gea" and place in WIDE:
        notes.append(WIDE[place])
    if place in LOW and (series == "co2_per_capita" or (series == "ghg_scope1" and row["ours"] == CO2_ONLY)):
        notes.append(LOW[place])
    return " ".join(notes)
