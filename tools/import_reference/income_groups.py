"""The income groups of the countries, as the Sustainable Development Report 2019 prints them."""

import re
from pathlib import Path

import pandas as pd

from indicators.findings.finding import DataProblem, Finding
from indicators.loaders.reading.files import open_file
from indicators.model.peer_sets import GROUP_COLUMNS
from indicators.model.rules import MISSING_COLUMN
from indicators.model.vocabulary import Level
from indicators.store.checks import UNKNOWN_PLACE
from tools.import_reference.figures_table import gazetteer

FILE = Path("publisher-files") / "sdsn__2019GlobalIndexResults.xlsx"
SOURCE = "sdr_2019"
HEADING = re.compile(r"Income Group in (\d{4})")


def build(reference: Path) -> pd.DataFrame:
    """Return country, group, year and source for every country among the places, in the order of their codes.

    Raises :class:`DataProblem` where the workbook is missing, has no such
    column, or leaves out one of the countries.
    """
    path = reference / FILE
    opened = open_file(path)
    located = opened.with_header("id", "Income Group in 2019")
    if located is None:
        missing = Finding(MISSING_COLUMN, file=str(path), column="Income Group in 2019", params={"found": "others"})
        raise DataProblem(opened.findings or [missing])
    sheet, header = located
    body, _ = sheet.body(header)
    heading = next(name for name in body.columns if HEADING.fullmatch(name))
    printed = dict(zip(body["id"], body[heading], strict=True))
    countries = sorted({place.country for place in gazetteer().of_level(Level.COUNTRY)})
    absent = [code for code in countries if not printed.get(code)]
    if absent:
        raise DataProblem(Finding(UNKNOWN_PLACE, file=str(path), value=code) for code in absent)
    year = heading.rsplit(" ", 1)[-1]
    rows = [(code, printed[code], year, SOURCE) for code in countries]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS), dtype="str")


def write(reference: Path, path: Path) -> None:
    """Write the table of income groups made from `reference` to `path`."""
    text = build(reference).to_csv(index=False, lineterminator="\n")
    path.write_text(text, encoding="utf-8", newline="\n")
