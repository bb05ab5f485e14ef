"""Reading of files: bytes of any kind become sheets of text, within every limit of size.

The delimiter of a text file is the one of semicolon, tab, comma and bar that
cuts the first records into most cells, alike in every record. Workbooks are
read by calamine. Anything else is a finding.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading import data_containers, workbooks
from indicators.loaders.reading.encodings import MAX_LINE, find_encoding, open_text
from indicators.loaders.reading.headers import BINARY_FILE, HEAD, TOO_LARGE, UNKNOWN_SHEET, HeaderAt, Sheet, is_blank
from indicators.loaders.reading.records import BATCH, RecordSplitter, TextBatch, TextLayout, read_batches
from indicators.model.rules import EMPTY_FILE, MISSING_FILE, UNREADABLE_FILE, unreadable

HTML_FILE = Rule(
    "html_file", Severity.ERROR, N_("this is a web page, not a table."),
    N_("Open the link in a browser and download the file itself."),
)  # fmt: skip

CHANGED_WHILE_READ = Rule(
    "changed_while_read", Severity.ERROR, N_("the file changed while it was read."),
    N_("Wait until it is written, then check it again."),
)  # fmt: skip


EVERY_SHEET = "*"
"""What stands for the name of a sheet where all sheets of one shape are to be read; no workbook allows it as a name."""

MAX_COLUMNS = 2_000
MAX_HEAD = 8_000_000
"""The characters of the first lines that are looked at."""

DELIMITERS = ",;\t|"
csv.field_size_limit(MAX_LINE)  # a cell may be as long as a line
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|script|div|table)\b", re.I | re.S
)
_XML = re.compile(r"\s*(?:<\?xml|<[A-Za-z][\w:.-]*[\s>])")
_JSON = re.compile(r"""\s*(?:\{\s*["}]|\[\s*[\[{])""")
_TABS = re.compile(r"\ufeff?[\w,]+\\\w+ ?\t")
"""How a table begins whose first column packs several with commas, as Eurostat's: its columns are cut by tabs."""

_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
}


@dataclass
class Opened:
    """A file made readable: its sheets (one without a name for a text file), or why it is not.

    `every` is whether all sheets of one shape are to be read, rather than the first that fits.
    """

    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    every: bool = False

    def with_header(self, *names: str) -> HeaderAt | None:
        """Return the first sheet and record of its head that hold all of `names`, or None."""
        headers = ((sheet, sheet.find(*names)) for sheet in self.sheets)
        return next(((sheet, record) for sheet, record in headers if record is not None), None)

    def header_where(self, is_header: Callable[[list[str]], bool], most: int) -> HeaderAt | None:
        """Return the first sheet and record, among the first `most` of its head, that is a header, or None."""
        records = ((sheet, record) for sheet in self.sheets for record in range(len(sheet.head[:most])))
        return next(((sheet, record) for sheet, record in records if is_header(sheet.head[record])), None)


def open_file(path: Path, sheet: str | None = None) -> Opened:
    """Open `path` and read the head of each sheet, or only of the one called `sheet` (:data:`EVERY_SHEET`: of all)."""
    opened = Opened(path, every=sheet == EVERY_SHEET)
    try:
        if not path.is_file():
            opened.findings.append(Finding(MISSING_FILE, file=str(path)))
            return opened
        with path.open("rb") as file:
            start = file.read(512)
        contained = data_containers.open_container(path, start)
        if contained is not None:
            opened.sheets, opened.findings = contained
        elif start.startswith(workbooks.MAGIC):
            opened.sheets, opened.findings = workbooks.open_sheets(path, sheet)
        elif not start:
            opened.findings.append(Finding(EMPTY_FILE, file=str(path)))
        else:
            opened.sheets, opened.findings = _open_text(path, start)
    except OSError as error:
        opened.findings.append(unreadable(path, error))
        return opened
    if sheet is not None and not opened.every:
        chosen = [candidate for candidate in opened.sheets if candidate.name == sheet]
        if opened.sheets and not chosen:
            names = ", ".join(candidate.name or "-" for candidate in opened.sheets)
            opened.findings.append(Finding(UNKNOWN_SHEET, file=str(path), value=sheet, params={"found": names}))
        opened.sheets = chosen
    return opened


def _open_text(path: Path, start: bytes) -> tuple[list[Sheet], list[Finding]]:
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
    if kind is not None:
        return [], [Finding(BINARY_FILE, file=str(path), params={"reason": kind})]
    encoding, problem = find_encoding(path, start)
    findings = [problem] if problem else []
    if encoding is None:
        return [], findings
    lines = _first_lines(path, encoding)
    other = _other_than_a_table(lines, path)
    if other is not None:
        return [], [other]
    preamble, delimiter = _dialect(lines)
    sheet = _text_sheet(path, encoding, lines[preamble:], preamble, delimiter)
    if not sheet.head:
        return [], [*findings, Finding(EMPTY_FILE, file=str(path))]
    widest = max(map(len, sheet.head))
    if widest > MAX_COLUMNS:
        params = {"found": f"{widest} columns", "limit": MAX_COLUMNS}
        return [], [*findings, Finding(TOO_LARGE, file=str(path), params=params)]
    return [sheet], findings


def _other_than_a_table(lines: Sequence[str], path: Path) -> Finding | None:
    """Return what a text is where it is no table: a web page, or data in another form."""
    beginning = "".join(lines[:20])[:100_000].lstrip("\ufeff")
    if _HTML.match(beginning):
        return Finding(HTML_FILE, file=str(path))
    forms = {"XML": _XML.match(beginning), "JSON": _JSON.match(beginning), "NUL": any("\0" in line for line in lines)}
    kind = next((name for name, is_form in forms.items() if is_form), None)
    return Finding(BINARY_FILE, file=str(path), params={"reason": kind}) if kind else None


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written to: its size and the time of its last change."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _first_lines(path: Path, encoding: str) -> list[str]:
    """Return the first lines of a file, as many as are needed to recognise it and no more than memory bears."""
    lines: list[str] = []
    characters_left = MAX_HEAD
    with path.open("rb") as raw, open_text(raw, encoding) as file:
        for line in islice(file, 400):
            lines.append(line)
            characters_left -= len(line)
            if characters_left < 0:
                break
    return lines


def _dialect(lines: Sequence[str]) -> tuple[int, str]:
    """Return how many lines only say the delimiter (as `sep=;` does), and the delimiter."""
    named = re.fullmatch(r"\ufeff?\"?sep=([;,\t|:~^])\"?\r?\n?", lines[0], re.I) if lines else None
    if named is None and lines and _TABS.match(lines[0]):
        return 0, "\t"
    return (1, named[1]) if named else (0, find_delimiter(lines))


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that cuts most records alike into most cells."""

    def score(delimiter: str) -> float:
        counts = [len(record) for _, record in _records(lines, delimiter)]
        several = [count for count in counts if count > 1]
        if not several:
            return 0.0
        usual = max(set(several), key=several.count)
        return usual * (several.count(usual) / len(counts)) ** 2

    return max(DELIMITERS, key=score)


def _text_sheet(path: Path, encoding: str, lines: Sequence[str], above: int, delimiter: str) -> "TextSheet":
    """Return the sheet of a text by its first lines; `above` are the lines left out before them."""
    counts = Counter(line.count(delimiter) for line in lines if line.strip() and '"' not in line)
    width = counts.most_common(1)[0][0] + 1 if counts else 0
    sheet = TextSheet(None, [], [], path, encoding, delimiter, _stamp(path))
    for row, record in RecordSplitter(delimiter, width).split(lines, above + 1):
        if len(sheet.below) < len(sheet.rows):
            sheet.below.append(row)
        if len(sheet.head) == HEAD:
            break
        # a line that is no record stands as it is: above the header it may be a title
        shown = [lines[row - above - 1].strip()] if record is None else record
        if not is_blank(shown):
            sheet.head.append(shown)
            sheet.rows.append(row)
    return sheet


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that are not blank, each with the number of its first line, up to one that cannot be read."""
    reader = csv.reader(lines, delimiter=delimiter)
    above = 0
    with suppress(csv.Error):
        for record in reader:
            if not is_blank(record):
                yield above + 1, record
            above = reader.line_num


@dataclass
class TextSheet(Sheet):
    """The one sheet of a delimited text file."""

    encoding: str
    delimiter: str
    stamp: tuple[int, int] | None = None
    below: list[int] = field(default_factory=list)
    """The first line below each record of the head, but for the last where nothing comes after it."""

    def body(self, header: int, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
        """Return the records below the header as text; see :class:`Sheet`.

        A file that vanishes or is written to meanwhile has no records, and a finding.
        """
        names, short = self.columns(header), self.short(header)
        nothing = pd.DataFrame({name: pd.Series(dtype="str") for name in names})
        if short is not None:
            return nothing, [short]
        try:
            batches = list(self.batches(header))
            if self.is_changed():
                return nothing, [self.finding(CHANGED_WHILE_READ)]
        except OSError as error:
            return nothing, [self.finding(UNREADABLE_FILE, reason=error.strerror or str(error))]
        findings = [finding for batch in batches for finding in batch.findings()]
        body = pd.concat([batch.body for batch in batches]) if batches else nothing
        return body.astype(dict.fromkeys(set(categories) & set(names), "category")), findings

    def batches(self, header: int, few: Collection[str] = (), size: int = BATCH) -> Iterator[TextBatch]:
        """Read the records below the header about `size` bytes at a time; the columns of `few` come as categories."""
        if header >= len(self.below):
            return
        names = self.columns(header)
        # cells beyond the header: blank they are a trailing delimiter, else the record is refused
        counts = Counter(len(record) for record in self.head[header + 1 :]).most_common(1)
        width = max([len(names), *(usual for usual, _ in counts)])
        layout = TextLayout(self.path, self.encoding, self.delimiter, names, width, self.below[header], frozenset(few))
        yield from read_batches(layout, size)

    def is_changed(self) -> bool:
        """Return whether the file was written to since it was opened."""
        return self.stamp is not None and _stamp(self.path) != self.stamp
