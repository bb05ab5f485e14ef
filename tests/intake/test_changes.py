"""New, changed and unchanged values, and those that would stand beside a known one."""

import pandas as pd
import pytest

from indicators.intake.changes import compare, describe_parallels, find_parallels, settle
from indicators.model.observations import COLUMNS, typed
from indicators.store.ledger.ledger import Meant
from tests.helpers.checking import check, dataset

STORED = typed(
    pd.DataFrame(
        [
            ["casablanca", "network_efficiency", "2014", "75.5", "", "", "utility perimeter", "reported", "a", ""],
            ["casablanca", "footprint", "", "1.8", "1.2", "2.4", "urban centre", "modelled", "b", ""],
        ],
        columns=list(COLUMNS),
    ).replace("", None)
)


def with_changes(**changes: object) -> pd.DataFrame:
    return typed(STORED.iloc[[0]].astype("object").assign(**changes))


def counts(values: pd.DataFrame) -> tuple[int, int, int]:
    found = compare(values, STORED)
    return found.new, found.changed, found.unchanged


@pytest.mark.slow
def test_by_key() -> None:
    assert counts(STORED) == (0, 0, 2)
    assert counts(with_changes(value=75.6)) == (0, 1, 0)
    assert counts(with_changes(source="c")) == (1, 0, 0)
    assert counts(with_changes(year=2015)) == (1, 0, 0)
    assert counts(with_changes(lower=70.0)) == (0, 1, 0)


@pytest.mark.slow
def test_old_values_stand_beside_new_ones() -> None:
    found = compare(with_changes(value=75.6), STORED)
    assert found.old.tolist() == [75.5]
    assert found.kind.tolist() == ["changed"]


@pytest.mark.slow
def test_a_source_not_stated_is_unchanged_only_where_a_source_says_the_same() -> None:
    assert counts(with_changes(source="")) == (0, 0, 1)
    assert counts(with_changes(source="", value=75.6)) == (1, 0, 0)


@pytest.mark.slow
def test_nothing_to_compare() -> None:
    assert counts(STORED.iloc[:0]) == (0, 0, 0)
    assert compare(STORED, STORED.iloc[:0]).new == 2


def rows(*told: tuple[object, ...]) -> pd.DataFrame:
    """Return observations of place, year, value, perimeter and method."""
    frame = pd.DataFrame(told, columns=["place", "year", "value", "perimeter", "method"])
    return typed(frame.assign(indicator="losses", source="report", lower=None, upper=None, note="")[list(COLUMNS)])


KNOWN = rows(("casablanca", 2020, 23.5, "utility perimeter", "metered"), ("rabat", None, 19.0, "city", "reported"))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (("casablanca", 2020, 24.0, "not stated", "reported"), True),
        (("casablanca", 2020, 24.0, "utility perimeter", "reported"), True),
        (("rabat", None, 20.0, "not stated", "reported"), True),
        (("casablanca", 2020, 24.0, "utility perimeter", "metered"), False),
        (("casablanca", 2020, 24.0, "municipality", "metered"), False),
        (("casablanca", 2021, 24.0, "not stated", "reported"), False),
        (("rabat", 2020, 24.0, "not stated", "reported"), False),
    ],
)
def test_only_what_leaves_out_its_perimeter_or_method_stands_beside(value: tuple[object, ...], found: bool) -> None:
    assert bool(len(find_parallels(rows(value), KNOWN))) is found


def test_the_known_figure_is_reported() -> None:
    reported = describe_parallels(find_parallels(rows(("casablanca", 2020, 24.0, "not stated", "reported")), KNOWN))
    assert reported == [{"known": "23.5", "perimeter": "utility perimeter", "method": "metered"}]


def test_a_value_that_replaces_one_of_two_is_no_parallel() -> None:
    two = pd.concat([KNOWN, rows(("casablanca", 2020, 9.0, "not stated", "reported"))], ignore_index=True)
    assert find_parallels(rows(("casablanca", 2020, 24.0, "not stated", "reported")), two).empty


def near(values: pd.DataFrame) -> pd.DataFrame:
    rows_found = find_parallels(values, KNOWN)
    return rows_found.assign(kind="new", old=float("nan"))


ASKED = ("casablanca", 2020, 24.0, "not stated", "reported")


@pytest.mark.parametrize(
    ("meant", "perimeter", "kind", "rule"),
    [
        (None, "not stated", "new", []),
        (Meant.KNOWN, "utility perimeter", "changed", ["meant_known"]),
        (Meant.ANOTHER, "not stated", "new", ["meant_another"]),
    ],
)
def test_the_answer_says_what_a_value_is(meant: Meant | None, perimeter: str, kind: str, rule: list[str]) -> None:
    observations, found, stated = settle(rows(ASKED), near(rows(ASKED)), meant, "file.csv")
    assert str(observations["perimeter"].iloc[0]) == perimeter
    assert found["kind"].tolist() == [kind]
    assert found["is_question"].tolist() == [meant is None]
    assert [one.rule.id for one in stated] == rule


def test_a_value_whose_known_figure_is_in_the_file_too_stays_a_question() -> None:
    both = rows(ASKED, ("casablanca", 2020, 25.0, "utility perimeter", "metered"))
    observations, found, stated = settle(both, near(both), Meant.KNOWN, "file.csv")
    assert observations["perimeter"].astype("str").tolist() == ["not stated", "utility perimeter"]
    assert found.loc[0, "is_question"]
    assert stated == []


TABLE = "place,indicator,year,value,source\nCasablanca,network_efficiency,2018,76.1,lydec_2018\n"


def test_a_checked_file_counts_its_questions_and_takes_the_answer(tmp_path) -> None:
    known = next(
        row for row in dataset().of("network_efficiency").itertuples() if row.year == 2018 and row.place == "casablanca"
    )
    path = tmp_path / "one.csv"
    path.write_text(TABLE.replace("lydec_2018", str(known.source)))
    asked, answered = check(path), check(path, meant=Meant.KNOWN)
    assert (asked.questions, asked.changes.new, asked.changes.changed) == (1, 1, 0)
    assert (answered.questions, answered.changes.new, answered.changes.changed) == (0, 0, 1)
    row = answered.observations.iloc[0]
    assert (row["perimeter"], row["method"], row["value"]) == (known.perimeter, known.method, 76.1)
    assert answered.changes.old.tolist() == [known.value]
