"""The rules of numbers: a cell that is none, a unit that does not fit, a number that can be read but not believed."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.name_checks import TableBook
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_
from indicators.loaders.handmade.resolution import with_words, words_where
from indicators.loaders.handmade.table_edges import FOOTNOTE_LEFT_OUT
from indicators.loaders.reading.headers import ASSUMED
from indicators.loaders.reading.numbers import AMBIGUOUS_NUMBER, UNUSABLE, NumberCells, Status, code_of
from indicators.loaders.tidy import PREAMBLE_LEFT_OUT
from indicators.model.catalogue import Catalogue, Indicator
from indicators.model.places import fold
from indicators.model.units import factor, is_unit, share_of
from indicators.model.vocabulary import Measure, Method
from indicators.store.checks import Book

UNIT_MISMATCH = Rule(
    "unit_mismatch", Severity.ERROR, N_("the unit {value} cannot be turned into {expected}."),
    N_("Give the value in {expected}."),
    words=("expected",),
)  # fmt: skip

UNKNOWN_UNIT = Rule(
    "unknown_unit", Severity.ERROR, N_("{value} stands where a unit does, and is not understood as one."),
    N_("Write it as {expected}, or take it out of the header."),
    words=("expected",),
)  # fmt: skip

SHARE_OF_OTHERS = Rule(
    "share_of_others", Severity.ERROR, N_("{value} says what the share is of, and the indicator is a share of others."),
    N_("Check that it is the same share; if it is, write % alone."),
)  # fmt: skip

UNIT_LEFT_OUT = Rule(
    "unit_left_out", Severity.ERROR, N_("the row names no unit, and others of its indicator are in {expected}."),
    N_("Write the unit in every row."),
)  # fmt: skip

SCALE_BESIDE = Rule(
    "scale_beside", Severity.ERROR, N_("the lines around the table speak of {scale}: is {value} in that unit?"),
    N_("Write the unit in a column, or in the header of the figures."),
)  # fmt: skip

UNIT_CONVERTED = Rule(
    "unit_converted", Severity.WARNING, N_("{value} was turned into {expected} (values: {count})."),
    N_("Check one value by hand."), reading=True, merged_by=("value", "indicator"),
    words=("expected",),
)  # fmt: skip

SCALE_IN_NOTE = Rule(
    "scale_in_note", Severity.ERROR, N_("the note of the row speaks of {scale}: is {value} in that unit?"),
    N_("Write the unit in a column, or in the header of the figures."),
)  # fmt: skip

COUNT_NOT_WHOLE = Rule(
    "count_not_whole", Severity.ERROR, N_("{value} is not a whole number, but the indicator counts one by one."),
    N_("Write all digits without a thousands mark; where the figures are in thousands or millions, name that unit."),
)  # fmt: skip

NO_VALUE_CODE = Rule(
    "no_value_code", Severity.ERROR, N_("{value} is what programs write where there is no value."),
    N_("Leave the cell blank where nothing is known."),
)  # fmt: skip

OWN_UNIT = N_("the indicator's own")
"""What stands for the unit of a value whose file names none."""

PERCENT = "percent"
STEM = 5
"""The letters of a word that its forms share: household, households; ménage, ménages."""

COUNTED = frozenset({"person", "count"})
"""The units of what is counted one by one."""

ESTIMATED = (str(Method.MODELLED), str(Method.PROJECTED), str(Method.ESTIMATED))
"""The methods whose results may have fractions of a person, from :data:`SMALLEST_ESTIMATE` on."""

SMALLEST_ESTIMATE = 1_000
"""Below it a count with decimals looks like one that lost its thousands mark."""

MOST_UNITS = 300
"""How many different units of a file are read; the rest are unknown."""

_SCALE = re.compile(
    r"(?:(?<=\ben )|(?<=\bin )|(?<=\()|(?<=: ))(?:milliers?|millions?|milliards?|thousands?|billions?)\b"
    r"|[x×] ?1[ .,]?000|\b000s\b|بالآلاف|بالملايين",
    re.I,
)
"""What says that figures are in thousands or more."""

_ONE_GROUP = r"^\s*[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}\s*$"
_THREE_DECIMALS = r"^\s*[+-]?[0-9]{4,6}[.,][0-9]{3}\s*$"

NO_VALUE_CODES = np.array(
    [
        *(-float("9" * digits) for digits in range(2, 16)),
        *(float("9" * digits) for digits in range(5, 16)),
        -32768.0, -2147483648.0, 2147483647.0,
    ]
)  # fmt: skip
"""What statistical programs, rasters and databases write for a missing value; 99, 999 and 9999 are figures as well."""

BEYOND = 1e15
"""No figure of a city or a country is so large: rasters write such numbers for what they do not know."""


def check_cells(book: TableBook, status: Mapping[str, np.ndarray]) -> np.ndarray:
    """Refuse the cells that cannot be read as numbers; return the rows without one."""
    readable = np.ones(len(book.rows), dtype=bool)
    for name, codes in status.items():
        for kind, rule in UNUSABLE.items():
            broken = codes == code_of(kind)
            book.add(broken, rule, name)
            readable &= ~broken
    return readable


def unit_ratios(units: pd.Series, indicators: pd.Series, catalogue: Catalogue) -> tuple[np.ndarray, np.ndarray]:
    """Return what a value in its unit is multiplied by to be in its indicator's, and that unit.

    1 where the file names no unit, missing where the unit cannot be converted.
    """
    units = with_words(units, str.strip)
    if not any(units.cat.categories):
        return np.ones(len(units)), np.full(len(units), "", dtype=object)
    width = len(indicators.cat.categories)
    pair = units.cat.codes.to_numpy().astype("int64") * width + indicators.cat.codes.to_numpy()
    codes, pairs = pd.factorize(pair)
    ratios, expected = np.ones(len(pairs)), np.full(len(pairs), "", dtype=object)
    read = _units_read(units)
    for number, code in enumerate(pairs):
        unit, indicator = str(units.cat.categories[code // width]), str(indicators.cat.categories[code % width])
        if unit and indicator:
            expected[number] = catalogue[indicator].unit
            ratio = factor(unit, expected[number]) if unit in read else None
            if ratio is not None and not _is_same_share(unit, catalogue[indicator]):
                ratio = None
            ratios[number] = np.nan if ratio is None else ratio
    return ratios[codes], expected[codes]


def _is_same_share(unit: str, entry: Indicator) -> bool:
    """Return whether what a unit says a share is of is what the indicator's names say; `%` alone says nothing."""
    whole = share_of(unit)
    if not whole:
        return True
    texts = {names.get(language) for names in (entry.unit_names, entry.names) for language in LANGUAGES}
    stems = {word[:STEM] for text in texts for word in fold(text).split()}
    return all(word[:STEM] in stems for word in fold(whole).split() if len(word) >= STEM)


