"""HCP's table of places as the project holds it: equal to what was typed by hand, and to the published cells."""

import pandas as pd
import pytest

from indicators.model.backgrounds import among, read_communes
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.published import dataset
from tools.import_reference import census

FIGURES = DATA_FOLDER.parents[1] / "shared" / "figures"
needs_shared = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the published tables are not beside the project (../shared/figures)"
)

KEY = ["place", "indicator", "year", "perimeter"]

PUBLISHED = [
    ("casablanca", "public_sewer", "municipality", 98.2),
    ("casablanca", "population_legal", "prefecture", 3_218_036),
    ("casablanca", "population_legal", "municipality", 3_215_935),
    ("dar_bouazza", "public_sewer", "municipality", 82.2),
    ("bouskoura", "basic_or_slum_dwellings", "municipality", 15.7),
    ("sidi_moumen", "basic_or_slum_dwellings", "arrondissement", 12.0),
    ("lahraouyine", "basic_or_slum_dwellings", "municipality", 42.6),
    ("mohammedia", "population_municipal", "prefecture", 513_246),
    ("mohammedia_commune", "population_municipal", "municipality", 193_794),
    ("casablanca_settat", "population_municipal", "region", 7_651_096),
]


@pytest.mark.parametrize(("place", "indicator", "perimeter", "value"), PUBLISHED)
def test_figures_are_those_that_hcp_printed(place: str, indicator: str, perimeter: str, value: float) -> None:
    rows = dataset().of(indicator)
    rows = rows[(rows["place"] == place) & (rows["perimeter"] == perimeter) & (rows["source"] == "hcp_rgph_2024")]
    assert rows["value"].tolist() == [value]


@needs_shared
def test_what_was_typed_by_hand_equals_the_table() -> None:
    typed = census.census_rows(FIGURES / census.TABLE)
    both = typed.merge(census.rows_of_places(FIGURES), on=KEY, suffixes=("_typed", ""))
    assert (both["value_typed"] == both["value"]).all()
    assert len(both) == 478


def test_the_communes_are_all_of_the_country() -> None:
    communes, findings = read_communes(DATA_FOLDER / "communes.csv")
    assert findings == []
    assert len(communes) == 1503
    assert communes["region"].nunique() == 12
    standing = among(communes, "basic_or_slum_dwellings", 7.2, tie=1.0)
    assert standing is not None
    tenths = (communes["basic_or_slum_dwellings"].dropna() * 10).round().astype("int64")
    assert (standing.less, standing.more) == (int((tenths <= 62).sum()), int((tenths >= 82).sum()))
    assert standing.less + standing.level + standing.more == standing.of == len(tenths) - 1


def test_every_share_of_one_question_sums_to_a_hundred() -> None:
    for family in ("dwelling_types", "sewage", "cooking_fuels", "household_waste", "tenure", "dwelling_age"):
        members = [entry.id for entry in dataset().catalogue.values() if entry.family == family]
        rows = pd.concat([dataset().of(name) for name in members])
        rows = rows[(rows["source"] == "hcp_rgph_2024") & (rows["perimeter"] == "municipality")]
        sums = rows.groupby("place", observed=True)["value"].agg(["sum", "size"])
        whole = sums[sums["size"] == len(members)]
        assert len(whole) > 150
        assert whole["sum"].between(99.7, 100.3).all(), family
