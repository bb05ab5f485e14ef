"""The tables beside the observations: SDG targets, income groups of countries, pledges of cities, the world's land.

Targets are made from their published titles; income groups are as the Sustainable Development Report 2019 prints them;
pledges are those of Net Zero Tracker's snapshot of December 2022 and of the targets reported to CDP in 2021, read by
the loaders of their formats, so that a file brought later is read as these were. The land, from Natural Earth, is one
outline without borders.
"""

import csv
import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from indicators.findings.finding import DataProblem, Finding, errors
from indicators.intake.pledge_check import check_pledges
from indicators.loaders import cdp_targets, net_zero_tracker
from indicators.loaders.reading.files import open_file
from indicators.model.contrast import text_on
from indicators.model.peer_sets import GROUP_COLUMNS
from indicators.model.pledges import COLUMNS as PLEDGE_COLUMNS
from indicators.model.pledges import Pledge
from indicators.model.rules import MISSING_COLUMN, MISSING_FILE
from indicators.model.targets import COLUMNS as TARGET_COLUMNS
from indicators.model.targets import LEVELS
from indicators.model.vocabulary import Level
from indicators.store.checks import UNKNOWN_PLACE
from tools.import_reference.figures_table import gazetteer, read_figures, write_table

GOAL_CORRECTIONS = {
    'Faim "zéro"': "Faim «\u00a0zéro\u00a0»",
    "Energies propres et d'un coût abordable": "Énergie propre et d’un coût abordable",
    "Travaux décent et croissance économique": "Travail décent et croissance économique",
}
"""French names of goals that the published table misspells, and as the United Nations print them."""

FRENCH_TYPE = {
    r"(?<=\w)'(?=\w)": "’",
    r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=%)": "\u00a0",
}
"""French titles keep their words and get the marks and the hard spaces that French is printed with."""


def targets_table(figures: Path) -> pd.DataFrame:
    """Return the table of targets (:data:`indicators.model.targets.COLUMNS`), in the published order.

    The Arabic titles are those without kashida. `text_colour` is black or
    white, whichever has the higher contrast on the goal's colour.
    """
    frame = read_figures(figures / "sdg_targets.csv")
    codes = frame[["goal", "target", "indicator"]]
    filled = codes.ne("").sum(axis=1)
    table = pd.DataFrame(
        {
            "code": codes["indicator"].where(filled == 3, codes["target"].where(filled == 2, codes["goal"])),
            "level": filled.map(dict(enumerate(LEVELS, start=1))),
            "title_en": frame["title_en"],
            "title_fr": frame["title_fr"].replace(FRENCH_TYPE, regex=True),
            "title_ar": frame["title_ar_nokashida"],
            "short_en": frame["short_en"],
            "short_fr": frame["short_fr"].replace(GOAL_CORRECTIONS),
            "short_ar": frame["short_ar"],
            "colour": frame["colour"],
            "text_colour": frame["colour"].map(text_on),
        }
    )
    return table.replace(r"[ \t\r\n]+", " ", regex=True).loc[:, list(TARGET_COLUMNS)]


def write_targets(figures: Path, path: Path) -> Path:
    """Write the table of targets made from `figures` to `path`; return the file."""
    return write_table(targets_table(figures), path)


GROUPS_FILE = Path("publisher-files") / "sdsn__2019GlobalIndexResults.xlsx"
GROUPS_SOURCE = "sdr_2019"
GROUPS_HEADING = re.compile(r"Income Group in (\d{4})")


def income_groups(reference: Path) -> pd.DataFrame:
    """Return country, group, year and source for every country among the places, in the order of their codes.

    Raises :class:`DataProblem` where the workbook is missing, has no such
    column, or leaves out one of the countries.
    """
    path = reference / GROUPS_FILE
    opened = open_file(path)
    located = opened.with_header("id", "Income Group in 2019")
    if located is None:
        missing = Finding(MISSING_COLUMN, file=str(path), column="Income Group in 2019", params={"found": "others"})
        raise DataProblem(opened.findings or [missing])
    sheet, header = located
    body, _ = sheet.body(header)
    heading = next(name for name in body.columns if GROUPS_HEADING.fullmatch(name))
    printed = dict(zip(body["id"], body[heading], strict=True))
    countries = sorted({place.country for place in gazetteer().of_level(Level.COUNTRY)})
    absent = [code for code in countries if not printed.get(code)]
    if absent:
        raise DataProblem(Finding(UNKNOWN_PLACE, file=str(path), value=code) for code in absent)
    year = heading.rsplit(" ", 1)[-1]
    rows = [(code, printed[code], year, GROUPS_SOURCE) for code in countries]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS), dtype="str")


