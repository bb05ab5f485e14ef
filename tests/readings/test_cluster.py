"""The questions asked of a Spark cluster of two workers: the answers of DuckDB, also when a worker is lost."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from indicators.cli.commands import main
from indicators.findings.finding import DataProblem, describe
from indicators.readings import engine as engines
from indicators.readings.answers import Answers, answer
from indicators.readings.description import Description, MeterTable, read_description
from indicators.readings.questions import QUESTIONS
from tests.helpers import cluster as clusters
from tests.helpers.cluster import Cluster
from tools.generated_readings import Plan, description_of, meters_of, write_parquet

pytestmark = [pytest.mark.slow, pytest.mark.cluster]

PLACES = ("anfa", "maarif", "sidi_belyout")
YEAR = Plan(meters=30, days=365, places=PLACES, resets=0.1)
TEN_MILLION = Plan(meters=1_142, days=365, places=PLACES)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers; the program that asks it stays on this computer, too."""
    clusters.needed()
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("SPARK_LOCAL_IP", clusters.LOOPBACK)
        started.start()
        yield started
    started.stop()


def written(plan: Plan, folder: Path) -> tuple[Path, Description]:
    """Write the readings of a plan; return their file and their description."""
    path = folder / "readings.parquet"
    write_parquet(plan, path)
    (folder / "description.toml").write_text(description_of(), encoding="utf-8")
    description, findings = read_description(folder / "description.toml")
    assert description is not None, findings
    return path, description


def answers_of(engine: str, plan: Plan, path: Path, description: Description, folder: Path) -> Answers:
    table = MeterTable(meters_of(plan)[["meter", "place"]], {})
    with engines.opened(engine, folder, 1_000) as opened:
        return answer(opened, [path], description, table)


def assert_same(answers: Answers, other: Answers) -> None:
    """Hold two sets of answers against each other: every question, every row, to a billionth."""
    assert list(answers.tables) == list(other.tables) == list(QUESTIONS)
    assert (answers.rows_read, answers.rows_used) == (other.rows_read, other.rows_used)
    assert [(finding.rule.id, finding.params) for finding in answers.findings] == [
        (finding.rule.id, finding.params) for finding in other.findings
    ]
    for name, table in answers.tables.items():
        assert len(table), name
        pd.testing.assert_frame_equal(table, other.tables[name], rtol=1e-9, atol=0, check_dtype=False, obj=name)


def test_a_year_of_thirty_meters_has_the_same_answers(cluster: Cluster, tmp_path: Path) -> None:
    path, description = written(YEAR, tmp_path)
    embedded = answers_of("duckdb", YEAR, path, description, tmp_path)
    assert_same(answers_of(cluster.address, YEAR, path, description, tmp_path), embedded)
    assert {finding.rule.id for finding in embedded.findings} >= {
        "readings_repeated", "readings_contradicting", "counters_reset", "readings_late", "readings_gaps"
    }  # fmt: skip


def test_ten_million_readings_have_the_same_answers(cluster: Cluster, tmp_path: Path) -> None:
    path, description = written(TEN_MILLION, tmp_path)
    embedded = answers_of("duckdb", TEN_MILLION, path, description, tmp_path)
    assert embedded.rows_read > 9_900_000
    assert_same(answers_of(cluster.address, TEN_MILLION, path, description, tmp_path), embedded)


def test_the_real_readings_of_a_pipeline_have_the_same_answers(cluster: Cluster, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "docs" / "examples" / "pipeline"
    description, findings = read_description(folder / "description.toml")
    assert description is not None, findings
    table = MeterTable(pd.DataFrame({"meter": ["branch"], "place": ["pipeline_branch"]}), {})
    both = []
    for engine in ("duckdb", cluster.address):
        with engines.opened(engine, tmp_path, 1_000) as opened:
            both.append(answer(opened, [folder / "water-flow.csv"], description, table))
    assert both[0].rows_used == 1_268
    assert_same(*both)


def test_a_worker_killed_while_it_works_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    plan = Plan(meters=150, days=365, places=PLACES)
    path, description = written(plan, tmp_path)
    embedded = answers_of("duckdb", plan, path, description, tmp_path)
    table = MeterTable(meters_of(plan)[["meter", "place"]], {})
    killed: list[int] = []

    def kill_when_busy(engine: engines.Engine) -> None:
        """Kill a worker once a stage with many tasks has some behind it and some before it."""
        tracker = engine.session.sparkContext.statusTracker()
        while not killed:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numActiveTasks and info.numTasks > 2 and 0 < info.numCompletedTasks < info.numTasks:
                    cluster.kill("worker0")
                    killed.append(info.numCompletedTasks)
                    return
            time.sleep(0.005)

    try:
        with engines.opened(cluster.address, tmp_path, 1_000) as opened:
            killer = threading.Thread(target=kill_when_busy, args=(opened,), daemon=True)
            killer.start()
            found = answer(opened, [path], description, table)
            busy = bool(killed)
    finally:
        killed.append(0)
        if "worker0" not in cluster.programs:
            cluster.add_worker("worker0")
    assert busy, "the answers came before the worker was killed"
    assert_same(found, embedded)


def test_the_command_asks_a_cluster(cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = written(YEAR, tmp_path)
    meters_of(YEAR).to_csv(tmp_path / "meters.csv", index=False)
    call = ["readings", str(tmp_path / "description.toml"), str(path), "--json"]
    documents = []
    for engine in ("duckdb", cluster.address):
        # Readings that contradict each other are kept out.
        assert main([*call, "--engine", engine]) == 1
        documents.append(json.loads(capsys.readouterr().out))
    embedded, asked = documents
    assert asked["rows_read"] == embedded["rows_read"]
    assert asked["findings"] == embedded["findings"]
    for name, records in embedded["answers"].items():
        assert asked["answers"][name] == [
            {
                key: pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
                for key, value in record.items()
            }
            for record in records
        ]


def test_a_cluster_whose_workers_have_too_little_memory_says_so(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "WORKER_SECONDS", 3)
    too_much = clusters.MEMORY_MB * 2
    with pytest.raises(DataProblem) as problem, engines.opened(cluster.address, tmp_path, too_much):
        pytest.fail("no worker has as much")
    [finding] = problem.value.findings
    assert finding.rule is engines.ENGINE_IDLE
    assert describe(finding)[0] == f"the cluster at {cluster.address} gave no worker within 3 seconds."
    assert list(tmp_path.iterdir()) == []
