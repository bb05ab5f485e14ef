"""The examination of a raw table row by row: names, numbers, units, and the rules of observations.

What is about several rows at once, such as the same key twice or a jump
against the year before, is left to whoever has all rows: see
:mod:`indicators.intake.file_check` and :mod:`indicators.intake.long_table`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.refused_rows import (
    MEASURED,
    tell_numbers,
    tell_of_names,
    tell_of_numbers,
    tell_of_units,
    tell_units,
)
from indicators.language.translator import N_
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.loaders.handmade.resolution import numbers_told, settle
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.numbers import NumberMarks, Status, find_marks, read_numbers
from indicators.loaders.rules import ASSUMED
from indicators.model.suggestions import nearest, nearest_indicator
from indicators.model.units import factor
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.checks import (
    LEVELS,
    MISSING_SOURCE,
    MISSING_VALUE,
    UNKNOWN_INDICATOR,
    UNKNOWN_PLACE,
    UNKNOWN_SOURCE,
    Known,
    check_rows,
)
from indicators.store.dataset import SCALE_DIFFERS, Dataset

UNIT_CONVERTED = Rule(
    "unit_converted",
    Severity.WARNING,
    N_("{value} was turned into {expected} (values: {count})."),
    N_("Check one value by hand."),
    reading=True,
    merged_by=("value", "indicator"),
)

INDICATOR_OUTSIDE = Rule(
    "indicator_outside",
    Severity.WARNING,
    N_("{value} is not in the catalogue (values left out: {count})."),
    N_("Add a catalogue entry that names this field, if it belongs here."),
)

PLACE_OUTSIDE = Rule(
    "place_outside",
    Severity.WARNING,
    N_("{value} is not one of the places (values left out: {count})."),
    N_("Add the place or an alias, if it belongs here."),
)

YEARS_OUTSIDE = Rule(
    "years_outside",
    Severity.WARNING,
    N_("values of years before {first} were left out: {count}."),
    N_("Nothing: the dashboard shows no earlier years."),
    reading=True,
)

SOURCE_OUTSIDE = Rule(
    "source_outside",
    Severity.WARNING,
    N_("the file's release ({value}) is not one of the sources."),
    N_("Describe the source when the file is added."),
)


UNSTATED = "source_not_stated"
"""What stands for the source of values whose file does not name one, until someone does."""

FIRST_YEAR = 1900
"""Years before this one are outside the product; long national series reach back to 1750."""


@dataclass
class ExaminedRows:
    """The rows of a raw table that may become observations, and those that pass.

    `rows` are the raw rows, `candidates` the same as text observations in the
    indicators' units, `good` those without an error, typed; all three share
    one index. `unstated` are the raw rows whose source is not stated, of
    `asked` rows whose numbers can be read; `marks` is what the columns of
    numbers show of their marks. The counts are of values.
    """

    rows: pd.DataFrame
    candidates: pd.DataFrame
    good: pd.DataFrame
    unstated: pd.DataFrame
    asked: int = 0
    marks: dict[str, NumberMarks] = field(default_factory=dict)
    refused: int = 0
    empty: int = 0
    out_of_scope: int = 0


def examine(
    table: RawTable,
    dataset: Dataset,
    this_year: int,
    report: FindingCollector,
    source: str = "",
    marks: Mapping[str, NumberMarks] | None = None,
) -> ExaminedRows:
    """Map a raw table to observations and check each row of it.

    `source` is that of values which name none. Where the table is only a part
    of a file, `marks` are those of the file's whole columns, and what takes the
    whole file to say is not said: keys that come twice, sources not stated.
    """
    out = ExaminedRows(*(pd.DataFrame() for _ in range(4)))
    own = table.format in {tidy.NAME, mapping.NAME}
    raw = table.frame
    if own:
        raw, unnamed = settle(table, dataset.catalogue, dataset.sources, dataset.home, report)
        out.out_of_scope = table.left_out
    places = place_ids(raw, table.territory, dataset.places)
    if own:
        named, misnamed = _own_names(raw, places, unnamed, dataset, report)
        out.refused = len(misnamed)
    else:
        named = _publisher_names(table, places, dataset, report)
        out.out_of_scope = len(raw) - named.index.nunique()
    rows = raw.loc[named.index].reset_index(drop=True)
    columns = dict(marks) if marks else {name: find_marks(rows[name].astype("str")) for name in MEASURED}
    rows, named, numbers, unread = _numbers(rows, named.reset_index(drop=True), own, out, report, marks)
    if own:
        tell_of_names(misnamed, columns, dataset, this_year, report)
        tell_of_numbers(unread, columns, dataset, this_year, report)
    candidates = _candidates(rows, named, numbers, None if own else table, dataset, report, source)
    out.unstated, out.asked = rows[candidates["source"] == UNSTATED], len(rows)
    if marks is None:
        tell_unstated(out.unstated, out.asked, report)
    if not own:
        early = pd.to_numeric(candidates["year"], errors="coerce") < FIRST_YEAR
        if early.any():
            params = {"count": int(early.sum()), "first": FIRST_YEAR}
            report.add([Finding(YEARS_OUTSIDE, report.file, params=params)])
            out.out_of_scope += int(early.sum())
            rows, candidates = rows[~early], candidates[~early]
    units_fit = candidates.pop("units_fit")
    out.refused += int((~units_fit).sum())
    if own:
        misfits = rows[~units_fit].assign(known=candidates.loc[~units_fit, "indicator"], asked=False)
        tell_of_units(misfits, dataset, this_year, report)
    out.rows, out.candidates = rows[units_fit], candidates[units_fit]
    out.good = _check(out.rows, out.candidates, dataset, this_year, report, marks is None)
    return out


def tell_unstated(rows: pd.DataFrame, asked: int, report: FindingCollector) -> None:
    """Say once that none of the `asked` values has a source, or which ones do not."""
    if len(rows) and len(rows) == asked:
        report.add([Finding(MISSING_SOURCE, report.file, level=Severity.WARNING)])
    else:
        report.add_rows(MISSING_SOURCE, rows, "source", "source", level=Severity.WARNING)


def _own_names(
    raw: pd.DataFrame, places: pd.Series, refused: Mapping[str, np.ndarray], dataset: Dataset, report: FindingCollector
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return place and indicator of the rows of a tidy table whose names are all known, and the other rows.

    `refused` says by column which cells are told already. The other rows have
    their indicator as `known`, blank if it is not, and `asked` where the year is a question.
    """
    indicators = raw["field"].astype("str").str.strip()
    unplaced = (places == "").to_numpy()
    unknown = ~indicators.isin(list(dataset.catalogue)).to_numpy()
    for mask, column, rule, suggest in (
        (unplaced, "place_name", UNKNOWN_PLACE, dataset.places.suggest),
        (unknown, "field", UNKNOWN_INDICATOR, lambda name: nearest_indicator(name, dataset.catalogue)),
    ):
        mask = mask & ~refused[column]
        if mask.any():
            struck = raw.loc[mask]
            near = {name: suggest(str(name)) for name in struck[column].unique()[:2_000]}
            params = pd.DataFrame(
                {"near": [near.get(name) for name in struck[column]]}, index=struck.index, dtype="object"
            )
            report.add_rows(rule, struck, "place" if rule == UNKNOWN_PLACE else "indicator", column, params)
    wrong = _wrong_scale(places, indicators, unplaced | unknown, dataset)
    if wrong.any():
        struck = raw.loc[wrong]
        params = pd.DataFrame(
            {
                "expected": [str(dataset.catalogue[name].scale) for name in indicators[wrong]],
                "found": [str(dataset.places[name].level) for name in places[wrong]],
            },
            index=struck.index,
        )
        report.add_rows(SCALE_DIFFERS, struck, "place", "place_name", params)
    kept = ~(unplaced | unknown | wrong | refused["place_name"] | refused["field"] | refused["year"])
    others = raw[~kept].assign(known=indicators.where(~unknown, "")[~kept], asked=refused["year"][~kept])
    named = pd.DataFrame(
        {
            "place": places[kept],
            "indicator": indicators[kept],
            "factor": 1.0,
            "linked_perimeter": "",
            "linked_method": "",
        }
    )
    return named, others


