"""A layer on the data page: read at once, shown what it lacks, shown as a draft, accepted."""

from pathlib import Path

import pytest

from indicators.maps import districts
from indicators.web import app_state
from indicators.web.publishing import Permission
from pages.shared import permissions
from tests.helpers import layers_made as made
from tests.helpers.bringing import bring, describe, go, press


@pytest.fixture(autouse=True)
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of accepted files of this test alone, at a computer that may publish."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.THIS_COMPUTER)
    return tmp_path


def content(tmp_path: Path, at: tuple[float, float] = made.MADRID, **columns: list[float]) -> bytes:
    return made.write(made.squares(at).assign(**columns), tmp_path / "made.geojson").read_bytes()


def test_another_citys_districts_are_a_draft_at_once_and_everyones_when_accepted(tmp_path: Path) -> None:
    language = "fr"  # English is what the next test reads
    visit = bring(content(tmp_path, households_2024=[1.0, 2, 3, 4, 5, 6]), "madrid.geojson", language)
    assert "Madrid" in visit.words
    assert any("city=madrid" in link for link in visit.links)
    go(visit, "casablanca", city="madrid", lang=language)
    assert visit.html.count("data-stay data-hold=") == 6
    assert districts.cities(app_state.published_dataset()) == ("casablanca",)
    go(visit, "data", lang=language)
    describe(visit)
    press(visit, "use_origin")
    press(visit, "accept")
    assert districts.cities(app_state.published_dataset()) == ("casablanca", "madrid")


def test_what_a_layer_lacks_is_stated_in_the_form(tmp_path: Path) -> None:
    visit = bring(content(tmp_path, (1.44, 43.60), pop=[1.0, 2, 3, 4, 5, 6]), "toulouse.geojson")
    assert "does not say which city it is about." in visit.words
    assert "pop holds numbers" in visit.words  # a column keeps its own small letter
    visit.app.text_input(key="layer_country").set_value("France")
    visit.app.text_input(key="layer_new").set_value("Toulouse")
    visit.app.selectbox(key="layer_value").set_value("pop")
    visit.app.selectbox(key="layer_entry").set_value("households")
    visit.app.text_input(key="layer_year").set_value("2024")
    press(visit, "layer_read")
    assert "6 values can be shown." in visit.words
    assert any("city=toulouse" in link for link in visit.links)
