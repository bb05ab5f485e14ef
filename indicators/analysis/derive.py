"""Views of the observations: the latest per place, as of a year, change, lines.

Frames in, frames out; a value is chosen, never made: nothing is averaged,
interpolated or carried forward. Columns of the results are those of
:mod:`indicators.model.observations` and what each function adds.
"""

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method, Perimeter

Codes = npt.NDArray[np.intp]

PERIMETER_ORDER = {str(word): at for at, word in enumerate(Perimeter)}
METHOD_ORDER = {str(word): at for at, word in enumerate(Method)}
OWN_BOOKS = (str(Method.METERED), str(Method.REPORTED))
"""The methods by which an operator tells its own series."""
NOT_OBSERVED = (str(Method.PROJECTED), str(Method.PLANNED))
PART_YEAR = "part-year"
"""How the note of a figure begins that covers a part of its year only."""


def observed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that report something: neither projected nor planned, with a value."""
    return rows[~rows["method"].isin(NOT_OBSERVED) & rows["value"].notna()]


def part_year(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row's note says that it covers a part of its year only."""
    return rows["note"].astype("str").str.startswith(PART_YEAR)


def whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without part-years; a place that has nothing else keeps them."""
    part = part_year(rows)
    if not part.any():
        return rows
    has_whole = (~part).groupby([rows["indicator"].astype("str"), rows["place"].astype("str")]).transform("any")
    return rows[~part | ~has_whole]


def release_number(source: str) -> int:
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
    return _select_one_per_place(whole_years(observed(observations)), places, None)


def as_of(
    observations: pd.DataFrame, year: int, tolerance: int = 2, places: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return one observed value per place and indicator: the nearest to `year`.

    Values more than `tolerance` years away, and values without a year, are left
    out. Of two equally near the later is taken. Columns as in :func:`latest`.
    """
    rows = observed(observations)
    near = (rows["year"].astype("Float64") - year).abs() <= tolerance
    return _select_one_per_place(rows[near.fillna(False)], places, year)


def _select_one_per_place(rows: pd.DataFrame, places: Iterable[str] | None, year: int | None) -> pd.DataFrame:
    if places is not None:
        rows = rows[rows["place"].isin(list(places))]
    indicator, place, source = (_codes(rows[name]) for name in ("indicator", "place", "source"))
    # The order of the vocabularies settles ties: the smallest perimeter first, the method nearest to a count.
    perimeter, method = _numbers(rows["perimeter"], PERIMETER_ORDER), _numbers(rows["method"], METHOD_ORDER)
    when = rows["year"].to_numpy("float64", na_value=-np.inf)
    sources = rows["source"].astype("object").to_numpy()
    editions = {key: release_number(str(key)) for key in set(sources.tolist())}
    ranks = [  # first the most telling; larger is worse
        indicator,
        place,
        part_year(rows).to_numpy(),
        -_places_sharing(place, indicator, perimeter, method),
        np.zeros(len(rows)) if year is None else np.abs(when - year),
        -when,
        perimeter,
        method,
        -np.array([editions[key] for key in sources], dtype="int64"),
        -_places_sharing(place, indicator, source),
        source,
    ]
    order = np.lexsort(ranks[::-1])
    begins = _begins(indicator[order], place[order])
    chosen, group = order[begins], np.cumsum(begins) - 1
    same_year = when[order] == when[chosen][group]
    others: list[set[str]] = [set() for _ in chosen]
    for at, row in zip(group[same_year].tolist(), order[same_year].tolist(), strict=True):
        others[at].add(str(sources[row]))
    out = rows.iloc[chosen].reset_index(drop=True)
    out["alternatives"] = np.bincount(group[same_year], minlength=len(chosen)) - 1
    out["other_sources"] = [
        "|".join(sorted(keys - {str(own)})) for keys, own in zip(others, sources[chosen], strict=True)
    ]
    return out


