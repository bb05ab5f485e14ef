"""Emission inventories that cities reported to CDP, editions 2016 to 2021, and those under one protocol that C40 holds.

Each protocol and scope is an indicator of its own, and each edition a source
of its own, so that no line ever joins two of them. Figures are as reported.

Held back, because shown as a figure they would mislead (each is listed in
`data/held_back_cities.csv`): amounts and populations typed in another unit, areas
that cannot be the city's, a scope that repeats the whole total or another
year's figure, a figure that only fills the field, and a population without a
year. Doubtful figures that may well be right are stored with a note: totals
below their own parts, the same amount given for two years, periods that are
not a calendar year, and Johannesburg's scopes, which two editions give in
opposite order.
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
from tools.import_reference.figures_table import gazetteer, held, observations, read_figures, required_place_ids

TABLE = Path("city/cdp_citywide_emissions.csv")

INDICATORS = {
    "ghg_total_citywide": "inventory_total_citywide",
    "ghg_basic_gpc": "inventory_basic_gpc",
    "ghg_basic_plus_gpc": "inventory_basic_plus_gpc",
    "ghg_scope1_gpc": "inventory_scope1_gpc",
    "ghg_scope2_gpc": "inventory_scope2_gpc",
    "ghg_scope3_gpc": "inventory_scope3_gpc",
    "ghg_scope1_crf_excl_grid_generation": "inventory_scope1_crf",
    "ghg_scope2_crf_excl_grid_generation": "inventory_scope2_crf",
    "ghg_scope3_crf_excl_grid_generation": "inventory_scope3_crf",
    "ghg_scope1_crf_grid_generation": "inventory_scope1_crf_grid",
    "ghg_scope2_crf_grid_generation": "inventory_scope2_crf_grid",
    "ghg_scope3_crf_grid_generation": "inventory_scope3_crf_grid",
    "cdp_reported_population": "reported_city_population",
    "cdp_reported_land_area": "reported_city_area",
}

_THOUSANDS = "Typed in thousands in a field for persons."
_BRUSSELS = (
    "The same 4,254,080 t is given as scope 2 of 2014 and of 2018, with no scope 1; it is the size of a whole "
    "regional inventory, not of the electricity of a municipality of 185,000 people."
)
_ISTANBUL = "5.313 km2 cannot be Istanbul's area; another edition says 5,343."
_ROTTERDAM = "21.757 km2 cannot be Rotterdam's area; earlier editions say 208."
_PLACEHOLDER = "One tonne of scope 3: fills the field, says nothing."

HELD = {
    ("rotterdam", "ghg_scope1_gpc", "2018"): (
        "Kilotonnes typed in a field for tonnes: the edition before says 32,619,756 t for the same year."
    ),
    ("rotterdam", "cdp_reported_population", "2018"): _THOUSANDS,
    ("medellin", "cdp_reported_population", "2018"): _THOUSANDS,
    ("rome", "cdp_reported_population", "2018"): _THOUSANDS,
    ("madrid", "cdp_reported_population", "2019"): _THOUSANDS,
    ("brussels", "ghg_scope2_crf_excl_grid_generation", "2019"): _BRUSSELS,
    ("brussels", "ghg_scope2_crf_excl_grid_generation", "2020"): _BRUSSELS,
    ("lagos", "ghg_scope1_gpc", "2016"): "Scope 1 repeats the city's whole total.",
    ("bogota", "ghg_scope3_crf_excl_grid_generation", "2020"): _PLACEHOLDER,
    ("bogota", "ghg_scope3_crf_excl_grid_generation", "2021"): _PLACEHOLDER,
    ("dakar", "cdp_reported_land_area", "2020"): (
        "82,200,000 km2 is an area in square metres; the next edition says 82.2."
    ),
    ("istanbul", "cdp_reported_land_area", "2020"): _ISTANBUL,
    ("istanbul", "cdp_reported_land_area", "2021"): _ISTANBUL,
    ("rotterdam", "cdp_reported_land_area", "2020"): _ROTTERDAM,
    ("rotterdam", "cdp_reported_land_area", "2021"): _ROTTERDAM,
    ("medellin", "cdp_reported_population", "2019"): "No year is given for this population.",
}
"""Place, series and edition of a figure, and why it is not shown."""

_SWAPPED = "Editions 2016-2017 and 2018-2019 give Johannesburg's scopes 1 and 2 in opposite order: one is swapped."
_CASABLANCA = "Reported without an inventory, as a metropolitan area: the municipality's arrondissements cover 216 km2."
NOTES = {
    **dict.fromkeys((("johannesburg", "ghg_scope1_gpc", year) for year in ("2016", "2017", "2018", "2019")), _SWAPPED),
    **dict.fromkeys((("johannesburg", "ghg_scope2_gpc", year) for year in ("2016", "2017")), _SWAPPED),
    ("lagos", "ghg_total_citywide", "2016"): "The same amount is also given as scope 1.",
    ("lisbon", "ghg_scope3_gpc", "2018"): "Zero as reported: whether none was found or none was counted is not said.",
    ("casablanca", "cdp_reported_land_area", "2020"): _CASABLANCA,
    ("casablanca", "cdp_reported_land_area", "2021"): _CASABLANCA,
}
"""Place, series and edition of a figure, and what a reader must know of it."""


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every inventory indicator."""
    table = _read(figures)
    carried = table[~table["key"].isin(list(HELD))]
    carried = carried.assign(note=_notes(carried))
    return {
        indicator: observations(
            carried[carried["indicator"] == series], {"perimeter": "not stated", "method": "reported"}
        )
        for series, indicator in INDICATORS.items()
    }


