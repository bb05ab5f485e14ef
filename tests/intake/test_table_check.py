"""A table checked in many batches says what the same table says when it is checked in one."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.findings.collector import MAX_FINDINGS_PER_RULE
from indicators.findings.finding import Finding, Severity, describe
from indicators.intake import acceptance, table_check
from indicators.intake import file_check as intake
from indicators.intake.file_check import FileCheck, check_file
from indicators.loaders.reading.files import TextSheet
from tests.helpers.checking import THIS_YEAR, dataset

pytestmark = pytest.mark.slow

COLUMNS = ["place", "indicator", "year", "value", "lower", "upper", "perimeter", "method", "source", "note", "unit"]

ODD: dict[str, list[str]] = {
    "place": ["Casblanca", "Casa", " rabat ", "", "morocco", "TOTAL", "#REF!", "Maroc"],
    "indicator": ["network_eficiency", "", "renewable_share_final_energy_national", " network_efficiency"],
    "year": ["", "14", "2014.0", " 2014", "2014.5", "2031", "14/02/2019", "03/04", "2019-05-01", "last year"],
    "value": ["", "n.d.", "x", "1e3", "7500", "-3", "0.001", "75 %", " 75.5", "1e999", ".", "12.345", "1 234.5"],
    "lower": ["10", "x", "99", "-4"],
    "upper": ["100", "5", "x", "250"],
    "perimeter": ["", "city", "commune", "municipality "],
    "method": ["", "guessed", "projected", "mesuré"],
    "source": ["", "nowhere", " "],
    "note": ["as printed", " two  words ", "réseau"],
    "unit": ["percent", "%", "m3", "nonsense"],
}
COMMAS = {"value": ["75,5", "1,234", "97,25", "1.234", "3 197,5"]}


def table(seed: int, odd: float, columns: list[str], more: dict[str, list[str]]) -> list[list[str]]:
    """Return records of the network's efficiency and of populations, a share of the cells odd."""
    dice = random.Random(seed)
    found = []
    for _ in range(dice.randrange(90, 160)):
        indicator, low, high = dice.choice(
            [("network_efficiency", 60, 90), ("population_municipal", 400_000, 4_000_000), ("total_co2", 1e6, 9e6)]
        )
        record = {
            "place": dice.choice(["casablanca", "rabat", "anfa", "tunis"]),
            "indicator": indicator,
            "year": str(dice.randrange(1990, 2025)),
            "value": str(round(dice.uniform(low, high), 2)),
            "lower": "",
            "upper": "",
            "perimeter": dice.choice(["municipality", "utility perimeter"]),
            "method": "reported",
            "source": dice.choice(["lydec_half_year_2014", "hcp_rgph_2024"]),
            "note": "",
            "unit": "",
        }
        for name in columns:
            if dice.random() < odd / len(columns):
                record[name] = dice.choice([*ODD[name], *more.get(name, [])])
        found.append([record[name] for name in columns])
    return found


def written(records: list[list[str]], columns: list[str], delimiter: str, ends: str, seed: int, messy: bool) -> str:
    """Return records as a text file, some of its lines as hands and programs make them."""
    dice = random.Random(seed)
    lines = [delimiter.join(columns)]
    for record in records:
        line = delimiter.join(record)
        if messy and dice.random() < 0.02:
            line = dice.choice(
                [
                    "",
                    delimiter * (len(columns) - 1),
                    line + delimiter,
                    line + delimiter + "more",
                    line.rsplit(delimiter, 2)[0],
                    delimiter.join(f'"{cell}"' for cell in record),
                    delimiter.join(cell or '"He said ""so""\nand left"' for cell in record),
                    line.replace(delimiter, f' "{delimiter}', 1),
                ]
            )
        lines.append(line)
    return ends.join(lines) + (ends if dice.random() < 0.7 else "")


def described(file_check: FileCheck) -> dict[str, object]:
    """Return all that an intake says, in an order of its own."""

    def key(finding: Finding) -> tuple[str, ...]:
        params = {name: str(value) for name, value in finding.params.items()} if finding.rule.id != "ragged_row" else {}
        if finding.rule.id == "read_as":
            # words are listed as they come, part by part
            finding = replace(finding, value="; ".join(sorted(str(finding.value).split("; "))))
        return (
            str(finding.row), finding.rule.id, str(finding.column), str(finding.value), str(finding.severity),
            str(finding.sheet), str(params),
        )  # fmt: skip

    changes = file_check.changes
    return {
        "format": file_check.format,
        "counts": (
            file_check.rows_read,
            file_check.accepted,
            file_check.refused,
            file_check.empty,
            file_check.out_of_scope,
        ),
        "total": file_check.findings_total,
        "changes": changes and (changes.new, changes.changed, changes.unchanged),
        "kinds": changes and (changes.kind.tolist(), changes.old.fillna(-1).tolist()),
        "findings": sorted(map(key, file_check.findings)),
        "observations": file_check.observations.astype({"year": "str"}).astype("str").to_numpy().tolist(),
    }


