"""What a draft would change on the charts, in their sentences and their verdicts."""

from pathlib import Path

from indicators.charts.chart import Look
from indicators.charts.claims_table import effects
from indicators.intake.drafts import draft, touched
from indicators.store.dataset import open_dataset
from indicators.store.ledger.journal import Journal
from tests.helpers.offers import YEAR, offer


def test_charts_sentences_and_verdicts(toy_folder: Path, tmp_path: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    rows = (
        "casablanca,network_losses,2022,12,,,utility perimeter,metered,open_2020,\n"
        "rabat,network_losses,2022,12,,,utility perimeter,metered,open_2020,\n"
    )
    intake = offer(toy_folder, Journal(tmp_path / "store"), rows).intake
    effects_found = effects(base, draft(base, intake), touched(intake), Look("en"))
    assert "network_losses-rank" in {chart.id for chart in effects_found.charts}
    assert all("draft" not in chart.title for chart in effects_found.charts)
    assert list(effects_found.verdicts["old"].unique()) != []
    assert effects_found.gone == ()


def test_a_draft_that_says_the_same_changes_nothing(toy_folder: Path, tmp_path: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    same = "rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,\n"
    intake = offer(toy_folder, Journal(tmp_path / "store"), same).intake
    effects_found = effects(base, draft(base, intake), ["network_losses"], Look("fr"))
    assert effects_found.charts == ()
    assert len(effects_found.meanings) == 0
