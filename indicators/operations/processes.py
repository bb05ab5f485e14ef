"""Several replicas of the application on this computer, behind a balancer: started, looked after, ended together.

A replica that dies is started again, after a pause that grows while it keeps dying. Asked by SIGHUP, one replica after
another is replaced: it says that it is not ready, the balancer gives it nothing new, what it was asked is answered, it
ends, a new one is ready, and the next one follows. Standard library only.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from indicators.operations.balancer import READY, Backend
from indicators.operations.front import Front, ending_with_us

TURN_SECONDS = 0.1

READY_SECONDS = 180.0
"""How long a replica may take from its start until it is ready: a small computer starts several at a time."""

OUT_SECONDS = 30.0
"""How long the balancer may take to leave a replica out, or to bring it in."""

OPEN_SECONDS = 120.0
"""How long what a replica was asked may take, once it gets nothing new: a handout of a long session takes a minute."""

END_SECONDS = 20.0
"""How long a process may take to end."""

PAUSES = (0.5, 30.0)
"""The seconds before a replica that died is started again: at first, and at most; they double each time."""

STEADY_SECONDS = 60.0
"""After how long of serving a replica counts as one that had never died."""


def free_ports(count: int) -> list[int]:
    """Return ports of this computer on which nobody listens."""
    probes = []
    try:
        for _ in range(count):
            probe = socket.socket()
            probe.bind(("127.0.0.1", 0))
            probes.append(probe)
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def backends(count: int) -> list[Backend]:
    """Return so many replicas to be, each with a port of this computer."""
    return [Backend(f"r{number}", "127.0.0.1", port) for number, port in enumerate(free_ports(count), 1)]


def replica_environment(common: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the settings of a replica: its name, whom it believes, and that nobody who comes is at this computer."""
    settings = {"INDICATORS_REPLICA": name, "INDICATORS_PROXIES": "127.0.0.1", "INDICATORS_LOCAL": "0"}
    return {**{key: value for key, value in common.items() if key != "INDICATORS_DRAIN"}, **settings}


def readiness(backend: Backend) -> dict[str, Any]:
    """Return what a replica says of itself, nothing where it does not answer."""
    connection = http.client.HTTPConnection(backend.host, backend.port, timeout=5)
    try:
        connection.request("GET", READY, headers={"Host": "localhost"})
        document = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return document if isinstance(document, dict) else {}


@dataclass
class ReplicaProcess:
    """One process behind the balancer; `due` is when it is to be started again after it died."""

    backend: Backend
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = PAUSES[0]
    due: float | None = None

    @property
    def status(self) -> int | None:
        """The exit status of its process, None while it runs."""
        return self.process.poll() if self.process is not None else None


