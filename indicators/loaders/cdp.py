"""CDP city-wide emissions: one reporting city a row, editions 2016 to 2023."""

import re

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import IMPOSSIBLE_AREA, PARTS_DIFFER, Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key

THOUSANDS_FOR_UNITS = Rule(
    "thousands_for_units", Severity.WARNING, N_("a population of {value} looks typed in thousands."),
    N_("Compare it with another edition."),
)  # fmt: skip

KILOTONNES_FOR_TONNES = Rule(
    "kilotonnes_for_tonnes", Severity.WARNING, N_("{value} tonnes for {population} people looks typed in kilotonnes."),
    N_("Compare it with another edition."),
)  # fmt: skip

NAME = "cdp"
TOTALS = "Total City-wide Emissions (metric tonnes CO2e)"
AREA = "Land area (in square km)"
_ACCOUNT = ("account number", "organization number")
_CITY = ("city", "city short name", "city name")
_ORGANISATION = ("organization", "organization name", "city name", "account name")
_COUNTRY = ("country", "country area")
_REPORTED = ("year reported to cdp", "reporting year")
_COUNTED = ("accounting year", "accounting period", "measurement year", "inventory year")
_POPULATION_YEAR = ("population year", "current population year")
_SAME = {
    "total emissions metric tonnes co2e": TOTALS,
    "total city wide emissions metric tonnes co2e": TOTALS,
    "total scope 1 emissions metric tonnes co2e": "TOTAL Scope 1 Emissions (metric tonnes CO2e)",
    "total scope 2 emissions metric tonnes co2e": "TOTAL Scope 2 emissions (metric tonnes CO2e)",
    "total scope 3 emissions metric tonnes co2e": "TOTAL Scope 3 Emissions",
    "total scope 3 emissions": "TOTAL Scope 3 Emissions",
    "total basic emissions gpc": "TOTAL BASIC Emissions (GPC)",
    "total basic emissions gpc metric tonnes co2e": "TOTAL BASIC Emissions (GPC)",
    "total basic plus emissions gpc": "TOTAL BASIC+ Emissions (GPC)",
    "total basic plus emissions gpc metric tonnes co2e": "TOTAL BASIC+ Emissions (GPC)",
    "population": "Population",
    "current population": "Population",
    "land area in square km": AREA,
    "land area of the city boundary as defined in question 0 1 in square km": AREA,
}
_SCOPES = ("TOTAL Scope 1 Emissions (metric tonnes CO2e)", "TOTAL Scope 2 emissions (metric tonnes CO2e)")
_BY_GRID = re.compile(
    r"(direct emissions|indirect emissions from use of grid supplied energy|emissions occurring outside city boundary)"
    r"(?: scope [123])? metric tonnes co2e for (total generation of grid supplied energy"
    r"|total emissions excluding generation of grid supplied energy)"
)
_GRID_NAMES = {
    "direct emissions": "Direct emissions",
    "indirect emissions from use of grid supplied energy": "Indirect emissions from use of grid supplied energy",
    "emissions occurring outside city boundary": "Emissions occurring outside city boundary",
    "total generation of grid supplied energy": "Total generation of grid-supplied energy",
    "total emissions excluding generation of grid supplied energy": (
        "Total emissions (excluding generation of grid-supplied energy)"
    ),
}
_BOUNDARY = {"administrative city boundary", "city boundary", "boundary"}
LARGEST_AREA = 100_000
"""No reporting city covers more km2; the largest municipalities of the world stay below."""

MOST_PER_PERSON, LEAST_PER_PERSON = 300.0, 0.1
"""Tonnes of CO2e a year and person beyond which a population or an emission is in another unit."""


def canonical(header: str) -> str | None:
    """Return the field of a header of any edition, None where it holds no value."""
    name = key(header)
    if name in _SAME:
        return _SAME[name]
    grid = _BY_GRID.fullmatch(name)
    return f"{_GRID_NAMES[grid[1]]} (metric tonnes CO2e) for {_GRID_NAMES[grid[2]]}" if grid else None


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with account numbers and emissions in CDP's words."""
    return opened.header_where(_is_header, 5)


