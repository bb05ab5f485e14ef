"""Tables made to hurt: more units than anyone writes."""

from pathlib import Path

import pytest

from indicators.intake import number_checks
from indicators.model.places import Gazetteer
from indicators.model.units import factor
from indicators.store.checks import MOST_ASKED
from tests.helpers.checking import check

pytestmark = pytest.mark.slow


def test_so_many_units_are_read_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counting(written: str, unit: str) -> float | None:
        read.append(written)
        return factor(written, unit)

    monkeypatch.setattr(number_checks, "factor", counting)
    units = [f"gigawatt{n}x" for n in range(1_000)]
    rows = "".join(f"Casablanca,public_sewer,2024,98,{unit},hcp_rgph_2024\n" for unit in units)
    path = tmp_path / "a.csv"
    path.write_text("place,indicator,year,value,unit,source\n" + rows, encoding="utf-8")
    checked = check(path)
    assert len(read) == number_checks.MOST_UNITS
    # the others are unknown all the same: each value is counted
    assert checked.refused == 1_000
    assert {finding.rule.id for finding in checked.findings if finding.column == "unit"} == {"unknown_unit"}


def test_what_was_meant_is_looked_for_in_the_first_names_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    suggest = Gazetteer.suggest
    monkeypatch.setattr(Gazetteer, "suggest", lambda places, name: (asked.append(name), suggest(places, name))[1])
    rows = "".join(f"Casablamca{n}x,public_sewer,2024,98,hcp_rgph_2024\n" for n in range(900))
    path = tmp_path / "a.csv"
    path.write_text(f"place,indicator,year,value,source\n{rows}", encoding="utf-8")
    checked = check(path)
    assert checked.refused == 900
    assert len(asked) == len(set(asked)) == MOST_ASKED
