"""Sources that disagree: both figures stay, the gap is that of the printed values, the choice is marked."""

import re

import pandas as pd
import pytest

from indicators.analysis import derive
from indicators.analysis.disagreements import Disagreement, duplicate_reports, newest, repeated, rivals
from indicators.analysis.standing import compared, standing
from indicators.charts.chart import Look
from indicators.charts.disagreement import disagreement_chart, rival_notes
from indicators.charts.rank import expected_chart
from indicators.claims import indicator_claims, sentences
from indicators.claims.disagreement_claims import source_label
from indicators.language.bidi import unmarked
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level
from indicators.text.formatting import difference
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import entry
from tests.helpers.comparison_examples import rows as figures
from tests.helpers.figures import sent

pytestmark = pytest.mark.slow

DATA = dataset()
CITIES = tuple(place.id for place in DATA.places.of_level(Level.CITY) if place.id != "casablanca")


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def of(indicator: str) -> tuple[Indicator, pd.DataFrame]:
    return DATA.catalogue[indicator], DATA.of(indicator)


def found(indicator: str, place: str) -> Disagreement:
    item, rows = of(indicator)
    return next(each for each in newest(rows, item, compared(DATA, item, CITIES)) if each.place == place)


def chart(indicator: str, language: str = "en", view: str = "screen"):
    return disagreement_chart(DATA, DATA.catalogue[indicator], CITIES, Look(language, view=view))


def pair(**changes: object) -> pd.DataFrame:
    """Return two figures of one place and year by two sources, the second changed."""
    first = {"place": "rabat", "year": 2020, "value": 60.0, "source": "unhabitat_2022"}
    return figures(first, {**first, "value": 62.0, "source": "unhabitat_2024", **changes})


def test_observed_figures_are_set_beside_observed_ones_and_expected_ones_beside_their_like():
    # Share of renewables in final energy, 2015, in the SDR 2019 and in the World Bank's table of 2025.
    table = figures(
        {"place": "italy", "value": 16.516851, "source": "sdr_2019"},
        {"place": "italy", "value": 16.6, "source": "wb_wdi_2025"},
        {"place": "morocco", "value": 11.2, "source": "wb_wdi_2025"},
        year=2015,
        perimeter="country",
    )
    item = entry(digits=2)
    for method, expected in (("metered", False), ("projected", True)):
        (one,) = newest(table.assign(method=method), item, ["italy", "morocco"])
        assert (one.place, one.expected, one.gap) == ("italy", expected, pytest.approx(0.08))
        twice = duplicate_reports(table.assign(method=method), item)
        assert twice["source"].tolist() == ["sdr_2019", "wb_wdi_2025"]
        assert twice["expected"].tolist() == [expected, expected]
    mixed = table.assign(method=["metered", "projected", "metered"])
    assert duplicate_reports(mixed, item).empty


def test_projected_water_demand_is_reported_twice():
    one = found("water_demand_daily", "casablanca")
    assert (one.year, one.expected, one.gap) == (2030, True, 30_000)
    assert one.rows["value"].tolist() == [753_000, 783_000]
    assert one.rows["source"].tolist() == ["lydec_briefing_2019", "lavieeco_2019_03"]


def test_the_vintages_of_pm25_are_two_figures_of_one_year():
    one = found("pm25_national", "morocco")
    assert (one.drawn["source"], one.year) == ("wb_wdi_2025", 2017)
    assert {round(value, 1) for value in one.rows["value"]} == {28.0, 32.6}
    assert one.gap == pytest.approx(4.6), "the difference of the printed values"
    assert {"wb_wdi_2021_09", "sdr_2019"} == set(one.rows["source"].iloc[1:])


def test_the_renewable_shares_differ_elsewhere_but_not_for_morocco():
    item, rows = of("renewable_share_final_energy_national")
    places = {each.place for each in newest(rows, item, compared(DATA, item, CITIES))}
    assert "switzerland" in places
    assert "morocco" not in places


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"year": 2019}, "another year"),
        ({"place": "tunis"}, "another place"),
        ({"perimeter": "agglomeration"}, "another perimeter"),
        ({"value": 60.04}, "the same at the digits printed"),
        ({"source": "unhabitat_2022", "method": "survey"}, "one source"),
        ({"method": "projected"}, "observed beside projected"),
        ({"year": pd.NA}, "no year is stated"),
    ],
)
def test_what_is_no_disagreement(changes, why):
    rows = pair(**changes)
    assert newest(rows, entry(), ["rabat", "tunis"]) == [], why
    assert rivals(rows, entry(), rows.iloc[:1]) == [], why


def test_the_one_drawn_is_the_one_the_charts_take_and_nothing_is_made():
    rows = pair()
    (one,) = newest(rows, entry(), ["rabat"])
    assert one.drawn["source"] == derive.latest(rows)["source"].iloc[0] == "unhabitat_2024"
    assert sorted(one.rows["value"]) == [60.0, 62.0]
    assert one.gap == 2.0
    (rival,) = rivals(rows, entry(), derive.latest(rows))
    assert rival.other["value"] == 60.0


def test_of_several_years_the_newest_is_reported():
    older = pair().assign(year=2010)
    rows = pd.concat([older, pair()], ignore_index=True)
    assert [each.year for each in newest(rows, entry(), ["rabat"])] == [2020]
    assert len(duplicate_reports(rows, entry())) == 4


