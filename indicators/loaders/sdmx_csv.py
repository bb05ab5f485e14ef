"""SDMX-CSV, versions 1 and 2: the exchange format of statistical offices, with the structure named in every row.

The dimensions stand between the name of the structure and the value. A field is the code of the series, indicator or
measure, else the structure's id; what else divides the data stands behind it in brackets, and feeds nothing that does
not name it so. Our own exports name our structure, and are read back with their own words.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders import tidy
from indicators.loaders.published_names import country_or
from indicators.loaders.raw_table import Publication, RawTable, ValueColumn, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean
from indicators.model.vocabulary import Method

NAME = "sdmx_csv"

WITHOUT_STRUCTURE = Rule(
    "sdmx_without_structure", Severity.ERROR,
    N_("this is SDMX-CSV without its structure: no column says which dataflow the figures are of ({found})."),
    N_("Download it again with the column DATAFLOW, or STRUCTURE and STRUCTURE_ID."),
)  # fmt: skip

OWN_STRUCTURE = "CASABLANCA:"
"""How the id of our own structures begins (:mod:`indicators.packages.sdmx`)."""

_PREFIX = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE")
_PLACE = ("REF_AREA", "GEO", "GEO_AREA", "COUNTRY", "LOCATION", "observationAbout")
_SERIES = ("SERIES", "INDICATOR", "MEASURE", "variableMeasured", "SUBJECT")
_STATUS = ("OBS_STATUS", "OBS_FLAG", "STATUS")
_LOWER, _UPPER = ("LOWER_BOUND", "LOWER", "OBS_VALUE_LOWER"), ("UPPER_BOUND", "UPPER", "OBS_VALUE_UPPER")
_NOTE = ("COMMENT_OBS", "COMMENT_TS", "COMMENT", "NOTE")
_NO_DIMENSIONS = frozenset({"FREQ", "TIME_PERIOD", "UNIT_MEASURE", "UNIT", "UNIT_MULT", "TIME_FORMAT", "NATURE"})
TOTALS = frozenset({"", "_T", "_Z", "_X", "T", "TOTAL", "TOT", "G"})
"""Codes by which a dimension says that it does not divide; `G` is the UN's reporting type of global figures."""


FLAG_NOTES = {
    "b": "break in the series (flag b)",
    "c": "confidential (flag c)",
    "d": "definition differs (flag d)",
    "e": "estimated by the publisher (flag e)",
    "f": "forecast by the publisher (flag f)",
    "i": "see the publisher's metadata (flag i)",
    "m": "missing (flag m)",
    "n": "not significant (flag n)",
    "p": "provisional (flag p)",
    "r": "revised (flag r)",
    "s": "estimated by the publisher (flag s)",
    "u": "of low reliability (flag u)",
    "z": "not applicable (flag z)",
}
"""What the letters of Eurostat and of SDMX's code list of observation status mean, in our notes' language."""

SILENT = frozenset({"", "a"})
"""Flags that say nothing: a normal value."""


def notes_of(flags: pd.Series) -> pd.Series:
    """Return what flags such as `b` or `ep` say, in words; blank where they say nothing."""
    known = {text: _note(text) for text in flags.astype("str").unique()}
    return flags.astype("str").map(known).astype("str")


def _note(flag: str) -> str:
    letters = flag.strip().lower()
    if letters in SILENT:
        return ""
    return "; ".join(FLAG_NOTES.get(letter, f"flag {letter}") for letter in letters if letter.isalpha())


