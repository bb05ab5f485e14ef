"""C40's workbook of GPC inventories: one city and year a row, totals and sectors in columns.

A year may be a fiscal year ("April 2019 - April 2020"). C40 files it under the year in which it begins (its column
`Year_calendar`; the inventories of Tokyo and Sydney follow each other only so), and so is it read here, unlike CDP's.
"""

import re
from collections import Counter

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Counted
from indicators.loaders.raw_table import PARTS_DIFFER, Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean, key
from indicators.loaders.reading.numbers import is_empty
from indicators.model.vocabulary import Perimeter

NOTATION_KEY = Rule(
    "notation_key", Severity.WARNING,
    Counted(
        "{count} cell holds the notation key {value} ({meaning}); it is read neither as a number nor as zero.",
        "{count} cells hold the notation key {value} ({meaning}); none of them is read as a number, nor as zero.",
        "count",
    ),
    N_("Nothing: the inventory itself leaves these parts without a figure."), merged_by=("value",), reading=True,
    words=("meaning",),
)  # fmt: skip

KEY_FOR_FIGURE = Rule(
    "key_for_figure", Severity.WARNING,
    N_("{column} holds the notation key {value} ({meaning}) in place of a figure: there is none."),
    N_("Ask the city for the figure, or leave it without one."), words=("meaning",),
)  # fmt: skip

FISCAL_YEAR = Rule(
    "fiscal_year", Severity.WARNING, N_("{value} is a fiscal year; read as {year}, the year in which it begins."),
    N_("Compare it only with years that begin in the same month."), reading=True,
)  # fmt: skip

NOT_LATEST = Rule(
    "not_latest", Severity.WARNING,
    Counted(
        "{count} inventory is not flagged as the latest of its city; read as a figure of its own year.",
        "{count} inventories are not flagged as the latest of their city; read as figures of their own years.",
        "count",
    ),
    N_("Nothing, or take off the rows that a city has withdrawn."), merged_by=("column",), reading=True,
)  # fmt: skip

SET_ASIDE = Rule(
    "set_aside", Severity.WARNING, N_("{value}: {reason}; the row was not read."),
    N_("Take the row off, or correct its flag."),
)  # fmt: skip

PER_PERSON_DERIVED = Rule(
    "per_person_derived", Severity.WARNING,
    N_("the file has no figures per person; each is derived here: {column} divided by the population of its own row."),
    N_("Use the figure per person of the city itself where there is one."), merged_by=("column",), reading=True,
)  # fmt: skip

SAME_POPULATION = Rule(
    "same_population", Severity.WARNING,
    N_("{place}: the population {value} is given for several years ({years}); figures per person follow it."),
    N_("Look for the population of each year."),
)  # fmt: skip

NAME = "c40"
POPULATION = "Population"
TOTALS = ("BASIC", "BASIC+")
SECTORS = ("BASIC Stationary", "BASIC Transport", "BASIC Waste")
PER_PERSON = " per person"
"""What the field of a derived figure ends with."""

_LATEST = "latest gpc inventory"
_LEVEL = " The inventory is of level BASIC: its BASIC+ adds only the parts that were estimated."
_CITY_COLUMNS = {"city", "country", "boundary"}
_CELL = re.compile(r"(?:I{1,3}|IV|VI?)(?: \d){1,2}", re.I)
"""The reference of a part of an inventory, as the key of a header writes it: `I.4.4`, `III.1.2`."""

_IN_BASIC = re.compile(r"(?:I|II|III) \d [12]", re.I)
_SUPPLIED_TO_GRID = "i 4 4"
_NOTATION = re.compile(r"(?:NE|NO|IE|C)(?:\s*\([^)]*\))?(?:\s*;\s*(?:NE|NO|IE|C))*")
MEANINGS = {
    "NE": N_("not estimated"),
    "NO": N_("not occurring"),
    "IE": N_("included elsewhere"),
    "C": N_("confidential"),
}
"""The notation keys of the GPC (version 1.1, table 2.1)."""

_KINDS = {
    "administrative boundary of a local government": Perimeter.MUNICIPALITY,
    "administrative boundary of local authority": Perimeter.MUNICIPALITY,
    "city municipality": Perimeter.MUNICIPALITY,
    "a metropolitan area": Perimeter.METROPOLITAN_AREA,
    "metropolitan area": Perimeter.METROPOLITAN_AREA,
    "county": Perimeter.REGION,
    "province district state": Perimeter.REGION,
    "whole area of the tmg jurisdiction including island area": Perimeter.REGION,
}
"""What a city calls its boundary, and which kind of perimeter that is; any other wording is none of them."""