def test_a_source_that_repeats_another_is_named_and_not_drawn_twice():
    rows = pd.concat([pair(value=60.01), pair(value=60.0, year=2021).tail(1)], ignore_index=True)
    assert repeated(rows, entry()) == {"unhabitat_2022": "unhabitat_2024"}
    assert repeated(pair(), entry()) == {}


def test_both_bars_of_the_water_demand_are_drawn():
    made = chart("water_demand_daily")
    assert sorted(sent(made.figure)["data"][0]["x"]) == [753_000, 783_000]
    assert plain(made.title) == (
        "Daily need of drinking water, projected: sources differ. Casablanca, 2030: 753,000 (Lydec, 2019) or "
        "783,000 (La Vie éco, 2019), 30,000 m³ a day apart."
    )
    assert sent(made.figure)["layout"]["meta"]["verdict"] == made.comparison.verdict == "with care"
    assert "nothing is averaged" in made.notes[0]
    assert made.title in made.alt


def test_every_line_of_pm25_is_drawn_and_the_choice_is_marked():
    made = chart("pm25_national")
    ends = {(trace["x"][-1], round(trace["y"][-1], 1)) for trace in sent(made.figure)["data"]}
    assert {(2020, 21.3), (2017, 32.6)} <= ends
    assert plain(made.title).endswith("28.0 (World Bank, 2025) or 32.6 (SDR 2019), 4.6 µg/m³ apart.")
    assert made.notes[0].startswith("The other charts draw World Bank, 2025. That is a choice")
    assert made.notes[1] == "World Bank, 2021 gives the same figures as SDR 2019."
    drawn = [row.cells for row in made.rows if "drawn" in row.cells]
    assert len(drawn) == 1
    assert {"28.0", "2017"} <= set(drawn[0])
    assert set(made.observations["source"]) == {"wb_wdi_2025", "wb_wdi_2021_09", "sdr_2019"}


def test_where_others_only_are_reported_twice_all_figures_stand_in_a_table():
    made = chart("inventory_total_citywide")
    assert made.figure is None
    assert len(made.rows) == 4
    assert [row.cells[0] for row in made.rows] == ["Paris", "Paris", "Tokyo", "Tokyo"]
    assert "Paris (293,586 t CO₂e in 2014)" in plain(made.notes[1])


def test_one_source_makes_no_chart():
    assert chart("public_sewer") is None
    assert chart("public_transport_access") is None


def test_the_ranked_bars_say_that_another_source_gives_another_value():
    item, rows = of("inventory_total_citywide")
    notes = rival_notes(DATA, item, derive.latest(rows, CITIES), Look())
    assert "Another source gives another value for the year drawn: Paris and Tokyo." in notes
    item, rows = of("pm25_national")
    then = derive.as_of(rows, 2017, 0)
    own = rival_notes(DATA, item, then, Look())[0]
    assert plain(own) == (
        "Morocco, 2017: another source gives 32.6 (SDR 2019), 4.6 µg/m³ apart; which one is drawn is a choice."
    )
    assert rival_notes(DATA, item, derive.latest(rows), Look()) == [], "the newest year is told once"


def test_a_sentence_on_what_is_expected_gives_both_figures():
    item, _ = of("water_demand_daily")
    claim = indicator_claims.of_standing(DATA, standing(DATA, item, CITIES), "en")
    assert "753,000" in claim.text
    assert claim.text.endswith("not observed; another source gives 783,000.")
    assert expected_chart(DATA, item, ["casablanca"], Look()).title in claim.text
    item, rows = of("waste_generated")
    ahead = rows[rows["method"] == "projected"]
    assert "another source" not in sentences.expected(ahead, item, DATA.places, "en").text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("indicator", ["water_demand_daily", "pm25_national", "inventory_scope1_gpc"])
def test_every_sentence_is_whole_in_each_language(indicator, language):
    made = chart(indicator, language)
    for reported in (made.title, made.alt, *made.notes):
        assert "{" not in reported
        assert reported.endswith(".")


def test_it_can_be_shown_to_a_room():
    assert chart("pm25_national", view="room").figure is not None
    assert chart("water_demand_daily", view="room").figure is not None


def test_gaps_are_points_for_shares_and_units_else():
    assert difference(4.9, DATA.catalogue["safely_managed_water_national"], "en") == "4.9 percentage points"
    assert plain(difference(0.09, DATA.catalogue["co2_per_person_national"], "en")) == "0.09 t CO₂ per person"


def test_a_source_in_a_few_words():
    assert source_label(DATA, "hcp_rgph_2024", "en") == "HCP, 2024"
    assert source_label(DATA, "wb_wdi_2021_09", "en") == "World Bank, 2021"
    assert source_label(DATA, "sdr_2019", "en") == "SDR 2019"
    assert source_label(DATA, "owid_jmp_2023_06", "en") == "OWID, 2023"


def test_a_label_in_arabic_has_no_initials_of_a_translation():
    labels = {source: unmarked(source_label(DATA, source, "ar")) for source in DATA.sources}
    assert labels["owid_jmp_2023_06"] == "OWID، 2023"
    of_un_habitat = [source for source in DATA.sources if DATA.sources[source].producer.startswith("UN-Habitat")]
    assert {labels[source].split("،")[0] for source in of_un_habitat} == {"UN-Habitat"}