def _is_header(record: list[str]) -> bool:
    keys = {key(cell) for cell in record}
    fields = {canonical(cell) for cell in record} - {None}
    return not any(keys.isdisjoint(names) for names in (_ACCOUNT, _REPORTED, _COUNTRY)) and len(fields) >= 2


def read(opened: Opened) -> RawTable:
    """Read emissions, population and land area; what cannot be as typed is a finding, the value stays as it is."""
    data = Publication(opened, recognise(opened))
    city, reported = data.cells(*_CITY).str.strip(), data.cells(*_REPORTED).str.strip()
    counted = _last_year(data.cells(*_COUNTED))
    # the area has no year of its own: it is as reported in the edition's year
    years_of = {"Population": _last_year(data.cells(*_POPULATION_YEAR)), AREA: reported}
    fields = {name: field for name in data.body.columns if (field := canonical(name)) is not None}
    columns = [ValueColumn(name, field, years_of.get(field, counted)) for name, field in fields.items()]
    shared = {
        "place_name": city.where(city != "", data.cells(*_ORGANISATION).str.strip()),
        "place_code": "CDP " + data.cells(*_ACCOUNT).str.strip(),
        "country": data.cells(*_COUNTRY).str.strip(),
        "note": _boundary(data),
    }
    table = data.table(NAME, "city", columns, shared)
    editions = [year for year in reported.unique() if re.fullmatch(r"20\d\d", year)]
    if len(editions) == 1:
        table.source, table.release = f"cdp_{editions[0]}", editions[0]
    table.findings += _implausible(data, columns)
    return table


def _last_year(periods: pd.Series) -> pd.Series:
    """Return the last year a period names ("2017-04-01 - 2018-03-31": 2018), blank where none."""
    return periods.str.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)").map(lambda years: max(years, default="")).astype("str")


def _boundary(data: Publication) -> pd.Series:
    """Return the boundary in the city's own words: what it governs, and what the inventory covers of it."""
    note = pd.Series("", index=data.body.index, dtype="str")
    for label in data.names:
        if label not in _BOUNDARY and not label.startswith("inventory boundary"):
            continue
        cells = data.cells(label).str.strip()
        note = note.where(cells == "", (note + "; " + cells).str.removeprefix("; "))
    return note


def _implausible(data: Publication, columns: list[ValueColumn]) -> list[Finding]:
    """Find populations in thousands, emissions in kilotonnes, impossible areas, and totals below their parts."""
    body = data.body
    numbers = {column.field: pd.to_numeric(body[column.header], errors="coerce") for column in columns}
    printed = {column.field: column.header for column in columns}
    findings: list[Finding] = []

    def note(rule: Rule, field: str, mask: pd.Series, **params: pd.Series) -> None:
        for row in body.index[mask.to_numpy(dtype=bool)]:
            numbers_shown = {name: f"{cells.at[row]:,.0f}" for name, cells in params.items()}
            findings.append(
                data.sheet.finding(rule, row, printed[field], body.at[row, printed[field]], **numbers_shown)
            )

    emitted = pd.DataFrame({field: numbers[field] for field in numbers if "missions" in field})
    people = numbers.get("Population")
    if people is not None and len(emitted.columns):
        highest = emitted.max(axis=1)
        note(THOUSANDS_FOR_UNITS, "Population", (people > 0) & (people < 20_000) & (highest / people > MOST_PER_PERSON))
        for field in emitted.columns.intersection([TOTALS, _SCOPES[0], _SAME["total basic emissions gpc"]]):
            low = (emitted[field] > 0) & (people > 100_000) & (emitted[field] / people < LEAST_PER_PERSON)
            note(KILOTONNES_FOR_TONNES, field, low, population=people)
    if AREA in numbers:
        note(IMPOSSIBLE_AREA, AREA, (numbers[AREA] <= 0) | (numbers[AREA] > LARGEST_AREA))
    scopes = [field for field in _SCOPES if field in numbers]
    if TOTALS in numbers and scopes:
        parts = pd.DataFrame({field: numbers[field] for field in scopes}).sum(axis=1)
        note(PARTS_DIFFER, TOTALS, numbers[TOTALS] < parts * 0.999, total=parts)
    return findings
