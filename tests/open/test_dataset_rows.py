"""The rows of a whole data set: made of what a question takes out of them, and the same as all at once."""

from pathlib import Path

import numpy as np
import pytest

from indicators.analysis.home_verdicts import home_verdicts, verdicts_with_homes
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison
from indicators.model.observations import sort
from indicators.open.dataset_rows import DatasetTable, all_rows_table, figures, rows_of_indicator, with_verdict
from indicators.open.observation_rows import COLUMNS
from indicators.store.dataset import open_dataset
from tests.helpers.published import dataset


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_together_are_all_rows(language: str) -> None:
    every, table = all_rows_table(dataset(), language), DatasetTable(dataset(), language)
    total = len(every)
    pages = [table.at(np.arange(begin, min(begin + 7_000, total))) for begin in range(0, total, 7_000)]
    for name in COLUMNS:
        together = [value for page in pages for value in page.columns[name].tolist()]
        assert together == every.columns[name].tolist(), name


@pytest.mark.slow
def test_the_positions_of_a_verdict_are_its_rows() -> None:
    every = all_rows_table(dataset(), "en").columns["verdict"]
    for verdict in ("comparable", "with care", "not comparable"):
        positions = with_verdict(dataset(), np.arange(len(every)), [verdict])
        assert positions.tolist() == [index for index, word in enumerate(every.tolist()) if word == verdict]


def test_what_may_not_be_handed_on_shifts_no_row(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    held = figures(data)
    table = DatasetTable(data, "en").at(np.arange(len(held.years)))
    assert dict(held.left_out) == {"closed_2021": 1}
    assert table.columns["source"].tolist() == all_rows_table(data, "en").columns["source"].tolist()
    assert len(rows_of_indicator(data, "network_losses", "en").rows) == len(table)


def test_no_rows_are_an_empty_table_with_every_column(toy_folder: Path) -> None:
    table = DatasetTable(open_dataset(toy_folder), "en").at(np.empty(0, dtype=np.intp))
    assert table.names == COLUMNS
    assert len(table) == 0


@pytest.mark.slow
def test_verdicts_of_all_indicators_at_once_are_those_of_each() -> None:
    data = dataset()
    ordered = sort(data.observations)
    homes = {name: home_of(data, data.catalogue[name]) for name in ordered["indicator"].unique()}
    together = verdicts_with_homes(ordered, homes, data.catalogue, data.places)
    for name in list(homes)[::7]:
        rows = ordered[ordered["indicator"] == name]
        alone = home_verdicts(rows, homes[name], data.catalogue[name], data.places)
        both = (together.loc[rows.index, "comparison"], alone["comparison"])
        judged = [[one if isinstance(one, Comparison) else None for one in column] for column in both]
        assert judged[0] == judged[1], name
        assert together.loc[rows.index, "compared_year"].equals(alone["compared_year"]), name
