"""What of a Redis would lose what was answered in a room, or keeps it from being written: findings, never secrets."""

from typing import cast

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.live.log import LogUnreachable
from indicators.live.over_redis.place import RedisPlace, problem_of

REDIS_ADDRESS = Rule(
    id="redis_address",
    severity=Severity.ERROR,
    message=N_("REDIS_URL is no address of a Redis: rooms cannot be shown."),
    fix=N_("Give one such as {example}, with the name and the password escaped as in any address."),
)

REDIS_GONE = Rule(
    id="redis_gone",
    severity=Severity.ERROR,
    message=N_("Redis at {place} is not reached: rooms stay where they are, and nothing sent to them is stored."),
    fix=N_("Start it again. Nothing else has to be done: servers come back to it by themselves."),
)

REDIS_REFUSES = Rule(
    id="redis_refuses",
    severity=Severity.ERROR,
    message=N_("Redis at {place} refuses what it is asked ({reason})."),
    fix=N_("Check the name and the password in REDIS_URL, and what they may do."),
)

REDIS_FORGETS = Rule(
    id="redis_forgets",
    severity=Severity.WARNING,
    message=N_("Redis at {place} keeps no append-only file: started again, it has lost every vote and question."),
    fix=N_("Set “{setting}” in its configuration."),
)

REDIS_LATE = Rule(
    id="redis_late",
    severity=Severity.WARNING,
    message=N_(
        "Redis at {place} answers before it is on the disk (appendfsync {found}): a power cut loses what came last."
    ),
    fix=N_("Set “{setting}” in its configuration."),
)

REDIS_EVICTS = Rule(
    id="redis_evicts",
    severity=Severity.WARNING,
    message=N_("Redis at {place} throws away what it holds when its memory is full (maxmemory-policy {found})."),
    fix=N_("Set “{setting}” in its configuration."),
)

REDIS_UNSEEN = Rule(
    id="redis_unseen",
    severity=Severity.WARNING,
    message=N_("Redis at {place} does not say how it is configured: whether a vote outlasts it is not known."),
    fix=N_("Allow the command CONFIG GET, or look yourself: appendonly yes, appendfsync always."),
)

SAFE_POLICIES = ("noeviction", "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl")
"""What a Redis may do when its memory is full without losing a room: those of rooms never expire."""


def redis_findings(place: RedisPlace) -> list[Finding]:
    """Return what is wrong with a Redis, asked now."""
    where = {"place": place.name}
    if place.problem:
        return [Finding(REDIS_ADDRESS, params={"example": "redis://localhost:6379/0"})]
    try:
        client = place.client()
        try:
            client.ping()
            try:
                settings = cast(dict[str, str], client.config_get("append*", "maxmemory-policy"))
            except Exception as error:
                if isinstance(problem_of(error), LogUnreachable):
                    raise
                return [Finding(REDIS_UNSEEN, params=where)]
        finally:
            client.close()
    except Exception as error:  # noqa: BLE001 - every one is a finding
        problem = problem_of(error)
        if isinstance(problem, LogUnreachable):
            return [Finding(REDIS_GONE, params=where)]
        return [Finding(REDIS_REFUSES, params={**where, "reason": str(problem)})]
    return _of_settings(settings, where)


def _of_settings(settings: dict[str, str], where: dict[str, str]) -> list[Finding]:
    findings = []
    fsync, policy = settings.get("appendfsync", ""), settings.get("maxmemory-policy", "noeviction")
    if settings.get("appendonly") != "yes":
        findings.append(Finding(REDIS_FORGETS, params={**where, "setting": "appendonly yes"}))
    elif fsync != "always":
        findings.append(Finding(REDIS_LATE, params={**where, "found": fsync, "setting": "appendfsync always"}))
    if policy not in SAFE_POLICIES:
        params = {**where, "found": policy, "setting": "maxmemory-policy noeviction"}
        findings.append(Finding(REDIS_EVICTS, params=params))
    return findings
