"""How the server is, in a sentence, and what of it needs attention: each a finding with its reason and its remedy.

A sentence says what was measured in this process and no more: a reader who never came and a backup that was made
somewhere else are not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.operations.metrics import TimesOfName
from indicators.operations.server_state import ServerState
from indicators.text import formatting

LOOP_LATE_SECONDS = 0.25
"""From this 95th percentile on, every reader feels that the event loop comes late."""

PAGE_SLOW_SECONDS = 2.5
"""From this 95th percentile on, a page is slow."""

FEWEST_RUNS = 5
"""Of fewer runs than these nothing is said of a page's slowness: a first making is slower than all that follow."""

FEWEST_LOOKS = 120
"""Of fewer looks than these, a minute of them, nothing is said of the event loop: a start keeps it busy."""

FULL_SHARE = 0.9
"""From this share of the sessions on, the server is nearly full."""

BACKUP_OLD_SECONDS = 7 * 86_400
"""From this age on a backup is old where the ledger went on since."""

LOOP_LATE = Rule(
    "server_loop_late", Severity.WARNING,
    N_("The server answers late: 5 times in 100 by {seconds} s or more, and 0.25 s is felt."),
    N_("Serve fewer readers with this process, or start more processes."), words=("seconds",),
)  # fmt: skip

PAGE_SLOW = Rule(
    "server_page_slow", Severity.WARNING, N_("The page “{page}” is slow: 5 times in 100 it takes {seconds} s or more."),
    N_("Look at what else this computer does; more memory for finished pages is set by INDICATORS_CACHE_MB."),
)  # fmt: skip

PAGE_FAILED = Rule(
    "server_page_failed", Severity.ERROR, N_("Pages failed in the last hour (times: {count})."),
    N_("The log of the server has a line for each, with the exception."),
)  # fmt: skip

NEARLY_FULL = Rule(
    "server_nearly_full", Severity.WARNING, N_("{count} of {most} sessions are open."),
    N_("Whoever comes when all are open is asked to come again. INDICATORS_SESSIONS sets the number."),
)  # fmt: skip

NOT_WELL = Rule(
    "server_not_well", Severity.ERROR, N_("The look at “{name}” failed: {what}"),
    N_("A balancer gives this process nothing new until that is well again: /readyz says the same."),
)  # fmt: skip

NO_BACKUP = Rule(
    "server_no_backup", Severity.WARNING, N_("Files were accepted and no backup made here is known (files: {count})."),
    N_("Make one: python -m indicators backup FILE."),
)  # fmt: skip

BACKUP_OLD = Rule(
    "server_backup_old", Severity.WARNING,
    N_("The last backup is {days} days old and lacks the last steps of the ledger (steps: {count})."),
    N_("Make one: python -m indicators backup FILE."),
)  # fmt: skip


NEEDS = {"data": N_("Figures"), "store": N_("Accepted files"), "rooms": N_("Rooms")}
"""What is looked at, by the name it has in `/readyz`."""


def need_name(name: str, t: Translator) -> str:
    """Return what a look is at in words, its name in `/readyz` where there are none."""
    return t(NEEDS[name]) if name in NEEDS else name


@dataclass(frozen=True)
class LastHour:
    """What was measured in the last hour: page runs by page, delays of the event loop (None before the first)."""

    pages: tuple[TimesOfName, ...] = ()
    loop: TimesOfName | None = None
    failures: int = 0


def troubles(state: ServerState, hour: LastHour, titles: dict[str, str], language: str) -> tuple[Finding, ...]:
    """Return what needs attention, the gravest first; `titles` are those of the pages by their name."""
    t = Translator(language)
    known = [*state.ledger.findings, *state.room_findings]
    # what was found of these says more than that the look at them failed
    findings_of = {"store": state.ledger.findings, "rooms": state.room_findings}
    known += [
        Finding(
            NOT_WELL,
            params={"name": need_name(result.name, t), "what": t(result.words[0], **result.words[1])},
        )
        for result in state.health
        if not result.passed and not findings_of.get(result.name)
    ]
    if hour.failures:
        known.append(Finding(PAGE_FAILED, params={"count": hour.failures}))
    if state.most_sessions and state.open_sessions >= FULL_SHARE * state.most_sessions:
        known.append(Finding(NEARLY_FULL, params={"count": state.open_sessions, "most": state.most_sessions}))
    if hour.loop is not None and hour.loop.count >= FEWEST_LOOKS and hour.loop.p95 > LOOP_LATE_SECONDS:
        known.append(Finding(LOOP_LATE, params={"seconds": seconds_text(hour.loop.p95, t)}))
    for page in hour.pages:
        if page.count >= FEWEST_RUNS and page.p95 > PAGE_SLOW_SECONDS:
            params = {"page": titles.get(page.name, page.name), "seconds": seconds_text(page.p95, t)}
            known.append(Finding(PAGE_SLOW, params=params))
    known += _of_backup(state)
    return tuple(sorted(known, key=lambda finding: finding.severity is not Severity.ERROR))


def _of_backup(state: ServerState) -> list[Finding]:
    if state.backup is None or state.backup_age is None:
        accepted = state.ledger.accepted
        return [Finding(NO_BACKUP, params={"count": accepted})] if accepted else []
    lacking = state.ledger.event - state.backup.state
    if lacking <= 0 or state.backup_age < BACKUP_OLD_SECONDS:
        return []
    return [Finding(BACKUP_OLD, params={"days": int(state.backup_age // 86_400), "count": lacking})]


def first_sentence(state: ServerState, hour: LastHour, findings: Sequence[Finding], language: str) -> str:
    """Return how the server is: well, with three facts, or how many things need attention."""
    t = Translator(language)
    if findings:
        return t.plural("{n} thing needs attention.", "{n} things need attention.", len(findings))
    readers = t.plural("{n} reader", "{n} readers", state.open_sessions)
    return t(
        "The server is well: {readers}, {slowest}, {backup}.",
        readers=readers,
        slowest=_slowest(hour, t),
        backup=_backup(state, t),
    )


def _slowest(hour: LastHour, t: Translator) -> str:
    if not hour.pages:
        return t("no page opened in the last hour")
    longest = max(page.longest for page in hour.pages)
    return t("slowest page {seconds} s", seconds=seconds_text(longest, t))


def _backup(state: ServerState, t: Translator) -> str:
    if state.backup_age is None:
        return t("no backup made here yet")
    return t("last backup {age}", age=age_text(state.backup_age, t))


def age_text(seconds: float, t: Translator) -> str:
    """Return an age in words: minutes below an hour, hours below two days, else days."""
    if seconds < 60:
        return t("just now")
    if seconds < 3_600:
        return t.plural("{n} minute ago", "{n} minutes ago", int(seconds // 60))
    if seconds < 2 * 86_400:
        return t.plural("{n} hour ago", "{n} hours ago", int(seconds // 3_600))
    return t.plural("{n} day ago", "{n} days ago", int(seconds // 86_400))


def seconds_text(seconds: float, t: Translator) -> str:
    """Return seconds with as many decimals as they bear: 0.004, 0.3, 12."""
    digits = 3 if seconds < 0.1 else 1 if seconds < 10 else 0
    return formatting.number(seconds, digits, t.language)


def megabytes_text(size: int, t: Translator) -> str:
    """Return bytes in millions: 1.2, 256."""
    return formatting.number(size / 1_000_000, 1 if size < 10_000_000 else 0, t.language)
