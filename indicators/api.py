"""What the package offers to programs: open the data, read, compare and rank figures, check a file."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from indicators.analysis import comparability, derive, ranking
from indicators.analysis.verdicts import Comparison
from indicators.intake.file_check import FileCheck, check_file
from indicators.model.calendar import this_year
from indicators.store import dataset as store
from indicators.store.dataset import Dataset


def open_dataset(folder: Path | str | None = None) -> Dataset:
    """Read and check a data folder.

    Parameters
    ----------
    folder
        A folder as `data/` of the project; that one where none is given.

    Returns
    -------
    Dataset
        Catalogue, places, sources, targets and observations, which never change.

    Raises
    ------
    DataProblem
        With every error found, each with its file and row.

    Examples
    --------
    >>> dataset = open_dataset()
    >>> dataset.places["casablanca"].country
    'MAR'
    """
    return store.open_dataset(store.DATA_FOLDER if folder is None else Path(folder))


def latest(dataset: Dataset, indicator: str, places: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the newest observed figure of each place.

    Parameters
    ----------
    dataset
        See :func:`open_dataset`.
    indicator
        An id of `dataset.catalogue`; its entry has the unit.
    places
        Ids of `dataset.places`; every place with a figure where none are given.

    Returns
    -------
    DataFrame
        One row a place with place, indicator, year, value, lower, upper, perimeter, method, source and note; further
        columns count what other sources say. See :func:`indicators.analysis.derive.latest`.

    Raises
    ------
    KeyError
        Where the catalogue has no such indicator.

    Examples
    --------
    >>> dataset = open_dataset()
    >>> row = latest(dataset, "population_agglomeration", ["rabat"]).iloc[0]
    >>> row["place"], row["perimeter"], bool(row["value"] > 1_000_000)
    ('rabat', 'agglomeration', True)
    """
    entry = dataset.catalogue[indicator]
    chosen = None if places is None else list(places)
    rows = derive.latest(dataset.of(entry.id), chosen)
    return rows if chosen is None else rows[rows["place"].isin(chosen)].reset_index(drop=True)


def compare(dataset: Dataset, indicator: str, places: Iterable[str]) -> Comparison:
    """Return whether the newest figures of some places may be compared, and why.

    Parameters
    ----------
    dataset, indicator, places
        See :func:`latest`.

    Returns
    -------
    Comparison
        `verdict` is comparable, with care or not comparable: the worst of all pairs; `reasons` says why. The rules are
        in `docs/comparability.md`.

    Examples
    --------
    >>> from indicators.analysis.verdicts import comparison_text
    >>> answer = compare(open_dataset(), "population_agglomeration", ["casablanca", "rabat"])
    >>> comparison_text(answer, "en")
    'Comparable with care: the outline of the agglomeration is drawn differently by country'
    """
    rows = latest(dataset, indicator, places)
    return comparability.chart(rows, dataset.catalogue[indicator], dataset.places)


def rank(
    dataset: Dataset, indicator: str, places: Iterable[str] | None = None, home: str | None = None
) -> pd.DataFrame:
    """Rank places by their newest figures.

    Parameters
    ----------
    dataset, indicator, places
        See :func:`latest`.
    home
        What is not comparable with the figure of this place gets no rank; the home city unless given.

    Returns
    -------
    DataFrame
        One row a place, the best first: place, year, value, rank, band_first, band_last, of, refused (why it has no
        rank, or blank) and reasons. See :func:`indicators.analysis.ranking.rank`.

    Examples
    --------
    >>> table = rank(open_dataset(), "population_agglomeration", ["casablanca", "rabat", "tokyo"])
    >>> table[["place", "rank"]].to_dict("list")
    {'place': ['tokyo', 'casablanca', 'rabat'], 'rank': [1, 2, 3]}
    """
    rows = latest(dataset, indicator, places)
    return ranking.rank(rows, dataset.catalogue[indicator], dataset.places, reference=home or dataset.home.city)


def check(path: Path | str, dataset: Dataset) -> FileCheck:
    """Check a file of figures against a data set; nothing is stored.

    Parameters
    ----------
    path
        A table (CSV, TSV, XLSX, XLS, ODS) in a publisher's format or the tidy one, or a layer.
    dataset
        See :func:`open_dataset`.

    Returns
    -------
    FileCheck
        Counts, observations and findings; :func:`indicators.describe` puts a finding into words.

    Examples
    --------
    >>> import tempfile
    >>> from indicators import describe
    >>> row = {"place": "Rabat", "indicator": "population_agglomeration", "year": 2018, "value": "many", "source": ""}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "figures.csv"
    ...     pd.DataFrame([row]).to_csv(path, index=False)
    ...     result = check(path, open_dataset())
    >>> result.accepted, result.refused
    (0, 1)
    >>> finding = next(finding for finding in result.findings if finding.rule.id == "not_a_number")
    >>> finding.row, describe(finding)[0]
    (2, 'many is not a number.')
    """
    return check_file(Path(path), dataset, this_year())
