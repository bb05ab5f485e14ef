"""Checked files for the tests of the ledger: a toy data set and files that say something about it."""

from dataclasses import replace
from pathlib import Path

from indicators.intake import acceptance
from indicators.intake.file_check import check_file
from indicators.model.observations import typed
from indicators.store.additions import published
from indicators.store.dataset import Dataset, open_dataset
from indicators.store.ledger import files
from indicators.store.ledger.journal import Journal

HEADER = "place,indicator,year,value,lower,upper,perimeter,method,source,note\n"
RABAT = "rabat,network_losses,2021,19,,,municipality,reported,open_2020,\n"
CASABLANCA = "casablanca,network_losses,2020,24.5,20,27,utility perimeter,metered,open_2020,\n"
YEAR = 2026


def shown(folder: Path, journal: Journal) -> Dataset:
    """Return what is published: the figures of `folder` with every file in force."""
    return published(open_dataset(folder, YEAR), [one for _, one in journal.read().in_force], journal.observations)


def offer(
    folder: Path, journal: Journal, rows: str, name: str = "new.csv", **options: object
) -> acceptance.CheckedSubmission:
    """Write a tidy file beside the data folder, check it, and return it, checked."""
    path = folder.parent / name
    path.write_text(HEADER + rows, encoding="utf-8")
    seen, dataset = journal.read().state, shown(folder, journal)
    intake = check_file(path, dataset, YEAR)
    return acceptance.CheckedSubmission(path, files.fingerprint(path), name, intake, seen, **options)


def of_another_year(first: acceptance.CheckedSubmission, year: int) -> acceptance.CheckedSubmission:
    """Return the offer of a file that says the same of another year: its check would find the same."""
    path = first.path.with_name(f"{year}.csv")
    path.write_text(first.path.read_text(encoding="utf-8").replace("2021", str(year)), encoding="utf-8")
    table = typed(first.intake.observations.assign(year=year))
    intake = replace(first.intake, observations=table)
    return replace(first, path=path, content=files.fingerprint(path), name=path.name, intake=intake)


def values(dataset: Dataset) -> dict[tuple[str, int], float]:
    """Return the values of the toy indicator by place and year."""
    rows = dataset.of("network_losses")
    return {(str(row.place), int(row.year)): float(row.value) for row in rows.itertuples()}
