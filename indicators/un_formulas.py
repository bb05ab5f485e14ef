"""The UN's own formulas of the indicators a city can compute from its figures.

Each takes numbers, or pandas Series of equal length, and returns an
:class:`Answer`: the value in the same form (NaN where there is none) beside
the reason code of why there is none (None where there is one). Arguments that
are missing, infinite or text give no value, never an exception. All the
arguments of one call must come from one source and one perimeter: a ratio of
two sources is not a published figure, and is not to be shown as one.

Formulas as in the UN Statistics Division's SDG indicator metadata
(Metadata-11-03-01, 11-06-02, 11-07-01 and 06-04-02).
"""

from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from indicators.language import N_
from indicators.reasons import Check, ReasonCode, first_reason, value_checks
from indicators.vectors import Column, FloatArray, Shape, numbers, shape_of

WATER_STRESS_BANDS = ("no stress", "low", "medium", "high", "critical")
"""The classes of water stress, from least to most."""

WATER_STRESS_TEXTS = {
    "no stress": N_("No stress (below 25 %)"),
    "low": N_("Low stress (25 to 50 %)"),
    "medium": N_("Medium stress (50 to 75 %)"),
    "high": N_("High stress (75 to 100 %)"),
    "critical": N_("Critical stress (above 100 %)"),
}
"""The classes with their limits, for a reader."""

_BANDS = np.array([None, *WATER_STRESS_BANDS], dtype=object)


class Answer(NamedTuple):
    """A value and, where it is NaN or None, the code of why."""

    value: Any
    reason: Any


class LandForm(StrEnum):
    """The two published forms of the land consumption rate."""

    ORIGINAL = "original"
    REVISED = "revised"


def land_consumption_rate(
    first_area: Column, first_year: Column, last_area: Column, last_year: Column, form: str = LandForm.REVISED
) -> Answer:
    """Return the yearly rate at which built-up land grows (a part of 11.3.1).

    `revised`, since 2021: (last - first) / first / years. `original`:
    ln(last / first) / years. Areas in any one unit; the rate is a fraction a
    year (0.03 is 3 % a year).

    Raises
    ------
    ValueError
        `form` is neither of the two.
    """
    form = LandForm(form)
    shape = shape_of(first_area=first_area, first_year=first_year, last_area=last_area, last_year=last_year)
    first, last, years, checks = _growth(first_area, first_year, last_area, last_year)
    with np.errstate(all="ignore"):
        rate = np.log(last / first) / years if form is LandForm.ORIGINAL else (last - first) / first / years
    return _answer(shape, rate, checks)


def population_growth_rate(
    first_population: Column, first_year: Column, last_population: Column, last_year: Column
) -> Answer:
    """Return ln(last / first) / years, the population growth rate of 11.3.1, a fraction a year.

    It is logarithmic in both published forms of the indicator, while the
    revised land consumption rate is linear: the metadata has it so.
    """
    shape = shape_of(
        first_population=first_population, first_year=first_year,
        last_population=last_population, last_year=last_year,
    )  # fmt: skip
    first, last, years, checks = _growth(first_population, first_year, last_population, last_year)
    with np.errstate(all="ignore"):
        rate = np.log(last / first) / years
    return _answer(shape, rate, checks)


def land_use_ratio(land_rate: Column, population_rate: Column) -> Answer:
    """Return SDG 11.3.1: the land consumption rate over the population growth rate.

    1 is balance; below 1 built-up land grows more slowly than the population,
    above 1 faster. Where the population does not change, or only one of the
    two shrinks, the ratio says nothing: no value, reason `not_meaningful`.
    Where both shrink it is positive and speaks of shrinking.
    """
    shape = shape_of(land_rate=land_rate, population_rate=population_rate)
    land, people = numbers(land_rate), numbers(population_rate)
    with np.errstate(all="ignore"):
        ratio = land / people
    opposed = (people == 0) | ((land < 0) & (people > 0)) | ((land >= 0) & (people < 0))
    checks = [*value_checks(land_rate), *value_checks(population_rate), (opposed, ReasonCode.NOT_MEANINGFUL)]
    return _answer(shape, ratio, checks)


def open_space_share(open_space: Column, streets: Column, built_up: Column) -> Answer:
    """Return SDG 11.7.1, first part: open public space and streets, % of built-up area.

    The three areas in any one unit. More open space than built-up area is
    refused as `part_exceeds_whole`.
    """
    shape = shape_of(open_space=open_space, streets=streets, built_up=built_up)
    given = (open_space, streets, built_up)
    space, roads, whole = map(numbers, given)
    return _share(shape, space + roads, whole, given, (space < 0) | (roads < 0))


def open_space_access(people_near: Column, population: Column) -> Answer:
    """Return SDG 11.7.1, second part: % of people within 400 m walking distance of open public space."""
    shape = shape_of(people_near=people_near, population=population)
    near, people = numbers(people_near), numbers(population)
    return _share(shape, near, people, (people_near, population), near < 0)


