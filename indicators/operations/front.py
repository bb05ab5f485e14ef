"""The balancer as a running program: started in front of replicas, asked how they are, given whom to leave out.

HAProxy asks each replica whether it is ready and takes it out by itself; nginx is instructed. Standard library only.
"""

import csv
import io
import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from indicators.operations import balancer
from indicators.operations.balancer import Backend

PLACES = ("/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin")
"""Where the programs lie that a user's PATH may leave out."""

INSTALL = """\
Several processes need a balancer in front of them, HAProxy or nginx; neither is installed.
    Debian, Ubuntu:  sudo apt install haproxy
    macOS:           brew install haproxy
Without one: python3 start.py serves from one process; docs/deploy has the balancer on a machine of its own."""

READERS = 20_000
"""Connections that the balancer keeps at most, where the system lets it open so many files."""


def find_program(name: str) -> str | None:
    """Return the path of a program, None where it is not installed."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))


class Front(ABC):
    """A balancer that this process started."""

    name: str

    @abstractmethod
    def start(self) -> subprocess.Popen[bytes]:
        """Start it; return its process."""

    def take_out(self, replica: str) -> None:  # noqa: B027 - nothing where it asks the replica whether it is ready
        """Have a replica get nothing new."""

    def bring_in(self, replica: str) -> None:  # noqa: B027
        """Have a replica get requests again."""

    @abstractmethod
    def is_out(self, replica: str) -> bool:
        """Return whether a replica gets nothing new any more."""

    @abstractmethod
    def is_in(self, replica: str) -> bool:
        """Return whether a replica gets requests."""


class HaProxy(Front):
    """HAProxy, which learns from the replicas themselves who is ready."""

    name = "HAProxy"

    def __init__(
        self, program: str, folder: Path, binds: Sequence[str], replicas: Sequence[Backend], shared_rooms: bool
    ) -> None:
        self._program = program
        self._configuration = folder / "haproxy.cfg"
        self._socket = folder / "haproxy.sock"
        text = balancer.haproxy(binds, replicas, shared_rooms, str(self._socket), connections=_connections(READERS))
        self._configuration.write_text(text, encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        """Start it."""
        command = [self._program, "-db", "-q", "-f", str(self._configuration)]
        return subprocess.Popen(ending_with_us(command), start_new_session=True)

    def is_out(self, replica: str) -> bool:
        """Return whether every group of replicas has this one down."""
        states = self._states(replica)
        return bool(states) and not any(state.startswith("UP") for state in states)

    def is_in(self, replica: str) -> bool:
        """Return whether every group has it up."""
        states = self._states(replica)
        return bool(states) and all(state.startswith("UP") for state in states)

    def _states(self, replica: str) -> list[str]:
        """Return how a replica is in each group, nothing where the balancer does not answer."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
                control.settimeout(5)
                control.connect(str(self._socket))
                control.sendall(b"show stat\n")
                answer = b""
                while part := control.recv(65_536):
                    answer += part
        except OSError:
            return []
        rows = csv.DictReader(io.StringIO(answer.decode("utf-8", "replace").removeprefix("# ")))
        return [row["status"] for row in rows if row.get("svname") == replica]


class Nginx(Front):
    """nginx, whose configuration says who gets requests."""

    name = "nginx"

    def __init__(
        self, program: str, folder: Path, binds: Sequence[str], replicas: Sequence[Backend], shared_rooms: bool
    ) -> None:
        self._program = program
        self._folder = folder
        self._configuration = folder / "nginx.conf"
        self._binds = binds
        self._replicas = replicas
        self._shared_rooms = shared_rooms
        self._out: set[str] = set()
        self._reached = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        folder.chmod(0o711)  # its workers may be another user's, and keep in here what they gather
        self._write()

    def start(self) -> subprocess.Popen[bytes]:
        """Start it."""
        command = [self._program, "-p", str(self._folder), "-c", str(self._configuration), "-e", "stderr"]
        self._process = subprocess.Popen(ending_with_us([*command, "-g", "daemon off;"]), start_new_session=True)
        return self._process

    def take_out(self, replica: str) -> None:
        """Leave a replica out of the configuration, and have it read again."""
        self._out.add(replica)
        self._tell()

    def bring_in(self, replica: str) -> None:
        """Take a replica into the configuration again."""
        self._out.discard(replica)
        self._tell()

    def is_out(self, replica: str) -> bool:
        """Return whether the configuration without it is in force: new workers take over within a moment."""
        return replica in self._out and time.monotonic() - self._reached > 2

    def is_in(self, replica: str) -> bool:
        """Return whether the configuration with it is in force."""
        return replica not in self._out and time.monotonic() - self._reached > 2

    def _tell(self) -> None:
        self._write()
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)
        self._reached = time.monotonic()

    def _write(self) -> None:
        text = balancer.nginx(self._binds, self._replicas, self._shared_rooms, str(self._folder), sorted(self._out))
        self._configuration.write_text(text, encoding="utf-8")


def installed_front(
    folder: Path, binds: Sequence[str], replicas: Sequence[Backend], shared_rooms: bool
) -> Front | None:
    """Return the balancer that is installed, HAProxy before nginx, None where none is."""
    for program, kind in (("haproxy", HaProxy), ("nginx", Nginx)):
        path = find_program(program)
        if path is not None:
            return kind(path, folder, binds, replicas, shared_rooms)
    return None


def binds_of(port: int, network: bool) -> list[str]:
    """Return where a balancer listens: on this computer alone, by either of its numbers, or everywhere."""
    if network:
        return [f"0.0.0.0:{port}"]
    return [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if _has_ipv6() else [])]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def _connections(wanted: int) -> int:
    """Return how many readers can be served at once with the open files that the system allows."""
    try:
        resource = import_module("resource")
    except ImportError:
        return wanted
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return wanted if hard == resource.RLIM_INFINITY else max(100, min(wanted, (hard - 200) // 2))


def ending_with_us(command: Sequence[str]) -> list[str]:
    """Return a command whose process is asked to end when this one is gone, however it went, where Linux offers it."""
    setpriv = find_program("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)