def _wrong_scale(places: pd.Series, indicators: pd.Series, skipped: np.ndarray, dataset: Dataset) -> np.ndarray:
    """Return where a place's level is not one that its indicator describes."""
    level = places.astype("category").cat.codes
    codes = pd.DataFrame({"place": places, "indicator": indicators}).loc[~skipped].drop_duplicates()
    bad = {
        (row.place, row.indicator)
        for row in codes.itertuples()
        if dataset.places[row.place].level not in LEVELS[dataset.catalogue[row.indicator].scale]
    }
    if not bad:
        return np.zeros(len(level), dtype=bool)
    pairs = pd.MultiIndex.from_arrays([places.astype("str"), indicators.astype("str")])
    wrong: np.ndarray = pairs.isin(bad) & ~skipped
    return wrong


def _publisher_names(table: RawTable, places: pd.Series, dataset: Dataset, report: FindingCollector) -> pd.DataFrame:
    """Return place and indicator of the values of a publisher's table that the product is about."""
    raw = table.frame
    fed = links(raw, table.format, dataset.catalogue)
    linked = np.zeros(len(raw), dtype=bool)
    linked[fed.index.unique()] = True
    placed = (places != "").to_numpy()
    for mask, column, rule in ((~linked, "field", INDICATOR_OUTSIDE), (~placed, "place_name", PLACE_OUTSIDE)):
        shown = ["place_name", "country"] if column == "place_name" else ["field"]
        outside = raw.loc[mask, [*shown, "column", "sheet"]]
        groups = outside.groupby(shown, observed=True, sort=False)
        found = groups.agg(
            values_left=("column", "size"), column=("column", "first"), sheet=("sheet", "first")
        ).reset_index()
        report.add(
            Finding(
                rule,
                report.file,
                str(row.sheet) or None,
                None,
                str(row.column) if column == "field" else None,
                str(getattr(row, column)),
                {"count": row.values_left},
            )
            for row in found.itertuples()
        )
    kept = fed[placed[fed.index]]
    return kept.assign(place=places.iloc[kept.index].astype("str").to_numpy())