def write_income_groups(reference: Path, path: Path) -> Path:
    """Write the table of income groups made from `reference` to `path`; return the file."""
    return write_table(income_groups(reference), path)


PLEDGE_FOLDER = Path("publisher-files")
PLEDGE_TABLES = {
    "NetZeroTracker_snapshot_2022-12-20.xlsx": net_zero_tracker,
    "CDP_2021_Cities_Emissions_Reduction_Targets_clean_names.csv": cdp_targets,
}


def read_pledges(reference: Path) -> list[Pledge]:
    """Return the pledges of the places of the project, by place, source and target year."""
    pledges: list[Pledge] = []
    for name, module in PLEDGE_TABLES.items():
        table = module.read(open_file(reference / PLEDGE_FOLDER / name))
        if errors(table.findings):
            raise DataProblem(errors(table.findings))
        pledges += check_pledges(table, gazetteer())[0]
    return sorted(pledges, key=lambda pledge: (pledge.place, pledge.source, pledge.target_year or 0, pledge.id))


def write_pledges(reference: Path, path: Path) -> Path:
    """Write the table of pledges; return the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(PLEDGE_COLUMNS)
        table.writerows(pledge.cells() for pledge in read_pledges(reference))
    return path


PUBLISHED_LAND = "ne_110m_land.json"
LAND_FILE = "land.geojson"
LAND_ATTRIBUTION = "Made with Natural Earth"
LAND_LICENCE = "Public domain, https://www.naturalearthdata.com/about/terms-of-use/"

SOUTHERNMOST = -60.0
"""Degrees: nobody lives farther south, and maps of cities leave it out."""

LAND_DECIMALS = 2
"""Of a degree: about a kilometre, far below what the scale of the outline, 1 to 110 million, can bear."""


def read_land(boundaries: Path) -> list[shapely.Polygon]:
    """Return the land as polygons in degrees that do not meet, the largest first.

    Raises :class:`DataProblem` where the published file is missing.
    """
    path = boundaries / PUBLISHED_LAND
    if not path.exists():
        raise DataProblem([Finding(MISSING_FILE, file=str(path))])
    inhabited = shapely.box(-180, SOUTHERNMOST, 180, 90)
    land = shapely.union_all([shapely.make_valid(shape) for shape in gpd.read_file(path).geometry])
    rounded = shapely.set_precision(shapely.intersection(land, inhabited), 10.0**-LAND_DECIMALS)
    parts = [part for part in shapely.get_parts(rounded) if shapely.get_dimensions(part) == 2]
    # Areas in degrees only give the file an order of its own.
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def write_land(boundaries: Path, target: Path) -> Path:
    """Write the land to the folder `target`, one polygon a line; return the file written."""
    parts = [shapely.transform(part, lambda points: np.round(points, LAND_DECIMALS)) for part in read_land(boundaries)]
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "id": f"land_{number}",
                "properties": {},
                "geometry": shapely.geometry.mapping(shapely.orient_polygons(part)),
            },
            separators=(",", ":"),
        )
        for number, part in enumerate(parts, 1)
    ]
    head = json.dumps({"attribution": LAND_ATTRIBUTION, "licence": LAND_LICENCE})[1:-1]
    body = ",\n".join(lines)
    target.mkdir(parents=True, exist_ok=True)
    path = target / LAND_FILE
    path.write_text(
        f'{{"type": "FeatureCollection", {head}, "features": [\n{body}\n]}}\n', encoding="utf-8", newline="\n"
    )
    return path
