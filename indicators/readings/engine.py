"""The engine that asks: DuckDB in this process, or a Spark cluster; one set of Ibis expressions for both."""

import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
import pandas as pd

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.readings.clock import whole

UNKNOWN_ENGINE = Rule(
    "engine_unknown", Severity.ERROR, N_("{value} is no engine."),
    N_("Write duckdb, or spark://HOST:PORT of a cluster."),
)  # fmt: skip

ENGINE_MISSING = Rule(
    "engine_missing", Severity.ERROR, N_("the engine {value} cannot be used here: {reason}."),
    N_("Install it (docs/readings.md says how), or use the engine duckdb."),
)  # fmt: skip

ENGINE_UNREACHABLE = Rule(
    "engine_unreachable", Severity.ERROR, N_("no cluster answers at {value}: {reason}."),
    N_("Start it, or correct host and port; the engine duckdb needs no cluster."),
)  # fmt: skip

ENGINE_IDLE = Rule(
    "engine_idle", Severity.ERROR, N_("the cluster at {value} gave no worker within {seconds} seconds."),
    N_("Start a worker that has {memory} MB of memory free, or ask for less with --memory."),
)  # fmt: skip

ENGINE_STOPPED = Rule(
    "engine_stopped", Severity.ERROR, N_("the engine stopped before it was done: {reason}."),
    N_("Nothing was stored. Make room on the disk of {folder} or give it other files, then run the command again."),
)  # fmt: skip

ANSWER_SECONDS, WORKER_SECONDS = 10, 60
"""How long a cluster may take to answer at all, and to give the first worker."""

FEWEST_PIECES, PIECE_BYTES = 4, 8_000_000
"""How many pieces a cluster works on at least, and how much of the files each stands for."""

MICROSECONDS = 1_000_000


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def epoch_us(moment) -> int:  # type: ignore[no-untyped-def, empty-body]
    """Return the microseconds since 1970 of a time with a zone, whichever: a function of DuckDB."""


