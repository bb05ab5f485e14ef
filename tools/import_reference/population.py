"""Population of urban agglomerations, 1950-2035, and its growth (World Urbanization Prospects 2018)."""

from pathlib import Path

import numpy as np
import pandas as pd

from tools.import_reference.figures_table import observations, read_figures, required_place_ids

TABLE = Path("city/un_wup2018_population.csv")
SOURCE = "un_wup_2018"
LAST_ESTIMATE = 2018
STEP = 5
"""Years over which growth is averaged: the publisher's own five-year periods."""


def build(figures: Path) -> dict[str, pd.DataFrame]:
    """Return population (people) and its growth (% a year) per agglomeration."""
    path = figures / TABLE
    table = read_figures(path)
    people = pd.DataFrame(
        {
            "place": required_place_ids(table, "city", path),
            "year": table["year"].astype("int64"),
            "value": (table["number"] * 1000).round(),
        }
    )
    common = {"perimeter": "agglomeration", "source": SOURCE}
    growth = growth_rates(people)
    return {
        "population_agglomeration": observations(people.assign(method=_method(people["year"])), common),
        "population_growth": observations(growth.assign(method=_method(growth["year"])), common),
    }


def growth_rates(people: pd.DataFrame) -> pd.DataFrame:
    """Return the mean annual growth of each five-year period, dated by its last year.

    `people` has place, year and value (people). The rate is the continuous
    one that the publisher's own growth tables use:
    ``100 * ln(P[t] / P[t - 5]) / 5``, in % a year. Periods end in years
    divisible by five.
    """
    ends = people[people["year"] % STEP == 0]
    starts = ends.assign(year=ends["year"] + STEP)
    pairs = ends.merge(starts, on=["place", "year"], suffixes=("", "_before"))
    rate = 100 * np.log(pairs["value"] / pairs["value_before"]) / STEP
    return pairs.assign(
        value=rate.round(4),
        note=[f"Mean of {year - STEP}-{year}: 100 x ln(P{year}/P{year - STEP})/{STEP}." for year in pairs["year"]],
    )[["place", "year", "value", "note"]]


def _method(year: pd.Series) -> pd.Series:
    return (year <= LAST_ESTIMATE).map({True: "estimated", False: "projected"})
