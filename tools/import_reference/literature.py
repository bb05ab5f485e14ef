"""Figures of single cities from papers, reports and the press.

Their definitions differ from one publication to the next, so each value
carries its own definition in its note, its method is literature, and its
indicator is never ranked. Places that are not the city itself (a region, a
metropolitan area) are stated by the perimeter.
"""

from pathlib import Path

import pandas as pd
import pint

from indicators.findings.finding import DataProblem, Finding
from indicators.store.checks import UNKNOWN_PLACE
from tools.import_reference.figures_table import gazetteer, observations, read_figures

TABLE = Path("city/peer_literature_figures.csv")

INDICATORS = {
    "co2_fossil_per_capita_in_boundary": "co2_in_boundary_literature",
    "ghg_total": "inventory_total_literature",
    "co2_total": "inventory_co2_literature",
    "public_green_space_share": "public_green_space_literature",
    "tree_cover_share": "tree_cover_literature",
    "population_density": "population_density_literature",
    "non_revenue_water": "non_revenue_water",
    "water_leakage_rate": "leakage_rate_literature",
    "water_losses_volume": "water_losses_literature",
    "water_use_household_per_capita": "household_water_use_literature",
    "water_use_total_per_capita": "total_water_use_literature",
    "water_supply_per_capita_residential": "residential_water_supply_literature",
    "water_system_demand_per_capita": "water_system_demand_literature",
    "water_demand_daily": "daily_water_demand_literature",
    "water_supplied_daily": "daily_water_supply_literature",
    "water_arriving_daily": "daily_water_supply_literature",
    "water_distributed_daily": "daily_water_supply_literature",
    "water_use_daily": "daily_water_use_literature",
    "water_use_annual": "annual_water_use_literature",
}

SOURCES = {
    "Carbon Balance and Management": "kennedy_baselines_2020",
    "World Bank, Cities and Climate Change": "world_bank_cities_climate_2011",
    "World Cities Culture Forum": "world_cities_culture_forum_2018",
    "EEA via Statista": "eea_tree_cover",
    "NYC DEP": "nyc_dep_water",
    "Citizen Matters": "citizen_matters_mumbai",
    "Mid-Day": "mid_day_mumbai",
    "Indian Infrastructure": "indian_infrastructure_2020",
    "The Hindu BusinessLine": "hindu_businessline_2011",
    "University of Nairobi": "university_of_nairobi_water",
    "The Star": "the_star_kenya_2019",
    "adakar.com": "adakar_sones",
    "IGFM": "igfm_2021",
    "Melao y Papelón": "melao_papelon_2017",
    "Semana": "semana_2024",
    "AQUA (IWA)": "aqua_tokyo_leakage",
    "japanest-nippon.com": "japanest_nippon_tokyo",
    "Blog aaronbh2o": "tokyo_waterworks_museum_2018",
    "AFL Paris": "afl_paris_water",
    "Eau de Paris": "eau_de_paris_2020",
    "Press summary (mnmstatic)": "mnmstatic_barcelona",
    "20minutos": "veinte_minutos_2008",
    "tiempo.com": "tiempo_water_2023",
}
"""How a source is called at the start of its text, and its id."""

PLACES = {
    "Greater Paris (Île-de-France)": "paris",
    "Barcelona metropolitan area": "barcelona",
    "Comunidad de Madrid": "madrid",
}
PERIMETERS = {
    "municipality": "municipality",
    "region": "region",
    "metropolitan area": "metropolitan area",
    "metropolis": "not stated",
    "city": "not stated",
}
RANGES = {("water_leakage_rate", "adakar_sones"): ("27", "28")}
"""What is printed as a range: the collected table holds its middle, which nobody published."""
MORE_THAN = (("water_arriving_daily", "igfm_2021"),)
"""What is printed as "more than"."""
REPORTED_YEARS = ("world_cities_culture_forum_2018", "tokyo_waterworks_museum_2018", "hindu_businessline_2011")
"""Sources whose year in the table is that of the report: the year of the figures is not stated."""

REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry()
UNITS = {"US gallons/person/day": ("gallon/day", "liter/day", "L/person/day")}
"""Units that differ from the indicator's: both as pint writes them, and the indicator's in words."""

