"""The arrondissements, on the census of 2014 and of 2024."""

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from tests.helpers.figures import sent, texts
from tests.helpers.published import dataset, districts, notes, twin


def test_sixteen_arrondissements_from_the_best_connected_to_the_least():
    chart = districts("public_sewer")
    assert "from 94.2% in Anfa to 99.7% in 3 of the places shown" in chart.title
    assert len(sent(chart.figure)["layout"]["yaxis"]["ticktext"]) == 16
    assert "16 arrondissements, 2014–2024" in chart.subtitle
    assert set(twin(chart)["Perimeter"]) == {"arrondissement"}
    assert len(chart.rows) == 32


def test_casablanca_is_the_municipality_of_2024():
    # Census of 2024: 98.2 % of the households of the municipality.
    assert "Casablanca 98.2" in texts(districts("public_sewer").figure)


def test_a_changed_question_shows_one_date_and_says_why():
    chart = districts("cooking_gas_at_home")
    assert chart.subtitle.endswith("2024")
    assert "no change is drawn" in notes(chart)
    assert all(trace["mode"] != "lines" for trace in sent(chart.figure)["data"])
    assert chart.comparison.verdict is Verdict.COMPARABLE


def test_a_doubtful_figure_is_shown_with_its_doubt():
    chart = districts("basic_or_slum_dwellings")
    assert chart.title.endswith("; 23.3% in Sidi Othmane is doubtful.")
    assert "Sidi Othmane, 2024: Doubtful" in notes(chart)


def test_the_districts_add_up_to_the_city():
    # Census of 2024: 3,197,332 people.
    rows = dataset().of("population_municipal")
    of_2024 = rows[(rows["year"] == 2024) & (rows["perimeter"] == "arrondissement")]
    assert of_2024["value"].sum() == 3_197_332
    assert len(districts("population_municipal").rows) == 32


@pytest.mark.parametrize(
    "indicator", ["public_transport_access", "network_efficiency", "renewable_electricity_national"]
)
def test_without_arrondissements_there_is_no_such_chart(indicator):
    assert districts(indicator) is None


def test_the_room_shows_all_sixteen():
    figure = districts("public_sewer", Look(view="room")).figure
    assert len(sent(figure)["layout"]["yaxis"]["ticktext"]) == 16
    assert sent(figure)["layout"]["height"] <= 430
