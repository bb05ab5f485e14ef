"""The command for raw readings: documents, exit statuses, and a table that passes the check."""

import json
from pathlib import Path

import pandas as pd
import pytest

from indicators.cli.commands import main
from indicators.readings.rules import OTHER_COLUMNS
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow


def brought(folder: Path, hours: int = 24 * 366 + 1) -> list[str]:
    """Write a year of hourly readings of two meters, with what describes them; return the arguments of a call."""
    indicator = next(key for key, entry in dataset().catalogue.items() if entry.unit == "L / person / day")
    (folder / "description.toml").write_text(
        '[columns]\nmeter = "meter"\ntime = "read_at"\nquantity = "index"\n'
        '[readings]\nkind = "counter"\n'
        '[meters]\nfile = "meters.csv"\npersons = "persons"\n'
        f'[result]\nper_person_day = "{indicator}"\n',
        encoding="utf-8",
    )
    (folder / "meters.csv").write_text("meter,place,persons\nA,anfa,4\nB,maarif,5\n", encoding="utf-8")
    times = pd.date_range("2024-01-01", periods=hours, freq="h", tz="Africa/Casablanca")
    rows = [
        {"meter": meter, "read_at": f"{time.tz_convert('UTC'):%Y-%m-%dT%H:%M:%S}Z", "index": step * number}
        for meter, step in (("A", 0.02), ("B", 0.02))
        for number, time in enumerate(times)
    ]
    pd.DataFrame(rows).to_csv(folder / "readings.csv", index=False)
    return ["readings", str(folder / "description.toml"), str(folder / "readings.csv")]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_a_year_of_readings_becomes_a_table_that_passes_the_check(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tidy = tmp_path / "tidy.csv"
    status, out, err = run(capsys, *brought(tmp_path), "--out", str(tidy), "--json")
    document = json.loads(out)
    assert (status, err, document["findings"]) == (0, "", [])
    assert document["rows_read"] == document["rows_used"] == 2 * (24 * 366 + 1)
    assert document["answers"]["mean_day"][0] == {
        "place": "anfa",
        "year": 2024,
        "mean": pytest.approx(0.48),
        "days": 366,
    }
    assert document["observations"] == 2
    # 0.48 m³ a day for four persons are 120 litres each, for five 96.
    assert pd.read_csv(tidy)["value"].tolist() == [120.0, 96.0]
    status, out, _ = run(capsys, "check", str(tidy), "--json")
    assert (status, json.loads(out)["accepted"]) == (0, 2)


def test_what_stands_against_a_call_is_stated_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call = brought(tmp_path, 30)
    (tmp_path / "readings.csv").write_text("meter,when,index\nA,2024-01-01,1\n", encoding="utf-8")
    status, _, err = run(capsys, *call)
    assert status == 2
    assert "column read_at is missing; found meter, when, index." in err
    (tmp_path / "readings.csv").write_text("meter,read_at,index\nA,2024-01-01,1\n", encoding="utf-8")
    status, out, _ = run(capsys, *call, "--engine", "abacus", "--json")
    [finding] = json.loads(out)["findings"]
    assert (status, finding["rule"], finding["file"]) == (2, "engine_unknown", "readings.csv")
    assert run(capsys, *call[:2], str(tmp_path / "none.csv"))[0] == 2


def test_readings_that_were_locked_out_show_in_the_status(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call = brought(tmp_path, 30)
    path = tmp_path / "readings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Z,2024-01-01T00:00:00Z,5\n", encoding="utf-8")
    status, out, err = run(capsys, *call, "--lang", "fr")
    assert status == 1
    assert "[meter_unknown]" in err
    assert "61" in out


def test_two_files_of_different_shape_are_not_read_together(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call = brought(tmp_path, 30)
    first, second = tmp_path / "a.parquet", tmp_path / "b.parquet"
    frame = pd.read_csv(tmp_path / "readings.csv")
    frame.to_parquet(first)
    frame.astype({"index": "str"}).to_parquet(second)
    status, _, err = run(capsys, *call[:2], str(first), str(second))
    assert status == 2
    assert "b.parquet, column index" in err
    assert f"[{OTHER_COLUMNS.id}]" in err
