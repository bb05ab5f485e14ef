"""Intake: a file of any known format, recognised, read, mapped and checked. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.changes import Changes, compare
from indicators.checks import LEVELS, Known, check_observations
from indicators.findings import Finding, Severity
from indicators.held_back import find_held_back
from indicators.jumps import find_jumps
from indicators.loaders import mapped, registry, tidy
from indicators.loaders.fields import links
from indicators.loaders.numbers import UNUSABLE, Status, read_numbers
from indicators.loaders.own_tables import numbers_told, settle
from indicators.loaders.places import place_ids
from indicators.loaders.raw import RawTable
from indicators.loaders.reading import Opened, open_file
from indicators.observations import empty as no_observations
from indicators.report import Report
from indicators.store import Dataset
from indicators.suggestions import nearest, nearest_indicator
from indicators.units import factor, is_unit
from indicators.vocabulary import Method, Perimeter

UNSTATED = "source_not_stated"
"""What stands for the source of values whose file does not name one, until someone does."""

_UNREAD = ("ragged_row", "unreadable_file")
"""The rules of records that could not be read at all; each is a value refused."""

FIRST_YEAR = 1900
"""Years before this one are outside the product; long national series reach back to 1750."""


@dataclass
class Intake:
    """What a file holds for the store: its observations, its counts and its findings.

    `format` is None where the file cannot be used. `accepted`, `refused`,
    `empty` and `out_of_scope` count values; each value of the file is one of
    the four. `observations` are the accepted ones, source blank where the file
    states none.
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


def check_file(
    path: Path,
    dataset: Dataset,
    this_year: int,
    sheet: str | None = None,
    mapping: Path | None = None,
    source: str = "",
) -> Intake:
    """Check the file at `path` against the catalogue, the places and the values of `dataset`.

    `sheet` names the one sheet of a workbook to look at; `mapping` a file that
    says which column of an unknown table holds what; `source` is the known
    source of the values whose file does not name one.
    """
    report = Report(str(path))
    table = _read(open_file(path, sheet), mapping, report)
    if table is None:
        return _unusable(report)
    report.add(table.findings)
    if not len(table.frame) and not table.rows_read:
        if not report.errors():
            report.add([Finding("empty_file", file=str(path))])
        return _unusable(report)
    return check_table(table, dataset, this_year, report, source)


def _read(opened: Opened, mapping: Path | None, report: Report) -> RawTable | None:
    """Read an opened file by its mapping or its format; None, and why in the report, where neither fits."""
    pointed, problems = mapped.read_mapping(mapping) if mapping else (None, [])
    if problems or not opened.sheets:
        report.add([*problems, *opened.findings])
        return None
    if pointed is not None:
        return mapped.read(opened, pointed)
    module = registry.recognise(opened)
    if module is None:
        report.add([*opened.findings, _unknown(opened)])
        return None
    table: RawTable = module.read(opened)
    return table


def _unknown(opened: Opened) -> Finding:
    head = opened.sheets[0].head if opened.sheets else []
    found = ", ".join(cell.strip() for cell in head[0] if cell.strip())[:160] if head else ""
    return Finding("unknown_format", file=str(opened.path), params={"found": found or "-"})


def _unusable(report: Report) -> Intake:
    return Intake(None, findings=report.sorted(), findings_total=report.total)


def check_table(table: RawTable, dataset: Dataset, this_year: int, report: Report, source: str = "") -> Intake:
    """Map a raw table to observations and check each of them."""
    unread = sum(finding.rule in _UNREAD for finding in table.findings)
    intake = Intake(table.format, table.rows_read + unread, refused=unread, empty=table.empty)
    own = table.format in {tidy.NAME, mapped.NAME}
    raw = table.frame
    if own:
        raw = settle(table, dataset.catalogue, dataset.sources, report)
        intake.refused, intake.out_of_scope = unread + len(table.frame) - len(raw), table.left_out
    places = place_ids(raw, table.territory, dataset.places)
    if own:
        named = _own_names(raw, places, dataset, report)
        intake.refused += len(raw) - len(named)
    else:
        named = _publisher_names(table, places, dataset, report)
        intake.out_of_scope = len(raw) - named.index.nunique()
    rows = raw.loc[named.index].reset_index(drop=True)
    rows, named, numbers = _numbers(rows, named.reset_index(drop=True), intake, report)
    candidates = _candidates(rows, named, numbers, None if own else table, dataset, report, source)
    if not own:
        early = pd.to_numeric(candidates["year"], errors="coerce") < FIRST_YEAR
        if early.any():
            params = {"count": int(early.sum()), "first": FIRST_YEAR}
            report.add([Finding("years_outside", report.file, params=params)])
            intake.out_of_scope += int(early.sum())
            rows, candidates = rows[~early], candidates[~early]
    units_fit = candidates.pop("units_fit")
    intake.refused += int((~units_fit).sum())
    rows, candidates = rows[units_fit], candidates[units_fit]
    good = _check(rows, candidates, dataset, this_year, report)
    intake.refused += len(candidates) - len(good)
    intake.accepted = len(good)
    intake.changes = compare(good, dataset.observations)
    _doubts(rows, good, intake.changes, dataset, report)
    intake.observations = good.reset_index(drop=True)
    intake.findings, intake.findings_total = report.sorted(), report.total
    return intake