def held_back(figures: Path) -> pd.DataFrame:
    """Return the figures of the table that are not shown, with the reason."""
    table = _read(figures)
    rows = table[table["key"].isin(list(HELD))]
    return held(rows, TABLE.name, rows["indicator"].map(INDICATORS), rows["key"].map(HELD))


def _read(figures: Path) -> pd.DataFrame:
    """Read the table with place, value, source, edition, the accounting period where one is printed, and `key`.

    The year of an inventory is that of the last day of its period. Raises
    ValueError where a series of the table has no indicator.
    """
    path = figures / TABLE
    table = read_figures(path)
    unknown = set(table["indicator"]) - set(INDICATORS)
    if unknown:
        raise ValueError(f"{path.name}: no indicator for {', '.join(sorted(unknown))}")
    edition = table["source"].str.extract(r"^CDP (\d{4}) ")[0]
    period = table["source_field"].str.extract(r'accounting period "(.*?)"')[0].fillna("")
    places = required_place_ids(table, "city", path)
    return table.assign(
        key=list(zip(places, table["indicator"], edition, strict=True)),
        place=places,
        value=table["number"],
        source="cdp_" + edition,
        edition=edition,
        period=period.str.replace(" 12:00:00 AM", "", regex=False),
    )


def _notes(table: pd.DataFrame) -> list[str]:
    """Return the note of each row: what was decided by hand, then what follows from the figures themselves."""
    by_hand = table["key"].map(NOTES).fillna("")
    parts = [by_hand, _below_parts(table), _same_amount(table), table.apply(_period, axis=1)]
    return [" ".join(note for note in notes if note) for notes in zip(*parts, strict=True)]


def _below_parts(table: pd.DataFrame) -> pd.Series:
    """Return a note for each total that is more than 0.1 % below scope 1 plus scope 2 of its own edition."""
    keys = ["place", "year", "source"]
    wide = table.pivot_table(index=keys, columns="indicator", values="value")
    parts = wide["ghg_scope1_gpc"] + wide["ghg_scope2_gpc"]
    below = parts[wide["ghg_total_citywide"] < parts * 0.999].index
    mask = table.set_index(keys).index.isin(below) & (table["indicator"] == "ghg_total_citywide")
    return pd.Series(mask, index=table.index).map({True: "Less than its own scopes 1 and 2 together.", False: ""})


def _same_amount(table: pd.DataFrame) -> pd.Series:
    """Return a note for each amount that an edition gives for one year and another for another year."""
    amounts = table[(table["period"] != "") & (table["value"] != 0)]
    notes = pd.Series("", index=table.index)
    for _, group in amounts.groupby(["place", "indicator", "value"]):
        if group["year"].nunique() > 1:
            editions = "; ".join(f"{row.year} in the {row.edition} edition" for row in group.itertuples())
            notes[group.index] = f"The same amount is given for {editions}."
    return notes


def _period(row: pd.Series) -> str:
    """Return a note where the accounting period is printed and is not a calendar year."""
    period, year = row["period"], row["year"]
    if period in {"", f"{year}-01-01 - {year}-12-31", f"12/31/{year}"}:
        early = period != "" and row["edition"] <= year
        return "The period ends with the year of the edition itself." if early else ""
    return f"Accounting period as printed: {period}."


C40_TABLE = Path("publisher-files/C40_GPC_Database_2023-05-30.xlsx")

_PORT = "The port and its industry lie inside the boundary: energy industries alone emit 9.8 of the 17.7 million t."
_ENERGY = ("BASIC", "BASIC+", "BASIC Stationary")

C40_NOTES = {
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


def protocol_inventories(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of every indicator that C40's workbook of GPC inventories (May 2023) feeds.

    Totals, sectors and populations are as printed, figures per person are derived within one row (total ÷ population),
    so that both have the city's own boundary. Nothing is held back: no linked cell of our cities holds a notation key.
    """
    catalogue, findings = read_catalogue(DATA_FOLDER / "catalogue")
    if findings:
        raise DataProblem(findings)
    frame = read_protocol_inventories(figures)
    linked = links(frame, c40.NAME, catalogue)
    rows = frame.iloc[linked.index].assign(ours=linked["indicator"].to_numpy())
    rows = rows.assign(method=str(Method.REPORTED), value=pd.to_numeric(rows["value"]))
    return {str(name): observations(group) for name, group in rows.groupby("ours", sort=True)}


def read_protocol_inventories(figures: Path) -> pd.DataFrame:
    """Return the raw rows of the workbook of places of the project, with `place`, `source` and whole notes."""
    table = c40.read(open_file(figures.parent / C40_TABLE))
    frame = table.frame.astype({name: "str" for name in table.frame if name != "row"})
    frame = frame.assign(place=place_ids(frame, "city", gazetteer()).astype("str"), source=table.source)
    frame = frame[frame["place"] != ""].reset_index(drop=True)
    return frame.assign(note=[_protocol_note(*cells) for cells in frame[["place", "field", "year", "note"]].to_numpy()])


def _protocol_note(place: str, field: str, year: str, note: str) -> str:
    """Return the loader's note with what was found out about the city by hand."""
    words, fields = C40_NOTES.get(place, ("", ()))
    added = [words] if field.removesuffix(c40.PER_PERSON) in fields else []
    period = SAME_AS_CDP.get((place, year), "")
    added += [f"CDP's editions give the same inventory for {period}."] if period and field != c40.POPULATION else []
    return " ".join([note, *added])
