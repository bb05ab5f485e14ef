"""World Bank indicators: the bulk CSV with its preamble, re-saved without, and the DataBank's long and wide files."""

import re

import pandas as pd

from indicators.loaders.raw_table import RawTable, ValueColumn, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import Sheet, clean, key

NAME = "worldbank"
CODE = re.compile(r"[A-Z]{2,3}(?:\.[A-Z0-9_]+){1,6}")
_YEAR = re.compile(r"(?:YR)?((?:19|20)\d\d)(?:\s*\[YR\1\])?")
_BRACKETED = re.compile(rf".*\[({CODE.pattern})\]")
_COUNTRY = ("country code", "iso3c", "economy", "countryiso3code", "country iso3 code")
_COUNTRY_NAME = ("country name", "country")
_SERIES = ("indicator code", "series code", "series", "indicator id")
_TIME = ("time", "year", "date")
_UPDATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4})")


def recognise(opened: Opened) -> bool:
    """Return whether a sheet has World Bank country and series codes and years."""
    return _place_of_header(opened) is not None


def read(opened: Opened) -> RawTable:
    """Read the sheet with the series; its release is the preamble's or the last line's date."""
    found = _place_of_header(opened)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    body, problems = sheet.body(header, categories=[name for name in sheet.columns(header) if key(name) in _LABELS])
    findings = [*opened.findings, *sheet.spelled(header, str(opened.path)), *problems]
    names = {key(name): name for name in body.columns}
    country = _first(names, _COUNTRY) or _first(names, _COUNTRY_NAME)
    label = _first(names, _COUNTRY_NAME) or country
    updated = _updated(sheet, header, body)
    # the DataBank ends its files with lines of text in the first column
    body = body.loc[(body[country].astype("str") != "").to_numpy()] if country else body
    shared = {"country": body[country], "place_name": body[label]}
    series, time = _first(names, _SERIES), _first(names, _TIME)
    if series is not None:
        shared["field"] = body[series]
    gathered = gather(body, _columns(body, series, time), shared, sheet.name)
    table = RawTable(NAME, "country", gathered.frame, gathered.rows_read, gathered.empty)
    table.findings = findings
    if updated:
        table.release = "-".join(updated)
        table.source = f"wb_wdi_{updated[0]}_{updated[1]}"
    return table


_LABELS = {*_COUNTRY, *_COUNTRY_NAME, *_SERIES, *_TIME, "indicator name", "series name", "time code", "iso2c"}


def _place_of_header(opened: Opened) -> tuple[Sheet, int] | None:
    for sheet in opened.sheets:
        for number, record in enumerate(sheet.head[:10]):
            keys = {key(cell) for cell in record}
            if not keys & {*_COUNTRY, "country name"}:
                continue
            years = sum(bool(_YEAR.fullmatch(clean(cell))) for cell in record)
            coded = sum(bool(_series_of(cell)) for cell in record)
            if (
                keys & set(_SERIES)
                and (years or (keys & set(_TIME) and "value" in keys))
                and _codes_below(sheet, number)
            ):
                return sheet, number
            if keys & set(_TIME) and coded:
                return sheet, number
    return None


def _codes_below(sheet: Sheet, header: int) -> bool:
    """Return whether the column of series codes holds World Bank codes."""
    keys = [key(cell) for cell in sheet.head[header]]
    place = next(number for number, name in enumerate(keys) if name in _SERIES)
    below = [record[place].strip() for record in sheet.head[header + 1 :] if len(record) > place]
    return any(CODE.fullmatch(code) for code in below)


def _series_of(header: str) -> str | None:
    name = clean(header)
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed:
        return bracketed[1]
    return name if CODE.fullmatch(name) else None


def _first(names: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _columns(body: pd.DataFrame, series: str | None, time: str | None) -> list[ValueColumn]:
    """Return the columns of values: one, one a year, or one a series."""
    values = next((name for name in body.columns if key(name) == "value"), None)
    if series is not None and values is not None and time is not None:
        return [ValueColumn(values, "", _years(body[time]))]
    if series is not None:
        years = {name: _YEAR.fullmatch(name) for name in body.columns}
        return [ValueColumn(name, "", match[1]) for name, match in years.items() if match]
    codes = {name: _series_of(name) for name in body.columns}
    times = _years(body[time]) if time else ""
    return [ValueColumn(name, code, times) for name, code in codes.items() if code]


def _years(times: pd.Series) -> pd.Series:
    """Return the years of a time column that may print them as YR1990."""
    return times.astype("str").str.replace(r"^YR(?=\d{4}$)", "", regex=True)


def _updated(sheet: Sheet, header: int, body: pd.DataFrame) -> tuple[str, str, str] | None:
    """Return year, month and day of the release, from above the header or below the last record."""
    texts = [" ".join(record) for record in sheet.head[:header]]
    texts += [" ".join(record) for record in body.tail(4).astype("str").itertuples(index=False)]
    for text in texts:
        found = _UPDATED.search(text) if "updated" in text.lower() else None
        if found:
            year, month, day, us_month, us_day, us_year = found.groups()
            if year:
                return year, month, day
            # the DataBank writes the month first, a spreadsheet that saved the file again may write the day first
            day_first = int(us_month) > 12
            return (us_year, us_day, us_month) if day_first else (us_year, us_month, us_day)
    return None