def _own_names(raw: pd.DataFrame, places: pd.Series, dataset: Dataset, report: Report) -> pd.DataFrame:
    """Return place and indicator of the rows of a tidy table whose names are all known."""
    indicators = raw["field"].astype("str").str.strip()
    unplaced = (places == "").to_numpy()
    unknown = ~indicators.isin(list(dataset.catalogue)).to_numpy()
    for mask, column, rule, suggest in (
        (unplaced, "place_name", "unknown_place", dataset.places.suggest),
        (unknown, "field", "unknown_indicator", lambda name: nearest_indicator(name, dataset.catalogue)),
    ):
        if mask.any():
            struck = raw.loc[mask]
            near = {name: suggest(str(name)) for name in struck[column].unique()[:2_000]}
            params = pd.DataFrame({"near": [near.get(name) for name in struck[column]]}, index=struck.index)
            report.strike(rule, struck, "place" if rule == "unknown_place" else "indicator", column, params)
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
        report.strike("scale_differs", struck, "place", "place_name", params)
    kept = ~(unplaced | unknown | wrong)
    return pd.DataFrame(
        {
            "place": places[kept],
            "indicator": indicators[kept],
            "factor": 1.0,
            "linked_perimeter": "",
            "linked_method": "",
        }
    )


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


def _publisher_names(table: RawTable, places: pd.Series, dataset: Dataset, report: Report) -> pd.DataFrame:
    """Return place and indicator of the values of a publisher's table that the product is about."""
    raw = table.frame
    fed = links(raw, table.format, dataset.catalogue)
    linked = np.zeros(len(raw), dtype=bool)
    linked[fed.index.unique()] = True
    placed = (places != "").to_numpy()
    for mask, column, rule in ((~linked, "field", "indicator_outside"), (~placed, "place_name", "place_outside")):
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
    rows: pd.DataFrame, named: pd.DataFrame, intake: Intake, report: Report
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame]]:
    """Read value, lower and upper; return the rows whose three cells can be read."""
    parts = {name: read_numbers(rows[name].astype("str")) for name in ("value", "lower", "upper")}
    if intake.format in {tidy.NAME, mapped.NAME}:
        report.add(numbers_told(rows, parts["value"], report.file))
    blank = (parts["value"]["status"] == Status.EMPTY).to_numpy()
    refused = np.zeros(len(rows), dtype=bool)
    for name, part in parts.items():
        for status in UNUSABLE:
            struck = (part["status"] == status).to_numpy()
            if struck.any():
                report.strike(str(status), rows.loc[struck], None if name == "value" else name, name)
                refused |= struck
    if blank.any():
        report.strike("missing_value", rows.loc[blank & ~refused], level=Severity.WARNING)
    intake.empty += int((blank & ~refused).sum())
    intake.refused += int(refused.sum())
    kept = ~(blank | refused)
    return rows.loc[kept], named.loc[kept], {name: part.loc[kept] for name, part in parts.items()}