class Processes:
    """Replicas and the balancer in front of them.

    Parameters
    ----------
    command
        Returns the command that serves a replica.
    environment
        The settings of all of them.
    folder
        Where the commands are run.
    replicas
        Which there are to be.
    front
        The balancer.
    report
        Takes each line that the operator reads.
    """

    def __init__(
        self,
        command: Callable[[Backend], Sequence[str]],
        environment: Mapping[str, str],
        folder: Path,
        replicas: Sequence[Backend],
        front: Front,
        report: Callable[[str], None],
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._replicas = [ReplicaProcess(backend) for backend in replicas]
        self._front = front
        self._report = report
        self._balancer: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._renewing = False
        self._has_terminal = sys.stdin is not None and sys.stdin.isatty()

    def serve(self, served: str, answers: Callable[[], object]) -> int:
        """Serve until asked to end; return the exit status.

        `served` is reported once everything is there and the balancer `answers`.
        """
        before = {
            number: signal.signal(number, self._hear) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            return self._serve(served, answers)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGHUP and not (self._has_terminal and _terminal_is_gone()):
            self._renewing = True
        else:
            self._ending = True

    def _serve(self, served: str, answers: Callable[[], object]) -> int:
        for replica in self._replicas:
            self._start(replica)
        until = time.monotonic() + READY_SECONDS
        waiting = list(self._replicas)
        while waiting and not self._ending:
            for replica in waiting:
                if replica.status is not None:
                    self._report(f"Replica {replica.backend.name} ended before it was ready (status {replica.status}).")
                    return replica.status or 1
            waiting = [replica for replica in waiting if not readiness(replica.backend).get("ready")]
            if waiting and time.monotonic() > until:
                self._report(
                    f"Replica {waiting[0].backend.name} was not ready after {READY_SECONDS:.0f} s: {_why(waiting[0])}"
                )
                return 1
            time.sleep(TURN_SECONDS)
        if self._ending:
            return 0
        self._balancer = self._front.start()
        while not answers() and self._balancer.poll() is None and not self._ending:
            time.sleep(TURN_SECONDS)
        if self._balancer.poll() is not None:
            self._report(f"{self._front.name} could not be started; the reason is above.")
            return 1
        self._report(served)
        while not self._ending:
            self._look_after()
            if self._renewing:
                self._renewing = False
                self._renew()
            time.sleep(TURN_SECONDS)
        return 0

    def _start(self, replica: ReplicaProcess) -> None:
        replica.due = None
        replica.started = time.monotonic()
        replica.process = subprocess.Popen(
            ending_with_us(self._command(replica.backend)),
            cwd=self._folder,
            env=replica_environment(self._environment, replica.backend.name),
            # A Ctrl+C is heard here, and handed on in order.
            start_new_session=True,
        )

    def _look_after(self, but: ReplicaProcess | None = None) -> None:
        """Start again what died, `but` for the one that is being replaced."""
        now = time.monotonic()
        for replica in self._replicas:
            if replica is but:
                continue
            if replica.due is not None:
                if now >= replica.due:
                    self._start(replica)
            elif replica.status is not None:
                replica.pause = PAUSES[0] if now - replica.started > STEADY_SECONDS else replica.pause
                self._report(
                    f"Replica {replica.backend.name} died (status {replica.status}); "
                    f"it is started again in {replica.pause:g} s."
                )
                replica.due, replica.pause = now + replica.pause, min(2 * replica.pause, PAUSES[1])
        if self._balancer is not None and self._balancer.poll() is not None and not self._ending:
            self._report(f"{self._front.name} ended (status {self._balancer.returncode}); it is started again.")
            time.sleep(PAUSES[0])
            self._balancer = self._front.start()

    def _wait(self, condition: Callable[[], object], seconds: float, but: ReplicaProcess | None = None) -> bool:
        """Return whether something came true within so many seconds; look after everything else meanwhile."""
        until = time.monotonic() + seconds
        while not self._ending:
            if condition():
                return True
            if time.monotonic() > until:
                return False
            self._look_after(but)
            time.sleep(TURN_SECONDS)
        return False

    def _renew(self) -> None:
        """Replace one replica after another; stop at one that does not come up, while the others serve."""
        self._report("Restarting one replica after another.")
        for replica in self._replicas:
            if self._ending:
                return
            name = replica.backend.name
            if not self._wait(partial(self._another_serves, replica), READY_SECONDS):
                self._report(f"Replica {name} stays as it is: no other one serves.")
                return
            if not self._replace(replica):
                return
            self._report(f"Replica {name} is a new one.")
        self._report("Every replica is a new one.")

    def _another_serves(self, replica: ReplicaProcess) -> bool:
        return any(_serves(other, self._front) for other in self._replicas if other is not replica)

    def _replace(self, replica: ReplicaProcess) -> bool:
        """End one replica without a request lost, and start it again; return whether it serves."""
        name, process = replica.backend.name, replica.process
        if process is not None and replica.status is None:
            self._front.take_out(name)
            process.send_signal(signal.SIGUSR1)
            if not self._wait(lambda: self._front.is_out(name) or replica.status is not None, OUT_SECONDS, replica):
                self._report(f"{self._front.name} did not leave replica {name} out within {OUT_SECONDS:.0f} s.")
            elif replica.status is None:
                process.send_signal(signal.SIGUSR1)  # its streams end now, and its rooms are another's
            if not self._wait(lambda: not readiness(replica.backend).get("open_requests"), OPEN_SECONDS, replica):
                self._report(f"Replica {name} still had requests open after {OPEN_SECONDS:.0f} s.")
            if self._ending:
                return False
            process.terminate()
            if not self._wait(lambda: replica.status is not None, END_SECONDS, replica):
                process.kill()
                process.wait()
        self._start(replica)
        came = self._wait(
            lambda: readiness(replica.backend).get("ready") or replica.status is not None, READY_SECONDS, replica
        )
        if not came or replica.status is not None:
            if not self._ending:
                self._report(f"Replica {name} did not come up again ({_why(replica)}); the others stay as they are.")
            self._front.bring_in(name)
            return False
        self._front.bring_in(name)
        self._wait(lambda: self._front.is_in(name), OUT_SECONDS, replica)
        return not self._ending

    def _end(self) -> None:
        """End every replica, then the balancer: what was asked is still answered through it."""
        running = [
            replica.process for replica in self._replicas if replica.process is not None and replica.status is None
        ]
        for process in running:
            process.terminate()
        until = time.monotonic() + END_SECONDS
        for process in running:
            _end_by(process, until)
        if self._balancer is not None and self._balancer.poll() is None:
            self._balancer.terminate()
            _end_by(self._balancer, time.monotonic() + 5)


def _end_by(process: subprocess.Popen[bytes], until: float) -> None:
    try:
        process.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _serves(replica: ReplicaProcess, front: Front) -> bool:
    return (
        replica.status is None and front.is_in(replica.backend.name) and bool(readiness(replica.backend).get("ready"))
    )


def _why(replica: ReplicaProcess) -> str:
    """Return in words what keeps a replica from being ready."""
    if replica.status is not None:
        return f"it ended with status {replica.status}"
    failed = [check for check in readiness(replica.backend).get("checks", []) if not check.get("passed")]
    return "; ".join(f"{check['check']}: {check['words']}" for check in failed) or "it does not answer"


def _terminal_is_gone() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY))
    except OSError:
        return True
    return False
