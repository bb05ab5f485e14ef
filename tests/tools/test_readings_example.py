"""The worked example of raw readings: what docs/readings.md tells to type, up to the chart of districts."""

import json
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest

from indicators.cli.commands import main
from indicators.store.dataset import open_dataset
from tests.helpers.visits import Visit
from tools import readings_example

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "readings.md").read_text(encoding="utf-8")


def commands(heading: str) -> list[list[str]]:
    """Return the commands that the page shows below a heading, each as its words."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [shlex.split(line) for line in re.findall(r"^    (python -m .*)$", section, re.MULTILINE)]


def run(words: list[str]) -> int:
    """Run a command of the page in this process; what it names of the project is found from any folder."""
    assert words[:2] == ["python", "-m"]
    arguments = [str(ROOT / word) if word.startswith("docs/examples/") else word for word in words[3:]]
    return {"tools.readings_example": readings_example.main, "indicators": main}[words[2]](arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which somebody has typed every command of the worked example."""
    place = tmp_path_factory.mktemp("example")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(place)
        typed = commands("A worked example, generated")
        assert [words[2:4] for words in typed] == [
            ["tools.readings_example", "example"],
            ["indicators", "readings"],
            ["indicators", "check"],
            ["indicators", "add"],
        ]
        assert [run(words) for words in typed] == [0, 0, 0, 0]
    return place


def test_the_result_is_what_was_drawn(folder: Path) -> None:
    table = pd.read_csv(folder / "example" / "tidy.csv")
    assert len(table) == 18
    assert set(table["method"]) == {"modelled"}
    assert table["note"].str.contains("generated, not measured").all()
    # 15 litres an hour used and 2 lost behind a meter of four persons, a tenth more used and half as much again lost in
    # each district than in the one before: (15 + 2) × 24 / 4 = 102 litres in the first.
    use = table[table["indicator"] == "metered_water_use"].sort_values("place")["value"]
    drawn = [(15 * (1 + 0.1 * number) + 2 * (1 + 0.5 * number)) * 24 / 4 for number in range(6)]
    assert use.tolist() == pytest.approx(drawn, rel=0.02)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_screen_says_that_the_figures_are_generated(
    folder: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(folder / "example" / "data"))
    word = {"en": "Generated example", "fr": "Exemple généré", "ar": "مثال مولَّد"}[language]
    for address in ("generated-town", "water"):
        visit = Visit(address, lang=language, indicator="minimum_night_flow_share")
        visit.assert_sound()
        assert word in visit.headings(1)[0].replace("\u2068", "").replace("\u2069", "")
        assert "not measured" in visit.words
        # Its outlines are drawn by this project, too.
        assert "OpenStreetMap" not in visit.words


def test_the_chart_of_districts_shows_what_the_readings_gave(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(folder / "example" / "data"))
    visit = Visit("generated-town", lang="en", indicator="minimum_night_flow_share")
    assert visit.specs
    assert "from 27.7% in Generated district A to 37.6% in Generated district F" in visit.headings(1)[0]


def test_nothing_of_it_is_among_the_figures_of_the_project() -> None:
    published = open_dataset()
    assert not [place for place in published.places if place.startswith("generated")]
    assert "generated_readings" not in published.sources
    for name in readings_example.INDICATORS:
        assert published.of(name).empty


def test_the_real_readings_answer_but_make_no_figure_of_a_year(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    [words] = commands("A real set: a branch of a pipeline")
    assert run(words) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["rows_read"], document["rows_used"], document["observations"]) == (1268, 1268, 0)
    assert len(document["answers"]) == 12
    gaps, year = [one["message"] for one in document["findings"]]
    assert gaps.startswith("10 gaps; hours of meters without a reading: 111")
    assert "49 complete days are too few for a figure of the year" in year
