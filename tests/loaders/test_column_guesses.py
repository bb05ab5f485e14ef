"""What the columns of an unknown table probably hold, with reasons and questions."""

from pathlib import Path

import pytest

from indicators.loaders.handmade.column_guesses import QUESTIONS, REASONS, Proposal, offers, propose
from indicators.loaders.handmade.mapping import Mapping, faults, to_toml
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import check, dataset, observation

pytestmark = pytest.mark.slow


def proposed(folder: Path, text: str) -> Proposal:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    proposal = propose(open_file(path), dataset().places, dataset().catalogue)
    assert proposal is not None
    return proposal


def test_a_french_table_with_one_column_of_figures(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, "Ville;Année;Rendement (%)\nCasablanca;2014;75,5\nRabat;2015;80\n")
    assert proposal.mapping.columns == {"place": "Ville", "year": "Année", "value": "Rendement (%)"}
    assert [(guess.column, guess.reason) for guess in proposal.guesses] == [
        ("place", "header_word"), ("year", "header_word"), ("value", "numbers"),
    ]  # fmt: skip
    assert proposal.guesses[2].why() == "of its cells, so many are numbers: 2 of 2"
    asked = {question.column: question for question in proposal.questions}
    assert asked.keys() == {"indicator", "source"}
    assert "network_efficiency" in asked["indicator"].offered[:2]
    assert "Rendement (%)" in asked["indicator"].asked("fr")


def test_places_and_years_are_found_by_their_cells_where_headers_say_nothing(tmp_path: Path) -> None:
    proposal = proposed(
        tmp_path, ";x;Rendement du réseau d’eau potable\nCasablanca;2014;75,5\nRabat;2015;80\nTotal;;155\n"
    )
    assert proposal.mapping.columns == {"place": "#1", "year": "x", "value": "Rendement du réseau d’eau potable"}
    assert proposal.mapping.constants == {"indicator": "network_efficiency"}
    assert {guess.column: guess.reason for guess in proposal.guesses}["place"] == "places"


def test_years_across_under_a_title_in_arabic_headers(tmp_path: Path) -> None:
    proposal = proposed(
        tmp_path,
        "مردودية شبكة الماء الصالح للشرب;;\nالمدينة;2014;2015\nالدار البيضاء;75,5;76\nالرباط;80;81\n",
    )
    assert (proposal.mapping.header, proposal.mapping.years) == (2, ("2014", "2015"))
    assert proposal.mapping.columns == {"place": "المدينة"}
    assert proposal.mapping.constants == {"indicator": "network_efficiency"}
    assert [question.column for question in proposal.questions] == ["source"]


def test_indicators_across_are_asked_one_by_one(tmp_path: Path) -> None:
    proposal = proposed(
        tmp_path,
        "Ville;Année;Rendement du réseau d’eau potable;Consommation (L/hab/j);Remarque\n"
        "Casablanca;2014;75,5;95,2;x\nRabat;2014;80;100,1;y\n",
    )
    assert proposal.mapping.indicators == {"Rendement du réseau d’eau potable": "network_efficiency"}
    (asked,) = (question for question in proposal.questions if question.column == "indicator")
    assert asked.header == "Consommation (L/hab/j)"
    assert {dataset().catalogue[one].unit for one in asked.offered} == {"L / person / day"}


def test_the_title_names_the_one_place_and_a_bracket_is_asked_about(tmp_path: Path) -> None:
    proposal = proposed(
        tmp_path, "Casablanca\nAnnée;Rendement du réseau d’eau potable (provisoire)\n2014;75,5\n2015;76\n"
    )
    assert proposal.mapping.constants["place"] == "casablanca"
    (asked,) = (question for question in proposal.questions if question.column == "unit")
    assert asked.printed == "provisoire"


def test_a_confirmed_proposal_reads_the_file(tmp_path: Path) -> None:
    text = "Population\nArrondissement;2014;2024\nAnfa;94 281;66 026\nMaârif;170 310;139 116\n"
    proposal = proposed(tmp_path, text)
    constants = {"indicator": "population_municipal", "perimeter": "arrondissement", "method": "census"}
    assert proposal.questions[0].offered[0] == constants["indicator"]
    confirmed: Mapping = proposal.mapping.model_copy(update={"constants": constants})
    assert faults(confirmed) == []
    (tmp_path / "mapping.toml").write_text(to_toml(confirmed), encoding="utf-8")
    intake = check(tmp_path / "table.csv", mapping=tmp_path / "mapping.toml")
    assert intake.accepted == 4
    assert observation(intake, "anfa", "population_municipal", 2024)["value"] == 66_026


def test_a_column_of_several_unknowns_is_never_read_in_silence(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, "Ville;Année;Valeur;Quartile\nCasablanca;2014;75,5;haut\nRabat;2014;80;bas\n")
    assert "Quartile" in {question.header for question in proposal.questions if question.column == "column"}


@pytest.mark.parametrize("text", ["a;b\nx;y\n", "just text\n", "1;2\n3;4\n"])
def test_no_table_no_proposal(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert propose(open_file(path), dataset().places, dataset().catalogue) is None


def test_national_indicators_are_not_offered_first_for_cities() -> None:
    city = offers("Population", dataset().catalogue, levels={dataset().places["casablanca"].level})
    assert all(dataset().catalogue[one].scale == "city" for one in city)


def test_every_reason_and_question_has_words() -> None:
    assert all(REASONS.values())
    assert {"place", "year", "value", "indicator", "unit", "source", "column"} == QUESTIONS.keys()


def test_what_stands_in_brackets_in_an_indicators_own_name_is_no_unit(tmp_path: Path) -> None:
    text = "Ville;Année;Population (recensement);Ménages\nCasablanca;2024;3197332;1\nAnfa;2024;2;3\n"
    proposal = proposed(tmp_path, text)
    assert proposal.mapping.indicators == {"Population (recensement)": "population_municipal", "Ménages": "households"}
    assert proposal.mapping.units == {"Population (recensement)": ""}
    assert "unit" not in {question.column for question in proposal.questions}
    path = tmp_path / "mapping.toml"
    path.write_text(to_toml(proposal.mapping), encoding="utf-8")
    assert check(tmp_path / "table.csv", mapping=path).accepted == 4


@pytest.mark.parametrize(
    ("rows", "perimeter"),
    [
        ("Anfa;94,2\nMaârif;98,2\n", "arrondissement"),
        ("Préfecture d’arrondissements d’Anfa;94,2\nPréfecture d’arrondissements de Ben M’Sick;98,2\n", "prefecture"),
        ("Maroc;94,2\nFrance;98,2\n", "country"),
        ("Casablanca;94,2\nRabat;98,2\n", None),
        ("Anfa;94,2\nCasablanca;98,2\n", None),
    ],
)
def test_the_outline_of_the_places_themselves_is_proposed(tmp_path: Path, rows: str, perimeter: str | None) -> None:
    """A city may be counted in several outlines, so that none is proposed for it."""
    proposal = proposed(tmp_path, f"Lieu;Ménages raccordés\n{rows}")
    assert proposal.mapping.constants.get("perimeter") == perimeter
    assert [guess.reason for guess in proposal.guesses if guess.column == "perimeter"] == ["own_outline"] * bool(
        perimeter
    )


def test_a_column_of_perimeters_stands_before_the_outline_of_the_places(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, "Lieu;Périmètre;Valeur\nAnfa;municipality;94,2\nMaârif;municipality;98,2\n")
    assert proposal.mapping.columns["perimeter"] == "Périmètre"
    assert "perimeter" not in proposal.mapping.constants