def _numbers(
    rows: pd.DataFrame,
    named: pd.DataFrame,
    own: bool,
    out: ExaminedRows,
    report: FindingCollector,
    marks: Mapping[str, NumberMarks] | None,
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame], pd.DataFrame]:
    """Read value, lower and upper; return the rows whose three cells can be read, and those with one that cannot."""
    cells = {name: rows[name].astype("str") for name in MEASURED}
    if marks is not None:
        out.marks = {name: find_marks(cells[name]) for name in MEASURED}
    parts = {name: read_numbers(cells[name], None if marks is None else marks[name]) for name in MEASURED}
    if own:
        report.add(numbers_told(rows, parts["value"], report.file))
    blank = (parts["value"]["status"] == Status.EMPTY).to_numpy()
    refused = tell_numbers(rows, parts, report)
    if blank.any():
        report.add_rows(MISSING_VALUE, rows.loc[blank & ~refused], level=Severity.WARNING)
    out.empty += int((blank & ~refused).sum())
    out.refused += int(refused.sum())
    kept = ~(blank | refused)
    unread = rows.loc[refused].assign(known=named.loc[refused, "indicator"], asked=False)
    return rows.loc[kept], named.loc[kept], {name: part.loc[kept] for name, part in parts.items()}, unread


def _candidates(
    rows: pd.DataFrame,
    named: pd.DataFrame,
    numbers: Mapping[str, pd.DataFrame],
    publisher: RawTable | None,
    dataset: Dataset,
    report: FindingCollector,
    origin: str,
) -> pd.DataFrame:
    """Return the rows as a table of observations, in the indicators' units, with what the file leaves out filled in."""
    multiply, fits = _factors(rows, named, dataset, report)
    out = pd.DataFrame({"place": named["place"].astype("str"), "indicator": named["indicator"].astype("str")})
    out["year"] = rows["year"].astype("str")
    for name in ("value", "lower", "upper"):
        out[name] = _in_unit(rows[name].astype("str"), numbers[name], multiply)
    for name, linked, word in (
        ("perimeter", "linked_perimeter", str(Perimeter.NOT_STATED)),
        ("method", "linked_method", str(Method.REPORTED)),
    ):
        stated = rows[name].astype("str").str.strip()
        stated = stated.where(stated != "", named[linked].astype("str"))
        if (stated == "").any():
            report.add([Finding(ASSUMED, report.file, column=name, value=word, params={"what": name})])
        out[name] = stated.where(stated != "", word)
    source = rows["source"].astype("str").str.strip()
    if publisher is not None:
        known = publisher.source if publisher.source in dataset.sources else ""
        if publisher.source and not (known or origin):
            report.add([Finding(SOURCE_OUTSIDE, report.file, value=publisher.release or publisher.source)])
        source = source.where(source.isin(list(dataset.sources)), origin or known)
    source = source.where(source != "", origin)
    out["source"] = source.where(source != "", UNSTATED)
    out["note"] = rows["note"].astype("str")
    converted = multiply != named["factor"].to_numpy()
    if converted.any():
        told = " (converted from " + rows.loc[converted, "unit"].astype("str") + ")"
        out.loc[converted, "note"] = (out.loc[converted, "note"] + told).str.strip()
    return out.assign(units_fit=fits)


