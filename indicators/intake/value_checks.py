"""Values that are odd beside others: far off their neighbours in time, wholes that are no sums, shares of one.

That a value is held back is a rule of this module too. None of these keeps a value out.
"""

import numpy as np
import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Catalogue
from indicators.model.places import Gazetteer
from indicators.model.vocabulary import Level, Measure, Perimeter

HELD_BACK = Rule(
    "held_back", Severity.WARNING, N_("{value} is a figure that is held back: {reason}"),
    N_("Leave it out unless the reason no longer holds."),
)  # fmt: skip

JUMP = Rule(
    "jump", Severity.WARNING, N_("{value} is about {ratio} times {neighbour}, the value of {year}."),
    N_("Check the unit (thousands, kilotonnes) and the decimals."),
)  # fmt: skip

NOUGHT = Rule(
    "nought", Severity.WARNING, N_("0 stands beside {neighbour}, the value of {year}: is it no value?"),
    N_("Leave the cell blank where there is no value."),
)  # fmt: skip

SHARE_FOR_PER_CENT = Rule(
    "share_for_per_cent", Severity.WARNING,
    N_("{value} looks like a share of one, but the indicator is in per cent (values: {count})."),
    N_("Write 75.5 for 0.755, or name the unit."),
)  # fmt: skip

SUM_DIFFERS = Rule(
    "sum_differs", Severity.WARNING, N_("the whole, {whole}, is not the sum of its {count} parts, {total}."),
    N_("Check the parts and the whole; they may be of two perimeters."),
)  # fmt: skip


LEAST = 9.0
"""From this ratio a value is as far off as a wrong unit or a lost decimal mark would set it."""


