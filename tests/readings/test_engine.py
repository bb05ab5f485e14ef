import sys
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.readings.engine import ENGINE_MISSING, ENGINE_STOPPED, UNKNOWN_ENGINE, opened


def stopped(name: str, folder: Path, question: str = "select 1"):
    with pytest.raises(DataProblem) as problem, opened(name, folder, 200) as engine:
        engine.connection.raw_sql(question)
    [finding] = problem.value.findings
    return finding


@pytest.mark.parametrize("name", ["abacus", "spark:", "http://localhost:7077"])
def test_what_is_no_engine_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    finding = stopped(name, tmp_path)
    assert (finding.rule, finding.value) == (UNKNOWN_ENGINE, name)


def test_a_cluster_without_its_library_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert stopped("spark://localhost:7077", tmp_path).rule is ENGINE_MISSING


def test_what_an_engine_cannot_go_on_with_is_a_finding_and_leaves_nothing(tmp_path: Path) -> None:
    finding = stopped("duckdb", tmp_path, "select * from read_parquet('/nowhere/readings.parquet')")
    assert finding.rule is ENGINE_STOPPED
    assert "nowhere" in finding.params["reason"]
    assert list(tmp_path.iterdir()) == []
