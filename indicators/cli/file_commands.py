"""The commands that take a file: check, add, and the list of what was accepted."""

import argparse
import datetime as dt
import getpass
import tempfile
from dataclasses import replace
from pathlib import Path

from indicators.cli.console import (
    REFUSED,
    UNUSABLE,
    WELL,
    Report,
    Unusable,
    add_language,
    dataset_of,
    finding_record,
    folders_of,
    progress,
    say,
    show,
)
from indicators.findings.collector import MAX_FINDINGS_PER_RULE
from indicators.findings.finding import DataProblem, Finding, Severity, line
from indicators.intake import acceptance, submission
from indicators.intake.acceptance import ACCEPTED_ALREADY, FIGURE_UNANSWERED
from indicators.intake.file_check import FileCheck, check_file
from indicators.intake.layers.container import bundle
from indicators.intake.submission import Submission
from indicators.language.translator import N_, Translator, text
from indicators.live.stores import rooms_elsewhere
from indicators.model.calendar import this_year
from indicators.model.places import nearest
from indicators.model.sources import Source
from indicators.store.checks import UNKNOWN_SOURCE
from indicators.store.dataset import Dataset
from indicators.store.ledger import origin
from indicators.store.ledger.backup import (
    LeftOut,
    RoomsElsewhere,
    dated_backup,
    newest_backup,
    note_backup,
    put_back,
    write_backup,
)
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger, Meant
from indicators.store.ledger.migration import migrate as migrate_journal
from indicators.store.ledger.migration import target_of
from indicators.store.ledger.origin import ORIGIN_MISSING
from indicators.web import app_state

_READ = ("format", "rows_read", "accepted", "refused", "empty", "out_of_scope")
_COUNTS = (*_READ, "changes", "findings_total")


def options_of_file() -> argparse.ArgumentParser:
    """Return the file of a call, and what is stated of how to read it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sheet", metavar="S", help="the sheet of a workbook; '*' for all sheets of one shape")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="which column holds what (TOML)")
    parser.add_argument(
        "--which-figure", choices=list(Meant), type=Meant, metavar="known|another", dest="meant",
        help="what values without perimeter or method are, beside a known figure: its new value, or another figure",
    )  # fmt: skip
    add_language(parser, "messages")
    return parser


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of an addition: its origin, and what to do about refused values."""
    parser.add_argument("--source", metavar="ID", help="the known source of values that name none")
    for name in origin.FIELDS[:-1]:
        parser.add_argument(
            f"--{name}", metavar="yes|no" if name == "redistributable" else "TEXT", help="of the origin"
        )
    parser.add_argument(
        "--without-refused", action="store_true", help="store the accepted values, leave out the others"
    )
    parser.add_argument("--replaces", type=int, metavar="N", help="the accepted file that this one takes the place of")


def check(options: argparse.Namespace) -> int:
    """Check a file against what is published and report; nothing is stored."""
    dataset = dataset_of(options)
    with progress(options.lang) as on_progress:
        intake = check_file(
            options.file, dataset, this_year(), options.sheet, options.mapping,
            progress=on_progress, meant=options.meant,
        )  # fmt: skip
    _report(options, intake, {**_places(intake), **_pledges(intake)}, [])
    return _status(intake)


def add(options: argparse.Namespace) -> int:
    """Check a file and put its accepted values in force, all in one step or none."""
    journal = folders_of(options).journal
    seen = journal.read().state
    dataset = dataset_of(options)
    source, problems = _origin(options, dataset)
    with tempfile.TemporaryDirectory() as folder, progress(options.lang) as on_progress:
        path = bundle(options.file, Path(folder))
        brought = Submission(path, path.name, options.sheet, options.mapping, source, meant=options.meant)
        checked = submission.check(brought, dataset, seen, this_year(), on_progress)
        intake = checked.intake
        intake.findings = [replace(finding, file=str(options.file)) for finding in intake.findings]
        number, problems = _accept(options, journal, checked, problems)
    version = app_state.read_published(folders_of(options)).dataset.version
    stored = {"stored": number is not None, "number": number, "data_version": version}
    _report(options, intake, {**stored, **_places(intake), **_pledges(intake)}, problems)
    if problems and problems[0].severity is Severity.ERROR:
        return UNUSABLE
    return _status(intake)


