"""National figures: the country tables, read into the indicators that their fields feed.

Which field feeds which indicator, with factor, perimeter and method, is stated
once, in the catalogue's `fields`. This module says only which publisher's
format a table is in and which release a row comes from. A release is a source
of its own, so two vintages never stand in one line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from indicators.findings.finding import DataProblem, Finding
from indicators.model.catalogue import Catalogue, read_catalogue
from indicators.model.vocabulary import Scale
from indicators.store.checks import UNKNOWN_SOURCE
from indicators.store.dataset import DATA_FOLDER
from tools.import_reference.figures_table import (
    HELD_COLUMNS,
    held,
    observations,
    place_ids,
    read_figures,
    required_place_ids,
)

EXTRACT = "wb_wdi_extract_b677c46"
RELEASES = {
    "World Bank WDI, last updated 2020-04-09": "wb_wdi_2020_04",
    "World Bank WDI, topic 16 bulk CSV, last updated 2021-09-15": "wb_wdi_2021_09",
    "World Bank WDI, download of mid-2025, re-saved without preamble": "wb_wdi_2025",
    "World Bank WDI, download of mid-2025, re-saved without preamble (8-10 significant digits)": "wb_wdi_2025_forest",
    "World Bank WDI via JSON extract": EXTRACT,
    "WHO/UNICEF JMP via Our World in Data": "owid_jmp_2023_06",
    "Our World in Data co2-data, release 2020-12-09": "owid_co2_2020_12",
    "Our World in Data grapher CSV co2-per-capita-vs-renewable-electricity": "owid_grapher_2023_06",
    "SDSN Sustainable Development Report 2019 database": "sdr_2019",
}
"""The source of a release, by the longest beginning of a table's `source` text."""

ORIGINAL = "original: "
"""What stands before the original publisher in the report's `source` text."""

OUTSIDE = "outside the four themes"
UNCHECKED = "typed by hand from a third party's extract: held back until checked against the publisher"
UNEXPLAINED = "differs from the published 6.4.2: held back until the difference is explained"
IMPUTED = "imputed by the publisher, not observed"
REPEATED = "told twice: another release of the World Bank has the same value"

PROJECTED_AFTER = 2018
URBAN_PROSPECTS = (
    "urban_population_share_national", "urban_population_growth_national", "urban_population_national",
    "largest_city_share_national", "largest_city_population_national",
    "large_agglomerations_share_national", "large_agglomerations_population_national",
)  # fmt: skip
"""What the World Bank takes from World Urbanization Prospects 2018, whose later years are projections."""


def _hold_nothing(_field: str) -> str:
    return ""


def _hold_all_but_renewables(field: str) -> str:
    """Hold back the hand-typed table but for its renewable shares, which agree with the World Bank's."""
    if field == "EG.FEC.RNEW.ZS":
        return ""
    return UNEXPLAINED if field.startswith("ER_H2O_STRESS") else UNCHECKED


@dataclass(frozen=True)
class Table:
    """A table of figures, the publisher's format its fields belong to, and why a field is held back."""

    name: str
    format: str
    hold: Callable[[str], str] = _hold_nothing


