"""The commands of sessions: which there are, what one holds, whether it would fail in the hall, who moves the room."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from indicators.charts.chart import Look
from indicators.cli.console import (
    REFUSED,
    UNUSABLE,
    WELL,
    Report,
    Unusable,
    add_language,
    dataset_of,
    folders_of,
    say,
    show,
)
from indicators.cli.export_commands import add_session_export
from indicators.findings.finding import Finding, describe, errors
from indicators.language.translator import Translator
from indicators.live.stores import room_keys
from indicators.sessions.room_check import check as room_check
from indicators.sessions.room_check import check_file
from indicators.sessions.session import Session, Slide, Words
from indicators.sessions.session_files import (
    SESSION_UNKNOWN,
    SEVERITIES,
    SessionFile,
    find_session,
    in_words,
    names,
    read_sessions,
    slide_number,
)
from indicators.sessions.slide_charts import slide_titles
from indicators.store.dataset import Dataset
from indicators.web.app_state import public_address, redis_url

USUAL_ADDRESS = "http://localhost:8501"
"""Where `start.py` serves unless another address is given, for who has not set INDICATORS_ADDRESS."""


def add_parsers(parser: argparse.ArgumentParser, *shared: argparse.ArgumentParser) -> None:
    """Give `parser` the commands of sessions; each takes the options of the `shared` parsers."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    spoken = argparse.ArgumentParser(add_help=False)
    add_language(spoken, "titles and messages")
    parents = [*shared, spoken]
    listing = commands.add_parser("list", help="every session with its slides counted", parents=parents)
    listing.set_defaults(command=list_sessions)
    for name, command, help_text in (
        ("show", show_session, "the slides of one session"),
        ("check", check_session, "the room check: what of a session would fail in the hall"),
    ):
        added = commands.add_parser(name, help=help_text, parents=parents)
        if name == "check":
            added.add_argument("session", metavar="ID|FILE", nargs="?", help="every session where none is named")
        else:
            added.add_argument("session", metavar="ID")
        added.set_defaults(command=command)
    keys = commands.add_parser("keys", help="the keys that move the room: one a speaker and the chair", parents=parents)
    keys.add_argument("session", metavar="ID")
    keys.add_argument("--new", action="store_true", help="make fresh keys; the old ones are unknown from then on")
    keys.set_defaults(command=session_keys)
    add_session_export(commands, *shared)


def session_of(options: argparse.Namespace) -> tuple[Session, list[Finding]]:
    """Return the session that a call names and what is wrong with its file.

    Raises :class:`Unusable` where there is none or it cannot be read.
    """
    file, findings = find_session(folders_of(options), options.session)
    if file is None or file.session is None:
        raise Unusable("\n".join(in_words(finding, options.lang) for finding in findings))
    return file.session, findings


def list_sessions(options: argparse.Namespace) -> int:
    """List the sessions; what is wrong with their files goes to standard error."""
    read = read_sessions(folders_of(options))
    listed: list[Report] = [
        {"id": name, "title": session.title.get(options.lang), "slides": len(session.slides)}
        for name, session in read.sessions.items()
    ]
    lines = [f"{record['id']}\t{record['slides']}\t{record['title']}" for record in listed]
    return _shown(options, {"sessions": listed}, lines, read.findings)


def show_session(options: argparse.Namespace) -> int:
    """Print one session: its slides with their titles, what their speakers say, the seconds planned."""
    session, findings = session_of(options)
    titles = slide_titles(dataset_of(options), session, Look(options.lang))
    slides = [
        _slide(number, slide, title, options.lang)
        for number, (slide, title) in enumerate(zip(session.slides, titles, strict=True), 1)
    ]
    head: Report = {
        "id": session.id,
        "title": session.title.get(options.lang),
        "chair": session.chair,
        "speakers": list(session.speakers),
        "languages": list(session.languages),
        "seconds": session.seconds,
        "slides": slides,
    }
    lines = [f"{slide['number']}\t{slide['kind']}\t{slide['seconds']}\t{slide['title']}" for slide in slides]
    return _shown(options, {"session": head}, lines, findings)


