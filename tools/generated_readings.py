"""Readings that no meter gave, drawn with a fixed seed: for measurements, comparisons of engines, the worked example.

Whatever is made of them says that they are generated: they are never stored among the figures of the project.

A meter counts cubic metres by the hour: what its household uses (a base, more in the morning and the evening, more in
summer) and what its place leaks, the same at every hour. A small share of readings is wrong in the ways that real ones
are: missing, there twice, contradicting each other, late; counters are replaced, or begin again at zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

AT_ONCE = 200
"""Meters drawn together."""

BY_HOUR = np.array([
    0.30, 0.22, 0.18, 0.18, 0.25, 0.55, 1.15, 1.70, 1.75, 1.45, 1.20, 1.15,
    1.25, 1.20, 1.05, 0.95, 0.95, 1.05, 1.30, 1.55, 1.60, 1.35, 0.95, 0.70,
])  # fmt: skip
"""How much of its mean a household uses in each hour of the day (our own choice, not measured)."""


@dataclass(frozen=True)
class Plan:
    """What is drawn: `meters` in turn in each of `places`, hourly over `days` days from `start` (UTC).

    `use` is the mean of what a household uses in an hour, `leak` what is lost behind each meter, both in m³. In each
    place a tenth more is used than in the one before, and half as much again is lost as in the first. The shares are of
    all readings, `resets` of all meters.
    """

    meters: int
    days: int
    places: tuple[str, ...]
    start: str = "2024-12-31T23:00:00Z"
    seed: int = 16
    use: float = 0.015
    leak: float = 0.002
    rollover: float = 10_000.0
    missing: float = 0.002
    repeated: float = 0.001
    contradicting: float = 0.000_1
    late: float = 0.001
    resets: float = 0.01

    @property
    def rows(self) -> int:
        """How many readings there would be if none were missing or there twice."""
        return self.meters * (self.days * 24 + 1)

    def described(self) -> str:
        """Return what was drawn in one line, for whoever reads a figure made of it."""
        return (
            f"generated, not measured: {self.meters} meters, {self.days} days from {self.start}, seed {self.seed}, "
            f"{self.use * 1000:g} L an hour used and {self.leak * 1000:g} L lost behind each meter"
        )


def meters_of(plan: Plan, persons: int = 4) -> pd.DataFrame:
    """Return the table of meters: meter, place, persons."""
    number = np.arange(plan.meters)
    return pd.DataFrame(
        {
            "meter": [f"M{meter:07d}" for meter in number],
            "place": [plan.places[meter % len(plan.places)] for meter in number],
            "persons": persons,
        }
    )


def batches(plan: Plan) -> Iterator[pd.DataFrame]:
    """Return readings of a few meters at a time: meter, read_at, index_m3, received_at; in the order of receipt."""
    start = pd.Timestamp(plan.start).tz_convert("UTC").tz_localize(None)
    moments = start.to_datetime64().astype("datetime64[s]") + np.arange(plan.days * 24 + 1).astype("timedelta64[h]")
    local = pd.DatetimeIndex(moments + np.timedelta64(1, "h"))
    by_hour = BY_HOUR[local.hour] / BY_HOUR.mean()
    by_season = 1 + 0.2 * np.sin((local.day_of_year.to_numpy() - 120) / 365 * 2 * np.pi)
    for begin in range(0, plan.meters, AT_ONCE):
        # Each batch has a seed of its own: the first meters are the same however many follow.
        dice = np.random.default_rng([plan.seed, begin])
        number = np.arange(begin, min(begin + AT_ONCE, plan.meters))
        yield _drawn(plan, dice, number, moments, by_hour * by_season)


def _drawn(
    plan: Plan, dice: np.random.Generator, number: np.ndarray, moments: np.ndarray, shape: np.ndarray
) -> pd.DataFrame:
    """Draw the readings of the meters of a batch; `shape` is how much of its mean a household uses at each moment."""
    hours = len(moments)
    place = (number % len(plan.places))[:, None]
    used = dice.gamma(2.0, 0.5, (len(number), hours)) * shape * plan.use * (1 + 0.1 * place)
    counted = (used + plan.leak * (1 + 0.5 * place)).cumsum(axis=1)
    counted += dice.uniform(0, plan.rollover, len(number))[:, None]
    # A new counter begins at zero, once in a while.
    for row in np.flatnonzero(dice.random(len(number)) < plan.resets):
        hour = int(dice.integers(1, hours))
        counted[row, hour:] -= counted[row, hour]
    index = np.round(counted % plan.rollover, 3).ravel()
    count = len(index)
    late = np.where(dice.random(count) < plan.late, 72, 0)
    frame = pd.DataFrame(
        {
            "meter": np.repeat(np.array([f"M{meter:07d}" for meter in number]), hours),
            "read_at": np.tile(moments, len(number)),
            "index_m3": index,
            "received_at": np.tile(moments, len(number)) + late.astype("timedelta64[h]") + np.timedelta64(5, "m"),
        }
    )
    again = frame[dice.random(count) < plan.repeated]
    otherwise = frame[dice.random(count) < plan.contradicting]
    otherwise = otherwise.assign(
        index_m3=otherwise["index_m3"] + 0.001, received_at=otherwise["received_at"] + np.timedelta64(1, "h")
    )
    return pd.concat([frame[dice.random(count) >= plan.missing], again, otherwise], ignore_index=True)


def write_parquet(plan: Plan, path: Path) -> int:
    """Write readings as one Parquet file; return how many there are."""
    schema = pa.schema(
        [
            ("meter", pa.string()),
            ("read_at", pa.timestamp("us", "UTC")),
            ("index_m3", pa.float64()),
            ("received_at", pa.timestamp("us", "UTC")),
        ]
    )
    rows = 0
    with pq.ParquetWriter(path, schema) as writer:
        for frame in batches(plan):
            for name in ("read_at", "received_at"):
                frame[name] = frame[name].dt.tz_localize("UTC")
            writer.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))
            rows += len(frame)
    return rows


def description_of(meters: str = "meters.csv", result: str = "") -> str:
    """Return the description of the readings that are drawn, as `docs/readings.md` explains it."""
    return (
        '[columns]\nmeter = "meter"\ntime = "read_at"\nquantity = "index_m3"\nreceived = "received_at"\n\n'
        '[readings]\nkind = "counter"\nunit = "m³"\nrollover = 10000\nmost_per_hour = 5\n\n'
        f'[meters]\nfile = "{meters}"\npersons = "persons"\n{result}'
    )
