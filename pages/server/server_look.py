"""What this process looks like to its operator: its sessions, rooms, memory, work, checks, ledger, last backup.

The operator's page shows it, and `/metrics` has it with what this process counts, as Prometheus reads it, for whom the
operator lets read it.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.findings.finding import Finding
from indicators.intake import reading_process
from indicators.intake.check_reports import CHECKS
from indicators.language.translator import N_, Translator
from indicators.model import calendar
from indicators.operations.metrics import METRICS, Metrics
from indicators.operations.replicas import ReplicaNote
from indicators.operations.requests import metrics_access
from indicators.operations.server_state import (
    CacheUse,
    HealthResult,
    Jobs,
    LedgerState,
    Replica,
    ServerState,
    StateCollector,
    resident_bytes,
)
from indicators.operations.server_words import LastHour
from indicators.store.ledger.backup import last_backup
from indicators.store.ledger.damages import DAMAGES
from indicators.web import app_state
from indicators.web.middleware import MOST_COMPRESSED, reader_language
from pages.server import handout_jobs, limits, live_rooms, open_doors, streamlit_bridge, streamlit_page
from pages.server.handout_jobs import JobState
from pages.server.health_routes import health, versions
from pages.shared import draft_session, page_cache

Services = dict[str, bool | None]


def look() -> ServerState:
    """Return how this process is now; a Redis is asked how it is, for two seconds at most."""
    published, note = app_state.published(), last_backup(app_state.folders().store)
    rooms, followers = live_rooms.counts()
    looks = tuple(HealthResult(name, passed, words) for name, passed, words in health().results())
    wrong = live_rooms.readiness()
    return ServerState(
        open_sessions=streamlit_bridge.count_sessions(),
        most_sessions=limits.most_sessions(),
        followers=followers,
        rooms=rooms,
        memory=resident_bytes(),
        caches=caches(),
        jobs=jobs(),
        check_ends=CHECKS.ends(),
        findings=CHECKS.findings(),
        failed_checks=CHECKS.failed(),
        ledger=LedgerState(
            event=published.ledger.state,
            at=published.ledger.last.at if published.ledger.last is not None else "",
            accepted=len(published.ledger.acceptances),
            in_force=len(published.ledger.in_force),
            findings=tuple(finding for finding in published.dataset.warnings if finding.rule in DAMAGES),
        ),
        backup=note,
        backup_age=None if note is None else note.age(calendar.now()),
        health=looks,
        services=services(os.environ, looks, wrong),
        room_findings=tuple(wrong),
        replicas=tuple(replica_of(note) for note in health().neighbours.alive()),
        data_version=published.dataset.version,
        code_version=versions().code,
        replica=versions().replica,
    )


def services(settings: Mapping[str, str], looks: Sequence[HealthResult], rooms: Sequence[Finding]) -> Services:
    """Return of each service whether the last look at it found nothing wrong, None where the settings name none.

    The look at the store reads from PostgreSQL where that is set; `rooms` are what was wrong with Redis.
    """
    store = next((result.passed for result in looks if result.name == "store"), False)
    return {
        "postgresql": store if settings.get("DATABASE_URL", "").startswith("postgres") else None,
        "redis": not rooms if settings.get("REDIS_URL", "").strip() else None,
    }


def replica_of(note: ReplicaNote) -> Replica:
    """Return another replica, or this one, as the operator sees it."""
    return Replica(note.name, note.data_version, note.code_version, note.draining)


def caches() -> tuple[CacheUse, ...]:
    """Return what each store in memory holds, and what it may hold."""
    _, uploads = streamlit_bridge.bytes_uploaded("")
    return (
        CacheUse("pages", page_cache.weight_of_all(), page_cache.budget()),
        CacheUse("answers", open_doors.ANSWERS.weight, open_doors.ANSWERS.most_bytes),
        CacheUse("handouts", handout_jobs.JOBS.bytes_held(), handout_jobs.MOST_BYTES),
        CacheUse(
            "files",
            sum(compressed.file.weight for compressed in list(streamlit_page.COMPRESSED.values())),
            MOST_COMPRESSED,
        ),
        CacheUse("uploads", uploads, limits.MOST_OF_ALL),
        CacheUse("drafts", draft_session.weight_of_all(), draft_session.MOST_BYTES),
    )


def jobs() -> tuple[Jobs, ...]:
    """Return the work beside the pages: readings of brought files, which checks are, and handouts."""
    states = [job.state for job in list(handout_jobs.JOBS.jobs.values())]
    return (
        Jobs("check", reading_process.under_way(), reading_process.queue_length()),
        Jobs("handout", states.count(JobState.RUNNING), states.count(JobState.WAITING)),
    )


def last_hour() -> LastHour:
    """Return what was measured in the last hour."""
    delays = METRICS.loop_delays.by_name()
    return LastHour(
        pages=METRICS.page_times.by_name(),
        loop=delays[0] if delays else None,
        failures=sum(row.count for row in METRICS.failures.by_name()),
    )


@cache
def metrics() -> Metrics:
    """Return the metrics of this process with how it is."""
    METRICS.watch(StateCollector(look))
    return METRICS


PATH = "/metrics"

NOT_FOR_YOU = N_(
    "The metrics are for whoever runs this server: they are read from its own computer, from the addresses that "
    "INDICATORS_METRICS lists, or with the token of INDICATORS_METRICS_TOKEN."
)


async def metrics_answer(request: Request) -> Response:
    """Answer the metrics; no session is opened for it, and it is looked at beside the loop."""
    client = request.scope.get("client")
    if not metrics_access(os.environ).admits(client, dict(request.headers)):
        words = Translator(reader_language(request))(NOT_FOR_YOU)
        return PlainTextResponse(f"{words}\n", 403, {"Cache-Control": "no-store"})
    body, media_type = await asyncio.to_thread(metrics().written, request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [Route(PATH, metrics_answer, methods=["GET"])]