TABLES = (
    Table("wdi.csv", "worldbank"),
    Table("owid_jmp_wash.csv", "owid"),
    Table("owid_co2.csv", "owid"),
    Table("owid_grapher.csv", "owid"),
    Table("sdr2019_series.csv", "sdsn"),
    Table("unsd_latest.csv", "worldbank", _hold_all_but_renewables),
)


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return, per national indicator, its observations (the observation columns, as text).

    `figures` holds `country/`, one table per publisher; the undated values of
    the Sustainable Development Report 2019 are in `golden/` beside it. Raises
    :class:`DataProblem` where a table is missing, or names a place or a
    release that is not known.
    """
    rows = _rows(figures)
    published = rows[rows["reason"] == ""]
    return {str(key): observations(group) for key, group in published.groupby("indicator")}


def held_back(figures: Path) -> pd.DataFrame:
    """Return what the country tables say and the project does not show, with the reason of each row."""
    rows = _rows(figures)
    rejected = rows[rows["reason"] != ""].assign(value=rows["published"])
    parts = [
        held(group, str(table), str(field), str(reason))
        for (table, field, reason), group in rejected.groupby(["table", "field", "reason"])
    ]
    return pd.concat(parts).sort_values(list(HELD_COLUMNS[:2]), ignore_index=True)


def _rows(figures: Path) -> pd.DataFrame:
    """Return every row of every table with its indicator, or the reason why it is held back."""
    parts = [_dated(figures / "country" / table.name, table) for table in TABLES]
    parts.append(_undated(figures.parent / "golden" / "sdr_published.csv"))
    rows = pd.concat(parts, ignore_index=True)
    ahead = rows["indicator"].isin(URBAN_PROSPECTS) & (pd.to_numeric(rows["year"]) > PROJECTED_AFTER)
    rows["method"] = rows["method"].mask(ahead, "projected")
    rows["reason"] = rows["reason"].mask(_repeats(rows), REPEATED)
    return rows


def _repeats(rows: pd.DataFrame) -> pd.Series:
    """Return which rows of the extract without a date another release of the World Bank tells, too."""
    keys = pd.MultiIndex.from_frame(rows[["indicator", "place", "year", "value"]].astype("str"))
    extract = (rows["source"] == EXTRACT) & (rows["reason"] == "")
    others = rows["source"].astype("str").str.startswith("wb_wdi_") & ~extract
    return extract & keys.isin(keys[others])


def _dated(path: Path, table: Table) -> pd.DataFrame:
    frame = read_figures(path)
    hold = frame["source_field"].map(table.hold)
    rows = pd.DataFrame(
        {
            "table": f"country/{table.name}",
            "row": frame["row"],
            "place": required_place_ids(frame, "country_iso3", path),
            "field": frame["source_field"],
            "year": frame["year"],
            "published": frame["value"],
            "source": _releases(frame.loc[hold == "", "source"], frame["row"], path),
            "note": frame["source"].map(_original),
            "held": hold,
        }
    )
    return _linked(rows, links(table.format))


def _undated(path: Path) -> pd.DataFrame:
    """Read the report's values without a year, for the places and the undated indicators we have."""
    frame = read_figures(path).rename(columns={"indicator_code": "field"})
    wanted = links("sdsn", undated=True)
    frame = frame.assign(place=place_ids(frame, "iso3"))
    frame = frame[frame["place"].notna() & frame["field"].isin(wanted["field"]) & (frame["raw_value"] != "")]
    rows = pd.DataFrame(
        {
            "table": "golden/sdr_published.csv",
            "row": frame["row"],
            "place": frame["place"],
            "field": frame["field"],
            "year": frame["raw_year"],
            "published": frame["raw_value"],
            "source": "sdr_2019",
            "note": frame["publisher_source"],
            "held": frame["imputation_note"].map(lambda note: IMPUTED if note else ""),
        }
    )
    return _linked(rows, wanted)


def _linked(rows: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """Give each row its indicator, value, perimeter and method; a field no entry names is out of scope."""
    out = rows.merge(fields, on="field", how="left")
    out["value"] = out["published"].astype("float64") * out["factor"].fillna(1.0)
    out["reason"] = out["held"].where(out["held"] != "", out["indicator"].isna().map({True: OUTSIDE, False: ""}))
    return out


def links(publisher: str, undated: bool = False) -> pd.DataFrame:
    """Return the fields of one publisher's format that feed national indicators.

    Columns: field, indicator, factor, perimeter, method.
    """
    return pd.DataFrame(
        [
            (link.field, entry.id, link.factor, link.perimeter, link.method)
            for entry in _catalogue().values()
            for link in entry.fields
            if entry.scale is Scale.COUNTRY and entry.undated is undated and link.format == publisher
        ],
        columns=["field", "indicator", "factor", "perimeter", "method"],
    )


@cache
def _catalogue() -> Catalogue:
    catalogue, findings = read_catalogue(DATA_FOLDER / "catalogue")
    if findings:
        raise DataProblem(findings)
    return catalogue


def _releases(texts: pd.Series, rows: pd.Series, path: Path) -> pd.Series:
    """Return the source of each text; raise :class:`DataProblem` naming every release that is not known."""
    sources = texts.map({text: release_of(text) for text in texts.unique()})
    lost = texts[sources.isna()].drop_duplicates()
    if len(lost):
        file = str(path)
        raise DataProblem(
            Finding(UNKNOWN_SOURCE, file, row=rows[index], column="source", value=text) for index, text in lost.items()
        )
    return sources


def release_of(text: str) -> str | None:
    """Return the source id of a table's `source` text, or None where the release is not known."""
    known = [beginning for beginning in RELEASES if text.startswith(beginning)]
    return RELEASES[max(known, key=len)] if known else None


def _original(text: str) -> str:
    """Return the original publisher that a `source` text names, or nothing."""
    return text.partition(ORIGINAL)[2]
