"""Set the project up and run it: `python3 start.py` serves the app, `python3 start.py test` runs the tests.

What serves the app is installed for every command; what tests it comes in with the first test.
Standard library only, and readable by any Python since 3.7, so that an older one can say what it lacks.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import importlib
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from pages.server import streamlit_bridge

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SERVING, TESTING, CLUSTER = "requirements.txt", "requirements-test.txt", "requirements-cluster.txt"
OLDEST, NEWEST = (3, 11), (3, 14)
MOST_PROCESSES = 64
CHECKS = (["ruff", "check", "--quiet"], ["ruff", "format", "--check", "--quiet"], ["mypy"])
# Tests of one file share a worker, and with it what they read or start; the files begin in the order of
# tests/conftest.py, those that take longest first. See CONTRIBUTING.md.
PARALLEL = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
# What is marked as a whole folder is not even imported.
LONG_FOLDERS = [f"--ignore=tests/{name}" for name in ("browser", "charts", "cli", "exports", "pages", "tools")]
QUICK = [*PARALLEL, *LONG_FOLDERS, "--hypothesis-profile", "quick", "-m", "not slow"]
FULL = [*PARALLEL, "--durations", "10"]
COVERAGE = [*PARALLEL, "-m", "not browser", "--cov", "--cov-report", "term:skip-covered"]


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    if sys.version_info < OLDEST:
        return say(f"This project needs Python 3.11 or newer; this is Python {platform.python_version()}.")
    if arguments[:1] == ["test"]:
        # A cluster needs half a gigabyte that no other test does.
        extra = [CLUSTER] if arguments[1:2] == ["--cluster"] else []
        return set_up(SERVING, TESTING, *extra) or test(arguments[1:])
    if arguments == ["coverage"]:
        return set_up(SERVING, TESTING) or module("pytest", *COVERAGE)
    parser = argparse.ArgumentParser(description="Casablanca smart-city indicators", allow_abbrev=False)
    parser.add_argument("command", nargs="?", default="run", choices=["run", "test", "check", "coverage", "setup"])
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8501"), help="default: $PORT, or 8501")
    parser.add_argument("--network", action="store_true", help="let other machines in, not only this one")
    parser.add_argument(
        "--processes", type=count, default=1, metavar="N", help="serve from N processes behind HAProxy or nginx"
    )
    options = parser.parse_args(arguments)
    status = set_up(SERVING, *([TESTING] if options.command == "check" else []))
    if status or options.command == "setup":
        return status
    if options.command == "check":
        return max(*(module(*check) for check in CHECKS), test([]))
    host = "0.0.0.0" if options.network else "localhost"
    return serve(options.port, host) if options.processes == 1 else serve_several(options.port, host, options.processes)


def count(text: str) -> int:
    """Return a number of processes; raises ValueError for none that can be."""
    number = int(text)
    if not 1 <= number <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_PROCESSES} processes, not {number}")
    return number


def say(message: str) -> int:
    """Print a problem on standard error; return the exit status for it."""
    print(message, file=sys.stderr)
    return 1


def module(*command: str) -> int:
    """Run a module in the project's own environment and folder; return its exit status."""
    return subprocess.call([str(PYTHON), "-m", *command], cwd=ROOT)


def test(arguments: list[str]) -> int:
    """Run the tests: all, with `--quick` those that answer at once, else what the arguments of pytest choose.

    With `--cluster` those that ask a Spark cluster, which they skip otherwise.
    """
    # A machine that stores no bytecode, as containers often do, would compile everything for each worker and server.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments[:1] == ["--cluster"]:
        os.environ["REQUIRE_CLUSTER"] = "1"
        return module("pytest", "tests/readings/test_cluster.py", *arguments[1:])
    if arguments[:1] == ["--quick"]:
        return module("pytest", *QUICK, *arguments[1:])
    return module("pytest", *(arguments or FULL))


def stamp(lock: str) -> Path:
    """Return the file that says a lock was installed: from what, and which names that left in the environment."""
    return VENV / f"{Path(lock).stem}-installed"


def fingerprint(lock: str) -> str:
    """Return what an installation depends on: the lock and this Python."""
    content = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    return f"{content} {platform.python_version()} {platform.machine()} {sys.base_prefix}"


def installed() -> set[str]:
    """Return the names in the environment's package folder."""
    folder = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def is_installed(lock: str) -> bool:
    """Tell whether a lock was installed for this Python, and nothing went missing since."""
    if not (PYTHON.exists() and stamp(lock).exists()):
        return False
    first, *names = stamp(lock).read_text(encoding="utf-8").splitlines() or [""]
    return first == fingerprint(lock) and installed().issuperset(names)


def set_up(*locks: str) -> int:
    """Bring the environment in line with the locks; return 0, or 1 after saying what stands in the way.

    Whatever is wrong with what serves the app, the environment is made afresh; what tests it is only added.
    """
    if not is_installed(SERVING):
        status = make_environment()
        if status:
            return status
    for lock in locks:
        if is_installed(lock):
            continue
        print(f"Installing {lock} into .venv, once; this takes about a minute ...", flush=True)
        options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes"]
        if module("pip", "install", *options, "-r", str(ROOT / lock)):
            advice = "Check the network connection and the disk, then run the same command again."
            if sys.version_info[:2] > NEWEST:
                advice = "This Python is newer than 3.14, the newest they are known to install on: try that one."
            return say(f"The dependencies could not be installed; pip gives the reason above. {advice}")
        stamp(lock).write_text("\n".join([fingerprint(lock), *sorted(installed())]), encoding="utf-8")
    return 0


