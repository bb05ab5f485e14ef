"""The world's urban centres: where a city's built-up land per person stands among them.

A background table, not places: 13,135 centres of at least 50,000 people in
2015, from the Global Human Settlement Layer (release R2019A). Small centres
are often under-detected from space, so a standing always states its rule:
which centres it counts.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

TYPES = {
    "id": "int32",
    "name": "str",
    "published_name": "str",
    "country": "str",
    "longitude": "float64",
    "latitude": "float64",
    "built_up_km2": "float64",
    "population": "int64",
}


@dataclass(frozen=True)
class Rule:
    """Which centres count: at least so much built-up land (km2), more than so many people."""

    built_up_km2: float = 0.0
    population: int = 0


ALL = Rule()
AT_LEAST_1_KM2 = Rule(built_up_km2=1.0)
OVER_A_MILLION = Rule(population=1_000_000)


def read_urban_centres(path: Path) -> pd.DataFrame:
    """Read the table of centres and add `m2_per_person` (built-up land per person, m2)."""
    centres = pd.read_csv(path, dtype=TYPES, keep_default_na=False, encoding="utf-8")
    return centres.assign(m2_per_person=centres["built_up_km2"] * 1e6 / centres["population"])


def counted(centres: pd.DataFrame, rule: Rule = ALL) -> pd.DataFrame:
    """Return the centres that `rule` counts."""
    enough_land = centres["built_up_km2"] >= rule.built_up_km2
    return centres[enough_land & (centres["population"] > rule.population)]


def share_below(centres: pd.DataFrame, m2_per_person: float, rule: Rule = ALL) -> float | None:
    """Return the share (0 to 1) of counted centres with less built-up land per person than given.

    None where the rule counts no centre, or the value is missing.
    """
    chosen = counted(centres, rule)
    if chosen.empty or pd.isna(m2_per_person):
        return None
    return float((chosen["m2_per_person"] < m2_per_person).mean())
