"""What accepted values would not be on, and why: maps of a city's parts, and the figure that charts draw of a place."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.changes import described
from indicators.language.translator import N_
from indicators.maps import districts
from indicators.maps.city_outlines import PERIMETERS
from indicators.model.observations import CATEGORIES, COLUMNS, NUMBERS
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset

NOT_ON_MAP = Rule(
    "not_on_map", Severity.WARNING,
    N_("figures of {value} for parts of a city in the perimeter {perimeter} are on no map (values: {count})."),
    N_("Write {expected} into the column perimeter if they are counted in the part's own outline."),
    words=("perimeter", "expected"),
)  # fmt: skip

NOT_DRAWN = Rule(
    "not_drawn", Severity.WARNING,
    N_("{value} would not stand for {place} in a chart of places: {known} of {year} would ({perimeter}, {method})."),
    N_("State the perimeter and the method, the same as of the figures that it continues."),
    words=("perimeter", "method"),
)  # fmt: skip

MOST_COMPARED = 20_000
"""Longer tables are whole publications: which of their figures a chart draws is not asked value by value."""


def not_on_maps(values: pd.DataFrame, dataset: Dataset, file: str) -> Iterator[Finding]:
    """Yield a finding for each indicator and perimeter of parts of a city that no map would show."""
    levels = {
        place: dataset.places[place].level
        for place in map(str, values["place"].cat.categories)
        if place in dataset.places
    }
    drawn_perimeters = {place: str(PERIMETERS[level]) for place, level in levels.items() if level in PERIMETERS}
    parts = values[values["place"].isin(list(drawn_perimeters))]
    if parts.empty:
        return
    expected = parts["place"].astype("str").map(drawn_perimeters)
    elsewhere = parts[parts["perimeter"].astype("str") != expected].assign(expected=expected)
    for (indicator, perimeter, wanted), rows in elsewhere.groupby(
        ["indicator", "perimeter", "expected"], observed=True, sort=True
    ):
        params = {"perimeter": str(perimeter), "expected": str(wanted), "count": len(rows)}
        yield Finding(NOT_ON_MAP, file, column="perimeter", value=str(indicator), params=params)


@dataclass(frozen=True)
class MapShown:
    """A map of the parts of a city on which figures of a file will be seen, and their indicators by id."""

    city: str
    level: Level
    indicators: tuple[str, ...]


def maps_shown(draft: Dataset, values: pd.DataFrame) -> list[MapShown]:
    """Return the maps of a draft that show some of `values`, those of one city together, home's first."""
    maps = []
    for city in districts.cities(draft):
        for level, perimeter in PERIMETERS.items():
            parts = districts.parts_of(draft, level, city)
            rows = values[values["place"].isin(parts) & (values["perimeter"] == perimeter) & values["year"].notna()]
            names = sorted(str(name) for name in rows["indicator"].unique())
            seen = [
                name
                for name in names
                if set(rows.loc[rows["indicator"] == name, "year"])
                & set(districts.years_of(districts.figures(draft, draft.catalogue[name], level, city)))
            ]
            maps += [MapShown(city, level, tuple(seen))] if seen else []
    return maps


def find_not_drawn(values: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Find the newest values of a city that stand behind another figure where a chart draws one of each place.

    Returns, on the index of `values`, `place`, and numbers, `year`, `perimeter` and `method` of the figure drawn.
    """
    columns = ["place", *NUMBERS, "year", "perimeter", "method"]
    frames = [pd.DataFrame(columns=columns)]
    if len(values) > MOST_COMPARED:
        return frames[0]
    cities = [place.id for level in (Level.CITY, Level.COMMUNE) for place in dataset.places.of_level(level)]
    observed = values[derive.is_observed(values) & values["year"].notna()]
    observed = observed[observed["place"].isin(cities)]
    for indicator, rows in observed.groupby("indicator", observed=True):
        stored = dataset.of(str(indicator))
        both = pd.concat([stored.assign(position=-1), rows.assign(position=rows.index)], ignore_index=True)
        both = both.astype({**dict.fromkeys(CATEGORIES, "str"), "year": "Int16"})
        drawn = derive.latest(both[[*COLUMNS, "position"]].astype(dict.fromkeys(CATEGORIES, "category")))
        newest = rows.sort_values("year").drop_duplicates("place", keep="last")
        pairs = newest.reset_index(names="at").merge(drawn, on="place", suffixes=("", "_drawn"))
        behind = pairs[(pairs["position"] < 0) & (pairs["year"] > pairs["year_drawn"])].set_index("at")
        renamed = {f"{name}_drawn": name for name in (*NUMBERS, "year", "perimeter", "method")}
        frames.append(behind[["place", *renamed]].rename(columns=renamed)[columns])
    return pd.concat(frames).rename_axis(None).sort_index()


def describe_not_drawn(not_drawn: pd.DataFrame, dataset: Dataset) -> list[dict[str, object]]:
    """Return the parameters of a finding for each such value."""
    return [
        {
            "place": dataset.places[str(row.place)].names.en, "known": described(row.value, row.lower, row.upper),
            "year": int(row.year), "perimeter": str(row.perimeter), "method": str(row.method),
        }
        for row in not_drawn.itertuples()
    ]  # fmt: skip
