"""Observations by filters, page by page: an index into rows that are made once for each data version and language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.language.translator import N_, Translator
from indicators.model.columns import floats
from indicators.open.chart_files import left_out_records
from indicators.open.fields import OBSERVATION_FIELDS
from indicators.open.listings import Listing
from indicators.open.observation_rows import all_rows, all_rows_table, split_by_licence
from indicators.open.parameters import SPAN_OF_ROWS, Parameter, Query
from indicators.open.reference_lists import OF_INDICATORS, OF_PLACES, SOURCE, chosen_indicators, chosen_places
from indicators.store.dataset import Dataset, once_per_dataset

Bools = npt.NDArray[np.bool_]

PERIMETER = Parameter("perimeter", "perimeter", "Outlines that figures were counted in.", many=True)
METHOD = Parameter("method", "method", "How figures were obtained.", many=True)
VERDICT = Parameter("verdict", "verdict", "Verdicts against the figure of the home city.", many=True)

PARAMETERS = (*OF_INDICATORS, *OF_PLACES, SPAN_OF_ROWS, PERIMETER, METHOD, SOURCE, VERDICT)

NOTHING = N_("No published figure held here answers this; nothing stands in its place.")


@dataclass(frozen=True)
class _Words:
    """A column of words as numbers, and the number of each word."""

    codes: npt.NDArray[np.intp]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, column: pd.Series) -> "_Words":
        codes, words = pd.factorize(column.astype("str"))
        return cls(np.asarray(codes, dtype=np.intp), {str(word): number for number, word in enumerate(words)})

    def among(self, words: Collection[str]) -> Bools:
        """Return where the column holds one of some words."""
        wanted = np.zeros(len(self.numbers) + 1, dtype=np.bool_)
        wanted[[self.numbers[word] for word in words if word in self.numbers]] = True
        chosen: Bools = wanted[self.codes]
        return chosen


@once_per_dataset
def _columns(dataset: Dataset) -> tuple[dict[str, _Words], npt.NDArray[np.float64]]:
    rows = all_rows(dataset, "en").rows
    named = ("indicator", "place", "perimeter", "method", "source", "verdict")
    return {name: _Words.of(rows[name]) for name in named}, floats(rows["year"])


def observations(dataset: Dataset, query: Query) -> Listing:
    """Return the observations that fit every filter, in the order of their key."""
    words, years = _columns(dataset)
    chosen = np.ones(len(years), dtype=np.bool_)
    if any(parameter.name in query.values for parameter in OF_INDICATORS):
        chosen &= words["indicator"].among([entry.id for entry in chosen_indicators(dataset, query)])
    if any(parameter.name in query.values for parameter in OF_PLACES):
        chosen &= words["place"].among([place.id for place in chosen_places(dataset, query)])
    for name in ("perimeter", "method", "source", "verdict"):
        if name in query.values:
            chosen &= words[name].among(query.words(name))
    first, last = query.years()
    if first is not None:
        chosen &= years >= first
    if last is not None:
        chosen &= years <= last
    positions = np.flatnonzero(chosen)
    table = all_rows_table(dataset, query.language)
    meta: dict[str, object] = {"left_out": _left_out(dataset, query)}
    if not len(positions):
        meta["note"] = Translator(query.language)(NOTHING)
    return Listing(OBSERVATION_FIELDS, table, positions, dataset.version, meta)


def _left_out(dataset: Dataset, query: Query) -> list[dict[str, object]]:
    """Return, of the observations that fit, how many of each source may not be handed on."""
    if all(source.redistributable for source in dataset.sources.values()):
        return []
    rows = dataset.observations
    closed = [key for key, source in dataset.sources.items() if not source.redistributable]
    rows = rows[rows["source"].isin(closed)]
    if any(parameter.name in query.values for parameter in OF_INDICATORS):
        rows = rows[rows["indicator"].isin([entry.id for entry in chosen_indicators(dataset, query)])]
    if any(parameter.name in query.values for parameter in OF_PLACES):
        rows = rows[rows["place"].isin([place.id for place in chosen_places(dataset, query)])]
    for name in ("perimeter", "method", "source"):
        if name in query.values:
            rows = rows[rows[name].isin(query.words(name))]
    first, last = query.years()
    years = floats(rows["year"])
    within = (
        (years >= (first or -np.inf)) & (years <= (last or np.inf)) if first or last else np.ones(len(rows), "bool")
    )
    return left_out_records(dataset, split_by_licence(dataset, rows[within])[1], query.language)