_IN_BOUNDARY = "Fossil CO2 emitted inside the boundary, without imported electricity; one definition for 14 cities."
_CULTURE = (
    "Parks and gardens open to the public as a share of city land; "
    "reported in 2018, the year of the data differs by city."
)
_TREES = "Tree cover of a European capital; the year of the data is not stated."
_BMC = "Non-revenue water as the municipal corporation gives it; its way of estimating changed between years."
_LOST = "Water lost through damage to the system, as the utility told the city council."
NOTES = {
    ("co2_fossil_per_capita_in_boundary", ""): _IN_BOUNDARY,
    ("ghg_total", ""): "Inventory of a base year: CO2, CH4 and N2O.",
    ("co2_total", ""): "Inventory of a base year: CO2 only.",
    ("public_green_space_share", ""): _CULTURE,
    ("tree_cover_share", ""): _TREES,
    (
        "population_density",
        "",
    ): "As given in the Asian Green City Index of 2011; the year and the area divided by are not stated.",
    ("non_revenue_water", "citizen_matters_mumbai"): _BMC,
    ("non_revenue_water", "mid_day_mumbai"): "Non-revenue water as claimed by the municipal corporation.",
    ("non_revenue_water", "university_of_nairobi_water"): (
        "The utility's estimate of water produced and not billed; year not stated (study of 2015-2019)."
    ),
    ("non_revenue_water", "melao_papelon_2017"): "Water not accounted for: physical and commercial losses together.",
    ("water_leakage_rate", "adakar_sones"): "Printed as about 27 to 28 %; year not stated.",
    ("water_leakage_rate", "aqua_tokyo_leakage"): "Physical leakage as a share of the volume distributed.",
    ("water_leakage_rate", "japanest_nippon_tokyo"): "Leakage rate as given by a company; the year of measurement is "
    "not always stated.",
    ("water_losses_volume", ""): _LOST,
    ("water_use_household_per_capita", "tokyo_waterworks_museum_2018"): (
        "approximate: household survey of the waterworks, as shown in its museum in 2018; printed as “about”."
    ),
    (
        "water_use_household_per_capita",
        "afl_paris_water",
    ): "approximate: average use of a Parisian; printed as “about”.",
    ("water_use_household_per_capita", ""): "Domestic use per inhabitant.",
    ("water_use_total_per_capita", ""): "Domestic and industrial use per inhabitant.",
    ("water_supply_per_capita_residential", ""): "Supply in residential areas; slums receive 70 to 80 litres.",
    ("water_system_demand_per_capita", ""): (
        "All water put into the city's system divided by its population: every use, and leakage; not households alone."
    ),
    ("water_demand_daily", ""): "Demand, not what is supplied.",
    ("water_supplied_daily", ""): "Water supplied in a day.",
    ("water_arriving_daily", ""): "Water reaching the city in a day; printed as “more than”.",
    ("water_distributed_daily", ""): "Water distributed in a day before the first lockdown of March 2020.",
    ("water_use_daily", ""): "Drinking water used by consumers in a day.",
    ("water_use_annual", ""): "Drinking water from the network in a year.",
}
"""What a series counts, by source where sources differ."""


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that the literature table feeds."""
    path = figures / TABLE
    table = read_figures(path)
    sources = table["source"].map(source_id)
    table = table.assign(
        ours=table["indicator"].map(INDICATORS),
        place=_places(table, path),
        perimeter=table["area_level"].map(PERIMETERS),
        method="literature",
        source=sources,
        value=[_convert(value, unit) for value, unit in zip(table["number"], table["unit"], strict=True)],
        note=[_note(*cells) for cells in zip(table["indicator"], sources, table["value"], table["unit"], strict=True)],
    )
    unknown = table[table["ours"].isna() | table["perimeter"].isna()]
    if len(unknown):
        raise ValueError(f"{path.name}: no indicator or perimeter for row {unknown['row'].iloc[0]}")
    table = _with_bounds(table)
    table["year"] = table["year"].mask(table["source"].isin(REPORTED_YEARS), "")
    return {str(name): observations(rows.drop(columns="indicator")) for name, rows in table.groupby("ours")}


def _with_bounds(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what is printed as a range or as "more than" in the columns lower and upper."""
    keys = pd.Series(list(zip(table["indicator"], table["source"], strict=True)), index=table.index)
    ranges = [RANGES.get(key, ("", "")) for key in keys]
    more = keys.isin(MORE_THAN)
    lower = pd.Series([low for low, _ in ranges], index=table.index, dtype="object")
    return table.assign(
        lower=lower.mask(more, table["value"]),
        upper=[high for _, high in ranges],
        value=table["value"].astype("object").mask(more | keys.isin(RANGES), ""),
    )


def source_id(text: str) -> str:
    """Return the id of the source that `text` names; raise ValueError where it is not known."""
    for beginning, identifier in SOURCES.items():
        if text.startswith(beginning):
            return identifier
    raise ValueError(f"source not known: {text}")


def _places(table: pd.DataFrame, path: Path) -> pd.Series:
    ids = table["area"].map(lambda name: PLACES.get(name) or gazetteer().find(name))
    lost = table[ids.isna()]
    if len(lost):
        raise DataProblem(
            Finding(UNKNOWN_PLACE, file=str(path), row=row, column="area", value=name)
            for row, name in zip(lost["row"], lost["area"], strict=True)
        )
    return ids


def _convert(value: float, unit: str) -> float:
    """Return `value` in the indicator's unit, to two decimals where it had to be converted."""
    if unit not in UNITS:
        return value
    published, ours, _ = UNITS[unit]
    return round(float(REGISTRY.Quantity(value, published).to(ours).magnitude), 2)


def _note(series: str, source: str, value: str, unit: str) -> str:
    definition = NOTES.get((series, source)) or NOTES[series, ""]
    if unit not in UNITS:
        return definition
    return f"{definition} Published as {value} {unit}, converted to {UNITS[unit][2]}."
