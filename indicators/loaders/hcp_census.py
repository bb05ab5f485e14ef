"""HCP's census tables: one place a row, the answers of its households in columns, keyed by the statistical code.

The same name stands for a commune, a prefecture, a cercle and an urban centre, so that a place is known by its code
alone. A table is recognised by HCP's own labels or by the short column names of its redistributions.
"""

import re

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import ASSUMED, HeaderAt, clean, key, year_of
from indicators.model.vocabulary import Method, Perimeter

NAME = "hcp_census"

LABELS = {
    "Population légale": "population_legal",
    "Population municipale": "population_municipal",
    "Ménages": "households",
    "Taille moyenne des ménages": "household_size",
    "Ménages sédentaires": "households_settled",
    "Type de logement (%) - Villa / Étage de villa": "dwelling_villa",
    "Type de logement (%) - Appartement": "dwelling_apartment",
    "Type de logement (%) - Maison marocaine": "dwelling_moroccan_house",
    "Type de logement (%) - Maison sommaire / Bidonville": "dwelling_basic_or_slum",
    "Type de logement (%) - Logement rural": "dwelling_rural",
    "Type de logement (%) - Autre": "dwelling_other",
    "Nombre moyen de personnes par pièce d'habitation": "persons_per_room",
    "Statut d'occupation du logement (%) - Propriétaire": "tenure_owner",
    "Statut d'occupation du logement (%) - Locataire": "tenure_tenant",
    "Statut d'occupation du logement (%) - Autre": "tenure_other",
    "Âge du logement (%) - Moins de 10 ans": "dwelling_age_under_10",
    "Âge du logement (%) - 10-19 ans": "dwelling_age_10_19",
    "Âge du logement (%) - 20-49 ans": "dwelling_age_20_49",
    "Âge du logement (%) - 50 ans ou plus": "dwelling_age_50_or_more",
    "Disponibilité des éléments essentiels de confort (%) - Cuisine": "has_kitchen",
    "Disponibilité des éléments essentiels de confort (%) - W.-C.": "has_toilet",
    "Disponibilité des éléments essentiels de confort (%) - Pièce d'eau": "has_bathroom",
    "Disponibilité des éléments essentiels de confort (%) - Électricité": "has_electricity",
    "Disponibilité des éléments essentiels de confort (%) - Eau courante": "has_running_water",
    "Mode d’évacuation des eaux usées (%) - Réseau public d'assainissement": "sewage_public_sewer",
    "Mode d’évacuation des eaux usées (%) - Fosse septique": "sewage_septic_tank",
    "Mode d’évacuation des eaux usées (%) - Autre": "sewage_other",
    "Mode d’évacuation des déchets ménagers (%) - Bac à ordures de la commune": "waste_municipal_bin",
    "Mode d’évacuation des déchets ménagers (%) - Camion de la commune / Camion privé": "waste_truck",
    "Mode d’évacuation des déchets ménagers (%) - Dans la nature": "waste_in_the_open",
    "Mode d’évacuation des déchets ménagers (%) - Autre": "waste_other",
    "Combustible de cuisson utilisé (%) - Gaz": "cooking_gas",
    "Combustible de cuisson utilisé (%) - Électricité": "cooking_electricity",
    "Combustible de cuisson utilisé (%) - Charbon": "cooking_charcoal",
    "Combustible de cuisson utilisé (%) - Bois énergie": "cooking_wood",
    "Combustible de cuisson utilisé (%) - Autre": "cooking_other",
    "Distance moyenne des logements à la route goudronnée (Km)": "distance_to_paved_road_km",
}
"""HCP's label of a column as published, and the field it is read as."""

_FIELDS = {key(label): name for label, name in LABELS.items()} | {key(name): name for name in LABELS.values()}
_CODE = ("geo code", "code geographique", "code geo", "code")
_NAME_OF_PLACE = ("full label", "libelle complet", "geo name", "libelle", "nom", "entite territoriale")
_LEVEL = ("geo level", "niveau geographique", "niveau", "echelle geographique")

FEWEST = 4
"""So many of the census's columns make a census table."""

_POPULATION = {"33848242": 2014, "36828330": 2024}
"""The country's legal population by census: a table with the national row says by it which census it is of."""

_PERIMETERS = (
    ("national", Perimeter.COUNTRY),
    ("region", Perimeter.REGION),
    ("prefecture", Perimeter.PREFECTURE),
    ("province", Perimeter.PREFECTURE),
    ("arrondissement", Perimeter.ARRONDISSEMENT),
    ("commune", Perimeter.MUNICIPALITY),
)
"""How a level of HCP's begins, and the perimeter of its figures; cercles and urban centres are none of ours."""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with a statistical code, a level and enough of the census's columns."""
    return opened.header_where(_is_header, 25)


def _is_header(record: list[str]) -> bool:
    keys = {key(cell) for cell in record}
    return not (keys.isdisjoint(_CODE) or keys.isdisjoint(_LEVEL)) and len(keys & set(_FIELDS)) >= FEWEST


def read(opened: Opened) -> RawTable:
    """Read every place of the table; which census it is of is printed in it, or follows from the national row."""
    data = Publication(opened, recognise(opened), few=_LEVEL)
    columns = [ValueColumn(name, _FIELDS[key(name)]) for name in data.body.columns if key(name) in _FIELDS]
    codes = data.cells(*_CODE).map(_digits)
    labels = data.cells(*_NAME_OF_PLACE).map(clean)
    shared: dict[str, pd.Series | str] = {
        "place_name": labels,
        "place_code": ("HCP " + codes.where(codes != "", "-")).astype("str"),
        "country": "MAR",
        "perimeter": _perimeters(data.cells(*_LEVEL), labels),
        "method": str(Method.CENSUS),
    }
    table = data.table(NAME, "any", columns, shared)
    year = _year(data, opened)
    if year:
        table.frame["year"] = year
        table.source, table.release = f"hcp_rgph_{year}", year
    return table


def _digits(code: str) -> str:
    """Return a statistical code without points and leading zeros: 06.141.01.01. is 61410101."""
    return re.sub(r"\D", "", code).lstrip("0")


def _perimeters(levels: pd.Series, labels: pd.Series) -> pd.Series:
    """Return the perimeter of each row, blank for the levels that are no perimeter here.

    Communes and arrondissements share a level: the place's full name says which it is.
    """
    by_level = {level: _perimeter(key(str(level))) for level in levels.unique()}
    of_level = levels.astype("str").map(by_level)
    parts = labels.map(key).str.startswith("arrondissement")
    return of_level.mask(parts & (of_level == Perimeter.MUNICIPALITY), str(Perimeter.ARRONDISSEMENT)).astype("str")


def _perimeter(level: str) -> str:
    if level.startswith("commune"):
        return str(Perimeter.MUNICIPALITY)
    return next((str(perimeter) for start, perimeter in _PERIMETERS if level.startswith(start)), "")


def _year(data: Publication, opened: Opened) -> str:
    """Return the year of the census: printed above the header, of the national row, or else in the file's name."""
    printed = {year for cell in data.above if (year := year_of(cell))}
    national = data.cells(*(name for name, field in _FIELDS.items() if field == "population_legal"))
    counted = {year for text in national.head(50) if (year := _POPULATION.get(re.sub(r"\D", "", text)))}
    for years in (printed, counted):
        if len(years) == 1:
            return str(years.pop())
    named = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", opened.path.stem)
    if named is None:
        return ""
    data.findings.append(data.sheet.finding(ASSUMED, value=named[0], what="census year"))
    return named[0]
