"""The project's data as if they were of its last release: between two releases they are of none."""

from dataclasses import replace
from functools import cache

from indicators.store import releases
from indicators.store.dataset import Dataset, open_dataset


@cache
def released_dataset() -> Dataset:
    """Return the project's data under the version of the last release."""
    dataset = open_dataset()
    return replace(dataset, version=releases.last_version(dataset.folder / "releases"))
