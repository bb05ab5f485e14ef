"""Which column of a layer is what: the names, the figures with indicator and year, the rest; mapped or guessed.

A layer is mapped in the same small file as any other table: to the `[columns]`, `[indicators]`, `[units]` and
`[constants]` of :mod:`indicators.loaders.handmade.mapping` comes `[layer]`::

    [columns]
    place = "NOMBRE"
    name_fr = "NOM_FR"

    [indicators]
    POB_2024 = "population_municipal"

    [layer]
    city = "madrid"          # an id or name; a new one takes `country` (ISO 3166-1 alpha-3)
    level = "district"       # or "prefecture"
    crs = "EPSG:25830"       # instead of what the file says
    swapped = true           # latitude comes before longitude in the file
    rule = "mean"            # of points: mean, median, sum, count, max or min

Nothing of it is needed: what is left out is looked for, and reported.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from indicators.findings.finding import Finding
from indicators.intake.layers import rules
from indicators.intake.layers.features import Features
from indicators.loaders.handmade import mapping
from indicators.loaders.handmade.mapping import SAID_TWICE
from indicators.loaders.handmade.synonyms import indicator_names, read_header, split_unit
from indicators.loaders.reading.headers import key, without_year, year_of
from indicators.loaders.tidy import NEEDED, OPTIONAL
from indicators.model.catalogue import Catalogue, Model
from indicators.model.places import Gazetteer, fold, nearest_indicator
from indicators.model.rules import MISSING_COLUMN, read_toml, unknown_reference, unreadable
from indicators.model.vocabulary import Level, Scale


class PointRule(StrEnum):
    """How the points of one part of the city become one figure."""

    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    COUNT = "count"
    MAX = "max"
    MIN = "min"


NAMES = ("name_en", "name_fr", "name_ar")
"""Columns that hold the name of a place in one language."""

COLUMNS = frozenset({*NEEDED, *OPTIONAL, *NAMES, "code"})


class LayerMapping(Model):
    """What a mapping states about the whole layer."""

    city: str = ""
    country: str = ""
    level: Literal["district", "prefecture"] = "district"
    crs: str = ""
    swapped: bool = False
    rule: PointRule | None = None


class Pointing(mapping.Mapping):
    """A mapping with what it says of the layer."""

    layer: LayerMapping = Field(default_factory=LayerMapping)


def to_toml(pointing: Pointing) -> str:
    """Return what was pointed out as the text of its file."""
    about = pointing.layer.model_dump(mode="json", exclude_defaults=True)
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in about.items()]
    return "\n".join([mapping.to_toml(pointing), "[layer]", *lines]) + "\n"


def read_pointing(path: Path) -> tuple[Pointing, list[Finding]]:
    """Read a mapping of a layer; return it, an empty one with what is wrong where it cannot be used."""
    record, findings = read_toml(path)
    try:
        pointing = Pointing.model_validate(record or {})
    except ValidationError as error:
        return Pointing(), [unreadable(path, error)]
    names = [*pointing.columns, *pointing.constants]
    findings += [unknown_reference(path, "column", name) for name in names if name not in COLUMNS]
    twice = sorted({*pointing.columns} & {*pointing.constants})
    findings += [Finding(SAID_TWICE, str(path), column=name) for name in twice]
    return (Pointing() if findings else pointing), findings


NAME_WORDS = (
    "name", "nom", "libelle", "nombre", "nome", "naam", "bezeichnung", "label", "district", "quartier", "barrio",
    "neighborhood", "neighbourhood", "bairro", "borough", "ward", "arrondissement", "commune", "station",
    "الاسم", "اسم",
)  # fmt: skip
"""Words that name the column of names, in the languages of boundary files."""

LANGUAGE_NAMES = {
    "name_en": ("name en", "name english", "nom en"),
    "name_fr": ("name fr", "nom fr", "name french"),
    "name_ar": ("name ar", "nom ar", "name arabic", "nom arabe", "الاسم"),
}

NOT_FIGURES = re.compile(
    r"(.* )?(id|fid|gid|oid|objectid|osm id|ogc fid|code|codigo|cod|num|no|insee|ref|x|y|lon|lat|long|longitude|"
    r"latitude|area|shape area|shape leng|shape length|st area.*|st length.*|perimeter|length|superficie|year|annee|"
    r"level|admin level|population rank|z order|layer)( \d+)?"
)
"""Headers of numbers that are no figures."""

ONCE, TWICE = 0.9, 0.75
"""The least share of texts that differ in a column of names; less in one that is called so, where a name given twice is
a fault to tell, not a reason to look elsewhere."""

DBASE_LENGTH = 10
"""A shapefile cuts the names of its columns to this length."""


@dataclass(frozen=True)
class ValueField:
    """A column of figures: its header, its indicator (blank where a column says it), its year and unit where fixed."""

    header: str
    indicator: str = ""
    year: str = ""
    unit: str = ""


@dataclass
class Columns:
    """What each column of a layer is, and how that was found out.

    `place` holds the names that are matched, `names` those of a new place by
    language, `tidy` the headers of the other tidy columns.
    """

    place: str = ""
    names: dict[str, str] = field(default_factory=dict)
    code: str = ""
    tidy: dict[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[ValueField, ...] = ()
    unusable: bool = False


def settle(
    features: Features, pointing: Pointing, catalogue: Catalogue, places: Gazetteer, areas: bool = True
) -> Columns:
    """Return what the columns are: as the mapping says, and as they read where it says nothing.

    Only `areas` need a column of names; a point is of the part it lies in.
    """
    headers = [str(name) for name in features.cells.columns]
    printed = {key(name): name for name in reversed(headers)}
    wanted = [*pointing.columns.values(), *pointing.years, *pointing.indicators]
    missing = [header for header in wanted if key(header) not in printed]
    out = Columns(constants=pointing.constants)
    if missing:
        for header in missing:
            features.note(MISSING_COLUMN, column=header, found=", ".join(headers))
        out.unusable = True
        return out
    pointed = {name: printed[key(header)] for name, header in pointing.columns.items()}
    if areas:
        _names(features, headers, pointed, places, out)
    _figures(features, headers, pointed, pointing, catalogue, out)
    return out


def _names(
    features: Features, headers: Sequence[str], pointed: Mapping[str, str], places: Gazetteer, out: Columns
) -> None:
    out.names = {name: pointed[name] for name in NAMES if name in pointed}
    for name, words in LANGUAGE_NAMES.items():
        same = next((header for header in headers if key(header) in words), None)
        if same is not None:
            out.names.setdefault(name, same)
    out.code = pointed.get("code", "")
    if "place" in pointed:
        out.place = pointed["place"]
        return
    column, count = known_names(features, headers, places)
    total = len(features.cells)
    if count * 2 >= total and count:
        out.place = column
        features.note(rules.NAMES_KNOWN, column=column, count=count, total=total)
        return
    guess = _telling(features, headers, out)
    if guess:
        out.place = guess
        features.note(rules.NAMES_NEW, column=guess)


def known_names(features: Features, headers: Sequence[str], places: Gazetteer) -> tuple[str, int]:
    """Return the column whose texts are most often the id, name, alias or code of a place, and how often."""
    codes = {fold(place.code) for place in places.values() if place.code}
    best = ("", 0)
    for header in headers:
        texts = features.cells[header]
        distinct = {text: fold(text) for text in texts.unique() if text}
        known = {text for text, plain in distinct.items() if plain in codes or _is_place(text, places)}
        count = int(texts.isin(known).sum())
        if count > best[1]:
            best = (header, count)
    return best


def _is_place(text: str, places: Gazetteer) -> bool:
    place_id = places.find(text)
    return place_id is not None and places[place_id].level not in {Level.COUNTRY, Level.FACILITY}


def _telling(features: Features, headers: Sequence[str], out: Columns) -> str:
    """Return the column of the features' names: by its header, else the first text that differs in each."""
    texts = [name for name in headers if name not in features.numeric]
    named = list(out.names.values())
    by_word = [name for word in NAME_WORDS for name in texts if word in key(name).split() and name not in named]
    called = [*by_word, *named]
    for name in [*called, *texts]:
        cells = features.cells[name]
        filled = cells[cells != ""]
        letters = filled.str.contains(r"[^\W\d_]", regex=True)
        long = filled.str.len().max() if len(filled) else 0
        if (
            len(filled) * 2 > len(cells)
            and letters.mean() > 0.5
            and long <= 120
            and filled.nunique() >= (TWICE if name in called else ONCE) * len(filled)
        ):
            return name
    return ""


