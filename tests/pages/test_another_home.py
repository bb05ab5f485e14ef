"""Another city at the centre: pages open, their sentences are about it, and what is not known of it is stated."""

import shutil
from pathlib import Path

import pytest

from indicators.model.vocabulary import Theme
from indicators.store.dataset import DATA_FOLDER, SHOWN, open_dataset
from tests.helpers.visits import Visit

DISTRICTS = "parts-of-tunis"
# Tunis has figures of its own and none of its districts; its name takes no contraction, its country an article.
SETTING = f"""\
city = "tunis"
address = "{DISTRICTS}"

[country_names]
en = "Tunisia"
fr = "la Tunisie"
ar = "تونس"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project's own data with Tunis at the centre."""
    copy = tmp_path_factory.mktemp("tunis")
    for name in SHOWN:
        source = DATA_FOLDER / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    (copy / "home.toml").write_text(SETTING, encoding="utf-8")
    return copy


@pytest.fixture(autouse=True)
def at_home_in_tunis(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(folder))


def test_the_setting_is_that_of_the_folder(folder: Path) -> None:
    data = open_dataset(folder)
    assert (data.home.city, data.home.outlines) == ("tunis", None)
    assert data.version != open_dataset().version


@pytest.mark.parametrize("address", ["", *Theme, "sdg", "world", "availability", "compare", DISTRICTS])
def test_a_page_is_about_the_city_at_the_centre(address: str) -> None:
    visit = Visit(address, lang="en")
    visit.assert_sound()
    assert "Tunis smart-city indicators" in visit.words
    (title,) = visit.headings(1)
    assert "Tunis" in title
    assert "Casablanca" not in title
    for wrong in ("figure for Casablanca", "comparable with Casablanca", "Compare with Casablanca"):
        assert wrong not in visit.words


def test_where_the_city_has_no_figure_its_own_country_stands_in() -> None:
    title = Visit("water", lang="fr", indicator="public_sewer").headings(1)[0]
    assert title.startswith(
        "Raccordement à l’égout public : aucun chiffre de Tunis dans ce tableau de bord. Chiffre national (Tunisie)"
    )


def test_the_country_of_the_city_is_judged() -> None:
    assert "la Tunisie atteint le seuil publié" in Visit("sdg", lang="fr").headings(1)[0]


def test_what_is_stated_of_another_city_only_is_not_stated() -> None:
    """The catalogue says of Casablanca alone that it is not among the cities of this data set."""
    visit = Visit("carbon", lang="en", indicator="scope1_emissions_343_cities")
    assert visit.headings(1)[0].startswith("Scope")
    assert "Casablanca is not among" not in visit.words


def test_no_outline_of_the_districts_is_claimed() -> None:
    visit = Visit(DISTRICTS, lang="fr")
    assert visit.headings(1) == ["Aucun chiffre des quartiers de Tunis ne figure ici."]
    assert visit.specs == []