def cut(patch: pytest.MonkeyPatch, size: int) -> None:
    """Have texts read about `size` bytes at a time, and their values held in a file and looked at a few at a time."""
    batches = TextSheet.batches
    patch.setattr(TextSheet, "batches", lambda sheet, header, few=(): batches(sheet, header, few, size))
    patch.setattr("indicators.loaders.reading.records.RECORDS", max(1, size // 80))
    patch.setattr("indicators.intake.observation_keys.HELD_IN_MEMORY", size // 10)
    patch.setattr("indicators.intake.observation_keys.AT_ONCE", size // 300)


def in_parts(path: Path, size: int, source: str = "") -> FileCheck:
    """Check a file part by part, however short it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "LONG", 0)
        cut(patch, size)
        return check_file(path, dataset(), THIS_YEAR, source=source)


FILES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 10**6),
        "odd": st.sampled_from([0.0, 0.05, 0.3, 1.0]),
        "columns": st.sampled_from([COLUMNS, COLUMNS[:4] + COLUMNS[6:9], [*COLUMNS[:4], "source"]]),
        "commas": st.booleans(),
        "messy": st.booleans(),
        "ends": st.sampled_from(["\n", "\r\n", "\r"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    }
)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    file=FILES,
    size=st.sampled_from([2_500, 6_000, 10**6]),
    source=st.sampled_from(["", "lydec_half_year_2014"]),
)
def test_any_cut_says_the_same(tmp_path: Path, file: dict[str, Any], size: int, source: str) -> None:
    records = table(file["seed"], file["odd"], file["columns"], COMMAS if file["commas"] else {})
    text = written(records, file["columns"], ";" if file["commas"] else ",", file["ends"], file["seed"], file["messy"])
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(file["encoding"], errors="replace"))
    whole = described(check_file(path, dataset(), THIS_YEAR, source=source))
    parts = described(in_parts(path, size, source))
    for name, stated in whole.items():
        assert parts[name] == stated, name


def sound(path: Path, rows: int, value: str = "75.5") -> Path:
    """Write a table of the network's efficiency, one source a row, without a fault."""
    sources = list(dataset().sources)
    lines = ["place;indicator;year;value;perimeter;method;source"]
    for number in range(rows):
        year, source = 1960 + number % 60, sources[number // 60]
        lines.append(f"casablanca;network_efficiency;{year};{value};utility perimeter;reported;{source}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_progress_moves_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "LONG", 0)
        cut(patch, 4_000)
        found = check_file(sound(tmp_path / "t.csv", 600), dataset(), THIS_YEAR, progress=shares.append)
    assert (found.rows_read, found.accepted) == (600, 600)
    assert shares == sorted(shares)
    assert len(shares) > 5
    assert shares[-1] == 1.0


def test_what_progress_raises_ends_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        raise Enough

    monkeypatch.setattr(intake, "LONG", 0)
    path = sound(tmp_path / "t.csv", 60)
    with pytest.raises(Enough):
        check_file(path, dataset(), THIS_YEAR, progress=stop)


def test_a_later_part_may_say_what_the_commas_of_the_first_are(tmp_path: Path) -> None:
    path = sound(tmp_path / "t.csv", 300, "75,125")
    assert check_file(path, dataset(), THIS_YEAR).refused == 300
    path.write_text(path.read_text(encoding="utf-8").replace("2019;75,125", "2019;75,5"), encoding="utf-8")
    found = in_parts(path, 8_000)
    assert (found.accepted, found.refused) == (300, 0)
    assert found.observations["value"].tolist()[:2] == [75.125, 75.125]


def test_more_values_than_can_be_added_are_only_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_check, "MOST_VALUES", 100)
    found = in_parts(sound(tmp_path / "t.csv", 300), 3_000)
    assert (found.accepted, len(found.observations), found.complete) == (300, 0, False)
    assert found.changes is not None
    assert found.changes.new + found.changes.changed + found.changes.unchanged == 300
    finding = next(finding for finding in found.findings if finding.rule.id == "too_many_values")
    assert finding.params == {"count": 300, "limit": "100"}
    problem = acceptance.blocking_findings(
        acceptance.CheckedSubmission(tmp_path / "t.csv", "", "t.csv", found, 0), without_refused=True
    )
    assert ("too_many_values", Severity.ERROR) in [(one.rule.id, one.severity) for one in problem]


def test_more_rows_than_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_ROWS", 100)
    found = in_parts(sound(tmp_path / "t.csv", 300), 3_000)
    assert found.format is None
    assert [finding.rule.id for finding in found.findings] == ["too_many_rows"]
    assert "aggregate first" in describe(found.findings[0])[1].lower()


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = sound(tmp_path / "t.csv", 600)

    def grow(share: float) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("casablanca;network_efficiency;2020;75;;reported;\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "LONG", 0)
        found = check_file(path, dataset(), THIS_YEAR, progress=grow)
    assert found.format is None
    assert [finding.rule.id for finding in found.findings if finding.row is None] == ["unreadable_file"]


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    path = sound(tmp_path / "t.csv", 300)
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text[200] = text[200].replace(";75.5", ';"75.5')
    path.write_text("".join(text), encoding="utf-8")
    found = in_parts(path, 8_000)
    assert (found.accepted, found.refused) == (299, 1)
    assert [(finding.rule.id, finding.row) for finding in found.findings] == [("stray_quote", 201)]


def test_only_the_first_findings_are_stored(tmp_path: Path) -> None:
    path = sound(tmp_path / "t.csv", 3_000, "many")
    whole, parts = check_file(path, dataset(), THIS_YEAR), in_parts(path, 60_000)
    assert whole.findings_total == parts.findings_total == 3_000
    assert len(parts.findings) == MAX_FINDINGS_PER_RULE
    assert described(parts) == described(whole)
