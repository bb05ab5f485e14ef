"""The commands that write files to take away: a brief, a session, the whole data set, the deposit of a release."""

import argparse
from pathlib import Path

from indicators.cli.console import REFUSED, WELL, Unusable, add_language, dataset_of, folders_of, say
from indicators.findings.finding import errors
from indicators.handout.brief import brief_of, brief_pdf
from indicators.handout.export import FORMS, HandoutRefused, Material, handout, pictures_of
from indicators.language.translator import N_, text
from indicators.model.vocabulary import Theme
from indicators.packages.data_package import deposit, package_files, released, write_files
from indicators.sessions.session_files import find_session, in_words
from indicators.sessions.session_store import write_whole
from indicators.web import app_state


def add_brief_options(added: argparse.ArgumentParser) -> None:
    """Give the command of briefs its options."""
    added.add_argument("theme", metavar="THEME", choices=[str(theme) for theme in Theme], help=", ".join(Theme))
    add_language(added, "the brief")
    added.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF to write")


def brief(options: argparse.Namespace) -> int:
    """Write the brief of a theme; raises :class:`Unusable` for a target that cannot be written."""
    made = brief_pdf(brief_of(dataset_of(options), Theme(options.theme), options.lang, app_state.public_address()))
    _write(options.out, made, options.lang)
    _say_size(options.out, len(made), options.lang)
    return WELL


def add_session_export(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", *shared: argparse.ArgumentParser
) -> None:
    """Give the commands of sessions the one that exports; it takes the options of the `shared` parsers."""
    added = commands.add_parser(
        "export", help="write a session as PowerPoint, PDF, offline page or zip", parents=shared
    )
    added.add_argument("session", metavar="ID")
    added.add_argument("--to", required=True, type=Path, metavar="FILE", help=f"ends in .{', .'.join(FORMS)}")
    add_language(added, "the handout")
    added.set_defaults(command=export_session)


def export_session(options: argparse.Namespace) -> int:
    """Write a session to a file; what it could not show is printed, and the status then is that of findings.

    Raises :class:`Unusable` for an unknown session, an unknown ending, a language that the form does not speak, and a
    target that cannot be written.
    """
    target: Path = options.to
    folders = folders_of(options)
    file, file_findings = find_session(folders, options.session)
    if file is None or file.session is None:
        raise Unusable("\n".join(in_words(finding, options.lang) for finding in file_findings))
    form = target.suffix.lower().removeprefix(".")
    material = Material(
        dataset_of(options), file.session, pictures_of(folders, file.session), app_state.public_address()
    )
    try:
        made = handout(material, form, options.lang)
    except HandoutRefused as refused:
        raise Unusable(in_words(refused.finding, options.lang)) from None
    _write(target, made.body, options.lang)
    findings = [*file_findings, *made.findings]
    for finding in findings:
        say(in_words(finding, options.lang))
    _say_size(target, len(made.body), options.lang)
    return REFUSED if errors(findings) else WELL


def package(options: argparse.Namespace) -> int:
    """Write the data package into a folder."""
    folder: Path = options.out
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = N_("{path} is there already and not empty: name a folder that is new or empty.")
        raise Unusable(text("en", message, path=str(folder)))
    for path in write_files(package_files(dataset_of(options), app_state.public_address()), folder):
        _say_size(path, path.stat().st_size, "en")
    return WELL


def write_deposit(options: argparse.Namespace) -> int:
    """Write the deposit of the last release to a zip; nothing is sent anywhere."""
    dataset = dataset_of(options)
    if not released(dataset):
        message = N_("The data version {version} is of no release: log one first (release), then deposit it.")
        raise Unusable(text("en", message, version=dataset.version))
    target: Path = options.out
    write_whole(target, deposit(dataset, app_state.public_address()))
    _say_size(target, target.stat().st_size, "en")
    return WELL


def _write(target: Path, content: bytes, language: str) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        message = N_("{path} cannot be written: {reason}.")
        reason = text(language, error.strerror or str(error))
        raise Unusable(text(language, message, path=str(target), reason=reason)) from None


def _say_size(path: Path, size: int, language: str) -> None:
    say(text(language, N_("{path}: {size} bytes."), path=str(path), size=f"{size:,}"))
