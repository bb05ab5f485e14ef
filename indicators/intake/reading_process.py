"""The process in which a brought file is opened, read and checked: bounded in time and memory, without a network.

What a stranger brings is hostile until it is read. So it is read in a process of its own: what passes the bounds is
killed and reported, and nothing it asks another machine for is sent. One process waits with the libraries loaded; each
reading is a copy of it that ends with the reading. Where a process cannot be copied (Windows), each reading begins one,
and only its time is bounded.
"""

import ctypes
import importlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_

if sys.platform != "win32":
    import resource

SECONDS = 20
"""The seconds of computing that a reading may take."""

PATIENCE = 3 * SECONDS
"""The seconds by the clock after which a reading is given up: a busy machine is no fault of the file."""

MEMORY = 1_000_000_000
"""The bytes that a reading may take beyond those of the libraries."""

AT_ONCE = max(2, os.cpu_count() or 2)
"""How many readings compute at once, behind whoever reads pages; others wait their turn."""

READING_STOPPED = Rule(
    "reading_stopped", Severity.ERROR,
    N_("reading the file was stopped: it takes more than {seconds} seconds or {megabytes} MB."),
    N_("Split the file or leave out what is not figures; `python -m indicators check` takes large ones."),
)  # fmt: skip

_PASSED_ON = frozenset({"PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT"})
"""What the reading process knows of the server's environment: no secret is among it."""

_LOADED = "indicators.intake.brought_file"
"""What the waiting process loads, so that no reading has to."""

_NOWHERE = "http://127.0.0.1:9"
"""A proxy that takes nothing: what a library asks another machine for ends there."""

_ENVIRONMENT = {
    "PROJ_NETWORK": "OFF",
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE,
    "all_proxy": _NOWHERE,
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    # threads and their memory do not survive being copied, and count against the bound
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}

P = ParamSpec("P")
T = TypeVar("T")


class ReadingStopped(Exception):
    """A reading that passed its bounds, or whose process came to an end by itself."""

    def finding(self, path: Path) -> Finding:
        """Return what to report of the file."""
        params = {"seconds": SECONDS, "megabytes": MEMORY // 1_000_000}
        return Finding(READING_STOPPED, str(path), params=params)


class ReadingFailed(Exception):
    """A fault of ours while reading; carries the trace of the reading process."""


class _Turns:
    """The places of those who read, and how many wait for one."""

    def __init__(self, places: int) -> None:
        self._free = threading.Semaphore(places)
        self._lock = threading.Lock()
        self.waiting = 0
        self.reading = 0

    def __enter__(self) -> None:
        with self._lock:
            self.waiting += 1
        self._free.acquire()
        with self._lock:
            self.waiting -= 1
            self.reading += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.reading -= 1
        self._free.release()


_turns = _Turns(AT_ONCE)


def queue_length() -> int:
    """Return how many readings wait for their turn."""
    return _turns.waiting


def under_way() -> int:
    """Return how many readings compute at the moment."""
    return _turns.reading


def read_in_process(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Return what a function of a module makes of its arguments, computed in the reading process.

    Arguments and result go from process to process. Raises :class:`ReadingStopped` where the bounds are passed, and
    :class:`ReadingFailed` where the function raises.
    """
    request = pickle.dumps(((SECONDS, MEMORY), function, arguments, named), protocol=5)
    with _turns:
        answer = _asked(request) if hasattr(os, "fork") else _once(request)
    if not answer:
        raise ReadingStopped
    kind, result = pickle.loads(answer)
    if kind == "stopped":
        raise ReadingStopped
    if kind == "failed":
        raise ReadingFailed(result)
    made: T = result
    return made


class _Waiting:
    """The process that waits with everything loaded, and the socket over which it is handed readings."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        environment = {name: value for name, value in os.environ.items() if name in _PASSED_ON} | _ENVIRONMENT
        command = [sys.executable, "-m", "indicators.intake.reading_process", str(theirs.fileno())]
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(
            command, cwd=root, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()
        self.socket = ours

    def hand_over(self) -> socket.socket:
        """Begin a reading; return the socket that leads to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.socket, [b"r"], [theirs.fileno()])
        return ours


_lock = threading.Lock()
_waiting: list[_Waiting] = []


def _ready() -> _Waiting:
    if not _waiting or _waiting[0].process.poll() is not None:
        _waiting[:] = [_Waiting()]
    return _waiting[0]


def _asked(request: bytes) -> bytes:
    """Hand a request to a copy of the waiting process; return its answer, nothing where it was killed."""
    with _lock:
        try:
            line = _ready().hand_over()
        except OSError:
            _waiting.clear()
            line = _ready().hand_over()
    with line:
        line.settimeout(PATIENCE)
        number = 0
        try:
            number = int.from_bytes(_received(line, 8), "big")
            line.sendall(len(request).to_bytes(8, "big") + request)
            return _received(line, int.from_bytes(_received(line, 8), "big"))
        except TimeoutError:
            if number:
                _kill(number)
            return b""
        except (EOFError, OSError):
            return b""


def _kill(number: int) -> None:
    """End a reading and what it began."""
    try:
        os.killpg(number, signal.SIGKILL)
    except OSError:
        return


def _received(line: socket.socket, count: int) -> bytes:
    """Return so many bytes of a socket; raises EOFError where it ends before."""
    parts = bytearray()
    while len(parts) < count:
        part = line.recv(min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _once(request: bytes) -> bytes:
    """Answer one request in a new process."""
    environment = {name: value for name, value in os.environ.items() if name.upper() in _PASSED_ON} | _ENVIRONMENT
    command = [sys.executable, "-m", "indicators.intake.reading_process"]
    try:
        done = subprocess.run(
            command, cwd=Path(__file__).parents[2], env=environment, input=request, capture_output=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


# What follows is the reading process itself.


def _bound(seconds: int, memory: int) -> None:
    """Bound the time and the memory of this process, and take the network from it where the system lets us."""
    if sys.platform == "win32":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if _has_proc() else 0
    most = pages * resource.getpagesize() + memory if pages else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
    _leave_the_network()


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()


_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


def _leave_the_network() -> None:
    """Go where there is no network: a name space of Linux; elsewhere, or where it is not allowed, nothing is done."""
    if sys.platform == "linux":
        unshare = ctypes.CDLL(None).unshare
        if unshare(_NEW_NETWORK) != 0:
            unshare(_NEW_NETWORK | _NEW_USER)


def _answer(request: bytes) -> bytes:
    """Compute what a request asks for; what goes wrong is an answer too."""
    try:
        bounds, function, arguments, named = pickle.loads(request)
        _bound(*bounds)
        return pickle.dumps(("done", function(*arguments, **named)), protocol=5)
    except MemoryError:
        return pickle.dumps(("stopped", None))
    except Exception:  # noqa: BLE001  # it is the server that logs it
        return pickle.dumps(("failed", traceback.format_exc()))


def _read(line: socket.socket) -> None:
    """Answer the one request of a socket, in a copy of the waiting process."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line.sendall(os.getpid().to_bytes(8, "big"))
    answer = _answer(_received(line, int.from_bytes(_received(line, 8), "big")))
    line.sendall(len(answer).to_bytes(8, "big") + answer)


def _wait(control: socket.socket) -> None:
    """Load what reading needs, then hand each reading to a copy of this process until the server is gone."""
    importlib.import_module(_LOADED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            try:
                _read(socket.socket(fileno=descriptors[0]))
            finally:
                os._exit(0)
        os.close(descriptors[0])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _wait(socket.socket(fileno=int(sys.argv[1])))
    else:
        sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