def _figures(
    features: Features,
    headers: Sequence[str],
    pointed: Mapping[str, str],
    pointing: Pointing,
    catalogue: Catalogue,
    out: Columns,
) -> None:
    """Find the columns of figures: pointed at, else long with an indicator column, else by the names of indicators."""
    used = {out.place, out.code, *out.names.values()}
    read = read_header([name for name in headers if name not in used])
    guessed = {name: header for name, header in read.names.items() if name not in {"place", "country"}}
    out.tidy = {name: header for name, header in pointed.items() if name not in {"place", "code", *NAMES}}
    if "year" in guessed and "year" not in out.tidy and "year" not in pointing.constants:
        out.tidy["year"] = guessed["year"]
    dated = "year" in out.tidy or "year" in pointing.constants
    printed = {key(name): name for name in reversed(headers)}

    def unit(header: str) -> str:
        stated = "unit" in out.tidy or "unit" in pointing.constants
        bracketed = "" if stated else split_unit(header)[1]
        return pointing.units.get(header, "" if bracketed.isdigit() else bracketed)

    def year(header: str) -> str:
        return "" if dated else str(year_of(header) or _joined_year(header))

    if pointing.indicators or pointing.years:
        listed = dict(pointing.indicators) or dict.fromkeys(pointing.years, "")
        out.figures = tuple(
            ValueField(printed[key(name)], indicator, year(name), unit(name)) for name, indicator in listed.items()
        )
        return
    if "value" in pointed or ("indicator" in {*guessed, *pointing.constants} and "value" in guessed):
        for name in ("value", "indicator", "unit", "source", "perimeter", "method", "note", "lower", "upper"):
            if name in guessed and name not in pointing.constants:
                out.tidy.setdefault(name, guessed[name])
        header = out.tidy.pop("value")
        out.figures = (ValueField(header, "", year(header), unit(header)),)
        return
    by_name = indicator_names(catalogue)
    for header in headers:
        if header in used or header in out.tidy.values():
            continue
        bare = without_year(split_unit(header)[0]) if year_of(header) else _without_joined_year(split_unit(header)[0])
        indicator = by_name.get(fold(bare)) or (
            bare if bare in catalogue else by_name.get(fold(bare.replace("_", " ")))
        )
        indicator = indicator or next((known for known in catalogue if fold(known) == fold(bare)), None)
        if indicator:
            out.figures = (*out.figures, ValueField(header, indicator, year(header), unit(header)))
            features.note(rules.VALUES_READ, column=header, value=indicator)
        elif header in features.numeric and not NOT_FIGURES.fullmatch(key(header)):
            features.note(rules.VALUES_UNREAD, column=header, near=_near(bare, catalogue))


_JOINED = re.compile(r"(?<=[^\d])_?((?:19|20)\d\d)$")


def _joined_year(header: str) -> str:
    """Return the year that is written right behind a word, as shapefiles have it: POP2024."""
    year = _JOINED.search(header)
    return year[1] if year else ""


def _without_joined_year(header: str) -> str:
    return _JOINED.sub("", header).rstrip("_ ")


def _near(header: str, catalogue: Catalogue) -> str | None:
    """Return what a header probably means: the one it begins, those it begins but for a word, else the likest one."""
    cut = [known for known in catalogue if len(header) == DBASE_LENGTH and known.startswith(header.lower())]
    if len(cut) == 1:
        return cut[0]
    word = header.lower().strip("_ ")
    begun = [
        known for known in catalogue if known.rpartition("_")[0] == word and catalogue[known].scale is not Scale.COUNTRY
    ]
    return ", ".join(begun) if begun else nearest_indicator(header, catalogue)
