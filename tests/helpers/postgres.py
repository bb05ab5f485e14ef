"""A real PostgreSQL for the tests, as Debian packages it: its own cluster in a temporary folder, on loopback.

It runs as an unprivileged user, for it refuses to run as root; nothing of the machine's own service is touched.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.helpers.services import is_required, program
from tests.helpers.serving import free_port

USER, PASSWORD = "city", "a pass/word@with:signs"
UNPRIVILEGED = "postgres"


@dataclass
class Postgres:
    """A running cluster: its folder, its port, and how its programs are called as their user."""

    folder: Path
    port: int
    bin: Path
    user: str | None

    def run(self, *command: str) -> None:
        """Run one of PostgreSQL's programs as the user of the cluster."""
        done = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            user=self.user, cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        log = str(self.folder / "log")
        # its own output is a file: a pipe of ours would stay open as long as the server runs
        subprocess.run(
            [str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start"],
            user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip

    def stop(self, how: str = "immediate") -> None:
        """End the server at once, as a machine that fails does; `fast` lets it write what it holds."""
        with suppress(AssertionError):
            self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def end_with_this_process(self) -> subprocess.Popen[bytes]:
        """Start what ends the server where this process is killed and cannot do so itself."""
        stop = f"{self.bin / 'pg_ctl'} -D {self.folder / 'data'} -m immediate stop; rm -rf {self.folder}"
        script = f"while [ -d /proc/{os.getpid()} ]; do sleep 2; done; {stop}"
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            ["sh", "-c", script],
            user=self.user, cwd="/", stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True,
        )  # fmt: skip

    def url(self, database: str = "postgres", user: str = USER, password: str = PASSWORD) -> str:
        """Return the address of a database."""
        quoted = password.replace("/", "%2F").replace("@", "%40").replace(":", "%3A").replace(" ", "%20")
        return f"postgresql://{user}:{quoted}@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """Make an empty database; return its address."""
        name = f"city_{os.getpid()}_{next(_numbers)}"
        self.run_sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def run_sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement as the owner of the databases; return its rows."""
        return ask(self.url(database), statement)


_numbers = itertools.count(1)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement in a database; return its rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


@contextmanager
def running() -> Iterator[Postgres]:
    """Run a cluster of its own until the end of the block."""
    bin_folder = Path(program("postgres")).resolve().parent
    user = None
    if os.geteuid() == 0:
        with suppress(KeyError):
            user = pwd.getpwnam(UNPRIVILEGED).pw_name
        if user is None:
            refuse = pytest.fail if is_required() else pytest.skip
            refuse(f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED}")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    cluster = Postgres(folder, free_port(), bin_folder, user)
    try:
        if user:
            shutil.chown(folder, user)
        secret = folder / "secret"
        secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
        secret.chmod(0o644)
        cluster.run(
            "initdb", "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}",
            "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        cluster.start()
        watcher = cluster.end_with_this_process()
        try:
            yield cluster
        finally:
            watcher.kill()
            watcher.wait()
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
