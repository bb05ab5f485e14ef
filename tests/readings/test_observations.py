from pathlib import Path

import pandas as pd
import pytest

from indicators.model.rules import UNKNOWN_REFERENCE
from indicators.readings import rules
from indicators.readings.answers import Answers
from indicators.readings.description import Description
from indicators.readings.observations import OTHER_UNIT, check_result, observations_of
from tests.helpers.checking import dataset


def described(**result: str) -> Description:
    return Description.model_validate(
        {
            "columns": {"meter": "meter", "time": "read_at", "quantity": "index"},
            "readings": {"kind": "counter"},
            "meters": {"file": "meters.csv"},
            "result": result,
        }
    )


def per_day() -> str:
    """Return an indicator of the catalogue in litres per person and day."""
    return next(key for key, entry in dataset().catalogue.items() if entry.unit == "L / person / day")


def answered(*rows: tuple[str, int, float, int]) -> Answers:
    return Answers(tables={"mean_day": pd.DataFrame(rows, columns=["place", "year", "mean", "days"])})


def made(answers: Answers, persons: dict[str, float]):
    return observations_of(answers, described(per_person_day=per_day()), persons, dataset().catalogue, dataset().places)


def test_a_mean_day_over_the_persons_served_in_the_unit_of_the_indicator() -> None:
    observations, findings = made(answered(("anfa", 2024, 12.0, 366)), {"anfa": 100.0})
    assert findings == []
    [row] = observations.to_dict("records")
    # 12 m³ a day for a hundred people are 120 litres each.
    assert (row["place"], row["year"], row["value"], row["method"]) == ("anfa", 2024, 120.0, "metered")
    assert row["note"] == "from raw readings of meters, 366 complete days"


@pytest.mark.parametrize(("year", "days", "count"), [(2024, 330, 1), (2024, 329, 0), (2023, 329, 1), (2023, 328, 0)])
def test_a_figure_of_a_year_needs_nine_days_in_ten(year: int, days: int, count: int) -> None:
    observations, findings = made(answered(("anfa", year, 12.0, days)), {"anfa": 100.0})
    assert len(observations) == count
    assert [finding.rule for finding in findings] == ([] if count else [rules.YEAR_INCOMPLETE])


def test_no_figure_per_person_where_nobody_says_how_many_are_served() -> None:
    observations, findings = made(answered(("anfa", 2024, 12.0, 366)), {})
    assert observations.empty
    assert [finding.rule for finding in findings] == [rules.PERSONS_MISSING]


def test_an_indicator_that_nobody_knows_or_that_is_of_another_unit() -> None:
    path = Path("description.toml")
    [unknown] = check_result(described(per_person_day="litres_a_day"), path, dataset().catalogue)
    assert (unknown.rule, unknown.column) == (UNKNOWN_REFERENCE, "result.per_person_day")
    share = next(key for key, entry in dataset().catalogue.items() if entry.unit == "percent")
    [other] = check_result(described(per_person_day=share), path, dataset().catalogue)
    assert (other.rule, other.value) == (OTHER_UNIT, share)