def _units_read(units: pd.Series) -> frozenset[str]:
    """Return the units that are read: nobody writes hundreds, and each costs a thousandth of a second."""
    return frozenset(units.cat.categories[:MOST_UNITS])


def check_units(
    book: TableBook, named: pd.DataFrame, ratio: np.ndarray, expected: np.ndarray, rows: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Refuse the units that cannot be converted, and say which were; return where they can.

    `rows` are those that are checked and those of which a conversion is reported.
    """
    checked, used = rows
    fits: np.ndarray = ~np.isnan(ratio)
    converted = used & fits & (ratio != 1.0)
    if converted.any():
        units = with_words(book.rows["unit"], str.strip)[converted].astype("str")
        pairs = pd.DataFrame({"unit": units, "indicator": named["indicator"][converted].astype("str")})
        pairs["expected"] = expected[converted]
        for (unit, indicator), group in pairs.groupby(["unit", "indicator"]):
            params = {"expected": group["expected"].iloc[0], "indicator": indicator, "count": len(group)}
            book.report.add([Finding(UNIT_CONVERTED, book.report.file, column="unit", value=str(unit), params=params)])
    if not fits.all():
        units = with_words(book.rows["unit"], str.strip)
        read = _units_read(units)
        understood = words_where(units, lambda text: text in read and bool(text) and is_unit(text))
        others = words_where(units, lambda text: bool(share_of(text))) & (expected == PERCENT)
        for rule, mask in (
            (SHARE_OF_OTHERS, others), (UNIT_MISMATCH, understood & ~others), (UNKNOWN_UNIT, ~understood & ~others),
        ):  # fmt: skip
            book.add(~fits & checked & mask, rule, "unit", expected=expected)
    return fits


def scale_beside(findings: Iterable[Finding]) -> str:
    """Return the word of thousands or millions in the lines above or below a table; blank where there is none."""
    lines = " ".join(
        str(finding.value) for finding in findings if finding.rule in (PREAMBLE_LEFT_OUT, FOOTNOTE_LEFT_OUT)
    )
    match = _SCALE.search(lines)
    return match[0] if match else ""


def check_units_left_out(
    book: TableBook, named: pd.DataFrame, ratio: np.ndarray, used: np.ndarray, scale: str, catalogue: Catalogue
) -> None:
    """Refuse the rows without a unit where others of their indicator are in another than its own; else say it once.

    Where the lines around the table speak of thousands (`scale`), or the row's own note does, nobody can tell whether
    that is their unit.
    """
    blank = words_where(book.rows["unit"], lambda text: not text.strip()) & used
    scaled = words_where(named["indicator"], lambda name: name in catalogue and catalogue[name].unit != PERCENT)
    noted = words_where(book.rows["note"], lambda text: bool(_SCALE.search(text))) & blank & scaled
    if noted.any():
        of_notes = with_words(book.rows["note"], lambda text: (_SCALE.search(text) or [""])[0]).astype("str")
        book.add(noted, SCALE_IN_NOTE, "value", scale=of_notes.to_numpy(dtype=object))
        blank &= ~noted
    if not blank.any():
        return
    if scale:
        book.add(blank & scaled, SCALE_BESIDE, "value", scale=np.full(len(blank), scale, dtype=object))
        blank &= ~scaled
        if not blank.any():
            return
    other = used & ~blank & (ratio != 1.0) & ~np.isnan(ratio)
    left_out = blank & named["indicator"].isin(named["indicator"][other].unique()).to_numpy()
    if left_out.any():
        indicators = named["indicator"].astype("str")
        units = with_words(book.rows["unit"], str.strip).astype("str")
        first = units[other].groupby(indicators[other]).first()
        expected = np.where(left_out, indicators.map(first).fillna("").to_numpy(dtype=object), "")
        book.add(left_out, UNIT_LEFT_OUT, "unit", expected=expected)
    # of a share that is none of a hundred, the rule of shares asks
    assumed = words_where(named["indicator"], lambda name: name in catalogue and catalogue[name].unit != PERCENT)
    if (blank & ~left_out & assumed).any():
        value, params = str(OWN_UNIT), {"what": N_("unit")}
        book.report.add([Finding(ASSUMED, book.report.file, column="unit", value=value, params=params)])


def is_count(indicators: pd.Series, catalogue: Catalogue) -> np.ndarray:
    """Return which rows are of an indicator that counts persons or things; `indicators` are categories of ids."""
    entries = [catalogue.get(name) for name in indicators.cat.categories]
    counts = [entry is not None and entry.unit in COUNTED and entry.measure is Measure.TOTAL for entry in entries]
    rows: np.ndarray = np.array([*counts, False], dtype=bool)[indicators.cat.codes.to_numpy()]
    return rows


def read_counts(cells: NumberCells, number: np.ndarray, status: np.ndarray, counts: np.ndarray) -> None:
    """Write the numbers of counts that could be read two ways: the comma of `66,202` persons sets thousands apart."""
    rows = np.flatnonzero(counts & (status == code_of(Status.AMBIGUOUS)))
    texts = cells.text.take(pa.array(rows))
    by_comma = pc.match_substring_regex(texts, _ONE_GROUP).to_numpy(zero_copy_only=False)
    by_comma &= pc.match_substring(texts, ",").to_numpy(zero_copy_only=False)
    plain = pc.replace_substring(pc.utf8_trim_whitespace(texts.filter(pa.array(by_comma))), ",", "")
    number[rows[by_comma]] = pc.cast(pc.utf8_ltrim(plain, "+"), pa.float64()).to_numpy()
    status[rows[by_comma]] = code_of(Status.NUMBER)


def check_counts(book: Book, cells: NumberCells, number: np.ndarray, counts: np.ndarray, methods: pd.Series) -> None:
    """Refuse the values of counts whose decimals could be thousands, and warn of others: some offices print means."""
    rows = np.flatnonzero(counts & ~np.isnan(number))
    texts = cells.text.take(pa.array(rows))
    marked = pc.or_(pc.match_substring(texts, "."), pc.match_substring(texts, ","))
    # digits of other scripts have decimal marks of their own
    suspect = marked.to_numpy(zero_copy_only=False) | (number[rows] % 1 != 0)
    if not suspect.any():
        return
    rows, texts = rows[suspect], texts.filter(pa.array(suspect))
    values = number[rows]
    one_group, three_decimals = (
        pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
        for pattern in (_ONE_GROUP, _THREE_DECIMALS)
    )
    small = np.abs(values) < SMALLEST_ESTIMATE
    grouped = one_group & small
    estimated = methods.iloc[rows].isin(ESTIMATED).to_numpy() & ~small
    doubtful = (values % 1 != 0) & ~grouped & ~estimated
    refused = doubtful & (small | three_decimals)
    for rule, suspicious, level in (
        (AMBIGUOUS_NUMBER, grouped, None),
        (COUNT_NOT_WHOLE, refused, None),
        (COUNT_NOT_WHOLE, doubtful & ~refused, Severity.WARNING),
    ):
        mask = np.zeros(len(number), dtype=bool)
        mask[rows[suspicious]] = True
        book.add(mask, rule, "value", level)


def check_codes(book: Book, column: str, number: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Refuse the numbers that stand for no value; return where they are."""
    rows = np.flatnonzero(where & ((number < 0) | (number > 90_000)))
    coded = np.zeros(len(number), dtype=bool)
    coded[rows] = np.isin(number[rows], NO_VALUE_CODES) | (np.abs(number[rows]) >= BEYOND)
    book.add(coded, NO_VALUE_CODE, column)
    return coded