def _candidates(
    rows: pd.DataFrame,
    named: pd.DataFrame,
    numbers: Mapping[str, pd.DataFrame],
    publisher: RawTable | None,
    dataset: Dataset,
    report: Report,
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
            report.add([Finding("assumed", report.file, column=name, value=word, params={"what": name})])
        out[name] = stated.where(stated != "", word)
    source = rows["source"].astype("str").str.strip()
    if publisher is not None:
        known = publisher.source if publisher.source in dataset.sources else ""
        if publisher.source and not (known or origin):
            report.add([Finding("source_outside", report.file, value=publisher.release or publisher.source)])
        source = source.where(source.isin(list(dataset.sources)), origin or known)
    source = source.where(source != "", origin)
    unstated = (source == "").to_numpy()
    if unstated.all() and len(rows):
        report.add([Finding("missing_source", report.file, level=Severity.WARNING)])
    elif unstated.any():
        report.strike("missing_source", rows.loc[unstated], "source", "source", level=Severity.WARNING)
    out["source"] = source.where(~unstated, UNSTATED)
    out["note"] = rows["note"].astype("str")
    converted = multiply != named["factor"].to_numpy()
    if converted.any():
        told = " (converted from " + rows.loc[converted, "unit"].astype("str") + ")"
        out.loc[converted, "note"] = (out.loc[converted, "note"] + told).str.strip()
    return out.assign(units_fit=fits)


def _factors(
    rows: pd.DataFrame, named: pd.DataFrame, dataset: Dataset, report: Report
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each value is multiplied by, and where a unit that the file names cannot be converted."""
    multiply = named["factor"].to_numpy(dtype="float64").copy()
    fits = np.ones(len(rows), dtype=bool)
    units = rows["unit"].astype("str").str.strip()
    if not (units != "").any():
        return multiply, fits
    pairs = pd.DataFrame({"unit": units, "indicator": named["indicator"].astype("str")})
    for (unit, indicator), positions in pairs[units != ""].groupby(["unit", "indicator"]).indices.items():
        at = np.flatnonzero((units != "").to_numpy())[positions]
        expected = dataset.catalogue[str(indicator)].unit
        ratio = factor(str(unit), expected)
        if ratio is None:
            fits[at] = False
            params = pd.DataFrame({"expected": [expected] * len(at)}, index=rows.index[at])
            rule = "unit_mismatch" if is_unit(str(unit)) else "unknown_unit"
            report.strike(rule, rows.iloc[at], "unit", "unit", params)
        elif ratio != 1.0:
            multiply[at] *= ratio
            params = {"expected": expected, "count": len(at)}
            report.add([Finding("unit_converted", report.file, column="unit", value=str(unit), params=params)])
    return multiply, fits


def _in_unit(text: pd.Series, read: pd.DataFrame, multiply: np.ndarray) -> pd.Series:
    """Return the numbers in the indicator's unit as text; what a factor made has fifteen digits, to leave no dust."""
    product = read["number"].to_numpy() * multiply
    again = np.isfinite(product) & ((multiply != 1.0) | ~read["plain"].to_numpy())
    out = text.where(read["plain"] & ~again, "")
    if again.any():
        out[again] = [
            repr(float(value)) if ratio == 1.0 else f"{value:.15g}"
            for value, ratio in zip(product[again], multiply[again], strict=True)
        ]
    return out


def _check(
    rows: pd.DataFrame, candidates: pd.DataFrame, dataset: Dataset, this_year: int, report: Report
) -> pd.DataFrame:
    """Run the checks of observations; findings name the cells of the file."""
    known = Known(dataset.catalogue, list(dataset.places), [*dataset.sources, UNSTATED])
    positions = pd.Series(range(len(candidates)), index=candidates.index)
    good, findings = check_observations(candidates.assign(row=positions), known, this_year)
    report.add(_located(finding, rows, report.file, dataset) for finding in findings)
    source = good["source"].astype("str")
    good["source"] = source.where(source != UNSTATED, "").astype("category")
    return good


def _located(finding: Finding, rows: pd.DataFrame, file: str, dataset: Dataset) -> Finding:
    """Return a finding of the checks with the file's own row, sheet, column and text."""
    row = rows.iloc[finding.row or 0]
    params = dict(finding.params)
    if "first" in params:
        params["first"] = int(rows["row"].iloc[int(params["first"])])
    if finding.rule == "unknown_source":
        near = nearest(finding.value or "", dataset.sources)
        params["near"] = near
    printed = {"value": str(row["column"]), "place": "place"}.get(finding.column or "", finding.column)
    value = str(row[finding.column]) if finding.column in {"value", "lower", "upper", "year"} else finding.value
    return Finding(finding.rule, file, str(row["sheet"]) or None, int(row["row"]), printed, value, params)


def _doubts(rows: pd.DataFrame, good: pd.DataFrame, changes: Changes, dataset: Dataset, report: Report) -> None:
    """Warn of values far off their neighbours and of those the project holds back."""
    stored = dataset.observations
    others = stored[stored["indicator"].isin(good["indicator"].unique()) & stored["place"].isin(good["place"].unique())]
    jumps = find_jumps(good, others, dataset.catalogue)
    if len(jumps):
        params = pd.DataFrame(
            {
                "ratio": [f"{ratio:.3g}" for ratio in jumps["ratio"]],
                "neighbour": [f"{value:.6g}" for value in jumps["neighbour"]],
                "year": jumps["year"],
            },
            index=jumps.index,
        )
        report.strike("jump", rows.loc[jumps.index], params=params)
    held = find_held_back(good[changes.kind != "unchanged"], dataset.held_back)
    if len(held):
        report.strike("held_back", rows.loc[held.index], params=held.to_frame())