def make_environment() -> int:
    """Make an empty environment; return 0, or 1 after saying what stands in the way."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        return say(f"This Python lacks what virtual environments need. Install it, then try again:\n    {remedy()}")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        return say("The virtual environment could not be made; the reason is above.")
    return 0


def remedy() -> str:
    """Return the command that installs the missing part of this Python, where the system is known."""
    if not shutil.which("apt"):
        return "(your system's package with the venv and ensurepip modules of this Python)"
    is_of_system = Path(sys.executable).resolve() == Path("/usr/bin/python3").resolve()
    package = "python3-venv" if is_of_system else "python{}.{}-venv".format(*sys.version_info[:2])
    return f"apt install {package}" if os.geteuid() == 0 else f"sudo apt install {package}"


def server_command(port: int, host: str = "localhost", proxies: str = "") -> list[str]:
    """Return the command that serves the app: Uvicorn itself, which sends small messages at once everywhere."""
    options = ["--log-level", "warning", "--no-access-log", "--ws", "websockets-sansio"]
    # A room's streams end when the server is asked to stop; a connection that takes nothing any more is not waited for.
    options += ["--timeout-graceful-shutdown", "10"]
    # Who a request was forwarded for is believed of the proxies that the operator names, and of no other.
    proxies = proxies or os.environ.get("INDICATORS_PROXIES", "").replace(" ", "")
    options += ["--proxy-headers", "--forwarded-allow-ips", proxies] if proxies else ["--no-proxy-headers"]
    return [str(PYTHON), "-m", "uvicorn", "app:app", "--host", host, "--port", str(port), *options]


def occupant(port: int) -> str | None:
    """Return what answers on a port of this machine, None where nothing does."""
    connection = http.client.HTTPConnection("localhost", port, timeout=3)
    try:
        connection.connect()
    except OSError:
        return None
    try:
        connection.request("GET", streamlit_bridge.HEALTH_PATH)
        streamlit = connection.getresponse().read() == b"ok"
        return "a Streamlit app, perhaps this one in another window" if streamlit else "another web server"
    except (OSError, http.client.HTTPException):
        return "another program"
    finally:
        connection.close()


def refuse_taken(port: int) -> int:
    """Return 0 where a port is free, 1 after saying what has it."""
    occupier = occupant(port)
    if not occupier:
        return 0
    return say(
        f"Port {port} is taken by {occupier}.\nStop it, or choose another port: python3 start.py --port {port + 1}"
    )


def serve(port: int, host: str) -> int:
    """Serve the app until it is stopped; return its exit status."""
    status = refuse_taken(port)
    if status:
        return status
    address = f"http://localhost:{port}"
    # What citations and links print; and whether whoever comes is at this computer, and so may publish.
    environment = {"INDICATORS_ADDRESS": address, "INDICATORS_LOCAL": "1", **os.environ}
    if host != "localhost":
        environment["INDICATORS_LOCAL"] = "0"
    process = subprocess.Popen(server_command(port, host), cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        while process.poll() is None and not occupant(port):
            time.sleep(0.1)
        if process.poll() is None:
            print(f"Casablanca indicators: {address} (Ctrl+C stops)", flush=True)
        return process.wait()
    finally:
        process.terminate()
        process.wait()


def serve_several(port: int, host: str, processes: int) -> int:
    """Serve the app from several processes behind a balancer until it is stopped; return the exit status."""
    if os.name == "nt":
        return say("Several processes are served on Linux and macOS; on Windows, python3 start.py serves from one.")
    status = refuse_taken(port)
    if status:
        return status
    address = f"http://localhost:{port}"
    # Only here: an older Python reads this file as well, to be told what it lacks.
    fronts, several = map(importlib.import_module, ("indicators.operations.front", "indicators.operations.processes"))
    replicas = several.backends(processes)
    with tempfile.TemporaryDirectory(prefix="indicators-balancer-") as folder:
        shared_rooms = bool(os.environ.get("REDIS_URL"))
        front = fronts.installed_front(Path(folder), fronts.binds_of(port, host != "localhost"), replicas, shared_rooms)
        if front is None:
            return say(fronts.INSTALL)
        where = ", ".join(f"{replica.name} at {replica.address}" for replica in replicas)
        for line in [f"Replicas on this computer: {where}.", *shared_state(os.environ)]:
            print(line, flush=True)
        served = several.Processes(
            lambda replica: server_command(replica.port, replica.host, proxies="127.0.0.1"),
            {"INDICATORS_ADDRESS": address, **os.environ},
            ROOT,
            replicas,
            front,
            lambda line: print(line, file=sys.stderr, flush=True),
        )
        status = served.serve(
            f"Casablanca indicators: {address} ({processes} replicas behind {front.name}; Ctrl+C stops, "
            f"kill -HUP {os.getpid()} restarts one after another)",
            answers=lambda: occupant(port),
        )
    return int(status)


def shared_state(environment: Mapping[str, str]) -> list[str]:
    """Return what an operator should know of several processes: where what they share is stored, who may publish."""
    lines = []
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        lines.append("Accepted files are listed in the database of DATABASE_URL, for every replica that names it.")
    else:
        lines.append("Accepted files are in the data folder of this computer, shared by its replicas.")
    if environment.get("REDIS_URL"):
        lines.append("Rooms are shared over Redis: every replica has every room.")
    else:
        lines.append("Rooms are in one replica, the next one takes them over when it ends; REDIS_URL shares them.")
    lines.append(
        "Behind a balancer nobody counts as being at this computer: publishing takes a sign-in, the inbox, or "
        "python -m indicators add."
    )
    if environment.get("INDICATORS_PROXIES"):
        lines.append("INDICATORS_PROXIES is left aside: this balancer believes no proxy before it (docs/deploy).")
    return lines


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