def water_stress(withdrawal: Column, renewable: Column, environmental_flow: Column) -> Answer:
    """Return SDG 6.4.2: TFWW / (TRWR - EFR) * 100, in %.

    `withdrawal` is total freshwater withdrawal (TFWW), `renewable` total
    renewable freshwater resources (TRWR), `environmental_flow` the flow left
    to nature (EFR), all in one unit of volume a year (10^9 m3 in the
    metadata). It passes 100 % where more is withdrawn than is renewed. Not the
    World Bank's ER.H2O.FWTL.ZS, which divides by internal resources only.
    """
    shape = shape_of(withdrawal=withdrawal, renewable=renewable, environmental_flow=environmental_flow)
    given = (withdrawal, renewable, environmental_flow)
    taken, renewed, flow = map(numbers, given)
    available = renewed - flow
    with np.errstate(all="ignore"):
        stress = taken / available * 100.0
    checks = [check for data in given for check in value_checks(data)]
    wrong = (taken < 0) | (renewed <= 0) | (flow < 0) | (available <= 0)
    return _answer(shape, stress, [*checks, (wrong, ReasonCode.NOT_POSITIVE)])


def water_stress_band(stress: Column) -> Answer:
    """Return the class of a water stress in %: no stress, low, medium, high or critical.

    From 25 on low, from 50 medium, from 75 high, above 100 critical. The
    classes are those FAO and UN-Water use in *Progress on Level of Water
    Stress* (2021); they describe, and are neither thresholds nor a status.
    """
    shape = shape_of(stress=stress)
    x = numbers(stress)
    checks = [*value_checks(stress), (x < 0, ReasonCode.NOT_POSITIVE)]
    band = 1 + (x >= 25).astype(np.int8) + (x >= 50) + (x >= 75) + (x > 100)
    return Answer(shape.wrap(_BANDS[np.where(np.isnan(x) | (x < 0), 0, band)]), shape.wrap(first_reason(shape, checks)))


def population_weighted_mean(concentration: Column, population: Column) -> Answer:
    """Return SDG 11.6.2: sum(P_i * C_i) / sum(P_i), in the unit of `concentration` (ug/m3).

    `concentration` is the annual mean of PM2.5 or PM10 of each grid cell or
    urban area, `population` its people. One value, not one per row. A cell
    with people and no concentration leaves no value (`missing_value`): to drop
    it would change whose air is averaged. Cells without people do not count.
    """
    shape = shape_of(concentration=concentration, population=population)
    size = 1 if shape.size is None else shape.size
    people = np.broadcast_to(numbers(population), size)
    level = np.broadcast_to(numbers(concentration), size)
    inhabited = people != 0
    flawed = [
        *value_checks(population),
        *((wrong & inhabited, why) for wrong, why in value_checks(concentration)),
        ((people < 0) | (inhabited & (level < 0)), ReasonCode.NOT_POSITIVE),
        (np.array(not people.sum() > 0), ReasonCode.NOT_POSITIVE),
    ]
    why = next((why.value for wrong, why in flawed if wrong.any()), None)
    if why is not None:
        return Answer(float("nan"), why)
    return Answer(float((people[inhabited] * level[inhabited]).sum() / people.sum()), None)


def _growth(
    first: Column, first_year: Column, last: Column, last_year: Column
) -> tuple[FloatArray, FloatArray, FloatArray, list[Check]]:
    start, end = numbers(first), numbers(last)
    start_year, end_year = numbers(first_year), numbers(last_year)
    checks = [
        *value_checks(first),
        *value_checks(last),
        (np.isnan(start_year) | np.isnan(end_year), ReasonCode.MISSING_YEAR),
        (start_year == end_year, ReasonCode.ONE_POINT),
        (start_year > end_year, ReasonCode.YEARS_REVERSED),
        ((start <= 0) | (end <= 0), ReasonCode.NOT_POSITIVE),
    ]
    return start, end, end_year - start_year, checks


def _share(shape: Shape, part: FloatArray, whole: FloatArray, given: tuple[Column, ...], negative: Any) -> Answer:
    with np.errstate(all="ignore"):
        share = part / whole * 100.0
    checks = [check for data in given for check in value_checks(data)]
    checks += [(negative | (whole <= 0), ReasonCode.NOT_POSITIVE), (part > whole, ReasonCode.PART_EXCEEDS_WHOLE)]
    return _answer(shape, share, checks)


def _answer(shape: Shape, value: FloatArray, checks: list[Check]) -> Answer:
    for strikes, _ in checks:
        if strikes.any():
            value = np.where(strikes, np.nan, value)
    return Answer(shape.wrap(value), shape.wrap(first_reason(shape, checks)))
