"""Editions: what a publisher changed between two releases of one table, and which figures it left as they were.

A newer edition names the one it replaces (:attr:`indicators.model.sources.Source.supersedes`). A figure that it repeats
stays under the edition that gave it first; where the two differ the pair is an edition change, worked out from the
figures held and never typed in. It is no change of the place: year, perimeter and method may be others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.model.catalogue import Catalogue
from indicators.model.observations import NUMBERS, is_one_of, texts
from indicators.model.sources import Source
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text.formatting import rounded

SAME_FIGURE = ["place", "indicator", "year", "perimeter", "method"]
"""What makes two rows of two editions one figure, if their numbers agree."""

Row = Mapping[str, Any]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class EditionChange:
    """A figure of an edition and what the next edition gives in its place; both are observations."""

    earlier: Row
    later: Row

    @property
    def place(self) -> str:
        """The place the figures are of."""
        return str(self.later["place"])

    @property
    def indicator(self) -> str:
        """What is measured."""
        return str(self.later["indicator"])

    @property
    def relative(self) -> float | None:
        """By how many per cent of the earlier figure the later one differs; None where the earlier is nought."""
        before, after = float(self.earlier["value"]), float(self.later["value"])
        return (after / before - 1) * 100 if before else None

    def differs(self, column: str) -> bool:
        """Return whether the two figures have another `year`, `method` or `perimeter`."""
        return _text(self.earlier[column]) != _text(self.later[column])


def edition_changes(
    observations: pd.DataFrame, sources: Mapping[str, Source], catalogue: Catalogue
) -> list[EditionChange]:
    """Return every change between an edition and the one it replaces, at the digits printed.

    Figures of one year are paired. Where a place has no year in both editions the newest figures of the two are:
    the publisher gives the one in place of the other.
    """
    replacing = [source for source in sources.values() if source.supersedes]
    among = {name for source in replacing for name in (source.id, source.supersedes)}
    seen = observations[observations["source"].isin(among)]
    seen = seen[derive.is_observed(seen) & seen["value"].notna().to_numpy()]
    out: list[EditionChange] = []
    for source in replacing:
        later, earlier = seen[seen["source"] == source.id], seen[seen["source"] == source.supersedes]
        if later.empty or earlier.empty:
            continue
        # Only what both editions give is taken apart by place and indicator.
        later_keys, earlier_keys = (pd.MultiIndex.from_frame(rows[["indicator", "place"]]) for rows in (later, earlier))
        later, earlier = later[later_keys.isin(earlier_keys)], earlier[earlier_keys.isin(later_keys)]
        replaced = dict(list(earlier.groupby(["indicator", "place"], observed=True)))
        for key, after in later.groupby(["indicator", "place"], observed=True, sort=True):
            out += _pairs(replaced[key], after, catalogue[str(key[0])].digits)
    return out


def _pairs(before: pd.DataFrame, after: pd.DataFrame, digits: int) -> list[EditionChange]:
    """Return the changes of one place and indicator."""
    # Mostly each edition has one figure, and two years are quickly compared.
    earlier_years, later_years = before["year"].tolist(), after["year"].tolist()
    common = {year for year in earlier_years if not pd.isna(year)} & {year for year in later_years if not pd.isna(year)}
    pairs = [
        (
            before[[row_year == year for row_year in earlier_years]],
            after[[row_year == year for row_year in later_years]],
        )
        for year in common
    ] or [(before, after)]
    changes = [EditionChange(_newest(first), _newest(second)) for first, second in pairs]
    return [
        revised
        for revised in sorted(
            changes, key=lambda revised: -1 if pd.isna(revised.later["year"]) else int(revised.later["year"])
        )
        if rounded(float(revised.earlier["value"]), digits) != rounded(float(revised.later["value"]), digits)
    ]


def _newest(rows: pd.DataFrame) -> Row:
    # Mostly there is but one; choosing among several costs a hundred times as much.
    newest: Row = (rows if len(rows) == 1 else derive.latest(rows)).iloc[0].to_dict()
    return newest


@once_per_dataset
def _changes_by_figure(dataset: Dataset) -> dict[Key, list[EditionChange]]:
    """Return the edition changes by each of their two figures."""
    out: dict[Key, list[EditionChange]] = {}
    for change in edition_changes(dataset.observations, dataset.sources, dataset.catalogue):
        for row in (change.earlier, change.later):
            out.setdefault(_key(row), []).append(change)
    return out


def of_figures(dataset: Dataset, rows: pd.DataFrame) -> list[EditionChange]:
    """Return the edition changes of some observations, each once, in their order."""
    known = _changes_by_figure(dataset)
    if not known:
        return []
    rows = rows[rows["indicator"].isin({key[0] for key in known})]
    keys = zip(*(map(_text, rows[name]) for name in ("indicator", "place", "source", "year")), strict=True)
    return list({id(change): change for key in keys for change in known.get(key, ())}.values())


def of_figure(dataset: Dataset, row: Row) -> list[EditionChange]:
    """Return the edition changes of one observation."""
    return _changes_by_figure(dataset).get(_key(row), [])


def by_position(dataset: Dataset, rows: pd.DataFrame) -> dict[int, list[EditionChange]]:
    """Return the edition changes of many observations by their positions, of those that have any."""
    known = _changes_by_figure(dataset)
    indicators, sources = ({key[index] for key in known} for index in (0, 2))
    among = np.flatnonzero(is_one_of(rows["indicator"], indicators) & is_one_of(rows["source"], sources))
    some = rows.iloc[among]
    words = [texts(some[name]) for name in ("indicator", "place", "source")]
    keys = zip(*words, map(_text, some["year"]), strict=True)
    return {int(row): known[key] for row, key in zip(among, keys, strict=True) if key in known}


def of_indicator(dataset: Dataset, indicator: str, places: Iterable[str] | None = None) -> list[EditionChange]:
    """Return the edition changes of an indicator, of `places` alone if they are given, the greatest first."""
    wanted = None if places is None else set(places)
    every = {id(change): change for changes in _changes_by_figure(dataset).values() for change in changes}
    matching = [
        change
        for change in every.values()
        if change.indicator == indicator and (wanted is None or change.place in wanted)
    ]
    return sorted(matching, key=lambda change: (-abs(change.relative or 0.0), change.place))


def under_first_edition(values: pd.DataFrame, stored: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Return observations with each figure that an earlier edition gave already under that edition's source.

    A figure is the same where place, indicator, year, perimeter, method and all numbers agree. What is held once is
    not held again: the later edition then has only what it added or changed.
    """
    replaced = {key: source.supersedes for key, source in sources.items() if source.supersedes}
    is_replaced = is_one_of(values["source"], replaced)
    if not is_replaced.any():
        return values
    source = pd.Series(texts(values["source"]), index=values.index, dtype="str")
    keys = [*SAME_FIGURE, *NUMBERS, "source"]
    held = set(_figures(stored[stored["source"].isin(set(replaced.values()))], stored["source"].astype("str"), keys))
    positions = np.flatnonzero(is_replaced)
    wanted = values.iloc[positions]
    names = source.iloc[positions]
    first = names.copy()
    # An edition may repeat what the one before it repeated.
    while True:
        older = names.map(lambda name: replaced.get(name, ""))
        if not (older != "").any():
            break
        same = pd.Series([figure in held for figure in _figures(wanted, older, keys)], index=names.index)
        first = first.mask(same, older)
        names = older
    source.iloc[positions] = first
    return values.assign(source=source.astype("category"))


def _figures(rows: pd.DataFrame, source: pd.Series, keys: list[str]) -> list[tuple[str, ...]]:
    """Return what makes each row the figure it is, as texts; numbers to nine digits, as they are compared elsewhere."""
    columns = []
    for name in keys:
        column = source.loc[rows.index] if name == "source" else rows[name]
        columns.append([f"{float(cell):.9g}" if name in NUMBERS and pd.notna(cell) else _text(cell) for cell in column])
    return list(zip(*columns, strict=True))


def _key(row: Row) -> Key:
    indicator, place, source, year = (_text(row[name]) for name in ("indicator", "place", "source", "year"))
    return indicator, place, source, year


def _text(cell: object) -> str:
    """Return a cell as text: a year without decimals, blank where it is missing."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
