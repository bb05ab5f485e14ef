"""WHO Ambient Air Quality Database: annual means of cities, editions of 2022 and later."""

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key

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


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header of cities, years and concentrations in the database's words."""
    return next((header for names in _HEADERS if (header := opened.with_header(*names)) is not None), None)


def read(opened: Opened) -> RawTable:
    """Read the annual means; `NA` is no value, the reference goes into the note."""
    data = Publication(opened, recognise(opened))
    years = data.cells("measurement year", "year")
    columns = [ValueColumn(name, _FIELDS[key(name)], years) for name in data.body.columns if key(name) in _FIELDS]
    city = data.cells("city or locality", "city")
    shared = {
        # later editions write the country after the city: "Casablanca/MAR"
        "place_name": city.str.replace(r"/[A-Z]{3}$", "", regex=True).str.strip(),
        "country": data.cells("iso3"),
        "note": data.cells("reference"),
    }
    return data.table(NAME, "city", columns, shared)
