"""What keeps accepted files from being read or written, as rules, and the problems made of them."""

import re

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_

STORE_UNUSABLE = Rule(
    "store_unusable", Severity.ERROR, N_("what was accepted cannot be read or written: {reason}."),
    N_("Check the disk and the rights of the folder; what was accepted before is still there."),
)  # fmt: skip

STORE_DAMAGED = Rule(
    "store_damaged", Severity.ERROR, N_("the list of accepted files is damaged: {reason}."),
    N_(
        "The project's own figures are not touched, and every accepted file lies in {folder} as it came. "
        "Put a backup back: python -m indicators restore BACKUP."
    ),
)  # fmt: skip

STORE_NEWER = Rule(
    "store_newer", Severity.ERROR, N_("the list of accepted files was written by a later version of this program."),
    N_("Update the program; nothing was changed."),
)  # fmt: skip

STORE_APART = Rule(
    "store_apart", Severity.ERROR,
    N_("the database lists accepted files, but {folder} is not the place where they were put."),
    N_(
        "Name the folder that every server shares (INDICATORS_DATA), or the place of the files (FILES_URL); "
        "where it is lost, put a backup back: python -m indicators restore BACKUP."
    ),
)  # fmt: skip

FOLDER_APART = Rule(
    "folder_apart", Severity.WARNING, N_("the folder {folder} is not the one that the other servers use."),
    N_(
        "Mount one folder on every machine (INDICATORS_DATA); until then sessions and mappings that are made on one "
        "are unknown on the others."
    ),
)  # fmt: skip

STORE_MIXED = Rule(
    "store_mixed", Severity.ERROR, N_("the accepted files in {folder} belong to another list than this one."),
    N_(
        "Name the database that their list is in (DATABASE_URL), the same for every server; where it is lost, put a "
        "backup back: python -m indicators restore BACKUP --discard-newer. Nothing was read or written."
    ),
)  # fmt: skip

DATABASE_EMPTY = Rule(
    "database_empty", Severity.ERROR,
    N_("the database holds no list of accepted files, but such files lie in {folder}."),
    N_(
        "Bring their list into the database, without DATABASE_URL: python -m indicators migrate --to URL; "
        "or put a backup back: python -m indicators restore BACKUP."
    ),
)  # fmt: skip

DATABASE_UNUSABLE = Rule(
    "database_unusable", Severity.ERROR, N_("the database of accepted files cannot be used: {reason}."),
    N_(
        "Pages show the figures that were read last, and read them again when the database answers. "
        "Look at the list of accepted files before you repeat a step: one that was cut off may be stored."
    ),
)  # fmt: skip

DATABASE_ADDRESS = Rule(
    "database_address", Severity.ERROR, N_("{value} is not the address of a database."),
    N_("Write postgresql://USER@HOST/NAME, or sqlite:///FOLDER."),
)  # fmt: skip

FILES_ADDRESS = Rule(
    "files_address", Severity.ERROR, N_("{value} is not the address of a place for files."),
    N_("Write s3://BUCKET/FOLDER?endpoint=https://HOST, or file:///FOLDER."),
)  # fmt: skip

TARGET_NOT_EMPTY = Rule(
    "target_not_empty", Severity.ERROR, N_("accepted files are there already ({count}); nothing was moved."),
    N_("Name an empty database and an empty place for files."),
)  # fmt: skip

VALUES_DAMAGED = Rule(
    "values_damaged", Severity.ERROR, N_("what was accepted of {value} is damaged: it is left out of what is shown."),
    N_("Put a backup back, or accept the file again: python -m indicators restore BACKUP, or add FILE."),
)  # fmt: skip

DAMAGES = (
    STORE_UNUSABLE, STORE_DAMAGED, STORE_NEWER, STORE_APART, STORE_MIXED,
    DATABASE_EMPTY, DATABASE_UNUSABLE, DATABASE_ADDRESS, FILES_ADDRESS, VALUES_DAMAGED,
)  # fmt: skip
"""What keeps accepted figures from being shown."""

REPORTED_WITH_THE_LIST = (*DAMAGES, FOLDER_APART)
"""What is said beside the list of accepted files."""


def unusable(place: str, reason: str) -> DataProblem:
    """Return the problem of a disk, a folder or its rights."""
    return DataProblem([Finding(STORE_UNUSABLE, place, params={"reason": one_line(reason)})])


def damaged(place: str, files: str, reason: str) -> DataProblem:
    """Return the problem of a list that is not as it was written; `files` is where the accepted files lie."""
    return DataProblem([Finding(STORE_DAMAGED, place, params={"reason": one_line(reason), "folder": files})])


def database_unusable(place: str, reason: str) -> DataProblem:
    """Return the problem of a database that does not answer, or does not let us."""
    return DataProblem([Finding(DATABASE_UNUSABLE, place, params={"reason": one_line(reason)})])


def one_line(reason: str) -> str:
    """Return what a system stated as one short line, without a full stop of its own."""
    return " ".join(reason.split())[:200].rstrip(".") or "-"


def without_password(address: str) -> str:
    """Return an address as a finding or a log may name it: without the password, or any other parameter, in it."""
    address = re.sub(r"(//[^/@:]*):[^/@]*@", r"\1@", address.partition("?")[0])
    # a password with a slash or an at sign in it that nobody encoded: all before the last at sign is left out
    return re.sub(r"//.*:.*@", "//", address)
