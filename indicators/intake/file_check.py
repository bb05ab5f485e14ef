"""The check of a file: what it holds for the store, its counts and findings; and a preview of its first rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.changes import Changes
from indicators.intake.layers import layer
from indicators.intake.layers.container import is_geographic
from indicators.intake.name_checks import INDICATOR_OUTSIDE
from indicators.intake.observation_keys import UNSTATED
from indicators.intake.pledge_check import check_pledges
from indicators.intake.row_checks import check_rows
from indicators.intake.table_check import TableCheck
from indicators.language.translator import N_
from indicators.loaders import registry, tidy
from indicators.loaders.handmade import mapping as mapped
from indicators.loaders.handmade.mapping import Mapping
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.files import Opened, TextSheet, open_file
from indicators.loaders.reading.headers import TOO_LARGE
from indicators.loaders.reading.numbers import NumberCells
from indicators.model.observations import COLUMNS, NUMBERS
from indicators.model.observations import empty as no_observations
from indicators.model.places import Place
from indicators.model.pledges import Pledge
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE
from indicators.store.additions import named
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import Meant

NOTHING_KNOWN = Rule(
    "nothing_known", Severity.WARNING,
    N_("the file was read as one of the format {format}, and none of its fields is in the catalogue."),
    N_("If it is a table of another kind, map its columns."), reading=True,
)  # fmt: skip

UNKNOWN_FORMAT = Rule(
    "unknown_format", Severity.ERROR, N_("no known format: the first row reads {found}."),
    N_("Use the columns place, indicator, year, value and source, or say which column of the table holds what."),
)  # fmt: skip

TOO_MANY_ROWS = Rule(
    "too_many_rows", Severity.ERROR, N_("the file holds more than {limit} rows."),
    N_(
        "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
        "belong to another tool."
    ),
)  # fmt: skip


LONG = 2_000_000
"""From so many bytes on a tidy text is read in batches: no table made by hand is longer."""

MOST_ROWS = 12_000_000
"""The records of the longest table that is checked."""

MOST_OTHER = 100_000_000
"""The bytes of the largest text file in any other format: those are read whole."""

Progress = Callable[[float], None]


@dataclass
class FileCheck:
    """What a file holds for the store: its observations, its counts and its findings.

    `format` is None where the file cannot be used. `accepted`, `refused`, `empty` and `out_of_scope` count values; each
    value of the file is one of the four. `observations` are the accepted ones, source blank where the file states none;
    there are none of them where the file has more than can be added at once, which `complete` says. Of `questions` of
    them nobody stated whether they are new values of known figures. A layer may bring new `places`, and `outlines` as
    :mod:`indicators.maps.added_outlines` writes them. `pledges` are those of a file of pledges, which has no values.
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
    questions: int = 0
    places: tuple[Place, ...] = ()
    outlines: str = ""
    pledges: tuple[Pledge, ...] = ()


def check_file(
    path: Path,
    dataset: Dataset,
    this_year: int,
    sheet: str | None = None,
    mapping: Path | None = None,
    source: str = "",
    progress: Progress | None = None,
    meant: Meant | None = None,
) -> FileCheck:
    """Check the file at `path` against the catalogue, the places and the values of `dataset`.

    `sheet` names the one sheet of a workbook to look at; `mapping` a file that says which column of an unknown table
    holds what; `source` is the known source of the values whose file does not name one. `meant` answers what values
    are that name no perimeter or method beside a known figure of their source. `progress` is called with the share of a
    long file that has been read, from 0 to 1 (once more from 0 where the file has to be read again); what it raises
    ends the check and comes through to the caller.
    """
    report = FindingCollector(str(path))
    if is_geographic(path):
        return _check_layer(path, dataset, this_year, sheet, mapping, source, meant)
    opened = open_file(path, sheet)
    header = None if mapping else _long_header(opened)
    if header is not None:
        return _check_batches(opened, header, dataset, this_year, source, progress, meant)
    table = _read(opened, mapping, report)
    if table is None:
        return _unusable(report)
    if not len(table.frame) and not table.rows_read:
        report.add(table.findings)
        if not report.errors():
            report.add([Finding(EMPTY_FILE, file=str(path))])
        return _unusable(report)
    return check_table(table, dataset, this_year, report, source, meant)


def _long_header(opened: Opened) -> tidy.Header | None:
    """Return the header of a tidy text file that is read in batches, None for any other file."""
    if not opened.sheets or not isinstance(opened.sheets[0], TextSheet) or opened.path.stat().st_size < LONG:
        return None
    if registry.recognise(opened) is not tidy:
        return None
    header = tidy.header_of(opened)
    return header if header is not None and header.complete else None


