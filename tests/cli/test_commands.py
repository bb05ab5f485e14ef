"""The command line that people script against: documents, exit statuses, messages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.cli.commands import main
from indicators.model.calendar import today
from indicators.store.dataset import DATA_FOLDER
from indicators.store.releases import read_log
from tests.helpers.checking import FORMATS_FOLDER, dataset
from tests.helpers.folders import change

BAD_FILES = Path(__file__).parents[1] / "bad_files"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    status, out, _ = run(capsys, *arguments, "--json")
    assert status in {0, 1, 2}
    return json.loads(out)


def test_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "catalogue")
    assert set(found) == {"data_version", "indicators"}
    assert found["data_version"] == dataset().version
    entry = next(one for one in found["indicators"] if one["id"] == "network_efficiency")
    assert set(entry) == {"id", "theme", "unit", "sdg_target", "kind", "direction", "names", "places", "years"}
    assert set(entry["names"]) == {"en", "fr", "ar"}
    assert (entry["theme"], entry["places"], entry["years"][0]) == ("water", ["casablanca"], 1998)


def test_places(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "places")
    entry = next(one for one in found["places"] if one["id"] == "casablanca")
    assert set(entry) == {"id", "names", "aliases", "level", "parent", "country"}
    assert (entry["level"], entry["country"]) == ("city", "MAR")


def test_sources(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "sources")
    assert {"id", "producer", "title", "licence", "redistributable"} <= set(found["sources"][0])
    assert isinstance(found["sources"][0]["redistributable"], bool)


def test_values(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "values", "network_efficiency", "--place", "Casa")
    assert set(found) == {"data_version", "indicator", "unit", "values"}
    assert found["unit"] == "percent"
    first = found["values"][0]
    assert list(first) == ["place", "year", "value", "lower", "upper", "perimeter", "method", "source", "note"]
    assert (first["year"], first["value"], first["lower"]) == (1998, 64.1, None)


def test_values_of_an_undated_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "values", "carbon_footprint_per_person", "--place", "casablanca")
    assert [(one["year"], one["value"], one["lower"]) for one in found["values"]] == [(None, 1.8, 1.2)]


def test_a_place_without_values_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "values", "network_efficiency", "--place", "paris", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["values"] == []


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["values", "network_eficiency"], "did you mean network_efficiency?"),
        (["values", "network_efficiency", "--place", "Casblanca"], "did you mean Casablanca?"),
        (["values"], "required: INDICATOR"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        ([], "required: COMMAND"),
    ],
)
def test_calls_that_cannot_be_served(capsys: pytest.CaptureFixture[str], arguments: list[str], reported: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert reported in err
    assert "Traceback" not in err


def test_check_of_a_good_file(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check", str(FORMATS_FOLDER / "tidy.csv"), "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "format": "tidy",
        "rows_read": 3,
        "accepted": 3,
        "refused": 0,
        "empty": 0,
        "out_of_scope": 0,
        "changes": {"new": 0, "changed": 0, "unchanged": 3},
        "findings_total": 0,
        "findings": [],
    }


def test_check_of_a_file_with_refused_values(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", str(BAD_FILES / "unknown_place.csv"), "--json")
    found = json.loads(out)
    assert status == 1
    assert (found["accepted"], found["refused"]) == (0, 2)
    assert found["findings"][0] == {
        "row": 2,
        "sheet": None,
        "column": "place",
        "value": "Casblanca",
        "rule": "unknown_place",
        "severity": "error",
        "message": "the place Casblanca is not known (did you mean Casablanca?).",
        "fix": "Correct it, or add the place.",
    }


@pytest.mark.parametrize(
    "name", ["html_file.csv", "binary_file.csv", "empty_file.csv", "unknown_format.csv", "none.csv"]
)
def test_check_of_a_file_that_cannot_be_used(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = run(capsys, "check", str(BAD_FILES / name), "--json")
    found = json.loads(out)
    assert status == 2
    assert found["format"] is None
    assert found["changes"] == {"new": 0, "changed": 0, "unchanged": 0}
    assert found["findings_total"] == len(found["findings"]) == 1


def test_warnings_are_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check", str(BAD_FILES / "missing_source.csv"))
    assert status == 0
    assert "accepted: 2" in out
    assert "row 2, column source: the value has no source." in err


def test_messages_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    english = document(capsys, "check", str(BAD_FILES / "unknown_place.csv"))
    french = document(capsys, "check", str(BAD_FILES / "unknown_place.csv"), "--lang", "fr")
    assert [one["rule"] for one in french["findings"]] == [one["rule"] for one in english["findings"]]


def test_the_data_folder_of_a_call(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "nowhere")
    for arguments in (["--data", nowhere, "places"], ["places", "--data", nowhere]):
        status, out, err = run(capsys, *arguments)
        assert (status, out) == (2, "")
        assert nowhere in err
    monkeypatch.setenv("INDICATORS_DATA", nowhere)
    assert run(capsys, "places")[0] == 2
    assert run(capsys, "places", "--data", str(DATA_FOLDER))[0] == 0


def test_a_broken_data_folder_is_named_not_raised(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    status, out, err = run(capsys, "catalogue", "--data", str(tmp_path))
    assert (status, out) == (2, "")
    assert "missing" in err
    assert "Traceback" not in err


def test_build_needs_a_folder_of_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "build", "--from", str(tmp_path))
    assert status == 2
    assert "figures" in err


def test_the_reader_of_a_pipe_may_leave() -> None:
    call = subprocess.Popen(
        [sys.executable, "-m", "indicators", "values", "population_agglomeration", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert call.stdout is not None
    assert call.stderr is not None
    assert call.stdout.readline() == "{\n"
    call.stdout.close()
    reported = call.stderr.read()
    call.stderr.close()
    assert (call.wait(timeout=60), reported) == (0, "")


def test_release_logs_what_changed_once(capsys: pytest.CaptureFixture[str], toy_folder: Path) -> None:
    call = ("release", "--data", str(toy_folder), "--note", "First figures.")
    status, out, err = run(capsys, *call)
    assert (status, out) == (0, "")
    assert err.endswith(": values added 3, changed 0, removed 0.\n")
    assert "is the last release already" in run(capsys, *call)[2]
    change(toy_folder, "observations/water/network_losses.csv", "23.5", "24")
    assert run(capsys, *call)[2].endswith(": values added 0, changed 1, removed 0.\n")
    log = read_log(toy_folder / "releases")
    assert log[["release", "date", "note"]].drop_duplicates().to_numpy().tolist() == [
        [2, today().isoformat(), "First figures."],
        [1, today().isoformat(), "First figures."],
    ]


@pytest.mark.parametrize("arguments", [[], ["--note", " "]])
def test_a_release_needs_a_note(capsys: pytest.CaptureFixture[str], toy_folder: Path, arguments: list[str]) -> None:
    status, _, err = run(capsys, "release", "--data", str(toy_folder), *arguments)
    assert status == 2
    assert "note" in err
    assert not (toy_folder / "releases").exists()
