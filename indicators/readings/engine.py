"""The engine that asks: DuckDB in this process, or a Spark cluster; one set of Ibis expressions for both."""

import tempfile
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

UNKNOWN_ENGINE = Rule(
    "engine_unknown",
    Severity.ERROR,
    N_("{value} is no engine."),
    N_("Write duckdb, or spark://HOST:PORT of a cluster."),
)

ENGINE_MISSING = Rule(
    "engine_missing",
    Severity.ERROR,
    N_("the engine {value} cannot be used here: {reason}."),
    N_("Install it (docs/readings.md says how), or use the engine duckdb."),
)

ENGINE_STOPPED = Rule(
    "engine_stopped",
    Severity.ERROR,
    N_("the engine stopped before it was done: {reason}."),
    N_("Nothing was stored. Make room on the disk of {folder} or give it other files, then run the command again."),
)


@dataclass(frozen=True)
class Engine:
    """A connection to an engine, and of Spark the session that it was opened with."""

    name: str
    connection: Any
    session: Any = None

    def read(self, paths: Sequence[Path]) -> ir.Table:
        """Return files of one ending (CSV or Parquet) as one table; the cells of CSV files are text."""
        names = [str(path) for path in paths]
        if paths[0].suffix.lower() == ".parquet":
            return self.connection.read_parquet(names)
        if self.name == "duckdb":
            return self.connection.read_csv(names, all_varchar=True, header=True)
        return self.connection.read_csv(names, header=True, inferSchema=False)

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
def opened(name: str, spill: Path | None, memory_mb: int) -> Iterator[Engine]:
    """Open an engine for a time: `duckdb`, or `spark://HOST:PORT`; raises :class:`DataProblem` where there is none.

    DuckDB takes `memory_mb` of memory, then it writes to `spill`, the system's own folder unless given.

    What the engine itself cannot go on with, a full disk above all, becomes a finding with its own words.
    """
    with tempfile.TemporaryDirectory(prefix="readings-", dir=spill) as folder:
        session = None
        if name == "duckdb":
            connection = ibis.duckdb.connect(
                memory_limit=f"{memory_mb}MB", temp_directory=folder, preserve_insertion_order=False
            )
        elif urlsplit(name).scheme == "spark" and urlsplit(name).hostname:
            session = _spark(name, Path(folder))
            connection = ibis.pyspark.connect(session)
        else:
            raise DataProblem([Finding(UNKNOWN_ENGINE, column="--engine", value=name)])
        try:
            yield Engine(name, connection, session)
        except Exception as error:
            if not _of_engine(error):
                raise
            reason = " ".join(str(error).split())[:300]
            finding = Finding(ENGINE_STOPPED, value=name, params={"reason": reason, "folder": str(spill or folder)})
            raise DataProblem([finding]) from error
        finally:
            connection.disconnect()


def _of_engine(error: Exception) -> bool:
    """Return whether an error was raised by an engine, and not by this program."""
    return type(error).__module__.partition(".")[0] in {"duckdb", "_duckdb", "pyspark", "py4j"}


def _spark(name: str, folder: Path) -> Any:
    """Connect to a Spark cluster; pyspark is no part of what serves the app."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        params = {"reason": str(error)}
        raise DataProblem([Finding(ENGINE_MISSING, column="--engine", value=name, params=params)]) from error
    return (
        SparkSession.builder.master(name)
        .appName("indicators-readings")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.local.dir", str(folder))
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
