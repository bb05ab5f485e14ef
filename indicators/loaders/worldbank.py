"""World Bank indicators: the bulk CSV with its preamble, re-saved without, and the DataBank's long and wide files."""

import re
from collections.abc import Sequence

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, clean, key

NAME = "worldbank"
CODE = re.compile(r"[A-Z]{2,3}(?:\.[A-Z0-9_]+){1,6}")
_YEAR = re.compile(r"(?:YR)?((?:19|20)\d\d)(?:\s*\[YR\1\])?")
_BRACKETED = re.compile(rf".*\[({CODE.pattern})\]")
_COUNTRY = ("country code", "iso3c", "economy", "countryiso3code", "country iso3 code")
_COUNTRY_NAME = ("country name", "country")
_SERIES = ("indicator code", "series code", "series", "indicator id")
_TIME = ("time", "year", "date")
_UPDATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4})")


_LABELS = {*_COUNTRY, *_COUNTRY_NAME, *_SERIES, *_TIME, "indicator name", "series name", "time code", "iso2c"}


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with World Bank country and series codes and years."""
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


def read(opened: Opened) -> RawTable:
    """Read the sheet with the series; its release is the preamble's or the last line's date."""
    data = Publication(opened, recognise(opened), _LABELS)
    country, series = data.named(*_COUNTRY, *_COUNTRY_NAME), data.named(*_SERIES)
    updated = _updated([*data.sheet.head[: data.header], *data.body.tail(4).astype("str").to_numpy().tolist()])
    # the DataBank ends its files with lines of text in the first column
    data.body = data.body.loc[(data.body[country].astype("str") != "").to_numpy()]
    shared = {"country": data.body[country], "place_name": data.cells(*_COUNTRY_NAME, *_COUNTRY)}
    if series:
        shared["field"] = data.body[series]
    table = data.table(NAME, "country", _columns(data, has_series=bool(series)), shared)
    if updated:
        table.release = "-".join(updated)
        table.source = f"wb_wdi_{updated[0]}_{updated[1]}"
    return table


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


def _columns(data: Publication, has_series: bool) -> list[ValueColumn]:
    """Return the columns of values: one, one a year, or one a series."""
    value, headers = data.named("value"), data.body.columns
    # a column of times may print its years as YR1990
    times = data.cells(*_TIME).astype("str").str.replace(r"^YR(?=\d{4}$)", "", regex=True)
    if not has_series:
        return [ValueColumn(name, code, times) for name in headers if (code := _series_of(name))]
    if value and data.named(*_TIME):
        return [ValueColumn(value, "", times)]
    return [ValueColumn(name, "", year[1]) for name in headers if (year := _YEAR.fullmatch(name))]


def _updated(records: Sequence[Sequence[str]]) -> tuple[str, str, str] | None:
    """Return year, month and day of the release, from the records above the header or the last ones below it."""
    for text in map(" ".join, records):
        date = _UPDATED.search(text) if "updated" in text.lower() else None
        if date:
            year, month, day, us_month, us_day, us_year = date.groups()
            if year:
                return year, month, day
            # the DataBank writes the month first, a spreadsheet that saved the file again may write the day first
            day_first = int(us_month) > 12
            return (us_year, us_day, us_month) if day_first else (us_year, us_month, us_day)
    return None