def _accept(
    options: argparse.Namespace, journal: Journal, checked: acceptance.CheckedSubmission, problems: list[Finding]
) -> tuple[int | None, list[Finding]]:
    """Accept the submission where nothing stands against it; return its number, or None and why not."""
    intake = checked.intake
    if intake.format is None:
        return None, []
    if not problems and acceptance.unstated(intake):
        problems = [Finding(ORIGIN_MISSING, str(options.file), column=name) for name in origin.NEEDED]
    already = acceptance.in_force(journal.read(), checked.content)
    if already is not None and not problems:
        problems = [Finding(ACCEPTED_ALREADY, str(options.file), value=str(already))]
    without = options.without_refused
    if not problems and intake.questions:
        problems = [
            finding for finding in acceptance.blocking_findings(checked, without) if finding.rule == FIGURE_UNANSWERED
        ]
    if problems or (intake.refused and not without) or not acceptance.has_publishable_content(intake):
        return None, problems
    try:
        return acceptance.accept(journal, checked, getpass.getuser(), without, options.replaces), []
    except DataProblem as problem:
        return None, problem.findings


def _origin(options: argparse.Namespace, dataset: Dataset) -> tuple[Source | None, list[Finding]]:
    """Return the source that a call names, describes, or that a record beside the file does."""
    stated = {name: getattr(options, name) for name in origin.FIELDS[:-1] if getattr(options, name)}
    record = origin.record_path(options.file)
    if options.source:
        if stated:
            raise Unusable(text(options.lang, N_("Give either --source or the fields of an origin, not both.")))
        if options.source not in dataset.sources:
            near = nearest(options.source, dataset.sources)
            return None, [Finding(UNKNOWN_SOURCE, column="--source", value=options.source, params={"near": near})]
        return dataset.sources[options.source], []
    if stated:
        return origin.source_of(stated, str(options.file))
    if record.exists():
        return origin.read_origin(record)
    return None, []


def _places(intake: FileCheck) -> Report:
    """Return what a layer brings besides figures, for the report; nothing for any other file."""
    if intake.format != "layer":
        return {}
    return {"places": [place.id for place in intake.places], "outlines": bool(intake.outlines)}


def _pledges(intake: FileCheck) -> Report:
    """Return the pledges of a file of pledges, for the report; nothing for any other file."""
    if not intake.pledges:
        return {}
    return {"pledges": [pledge.model_dump(mode="json", exclude={"id"}) for pledge in intake.pledges]}


def _status(intake: FileCheck) -> int:
    if intake.format is None:
        return UNUSABLE
    return REFUSED if intake.refused else WELL


def _report(options: argparse.Namespace, intake: FileCheck, more: Report, problems: list[Finding]) -> None:
    """Print what was found and counted; `problems` are those of adding."""
    document = as_document(intake, options.lang, problems) | more
    if options.json:
        show(options, document, [])
        return
    for finding in [*intake.findings, *problems]:
        say(line(finding, options.lang))
    if intake.findings_total > len(intake.findings):
        message = N_("{total} findings in all; the first {most} of each rule are listed.")
        say(text(options.lang, message, total=intake.findings_total, most=MAX_FINDINGS_PER_RULE))
    show(options, document, [f"{name}: {_plain_text(document[name])}" for name in (*_COUNTS, *more)])


def _plain_text(value: object) -> str:
    """Return a part of the report as a line of text holds it."""
    if isinstance(value, list):
        return str(len(value))
    return ", ".join(f"{key} {number}" for key, number in value.items()) if isinstance(value, dict) else str(value)


def as_document(intake: FileCheck, language: str, problems: list[Finding]) -> Report:
    """Return the report of a check as it is printed, messages in `language`; `problems` are those of adding."""
    counts = {name: getattr(intake, name) for name in _READ}
    changes = {name: getattr(intake.changes, name, 0) for name in ("new", "changed", "unchanged")}
    findings = [finding_record(finding, language) for finding in [*intake.findings, *problems]]
    total = intake.findings_total + len(problems)
    return {**counts, "changes": changes, "findings_total": total, "findings": findings}


