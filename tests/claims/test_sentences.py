"""The sentences: what they say, and what they refuse to say."""

import pytest

from indicators.analysis import derive
from indicators.analysis.comparability import SINGLE
from indicators.analysis.standing import among
from indicators.analysis.verdicts import Verdict
from indicators.claims import change_claims, sentences, standing_claims
from tests.helpers.comparison_examples import (
    entry,
    footprint,
    footprint_entry,
    gazetteer,
    names,
    population,
    population_entry,
    rows,
    transport,
)

pytestmark = pytest.mark.slow

PLACES = gazetteer()


def plain(text: str) -> str:
    """Return the text with ordinary spaces and minus signs."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def position(table, indicator, language="en", subject="casablanca"):
    return standing_claims.position(among(derive.latest(table), indicator, PLACES, subject), language)


def test_value_and_year():
    claim = sentences.value(transport().set_index("place", drop=False).loc["casablanca"], entry(), PLACES, "en")
    assert claim.text == "Access to public transport: 66.5% of residents in Casablanca (urban centre) in 2020."
    assert (claim.kind, claim.places, claim.years) == ("value", ("casablanca",), (2020,))
    assert claim.verdict is None


def test_place_among_comparable_peers():
    claim = position(transport(), entry())
    assert claim.text == (
        "Access to public transport: 66.5% of residents in Casablanca (urban centre) in 2020, "
        "near the middle of the comparable cities."
    )
    assert claim.standing == (
        "Higher in 13 of 23 other comparable cities, lower in 10; 14th of 24, highest first "
        "(median of the others: 69.8%)"
    )
    assert claim.verdict is Verdict.COMPARABLE
    assert claim.parts["of"] == 24
    assert claim.rank == "Places with the same value at the digits shown share a band."
    assert len(claim.places) == 24
    assert claim.places[0] == "casablanca"


def test_a_band_and_the_error_are_stated():
    claim = position(footprint(), footprint_entry())
    assert plain(claim.text) == (
        "Carbon footprint: 1.8 t CO₂ per person (between 1.2 and 2.4) in Casablanca (urban centre), year not stated, "
        "lower than in most other comparable cities."
    )
    assert plain(claim.standing) == (
        "Higher in 20 of 29 other comparable cities, about the same in 8, lower in 1; 2nd to 10th of 30, lowest first "
        "(median of the others: 5.6)"
    )
    assert claim.years == ()


def test_no_sentence_calls_a_place_the_best():
    for table, indicator in (
        (transport(), entry()),
        (footprint(), footprint_entry()),
        (population(), population_entry()),
    ):
        reported = position(table, indicator).text.lower()
        assert "best" not in reported


def test_neither_way_better_counts_from_the_highest():
    claim = position(population(), population_entry())
    assert plain(claim.text) == (
        "Population: 3.7 million people in Casablanca (agglomeration) in 2018, "
        "near the middle of the comparable cities."
    )
    assert plain(claim.standing) == (
        "Higher in 4 of 7 other comparable cities, lower in 3; 5th of 8, highest first "
        "(median of the others: 4.2 million)"
    )


def test_comparable_with_care_is_stated_and_the_years_used():
    table = rows(
        {"place": "casablanca"}, {"place": "rome", "year": 2017, "value": 60}, {"place": "cairo", "value": 40},
        {"place": "tunis", "value": 30},
    )  # fmt: skip
    claim = position(table, entry())
    assert claim.text.endswith(", higher than in most other cities comparable with care.")
    assert "Higher in 1 of 3 other cities comparable with care, lower in 2; 2nd of 4" in claim.standing
    assert claim.verdict is Verdict.WITH_CARE
    assert claim.rank.endswith("Years used: 2017 to 2020.")


def test_no_rank_below_three_comparable_figures():
    claim = position(rows({"place": "casablanca"}, {"place": "tunis", "method": "reported"}), entry())
    assert claim.text == "Access to public transport: 50.0% of residents in Casablanca (urban centre) in 2020."
    assert claim.kind == "value"
    assert claim.rank == "Not ranked: fewer than three comparable figures."


def test_no_rank_where_definitions_differ():
    claim = position(transport(), entry(rankable=False))
    assert claim.kind == "value"
    assert claim.rank == "Not ranked: definitions differ between publications."


def test_no_published_figure_is_stated_in_words():
    table = transport()
    claim = position(table[table["place"] != "casablanca"], entry())
    assert claim.text == "Access to public transport: no figure of Casablanca is held here."
    assert claim.kind == "absence"
    reported = names("No inventory of Casablanca was found.", "Aucun inventaire de Casablanca n’a été trouvé.")
    absent = sentences.absence(entry(absence={**reported, "place": "casablanca"}), PLACES, "fr", "casablanca")
    assert absent.text == "Aucun inventaire de Casablanca n’a été trouvé."
    other = sentences.absence(entry(absence={**reported, "place": "casablanca"}), PLACES, "en", "tunis")
    assert other.text == "Access to public transport: no figure of Tunis is held here."


def test_a_national_stand_in_is_stated_to_be_national():
    national = entry(
        id="basic_water", scale="country", names=names("Basic water"), unit_names=names("% of people"), digits=0
    )
    # Basic water in Morocco, 2020 (JMP).
    row = rows({"place": "morocco", "value": 90.4, "perimeter": "country"}).iloc[0]
    claim = sentences.stand_in(row, national, entry(), PLACES, "en", "casablanca")
    assert claim.text == (
        "Access to public transport: no figure of Casablanca is held here. "
        "National figure of Morocco, not the city's: Basic water, 90% of people (2020)."
    )
    assert claim.places == ("casablanca", "morocco")


def test_a_country_is_ranked_among_countries_and_named_national():
    national = entry(
        id="renewable_share", scale="country", names=names("Renewable share of final energy"),
        unit_names=names("% of final energy"),
    )  # fmt: skip
    # World Bank, 2025 release, year 2021.
    table = rows(
        {"place": "morocco", "value": 10.9}, {"place": "italy", "value": 17.5}, {"place": "spain", "value": 19.0},
        {"place": "japan", "value": 8.8}, year=2021, perimeter="country", indicator="renewable_share",
    )  # fmt: skip
    claim = position(table, national, subject="morocco")
    assert claim.text == (
        "Renewable share of final energy: 10.9% of final energy, national figure of Morocco (2021), "
        "lower than in most other comparable countries."
    )
    assert claim.standing == (
        "Higher in 2 of 3 other comparable countries, lower in 1; 3rd of 4, highest first (median of the others: 17.5%)"
    )


def test_a_projection_is_stated_to_be_one():
    row = population().query("place == 'casablanca' and year == 2020").iloc[0]
    text = sentences.value(row, population_entry(), PLACES, "en").text
    assert (
        plain(text) == "Population: 3.8 million people in Casablanca (agglomeration), projected for 2020, not observed."
    )


def test_a_plan_is_stated_to_be_one():
    # Reuse of wastewater, m3 a day, planned; the article is undated (Afrik21).
    row = rows({"place": "casablanca", "value": 6570, "year": None, "method": "planned"}).iloc[0]
    text = sentences.value(row, population_entry(), PLACES, "en").text
    assert (
        plain(text) == "Population: 6,570 people in Casablanca (urban centre), planned, year not stated, not observed."
    )
    row = rows({"place": "casablanca", "value": 17, "year": 2099, "method": "planned"}).iloc[0]
    assert "planned for 2099, not observed" in sentences.value(row, population_entry(), PLACES, "en").text
    # Tram line T2: 17 km announced for 2018 (Casa Transports); a year that has passed is no plan any more.
    row = rows({"place": "casablanca", "value": 17, "year": 2018, "method": "planned"}).iloc[0]
    assert "was planned for 2018." in sentences.value(row, population_entry(), PLACES, "en").text


def test_a_part_year_is_neither_the_latest_figure_nor_an_end_of_a_change():
    # Tram ridership (Le360, December 2022); 2012 began on 12 December, 2022 ends on 8 December.
    table = rows(
        {"year": 2012, "value": 721290, "note": "part-year: from 12 December 2012 only."},
        {"year": 2013, "value": 22382980}, {"year": 2021, "value": 40232951},
        {"year": 2022, "value": 45902638, "note": "part-year: to 8 December 2022 only."},
        place="casablanca", method="reported",
    )  # fmt: skip
    assert derive.latest(table)["year"].tolist() == [2021]
    claim = change_claims.change(table, population_entry(), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.years == (2013, 2021)
    text = sentences.value(table.iloc[3], population_entry(), PLACES, "en").text
    assert plain(text) == "Population: 45.9 million people in Casablanca (urban centre) in a part of 2022."


def test_spread_of_the_districts():
    # Basic or slum dwellings, per cent of households, census of 2024.
    table = rows(
        {"place": "anfa", "value": 9.7}, {"place": "sidi_othmane", "value": 23.3},
        year=2024, perimeter="arrondissement", method="census", source="hcp_rgph_2024",
    )  # fmt: skip
    claim = sentences.spread(table, SINGLE, entry(names=names("Basic or slum dwellings")), PLACES, "en")
    assert claim is not None
    assert claim.text == "Basic or slum dwellings, 2024: from 9.7% in Anfa to 23.3% in Sidi Othmane."
    assert claim.verdict is Verdict.COMPARABLE
    assert sentences.spread(table.iloc[:1], SINGLE, entry(), PLACES, "en") is None


@pytest.mark.parametrize(
    ("lowest", "told"),
    [(1, "from 0.1% in Anfa"), (2, "from 0.1% in Anfa and Sidi Othmane"), (3, "from 0.1% in 3 of the places shown")],
)
def test_an_end_that_several_share_is_of_all_of_them(lowest: int, told: str) -> None:
    """Printed alike is alike: 0.1 and 0.14."""
    shares = zip(("anfa", "sidi_othmane", "rabat", "tunis"), (0.1, 0.14, 0.1, 9.7), strict=True)
    table = rows(
        *({"place": place, "value": value if number < lowest or number == 3 else 5.0 + number}
          for number, (place, value) in enumerate(shares)),
        year=2024, perimeter="arrondissement", method="census", source="hcp_rgph_2024",
    )  # fmt: skip
    claim = sentences.spread(table, SINGLE, entry(), PLACES, "en")
    assert claim is not None
    assert told in claim.text
    assert claim.text.endswith("to 9.7% in Tunis.")


def test_the_last_places_are_called_so_where_one_way_is_better():
    shares = dict(zip(["casablanca", "tunis", "cairo", "rome", "tokyo", "lisbon"], (9, 1, 2, 3, 4, 12), strict=True))
    table = rows(*({"place": place, "value": value} for place, value in shares.items()))
    lower, neither = (position(table, entry(direction=way)).standing for way in ("lower", "none"))
    assert "; 5th of 6, lowest first: second worst (" in lower
    assert "; 2nd of 6, highest first (" in neither


BOUNDS = [
    ({"value": None, "upper": 1}, "less than 1% of residents", "moins de 1 % des habitants"),
    ({"value": None, "lower": 29}, "more than 29% of residents", "plus de 29 % des habitants"),
    ({"value": None, "lower": 27, "upper": 28}, "27 to 28% of residents", "27 à 28 % des habitants"),
    ({"value": 77, "note": "approximate: printed as “of the order of”."}, "about 77% of residents",
     "environ 77 % des habitants"),
    ({"value": 77.33}, "77.3% of residents", "77,3 % des habitants"),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "english", "french"), BOUNDS)
def test_a_bound_is_stated_as_a_bound(figure, english, french):
    row = rows({"place": "casablanca", **figure}).iloc[0]
    for language, expected in (("en", english), ("fr", french)):
        claim = sentences.value(row, entry(), PLACES, language)
        assert expected in plain(claim.text)
    assert ("value" in claim.parts) == (figure["value"] is not None)


def test_a_bound_has_no_rank_and_no_part_in_a_change():
    table = rows(
        {"place": "casablanca", "value": None, "lower": 60.0}, {"place": "cairo", "value": 40}, {"place": "tunis"},
        {"place": "rome", "value": 30}, upper=None,
    )  # fmt: skip
    claim = position(table, entry())
    assert claim.kind == "value"
    assert claim.rank == "Not ranked: a bound, not a value."
    series = rows(
        {"year": 2009, "value": 186}, {"year": 2018, "value": 200}, {"year": 2021, "value": None, "lower": 219},
        place="casablanca", method="reported", perimeter="utility perimeter", upper=None,
    )  # fmt: skip
    claim = change_claims.change(series, population_entry(), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.years == (2009, 2018, 2021)
    assert claim.text.endswith("+8%; more than 219 in 2021.")


def test_a_territory_that_no_perimeter_names_stands_in_the_sentence():
    territory = {**names("south of the city only", "sud de la ville seulement"), "place": "casablanca"}
    row = rows({"place": "casablanca", "value": 60, "perimeter": "not stated"}).iloc[0]
    claim = sentences.value(row, entry(territory=territory), PLACES, "en")
    assert "in Casablanca (south of the city only) in 2020" in claim.text
    whole = rows({"place": "casablanca", "value": 60, "perimeter": "municipality"}).iloc[0]
    assert " in Casablanca in 2020" in sentences.value(whole, entry(), PLACES, "en").text


def test_a_mean_of_several_years_names_them_all():
    # Growth of Casablanca's agglomeration (WUP 2018): the mean of 2010 to 2015.
    rate = population_entry(measure="intensity", unit_names=names("% a year"), digits=2, period=5)
    row = rows({"place": "casablanca", "value": 0.83, "year": 2015, "perimeter": "agglomeration"}).iloc[0]
    assert "in 2010–2015" in sentences.value(row, rate, PLACES, "en").text
    ends = {2005: 1.2, 2010: 0.83, 2015: 0.83}
    table = rows(*({"year": year, "value": value} for year, value in ends.items()), place="casablanca")
    claim = change_claims.change(table, rate, PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text.endswith("; unchanged since 2005–2010.")


def test_french_numbers_and_contractions():
    claim = position(transport(), entry(), "fr", "cairo")
    assert "21,2\u00a0% des habitants" in claim.text
    assert "à Le Caire" not in claim.text
