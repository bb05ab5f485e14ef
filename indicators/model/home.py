"""The home city: the one at the centre, with which every other place is compared (`data/home.toml`)."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from indicators.findings.finding import Finding
from indicators.model.catalogue import Identifier, Model, Names, Text
from indicators.model.places import Gazetteer
from indicators.model.rules import MISSING_FILE, read_toml_record, unknown_references
from indicators.model.vocabulary import Level, Perimeter

PositiveNumber = Annotated[float, Field(gt=0)]


class PartWord(StrEnum):
    """What a district of the home city is called."""

    ARRONDISSEMENT = "arrondissement"
    DISTRICT = "district"


class HomeOutlines(Model):
    """The outlines of the home city's parts: files of `boundaries/`, their source, how a map draws them.

    `scale_km` is the length of the scale bar; `tolerance_m` and `small_tolerance_m` are the metres an outline may be
    simplified by on a map and on a small map. Where one is left out it follows from the city's width. `enclave` is what
    the outlines enclose and none of them covers.
    """

    source: Identifier
    district: Text
    prefecture: Text | None = None
    scale_km: PositiveNumber | None = None
    tolerance_m: PositiveNumber | None = None
    small_tolerance_m: PositiveNumber | None = None
    enclave: Names | None = None

    def file(self, level: Level) -> str | None:
        """Return the file that holds the outlines of one level, None where there is none."""
        return {Level.DISTRICT: self.district, Level.PREFECTURE: self.prefecture}.get(level)


class Home(Model):
    """The home city: its id among the places, and what else is stated of no other city.

    `address` is the last part of the address of its districts' page; `country_names` are its country as a sentence
    names it: `le Maroc`. `opening` is the indicator that the comparison opens with, `around` the peer set of the
    communes around the city, `examples` are the indicators whose figures fill the example file. `perimeter_words` are
    local words by which files name a perimeter.
    """

    city: Identifier
    address: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    part: PartWord = PartWord.DISTRICT
    opening: Identifier | None = None
    around: Identifier | None = None
    examples: tuple[Identifier, ...] = ()
    country_names: Names
    perimeter_words: dict[Perimeter, tuple[Text, ...]] = Field(default_factory=dict)
    outlines: HomeOutlines | None = None


def read_home(path: Path) -> tuple[Home | None, list[Finding]]:
    """Read the setting; return it, or None and what is wrong with it."""
    if not path.exists():
        return None, [Finding(MISSING_FILE, str(path))]
    return read_toml_record(path, Home)


def check_home(
    home: Home,
    path: Path,
    places: Gazetteer,
    sources: Mapping[str, object],
    catalogue: Mapping[str, object],
    peer_sets: Mapping[str, object],
) -> list[Finding]:
    """Find what the setting names and nothing defines; its city must be a place of the level city."""
    cities = {place.id for place in places.of_level(Level.CITY)}
    named = [
        ("city", home.city, cities, "city"),
        ("outlines.source", home.outlines.source if home.outlines else None, sources, "source"),
        ("opening", home.opening, catalogue, "indicator"),
        ("around", home.around, peer_sets, "peer set"),
        *(("examples", example, catalogue, "indicator") for example in home.examples),
    ]
    return unknown_references(path, named)
