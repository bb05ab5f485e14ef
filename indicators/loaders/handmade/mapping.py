"""Column mappings: any table whose columns a small mapping file names.

The file is TOML. Under `[columns]` stands the header that holds each tidy
column, under `[constants]` what is the same for every row::

    [columns]
    place = "Ville"
    year = "Année"
    value = "Valeur"

    [constants]
    indicator = "running_water_at_home"
    source = "hcp_rgph_2024"

Where the years stand across, `years = ["2014", "2024"]` names those headers in
place of a year and a value; where indicators stand across, `[indicators]` maps
each header to its indicator, and a header that holds a year gives that
too. `[units]` says the unit of a header's figures (blank: the
indicator's own); `sheet` and `header` say which sheet and row to read.

A mapping is saved for the next file of the same shape, one small file for each header row. The shape of a file is the
words of its header; a header that is a year counts as any year, so that next year's file, with one column more, is of
the same shape.
"""

import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
from pydantic import Field

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.handmade import synonyms
from indicators.loaders.handmade.synonyms import Read, multiplied, multiplier_column, split_unit
from indicators.loaders.raw_table import RawTable, ValueColumn, constant, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, few, key, without_year, year_of
from indicators.loaders.reading.years import header_year
from indicators.loaders.tidy import MOST_ABOVE, NEEDED, OPTIONAL, rows_of, table_of
from indicators.model.catalogue import Model
from indicators.model.places import fold
from indicators.model.rules import MISSING_COLUMN, UNKNOWN_REFERENCE
from indicators.model.rules import unreadable as unreadable_file
from indicators.model.units import is_unit
from indicators.model.vocabulary import Method

COLUMNS_UNUSED = Rule(
    "columns_unused", Severity.WARNING, N_("columns that the mapping does not name were not used: {value}."),
    N_("Name those that belong to the figures: their unit, their perimeter, their method, a remark."), reading=True,
)  # fmt: skip

SAID_TWICE = Rule(
    "said_twice", Severity.ERROR, N_("the mapping says {column} in two ways."), N_("Keep one of the two.")
)


NAME = "mapped"
OBSERVED = {str(method) for method in (Method.CENSUS, Method.SURVEY, Method.METERED, Method.REPORTED)}
"""The methods that a header may name beside its year without changing what the figures are."""

MOST_UNUSED = 20
"""How many headers a statement lists."""

_RENAMED = {"place": "place_name", "indicator": "field"}


