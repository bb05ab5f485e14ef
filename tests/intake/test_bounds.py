"""Figures that a file gives as a limit, without a value (docs/adr/0016-bounds-are-figures-without-a-value.md)."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.intake.drafts import alterations, draft
from indicators.intake.file_check import FileCheck
from tests.helpers.checking import check, dataset

pytestmark = pytest.mark.slow

HEADER = "place,indicator,year,value,lower,upper,perimeter,method,source,unit\n"


def brought(folder: Path, *rows: str) -> FileCheck:
    path = folder / "limits.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return check(path)


@pytest.fixture(scope="module")
def known() -> pd.Series:
    """Return a bound of the project's own data: green space of less than one square metre a person."""
    rows = dataset().of("green_space_per_person_municipal")
    return rows[rows["value"].isna() & (rows["year"] == 2016)].iloc[0]


def row(known: pd.Series, numbers: str, year: int | None = None) -> str:
    unit = dataset().catalogue[known["indicator"]].unit
    return (
        f"{known['place']},{known['indicator']},{year or known['year']},{numbers},"
        f"{known['perimeter']},{known['method']},{known['source']},{unit}\n"
    )


def test_a_row_with_a_limit_is_a_figure(tmp_path: Path, known: pd.Series) -> None:
    intake = brought(
        tmp_path, row(known, ",,1.5", 2012), row(known, ",0.5,", 2013), row(known, ",1,2", 2014), row(known, ",,", 2015)
    )
    assert (intake.accepted, intake.refused, intake.empty) == (3, 0, 1)
    numbers = intake.observations[["value", "lower", "upper"]].fillna(-1.0).to_numpy().tolist()
    assert numbers == [[-1.0, -1.0, 1.5], [-1.0, 0.5, -1.0], [-1.0, 1.0, 2.0]]
    assert [(finding.rule.id, finding.row) for finding in intake.findings] == [("missing_value", 5)]
    shown = draft(dataset(), intake).of(str(known["indicator"]))
    assert shown.loc[shown["year"] == 2012, "upper"].tolist() == [1.5]


def test_a_known_limit_is_unchanged_and_another_changes_it(tmp_path: Path, known: pd.Series) -> None:
    same = brought(tmp_path, row(known, f",,{known['upper']:g}"))
    assert same.changes is not None
    assert (same.changes.new, same.changes.changed, same.changes.unchanged) == (0, 0, 1)
    other = brought(tmp_path, row(known, ",,2.5"))
    assert other.changes is not None
    assert other.changes.changed == 1
    (altered,) = alterations(other, dataset())
    assert (altered.old["upper"], altered.new["upper"]) == (known["upper"], 2.5)


def test_a_known_limit_is_asked_about_in_its_own_words(tmp_path: Path) -> None:
    intake = brought(tmp_path, "casablanca,water_distributed,2021,221,,,,,leconomiste_2022_04,hectometer**3\n")
    findings = [finding for finding in intake.findings if finding.rule.id == "which_figure"]
    assert [(one.params["known"], one.params["perimeter"]) for one in findings] == [("> 219", "utility perimeter")]


def test_limits_of_one_key_that_differ_contradict_each_other(tmp_path: Path, known: pd.Series) -> None:
    intake = brought(tmp_path, row(known, ",,1.5", 2012), row(known, ",,1.6", 2012))
    assert (intake.accepted, intake.refused) == (0, 2)
    assert {finding.rule.id for finding in intake.findings} == {"contradicted"}


def test_a_limit_beyond_what_the_indicator_can_be_is_refused(tmp_path: Path) -> None:
    intake = brought(
        tmp_path, "casablanca,network_efficiency,2012,,120,,utility perimeter,reported,lydec_briefing_2019,percent\n"
    )
    assert (intake.accepted, intake.refused) == (0, 1)
    assert [(finding.rule.id, str(finding.severity)) for finding in intake.findings] == [("out_of_range", "error")]


def test_limits_that_are_no_numbers_or_in_the_wrong_order_are_refused(tmp_path: Path, known: pd.Series) -> None:
    intake = brought(tmp_path, row(known, ",2,1", 2012), row(known, ",few,", 2013))
    assert (intake.accepted, intake.refused) == (0, 2)
    assert [finding.rule.id for finding in intake.findings] == ["bad_interval", "not_a_number"]