def _check_batches(
    opened: Opened,
    header: tidy.Header,
    dataset: Dataset,
    this_year: int,
    source: str,
    progress: Progress | None,
    meant: Meant | None,
) -> FileCheck:
    """Check a long tidy text batch by batch.

    What its decimal and thousands marks mean is a question of whole columns: the first batch says how to read
    them, and where a later one says otherwise the file is read once more.
    """
    file = str(opened.path)
    check = TableCheck(dataset, this_year, FindingCollector(file), source, meant=meant)
    while True:
        for table, share in tidy.read_batches(header):
            check.add(table)
            if progress is not None:
                progress(share)
            if check.rows > MOST_ROWS:
                break
        if check.understood or check.rows > MOST_ROWS:
            break
        check = TableCheck(dataset, this_year, FindingCollector(file), source, check.shown, meant)
    report = check.report
    if isinstance(header.sheet, TextSheet) and header.sheet.is_changed():
        reason = {"reason": "it changed while it was being read"}
        report.add([Finding(UNREADABLE_FILE, file, params=reason)])
        return _unusable(report)
    if check.rows > MOST_ROWS:
        report.add([Finding(TOO_MANY_ROWS, file, params={"limit": f"{MOST_ROWS:,}"})])
        return _unusable(report)
    if not check.rows:
        report.add([] if report.errors() else [Finding(EMPTY_FILE, file)])
        return _unusable(report)
    return _finished(tidy.NAME, check, lambda: (table for table, _ in tidy.read_batches(header)))


def _finished(name: str, check: TableCheck, again: Callable[[], Iterable[RawTable]]) -> FileCheck:
    """Return the outcome of a check whose batches are all added."""
    observations, changes = check.finish(again)
    report = check.report
    intake = FileCheck(name, check.rows, check.accepted, check.refused, check.empty, check.out_of_scope, changes)
    intake.observations, intake.complete, intake.questions = observations, check.complete, check.questions
    intake.findings, intake.findings_total = report.sorted(), report.total
    return intake


def _check_layer(
    path: Path,
    dataset: Dataset,
    this_year: int,
    sheet: str | None,
    mapping: Path | None,
    source: str,
    meant: Meant | None,
) -> FileCheck:
    """Check a file of outlines or points: its figures like those of any table, its places and outlines besides."""
    report = FindingCollector(str(path))
    layer_read = layer.read_layer(path, dataset, sheet, mapping, source)
    report.add(layer_read.findings)
    if not layer_read.usable:
        return _unusable(report)
    frame = layer_read.table.frame
    if len(frame):
        table = RawTable(mapped.NAME, "any", frame, layer_read.features, layer_read.table.empty)
        intake = check_table(table, named(dataset, places=layer_read.places), this_year, report, source, meant)
    else:
        intake = FileCheck(layer.NAME, layer_read.features, empty=layer_read.table.empty)
        intake.findings, intake.findings_total = report.sorted(), report.total
    intake.format = layer.NAME
    intake.refused += layer_read.refused
    intake.out_of_scope += layer_read.out_of_scope
    intake.places, intake.outlines = layer_read.places, layer_read.outlines
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
        pointed = pointed.model_copy(update={"sheet": None}) if opened.every else pointed
        fits, read = partial(mapped.find_header, mapping=pointed), partial(mapped.read, mapping=pointed)
        return registry.read_sheets(opened, fits, read)
    if module is None:
        hidden = [finding for sheet in opened.sheets for finding in sheet.hidden()]
        report.add([*opened.findings, *hidden, _unknown(opened)])
        return None
    return registry.read_sheets(opened, module.recognise, module.read)


def _unknown(opened: Opened) -> Finding:
    head = opened.sheets[0].head if opened.sheets else []
    headings = ", ".join(cell.strip() for cell in head[0] if cell.strip())[:160] if head else ""
    return Finding(UNKNOWN_FORMAT, file=str(opened.path), params={"found": headings or "-"})


def _unusable(report: FindingCollector) -> FileCheck:
    return FileCheck(None, findings=report.sorted(), findings_total=report.total)


def check_table(
    table: RawTable,
    dataset: Dataset,
    this_year: int,
    report: FindingCollector,
    source: str = "",
    meant: Meant | None = None,
) -> FileCheck:
    """Map a raw table to observations and check each of them."""
    # the edition that the format knows names its source itself; of another one somebody has to
    edition = table.source if table.source in dataset.sources else source or UNSTATED
    pledges, findings = check_pledges(table, dataset.places, edition)
    report.add(findings)
    check = TableCheck(dataset, this_year, report, source, meant=meant)
    check.add(table)
    if 0 < table.frame["field"].nunique() == report.counts[INDICATOR_OUTSIDE]:
        report.add([Finding(NOTHING_KNOWN, report.file, params={"format": table.format})])
    intake = _finished(table.format, check, lambda: [table])
    intake.pledges = pledges
    return intake


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
    marks = {name: NumberCells(table.frame[name]).marks for name in NUMBERS}
    first = replace(table, frame=table.frame.head(rows))
    checked = check_rows(first, dataset, this_year, report, marks=marks)
    observations = _as_observations(checked.values[checked.good]).loc[:, list(COLUMNS)]
    return Preview(observations, len(first.frame), report.sorted())


def _as_observations(values: pd.DataFrame) -> pd.DataFrame:
    """Return values with the types of observations; a source that is not stated is blank."""
    out = values.copy()
    out["year"] = pd.to_numeric(out["year"]).astype("Int16")
    for name in ("place", "indicator", "perimeter", "method", "source"):
        out[name] = out[name].cat.remove_unused_categories()
    out["source"] = out["source"].cat.rename_categories({UNSTATED: ""})
    return out