_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOT_FOR_PLUS = re.compile(r"BASIC\.(?=\.|$)")
_SHORT_PERIOD = re.compile(r"(?:19|20)(\d\d)\s?[/–-]\s?(\d\d)")
_VERSION = re.compile(r"(\d{1,2})\.(\d{1,2})\.(20\d\d)")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with cities, boundaries, the total BASIC and the references of GPC."""
    return opened.header_where(_is_header, 10)


def _is_header(record: list[str]) -> bool:
    keys = [key(cell) for cell in record]
    references = sum(bool(_CELL.fullmatch(name)) for name in keys)
    return {*_CITY_COLUMNS, "basic"} <= {*keys} and (references >= 3 or _LATEST in keys)


def read(opened: Opened) -> RawTable:
    """Read totals and sectors as printed, and derive them per person; net and territorial columns are not read.

    The city's own words for its boundary are the note. Of two rows of one city and year the one flagged as the latest
    is taken.
    """
    header = recognise(opened)
    # the column Year, with the fiscal years, is hidden behind the calendar year in C40's own file
    data = Publication(opened, header and (header[0].with_hidden_columns(), header[1]))
    _put_plus_back(data)
    rows_read = len(data.body)
    left_out = _set_aside(data)
    printed, years = _years(data)
    keys = _notation_keys(data)
    again = _same_population(data, years)
    fields = {name: field for name in data.body.columns if (field := _field(name))}
    data.findings += [*_not_latest(data), *_below_sectors(data)]
    derived = _derive(data, fields)
    boundary = data.cells("boundary").map(clean)
    note = _note(boundary, printed, keys)
    shared = {
        "place_name": data.cells("city").map(clean),
        "country": data.cells("country").map(clean),
        "perimeter": boundary.map(lambda words: str(_KINDS.get(key(words), Perimeter.NOT_STATED))),
        "note": note,
    }
    columns = [ValueColumn(name, field, years) for name, field in {**fields, **derived}.items()]
    table = data.table(NAME, "city", columns, shared)
    field, row = table.frame["field"].astype("str"), table.frame["row"]
    below = field.str.startswith("BASIC+") & (row.map(data.cells("level").map(clean)) == "BASIC")
    table.frame["note"] = (
        table.frame["note"].astype("str")
        + below.map({True: _LEVEL, False: ""})
        + row.map(again).where(field.str.endswith(PER_PERSON), "")
    )
    table.rows_read, table.left_out = rows_read, left_out * len(columns)
    table.source, table.release = _release(opened)
    return table


def _put_plus_back(data: Publication) -> None:
    """Name the columns of BASIC+ as C40 does where a program wrote a dot for the plus: `BASIC.`, `BASIC..Transport`."""
    data.body = data.body.rename(columns=lambda name: _DOT_FOR_PLUS.sub("BASIC+", name))
    data.names = {key(name): name for name in data.body.columns}


def _field(header: str) -> str:
    """Return the field that a header holds, blank where it holds none that is read."""
    name = key(header)
    return next((field for field in (*TOTALS, *SECTORS, POPULATION) if key(field) == name), "")


def _set_aside(data: Publication) -> int:
    """Take off the rows that C40 does not use and those that a later inventory of the year replaces; count them."""
    body, city = data.body, data.cells("city").map(clean)
    body = data.body = body[city != ""]
    used, latest = (data.cells(name).str.strip().str.lower() for name in ("use for gpc dashboard", _LATEST))
    reasons = pd.Series("", index=body.index, dtype="str")
    reasons[used == "no"] = N_("C40 itself does not use it")
    rows = pd.DataFrame(
        {"city": city, "country": data.cells("country").map(clean), "year": _years(data, quiet=True)[1]}
    )
    for _, group in rows[reasons == ""].groupby(["city", "country", "year"]):
        flagged = group.index[latest[group.index] == "yes"]
        if len(group) > 1 and len(flagged) == 1:
            reasons[group.index.difference(flagged)] = N_("another row of its year is flagged as the latest")
    for row in body.index[reasons != ""]:
        name = f"{city[row]}, {rows.at[row, 'year']}"
        data.findings.append(data.sheet.finding(SET_ASIDE, row, data.named("city"), name, reason=reasons[row]))
    data.body = body[reasons == ""]
    return int((reasons != "").sum())


def _years(data: Publication, *, quiet: bool = False) -> tuple[pd.Series, pd.Series]:
    """Return the years as printed, and the year each is read as: C40's calendar year, else the first of a period."""
    printed = data.cells("year", "year calendar").map(clean)
    first = printed.map(lambda text: next(iter(_FOUR_DIGITS.findall(text)), ""))
    calendar = data.cells("year calendar").str.strip()
    years = calendar.where(calendar.str.fullmatch(_FOUR_DIGITS), first)
    if not quiet:
        for row in printed.index[_is_period(printed)]:
            column = data.named("year", "year calendar")
            data.findings.append(data.sheet.finding(FISCAL_YEAR, row, column, printed[row], year=years[row]))
    return printed, years


def _is_period(printed: pd.Series) -> pd.Series:
    """Return where a year is printed as a period across two years."""
    return printed.map(lambda text: len(set(_FOUR_DIGITS.findall(text))) > 1 or _is_short_period(text)).astype("bool")


def _is_short_period(text: str) -> bool:
    """Return whether a text is a year and the two digits of the next: `2021/22`; `2021-05` is a month."""
    period = _SHORT_PERIOD.fullmatch(text)
    return period is not None and (int(period[1]) + 1) % 100 == int(period[2])


