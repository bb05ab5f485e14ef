"""What an owner says of raw readings: their columns, unit, clock and meters, in a small TOML file.

    [columns]
    meter = "meter"
    time = "read_at"
    quantity = "index_m3"

    [readings]
    kind = "counter"
    unit = "m³"
    interval_minutes = 60
    time_zone = "Africa/Casablanca"

    [meters]
    file = "meters.csv"

The whole of it is in `docs/readings.md`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
from pydantic import Field, ValidationError, field_validator

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Identifier, Model, Text
from indicators.model.places import Gazetteer, nearest
from indicators.model.rules import MISSING_COLUMN, MISSING_FILE, bad_entries, read_toml, unreadable
from indicators.model.units import factor
from indicators.model.vocabulary import Method, Perimeter
from indicators.readings.rules import METER_PLACE, METER_TWICE

BASE_UNITS = ("m**3", "kilowatt_hour")
"""What quantities are counted in: water in cubic metres, electricity and gas in kilowatt-hours."""

LEVEL_UNIT = "meter"
"""What levels are measured in."""

AS_WRITTEN = {"m**3": "m³", "kilowatt_hour": "kWh", LEVEL_UNIT: "m"}
"""These units as people write them."""

PositiveNumber = Annotated[float, Field(gt=0)]

UNKNOWN_QUANTITY = Rule(
    "readings_unit", Severity.ERROR, N_("{value} is not a unit of volume or energy."),
    N_("Write m³, litres, kWh, or another unit that turns into cubic metres or kilowatt-hours."),
)  # fmt: skip

UNKNOWN_RATE = Rule(
    "readings_rate_unit", Severity.ERROR, N_("{value} is not a unit of flow or power."),
    N_("Write L/s, m³/h, kW, or another unit that gives cubic metres or kilowatt-hours in an hour."),
)  # fmt: skip

UNKNOWN_LENGTH = Rule(
    "readings_level_unit", Severity.ERROR, N_("{value} is not a unit of height."),
    N_("Write m, cm, or another unit that turns into metres."),
)  # fmt: skip


class Kind(StrEnum):
    """What the quantity of a reading is."""

    COUNTER = "counter"
    """What has passed since the meter was put in: it only rises, until it begins again."""
    VOLUME = "volume"
    """What has passed since the reading before."""
    FLOW = "flow"
    """The mean flow since the reading before: litres a second, kilowatts."""
    LEVEL = "level"
    """How high something stands at that moment: the water of a reservoir or in the ground."""


class ReadingColumns(Model):
    """The columns of the readings: the meter, the moment, the quantity; where there are such, its unit and its receipt.

    `meter` is left out where all readings are of one meter. `unit` names a column in which each row states its own
    unit, `received` one that says when a reading came in.
    """

    meter: Text | None = None
    time: Text
    quantity: Text
    unit: Text | None = None
    received: Text | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the columns that the files must have."""
        return tuple(name for name in (self.meter, self.time, self.quantity, self.unit, self.received) if name)


class Readings(Model):
    """How readings are taken.

    `time_zone` is that of days, months and nights, and of times written without an offset. A counter begins again at
    zero when it comes to `rollover` (in `unit`). More than `most_per_hour` (in `unit`; of flows themselves) is not
    believed, nor is a level below `lowest` or above `highest`. A reading that came in more than `late_hours` after its
    moment counts as late.
    """

    kind: Kind
    unit: Text = "m³"
    interval_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    time_zone: Text = "Africa/Casablanca"
    rollover: PositiveNumber | None = None
    most_per_hour: PositiveNumber | None = None
    lowest: float | None = None
    highest: float | None = None
    late_hours: PositiveNumber = 24.0

    def unit_of(self, written: str) -> "Unit | None":
        """Return what a reading in a unit counts as, None where the unit is of another kind than these readings.

        Of volumes and counters that is a volume or energy, of flows what passes in one interval, of levels metres.
        """
        if self.kind is Kind.LEVEL:
            ratio = factor(written, LEVEL_UNIT)
            return None if ratio is None else Unit(LEVEL_UNIT, ratio)
        if self.kind is not Kind.FLOW:
            return unit_of(written)
        for base in BASE_UNITS:
            ratio = factor(written, f"{base} / hour")
            if ratio is not None:
                return Unit(base, ratio * self.interval_minutes / 60)
        return None

    @property
    def scale(self) -> float:
        """What a quantity of 1 in the unit of these readings counts as."""
        unit = self.unit_of(self.unit)
        return unit.factor if unit else 1.0

    @property
    def base(self) -> str:
        """The unit that these readings are counted in, empty where their own is of no known kind."""
        unit = self.unit_of(self.unit)
        return unit.base if unit else ""

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name} is no time zone; write one such as Africa/Casablanca") from error
        return name