def find_jumps(values: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Find the values that are at least nine times, or at most a ninth of, each of their neighbours.

    `values` and `others` have `series`, a number for each place and indicator, `year`, `value`, and `floor`, ten of the
    indicator's last digit: values below it are left alone, since there rounding makes the ratio. The neighbours of a
    value are the one before and the one after it among both, of any perimeter and source; those of `others` come first
    in a year. Returns, on the index of `values`, `ratio` and the neighbour's `neighbour` and `year`.
    """
    series, year, value, floor = (
        np.concatenate([others[name].to_numpy(), values[name].to_numpy()])
        for name in ("series", "year", "value", "floor")
    )
    position = np.concatenate([np.full(len(others), -1), np.arange(len(values))])
    above = np.flatnonzero(value > 0)
    order = above[np.argsort(series[above].astype("int64") * 10_000 + year[above].astype("int64"), kind="stable")]
    value, year, position = value[order], year[order], position[order]
    odd, neighbour = odd_ones_out(series[order], value, floor[order])
    odd, neighbour = odd[position[odd] >= 0], neighbour[position[odd] >= 0]
    jumps = pd.DataFrame(
        {"ratio": value[odd] / value[neighbour], "neighbour": value[neighbour], "year": year[neighbour]},
        index=values.index[position[odd]],
    )
    return jumps.sort_index()


def find_noughts(values: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Find the noughts whose neighbours are all far above nought: more often a blank than a figure.

    The frames are those of :func:`find_jumps`; a neighbour counts as far from ten floors on. Returns, on the index of
    `values`, the `neighbour` and its `year`: the value before, or where there is none, the one after.
    """
    noughts = values[values["value"] == 0]
    if noughts.empty:
        return pd.DataFrame({"neighbour": [], "year": []}, index=values.index[:0])
    both = pd.concat([others, values])
    both = both[(both["value"] > 0) & both["series"].isin(noughts["series"])].assign(
        neighbour=lambda frame: frame["value"]
    )
    both = both.assign(known=both["year"])[["series", "year", "known", "neighbour"]].sort_values("year", kind="stable")
    questions = noughts[["series", "year", "floor"]].assign(at=noughts.index).sort_values("year", kind="stable")
    before, after = (
        pd.merge_asof(questions, both, on="year", by="series", direction=way) for way in ("backward", "forward")
    )
    nearest = before[["known", "neighbour"]].fillna(after[["known", "neighbour"]])
    least = before["neighbour"].fillna(np.inf).clip(upper=after["neighbour"].fillna(np.inf))
    far = np.isfinite(least) & (least >= 10 * questions["floor"].to_numpy())
    between = nearest[far].set_index(pd.Index(questions["at"].to_numpy()[far.to_numpy()]))
    between = between.rename(columns={"known": "year"}).astype({"year": "int64"})
    return between.sort_index()


def describe_noughts(between: pd.DataFrame) -> list[dict[str, object]]:
    """Return the parameters of a finding for each such nought."""
    return [{"neighbour": digits(row.neighbour, 6), "year": int(row.year)} for row in between.itertuples()]


def describe_jumps(jumps: pd.DataFrame) -> list[dict[str, object]]:
    """Return the parameters of a finding for each such value."""
    ratio = [digits(number, 3) for number in jumps["ratio"]]
    neighbour = [digits(number, 6) for number in jumps["neighbour"]]
    params: list[dict[str, object]] = jumps[["year"]].assign(ratio=ratio, neighbour=neighbour).to_dict("records")
    return params


def odd_ones_out(group: np.ndarray, value: np.ndarray, floor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the values far off each of their neighbours, and that of the neighbour.

    The values are above nought and stand in the order of their groups and
    years; `floor` is what the larger of two values must reach.
    """
    same = np.append(group[1:] == group[:-1], False) if len(group) else np.array([], dtype=bool)
    ratio_after = np.full(len(value), np.nan)
    ratio_after[:-1] = np.where(same[:-1], value[:-1] / value[1:], np.nan)
    ratio_before = np.full(len(value), np.nan)
    ratio_before[1:] = 1 / ratio_after[:-1]
    off_before, off_after = _off(ratio_before), _off(ratio_after)
    alone = np.isnan(ratio_before) & np.isnan(ratio_after)
    largest = np.fmax(value, np.fmax(value / ratio_before, value / ratio_after))
    rejected = off_before & off_after & ~alone & (largest >= floor)
    odd = np.flatnonzero(rejected)
    neighbour = np.where(np.isnan(ratio_before[odd]), odd + 1, odd - 1)
    return odd, neighbour


def _off(ratio: np.ndarray) -> np.ndarray:
    """Return where a ratio is far from one; a missing neighbour says nothing against it."""
    off: np.ndarray = np.isnan(ratio) | (ratio >= LEAST) | (ratio <= 1 / LEAST)
    return off


def digits(number: float, most: int) -> str:
    """Return a number with at most so many digits that count, never as a power of ten."""
    return np.format_float_positional(number, precision=most, fractional=False, trim="-")


TOLERANCE = 0.005
"""How far a sum may be off the whole, as a share of it: parts are rounded one by one."""

_SAME = ["indicator", "year", "method", "source"]
_WHOLE = {
    Level.CITY: (str(Perimeter.MUNICIPALITY), str(Perimeter.NOT_STATED)),
    Level.PREFECTURE: (str(Perimeter.PREFECTURE), str(Perimeter.NOT_STATED)),
}


def parts_of(places: Gazetteer) -> dict[str, list[tuple[str, ...]]]:
    """Return the sets of parts that make up each place: a city's arrondissements, its prefectures."""
    parts: dict[str, list[tuple[str, ...]]] = {}
    for prefecture in places.of_level(Level.PREFECTURE):
        inside = tuple(place.id for place in places.of_level(Level.DISTRICT, prefecture.id))
        if inside:
            parts[prefecture.id] = [inside]
    for city in places.of_level(Level.CITY):
        prefectures = tuple(place.id for place in places.of_level(Level.PREFECTURE, city.id) if place.id in parts)
        if prefectures:
            parts[city.id] = [tuple(district for key in prefectures for district in parts[key][0]), prefectures]
    return parts


def find_sums(values: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue, places: Gazetteer) -> pd.DataFrame:
    """Find the wholes that are not the sum of their parts, where a value of the file is among them.

    Whole and parts are of one indicator, year, method and source, from the file or the store; a sum counts when every
    part is there, or when those that are exceed the whole. Returns, on the index of `values` (the row of the whole, or
    of the first part where the whole is stored), `value`, `total` and `count`.
    """
    makeup = parts_of(places)
    involved = {*makeup, *(part for sets in makeup.values() for parts in sets for part in parts)}
    additive = [entry.id for entry in catalogue.values() if entry.measure is Measure.TOTAL]
    brought = _few(values, involved, additive).assign(at=lambda frame: frame.index)
    if brought.empty:
        return pd.DataFrame(columns=["value", "total", "count"])
    known = _few(stored, involved, list(brought["indicator"].unique())).assign(at=-1)
    both = pd.concat([brought, known], ignore_index=True).drop_duplicates([*_SAME, "place", "perimeter"])
    # a whole and two parts at least, or there is nothing to compare; a long file of one place has many groups
    both = both[both.groupby(_SAME)["place"].transform("nunique") > 2]
    differences = [
        difference
        for _, group in both.groupby(_SAME, sort=False)
        if (group["at"] >= 0).any()
        for whole, sets in makeup.items()
        for parts in sets
        if (difference := _differs_from_sum(group, whole, places[whole].level, parts)) is not None
    ]
    frame = pd.DataFrame(differences, columns=["at", "value", "total", "count"])
    return frame.drop_duplicates("at").set_index("at")


def _few(frame: pd.DataFrame, places: set[str], indicators: list[str]) -> pd.DataFrame:
    columns = ["place", "perimeter", *_SAME]
    rows = frame.loc[frame["place"].isin(places) & frame["indicator"].isin(indicators), [*columns, "value"]]
    rows = rows[rows["year"].notna() & rows["value"].notna()]
    return rows.astype({name: "str" for name in columns if name != "year"})


def _differs_from_sum(
    group: pd.DataFrame, whole: str, level: Level, parts: tuple[str, ...]
) -> tuple[int, float, float, int] | None:
    """Return where a whole is not its sum, with its value, the sum and how many parts there are."""
    stated = group[(group["place"] == whole) & group["perimeter"].isin(_WHOLE.get(level, ()))]
    inside = group[group["place"].isin(parts)].drop_duplicates("place")
    if stated.empty or len(inside) < 2:
        return None
    value, total = float(stated["value"].iloc[0]), float(inside["value"].sum())
    beyond = total - value if len(inside) < len(parts) else abs(total - value)
    position = int(stated["at"].iloc[0])
    if position < 0:
        of_file = inside.loc[inside["at"] >= 0, "at"]
        position = int(of_file.iloc[0]) if len(of_file) else -1
    if position < 0 or beyond <= TOLERANCE * abs(value):
        return None
    return position, value, total, len(inside)


def describe_sums(sums: pd.DataFrame) -> list[dict[str, object]]:
    """Return the parameters of a finding for each whole that is not its sum."""
    return [
        {"whole": f"{value:.15g}", "total": f"{total:.15g}", "count": int(count)}
        for value, total, count in zip(sums["value"], sums["total"], sums["count"], strict=True)
    ]


PERCENT = "percent"
USUAL = 5.0
"""Where half of an indicator's known figures are above this many per cent, nothing but parts of one is odd."""


def find_shares(values: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Find the indicators in per cent whose every figure in the file lies between 0 and 1, and whose known ones do not.

    Returns one row each, on the index of the first such value, with `value` and `count`.
    """
    percent = [entry.id for entry in catalogue.values() if entry.unit == PERCENT]
    figures = values.loc[values["indicator"].isin(percent), ["indicator", "value"]].assign(at=lambda rows: rows.index)
    # a figure without a value, which only has bounds, is not between 0 and 1
    figures["value"] = figures["value"].fillna(np.inf)
    by_indicator = figures.groupby("indicator", sort=False, observed=True)
    sets = by_indicator.agg(at=("at", "first"), value=("value", "first"), count=("value", "size"),
                            least=("value", "min"), most=("value", "max"))  # fmt: skip
    sets = sets[(sets["least"] >= 0) & sets["most"].between(0, 1, inclusive="right")]
    usual = stored[stored["indicator"].isin(sets.index)].groupby("indicator", observed=True)["value"].median()
    return sets[sets.index.map(usual).astype("float64") > USUAL].set_index("at")[["value", "count"]]