def _notation_keys(data: Publication) -> pd.DataFrame:
    """Return the notation keys of the parts of each inventory, by their reference; blank those in place of figures."""
    parts = {name: clean(name) for name in data.body.columns if _CELL.fullmatch(key(name))}
    values = [name for name in data.body.columns if _field(name)]
    keys = data.body[[*parts, *values]].apply(lambda cells: cells.str.strip())
    keys = keys.where(keys.apply(lambda cells: cells.str.fullmatch(_NOTATION)), "")
    counts = Counter(_first(cell) for cells in keys[[*parts]].to_numpy() for cell in cells)
    data.findings += [
        data.sheet.finding(NOTATION_KEY, value=name, count=counts[name], meaning=meaning)
        for name, meaning in MEANINGS.items()
        if counts[name]
    ]
    data.findings += [
        data.sheet.finding(KEY_FOR_FIGURE, row, name, cell, meaning=MEANINGS[_first(cell)])
        for name in values
        for row, cell in keys[name].items()
        if cell
    ]
    data.body[values] = data.body[values].where(keys[values] == "", "")
    return keys[[*parts]].rename(columns=parts)


def _first(cell: str) -> str:
    """Return the first of the notation keys of a cell ("IE (II.1.1)", "NO; IE"), blank where it has none."""
    return next(iter(re.findall("NE|NO|IE|C", cell)), "")


def _note(boundary: pd.Series, printed: pd.Series, keys: pd.DataFrame) -> pd.Series:
    """Return what a reader must know of each inventory: its boundary, its fiscal year, what BASIC has no figure for."""
    note = "Inventory boundary in the city's words: " + boundary.where(~boundary.isin(["", "0"]), "not stated") + "."
    note += (" Fiscal year as printed: " + printed + ".").where(_is_period(printed), "")
    basic = [name for name in keys if _IN_BASIC.fullmatch(key(name)) and key(name) != _SUPPLIED_TO_GRID]
    for name, words in (("NE", "Not estimated"), ("C", "Confidential")):
        marked = keys[basic].apply(lambda row, name=name: ", ".join(row.index[row.str.match(name)]), axis=1)
        note += (f" {words} within BASIC: " + marked + ".").where(marked != "", "")
    return note


def _not_latest(data: Publication) -> list[Finding]:
    """Say how many inventories are not flagged as the latest of their city."""
    latest = data.cells(_LATEST).str.strip().str.lower()
    count = int((latest == "no").sum())
    return [data.sheet.finding(NOT_LATEST, column=data.named(_LATEST), count=count)] if count else []


def _below_sectors(data: Publication) -> list[Finding]:
    """Find the totals BASIC that are below the sum of their three sectors."""
    total, *sectors = (pd.to_numeric(data.cells(key(name)), errors="coerce") for name in ("BASIC", *SECTORS))
    parts = pd.DataFrame(sectors).sum()
    column = data.named("basic")
    return [
        data.sheet.finding(PARTS_DIFFER, row, column, data.body.at[row, column], total=f"{parts[row]:,.0f}")
        for row in data.body.index[total < parts * 0.999]
    ]


def _same_population(data: Publication, years: pd.Series) -> pd.Series:
    """Find cities whose population is the same number in several years; return what their notes say of it."""
    people = data.cells("population").str.strip()
    rows = pd.DataFrame({"city": data.cells("city").map(clean), "people": people, "year": years})
    note = pd.Series("", index=rows.index, dtype="str")
    for (city, number), group in rows[~is_empty(people)].groupby(["city", "people"], sort=False):
        if len(group) > 1:
            shown = {"place": str(city), "years": ", ".join(sorted(group["year"]))}
            column = data.named("population")
            data.findings.append(data.sheet.finding(SAME_POPULATION, int(group.index[0]), column, str(number), **shown))
            note[group.index] = f" The same population is printed for {shown['years']}."
    return note


def _derive(data: Publication, fields: dict[str, str]) -> dict[str, str]:
    """Add the columns per person to the body; return their fields."""
    people = pd.to_numeric(data.cells("population"), errors="coerce")
    derived = {}
    for name, field in fields.items():
        if field == POPULATION:
            continue
        ratio = pd.to_numeric(data.body[name], errors="coerce") / people.where(people > 0)
        if not ratio.notna().any():
            continue
        derived[name + PER_PERSON] = field + PER_PERSON
        data.body[name + PER_PERSON] = ratio.map(lambda value: "" if pd.isna(value) else repr(float(value)))
        data.findings.append(data.sheet.finding(PER_PERSON_DERIVED, column=name))
    return derived


def _release(opened: Opened) -> tuple[str, str]:
    """Return the source's id and the version, which the cover says."""
    cells = (cell for sheet in opened.sheets for record in sheet.head[:10] for cell in record)
    version = next((match for cell in cells if (match := _VERSION.fullmatch(cell.strip()))), None)
    if version is None:
        return "", ""
    day, month, year = version.groups()
    return f"c40_gpc_{year}_{int(month):02d}", f"{year}-{int(month):02d}-{int(day):02d}"
