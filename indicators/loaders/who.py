"""WHO Ambient Air Quality Database: annual means of cities, editions of 2022 and later."""

from indicators.loaders.raw_table import RawTable, ValueColumn, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import Sheet, key

NAME = "who"
_HEADERS = (
    ("ISO3", "City or Locality", "Measurement Year", "PM2.5 (μg/m3)"),
    ("iso3", "city", "year", "pm25_concentration"),
)
_FIELDS = {
    "pm2 5 μg m3": "PM2.5 (μg/m3)",
    "pm10 μg m3": "PM10 (μg/m3)",
    "no2 μg m3": "NO2 (μg/m3)",
    "pm25 concentration": "PM2.5 (μg/m3)",
    "pm10 concentration": "PM10 (μg/m3)",
    "no2 concentration": "NO2 (μg/m3)",
}


def recognise(opened: Opened) -> bool:
    """Return whether a sheet has cities, years and concentrations under the database's headers."""
    return _header(opened) is not None


def _header(opened: Opened) -> tuple[Sheet, int] | None:
    return next((found for names in _HEADERS if (found := opened.with_header(*names)) is not None), None)


def read(opened: Opened) -> RawTable:
    """Read the annual means; `NA` is no value, the reference goes into the note."""
    found = _header(opened)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    body, problems = sheet.body(header)
    names = {key(name): name for name in body.columns}
    years = body[names.get("measurement year") or names["year"]]
    columns = [ValueColumn(name, _FIELDS[key(name)], years) for name in body.columns if key(name) in _FIELDS]
    city = body[names.get("city or locality") or names["city"]]
    shared = {
        # later editions write the country after the city: "Casablanca/MAR"
        "place_name": city.str.replace(r"/[A-Z]{3}$", "", regex=True).str.strip(),
        "country": body[names["iso3"]],
        "note": body[names["reference"]] if "reference" in names else "",
    }
    gathered = gather(body, columns, shared, sheet.name)
    table = RawTable(NAME, "city", gathered.frame, gathered.rows_read, gathered.empty)
    table.findings = [*opened.findings, *problems]
    return table
