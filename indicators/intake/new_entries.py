"""A new indicator or place from a form: checked like an entry of the catalogue, its faults listed key by key."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from indicators.findings.finding import Finding
from indicators.intake.name_checks import INDICATOR_OUTSIDE, PLACE_OUTSIDE
from indicators.language.translator import N_
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.model.catalogue import Indicator, Model
from indicators.model.places import Place, fold
from indicators.model.units import factor
from indicators.store.checks import UNKNOWN_INDICATOR, UNKNOWN_PLACE
from indicators.store.dataset import Dataset

FAULTS = {
    "missing": N_("it is missing"),
    "string_too_short": N_("it is missing"),
    "string_too_long": N_("it is too long"),
    "string_pattern_mismatch": N_("only small letters without accents, digits and _ may be used here, a letter first"),
    "enum": N_("choose one of the list"),
    "string_type": N_("choose one of the list"),
    "float_parsing": N_("it is not a number"),
    "int_parsing": N_("it is not a whole number"),
    "greater_than_equal": N_("it is too small"),
    "less_than_equal": N_("it is too large"),
}
"""What is wrong with a key, by the kind of error."""

OTHER = N_("it is not valid")


def identifier(name: str, most: int = 60) -> str:
    """Return an id made of a name: small letters, digits and underscores; empty where the name has none of them."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name).encode("ascii", "ignore").decode()).strip("_")
    return re.sub(r"^[0-9_]+", "", plain)[:most].rstrip("_")


def outside(findings: list[Finding], kind: str) -> list[str]:
    """Return the names in a file of what the catalogue does not know; `kind` is indicator or place."""
    rules = {"indicator": (UNKNOWN_INDICATOR, INDICATOR_OUTSIDE), "place": (UNKNOWN_PLACE, PLACE_OUTSIDE)}[kind]
    return list(dict.fromkeys(finding.value for finding in findings if finding.rule in rules and finding.value))


def new_indicator(
    fields: Mapping[str, Any], dataset: Dataset, named: str, form: str | None
) -> tuple[Indicator | None, dict[str, str]]:
    """Return the catalogue entry that a form describes, or None and what is wrong by key.

    `named` is what the file of format `form` calls the indicator: a publisher's
    field, or a word that must be the id or one of the names.
    """
    record = dict(fields)
    is_by_hand = form in {None, tidy.NAME, mapping.NAME}
    times = str(record.pop("factor", "") or "1").replace(",", ".")
    if not is_by_hand:
        record["fields"] = [{"format": form, "field": named, "factor": times}]
    entry, faults = _checked(Indicator, record)
    if str(record.get("id")) in dataset.catalogue:
        faults["id"] = N_("an indicator of this id is there already")
    if record.get("unit") and factor(str(record["unit"]), str(record["unit"])) is None:
        faults["unit"] = N_("it is not understood as a unit; write percent, count / person or m**3 / day")
    if str(record.get("sdg", {}).get("target")) not in dataset.targets:
        faults.setdefault("sdg.target", N_("choose one of the list"))
    words = {fold(str(text)) for text in (record.get("id"), *record.get("names", {}).values())}
    if is_by_hand and fold(named) not in words:
        faults["names"] = N_("one of the names must be the one in the file")
    return (None, faults) if faults or not isinstance(entry, Indicator) else (entry, {})


def new_place(fields: Mapping[str, Any], dataset: Dataset, named: str) -> tuple[Place | None, dict[str, str]]:
    """Return the place that a form describes, or None and what is wrong by key; `named` becomes one of its aliases."""
    record = {key: value for key, value in fields.items() if value not in ("", None)}
    place, faults = _checked(Place, {**record, "aliases": (named,)})
    if str(record.get("id")) in dataset.places:
        faults["id"] = N_("a place of this id is there already")
    if not re.fullmatch(r"[A-Z]{3}", str(record.get("country", ""))):
        faults["country"] = N_("three capital letters, such as MAR")
    for key, most in (("longitude", 180), ("latitude", 90)):
        value = getattr(place, key, None)
        if value is not None and abs(value) > most:
            faults[key] = N_("it is too large")
    return (None, faults) if faults or not isinstance(place, Place) else (place, {})


def _checked(kind: type[Model], record: Mapping[str, Any]) -> tuple[Model | None, dict[str, str]]:
    try:
        return kind.model_validate(record), {}
    except ValidationError as error:
        return None, {
            ".".join(str(part) for part in item["loc"]): FAULTS.get(item["type"], OTHER) for item in error.errors()
        }