class Mapping(Model):
    """Which header holds which tidy column, which hold figures, and what every row has in common."""

    sheet: str | None = None
    header: int | None = None
    years: tuple[str, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)
    indicators: dict[str, str] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)

    @property
    def values(self) -> tuple[str, ...]:
        """The headers of the figures."""
        value_column = (self.columns["value"],) if "value" in self.columns else ()
        return (*value_column, *self.years, *self.indicators)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header the mapping points at."""
        return tuple(dict.fromkeys([*self.columns.values(), *self.years, *self.indicators]))


def read_mapping(path: Path) -> tuple[Mapping | None, list[Finding]]:
    """Read a mapping file; return it, or None and what is wrong with it."""
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        return None, [unreadable_file(path, error)]
    findings = faults(mapping, str(path))
    return (None if findings else mapping), findings


def faults(mapping: Mapping, file: str | None = None) -> list[Finding]:
    """Return what keeps a mapping from being used: what it leaves out, says twice, or names that is no column."""
    header = {*mapping.columns, *mapping.constants}
    known = {
        "place": "place" in header,
        "indicator": bool(mapping.indicators) or "indicator" in header,
        "value": bool(mapping.values) and "value" not in mapping.constants,
    }
    mapped = ", ".join([*mapping.columns, *mapping.constants, *mapping.years, *mapping.indicators])
    findings = [
        Finding(MISSING_COLUMN, file, column=name, params={"found": mapped})
        for name, is_known in known.items()
        if not is_known
    ]
    findings += [
        Finding(UNKNOWN_REFERENCE, file, value=name, params={"what": "column"})
        for name in [*mapping.columns, *mapping.constants]
        if name not in {*NEEDED, *OPTIONAL}
    ]
    findings += [
        Finding(UNKNOWN_REFERENCE, file, value=name, params={"what": "header"})
        for name in mapping.units
        if name not in mapping.values
    ]
    ways = [bool(mapping.years), bool(mapping.indicators), "value" in mapping.columns]
    twice = [
        *(["value"] if sum(ways) > 1 else []),
        *(["year"] if mapping.years and "year" in header else []),
        *(["indicator"] if mapping.indicators and "indicator" in header else []),
        *sorted({*mapping.columns} & {*mapping.constants}),
    ]
    return findings + [Finding(SAID_TWICE, file, column=name) for name in twice]


def to_toml(mapping: Mapping) -> str:
    """Return a mapping as the text of its file."""

    def quoted(text: str) -> str:
        # the basic strings of TOML are those of JSON, but for the delete character
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = [f"sheet = {quoted(mapping.sheet)}"] if mapping.sheet is not None else []
    lines += [f"header = {mapping.header}"] if mapping.header is not None else []
    lines += [f"years = [{', '.join(map(quoted, mapping.years))}]"] if mapping.years else []
    for name in ("columns", "indicators", "units", "constants"):
        table: dict[str, str] = getattr(mapping, name)
        if table:
            lines += ["", f"[{name}]"]
            lines += [f"{word if word.isidentifier() and word.isascii() else quoted(word)} = {quoted(text)}"
                      for word, text in table.items()]  # fmt: skip
    return "\n".join(lines).lstrip("\n") + "\n"


def read(opened: Opened, mapping: Mapping) -> RawTable:
    """Read the sheet that has every mapped header."""
    header_at = find_header(opened, mapping)
    if header_at is None:
        return unreadable(NAME, opened, [*opened.findings, *_missing(opened, mapping)])
    sheet, header = header_at
    printed = {key(name): name for name in reversed(sheet.columns(header))}
    names = {name: printed[key(printed_header)] for name, printed_header in mapping.columns.items()}
    if "value" in mapping.columns:
        unit = _unit(mapping, mapping.columns["value"], "unit" in {*mapping.columns, *mapping.constants})
        table = table_of(sheet, header, Read(names, unit), NAME)
        table.read_as = {}
    else:
        table = _across(sheet, header, mapping, names, printed)
    table.printed = {name: header for name, header in names.items() if key(header) != name}
    table.findings = [*opened.findings, *sheet.spelled(header), *table.findings]
    used = {*names.values(), *(printed[key(column)] for column in mapping.values)}
    used |= {multiplier_column(sheet.columns(header), used) or ""}
    unused = [name for name in sheet.columns(header) if name not in used and not name.startswith("#")]
    if unused:
        shown = few(unused, MOST_UNUSED, "; ")
        table.findings.append(sheet.finding(COLUMNS_UNUSED, sheet.rows[header], value=shown))
    for name, word in mapping.constants.items():
        if name != "unit":
            table.frame[_RENAMED.get(name, name)] = constant(word, len(table.frame))
    if "unit" in mapping.constants:
        stated = {printed[key(column)]: unit for column, unit in mapping.units.items() if unit}
        units = [stated.get(column, mapping.constants["unit"]) for column in table.frame["column"].astype("str")]
        table.frame["unit"] = pd.Categorical(units)
    return table


def find_header(opened: Opened, mapping: Mapping) -> HeaderAt | None:
    """Return the sheet and the record of its head that hold every header of a mapping, or None."""
    wanted = {key(header) for header in mapping.headers}
    for sheet, number in _records(opened, mapping):
        if wanted and wanted <= {key(name) for name in sheet.columns(number)}:
            return sheet, number
    return None


def _records(opened: Opened, mapping: Mapping) -> Iterator[HeaderAt]:
    """Yield the records that may be the header."""
    for sheet in opened.sheets:
        if mapping.sheet is None or sheet.name == mapping.sheet:
            for number, row in enumerate(sheet.rows[:MOST_ABOVE]):
                if mapping.header is None or row == mapping.header:
                    yield sheet, number


def _across(sheet: Sheet, header: int, mapping: Mapping, names: dict[str, str], printed: dict[str, str]) -> RawTable:
    """Read a table whose years or indicators stand across."""
    values = [printed[key(column)] for column in mapping.values]
    body, left_out, findings = rows_of(sheet, header, names, values)
    dated = "year" in names or "year" in mapping.constants
    columns, read_as = [], {}
    years = _years_across(mapping.years)
    for column, name in zip(mapping.values, values, strict=True):
        across = "" if dated else years.get(column, "") or str(year_of(name) or "")
        if across not in {"", name}:
            read_as[name] = across
        year = body[names["year"]] if "year" in names else across
        columns.append(ValueColumn(name, mapping.indicators.get(column, ""), year))
    shared: dict[str, pd.Series | str] = {
        _RENAMED.get(field, field): body[printed_name]
        for field, printed_name in names.items()
        if field not in {"year", "unit"} and _RENAMED.get(field, field) != "value"
    }
    gathered = gather(body, columns, shared, sheet.name)
    table = RawTable(
        NAME, "any", gathered.frame, gathered.rows_read + left_out, gathered.empty, left_out * len(columns)
    )
    stated = "unit" in names or "unit" in mapping.constants
    units = {name: _unit(mapping, column, stated) for column, name in zip(mapping.values, values, strict=True)}
    table.frame["unit"] = table.frame["column"].astype("str").map(units).astype("category")
    if "unit" in names:
        stated_units = body[names["unit"]].astype("str").reindex(table.frame["row"]).to_numpy()
        units_of = table.frame["unit"].astype("str")
        table.frame["unit"] = units_of.where(units_of != "", stated_units).astype("category")
    powers = multiplier_column(sheet.columns(header), {*names.values(), *values})
    if powers is not None:
        of_row = body[powers].astype("str").reindex(table.frame["row"]).set_axis(table.frame.index)
        table.frame["unit"] = multiplied(table.frame["unit"], of_row)
    table.sheet, table.header, table.findings = sheet.name or "", sheet.rows[header], findings
    table.read_as = read_as if mapping.years else {}
    return table


def _years_across(headers: Sequence[str]) -> dict[str, str]:
    """Return the year that each header is; the header itself where its words make that a question.

    What stands in brackets may be a unit, or the way the figures were obtained, as in "2014 (RGPH)"; words that all
    headers share say what the figures are ("Population 2014", "Population 2024").
    """
    years = {}
    shared = {fold(without_year(split_unit(header)[0])) for header in headers}
    for header in headers:
        bare, added = split_unit(header)
        is_known = not added or is_unit(added) or synonyms.methods().get(fold(added)) in OBSERVED
        year = header_year(header) or (header_year(bare) if is_known else "")
        if not year and is_known and len(headers) > 1 and len(shared) == 1:
            year = str(year_of(bare) or "")
        years[header] = year or header
    return years


def _unit(mapping: Mapping, header: str, stated: bool) -> str:
    """Return the unit of a header's figures: as the mapping says, else what the header has in brackets."""
    if header in mapping.units:
        return mapping.units[header]
    if header in mapping.years:
        added = split_unit(header)[1]
        return added if not stated and is_unit(added) and not header_year(header) else ""
    added = "" if stated else split_unit(header)[1]
    return "" if added.isdigit() and year_of(added) else added