def _codes(column: pd.Series) -> Codes:
    """Return for each text its place in the order of the texts; -1 where there is none."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(pd.factorize(column.astype("str"), sort=True)[0])
    ranked = np.append(np.argsort(np.argsort(column.cat.categories.to_numpy("object"))), -1)
    return np.asarray(ranked[column.cat.codes.to_numpy()])


def _numbers(column: pd.Series, order: dict[str, int]) -> Codes:
    """Return for each word its number in `order`; a word that is not in it comes last."""
    categories = column.astype("category").cat
    numbers = np.array([*(order.get(str(word), len(order)) for word in categories.categories), len(order)])
    return np.asarray(numbers[categories.codes.to_numpy()])


def _begins(*sorted_keys: np.ndarray) -> npt.NDArray[np.bool_]:
    """Return where a new group begins in rows sorted by their keys."""
    new = np.ones(len(sorted_keys[0]), dtype="bool")
    if len(new):
        new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in sorted_keys])
    return new


def _places_sharing(place: Codes, *group: Codes) -> Codes:
    """Return for each row how many places have a row of the same group."""
    if not len(place):
        return np.zeros(0, dtype="int64")
    key = np.zeros(len(place), dtype="int64")
    for column in group:
        key = key * (column.max() + 1) + column
    member = np.unique(key, return_inverse=True)[1]
    pairs = np.unique(member * (place.max() + 1) + place)
    return np.bincount(pairs // (place.max() + 1))[member]


def series(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Split the points into lines that may be joined: adds `line` and `projected`.

    A line is one place, perimeter, method and source, cut at the series breaks
    of `indicator`. Censuses are each their own publication, so census points of
    one perimeter join whatever their source; so does what one operator meters or
    reports, where the catalogue says that its documents tell one series. A point
    without a year, or of a part of one, is a line of its own. Sorted by place,
    line and year; `line` counts from 0 in that
    order; `projected` marks lines of projected or planned values.
    """
    rows = observations[observations["value"].notna()]
    year = rows["year"].to_numpy("float64", na_value=np.nan)
    one_operator = rows["place"].isin(indicator.one_series) & rows["method"].isin(OWN_BOOKS)
    told_as_one = ((rows["method"] == Method.CENSUS) | one_operator).to_numpy()
    segment = np.zeros(len(rows), dtype="int64")
    for cut in indicator.breaks:
        here = np.ones(len(rows), dtype="bool") if cut.place is None else (rows["place"] == cut.place).to_numpy()
        segment += (year >= cut.year) & here
    projected = rows["method"].isin(NOT_OBSERVED).to_numpy()
    keys = [
        _codes(rows["place"]), projected, _codes(rows["perimeter"]), _codes(rows["method"]),
        np.where(told_as_one, -1, _codes(rows["source"])), segment,
        np.where(np.isnan(year) | part_year(rows).to_numpy(), np.arange(len(rows)), -1),
    ]  # fmt: skip
    order = np.lexsort([year, *keys[::-1]])
    out = rows.iloc[order].reset_index(drop=True)
    out["line"] = np.cumsum(_begins(*(key[order] for key in keys))) - 1
    out["projected"] = projected[order]
    return out


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
    begins = _begins(lines["line"].to_numpy())
    # A line ends where the next one begins.
    first, last = (lines[ends].reset_index(drop=True) for ends in (begins, np.roll(begins, -1)))
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


def disagreements(observations: pd.DataFrame, expected: bool = False) -> pd.DataFrame:
    """Return the places and years for which values of one perimeter differ.

    What is observed is set beside what is observed; with `expected`, what is
    planned or projected beside its like. Columns: place, indicator, year,
    perimeter, lowest, highest, gap, sources (joined by `|`).
    """
    keys = ["place", "indicator", "year", "perimeter"]
    told = [*keys, "lowest", "highest", "gap", "sources"]
    not_observed = observations["method"].isin(NOT_OBSERVED)
    rows = observations[(not_observed == expected) & observations["value"].notna()]
    rows = rows.assign(**{name: rows[name].astype("str") for name in ("place", "indicator", "perimeter", "source")})
    values = rows.groupby(keys, dropna=False)["value"]
    rows = rows.assign(lowest=values.transform("min"), highest=values.transform("max"))
    rows = rows[rows["highest"] > rows["lowest"]].sort_values([*keys, "source"]).drop_duplicates([*keys, "source"])
    grouped = rows.groupby(keys, dropna=False, sort=True)
    out = grouped.agg(lowest=("lowest", "first"), highest=("highest", "first"), sources=("source", "|".join))
    return out.reset_index().assign(gap=lambda found: found["highest"] - found["lowest"])[told]


def age(year: int | None, today_year: int) -> int | None:
    """Return how many years old a figure is; None where its year is not stated."""
    return None if year is None or pd.isna(year) else today_year - int(year)
