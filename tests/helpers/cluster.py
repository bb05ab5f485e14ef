"""A Spark cluster of one master and two workers of one core each, on this computer alone, for the tests of the engines.

pyspark brings the cluster's own programs; they need Java 17. Both come with `python3 start.py test --cluster`.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.helpers.serving import PATIENCE, free_port

COMMAND = "python3 start.py test --cluster"
LOOPBACK = "127.0.0.1"
MEMORY_MB = 1_200
"""What each worker gives: as much as the command asks for by default."""


def needed() -> None:
    """Skip unless a cluster was asked for, and say how; fail where one was, and cannot be had."""
    if not os.environ.get("REQUIRE_CLUSTER"):
        pytest.skip(f"a cluster of its own takes minutes: {COMMAND}")
    lacking = [
        what
        for what, there in (
            ("pyspark", importlib.util.find_spec("pyspark") is not None),
            ("Java 17 (Debian: openjdk-17-jre-headless)", shutil.which("java") is not None),
        )
        if not there
    ]
    if lacking:
        pytest.fail(f"no cluster without {' and '.join(lacking)}: {COMMAND}")


@dataclass
class Cluster:
    """A standalone cluster below `folder`; it is started by :meth:`start` and ended by :meth:`stop`."""

    folder: Path
    port: int = field(default_factory=free_port)
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What `--engine` takes."""
        return f"spark://{LOOPBACK}:{self.port}"

    def start(self, workers: int = 2) -> None:
        """Start the master and its workers, and wait until it knows them."""
        self._run("master", "master.Master", "--host", LOOPBACK, "--port", str(self.port), "--webui-port", "0")
        self._await("master", "New state: ALIVE")
        for number in range(workers):
            self.add_worker(f"worker{number}")

    def add_worker(self, name: str) -> None:
        """Start one worker of one core and wait until the master knows it."""
        memory = ("--cores", "1", "--memory", f"{MEMORY_MB}m", "--work-dir", str(self.folder / name))
        self._run(name, "worker.Worker", "--host", LOOPBACK, "--webui-port", "0", *memory, self.address)
        self._await(name, "Successfully registered with master")

    def kill(self, name: str) -> None:
        """Kill a worker with the program that works for it, as a machine that loses its power."""
        os.killpg(self.programs[name].pid, signal.SIGKILL)
        self.programs.pop(name).wait()

    def stop(self) -> None:
        """End every program of the cluster."""
        for name in list(self.programs):
            self.kill(name)

    def _run(self, name: str, program: str, *arguments: str) -> None:
        home = Path(str(importlib.util.find_spec("pyspark").origin)).parent
        # Spark logs what the tests wait for at the level INFO; its pages are for this computer alone.
        logging = self.folder / "log4j2.properties"
        logging.write_text(
            "rootLogger.level = info\nrootLogger.appenderRef.out.ref = console\nappender.console.type = Console\n"
            "appender.console.name = console\nappender.console.layout.type = PatternLayout\n"
            "appender.console.layout.pattern = %m%n\n",
            encoding="utf-8",
        )
        command = ["java", "-Xmx512m", f"-Dlog4j2.configurationFile={logging}", "-cp", f"{home}/jars/*"]
        command += [f"org.apache.spark.deploy.{program}", *arguments]
        environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": LOOPBACK}
        # Spark looks for its own build, which pyspark is not, unless it knows the version of its Scala.
        scala = next((home / "jars").glob("scala-library-*.jar")).stem.removeprefix("scala-library-")
        environment["SPARK_SCALA_VERSION"] = ".".join(scala.split(".")[:2])
        environment["SPARK_LOCAL_DIRS"] = str(self.folder)
        # What a worker starts for itself belongs to its group and ends with it.
        self.programs[name] = subprocess.Popen(
            command,
            stdout=self._log(name).open("wb"),
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _await(self, name: str, words: str) -> None:
        """Wait until a program has logged some words."""
        begun = time.monotonic()
        while words not in (log := self._log(name).read_text(encoding="utf-8", errors="replace")):
            ended = self.programs[name].poll() is not None
            if ended or time.monotonic() - begun > PATIENCE:
                self.stop()
                pytest.fail(f"{name} {'ended' if ended else 'did not start'}; its log ends: {log[-2000:]}")
            time.sleep(0.1)
