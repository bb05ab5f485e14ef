"""The claims of all charts, stored by a release and compared with those of the next."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.charts.changes import aspect_text, claims_table, effects, meaning_text, related_to
from indicators.charts.chart import Look
from indicators.cli import commands
from indicators.intake.drafts import draft, touched
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.store import releases
from indicators.store.claim_changes import COLUMNS, Aspect
from indicators.store.dataset import open_dataset
from indicators.store.ledger.journal import Journal
from tests.helpers.checking import check, dataset
from tests.helpers.folders import OBSERVATIONS, add_rows, change, write
from tests.helpers.offers import YEAR, offer


def test_the_claims_of_the_toy(toy_folder: Path) -> None:
    table = claims_table(open_dataset(toy_folder))
    assert list(table.columns) == list(COLUMNS)
    row = table.set_index("chart").loc["network_losses-rank"]
    assert (row["claim"], row["value"], row["verdict"]) == ("value", "23", "with care")


def test_a_release_tells_and_logs_what_its_sentences_say_otherwise(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(toy_folder)]
    assert commands.main(["release", *data, "--note", "First figures."]) == 0
    folder = toy_folder / "releases"
    assert (folder / "claims.csv").exists()
    assert not (folder / "meanings.csv").exists()
    text = (toy_folder / OBSERVATIONS).read_text(encoding="utf-8")
    gone = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("casablanca"))
    write(toy_folder, OBSERVATIONS, gone)
    capsys.readouterr()
    assert commands.main(["release", *data, "--note", "Casablanca’s figures were withdrawn."]) == 0
    stated = capsys.readouterr().err
    assert "values added 0, changed 0, removed 2." in stated
    assert "network_losses-rank, figure held here: there is one -> none" in stated
    (item,) = [meaning for meaning in releases.releases(folder)[0].meanings if meaning.kind == "rank"]
    assert (item.indicator, item.aspect, item.old, item.new) == ("network_losses", "presence", "present", "absent")
    assert releases.releases(folder)[1].meanings == ()
    assert releases.check_log(folder) == []


def test_other_digits_are_logged_as_values_only(toy_folder: Path) -> None:
    data = ["--data", str(toy_folder)]
    commands.main(["release", *data, "--note", "First figures."])
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,19.26")
    commands.main(["release", *data, "--note", "Corrected."])
    assert releases.releases(toy_folder / "releases")[0].meanings == ()


def test_a_verdict_that_changed(toy_folder: Path) -> None:
    first = claims_table(open_dataset(toy_folder))
    add_rows(toy_folder, "rabat,network_losses,2021,18,,,utility perimeter,metered,closed_2021,")
    second = claims_table(open_dataset(toy_folder))
    verdicts = [table.set_index("chart").loc["network_losses-rank", "verdict"] for table in (first, second)]
    assert verdicts == ["with care", "comparable"]


def test_a_table_of_meanings_that_cannot_be_read_is_named(toy_folder: Path) -> None:
    commands.main(["release", "--data", str(toy_folder), "--note", "First figures."])
    path = write(toy_folder, "releases/meanings.csv", "release,chart\n2,x\n")
    assert {finding.file for finding in releases.check_log(toy_folder / "releases")} == {str(path)}


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_meaning_has_words(language: str) -> None:
    data = dataset()
    cases = [
        (Aspect.PRESENCE, ["absent", "stand_in", "present"]),
        (Aspect.CHANGE, ["", "+", "-", "0"]),
        (Aspect.VERDICT, ["comparable", "with care", "not comparable", "single"]),
        (Aspect.BAND, ["", "1 1", "2 10"]),
        (Aspect.NAMED, ["", "anfa rabat", "modal_split_car"]),
    ]
    for aspect, values in cases:
        texts = [meaning_text(data, aspect, value, language) for value in values]
        assert len(set(texts)) == len(values)
        assert not set(texts) & {value for value in values if value}
        assert aspect_text(aspect, language)


def test_names_no_longer_known_stay_ids() -> None:
    assert meaning_text(dataset(), Aspect.NAMED, "atlantis", "en") == "atlantis"


def test_bands_read_as_on_the_charts() -> None:
    assert meaning_text(dataset(), Aspect.BAND, "2 10", "en") == "2nd to 10th"
    assert meaning_text(dataset(), Aspect.BAND, "3 3", "en") == "3rd"


def test_claims_are_text(toy_folder: Path) -> None:
    table = claims_table(open_dataset(toy_folder))
    assert table.map(lambda cell: isinstance(cell, str)).all(axis=None)
    assert isinstance(table, pd.DataFrame)


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


@pytest.mark.parametrize(("place", "also"), [("anfa", True), ("casablanca", True), ("rabat", True), ("madrid", False)])
def test_shares_may_change_with_what_they_are_shares_of_at_home_alone(tmp_path: Path, place: str, also: bool) -> None:
    path = tmp_path / "figures.csv"
    row = f"{place},households,2023,1000,municipality,census,hcp_rgph_2024"
    path.write_text(f"place,indicator,year,value,perimeter,method,source\n{row}\n", encoding="utf-8")
    intake = check(path)
    related = related_to(dataset(), draft(dataset(), intake), touched(intake))
    assert "households" in related
    assert ("public_sewer" in related) is also


def test_what_stands_in_and_what_is_of_a_family_may_change_too() -> None:
    data = dataset()
    stand_in = next(entry for entry in data.catalogue.values() if entry.stand_in)
    assert related_to(data, data, [stand_in.stand_in]) >= {stand_in.id, stand_in.stand_in}
    family = {entry.id for entry in data.catalogue.values() if entry.family == "tenure"}
    assert len(family) == 3
    assert related_to(data, data, sorted(family)[:1]) == family
