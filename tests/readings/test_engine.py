import sys
from pathlib import Path
from types import ModuleType

import pytest

from indicators.findings.finding import DataProblem
from indicators.readings.engine import (
    ENGINE_MISSING,
    ENGINE_STOPPED,
    ENGINE_UNREACHABLE,
    UNKNOWN_ENGINE,
    opened,
)
from tests.helpers.serving import free_port


def stopped(name: str, folder: Path, question: str = "select 1"):
    with pytest.raises(DataProblem) as problem, opened(name, folder, 200) as engine:
        engine.connection.raw_sql(question)
    [finding] = problem.value.findings
    return finding


@pytest.mark.parametrize("name", ["abacus", "spark:", "http://localhost:7077"])
def test_what_is_no_engine_is_stated_to_be_none(tmp_path: Path, name: str) -> None:
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


def test_a_disk_that_is_full_under_the_spill_is_a_finding(tmp_path: Path) -> None:
    # Ten million numbers in order need some eighty megabytes: more than memory and disk may take together.
    with pytest.raises(DataProblem) as problem, opened("duckdb", tmp_path, 40, disk_mb=10) as engine:
        engine.connection.raw_sql("create temp table t as select hash(range) as n from range(10000000) order by n")
    [finding] = problem.value.findings
    assert finding.rule is ENGINE_STOPPED
    assert "max_temp_directory_size" in finding.params["reason"]
    assert finding.params["folder"] == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_does_not_answer_is_stated_not_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, tmp_path)
    finding = stopped(f"spark://127.0.0.1:{free_port()}", tmp_path)
    assert (finding.rule, finding.params["reason"]) == (ENGINE_UNREACHABLE, "Connection refused")


def test_a_cluster_without_java_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "none"))
    finding = stopped("spark://127.0.0.1:7077", tmp_path)
    assert (finding.rule, finding.params["reason"]) == (ENGINE_MISSING, f"there is no Java in {tmp_path / 'none'}")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert stopped("spark://127.0.0.1:7077", tmp_path).params["reason"] == "there is no Java on this computer"


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let pyspark and Java be found, whatever this computer has; neither is asked for anything."""
    monkeypatch.setitem(sys.modules, "pyspark", ModuleType("pyspark"))
    module = ModuleType("pyspark.sql")
    module.SparkSession = None
    monkeypatch.setitem(sys.modules, "pyspark.sql", module)
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.touch(0o755)
    monkeypatch.setenv("JAVA_HOME", str(folder / "java"))
