"""Raw readings: the twelve questions in one process, against DuckDB's bare scan of the same columns; and on a cluster.

Generated readings of hourly meters over a year (`tools/generated_readings.py`), as one Parquet file: 1, 10 and 100
million of them. Each is answered in a process of its own, whose peak memory is read at its end. The baseline is DuckDB
reading the same four columns whole, in a process of its own too. Beside it stands the least that an answer needs of
DuckDB: one pass that takes the difference of each counter to the reading before. Processor seconds are printed as well:
they say on a busy machine what seconds do not. On the cluster, rows a second per worker are taken
with one worker and with two; the last lines say what 8.8 billion rows (a year of a million hourly meters) would take at
the measured speeds, if nothing but their number changed.

Run: python benchmarks/bench_readings.py [--millions 1 10 100] [--cluster MILLIONS] [--folder DIR]
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ibis
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.report import line
from indicators.readings import engine as engines
from indicators.readings.answers import answer
from indicators.readings.description import MeterTable, read_description
from tests.helpers.cluster import Cluster
from tools.generated_readings import Plan, description_of, meters_of, write_parquet

PLACES = ("anfa", "maarif", "sidi_belyout", "ain_chock")
METER_YEAR = 365 * 24 + 1
WHOLE = 8_760_000_000
"""A year of a million hourly meters."""
MEMORY_MB = 1_200
COLUMNS = ("meter", "read_at", "index_m3", "received_at")
PLAIN = {
    # Every value is looked at: counts and extremes are answered from what Parquet knows of itself.
    "scan": f"select {', '.join(f'bit_xor(hash({name}))' for name in COLUMNS)} from read_parquet('{{path}}')",
    "difference": "select sum(index_m3 - before) from (select index_m3, lag(index_m3) over "
    "(partition by meter order by read_at) as before from read_parquet('{path}'))",
}
"""What DuckDB alone is asked: all values looked at, and the difference of each counter to the reading before."""


def main() -> None:
    """Run the measures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--cluster", type=int, metavar="MILLIONS", help="also ask a cluster of one and two workers")
    parser.add_argument("--folder", type=Path, help="where the readings are written (default: the system's own)")
    parser.add_argument("--worker", nargs=3, metavar=("WHAT", "ENGINE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        task, engine, path = options.worker
        print(*(answered(engine, Path(path)) if task == "answer" else asked(PLAIN[task], path)))
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        speeds = [in_process(millions, Path(folder)) for millions in options.millions]
        paper("one process, two cores", speeds[-1])
        if options.cluster:
            on_cluster(options.cluster, Path(folder))


def in_process(millions: int, folder: Path) -> float:
    """Measure DuckDB in one process; return rows a second."""
    path, rows = written(millions, folder)
    plain, _, plain_processor = apart("scan", "duckdb", path)
    least, _, least_processor = apart("difference", "duckdb", path)
    ours, memory, processor = apart("answer", "duckdb", path)
    line(f"{rows:,} rows, twelve questions; bare scan beside", ours, "s", plain, "ratio <= 2")
    line(f"{rows:,} rows, the same, processor time", processor, "s", plain_processor)
    line(f"{rows:,} rows, the same; one pass of differences beside", ours, "s", least)
    line(f"{rows:,} rows, the same, processor time", processor, "s", least_processor)
    line(f"{rows:,} rows, peak memory", memory, "MB", target="2,000 MB", digits=0)
    line(f"{rows:,} rows, rows a second", rows / ours, "", digits=0)
    path.unlink()
    return rows / ours


def on_cluster(millions: int, folder: Path) -> None:
    """Measure a cluster of one worker and of two, each of one core."""
    path, rows = written(millions, folder)
    speed = 0.0
    for workers in (1, 2):
        (folder / str(workers)).mkdir()
        cluster = Cluster(folder / str(workers))
        try:
            cluster.start(workers)
            seconds, _, _ = apart("answer", cluster.address, path)
        finally:
            cluster.stop()
        speed = rows / seconds
        line(f"{rows:,} rows, {workers} worker(s), rows a second per worker", speed / workers, "", digits=0)
        paper(f"{workers} worker(s)", speed)
    paper("a hundred workers, if each did as much", speed / 2 * 100)


def paper(engine_name: str, speed: float) -> None:
    """Print what a year of a million hourly meters would take at a speed in rows a second."""
    print(
        f"on paper: {WHOLE:,} rows, {engine_name}: {WHOLE / speed / 3600:.1f} hours at {speed:,.0f} rows a second",
        flush=True,
    )


def written(millions: int, folder: Path) -> tuple[Path, int]:
    """Write so many million readings; return their file and how many there are."""
    plan = Plan(meters=max(1, round(millions * 1_000_000 / METER_YEAR)), days=365, places=PLACES)
    path = folder / f"readings_{millions}.parquet"
    rows = write_parquet(plan, path)
    meters_of(plan).to_csv(folder / "meters.csv", index=False)
    (folder / "description.toml").write_text(description_of(), encoding="utf-8")
    return path, rows


def apart(task: str, engine: str, path: Path) -> tuple[float, float, float]:
    """Run one measure in a process of its own; return its seconds, its peak memory (MB) and processor seconds."""
    command = [sys.executable, __file__, "--worker", task, engine, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory, processor = map(float, done.stdout.split()[-3:])
    return seconds, memory, processor


def asked(question: str, path: str) -> tuple[float, float, float]:
    """Ask DuckDB alone one thing of the file, in as much memory; `{path}` in the question stands for it."""
    spill = Path(path).parent / "spill"
    connection = ibis.duckdb.connect(
        memory_limit=f"{MEMORY_MB}MB", temp_directory=str(spill), preserve_insertion_order=False
    )
    begun = time.perf_counter(), processor()
    connection.raw_sql(question.format(path=path)).fetchall()
    return since(*begun)


def answered(engine: str, path: Path) -> tuple[float, float, float]:
    """Answer the twelve questions, from opening the engine to the last answer."""
    description, findings = read_description(path.parent / "description.toml")
    if description is None:
        raise SystemExit(str(findings))
    meters = pd.read_csv(path.parent / "meters.csv")[["meter", "place"]]
    begun = time.perf_counter(), processor()
    with engines.opened(engine, path.parent, MEMORY_MB if engine == "duckdb" else MEMORY_MB - 200) as opened:
        answers = answer(opened, [path], description, MeterTable(meters, {}))
    if len(answers.tables) != 12:
        raise SystemExit("not every question was answered")
    return since(*begun)


def processor() -> float:
    """Return the processor seconds of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def since(seconds: float, used: float) -> tuple[float, float, float]:
    """Return the seconds since a moment, the peak memory of this process (MB), its processor seconds since then."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - seconds, peak, processor() - used


if __name__ == "__main__":
    main()
