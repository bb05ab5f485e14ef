"""The observations of a chart as a table to download, each with its verdict against the home city's."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.analysis.home_verdicts import home_verdicts
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import reasons_text, rule_codes
from indicators.charts.chart import Chart
from indicators.charts.table import note_text
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.observations import COLUMNS, NUMBERS, number_text, sort, to_csv
from indicators.model.sources import Source
from indicators.store.dataset import Dataset
from indicators.text.csv_safety import harmless

ADDED = (
    "unit", "place_name", "indicator_name", "drawn", "verdict", "reason", "rules", "compared_with", "compared_year",
    "accessed",
)  # fmt: skip
"""The columns an export has besides those of an observation."""


@dataclass(frozen=True)
class ExportTable:
    """The rows of a chart that may be given away, and how many of each source may not."""

    rows: pd.DataFrame
    left_out: Mapping[str, int]


def observations_csv(dataset: Dataset, indicator: str) -> str:
    """Return the observations of an indicator as tidy CSV text.

    Those of a source that does not allow it are left out. An apostrophe is put
    before a note that a spreadsheet would run as a formula.
    """
    rows = dataset.of(indicator)
    allowed = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = rows[rows["source"].isin(allowed)]
    return to_csv(rows.assign(note=harmless(rows["note"])))


def chart_table(dataset: Dataset, chart: Chart, language: str) -> ExportTable:
    """Return the observations a chart draws and lists: tidy columns, then :data:`ADDED`.

    `verdict` is that of each figure with the home city's (its country's, for
    national indicators) on the same chart that is nearest in year;
    `compared_with` and `compared_year` say which. It is blank for its own
    and where the chart has none of it; `reason` then says so.
    """
    observations = sort(chart.observations)
    parts = [
        _judged(dataset, dataset.catalogue[str(key)], rows, language)
        for key, rows in observations.groupby("indicator", sort=False, observed=True)
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else observations.reindex(columns=[*COLUMNS, *ADDED])
    rows["accessed"] = [accessed(dataset.sources[str(key)]) for key in rows["source"]]
    open_sources = {key for key, source in dataset.sources.items() if source.redistributable}
    closed = rows.loc[~rows["source"].isin(open_sources), "source"].astype("str")
    allowed = rows[rows["source"].isin(open_sources)].reset_index(drop=True)
    return ExportTable(allowed, {str(key): int(count) for key, count in closed.value_counts().sort_index().items()})


NOT_RECORDED = "not recorded"
"""What stands for an access date that nobody wrote down."""


def accessed(source: Source) -> str:
    """Return when a source was read (ISO date, month or year), or that nobody wrote it down."""
    return source.accessed or NOT_RECORDED


def _judged(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return one indicator's rows with unit, names and verdicts."""
    t = Translator(language)
    home = home_of(dataset, entry)
    place = rows["place"].astype("str")
    out = rows.assign(
        unit=entry.unit,
        note=[note_text(dataset, row, t) for row in rows.to_dict("records")],
        place_name=[dataset.places[key].names.get(language) for key in place],
        indicator_name=entry.names.get(language),
        verdict="",
        reason="",
        rules="",
        compared_with="",
        compared_year=pd.Series(pd.NA, index=rows.index, dtype="Int64"),
    )
    if not (place == home).any():
        named = dataset.places[home].names.get(language)
        out["reason"] = t(N_("no figure of {place} on this chart to compare with"), place=named)
        return out
    judged = home_verdicts(rows, home, entry, dataset.places)
    compared = judged["comparison"].notna()
    comparisons = judged.loc[compared, "comparison"]
    out.loc[compared, "verdict"] = [str(comparison.verdict) for comparison in comparisons]
    out.loc[compared, "reason"] = [reasons_text(comparison.reasons, language) for comparison in comparisons]
    out.loc[compared, "rules"] = [rule_codes(comparison) for comparison in comparisons]
    out.loc[compared, "compared_with"] = home
    out["compared_year"] = judged["compared_year"]
    return out


def csv_text(rows: pd.DataFrame) -> str:
    """Return the table as CSV: exact numbers, Unix line ends, no text that a spreadsheet would run."""
    out = rows.loc[:, [*COLUMNS, *ADDED]].copy()
    for name in out.columns:
        if name in NUMBERS:
            out[name] = [number_text(value) for value in out[name]]
        elif name == "drawn":
            out[name] = ["true" if value else "false" for value in out[name]]
        elif name not in ("year", "compared_year"):
            out[name] = harmless(out[name].astype("str"))
    text = io.StringIO()
    out.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def sources_of(dataset: Dataset, table: ExportTable) -> list[Source]:
    """Return the sources of what may be given away, in order of first use."""
    return [dataset.sources[key] for key in dict.fromkeys(table.rows["source"].astype("str"))]
