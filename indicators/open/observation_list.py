"""Observations by filters, page by page: positions among the rows of a data set, of which only a page is made."""

import numpy as np

from indicators.language.translator import N_, Translator
from indicators.model.observations import floats
from indicators.open.chart_files import left_out_records
from indicators.open.dataset_rows import DatasetTable, figures, with_verdict
from indicators.open.fields import OBSERVATION_FIELDS
from indicators.open.listings import Listing
from indicators.open.observation_rows import split_by_licence
from indicators.open.parameters import SPAN_OF_ROWS, Parameter, Query
from indicators.open.reference_lists import OF_INDICATORS, OF_PLACES, SOURCE, chosen_indicators, chosen_places
from indicators.store.dataset import Dataset

PERIMETER = Parameter("perimeter", "perimeter", "Outlines that figures were counted in.", many=True)
METHOD = Parameter("method", "method", "How figures were obtained.", many=True)
VERDICT = Parameter("verdict", "verdict", "Verdicts against the figure of the home city.", many=True)

PARAMETERS = (*OF_INDICATORS, *OF_PLACES, SPAN_OF_ROWS, PERIMETER, METHOD, SOURCE, VERDICT)

NOTHING = N_("No published figure held here answers this; nothing stands in its place.")


def observations(dataset: Dataset, query: Query) -> Listing:
    """Return the observations that fit every filter, in the order of their key."""
    held = figures(dataset)
    words, years = held.words, held.years
    chosen = np.ones(len(years), dtype=np.bool_)
    if any(parameter.name in query.values for parameter in OF_INDICATORS):
        chosen &= words["indicator"].among([entry.id for entry in chosen_indicators(dataset, query)])
    if any(parameter.name in query.values for parameter in OF_PLACES):
        chosen &= words["place"].among([place.id for place in chosen_places(dataset, query)])
    for name in ("perimeter", "method", "source"):
        if name in query.values:
            chosen &= words[name].among(query.words(name))
    first, last = query.years()
    if first is not None:
        chosen &= years >= first
    if last is not None:
        chosen &= years <= last
    positions = np.flatnonzero(chosen)
    if "verdict" in query.values:
        positions = with_verdict(dataset, positions, query.words("verdict"))
    meta: dict[str, object] = {"left_out": _left_out(dataset, query)}
    if not len(positions):
        meta["note"] = Translator(query.language)(NOTHING)
    return Listing(OBSERVATION_FIELDS, DatasetTable(dataset, query.language), positions, dataset.version, meta)


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
