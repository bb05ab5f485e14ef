"""Handouts being made beside the server's loop: how far each is, what came of it, and its end where nobody wants it.

Two are made at a time, in threads; the others wait. What was made stays by data version, session, language and form,
as long as all together stay within a limit.
"""

import itertools
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import Any

from indicators.findings.finding import as_text, describe
from indicators.handout.export import Handout, HandoutRefused, Material, handout
from indicators.language.translator import N_, Translator
from indicators.operations.replicas import replica_name

AT_ONCE = 2
"""Handouts that are made at a time."""

MOST_WAITING = 8
"""Handouts that wait for their turn; whoever comes then is asked to come again."""

MOST_BYTES = 48_000_000
"""Bytes of finished handouts that are kept, all together."""

STORED_SECONDS = 900.0
"""How long a job is known after it ended."""


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATE_WORDS = {
    JobState.WAITING: N_("Others are made first; this one waits."),
    JobState.RUNNING: N_("The charts are being made."),
    JobState.DONE: N_("The file is ready."),
    JobState.FAILED: N_("The file could not be made; the server’s log has the details."),
    JobState.CANCELLED: N_("Cancelled."),
}


class HandoutStopped(Exception):
    """Nobody wants this handout any more."""


class TooManyHandouts(Exception):
    """So many handouts are wanted that another cannot wait."""


Key = tuple[Any, ...]


@dataclass
class HandoutJob:
    """One handout on its way: its state, the share that is done (0 to 1), what is being done in words, its result."""

    id: str
    session: str
    form: str
    language: str
    version: str
    state: JobState = JobState.WAITING
    share: float = 0.0
    words: str = ""
    result: Handout | None = None
    ended: float | None = None
    stopped: bool = False

    def progress(self, share: float, words: str) -> None:
        """Note how far it is; raises :class:`HandoutStopped` where it was cancelled."""
        if self.stopped:
            raise HandoutStopped
        self.share, self.words = share, words

    def record(self) -> dict[str, Any]:
        """Return it as JSON's types: `percent` is whole, `words` say where it is, `said` what could not be shown."""
        t = Translator(self.language)
        progress_words = self.words if self.state is JobState.RUNNING and self.words else t(STATE_WORDS[self.state])
        findings = self.result.findings if self.result else ()
        return {
            "id": self.id,
            "session": self.session,
            "form": self.form,
            "state": str(self.state),
            "percent": 100 if self.state is JobState.DONE else int(self.share * 100),
            "words": progress_words,
            "said": [as_text(finding, self.language) for finding in findings],
            "file": f"/handouts/{self.id}/file" if self.state is JobState.DONE else None,
        }


@dataclass
class HandoutJobs:
    """All handouts of this process."""

    jobs: dict[str, HandoutJob] = field(default_factory=dict)
    made: dict[Key, Handout] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "handout"))

    def bytes_held(self) -> int:
        """Return the bytes of the handouts that are stored."""
        with self.lock:
            return sum(len(finished.body) for finished in self.made.values())

    def held(self, material: Material, form: str, language: str) -> Handout | None:
        """Return a handout that was made already, None where it was not."""
        with self.lock:
            return self.made.get(_key(material, form, language))

    def start(
        self, material: Material, form: str, language: str, finished: Callable[[HandoutJob], None] = lambda _: None
    ) -> HandoutJob:
        """Begin a handout, or find it made; `finished` is called when it has ended, from its thread.

        Raises :class:`TooManyHandouts`.
        """
        job = HandoutJob(job_name(), material.session.id, form, language, material.dataset.version)
        known = self.held(material, form, language)
        with self.lock:
            self._forget()
            if known is None and sum(job.state is JobState.WAITING for job in self.jobs.values()) >= MOST_WAITING:
                raise TooManyHandouts
            self.jobs[job.id] = job
        if known is not None:
            job.state, job.result, job.share, job.ended = JobState.DONE, known, 1.0, monotonic()
            finished(job)
        else:
            self.pool.submit(self._run, job, material, finished)
        return job

    def cancel(self, name: str) -> HandoutJob | None:
        """End a job that nobody wants any more; return it, None where it is not known."""
        job = self.jobs.get(name)
        if job is not None and job.state in (JobState.WAITING, JobState.RUNNING):
            job.stopped = True
            job.state = JobState.CANCELLED
            job.ended = monotonic()
        return job

    def _run(self, job: HandoutJob, material: Material, finished: Callable[[HandoutJob], None]) -> None:
        if not job.stopped:
            job.state = JobState.RUNNING
            try:
                result = handout(material, job.form, job.language, job.progress)
            except HandoutStopped:
                job.state = JobState.CANCELLED
            except HandoutRefused as refused:
                job.state = JobState.FAILED
                job.words = describe(refused.finding, job.language)[0]
            except Exception:
                logging.getLogger(__name__).exception("session=%s form=%s", job.session, job.form)
                job.state = JobState.FAILED
            else:
                with self.lock:
                    self._keep(_key(material, job.form, job.language), result)
                if not job.stopped:
                    job.state, job.share, job.result = JobState.DONE, 1.0, result
        job.ended = monotonic()
        finished(job)

    def _keep(self, key: Key, result: Handout) -> None:
        self.made[key] = result
        while sum(len(finished.body) for finished in self.made.values()) > MOST_BYTES and len(self.made) > 1:
            self.made.pop(next(iter(self.made)))

    def _forget(self) -> None:
        """Leave out jobs that ended long ago, and of more than the cache holds the oldest."""
        now = monotonic()
        old = [name for name, job in self.jobs.items() if job.ended is not None and now - job.ended > STORED_SECONDS]
        ended = [name for name, job in self.jobs.items() if job.ended is not None and name not in old]
        for name in itertools.chain(old, ended[: max(0, len(ended) - 40)]):
            self.jobs.pop(name, None)


def job_name() -> str:
    """Return a name for a job that nobody can guess; where there are several replicas it begins with that of this one.

    A balancer reads from it whom to ask.
    """
    token, replica = secrets.token_urlsafe(12), replica_name()
    return f"{replica}.{token}" if replica else token


def replica_of(job: str) -> str:
    """Return the replica whose job it is, as its name says; empty where it names none."""
    return job.rpartition(".")[0]


def _key(material: Material, form: str, language: str) -> Key:
    """Return what a handout depends on: data, session, files of pictures, form, language, address."""
    pictures = tuple(sorted((name, str(path), path.stat().st_mtime_ns) for name, path in material.pictures.items()))
    return (material.dataset.version, material.session.model_dump_json(), pictures, form, language, material.public)


JOBS = HandoutJobs()
"""Those of this process."""
