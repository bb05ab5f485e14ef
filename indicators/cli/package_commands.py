"""The commands that write the whole data set: as a folder of files, and as the deposit of a release."""

import argparse
from pathlib import Path

from indicators.cli.console import WELL, Unusable, say
from indicators.cli.file_commands import dataset_of
from indicators.language.translator import N_, text
from indicators.packages.data_package import package_files, released, write_files
from indicators.packages.deposit import deposit
from indicators.sessions.session_store import write_whole
from indicators.web import app_state


def package(options: argparse.Namespace) -> int:
    """Write the data package into a folder."""
    folder: Path = options.out
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = N_("{path} is there already and not empty: name a folder that is new or empty.")
        raise Unusable(text("en", message, path=str(folder)))
    for path in write_files(package_files(dataset_of(options), app_state.public_address()), folder):
        say(text("en", N_("{path}: {size} bytes."), path=str(path), size=f"{path.stat().st_size:,}"))
    return WELL


def write_deposit(options: argparse.Namespace) -> int:
    """Write the deposit of the last release to a zip; nothing is sent anywhere."""
    dataset = dataset_of(options)
    if not released(dataset):
        message = N_("The data version {version} is of no release: log one first (release), then deposit it.")
        raise Unusable(text("en", message, version=dataset.version))
    target: Path = options.out
    write_whole(target, deposit(dataset, app_state.public_address()))
    say(text("en", N_("{path}: {size} bytes."), path=str(target), size=f"{target.stat().st_size:,}"))
    return WELL