def _missing(opened: Opened, mapping: Mapping) -> list[Finding]:
    """Name the mapped headers that the record nearest to the mapping does not have."""

    def absent(sheet: Sheet, record: int) -> list[str]:
        keys = {key(cell) for cell in sheet.columns(record)}
        return [header for header in mapping.headers if key(header) not in keys]

    tries = list(_records(opened, mapping))
    if not tries:
        tries = [(sheet, number) for sheet in opened.sheets for number in range(min(MOST_ABOVE, len(sheet.head)))]
    if not tries:
        return []
    sheet, number = min(tries, key=lambda attempt: len(absent(*attempt)))
    known = ", ".join(sheet.columns(number))
    return [
        sheet.finding(MISSING_COLUMN, sheet.rows[number], header, found=known)
        for header in absent(sheet, number) or [f"sheet {mapping.sheet}, row {mapping.header}"]
    ]


def shape_of(columns: Sequence[str]) -> tuple[str, ...]:
    """Return what the headers of two files of one shape have in common, in their order."""
    words = ["year" if is_year(name) else key(name) for name in columns]
    return tuple(word for place, word in enumerate(words) if word != "year" or place == words.index("year"))


def is_year(header: str) -> bool:
    """Return whether a header is a year and nothing else, but for what stands in brackets."""
    return (
        year_of(header) is not None
        and re.fullmatch(r"\D{0,3}\d{4}\s*(?:\(.*\)|\[.*\]|\*)?", header.strip()) is not None
    )


def file_name(shape: Sequence[str]) -> str:
    """Return the name of the file that keeps the mapping of a shape: a few of its words, and a digest of all."""
    words = [re.sub(r"[^a-z0-9]+", "", word) for word in shape]
    start = "-".join(word for word in words if word)[:40].strip("-")
    digest = hashlib.sha256("\n".join(shape).encode()).hexdigest()[:10]
    return f"{start}-{digest}.toml" if start else f"{digest}.toml"


def remembered(folder: Path, opened: Opened) -> Mapping | None:
    """Return the mapping saved in `folder` for the shape of an opened file, set to its sheet, row and years, or None.

    A saved file that cannot be read any more counts as none.
    """
    for sheet in opened.sheets:
        for number, row in enumerate(sheet.rows[:MOST_ABOVE]):
            columns = sheet.columns(number)
            path = folder / file_name(shape_of(columns))
            if len(columns) < 2 or not path.is_file():
                continue
            saved, _ = read_mapping(path)
            if saved is None:
                continue
            years = tuple(name for name in columns if is_year(name)) if saved.years else ()
            units = {name: unit for name, unit in saved.units.items() if not saved.years or name in years}
            fitted = saved.model_copy(update={"sheet": sheet.name, "header": row, "years": years, "units": units})
            if find_header(opened, fitted) is not None:
                return fitted
    return None


def remember(folder: Path, opened: Opened, mapping: Mapping) -> Path | None:
    """Keep a mapping in `folder` for the next file of this shape; return its file, None where it does not fit the file.

    The file is written whole or not at all; one saved before for the same shape is replaced.
    """
    header_at = find_header(opened, mapping)
    if header_at is None:
        return None
    sheet, header = header_at
    path = folder / file_name(shape_of(sheet.columns(header)))
    headers = ", ".join(sheet.columns(header)).replace("\n", " ")[:300]
    text = f"# For tables whose header reads: {headers}\n" + to_toml(
        mapping.model_copy(update={"sheet": None, "header": None})
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=folder, prefix=".", suffix=".part", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    return path
