"""Files to begin with: an empty table, an empty workbook with lists to choose from, a filled example."""

import io

import pandas as pd

from indicators.language.locales import right_to_left
from indicators.loaders.handmade import synonyms
from indicators.model.observations import COLUMNS, number_text
from indicators.model.places import fold
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text.csv_safety import DECIMAL_COMMAS, spreadsheet_csv
from indicators.text.labels import word

HEADERS = {
    "en": {name: name for name in (*COLUMNS, "unit")},
    "fr": {
        "place": "lieu", "indicator": "indicateur", "year": "année", "value": "valeur", "lower": "borne inférieure",
        "upper": "borne supérieure", "perimeter": "périmètre", "method": "méthode", "source": "source",
        "note": "remarque", "unit": "unité",
    },
    "ar": {
        "place": "المكان", "indicator": "المؤشر", "year": "السنة", "value": "القيمة", "lower": "الحد الأدنى",
        "upper": "الحد الأعلى", "perimeter": "النطاق", "method": "الطريقة", "source": "المصدر", "note": "ملاحظة",
        "unit": "الوحدة",
    },
}  # fmt: skip
"""The headers of the tidy columns as the reader of files knows them, by language."""

ORDER = ("place", "indicator", "year", "value", "unit", "perimeter", "method", "source", "lower", "upper", "note")
ROWS = 2_000
"""How many rows of an empty workbook offer lists."""

_WIDE = {"place": 24, "indicator": 44, "perimeter": 22, "method": 16, "source": 44, "note": 32}


def headers(language: str) -> list[str]:
    """Return the headers of an empty table in `language`, English where the language has none."""
    names = HEADERS.get(language, HEADERS["en"])
    return [names[name] for name in ORDER]


def empty_csv(language: str) -> bytes:
    """Return a table that holds its headers only, as the spreadsheets of the language's readers open it."""
    return spreadsheet_csv([headers(language)], language)


def example_csv(dataset: Dataset, language: str) -> bytes:
    """Return a filled table: figures of the home city that the project shows and may hand on, with their sources."""
    home = dataset.home
    rows = pd.concat([dataset.observations.iloc[:0], *(dataset.of(name) for name in home.examples)])
    open_sources = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = rows[(rows["place"] == home.city) & rows["source"].isin(open_sources)]
    known = _indicators(dataset, language)
    lines = [headers(language)]
    for row in rows.itertuples():
        entry = dataset.catalogue[str(row.indicator)]
        cells = {
            "place": dataset.places[str(row.place)].names.get(language),
            "indicator": known[entry.id],
            "year": "" if pd.isna(row.year) else str(row.year),
            "value": _number(row.value, language),
            "unit": entry.unit,
            "perimeter": word(Perimeter(row.perimeter), language),
            "method": word(Method(row.method), language),
            "source": str(row.source),
            "lower": _number(row.lower, language),
            "upper": _number(row.upper, language),
            "note": "",
        }
        lines.append([cells[name] for name in ORDER])
    return spreadsheet_csv(lines, language)


def empty_workbook(dataset: Dataset, language: str) -> bytes:
    """Return an empty workbook whose cells offer the places, indicators, perimeters, methods and sources known."""
    known = _indicators(dataset, language)
    lists = {
        "place": sorted((place.names.get(language) for place in dataset.places.values()), key=fold),
        "indicator": list(known.values()),
        "perimeter": [word(term, language) for term in Perimeter],
        "method": [word(term, language) for term in Method],
        "source": list(dataset.sources),
    }
    out = io.BytesIO()
    # Nobody else needs the library: it is loaded by the first file asked for, not by every start.
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        table, offered = book.add_worksheet("Data"), book.add_worksheet("Lists")
        if right_to_left(language):
            table.right_to_left()
            offered.right_to_left()
        bold = book.add_format({"bold": True, "bottom": 1})
        for position, (name, header) in enumerate(zip(ORDER, headers(language), strict=True)):
            table.write_string(0, position, header, bold)
            table.set_column(position, position, _WIDE.get(name, 14))
        table.freeze_panes(1, 0)
        for position, (name, words) in enumerate(lists.items()):
            offered.write_column(0, position, words)
            offered.set_column(position, position, _WIDE[name])
            letter = chr(ord("A") + position)
            column = ORDER.index(name)
            choose = {
                "validate": "list",
                "source": f"=Lists!${letter}$1:${letter}${len(words)}",
                "error_type": "warning",
            }
            table.data_validation(1, column, ROWS, column, choose)
    return out.getvalue()


def _indicators(dataset: Dataset, language: str) -> dict[str, str]:
    """Return what to write for each indicator: its name where only it bears that, else its id."""
    known = synonyms.indicator_names(dataset.catalogue)
    return {
        entry.id: entry.names.get(language) if known.get(fold(entry.names.get(language))) == entry.id else entry.id
        for entry in dataset.catalogue.values()
    }


def _number(value: float, language: str) -> str:
    written = number_text(value)
    return written.replace(".", ",") if language in DECIMAL_COMMAS else written
