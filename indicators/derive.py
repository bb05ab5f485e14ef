"""Views of the observations: the latest per place, as of a year, change, lines.

Frames in, frames out; a value is chosen, never made: nothing is averaged,
interpolated or carried forward. Columns of the results are those of
:mod:`indicators.observations` and what each function adds.
"""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.vocabulary import Method, Perimeter

PERIMETER_ORDER = {str(word): at for at, word in enumerate(Perimeter)}
METHOD_ORDER = {str(word): at for at, word in enumerate(Method)}
NOT_OBSERVED = (str(Method.PROJECTED), str(Method.PLANNED))
PART_YEAR = "part-year"
"""How the note of a figure begins that covers a part of its year only."""


def observed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that report something: neither projected nor planned, with a value."""
    return rows[~rows["method"].isin(NOT_OBSERVED) & rows["value"].notna()]


def part_year(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row's note says that it covers a part of its year only."""
    return rows["note"].astype("str").str.startswith(PART_YEAR)


PART_YEAR = "part-year"
"""How the note of a figure begins that covers a part of its year only."""


def whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without part-years; a place that has nothing else keeps them."""
    part = rows["note"].astype("str").str.startswith(PART_YEAR)
    if not part.any():
        return rows
    has_whole = (~part).groupby([rows["indicator"].astype("str"), rows["place"].astype("str")]).transform("any")
    return rows[~part | ~has_whole]


def edition(source: str) -> int:
    """Return the release a source id names, as year and month: `wb_wdi_2021_09` gives 202109; 0 where it names none."""
    found = re.search(r"((?:19|20)\d\d)(?:_(\d\d))?(?!\d)", source)
    return int(found[1]) * 100 + int(found[2] or 0) if found else 0


def latest(observations: pd.DataFrame, places: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one observed value per place and indicator: the newest.

    Whole years come before part-years. Where a place has figures of several
    perimeters or methods, those most of `places` share come first, so that
    peers meet on common ground; then the newest year; then the smaller perimeter and the method
    nearer to a count, in the order of the vocabulary; then the later release;
    then the source most of `places` share. Sources that give the same year stay a choice, never an
    average; a part of a year stands only where a place has no whole one.
    `alternatives` counts the values not taken for the same place and
    year, `other_sources` names their sources, joined by `|`.
    """
    return _one_each(whole_years(observed(observations)), places, None)


