"""Urban centres of the world in 2015 (GHSL), and the figures of our cities among them.

Rotterdam, Osaka and Delhi are named together with a second city in the table
("Rotterdam [The Hague]"): their figures are those of the merged centre, and
say so. Shenzhen lies inside the centre called Guangzhou and has no figures.
The 2025 figures come from another release with other outlines: the same
indicator for the population, another source; the outline's area is not
built-up land and is an indicator of its own.
"""

import unicodedata
from pathlib import Path

import pandas as pd

from tools.import_reference.figures_table import gazetteer, observations, read_figures, required_place_ids

TABLE = Path("city/ghsl_ucdb_r2019a_builtup_population_2015.csv")
PARTIAL = Path("city/ghsl_ucdb_r2024a_partial.csv")
SOURCE, PARTIAL_SOURCE = "ghsl_ucdb_r2019a", "ghsl_ucdb_r2024a"
COLUMNS = ("id", "name", "published_name", "country", "longitude", "latitude", "built_up_km2", "population")
"""The columns of `data/urban_centres.csv`; `published_name` only where the name was mended."""

NOTES = {
    "rotterdam": "Urban centre named Rotterdam [The Hague] by the publisher: both cities together.",
    "osaka": "Urban centre named Osaka [Kyoto] by the publisher: both cities together.",
    "delhi": "Urban centre named Delhi [New Delhi] by the publisher.",
    "marrakesh": "Built-up land is probably under-detected by the satellite method here.",
    "nairobi": "Built-up land is probably under-detected by the satellite method here.",
}


def repaired_name(name: str) -> str:
    """Return `name` with letters of code page 437 that were read as Latin-1 put right.

    Done only where it is certain: every character beyond ASCII is a control
    or a sign as printed and a Latin letter in code page 437, and no letter
    was lost to a question mark. Otherwise the name is returned as it is.
    """
    strange = [character for character in name if ord(character) > 127]
    if not strange or "?" in name:
        return name
    letters = {character: _letter(character) for character in strange}
    if not all(letters.values()):
        return name
    return name.translate({ord(old): new for old, new in letters.items()})


def _letter(character: str) -> str | None:
    """Return the Latin letter that `character` stands for in code page 437, if it is surely that."""
    if ord(character) > 255 or unicodedata.category(character) in {"Lu", "Ll"}:
        return None
    letter = character.encode("latin-1").decode("cp437")
    return letter if unicodedata.name(letter, "").startswith("LATIN") else None


def read_centres(figures: Path) -> pd.DataFrame:
    """Read all urban centres: the columns of :data:`COLUMNS`, `row`, and the two numbers unrounded."""
    table = read_figures(figures / TABLE)
    repaired = table["name"].map(repaired_name)
    return pd.DataFrame(
        {
            "id": table["ucdb_id"].astype("int64"),
            "name": repaired,
            "published_name": table["name"].where(repaired != table["name"], ""),
            "country": table["country_iso3"],
            "longitude": table["longitude"].astype("float64"),
            "latitude": table["latitude"].astype("float64"),
            "built_up_km2": table["built_up_area_km2_2015"].astype("float64"),
            "population": table["population_2015"].astype("float64"),
            "row": table["row"],
        }
    )


def background_table(centres: pd.DataFrame) -> pd.DataFrame:
    """Return the centres as the project keeps them: four decimals, whole people.

    The rounding moves no centre's built-up land per person by more than
    0.01 m2.
    """
    rounded = centres.assign(
        longitude=centres["longitude"].round(4),
        latitude=centres["latitude"].round(4),
        built_up_km2=centres["built_up_km2"].round(4),
        population=centres["population"].round().astype("int64"),
    )
    return rounded.loc[:, list(COLUMNS)].sort_values("id").reset_index(drop=True)


def centres_of_places(centres: pd.DataFrame) -> pd.DataFrame:
    """Return the centre of each of our cities, with a column `place`.

    A centre belongs to a city of its country that bears its name; where
    several do, the most populous is the city.
    """
    places = gazetteer()
    cities = {place.id: place.country for place in places.values() if place.level == "city"}
    ids = centres["name"].map(lambda name: places.find(name) or "")
    ours = centres.assign(place=ids)[ids.map(cities) == centres["country"]]
    return ours.sort_values("population", ascending=False).drop_duplicates("place").sort_values("place")


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return the observations of built-up land, population and area of urban centres."""
    ours = centres_of_places(read_centres(figures)).assign(
        year=2015, perimeter="urban centre", source=SOURCE, note=lambda frame: frame["place"].map(NOTES).fillna("")
    )
    built, people = ours["built_up_km2"], ours["population"]
    partial = read_figures(figures / PARTIAL)
    partial = partial.assign(
        place=required_place_ids(partial, "city", figures / PARTIAL),
        value=partial["number"],
        perimeter="urban centre",
        source=PARTIAL_SOURCE,
        note="Transcribed from a redistribution of the database, not compared with the original.",
    )
    area = partial[partial["indicator"] == "urban_centre_area"]
    later = partial[partial["indicator"] == "urban_centre_population"]
    population = [
        observations(ours.assign(value=people, method="modelled")),
        observations(later, {"method": "projected"}),
    ]
    return {
        "built_up_area": observations(ours.assign(value=built, method="satellite")),
        "built_up_area_per_person": observations(
            ours.assign(value=(built * 1e6 / people).round(3), method="satellite")
        ),
        "built_up_density": observations(ours.assign(value=(people / built).round(2), method="satellite")),
        "urban_centre_population": pd.concat(population, ignore_index=True),
        "urban_centre_area": observations(area, {"method": "projected"}),
    }