def accepted(options: argparse.Namespace) -> int:
    """List every accepted file, and whether it is in force."""
    journal = folders_of(options).journal
    ledger = journal.read()
    for finding in journal.folder_findings():
        say(line(finding))
    force = dict(ledger.in_force)
    listed: list[Report] = [
        {
            "number": number,
            "in_force": number in force,
            **entry.model_dump(mode="json", exclude={"refusals", "mapping"}),
        }
        for number, entry in ledger.acceptances
    ]
    lines = [
        f"{record['number']}\t{'in force' if record['in_force'] else 'withdrawn'}\t{record['accepted']}\t{record['at']}"
        f"\t{record['who']}\t{record['name']}"
        for record in listed
    ]
    return show(options, {"state": ledger.state, "accepted": listed}, lines)


def withdraw(options: argparse.Namespace) -> int:
    """Take an accepted file out of force."""
    folders_of(options).journal.withdraw(options.number, getpass.getuser(), acceptance.now())
    return _in_force_now(options)


def backup(options: argparse.Namespace) -> int:
    """Write a backup of every accepted file and of all that was made in the app."""
    sources, target = folders_of(options), dated_backup(options.target, dt.datetime.now(dt.UTC))
    ledger, lost = write_backup(sources.journal, target, _rooms(options))
    for finding in lost:
        say(line(finding))
    _note_backup(sources.store, ledger)
    t = Translator("en")
    say(t.plural("{n} accepted file in the backup.", "{n} accepted files in the backup.", len(ledger.acceptances)))
    if target != options.target:
        say(str(target))
    return WELL


def _rooms(options: argparse.Namespace) -> RoomsElsewhere | None:
    """Return the rooms of a call that lie in a Redis, left out where it says so; None where they lie in the store."""
    elsewhere = rooms_elsewhere(app_state.redis_url())
    return LeftOut() if elsewhere is not None and options.without_rooms else elsewhere


def _note_backup(store: Path, ledger: Ledger) -> None:
    """Note in the store that a backup was made, for the operator's page; the backup is good where that cannot be."""
    try:
        note_backup(store, ledger.state, len(ledger.acceptances))
    except OSError as error:
        words = N_("The time of the backup could not be noted in {folder}: {reason}.")
        say(text("en", words, folder=str(store), reason=str(error)))


def restore(options: argparse.Namespace) -> int:
    """Bring a withdrawn or replaced file back into force, or put a backup in the place of the store."""
    journal = folders_of(options).journal
    if options.which.isdecimal():
        journal.restore(int(options.which), getpass.getuser(), acceptance.now())
        return _in_force_now(options)
    done = put_back(newest_backup(Path(options.which)), journal, options.discard_newer, _rooms(options))
    if done.rooms:
        words = N_("The rooms that were there before are kept in Redis under names that begin with {name}.")
        say(text("en", words, name=done.rooms))
    if done.aside is not None:
        say(text("en", N_("What was there before is now in {folder}."), folder=str(done.aside)))
    if done.ending:
        say(
            text(
                "en", N_("The list that was there before is kept under names that end in {ending}."), ending=done.ending
            )
        )
    return _in_force_now(options)


def migrate(options: argparse.Namespace) -> int:
    """Move the list of accepted files to another database, with the files where another place is named."""
    source = folders_of(options).journal
    target = target_of(source, options.to, options.files or "")
    done = migrate_journal(source, target)
    document = {
        "from": source.name,
        "to": target.name,
        "files": target.files.name,
        "acceptances": len(done.ledger.acceptances),
        "events": len(done.ledger.events),
        "files_copied": done.copied,
        "source_kept_as": done.ending or None,
    }
    return show(options, document, [f"{name}: {value}" for name, value in document.items()])


def _in_force_now(options: argparse.Namespace) -> int:
    ledger, version = folders_of(options).journal.read(), dataset_of(options).version
    t = Translator("en")
    say(
        t.plural(
            "{n} file in force, data version {version}.",
            "{n} files in force, data version {version}.",
            len(ledger.in_force),
            version=version,
        )
    )
    return WELL
