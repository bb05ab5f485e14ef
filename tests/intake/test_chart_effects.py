"""What accepted values would not be on: maps of parts without their outline, the one figure that stands for a city."""

from pathlib import Path

import pytest

from indicators.findings.finding import Finding, describe
from indicators.intake.chart_effects import MapShown, maps_shown
from indicators.intake.drafts import draft, moved
from indicators.model.vocabulary import Level
from tests.helpers.checking import check, dataset

pytestmark = pytest.mark.slow

HEAD = "place,indicator,year,value,perimeter,method,source\n"


def findings(tmp_path: Path, *rows: str, rule: str) -> list[Finding]:
    path = tmp_path / "figures.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return [finding for finding in check(path).findings if finding.rule.id == rule]


def test_parts_of_a_city_without_their_outline_are_on_no_map(tmp_path: Path) -> None:
    rows = ("anfa,public_sewer,2023,94.2,,census,", "maarif,public_sewer,2023,98.2,,census,")
    (finding,) = findings(tmp_path, *rows, rule="not_on_map")
    assert describe(finding) == (
        "figures of public_sewer for parts of a city in the perimeter not stated are on no map (values: 2).",
        "Write arrondissement into the column perimeter if they are counted in the part's own outline.",
    )
    own = [row.replace("94.2,,", "94.2,arrondissement,").replace("98.2,,", "98.2,arrondissement,") for row in rows]
    assert findings(tmp_path, *own, rule="not_on_map") == []


def test_cities_and_countries_are_no_parts(tmp_path: Path) -> None:
    rows = ("casablanca,public_sewer,2023,94.2,,census,", "morocco,population_national,2023,37000000,,estimated,")
    assert findings(tmp_path, *rows, rule="not_on_map") == []


def test_a_figure_of_another_perimeter_than_most_does_not_stand_for_its_city(tmp_path: Path) -> None:
    row = "casablanca,open_public_space_share,2025,20,metropolitan area,reported,"
    (finding,) = findings(tmp_path, row, rule="not_drawn")
    assert finding.value == "20"
    assert finding.params["place"] == "Casablanca"
    assert int(str(finding.params["year"])) < 2025


def test_figures_of_districts_name_the_map_that_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    parts = [place.id for place in dataset().places.of_level(Level.DISTRICT)][:8]
    end = "arrondissement,census,hcp_rgph_2024\n"
    rows = [f"{place},public_sewer,2023,94.{number},{end}" for number, place in enumerate(parts)]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    intake = check(path)
    shown = draft(dataset(), intake)
    assert maps_shown(shown, moved(intake)) == [MapShown("casablanca", Level.DISTRICT, ("public_sewer",))]
    # two parts of a year are no map
    path.write_text(HEAD + "".join(rows[:2]), encoding="utf-8")
    few = check(path)
    assert maps_shown(draft(dataset(), few), moved(few)) == []
