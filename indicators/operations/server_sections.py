"""How the server is, section by section, as tables of texts: what the operator's page shows below its first sentence.

A cell that nothing is known for says so. No key, no address of a reader, no name or content of a file stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indicators.intake.check_reports import CheckEnd, FailedCheck
from indicators.language.bidi import left_to_right
from indicators.language.translator import N_, Translator
from indicators.operations.metrics import TimesOfName
from indicators.operations.server_state import ServerState
from indicators.operations.server_words import LastHour, age_text, megabytes_text, need_name, seconds_text
from indicators.text import formatting

BACKUP_COMMAND = "python -m indicators backup FILE"

CACHES = {
    "pages": N_("Finished parts of pages"),
    "answers": N_("Answers to programs"),
    "handouts": N_("Handouts"),
    "files": N_("Files of the screen, compressed"),
    "uploads": N_("Files that readers brought"),
    "drafts": N_("Their checks and drafts"),
}

JOBS = {"check": N_("Checks of files that were brought"), "handout": N_("Handouts")}

ENDS = {
    CheckEnd.CLEAN: N_("Nothing found"),
    CheckEnd.WARNINGS: N_("Warnings alone"),
    CheckEnd.ERRORS: N_("Some values rejected"),
    CheckEnd.UNUSABLE: N_("Of no use at all"),
}

SERVICES = {"postgresql": "PostgreSQL", "redis": "Redis"}

SERVICE_WORDS = {
    None: N_("not set"),
    True: N_("set; the last look found nothing wrong"),
    False: N_("set; what is wrong stands above"),
}

MOST_RULES = 10
"""Rules that are listed: those that failed most often."""


@dataclass(frozen=True)
class StateSection:
    """A table with its title, headings (each with whether its cells are numbers), rows of texts, a note, a command."""

    title: str
    columns: Sequence[tuple[str, bool]] = ()
    rows: Sequence[Sequence[str]] = ()
    note: str = ""
    command: str = ""


def sections(state: ServerState, hour: LastHour, titles: Mapping[str, str], language: str) -> tuple[StateSection, ...]:
    """Return the sections; `titles` are those of the pages by their name."""
    t = Translator(language)
    return (
        _readers(state, t),
        _pages(hour, titles, t),
        _memory(state, t),
        _delay(hour, t),
        _checks(state, t),
        *_failed_checks(state, t),
        _jobs(state, t),
        _ledger(state, t),
        _health(state, t),
        _replicas(state, t),
    )


def _count(value: int, t: Translator) -> str:
    return formatting.number(value, 0, t.language)


def _count_of(value: int, most: int, t: Translator) -> str:
    return t("{count} of {most}", count=_count(value, t), most=_count(most, t))


def _readers(state: ServerState, t: Translator) -> StateSection:
    rows = [
        (t("Open sessions, yours among them"), _count_of(state.open_sessions, state.most_sessions, t)),
        (t("Phones and screens that follow a room"), _count(state.followers, t)),
        (t("Open rooms"), _count(state.rooms, t)),
    ]
    return StateSection(t("Readers"), [(t("What"), False), (t("Now"), True)], rows)


def _times(row: TimesOfName, t: Translator) -> list[str]:
    return [
        _count(row.count, t),
        *(seconds_text(seconds, t) for seconds in (row.median, row.p95, row.longest)),
    ]


def _time_columns(t: Translator) -> list[tuple[str, bool]]:
    return [(t("Median, s"), True), (t("95 in 100 within, s"), True), (t("Longest, s"), True)]


def _pages(hour: LastHour, titles: Mapping[str, str], t: Translator) -> StateSection:
    title = t("Pages of the last hour, the slowest first")
    if not hour.pages:
        return StateSection(title, note=t("No page was opened here in the last hour."))
    rows = [[titles.get(row.name, row.name), *_times(row, t)] for row in hour.pages]
    return StateSection(title, [(t("Page"), False), (t("Runs"), True), *_time_columns(t)], rows)


def _memory(state: ServerState, t: Translator) -> StateSection:
    rows = [
        [t(CACHES[cache.name]), megabytes_text(cache.held, t), megabytes_text(cache.limit, t)] for cache in state.caches
    ]
    if rows:
        held, limit = sum(cache.held for cache in state.caches), sum(cache.limit for cache in state.caches)
        rows.append([t("Together"), megabytes_text(held, t), megabytes_text(limit, t)])
    note = t("How much memory the process takes is not known on this system.")
    if state.memory is not None:
        size = megabytes_text(state.memory, t)
        note = t("The process takes {size} MB in all, its figures and libraries among them.", size=size)
    columns = [(t("Store in memory"), False), (t("Holds, MB"), True), (t("May hold, MB"), True)]
    return StateSection(t("Memory"), columns, rows, note)


def _delay(hour: LastHour, t: Translator) -> StateSection:
    title = t("How late the server answers")
    if hour.loop is None:
        return StateSection(title, note=t("This has not been measured yet."))
    columns = [(t("Looks"), True), *_time_columns(t)]
    note = t("How much later than it should the server came back to its readers: in the last hour, twice a second.")
    return StateSection(title, columns, [_times(hour.loop, t)], note)


def _checks(state: ServerState, t: Translator) -> StateSection:
    title = t("Checked files since the start")
    if not sum(state.check_ends.values()):
        return StateSection(title, note=t("No file was checked here since the server started."))
    rows = [(t(ENDS[end]), _count(count, t)) for end, count in state.check_ends.items()]
    return StateSection(title, [(t("End"), False), (t("Files"), True)], rows)


def _failed_checks(state: ServerState, t: Translator) -> list[StateSection]:
    checks_failed = []
    errors = [(rule, count) for (rule, severity), count in state.findings.items() if severity == "error"]
    if errors:
        rows = [(rule, _count(count, t)) for rule, count in errors[:MOST_RULES]]
        title = t("What was rejected most, by rule")
        checks_failed.append(StateSection(title, [(t("Rule"), False), (t("Findings"), True)], rows))
    if state.failed_checks:
        columns = [(t("When"), False), (t("Rules"), False), (t("Errors"), True)]
        checks = [_failed_check(check, t) for check in state.failed_checks]
        checks_failed.append(StateSection(t("The last checks that found errors"), columns, checks))
    return checks_failed


def _failed_check(check: FailedCheck, t: Translator) -> list[str]:
    rules = formatting.commas((rule for rule, _ in check.rules), t.language)
    return [moment_text(datetime.fromtimestamp(check.at, UTC), t.language), rules, _count(check.errors, t)]


def _jobs(state: ServerState, t: Translator) -> StateSection:
    columns = [(t("Kind"), False), (t("Under way"), True), (t("Waiting"), True)]
    rows = [(t(JOBS[job.kind]), _count(job.running, t), _count(job.waiting, t)) for job in state.jobs]
    return StateSection(t("Work beside the pages"), columns, rows)


def _ledger(state: ServerState, t: Translator) -> StateSection:
    ledger, backup = state.ledger, state.backup
    last = moment_text(datetime.fromisoformat(ledger.at), t.language) if ledger.at else t("no file was accepted yet")
    rows = [
        (t("Accepted files in force"), _count_of(ledger.in_force, ledger.accepted, t)),
        (t("Last step"), last),
    ]
    if backup is None or state.backup_age is None:
        rows.append((t("Last backup"), t("no backup made here yet")))
    else:
        rows.append((t("Last backup"), age_text(state.backup_age, t)))
        lacking = max(0, ledger.event - backup.state)
        rows.append((t("Steps since that backup"), _count(lacking, t)))
    note = t("A backup is made with the command below. Copies made in another way are not known here.")
    columns = [(t("What"), False), (t("Now"), False)]
    return StateSection(t("Accepted files and their backup"), columns, rows, note, BACKUP_COMMAND)


def _health(state: ServerState, t: Translator) -> StateSection:
    rows = [(need_name(need.name, t), t(need.words[0], **need.words[1])) for need in state.health]
    rows += [(SERVICES[name], t(SERVICE_WORDS[is_well])) for name, is_well in state.services.items()]
    return StateSection(t("What this server needs"), [(t("What"), False), (t("Found"), False)], rows)


def _replicas(state: ServerState, t: Translator) -> StateSection:
    title = t("Replicas")
    if not state.replicas:
        return StateSection(title, note=t("This process runs alone, or nobody named it: no other is known."))
    rows = [
        (
            t("{name} (this one)", name=replica.name) if replica.name == state.replica else replica.name,
            replica.data_version,
            replica.code_version,
            t("is being stopped") if replica.draining else t("serves"),
        )
        for replica in state.replicas
    ]
    columns = [(t("Name"), False), (t("Data version"), False), (t("Code version"), False), (t("State"), False)]
    return StateSection(title, columns, rows)


def moment_text(moment: datetime, language: str) -> str:
    """Return a moment of UTC: `28 November 2026, 00:31 UTC`."""
    t, in_utc = Translator(language), moment.astimezone(UTC)
    time = left_to_right(f"{in_utc:%H:%M} UTC", language)
    return t("{day}, {time}", day=formatting.day(in_utc.date().isoformat(), language), time=time)
