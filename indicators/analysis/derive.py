"""Views of the observations: the latest per place, as of a year, change, lines.

Frames in, frames out; a value is chosen, never made: nothing is averaged,
interpolated or carried forward. Columns of the results are those of
:mod:`indicators.model.observations` and what each function adds.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.model.catalogue import Indicator
from indicators.model.observations import NUMBERS, floats, is_one_of, numbered, ranks, texts
from indicators.model.vocabulary import Method, Perimeter

Codes = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

PERIMETER_ORDER = {str(word): index for index, word in enumerate(Perimeter)}
METHOD_ORDER = {str(word): index for index, word in enumerate(Method)}
OWN_BOOKS = (str(Method.METERED), str(Method.REPORTED))
"""The methods by which an operator tells its own series."""
NOT_OBSERVED = (str(Method.PROJECTED), str(Method.PLANNED))
COMPUTED = (Method.ESTIMATED, Method.SATELLITE, Method.MODELLED)
"""The methods by which one producer works a figure out for every place."""
PART_YEAR = "part-year"
"""How the note of a figure begins that covers a part of its year only."""


def observed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that report something (:func:`is_observed`)."""
    return rows[is_observed(rows)]


def part_year(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row's note says that it covers a part of its year only."""
    return pd.Series(part_years(rows), index=rows.index)


def is_doubtful(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row's note doubts its figure, as published."""
    return rows["note"].astype("str").str.contains("doubt", case=False)


def whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without part-years; a place that has nothing else keeps them."""
    part = part_years(rows)
    return rows[_whole_years(rows, np.ones(len(rows), dtype="bool"), part)] if part.any() else rows


def is_observed(rows: pd.DataFrame) -> Bools:
    """Return which rows report something: neither projected nor planned, with a value or a bound."""
    return ~is_one_of(rows["method"], NOT_OBSERVED) & has_figure(rows)


def has_figure(rows: pd.DataFrame) -> Bools:
    """Return which rows have a value, or a bound in its place ("more than 3,000")."""
    value, lower, upper = (~np.isnan(floats(rows[name])) for name in NUMBERS)
    return value | lower | upper


def is_bound(rows: pd.DataFrame) -> Bools:
    """Return which rows have no value but a bound: they are never ranked, joined by a line or computed with."""
    return has_figure(rows) & np.isnan(floats(rows["value"]))


def part_years(rows: pd.DataFrame) -> Bools:
    """Return which rows have a note that says that they cover a part of their year only."""
    return _note_begins(rows, PART_YEAR)


def _note_begins(rows: pd.DataFrame, words: str) -> Bools:
    notes = rows["note"]
    if isinstance(notes.dtype, pd.StringDtype):
        begins: Bools = notes.str.startswith(words).to_numpy("bool")
        return begins
    return np.fromiter((str(note).startswith(words) for note in notes), dtype="bool", count=len(notes))


def _whole_years(rows: pd.DataFrame, among: Bools, part: Bools) -> Bools:
    """Return which of the rows `among` stand when a part of a year stands only where a place has no whole one."""
    if not (part & among).any():
        return among
    place = ranks(rows["place"])
    group = ranks(rows["indicator"]) * (place.max() + 1) + place
    has_whole = np.isin(group, group[among & ~part])
    return among & (~part | ~has_whole)


@lru_cache(maxsize=4096)
def release_number(source: str) -> int:
    """Return the release a source id names, as year and month: `wb_wdi_2021_09` gives 202109; 0 where it names none."""
    release = re.search(r"((?:19|20)\d\d)(?:_(\d\d))?(?!\d)", source)
    return int(release[1]) * 100 + int(release[2] or 0) if release else 0


ROUNDED = "rounded"
"""How the note of a figure begins whose source prints it rounded: a whole number of the same year goes before it."""


def is_rounded(rows: pd.DataFrame) -> Bools:
    """Return which figures their notes call rounded."""
    return _note_begins(rows, ROUNDED)


def latest(observations: pd.DataFrame, places: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one observed value per place and indicator: the newest.

    Whole years come before part-years, and estimates of a stated outline before what an office reports of an outline
    it does not state. Where a place has figures of several
    perimeters or methods, those most of `places` share come first, so that
    peers meet on common ground; then the newest year; then the smaller perimeter and the method
    nearer to a count, in the order of the vocabulary; then what is not rounded; then the later release;
    then the source most of `places` share. Sources that give the same year stay a choice, never an
    average; a part of a year stands only where a place has no whole one.
    `alternatives` counts the values not taken for the same place and
    year, `other_sources` names their sources, joined by `|`.
    """
    part = part_years(observations)
    chosen = _whole_years(observations, is_observed(observations), part)
    return _select_one_per_place(observations, chosen, part, places, None)


def as_of(
    observations: pd.DataFrame, year: int, tolerance: int = 2, places: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return one observed value per place and indicator: the nearest to `year`.

    Values more than `tolerance` years away, and values without a year, are left
    out. Of two equally near the later is taken. Columns as in :func:`latest`.
    """
    near = np.abs(floats(observations["year"]) - year) <= tolerance
    return _select_one_per_place(observations, near & is_observed(observations), part_years(observations), places, year)


def _select_one_per_place(
    rows: pd.DataFrame, among: Bools, part: Bools, places: Iterable[str] | None, year: int | None
) -> pd.DataFrame:
    """Return one of the rows `among` for each place and indicator; `part` says which cover a part of a year."""
    if places is not None:
        among = among & is_one_of(rows["place"], places)
    positions = np.flatnonzero(among)
    indicator, place, source = (ranks(rows[name])[positions] for name in ("indicator", "place", "source"))
    # The order of the vocabularies settles ties: the smallest perimeter first, the method nearest to a count.
    perimeter, method = (
        numbered(rows[name], order)[positions]
        for name, order in (("perimeter", PERIMETER_ORDER), ("method", METHOD_ORDER))
    )
    when = floats(rows["year"])[positions]
    when[np.isnan(when)] = -np.inf
    sources = texts(rows["source"])[positions]
    keys = [  # first the most telling; larger is worse
        indicator,
        place,
        part[positions],
        _beside_an_estimate(indicator, perimeter, method),
        -_places_sharing(place, indicator, perimeter, method),
        np.zeros(len(positions)) if year is None else np.abs(when - year),
        -when,
        perimeter,
        method,
        is_rounded(rows)[positions],
        -np.fromiter(map(release_number, sources), dtype="int64", count=len(sources)),
        -_places_sharing(place, indicator, source),
        source,
    ]
    order = np.lexsort(keys[::-1])
    begins = _begins(indicator[order], place[order])
    chosen, group = order[begins], np.cumsum(begins) - 1
    same_year = when[order] == when[chosen][group]
    others: list[set[str]] = [set() for _ in chosen]
    for index, source_id in zip(group[same_year].tolist(), sources[order[same_year]].tolist(), strict=True):
        others[index].add(source_id)
    out = rows.iloc[positions[chosen]].reset_index(drop=True)
    out["alternatives"] = np.bincount(group[same_year], minlength=len(chosen)) - 1
    out["other_sources"] = [
        "|".join(sorted(named - {source})) for named, source in zip(others, sources[chosen], strict=True)
    ]
    return out


def _beside_an_estimate(indicator: Codes, perimeter: Codes, method: Codes) -> Bools:
    """Return which rows are reported of an outline nobody states, where the indicator is estimated of stated ones.

    What an office hands in to a table of estimates stands beside them, so that a city is ranked by the method that
    the others are ranked by, whichever cities are chosen; it is drawn where a place has nothing else.
    """
    unstated = perimeter == PERIMETER_ORDER[str(Perimeter.NOT_STATED)]
    estimated = np.isin(method, [METHOD_ORDER[str(word)] for word in COMPUTED]) & ~unstated
    outlined = np.isin(indicator, indicator[estimated])
    rows: Bools = unstated & (method == METHOD_ORDER[str(Method.REPORTED)]) & outlined
    return rows


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
    without a year, or of a part of one, is a line of its own, and so is a bound. Sorted by place,
    line and year; `line` counts from 0 in that
    order; `projected` marks lines of projected or planned values.
    """
    part = part_years(observations)
    return _joined(observations, lines_of(observations, np.ones(len(observations), dtype="bool"), part, indicator))


class Lines(NamedTuple):
    """Points in the order of their lines: their positions in the frame, the number of each one's line, its kind."""

    positions: Codes
    line: Codes
    projected: Bools


def lines_of(rows: pd.DataFrame, among: Bools, part: Bools, indicator: Indicator) -> Lines:
    """Return the lines of the rows `among` that have a figure (:func:`series`); `part` says which are part-years."""
    positions = np.flatnonzero(among & has_figure(rows))
    year = floats(rows["year"])[positions]
    one_operator = is_one_of(rows["place"], indicator.one_series) & is_one_of(rows["method"], OWN_BOOKS)
    one_publication = (is_one_of(rows["method"], (str(Method.CENSUS),)) | one_operator)[positions]
    segment = np.zeros(len(positions), dtype="int64")
    for cut in indicator.breaks:
        of_place = is_one_of(rows["place"], () if cut.place is None else (cut.place,))[positions] | (cut.place is None)
        segment += (year >= cut.year) & of_place
    projected = is_one_of(rows["method"], NOT_OBSERVED)[positions]
    place, perimeter, method, source = (
        ranks(rows[name])[positions] for name in ("place", "perimeter", "method", "source")
    )
    alone = np.isnan(year) | part[positions] | is_bound(rows)[positions]
    keys = [
        place, projected, perimeter, method, np.where(one_publication, -1, source), segment,
        np.where(alone, np.arange(len(positions)), -1),
    ]  # fmt: skip
    order = np.lexsort([year, *keys[::-1]])
    line = np.cumsum(_begins(*(key[order] for key in keys))) - 1
    return Lines(positions[order], line, projected[order])


def _joined(rows: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    out = rows.iloc[lines.positions].reset_index(drop=True)
    out["line"], out["projected"] = lines.line, lines.projected
    return out


def line_ends(observations: pd.DataFrame, indicator: Indicator) -> tuple[Codes, Codes]:
    """Return the positions of first and last observed point of every line with two points or more."""
    part, seen = part_years(observations), is_observed(observations)
    year = floats(observations["year"])
    among = _whole_years(observations, seen, part) & ~np.isnan(year)
    positions, line, _ = lines_of(observations, among, part, indicator)
    begins = _begins(line)
    # A line ends where the next one begins.
    start, end = positions[begins], positions[np.roll(begins, -1)]
    long = year[end] > year[start]
    return start[long], end[long]


def changes(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return first and last observed point of every line with two points or more.

    Columns: place, indicator, perimeter, method, source (that of the last point), first_year,
    first_value, last_year, last_value, change (in the indicator's unit) and years (the span).
    """
    return _changes(observations, *line_ends(observations, indicator))


def _changes(rows: pd.DataFrame, start: Codes, end: Codes) -> pd.DataFrame:
    """Return the changes (:func:`changes`) between the rows at the positions `start` and those at `end`."""
    year, value = floats(rows["year"]), floats(rows["value"])
    stated = np.zeros(len(end), dtype="bool")
    first_year, last_year = (pd.arrays.IntegerArray(year[ends].astype("int16"), stated) for ends in (start, end))
    words = {
        name: pd.array(texts(rows[name])[end], dtype="str")
        for name in ("place", "indicator", "perimeter", "method", "source")
    }
    return pd.DataFrame(
        {
            **words,
            "first_year": first_year,
            "first_value": value[start],
            "last_year": last_year,
            "last_value": value[end],
            "change": value[end] - value[start],
            "years": last_year - first_year,
        },
        index=range(len(end)),
    )


def change(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return one change per place: the line that ends latest, then spans longest, then of the smaller perimeter."""
    return _changes(observations, *change_ends(observations, indicator))


def change_ends(observations: pd.DataFrame, indicator: Indicator) -> tuple[Codes, Codes]:
    """Return the positions of first and last point of one change per place (:func:`change`)."""
    start, end = line_ends(observations, indicator)
    year, place = floats(observations["year"]), ranks(observations["place"])[end]
    smaller = numbered(observations["perimeter"], PERIMETER_ORDER)[end]
    order = np.lexsort([smaller, year[start] - year[end], -year[end], place])
    order = order[_begins(place[order])]
    return start[order], end[order]


def line_points(observations: pd.DataFrame, indicator: Indicator, change: pd.Series) -> pd.Series:
    """Return the values by year along the line of one of the :func:`changes` of these observations."""
    rows = whole_years(observed(observations))
    year = rows["year"]
    on_line = (year >= change["first_year"]) & (year <= change["last_year"])
    names = ["place", "perimeter", "method"]
    if change["method"] != Method.CENSUS and not (
        change["place"] in indicator.one_series and change["method"] in OWN_BOOKS
    ):
        names.append("source")
    for name in names:
        on_line &= rows[name] == change[name]
    points = rows[on_line.fillna(False).astype("bool") & rows["value"].notna()]
    return points.set_index("year")["value"].sort_index().groupby(level=0).last()


def age(year: int | None, today_year: int) -> int | None:
    """Return how many years old a figure is; None where its year is not stated."""
    return None if year is None or pd.isna(year) else today_year - int(year)
