"""The console: what a command prints, and how it ends."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

WELL, REFUSED, UNUSABLE = 0, 1, 2

Report = dict[str, Any]
"""A JSON document."""


class Unusable(Exception):
    """The call cannot be served; the text says what was expected and what was found."""


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
        sys.stdout.writelines(f"{one}\n" for one in lines)
    sys.stdout.flush()


def say(message: str) -> None:
    """Print a message on standard error."""
    sys.stderr.write(f"{message}\n")
