"""What the operator sets: where the data is, who to write to, the public address.

All three come from the environment, so that the same clone serves a laptop and
a public site.
"""

import os
from functools import cache
from pathlib import Path

from indicators import claims, today
from indicators.store import DATA_FOLDER, Dataset, open_dataset


def data_folder() -> Path:
    """Return the data folder: INDICATORS_DATA, or the project's own."""
    return Path(os.environ.get("INDICATORS_DATA") or DATA_FOLDER)


def contact() -> str:
    """Return the address error reports go to: INDICATORS_CONTACT, or empty."""
    return os.environ.get("INDICATORS_CONTACT", "")


def public_address() -> str:
    """Return the address citations print: INDICATORS_ADDRESS, or this computer's."""
    return os.environ.get("INDICATORS_ADDRESS", "http://localhost:8501").rstrip("/")


@cache
def _opened(folder: Path) -> Dataset:
    return open_dataset(folder)


def dataset() -> Dataset:
    """Return the data set of this process, read once; raises DataProblem."""
    return _opened(data_folder())


@cache
def _newest(folder: Path) -> dict[str, float]:
    return claims.newest(_opened(folder))


def newest() -> dict[str, float]:
    """Return the newest figure of Casablanca (or Morocco) by indicator, found once."""
    return _newest(data_folder())


def this_year() -> int:
    """Return the year of the calendar, for the age of figures."""
    return today.this_year()
