"""Whose outline a feature is: a known part of the city, another known place, or a new part that is offered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz, process

from indicators.findings.finding import Finding
from indicators.intake.layers import rules
from indicators.intake.layers.columns import Columns, LayerMapping
from indicators.intake.layers.features import Features
from indicators.intake.new_entries import identifier
from indicators.loaders.published_names import codes
from indicators.maps.city_outlines import city_of, parts_of
from indicators.model.catalogue import Names
from indicators.model.places import Gazetteer, Place, fold
from indicators.model.vocabulary import Level
from indicators.store.checks import UNKNOWN_PLACE

NEAR = 85
"""From this likeness (0 to 100) an unknown name is taken for a misspelt one that no other feature has."""

LONGEST_ID = 40
"""The characters of the longest id that is made of a name here: that of its city stands before it."""

PARTS = (Level.DISTRICT, Level.PREFECTURE)


@dataclass
class Matched:
    """The place of each feature by number (only of those that have one), the places that would be new, what was found.

    `refused` are the numbers of features that cannot be used.
    """

    ids: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    new: tuple[Place, ...] = ()
    refused: tuple[int, ...] = ()


def named_city(about: LayerMapping, places: Gazetteer, file: str) -> tuple[Place | None, list[Finding]]:
    """Return the city that a mapping names, a new one where it gives its country too; None where it names none."""
    if not about.city:
        return None, []
    place_id = places.find(about.city)
    if place_id is not None and places[place_id].level is Level.CITY:
        return places[place_id], []
    country = str(codes(pd.Series([about.country], dtype="str")).iloc[0]) if about.country else ""
    name = identifier(about.city, LONGEST_ID)
    if not country or not name or name in places:
        near = places.suggest(about.city)
        return None, [Finding(UNKNOWN_PLACE, file, column="city", value=about.city, params={"near": near})]
    above = next((nation.id for nation in places.of_level(Level.COUNTRY) if nation.country == country), None)
    city = Place(
        id=name,
        names=Names(en=about.city, fr=about.city, ar=about.city),
        level=Level.CITY,
        parent=above,
        country=country,
    )
    return city, [Finding(rules.CITY_NEW, file, value=about.city)]


def without_others(places: Gazetteer, city: str) -> Gazetteer:
    """Return the places without the parts of other cities."""
    return Gazetteer(
        place for place in places.values() if place.level not in PARTS or city_of(places, place.id) in {city, None}
    )


def city_of_names(features: Features, columns: Columns, places: Gazetteer) -> Place | None:
    """Return the city most of whose parts a layer names, None where it names no part of a city."""
    if not columns.place:
        return None
    known = _index([place for place in places.values() if place.level in PARTS])
    place_ids = [known[fold(text)] for text in features.cells[columns.place] if fold(text) in known]
    homes = pd.Series([city for place_id in place_ids if (city := city_of(places, place_id))], dtype="str")
    return places[str(homes.mode().iloc[0])] if len(homes) else None


def are_places(features: Features, columns: Columns, places: Gazetteer) -> bool:
    """Return whether most features are known places that are no parts of a city, such as cities."""
    if not columns.place:
        return False
    place_ids = [places.find(text) for text in features.cells[columns.place]]
    whole = [
        place_id
        for place_id in place_ids
        if place_id and places[place_id].level in {Level.CITY, Level.METROPOLITAN_AREA, Level.REGION}
    ]
    return len(whole) * 2 >= len(place_ids)


def match(
    features: Features, shapes: pd.Series, columns: Columns, about: LayerMapping, city: Place | None, places: Gazetteer
) -> Matched:
    """Find the place of each feature by its name or code; without a city every known place counts.

    A feature whose name is unknown becomes a new part of the city if it has an
    outline, unless its name is nearly that of a part that no other feature names.
    """
    out = Matched()
    if not columns.place:
        features.note(rules.NAMES_NEEDED, found=", ".join(str(name) for name in features.cells.columns) or "-")
        out.refused = tuple(int(number) for number in features.cells.index)
        return out
    names = features.cells[columns.place]
    known = _known(about, city, places)
    ids, unknown = {}, []
    refused = _unnamed(features, columns, names)
    for number, name in names.items():
        if number in refused:
            continue
        code = features.cells[columns.code].at[number] if columns.code else ""
        place = known.get(fold(name)) or (known.get(fold(code)) if code else None)
        if place is None and city is None:
            place = places.find(name)
        if place is None:
            unknown.append(int(str(number)))
        else:
            ids[int(str(number))] = place
    free = {text: place for text, place in known.items() if place not in set(ids.values())}
    out.refused = (*refused, *_offer(features, shapes, columns, about, city, (unknown, free, places), ids, out))
    out.ids = pd.Series(ids, dtype="str").sort_index()
    return out


def _known(about: LayerMapping, city: Place | None, places: Gazetteer) -> dict[str, str]:
    if city is None:
        return {}
    return _index([places[part] for part in parts_of(places, Level(about.level), city.id)])


def _index(parts: list[Place]) -> dict[str, str]:
    """Return the ids of places by everything they are called, folded."""
    index: dict[str, str] = {}
    for place in parts:
        names = [place.id, place.code or "", place.names.en, place.names.fr, place.names.ar, *place.aliases]
        for text in (*names, *(re.sub(r"\s*\(.*\)$", "", name) for name in names)):
            if fold(text):
                index.setdefault(fold(text), place.id)
    return index


def _unnamed(features: Features, columns: Columns, names: pd.Series) -> tuple[int, ...]:
    """Refuse the features without a name and those that share one."""
    plain = names.map(fold)
    blank = plain == ""
    twice = ~blank & plain.duplicated(keep=False)
    counts = plain.value_counts()
    for number in names.index[blank]:
        features.note(rules.NAME_BLANK, int(number), columns.place)
    for number in names.index[twice]:
        count = int(counts[plain[number]])
        features.note(rules.NAMES_TWICE, int(number), columns.place, str(names[number]), count=count)
    return tuple(int(number) for number in names.index[blank | twice])


def _offer(
    features: Features,
    shapes: pd.Series,
    columns: Columns,
    about: LayerMapping,
    city: Place | None,
    known: tuple[list[int], Mapping[str, str], Gazetteer],
    ids: dict[int, str],
    out: Matched,
) -> list[int]:
    """Make a new place of each unknown feature that can be one; return the numbers of the others."""
    unknown, free, places = known
    names = features.cells[columns.place]
    refused: list[int] = []
    if city is None:
        if unknown:
            features.note(rules.CITY_NEEDED)
        return unknown
    ids_in_use = {*places, *ids.values(), city.id}
    made = []
    for number in unknown:
        name = str(names[number])
        near = _near(name, free)
        if near is not None:
            features.note(UNKNOWN_PLACE, number, columns.place, name, near=places[near].names.en)
            refused.append(number)
            continue
        if number not in shapes.index:
            # its shape is reported already: without it there is nothing to show
            refused.append(number)
            continue
        new_place = _new_place(features, columns, about, city, number, ids_in_use)
        ids_in_use.add(new_place.id)
        made.append(new_place)
        ids[number] = new_place.id
        features.note(rules.PLACE_OFFERED, number, columns.place, name, place=city.names.en)
    out.new = tuple(made)
    return refused


def _near(name: str, free: Mapping[str, str]) -> str | None:
    """Return the part whose name an unknown one is nearly; numbers in a name distinguish places."""
    if any(letter.isdigit() for letter in name):
        return None
    best = process.extractOne(fold(name), list(free), scorer=fuzz.ratio, score_cutoff=NEAR)
    return free[best[0]] if best else None


def _new_place(
    features: Features, columns: Columns, about: LayerMapping, city: Place, number: int, ids_in_use: set[str]
) -> Place:
    def cell(header: str) -> str:
        return str(features.cells[header].at[number])

    name = cell(columns.place)
    names = {language: text for language, header in columns.names.items() if (text := cell(header))}
    word = (
        identifier(names.get("name_en", name), LONGEST_ID) or identifier(name, LONGEST_ID) or f"{about.level}_{number}"
    )
    base = f"{city.id}_{word}"[:56].strip("_")
    place_id = base
    for again in range(2, len(ids_in_use) + 3):
        if place_id not in ids_in_use:
            break
        place_id = f"{base}_{again}"
    code = cell(columns.code) if columns.code else ""
    return Place(
        id=place_id,
        names=Names(
            en=names.get("name_en") or name,
            fr=names.get("name_fr") or names.get("name_en") or name,
            ar=names.get("name_ar") or names.get("name_en") or name,
        ),
        aliases=(name,) if names and name not in names.values() else (),
        level=Level(about.level),
        parent=city.id,
        country=city.country,
        code=code or None,
    )