def _slide(number: int, slide: Slide, title: str, language: str) -> Report:
    """Return one slide as JSON's types; texts in one language, None where there is none."""

    def in_language(words: Words | None) -> str | None:
        return words.get(language) if words else None

    return {
        "number": number,
        "kind": str(slide.kind),
        "chart": slide.chart,
        "title": title,
        "text": in_language(slide.text),
        "notes": in_language(slide.notes),
        "hard_question": in_language(slide.hard_question),
        "seconds": slide.seconds,
        "guess": str(slide.guess) if slide.guess else None,
    }


def check_session(options: argparse.Namespace) -> int:
    """Check a session for the hall, a file of one that is handed in, or all there are; print every finding in words."""
    if options.session is None:
        return check_sessions(options)
    t = Translator(options.lang)
    checked = _checked(options, dataset_of(options), options.session)
    lines = _lines(checked, t) or [t("The room check found nothing.")]
    status = show(options, _checked_report(options.session, checked, options.lang), lines)
    if checked.file is None or checked.file.session is None:
        return UNUSABLE
    return REFUSED if errors(checked.findings) else status


def check_sessions(options: argparse.Namespace) -> int:
    """Check every session there is; each line begins with the session's id."""
    t = Translator(options.lang)
    dataset = dataset_of(options)
    checked = {name: _checked(options, dataset, name) for name in names(folders_of(options))}
    lines = [f"{name}\t{line}" for name, session in checked.items() for line in _lines(session, t)]
    reports = [_checked_report(name, session, options.lang) for name, session in checked.items()]
    status = show(options, {"sessions": reports}, lines or [t("The room check found nothing.")])
    return REFUSED if any(errors(session.findings) for session in checked.values()) else status


class CheckedSession(NamedTuple):
    """What the room check found of a session; `file` is None where there is none that can be read."""

    file: SessionFile | None
    findings: list[Finding]


def _checked(options: argparse.Namespace, dataset: Dataset, name: str) -> CheckedSession:
    """Return what the room check finds of a session or of a file; raises :class:`Unusable` where there is none."""
    folders, path = folders_of(options), Path(name)
    if path.suffix == ".toml":
        return CheckedSession(*check_file(folders, dataset, path))
    file, findings = room_check(folders, dataset, name)
    if file is None and any(finding.rule is SESSION_UNKNOWN for finding in findings):
        raise Unusable("\n".join(in_words(finding, options.lang) for finding in findings))
    return CheckedSession(file, findings)


def _lines(checked: CheckedSession, t: Translator) -> list[str]:
    """Return each finding in words, how grave it is in front."""
    return [
        t("{place}: {words}", place=t(SEVERITIES[finding.severity]), words=in_words(finding, t.language))
        for finding in checked.findings
    ]


def _checked_report(name: str, checked: CheckedSession, language: str) -> Report:
    """Return what was found of a session as JSON's types."""
    grave = len(errors(checked.findings))
    return {
        "session": checked.file.id if checked.file else name,
        "errors": grave,
        "warnings": len(checked.findings) - grave,
        "findings": [_finding(finding, language) for finding in checked.findings],
    }


def session_keys(options: argparse.Namespace) -> int:
    """Print the key of each speaker and of the chair, with the address of the presenter's page that holds it."""
    session, findings = session_of(options)
    keys = room_keys(folders_of(options).store, redis_url()).of(session, fresh=options.new)
    address = public_address() or USUAL_ADDRESS
    listed: list[Report] = [
        {"speaker": key.speaker, "key": key.key, "url": key.address(address, session.id)} for key in keys
    ]
    lines = [f"{record['speaker']}\t{record['url']}" for record in listed]
    return _shown(options, {"session": session.id, "keys": listed}, lines, findings)


def _finding(finding: Finding, language: str) -> Report:
    """Return a finding as JSON's types; `slide` counts from 1 and is None where it is of the whole session."""
    message, fix = describe(finding, language)
    return {
        "slide": slide_number(finding),
        "rule": finding.rule.id,
        "severity": str(finding.severity),
        "column": finding.column,
        "value": finding.value,
        "message": message,
        "fix": fix,
    }


def _shown(options: argparse.Namespace, document: Report, lines: Sequence[str], findings: Iterable[Finding]) -> int:
    """Print a document, and the findings of files on standard error; return the status of both."""
    shown = list(findings)
    for finding in shown:
        say(in_words(finding, options.lang))
    status = show(options, document, lines)
    return REFUSED if status == WELL and errors(shown) else status