def as_of(
    observations: pd.DataFrame, year: int, tolerance: int = 2, places: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return one observed value per place and indicator: the nearest to `year`.

    Values more than `tolerance` years away, and values without a year, are left
    out. Of two equally near the later is taken. Columns as in :func:`latest`.
    """
    rows = observed(observations)
    near = (rows["year"].astype("Float64") - year).abs() <= tolerance
    return _one_each(rows[near.fillna(False)], places, year)


def _one_each(rows: pd.DataFrame, places: Iterable[str] | None, year: int | None) -> pd.DataFrame:
    if places is not None:
        rows = rows[rows["place"].isin(list(places))]
    codes = {name: pd.factorize(rows[name].astype("str"), sort=True)[0] for name in ("indicator", "place", "source")}
    # The order of the vocabularies settles ties: the smallest perimeter first, the method nearest to a count.
    perimeter, method = (
        rows[name].astype("str").map(order).to_numpy("float64")
        for name, order in (("perimeter", PERIMETER_ORDER), ("method", METHOD_ORDER))
    )
    when = rows["year"].astype("Float64").to_numpy("float64", na_value=-np.inf)
    source = rows["source"].astype("str").tolist()
    editions = {key: edition(key) for key in set(source)}
    ranks = [  # first the most telling; larger is worse
        codes["indicator"],
        codes["place"],
        part_year(rows).to_numpy(),
        -_places_sharing(codes["place"], codes["indicator"], perimeter, method),
        np.zeros(len(rows)) if year is None else np.abs(when - year),
        -when,
        perimeter,
        method,
        -np.array([editions[key] for key in source], dtype="int64"),
        -_places_sharing(codes["place"], codes["indicator"], codes["source"]),
        codes["source"],
    ]
    order = np.lexsort(ranks[::-1])
    groups = list(zip(codes["indicator"], codes["place"], when, strict=True))
    chosen: dict[tuple[int, int], int] = {}
    told: dict[tuple[int, int, float], list[str]] = {}
    for at in order.tolist():
        chosen.setdefault(groups[at][:2], at)
        told.setdefault(groups[at], []).append(source[at])
    out = rows.iloc[list(chosen.values())].reset_index(drop=True)
    same_year = [told[groups[at]] for at in chosen.values()]
    out["alternatives"] = [len(sources) - 1 for sources in same_year]
    out["other_sources"] = [
        "|".join(sorted(set(sources) - {source[at]})) for sources, at in zip(same_year, chosen.values(), strict=True)
    ]
    return out


def _places_sharing(place: np.ndarray, *group: np.ndarray) -> np.ndarray:
    """Return for each row how many places have a row of the same group."""
    if not len(place):
        return np.zeros(0, dtype="int64")
    _, member = np.unique(np.column_stack(group), axis=0, return_inverse=True)
    pairs = np.unique(np.column_stack([member.ravel(), place]), axis=0)
    return np.bincount(pairs[:, 0])[member.ravel()]


def series(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Split the points into lines that may be joined: adds `line` and `projected`.

    A line is one place, perimeter, method and source, cut at the series breaks
    of `indicator`. Censuses are each their own publication, so census points of
    one perimeter join whatever their source. A point without a year, or of a
    part of one, is a line of its own. Sorted by place, line and year; `line` counts from 0 in that
    order; `projected` marks lines of projected or planned values.
    """
    rows = observations[observations["value"].notna()]
    place, method = rows["place"].astype("str"), rows["method"].astype("str")
    source = rows["source"].astype("str").where(method != Method.CENSUS, "")
    year = rows["year"].astype("Float64").to_numpy("float64", na_value=np.nan)
    segment = np.zeros(len(rows), dtype="int64")
    for cut in indicator.breaks:
        segment += ((year >= cut.year) & ((place == cut.place).to_numpy() | (cut.place is None))).astype("int64")
    alone = np.where(np.isnan(year) | part_year(rows), np.arange(len(rows)), -1)
    key = pd.DataFrame(
        {
            "place": place, "projected": method.isin(NOT_OBSERVED), "perimeter": rows["perimeter"].astype("str"),
            "method": method, "source": source, "segment": segment, "alone": alone,
        }
    )  # fmt: skip
    key["year"] = year
    order = key.sort_values([*key.columns], kind="stable").index
    out = rows.loc[order].copy()
    ranked = key.loc[order]
    out["line"] = ranked.groupby([c for c in key.columns if c != "year"], sort=False, dropna=False).ngroup()
    out["projected"] = ranked["projected"]
    return out.reset_index(drop=True)


CHANGE_COLUMNS = (
    "place", "indicator", "perimeter", "method", "source",
    "first_year", "first_value", "last_year", "last_value", "change", "years",
)  # fmt: skip


def changes(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return first and last observed point of every line with two points or more.

    Columns: :data:`CHANGE_COLUMNS`; `change` in the indicator's unit, `years`
    the span. The source is that of the last point.
    """
    lines = series(whole_years(observed(observations)), indicator)
    lines = lines[lines["year"].notna()]
    grouped = lines.groupby("line", sort=True)
    first, last = grouped.nth(0).set_index("line"), grouped.nth(-1).set_index("line")
    out = last[["place", "indicator", "perimeter", "method", "source"]].astype("str")
    out["first_year"], out["first_value"] = first["year"], first["value"]
    out["last_year"], out["last_value"] = last["year"], last["value"]
    out["change"] = out["last_value"] - out["first_value"]
    out["years"] = out["last_year"] - out["first_year"]
    return out.loc[out["years"] > 0, list(CHANGE_COLUMNS)].reset_index(drop=True)


def change(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return one change per place: the line that ends latest, then spans longest, then of the smaller perimeter."""
    found = changes(observations, indicator)
    found["smaller"] = found["perimeter"].map(PERIMETER_ORDER)
    order = found.sort_values(["place", "last_year", "years", "smaller"], ascending=[True, False, False, True])
    order = order.drop(columns="smaller")
    return order.drop_duplicates("place").reset_index(drop=True)


def disagreements(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the places and years for which observed values of one perimeter differ.

    Columns: place, indicator, year, perimeter, lowest, highest, gap, sources
    (joined by `|`).
    """
    keys = ["place", "indicator", "year", "perimeter"]
    rows = observed(observations)
    rows = rows.assign(**{name: rows[name].astype("str") for name in ("place", "indicator", "perimeter", "source")})
    grouped = rows.groupby(keys, dropna=False, sort=True)
    out = grouped.agg(
        lowest=("value", "min"), highest=("value", "max"), sources=("source", lambda s: "|".join(sorted(set(s))))
    ).reset_index()
    out["gap"] = out["highest"] - out["lowest"]
    told = [*keys, "lowest", "highest", "gap", "sources"]
    return out.loc[out["gap"] > 0, told].reset_index(drop=True)


def age(year: int | None, today_year: int) -> int | None:
    """Return how many years old a figure is; None where its year is not stated."""
    return None if year is None or pd.isna(year) else today_year - int(year)
