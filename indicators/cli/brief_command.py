"""The command that writes the council brief of a theme."""

import argparse
from pathlib import Path

from indicators.cli.console import WELL, Unusable, say
from indicators.cli.file_commands import dataset_of
from indicators.handout.brief import brief_of, brief_pdf
from indicators.language.translator import LANGUAGES, N_, text
from indicators.model.vocabulary import Theme
from indicators.sessions.session_store import write_whole
from indicators.web import app_state


def add_options(added: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    added.add_argument("theme", metavar="THEME", choices=[str(theme) for theme in Theme], help=", ".join(Theme))
    added.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the brief")
    added.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF to write")


def brief(options: argparse.Namespace) -> int:
    """Write the brief of a theme; raises :class:`Unusable` for a target that cannot be written."""
    target: Path = options.out
    made = brief_pdf(brief_of(dataset_of(options), Theme(options.theme), options.lang, app_state.public_address()))
    try:
        write_whole(target, made)
    except OSError as error:
        message = N_("{path} cannot be written: {reason}.")
        reason = text(options.lang, error.strerror or str(error))
        raise Unusable(text(options.lang, message, path=str(target), reason=reason)) from None
    say(text(options.lang, N_("{path}: {size} bytes."), path=str(target), size=f"{len(made):,}"))
    return WELL
