"""An indicator is one file of observations and one catalogue entry: both, and nothing else, bring it everywhere."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.exports.tables import observations_csv
from indicators.web import app_state
from indicators.web.search import index
from tests.helpers.visits import ROOT, Visit

ENTRY = """\
id = "public_benches"
theme = "land"
scale = "city"
measure = "per person"
unit = "1 / person"
digits = 1
direction = "higher"
keywords = ["seats", "bancs"]

[range]
min = 0

[sdg]
target = "11.7"
kind = "context"

[names]
en = "Public benches"
fr = "Bancs publics"
ar = "المقاعد العمومية"

[unit_names]
en = "benches per 1,000 people"
fr = "bancs pour 1 000 habitants"
ar = "مقعد لكل 1000 نسمة"

[definition]
en = "Benches in streets and parks."
fr = "Bancs des rues et des parcs."
ar = "المقاعد في الشوارع والحدائق."
"""

OBSERVATIONS = """\
place,indicator,year,value,lower,upper,perimeter,method,source,note
casablanca,public_benches,2019,2.5,,,municipality,survey,hcp_rgph_2024,
casablanca,public_benches,2024,3.1,,,municipality,survey,hcp_rgph_2024,
lyon,public_benches,2024,9.4,,,municipality,survey,hcp_rgph_2024,
rabat,public_benches,2024,4.2,,,municipality,survey,hcp_rgph_2024,
tunis,public_benches,2024,1.7,,,municipality,survey,hcp_rgph_2024,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The project's data with one indicator more."""
    folder = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("store", "inbox"))
    (folder / "catalogue" / "land" / "public_benches.toml").write_text(ENTRY, encoding="utf-8")
    (folder / "observations" / "land" / "public_benches.csv").write_text(OBSERVATIONS, encoding="utf-8")
    return folder


@pytest.fixture
def served(folder, monkeypatch) -> Path:
    """The application reads this folder."""
    monkeypatch.setenv("INDICATORS_DATA", str(folder))
    return folder


def reported_by(folder: Path, *arguments: str) -> dict:
    """Return the JSON the command line prints."""
    done = subprocess.run(
        [sys.executable, "-m", "indicators", "--data", str(folder), *arguments, "--json"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_command_line_lists_it_and_its_values(folder):
    entry = next(each for each in reported_by(folder, "catalogue")["indicators"] if each["id"] == "public_benches")
    assert entry["names"]["fr"] == "Bancs publics"
    assert entry["places"] == ["casablanca", "lyon", "rabat", "tunis"]
    assert entry["years"] == [2019, 2024]
    values = reported_by(folder, "values", "public_benches", "--place", "casablanca")["values"]
    assert [(value["year"], value["value"]) for value in values] == [(2019, 2.5), (2024, 3.1)]


def test_its_theme_lists_it_and_draws_it(served):
    visit = Visit("land", lang="en", indicator="public_benches")
    visit.assert_sound()
    assert 'aria-current="true"' in visit.html.split("public_benches")[1]
    assert "3.1 benches per 1,000 people in Casablanca in 2024" in visit.headings(1)[0]
    assert "lower than in most other comparable cities" in visit.headings(1)[0]
    assert visit.specs[0]["data"][0]["x"] == [9.4, 4.2, 3.1, 1.7]
    assert visit.specs[1]["data"][-1]["x"] == [2019, 2024]


def test_the_sources_page_has_its_definition(served):
    visit = Visit("sources", lang="fr", indicator="public_benches")
    visit.assert_sound()
    assert 'id="public_benches" open' in visit.html
    assert "Bancs des rues et des parcs." in visit.words


def test_the_present_view_shows_it_in_its_order(served):
    order = [key for key in app_state.published_dataset().catalogue if len(app_state.published_dataset().of(key))]
    before = order[order.index("public_benches") - 1]
    visit = Visit("present", lang="en", indicator=before)
    assert "indicator=public_benches" in next(link for link in visit.links if "public_benches" in link)
    Visit("present", lang="en", indicator="public_benches").assert_sound()


def test_the_find_box_finds_it_by_its_keywords(served):
    record = next(record for record in index(app_state.published_dataset(), "fr") if record["name"] == "Bancs publics")
    assert "seats" in str(record["words"])
    assert str(record["href"]).startswith("/land?indicator=public_benches")


def test_its_figures_can_be_downloaded(served):
    rows = list(csv.DictReader(io.StringIO(observations_csv(app_state.published_dataset(), "public_benches"))))
    assert [row["value"] for row in rows if row["place"] == "casablanca"] == ["2.5", "3.1"]
