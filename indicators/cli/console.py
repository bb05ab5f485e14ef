"""The console: which data a command is called for, what it prints, and how it ends."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from indicators.findings.finding import Finding, describe
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_, text
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders, find_folders
from indicators.web import app_state

WELL, REFUSED, UNUSABLE = 0, 1, 2

Report = dict[str, Any]
"""A JSON document."""


class Unusable(Exception):
    """The call cannot be served; the text says what was expected and what was found."""


def folders_of(options: argparse.Namespace) -> Folders:
    """Return the folders of a call: its option, else the environment's, else the project's own."""
    return find_folders(getattr(options, "data", None))


def dataset_of(options: argparse.Namespace) -> Dataset:
    """Return what is published in the folders of a call."""
    return app_state.read_published(folders_of(options)).dataset


def add_language(parser: argparse.ArgumentParser, of: str) -> None:
    """Give `parser` the option that chooses the language of what it prints or writes."""
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help=f"the language of {of}")


def show(options: argparse.Namespace, document: Report, lines: Sequence[str]) -> int:
    """Print the document where JSON was asked for, else the lines; return the status of a call that went well."""
    try:
        _write(options, document, lines)
    except BrokenPipeError:
        # the reader of a pipe has left, as `head` does; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WELL


def _write(options: argparse.Namespace, document: Report, lines: Sequence[str]) -> None:
    if getattr(options, "json", False):
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def finding_record(finding: Finding, language: str) -> Report:
    """Return a finding as JSON's types, its message and remedy in `language`."""
    message, fix = describe(finding, language)
    return {
        "row": finding.row,
        "sheet": finding.sheet,
        "column": finding.column,
        "value": finding.value,
        "rule": finding.rule.id,
        "severity": str(finding.severity),
        "message": message,
        "fix": fix,
    }


def say(message: str) -> None:
    """Print a message on standard error."""
    sys.stderr.write(f"{message}\n")


@contextmanager
def progress(language: str) -> Iterator[Callable[[float], None] | None]:
    """Give what shows on standard error how much of a file has been read, None where that is no screen."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def show_share(share: float) -> None:
        nonlocal shown
        if int(share * 100) != shown:
            shown = int(share * 100)
            message = text(language, N_("Checking: {share} % of the file read"), share=shown)
            sys.stderr.write(f"\r{message}\x1b[K")
            sys.stderr.flush()

    try:
        yield show_share
    finally:
        if shown >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