class Meters(Model):
    """The table that says in which place each meter is, and perhaps how many persons it serves: a CSV file."""

    file: Text
    meter: Text = "meter"
    place: Text = "place"
    persons: Text | None = None


class Result(Model):
    """What becomes of the answers: the indicators that take them, and what stands on each observation.

    `per_person_day`, `night_share`, `peak_day` and, of levels, `mean_level` and `lowest_level` are ids of the
    catalogue;
    what is left out is not made. `method` is how the figures were obtained: metered, unless readings were not taken by
    meters at all.
    """

    per_person_day: Identifier | None = None
    night_share: Identifier | None = None
    peak_day: Identifier | None = None
    mean_level: Identifier | None = None
    lowest_level: Identifier | None = None
    method: Method = Method.METERED
    perimeter: Perimeter = Perimeter.ARRONDISSEMENT
    source: Identifier | None = None
    note: str = ""


class Description(Model):
    """A description of readings, as its file states it."""

    columns: ReadingColumns
    readings: Readings
    meters: Meters
    result: Result = Result()


@dataclass(frozen=True)
class Unit:
    """A unit of readings: how many of `base`, one of :data:`BASE_UNITS`, it is."""

    base: str
    factor: float


def unit_of(written: str) -> Unit | None:
    """Return a unit as people write it, None where it is neither of volume nor of energy."""
    for base in BASE_UNITS:
        ratio = factor(written, base)
        if ratio is not None:
            return Unit(base, ratio)
    return None


@dataclass(frozen=True)
class MeterTable:
    """Meters that stand in one known place each.

    `meters` has the columns meter and place; `persons` is how many persons the meters of a place serve, for the places
    of which every meter says so.
    """

    meters: pd.DataFrame
    persons: dict[str, float]


def read_meters(path: Path, columns: Meters, places: Gazetteer) -> tuple[MeterTable | None, list[Finding]]:
    """Read a table of meters; return it, or None, and everything that is wrong with it."""
    if not path.exists():
        return None, [Finding(MISSING_FILE, str(path))]
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        return None, [unreadable(path, error)]
    named = [columns.meter, columns.place, *([columns.persons] if columns.persons else [])]
    headings = ", ".join(map(str, raw.columns))
    missing = [
        Finding(MISSING_COLUMN, str(path), column=name, params={"found": headings}) for name in named if name not in raw
    ]
    if missing:
        return None, missing
    table = pd.DataFrame({"meter": raw[columns.meter].str.strip(), "place": raw[columns.place].str.strip()})
    table["persons"] = pd.to_numeric(raw[columns.persons], errors="coerce") if columns.persons else float("nan")
    findings = [
        Finding(
            METER_PLACE,
            str(path),
            row=int(row) + 2,
            column=columns.place,
            value=place,
            params={"near": nearest(place, places)},
        )
        for row, place in table.loc[~table["place"].isin(list(places)), "place"].items()
    ]
    known = table[table["place"].isin(list(places))].drop_duplicates(["meter", "place"])
    twice = known[known.duplicated("meter", keep=False)]
    findings += [
        Finding(
            METER_TWICE, str(path), column=columns.meter, value=str(meter), params={"places": ", ".join(rows["place"])}
        )
        for meter, rows in twice.groupby("meter")
    ]
    single = known.drop(index=twice.index).reset_index(drop=True)
    served = single.groupby("place")["persons"].agg(lambda persons: persons.sum(skipna=False))
    persons = {str(place): float(count) for place, count in served.items() if count > 0}
    return MeterTable(single[["meter", "place"]], persons), findings


def read_description(path: Path) -> tuple[Description | None, list[Finding]]:
    """Read a description; return it, or None and everything that is wrong with it."""
    if not path.exists():
        return None, [Finding(MISSING_FILE, str(path))]
    record, findings = read_toml(path)
    if record is None:
        return None, findings
    try:
        description = Description.model_validate(record)
    except ValidationError as error:
        return None, bad_entries(error, path)
    readings = description.readings
    if readings.unit_of(readings.unit) is None:
        rule = {Kind.FLOW: UNKNOWN_RATE, Kind.LEVEL: UNKNOWN_LENGTH}.get(readings.kind, UNKNOWN_QUANTITY)
        return None, [Finding(rule, str(path), column="readings.unit", value=readings.unit)]
    return description, []