def _factors(
    rows: pd.DataFrame, named: pd.DataFrame, dataset: Dataset, report: FindingCollector
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each value is multiplied by, and where a unit that the file names cannot be converted."""
    multiply = named["factor"].to_numpy(dtype="float64").copy()
    units = rows["unit"].astype("str").str.strip()
    if not (units != "").any():
        return multiply, np.ones(len(rows), dtype=bool)
    fits = tell_units(rows, named["indicator"], dataset.catalogue, report)
    pairs = pd.DataFrame({"unit": units, "indicator": named["indicator"].astype("str")})
    for (unit, indicator), positions in pairs[units != ""].groupby(["unit", "indicator"]).indices.items():
        at = np.flatnonzero((units != "").to_numpy())[positions]
        expected = dataset.catalogue[str(indicator)].unit
        ratio = factor(str(unit), expected)
        if ratio is not None and ratio != 1.0:
            multiply[at] *= ratio
            params = {"expected": expected, "indicator": str(indicator), "count": len(at)}
            report.add([Finding(UNIT_CONVERTED, report.file, column="unit", value=str(unit), params=params)])
    return multiply, fits


def _in_unit(text: pd.Series, read: pd.DataFrame, multiply: np.ndarray) -> pd.Series:
    """Return the numbers in the indicator's unit as text; what a factor made has fifteen digits, to leave no dust."""
    product = read["number"].to_numpy() * multiply
    again = np.isfinite(product) & ((multiply != 1.0) | ~read["plain"].to_numpy())
    out = text.where(read["plain"] & ~again, "")
    # a product too large to be a number is refused as one
    out[np.isinf(product)] = "inf"
    if again.any():
        out[again] = [
            repr(float(value)) if ratio == 1.0 else f"{value:.15g}"
            for value, ratio in zip(product[again], multiply[again], strict=True)
        ]
    return out


def _check(
    rows: pd.DataFrame,
    candidates: pd.DataFrame,
    dataset: Dataset,
    this_year: int,
    report: FindingCollector,
    repeats: bool,
) -> pd.DataFrame:
    """Run the checks of observations; findings name the cells of the file."""
    known = Known(dataset.catalogue, list(dataset.places), [*dataset.sources, UNSTATED])
    positions = pd.Series(range(len(candidates)), index=candidates.index)
    good, book = check_rows(candidates.assign(row=positions), known, this_year, repeats, report.room)
    report.add(_located(book.findings, rows, report.file, dataset))
    report.counts += book.more
    source = good["source"].astype("str")
    good["source"] = source.where(source != UNSTATED, "").astype("category")
    return good


def _located(findings: Iterable[Finding], rows: pd.DataFrame, file: str, dataset: Dataset) -> Iterator[Finding]:
    """Yield the findings of the checks with the file's own row, sheet, column and text."""
    number = rows["row"].to_numpy()
    text = {name: rows[name].to_numpy(dtype="object") for name in ("sheet", "column", "year", *MEASURED)}
    text["place"] = rows["place_name"].to_numpy(dtype="object")
    for finding in findings:
        at = finding.row or 0
        params = dict(finding.params)
        if "first" in params:
            params["first"] = int(number[int(params["first"])])
        if finding.rule == UNKNOWN_SOURCE:
            params["near"] = nearest(finding.value or "", dataset.sources)
        column = finding.column or ""
        printed = str(text["column"][at]) if column == "value" else column
        value = str(text[column][at]) if column in text else finding.value
        yield Finding(
            finding.rule, file, str(text["sheet"][at]) or None, int(number[at]), printed, value, params, finding.level
        )
