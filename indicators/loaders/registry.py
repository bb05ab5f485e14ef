"""The formats known, in the order they are tried, and which sheets of a workbook are read.

A new format is its module and a line here.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders import (
    c40,
    cdp,
    cdp_targets,
    data_commons,
    eurostat,
    ggmcf,
    ghsl,
    hcp_census,
    json_stat,
    nangini,
    net_zero_tracker,
    owid,
    sdmx_csv,
    sdsn,
    tidy,
    un_sdg,
    unhabitat,
    who,
    worldbank,
    wup,
)
from indicators.loaders.handmade import mapping
from indicators.loaders.raw_table import RawTable, join
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, few
from indicators.loaders.reading.numbers import PLAIN

SHEETS_LEFT_OUT = Rule(
    "sheets_left_out", Severity.WARNING, N_("only the sheet {value} was read; figures stand in others too: {found}."),
    N_("Choose the sheet, or read all sheets of one shape (on the command line: --sheet '*')."), reading=True,
)  # fmt: skip

FORMATS: tuple[ModuleType, ...] = (
    sdmx_csv,
    json_stat,
    eurostat,
    un_sdg,
    data_commons,
    tidy,
    worldbank,
    cdp_targets,
    net_zero_tracker,
    cdp,
    c40,
    nangini,
    ggmcf,
    unhabitat,
    wup,
    ghsl,
    sdsn,
    who,
    hcp_census,
    owid,
)

MOST_NAMED = 12
"""How many sheets one finding names."""


def recognise(opened: Opened) -> ModuleType | None:
    """Return the module of the format of `opened`, or None."""
    return next((module for module in FORMATS if module.recognise(opened)), None)


def read_sheets(
    opened: Opened, recognise_sheet: Callable[[Opened], HeaderAt | None], read: Callable[[Opened], RawTable]
) -> RawTable:
    """Read the first sheet that a format or a mapping fits, or all of them where that is asked for.

    Sheets with figures that are left out are named: for a table made by hand all of them, for a publisher's file those
    of the format, which knows its other sheets.
    """
    fitting = [sheet for sheet in opened.sheets if recognise_sheet(replace(opened, sheets=[sheet])) is not None]
    if opened.every and len(fitting) > 1:
        others = [sheet for sheet in opened.sheets if sheet not in fitting]
        table = join([read(replace(opened, sheets=[sheet, *others])) for sheet in fitting])
    else:
        table = read(opened)
    names = [str(name) for name in table.frame["sheet"].unique()] or [table.sheet]
    is_handmade = table.format in {tidy.NAME, mapping.NAME}
    left_out = [
        sheet.name or ""
        for sheet in opened.sheets
        if sheet.name not in names and (sheet in fitting or (is_handmade and holds_figures(sheet)))
    ]
    if left_out and any(names):
        found = few(left_out, MOST_NAMED)
        finding = opened.sheets[0].finding(SHEETS_LEFT_OUT, value=", ".join(names), found=found)
        table.findings = [*table.findings, replace(finding, sheet=None)]
    return table


def holds_figures(sheet: Sheet) -> bool:
    """Return whether a sheet looks like a table: at least two of its first rows hold a number beside something else."""
    rows = [[cell.strip() for cell in record if cell.strip()] for record in sheet.head]
    return sum(len(cells) > 1 and any(re.fullmatch(PLAIN, cell) for cell in cells) for cells in rows) > 1
