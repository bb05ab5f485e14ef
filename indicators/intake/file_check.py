"""The check of a file: what it holds for the store, its counts and findings; and a preview of its first rows."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake import long_table
from indicators.intake.changes import Changes, compare
from indicators.intake.layers import layer
from indicators.intake.layers.container import is_geographic
from indicators.intake.long_table import UNREAD, LongTable, Progress
from indicators.intake.refused_rows import MEASURED
from indicators.intake.row_checks import examine
from indicators.intake.value_checks import (
    HELD_BACK,
    JUMP,
    PARALLEL_VALUE,
    digits,
    find_jumps,
    find_parallels,
    find_shares,
    find_sums,
    parallels_told,
    shares_told,
    sums_told,
)
from indicators.language.translator import N_
from indicators.loaders import registry, tidy
from indicators.loaders.handmade import mapping as mapped
from indicators.loaders.handmade.mapping import Mapping
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.files import Opened, TextSheet, open_file
from indicators.loaders.reading.numbers import find_marks
from indicators.loaders.reading.text_blocks import BLOCK
from indicators.loaders.rules import TOO_LARGE
from indicators.model.held_back import find_held_back
from indicators.model.observations import empty as no_observations
from indicators.model.places import Place
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE
from indicators.store.additions import named
from indicators.store.dataset import Dataset

UNKNOWN_FORMAT = Rule(
    "unknown_format",
    Severity.ERROR,
    N_("no known format: the first row reads {found}."),
    N_("Use the columns place, indicator, year, value, source, a publisher's own file, or --mapping for others."),
)

TOO_MANY_ROWS = Rule(
    "too_many_rows",
    Severity.ERROR,
    N_("the file holds more than {limit} rows."),
    N_(
        "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
        "belong to another tool."
    ),
)


LONG = 2_000_000
"""From so many bytes on a tidy text file is checked part by part; see :mod:`indicators.intake.long_table`."""

MOST_OTHER = 100_000_000
"""The bytes of the largest text file in any other format: those are read whole."""


@dataclass
class FileCheck:
    """What a file holds for the store: its observations, its counts and its findings.

    `format` is None where the file cannot be used. `accepted`, `refused`,
    `empty` and `out_of_scope` count values; each value of the file is one of
    the four. `observations` are the accepted ones, source blank where the file
    states none; there are none of them where the file has more than can be
    added at once, which `complete` says. A layer may bring new `places`, and
    `outlines` as :mod:`indicators.maps.added_outlines` writes them.
    """

    format: str | None
    rows_read: int = 0
    accepted: int = 0
    refused: int = 0
    empty: int = 0
    out_of_scope: int = 0
    changes: Changes | None = None
    findings: list[Finding] = field(default_factory=list)
    findings_total: int = 0
    observations: pd.DataFrame = field(default_factory=no_observations)
    complete: bool = True
    places: tuple[Place, ...] = ()
    outlines: str = ""


def check_file(
    path: Path,
    dataset: Dataset,
    this_year: int,
    sheet: str | None = None,
    mapping: Path | None = None,
    source: str = "",
    progress: Progress | None = None,
) -> FileCheck:
    """Check the file at `path` against the catalogue, the places and the values of `dataset`.

    `sheet` names the one sheet of a workbook to look at; `mapping` a file that
    says which column of an unknown table holds what; `source` is the known
    source of the values whose file does not name one. `progress` is called
    with the share of a long file that has been read, from 0 to 1 (once more
    from 0 where the file has to be read again); what it raises ends the check
    and comes through to the caller.
    """
    report = FindingCollector(str(path))
    if is_geographic(path):
        return _check_layer(path, dataset, this_year, sheet, mapping, source)
    opened = open_file(path, sheet)
    long = None if mapping else _long(opened)
    if long is not None:
        return _check_long(opened, long, dataset, this_year, source, progress)
    table = _read(opened, mapping, report)
    if table is None:
        return _unusable(report)
    report.add(table.findings)
    if not len(table.frame) and not table.rows_read:
        if not report.errors():
            report.add([Finding(EMPTY_FILE, file=str(path))])
        return _unusable(report)
    return check_table(table, dataset, this_year, report, source)


def _long(opened: Opened) -> tidy.Header | None:
    """Return the header of a tidy text file that is too long to be read whole, None for any other file."""
    if not opened.sheets or not isinstance(opened.sheets[0], TextSheet) or opened.path.stat().st_size < LONG:
        return None
    if registry.recognise(opened) is not tidy:
        return None
    header = tidy.header_of(opened)
    return header if header is not None and header.complete else None


def _check_long(
    opened: Opened,
    header: tidy.Header,
    dataset: Dataset,
    this_year: int,
    source: str,
    progress: Progress | None,
) -> FileCheck:
    """Check a long tidy text file part by part."""
    before = opened.path.stat()
    marks = None
    while True:
        table = LongTable(opened, header, dataset, this_year, source)
        short = table.read(marks, progress, BLOCK)
        if not short or table.understood:
            break
        marks = table.shown
    report = table.report
    after = opened.path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        reason = {"reason": "it changed while it was being read"}
        report.add([Finding(UNREADABLE_FILE, report.file, params=reason)])
        return _unusable(report)
    if not short:
        report.add([Finding(TOO_MANY_ROWS, report.file, params={"limit": f"{long_table.MOST_ROWS:,}"})])
        return _unusable(report)
    if not table.rows:
        report.add([] if report.errors() else [Finding(EMPTY_FILE, report.file)])
        return _unusable(report)
    observations, changes = table.finish()
    accepted = table.accepted
    intake = FileCheck(tidy.NAME, table.rows, accepted.count, table.refused, table.empty, table.left_out, changes)
    intake.observations, intake.complete = observations, accepted.complete
    intake.findings, intake.findings_total = report.sorted(), report.total
    return intake


def _check_layer(
    path: Path, dataset: Dataset, this_year: int, sheet: str | None, mapping: Path | None, source: str
) -> FileCheck:
    """Check a file of outlines or points: its figures like those of any table, its places and outlines besides."""
    report = FindingCollector(str(path))
    found = layer.read_layer(path, dataset, sheet, mapping, source)
    report.add(found.findings)
    if not found.usable:
        return _unusable(report)
    frame = found.table.frame
    if len(frame):
        table = RawTable(mapped.NAME, "any", frame, found.features, found.table.empty)
        intake = check_table(table, named(dataset, places=found.places), this_year, report, source)
    else:
        intake = FileCheck(layer.NAME, found.features, empty=found.table.empty)
        intake.findings, intake.findings_total = report.sorted(), report.total
    intake.format = layer.NAME
    intake.refused += found.refused
    intake.out_of_scope += found.out_of_scope
    intake.places, intake.outlines = found.places, found.outlines
    return intake


def _read(opened: Opened, mapping: Path | None, report: FindingCollector) -> RawTable | None:
    """Read an opened file by its mapping or its format; None, and why in the report, where neither fits."""
    pointed, problems = mapped.read_mapping(mapping) if mapping else (None, [])
    if problems or not opened.sheets:
        report.add([*problems, *opened.findings])
        return None
    module = None if pointed else registry.recognise(opened)
    size = opened.path.stat().st_size
    if isinstance(opened.sheets[0], TextSheet) and size > MOST_OTHER:
        params = {"found": f"{size:,} bytes", "limit": f"{MOST_OTHER:,}"}
        report.add([*opened.findings, Finding(TOO_LARGE, str(opened.path), params=params)])
        return None
    if pointed is not None:
        return mapped.read(opened, pointed)
    if module is None:
        report.add([*opened.findings, _unknown(opened)])
        return None
    table: RawTable = module.read(opened)
    return table


def _unknown(opened: Opened) -> Finding:
    head = opened.sheets[0].head if opened.sheets else []
    found = ", ".join(cell.strip() for cell in head[0] if cell.strip())[:160] if head else ""
    return Finding(UNKNOWN_FORMAT, file=str(opened.path), params={"found": found or "-"})


def _unusable(report: FindingCollector) -> FileCheck:
    return FileCheck(None, findings=report.sorted(), findings_total=report.total)


def check_table(
    table: RawTable, dataset: Dataset, this_year: int, report: FindingCollector, source: str = ""
) -> FileCheck:
    """Map a raw table to observations and check each of them."""
    unread = sum(finding.rule in UNREAD for finding in table.findings)
    found = examine(table, dataset, this_year, report, source)
    good = found.good
    refused = unread + found.refused + len(found.candidates) - len(good)
    intake = FileCheck(table.format, table.rows_read + unread, len(good), refused, table.empty + found.empty)
    intake.out_of_scope = found.out_of_scope
    intake.changes = compare(good, dataset.observations)
    _doubts(found.rows, good, intake.changes, dataset, report)
    intake.observations = good.reset_index(drop=True)
    intake.findings, intake.findings_total = report.sorted(), report.total
    return intake


def _doubts(
    rows: pd.DataFrame, good: pd.DataFrame, changes: Changes, dataset: Dataset, report: FindingCollector
) -> None:
    """Warn of values far off their neighbours and of those the project holds back."""
    stored = dataset.observations
    others = stored[stored["indicator"].isin(good["indicator"].unique()) & stored["place"].isin(good["place"].unique())]
    jumps = find_jumps(good, others, dataset.catalogue)
    if len(jumps):
        params = pd.DataFrame(
            {
                "ratio": [digits(ratio, 3) for ratio in jumps["ratio"]],
                "neighbour": [digits(value, 6) for value in jumps["neighbour"]],
                "year": jumps["year"],
            },
            index=jumps.index,
        )
        report.add_rows(JUMP, rows.loc[jumps.index], params=params)
    report.add(sums_told(rows, find_sums(good, stored, dataset.catalogue, dataset.places), report.file))
    report.add(shares_told(rows, find_shares(good, stored, dataset.catalogue), report.file))
    parallels = find_parallels(good, stored)
    report.add_rows(PARALLEL_VALUE, rows.loc[parallels.index], params=parallels_told(parallels))
    held = find_held_back(good[changes.kind != "unchanged"], dataset.held_back)
    if len(held):
        report.add_rows(HELD_BACK, rows.loc[held.index], params=held.to_frame())


ROWS = 20
"""How many values a preview looks at."""


@dataclass(frozen=True)
class Preview:
    """The observations of the first values, and what was found in those and in the table's edges.

    `observations` has the columns of an observation, and the index of the
    values looked at; `looked_at` is how many there were.
    """

    observations: pd.DataFrame
    looked_at: int
    findings: list[Finding]


def preview(opened: Opened, mapping: Mapping, dataset: Dataset, this_year: int, rows: int = ROWS) -> Preview:
    """Return what `mapping` makes of the first values of an opened file.

    A number that can be read in two ways is read as the whole of its column
    says, as it will be when the file is checked.
    """
    report = FindingCollector(str(opened.path))
    problems = mapped.faults(mapping)
    if problems:
        report.add(problems)
        return Preview(dataset.observations.iloc[:0], 0, report.sorted())
    table = mapped.read(opened, mapping)
    report.add(table.findings)
    marks = {name: find_marks(table.frame[name].astype("str")) for name in MEASURED}
    first = replace(table, frame=table.frame.head(rows))
    found = examine(first, dataset, this_year, report, marks=marks)
    return Preview(found.good, len(first.frame), report.sorted())
