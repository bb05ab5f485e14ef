"""Commands of the project, each in a process of its own that a server forks: to start one is to load all of it again.

The server begins with the first command, and has loaded what every command needs.
"""

import io
import json
import multiprocessing
import os
import socketserver
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import start

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["indicators.cli.commands"])

ASK = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    with line.makefile("rw", encoding="utf-8") as both:
        print(json.dumps([sys.argv[2:], dict(os.environ)]), file=both, flush=True)
        status, out, err = json.loads(both.readline())
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(status)
"""
"""What a shell runs in place of Python, to have the server run its command: it loads nothing."""


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def command(arguments: Sequence[object], environment: Mapping[str, str]) -> Done:
    """Run `python -m indicators` with arguments and settings, as a shell would."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = FORKED.Process(target=_run, args=([*map(str, arguments)], dict(environment), (out, err)))
        process.start()
        process.join()
        printed = [path.read_text(encoding="utf-8") if path.exists() else "" for path in (out, err)]
        return Done(process.exitcode or 0, *printed)


def _run(arguments: list[str], environment: dict[str, str], printed: tuple[Path, Path]) -> None:
    """Be the command, in a process of its own."""
    from indicators.cli.commands import main  # noqa: PLC0415  # loaded by the server, not by whoever asks it

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(start.ROOT)
    sys.stdout, sys.stderr = (io.TextIOWrapper(path.open("wb"), encoding="utf-8") for path in printed)
    try:
        status = main(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    sys.exit(status)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Run the command of one line; answer with how it ended."""
        arguments, environment = json.loads(self.rfile.readline())
        assert arguments[:2] == ["-m", "indicators"], arguments
        done = command(arguments[2:], environment)
        self.wfile.write(json.dumps([done.returncode, done.stdout, done.stderr]).encode() + b"\n")


@contextmanager
def python_of_a_shell() -> Iterator[str]:
    """Give what a shell reads first so that its `python -m indicators` is run by the server, for as long as a block."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"{folder}/line"
        with socketserver.UnixStreamServer(address, _Handler) as server:
            thread = Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield f"python() {{ '{sys.executable}' -I -S -c '{ASK}' '{address}' \"$@\"; }}\n"
            finally:
                server.shutdown()
                thread.join()
