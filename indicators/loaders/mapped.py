"""Any long table whose columns someone has pointed out, in a small mapping file.

The file is TOML: under `[columns]` the header that holds each tidy column,
under `[constants]` what is the same for every row::

    [columns]
    place = "Ville"
    year = "Année"
    value = "Valeur"

    [constants]
    indicator = "running_water_at_home"
    source = "hcp_rgph_2024"
"""

import tomllib
from pathlib import Path

import pandas as pd
from pydantic import Field

from indicators.catalogue import Model
from indicators.findings import Finding
from indicators.loaders.header_words import Read
from indicators.loaders.headers import Sheet, key
from indicators.loaders.raw import RawTable, unreadable
from indicators.loaders.reading import Opened
from indicators.loaders.tidy import NEEDED, OPTIONAL, table_of

NAME = "mapped"
_RENAMED = {"place": "place_name", "indicator": "field"}


class Mapping(Model):
    """Which header holds which tidy column, and what every row has in common."""

    columns: dict[str, str]
    constants: dict[str, str] = Field(default_factory=dict)


def read_mapping(path: Path) -> tuple[Mapping | None, list[Finding]]:
    """Read a mapping file; return it, or None and what is wrong with it."""
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        return None, [Finding("unreadable_file", str(path), params={"reason": error.strerror or str(error)})]
    except ValueError as error:
        return None, [Finding("unreadable_file", str(path), params={"reason": " ".join(str(error).split())})]
    known = {*NEEDED, *OPTIONAL}
    said = {**mapping.columns, **mapping.constants}
    found = ", ".join(said)
    findings = [
        Finding("missing_column", str(path), column=name, params={"found": found})
        for name in ("place", "indicator", "value")
        if name not in said
    ]
    findings += [
        Finding("unknown_reference", str(path), value=name, params={"what": "column"})
        for name in said
        if name not in known
    ]
    if "value" in mapping.constants:
        findings.append(Finding("missing_column", str(path), column="value", params={"found": found}))
    return (None if findings else mapping), findings


def read(opened: Opened, mapping: Mapping) -> RawTable:
    """Read the first sheet that has every mapped header."""
    found = opened.with_header(*mapping.columns.values())
    if found is None:
        return unreadable(NAME, opened.path, [*opened.findings, *_missing(opened, mapping)])
    sheet, header = found
    printed = {key(name): name for name in reversed(sheet.columns(header))}
    names = {name: printed[key(said)] for name, said in mapping.columns.items()}
    table = table_of(sheet, header, Read(names), NAME, str(opened.path))
    table.read_as = {}
    table.findings = [*opened.findings, *sheet.spelled(header, str(opened.path)), *table.findings]
    for name, constant in mapping.constants.items():
        table.frame[_RENAMED.get(name, name)] = pd.Categorical([constant]).repeat(len(table.frame))
    return table


def _missing(opened: Opened, mapping: Mapping) -> list[Finding]:
    """Name the mapped headers that the sheet nearest to the mapping does not have."""

    def absent(sheet: Sheet, record: int) -> list[str]:
        keys = {key(cell) for cell in sheet.head[record]}
        return [said for said in mapping.columns.values() if key(said) not in keys]

    tries = [(sheet, number) for sheet in opened.sheets for number in range(min(25, len(sheet.head)))]
    if not tries:
        return []
    sheet, number = min(tries, key=lambda one: len(absent(*one)))
    told = ", ".join(sheet.columns(number))
    return [
        Finding("missing_column", str(opened.path), sheet.name, sheet.rows[number], said, params={"found": told})
        for said in absent(sheet, number)
    ]
