"""More of Casablanca's own: the reservoir's surface, electricity and its efficiency, modes of travel as compiled."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.analysis.derive import latest
from indicators.analysis.standing import standing
from indicators.model.observations import read_held_back
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset
from tools.import_reference import casablanca, cities

FIGURES = Path(__file__).parents[3] / "shared" / "figures"
DATA = dataset()


@pytest.fixture
def figures() -> Path:
    if not FIGURES.is_dir():
        pytest.skip("the published tables (../shared) are not beside the project")
    return FIGURES


def values(indicator: str, place: str = "casablanca") -> dict[int, float]:
    rows = DATA.of(indicator)
    rows = rows[rows["place"] == place]
    return {0 if pd.isna(year) else int(year): value for year, value in zip(rows["year"], rows["value"], strict=True)}


def test_the_surface_of_the_reservoir_is_of_one_scene_a_year(figures: Path) -> None:
    surface = values("reservoir_surface", "al_massira_dam")
    assert (surface[2017], surface[2024], surface[2025]) == (98.3, 9.3, 25.4)
    built = casablanca.reservoir(figures)["reservoir_surface"]
    assert built["value"].astype(float).tolist() == list(surface.values())
    assert built["note"].iloc[0] == "One scene, 4 September 2017."
    entry = DATA.catalogue["reservoir_surface"]
    assert any("not a volume" in caveat.en for caveat in entry.caveats)
    assert (entry.unit_names.en, set(DATA.of(entry.id)["method"])) == ("km²", {"satellite"})


def test_the_efficiency_is_what_was_consumed_of_what_was_bought(figures: Path) -> None:
    bought, consumed = values("electricity_purchased"), values("electricity_consumed")
    assert consumed == {2007: 3289.0, 2008: 3359.0}
    efficiency = values("electricity_network_efficiency")
    for year, sold in consumed.items():
        assert efficiency[year] == round(100 * sold / bought[year], 1)
    assert (efficiency[2007], efficiency[2008]) == (92.1, 91.9)
    rows = casablanca.electricity(figures)["electricity_network_efficiency"]
    assert rows["year"].tolist() == ["2007", "2008"], "a published efficiency is not worked out a second time"
    assert rows["note"].str.startswith("Derived, not published").all()
    assert set(rows["perimeter"]) == {"utility perimeter"}


def test_a_derived_efficiency_is_distinguished_from_those_published() -> None:
    rows = DATA.of("electricity_network_efficiency")
    assert dict(zip(rows["year"], rows["method"], strict=True)) == {
        2007: "estimated", 2008: "estimated", 2014: "reported", 2018: "reported",
    }  # fmt: skip
    assert "÷" in DATA.catalogue["electricity_network_efficiency"].derived.en
    assert latest(rows)["year"].tolist() == [2018]


@pytest.mark.parametrize("mode", list(cities.MODES.values()))
def test_compiled_shares_are_never_ranked_and_with_care_at_best(mode: str) -> None:
    cities = ("paris", "lyon", "rabat", "tunis", "tokyo")
    stand = standing(DATA, DATA.catalogue[mode], cities)
    assert stand.bands == {}
    assert stand.comparison.verdict in ("with care", "not comparable")
    rows = DATA.of(mode)
    assert rows["year"].isna().all()
    assert set(rows["perimeter"]) == {"not stated"}


def test_the_survey_of_2018_stays_the_figure_of_the_city() -> None:
    assert values("modal_split_walking") == {2018: 62.0}
    assert values("modal_split_walking_compiled") == {0: 53.0}


def test_cities_whose_shares_are_of_no_whole_are_held_back_with_their_sum(figures: Path) -> None:
    held = cities.held_back_mode_shares(figures)
    assert {"buenos_aires", "bogota", "cairo", "dakar", "new_york", "chicago"} <= set(held["place"])
    cairo = held.loc[held["place"] == "cairo", "reason"].iloc[0]
    assert cairo == "The city's shares sum to 62.2: a mode is missing, or they are of several surveys."
    shown = pd.concat(list(cities.mode_shares(figures).values()))
    sums = shown.assign(value=shown["value"].astype(float)).groupby("place")["value"].sum().drop("casablanca")
    assert sums.between(95, 105).all()
    assert not set(sums.index) & set(held["place"])
    rows, _ = read_held_back(DATA_FOLDER)
    assert set(held["place"]) <= set(rows.loc[rows["indicator"].str.endswith("_compiled"), "place"])


def test_the_citys_own_shares_stand_with_their_sum() -> None:
    row = DATA.of("modal_split_car_compiled").set_index("place").loc["casablanca"]
    assert (row["value"], row["note"]) == (19.0, "The shares given sum to 85: the rest is not in the table.")