def methods_of(flags: pd.Series) -> pd.Series:
    """Return the method that flags state: `f` is a projection, `e` and `s` an estimate; blank for every other."""

    def method(text: str) -> str:
        letters = text.strip().lower()
        if "f" in letters:
            return str(Method.PROJECTED)
        return str(Method.ESTIMATED) if set("es") & set(letters) else ""

    known = {text: method(text) for text in flags.astype("str").unique()}
    return flags.astype("str").map(known).astype("str")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the value and the time, whether it names the structure or not."""
    return opened.header_where(
        lambda record: {"OBS_VALUE", "TIME_PERIOD"} <= {_code(cell).upper() for cell in record}, 3
    )


def _code(cell: str) -> str:
    """Return a code without its label: `FREQ: Frequency` is FREQ."""
    return clean(cell).partition(":")[0].strip() if not clean(cell).startswith(OWN_STRUCTURE) else clean(cell)


def read(opened: Opened) -> RawTable:
    """Read every value of one structure or several; a flag of status is a note, or says the method."""
    header = recognise(opened)
    data = Publication(opened, header)
    columns = {_code(name).upper(): name for name in data.body.columns}

    def cells(*names: str) -> pd.Series:
        column = next((columns[name.upper()] for name in names if name.upper() in columns), None)
        if column is None:
            return pd.Series("", index=data.body.index, dtype="str")
        return data.body[column].astype("str").str.strip()

    if not {"DATAFLOW", "STRUCTURE_ID"} & columns.keys():
        headings = ", ".join(data.body.columns)[:160]
        row = data.sheet.rows[data.header]
        return unreadable(NAME, opened, [*data.findings, data.sheet.finding(WITHOUT_STRUCTURE, row, found=headings)])
    structure = cells("STRUCTURE_ID", "DATAFLOW")
    value = columns["OBS_VALUE"]
    if len(structure) and bool(structure.str.startswith(OWN_STRUCTURE).all()):
        return _own(data, cells, value)
    data.body[value] = _multiplied(data.body[value].astype("str"), cells("UNIT_MULT"))
    flags = cells(*_STATUS).map(_code)
    place = cells(*_PLACE).map(_code)
    shared = {
        "country": place,
        "place_name": country_or(place),
        "field": _fields(data, columns, structure),
        "lower": cells(*_LOWER),
        "upper": cells(*_UPPER),
        "note": _joined(notes_of(flags), cells(*_NOTE)),
        "method": methods_of(flags),
    }
    return data.table(NAME, "any", [ValueColumn(value, "", cells("TIME_PERIOD"))], shared)


def _fields(data: Publication, columns: dict[str, str], structure: pd.Series) -> pd.Series:
    """Return what names the series of each row."""
    series = next((columns[name.upper()] for name in _SERIES if name.upper() in columns), None)
    base = structure.str.extract(r"(?:[^:]*:)?([^(:]+)")[0].fillna("").astype("str")
    if series is not None:
        base = data.body[series].astype("str").map(_code)
    names = list(data.body.columns)
    known = {columns.get(name.upper()) for name in (*_PREFIX, *_PLACE, *_NO_DIMENSIONS)} | {series}
    for name in names[: names.index(columns["OBS_VALUE"])]:
        if name in known:
            continue
        codes = data.body[name].astype("str").map(_code)
        divides = ~codes.str.upper().isin(TOTALS)
        base = base.where(~divides, base + f" [{_code(name)}=" + codes + "]")
    return base


def _multiplied(values: pd.Series, powers: pd.Series) -> pd.Series:
    """Return values times ten to the power that the file states beside them."""
    power = pd.to_numeric(powers.map(_code), errors="coerce").fillna(0).astype("int64")
    plain = values.str.strip().str.fullmatch(r"[+-]?[0-9]+\.?[0-9]*")
    return values.where(~(plain & (power != 0)), values.str.strip() + "e" + power.astype("str"))


def _joined(first: pd.Series, second: pd.Series) -> pd.Series:
    between = np.where((first != "") & (second != ""), "; ", "")
    return (first + between + second).astype("str")


def _own(data: Publication, cells: Callable[..., pd.Series], value: str) -> RawTable:
    """Return the table of our own export: its codes are our words with underscores for blanks."""
    shared = {
        "place_name": cells("REF_AREA"),
        "field": cells("INDICATOR"),
        "lower": cells("LOWER"),
        "upper": cells("UPPER"),
        "perimeter": cells("PERIMETER").str.replace("_", " "),
        "method": cells("METHOD").str.replace("_", " "),
        "source": cells("SOURCE"),
        "note": cells("NOTE"),
        "unit": cells("UNIT_MEASURE"),
    }
    table = data.table(tidy.NAME, "any", [ValueColumn(value, "", cells("TIME_PERIOD"))], shared)
    table.empty = 0
    return table
