"""The command that writes a session as a file to take away."""

import argparse
from pathlib import Path

from indicators.cli.console import REFUSED, WELL, Unusable, say
from indicators.cli.file_commands import dataset_of, folders_of
from indicators.findings.finding import errors
from indicators.handout.export import FORMS, HandoutRefused, Material, handout, pictures_of
from indicators.language.translator import LANGUAGES, N_, text
from indicators.sessions.session_files import find_session
from indicators.sessions.session_store import write_whole
from indicators.sessions.slide_findings import in_words
from indicators.web import app_state


def add_export(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", *shared: argparse.ArgumentParser
) -> None:
    """Give the commands of sessions the one that exports; it takes the options of the `shared` parsers."""
    added = commands.add_parser(
        "export", help="write a session as PowerPoint, PDF, offline page or zip", parents=shared
    )
    added.add_argument("session", metavar="ID")
    added.add_argument("--to", required=True, type=Path, metavar="FILE", help=f"ends in .{', .'.join(FORMS)}")
    added.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the handout")
    added.set_defaults(command=export)


def export(options: argparse.Namespace) -> int:
    """Write a session to a file; what it could not show is printed, and the status then is that of findings.

    Raises :class:`Unusable` for an unknown session, an unknown ending, a language that the form does not speak, and a
    target that cannot be written.
    """
    target: Path = options.to
    folders = folders_of(options)
    file, found = find_session(folders, options.session)
    if file is None or file.session is None:
        raise Unusable("\n".join(in_words(finding, options.lang) for finding in found))
    form = target.suffix.lower().removeprefix(".")
    material = Material(
        dataset_of(options), file.session, pictures_of(folders, file.session), app_state.public_address()
    )
    try:
        made = handout(material, form, options.lang)
    except HandoutRefused as refused:
        raise Unusable(in_words(refused.finding, options.lang)) from None
    try:
        write_whole(target, made.body)
    except OSError as error:
        message = N_("{path} cannot be written: {reason}.")
        reason = text(options.lang, error.strerror or str(error))
        raise Unusable(text(options.lang, message, path=str(target), reason=reason)) from None
    findings = [*found, *made.findings]
    for finding in findings:
        say(in_words(finding, options.lang))
    say(text(options.lang, N_("{path}: {size} bytes."), path=str(target), size=f"{len(made.body):,}"))
    return REFUSED if errors(findings) else WELL