@dataclass(frozen=True)
class Engine:
    """A connection to an engine, and of Spark the session that it was opened with."""

    name: str
    connection: Any
    session: Any = None

    def read(self, paths: Sequence[Path]) -> ir.Table:
        """Return files of one ending (CSV or Parquet) as one table; the cells of CSV files are text.

        Times with a zone become whole numbers of seconds since 1970 (UTC) at once: DuckDB asks its calendar for each
        otherwise, and Ibis would take those of Spark for local times.
        """
        if self.name == "duckdb":
            table = self._embedded(paths)
            zoned = [name for name, kind in table.schema().items() if kind.is_timestamp() and kind.timezone]
            return table.mutate(**{name: whole(epoch_us(table[name]), MICROSECONDS) for name in zoned})
        # Spark cuts in two hundred pieces whatever there is; on a small set the pieces alone would take minutes.
        pieces = max(FEWEST_PIECES, sum(path.stat().st_size for path in paths) // PIECE_BYTES)
        self.session.conf.set("spark.sql.shuffle.partitions", str(pieces))
        view = f"files_{uuid.uuid4().hex}"
        files = self._distributed(paths)
        for name, kind in files.dtypes:
            if kind == "timestamp":
                files = files.withColumn(name, files[name].cast("long"))
        files.createOrReplaceTempView(view)
        return self.connection.table(view)

    def columns(self, path: Path) -> dict[str, str]:
        """Return the columns of a file with the engine's names of their types."""
        if self.name == "duckdb":
            return {name: str(kind) for name, kind in self._embedded([path]).schema().items()}
        return dict(self._distributed([path]).dtypes)

    def _embedded(self, paths: Sequence[Path]) -> ir.Table:
        """Return files as DuckDB reads them."""
        names = [str(path) for path in paths]
        if _are_parquet(paths):
            return self.connection.read_parquet(names)
        return self.connection.read_csv(names, all_varchar=True, header=True)

    def _distributed(self, paths: Sequence[Path]) -> Any:
        """Return files as Spark reads them: many of Parquet, too, where Ibis hands on one."""
        names, reader = [str(path) for path in paths], self.session.read
        return reader.parquet(*names) if _are_parquet(paths) else reader.csv(names, header=True)

    def frame(self, name: str, rows: pd.DataFrame) -> ir.Table:
        """Return a small frame of names and whole numbers as a table of the engine."""
        if self.name == "duckdb":
            return self.connection.create_table(name, ibis.memtable(rows), temp=True)
        # Ibis has no table of a frame on Spark that can be joined and held; the session that it was given has.
        self.session.createDataFrame(rows.to_dict("records")).createOrReplaceTempView(name)
        return self.connection.table(name)

    def store(self, name: str, table: ir.Table) -> ir.Table:
        """Work a table out once and hold it, for the questions that all begin with it."""
        if self.name == "duckdb":
            return self.connection.create_table(name, table, temp=True)
        # A cluster holds it in the memory of its workers, and works out again what a lost worker held.
        return table.cache()


@contextmanager
def opened(name: str, spill: Path | None, memory_mb: int, disk_mb: int | None = None) -> Iterator[Engine]:
    """Open an engine for a time: `duckdb`, or `spark://HOST:PORT`; raises :class:`DataProblem` where there is none.

    DuckDB takes `memory_mb` of memory, then it writes to `spill`, the system's own folder unless given, at most
    `disk_mb` of it where that is given. Each worker of a cluster gives `memory_mb`.

    What the engine itself cannot go on with, a full disk above all, becomes a finding with its own words.
    """
    with tempfile.TemporaryDirectory(prefix="readings-", dir=spill) as folder:
        try:
            engine = _connected(name, Path(folder), memory_mb, disk_mb)
            try:
                yield engine
            finally:
                engine.connection.disconnect()
        except Exception as error:
            if not _of_engine(error):
                raise
            reason = " ".join(str(error).split())[:300]
            finding = Finding(ENGINE_STOPPED, value=name, params={"reason": reason, "folder": str(spill or folder)})
            raise DataProblem([finding]) from error


def _connected(name: str, folder: Path, memory_mb: int, disk_mb: int | None) -> Engine:
    """Connect to an engine by its name; `folder` is where it may spill to."""
    if name == "duckdb":
        limits: dict[str, Any] = {"memory_limit": f"{memory_mb}MB"}
        if disk_mb is not None:
            limits["max_temp_directory_size"] = f"{disk_mb}MB"
        return Engine(name, ibis.duckdb.connect(temp_directory=str(folder), preserve_insertion_order=False, **limits))
    address = urlsplit(name)
    if address.scheme != "spark" or not address.hostname:
        raise DataProblem([Finding(UNKNOWN_ENGINE, column="--engine", value=name)])
    session = _spark(name, address.hostname, _port(name), folder, memory_mb)
    return Engine(name, ibis.pyspark.connect(session), session)


def _of_engine(error: Exception) -> bool:
    """Return whether an error was raised by an engine, and not by this program."""
    return type(error).__module__.partition(".")[0] in {"duckdb", "_duckdb", "pyspark", "py4j"}


def _are_parquet(paths: Sequence[Path]) -> bool:
    """Return whether files are Parquet, by the ending of the first."""
    return paths[0].suffix.lower() == ".parquet"


def _port(name: str) -> int:
    """Return the port of a cluster, Spark's own where none is written."""
    try:
        return urlsplit(name).port or 7077
    except ValueError as error:
        raise DataProblem([Finding(UNKNOWN_ENGINE, column="--engine", value=name)]) from error


def _spark(name: str, host: str, port: int, folder: Path, memory_mb: int) -> Any:
    """Connect to a Spark cluster; pyspark and Java are no part of what serves the app."""

    def missing(reason: str) -> DataProblem:
        return DataProblem([Finding(ENGINE_MISSING, column="--engine", value=name, params={"reason": reason})])

    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise missing(str(error)) from error
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        raise missing(f"there is no Java in {home}" if home else "there is no Java on this computer")
    try:
        # Spark itself asks for a minute before it says that nobody is there.
        socket.create_connection((host, port), timeout=ANSWER_SECONDS).close()
    except OSError as error:
        params = {"reason": error.strerror or str(error)}
        raise DataProblem([Finding(ENGINE_UNREACHABLE, column="--engine", value=name, params=params)]) from error
    session = (
        SparkSession.builder.master(f"spark://{host}:{port}")
        .appName("indicators-readings")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.executor.memory", f"{memory_mb}m")
        .config("spark.local.dir", str(folder))
        .config("spark.log.level", "ERROR")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    begun = time.monotonic()
    # The driver is one of those counted.
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # noqa: SLF001 (no public way)
        if time.monotonic() - begun > WORKER_SECONDS:
            session.stop()
            limits = {"seconds": WORKER_SECONDS, "memory": memory_mb}
            raise DataProblem([Finding(ENGINE_IDLE, column="--engine", value=name, params=limits)])
        time.sleep(0.2)
    return session
