"""An observation as a row for other programs: what it is, whether it compares with home's, where it comes from.

Pure functions on frames. The rows of a chart are made of its own observations, so that their verdicts are the chart's;
those of a whole data set are of :mod:`indicators.open.dataset_rows`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.home_verdicts import verdicts_with_homes
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison, reasons_text, rule_codes
from indicators.charts.table import note_texts
from indicators.language.translator import N_, Translator
from indicators.model.observations import CATEGORIES, Bools, is_one_of, sort, texts
from indicators.model.sources import Source
from indicators.model.vocabulary import Level
from indicators.open.fields import OBSERVATION_FIELDS, names
from indicators.open.row_table import RowTable
from indicators.store.dataset import Dataset, once_per_dataset

COLUMNS = names(OBSERVATION_FIELDS)

HOME_FIGURE = N_("the figure of {place}, which the others are compared with")
NO_HOME_FIGURE = N_("no figure of {place} to compare with")
"""Why a row has no verdict."""


@dataclass(frozen=True)
class ObservationRows:
    """Rows that may be given away, in the order of their key, and how many of each source may not.

    `rows` has the columns of :data:`indicators.open.fields.OBSERVATION_FIELDS`; `left_out` counts by source what its
    licence forbids to hand on.
    """

    rows: pd.DataFrame
    left_out: Mapping[str, int]

    def table(self) -> RowTable:
        """Return the rows ready to be written."""
        return RowTable.of(self.rows, COLUMNS)


def split_by_licence(dataset: Dataset, observations: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the observations whose licence allows to hand them on, and by source how many are left out."""
    allowed = is_one_of(
        observations["source"], [key for key, source in dataset.sources.items() if source.redistributable]
    )
    closed = pd.Series(texts(observations["source"])[~allowed], dtype="str")
    counts = {str(key): int(count) for key, count in closed.value_counts().sort_index().items()}
    return observations[allowed], counts


def observation_rows(dataset: Dataset, observations: pd.DataFrame, language: str) -> ObservationRows:
    """Return observations as rows, sorted by indicator, place, year, perimeter, method and source.

    The verdict of each is that with the home city's figure (its country's, for national indicators) nearest in year
    among the observations given. A figure that may not be handed on is left out, but others may be compared with it.
    """
    return rows_of_judged(dataset, with_verdicts(dataset, sort(observations)), language)


def rows_of_judged(dataset: Dataset, judged: pd.DataFrame, language: str) -> ObservationRows:
    """Return judged observations (:func:`with_verdicts`) as rows, in their order."""
    allowed, left_out = split_by_licence(dataset, judged)
    return ObservationRows(_in_words(dataset, allowed.reset_index(drop=True), language), left_out)


def with_verdicts(dataset: Dataset, ordered: pd.DataFrame) -> pd.DataFrame:
    """Return observations, in the order of their key, with what each is compared with.

    Columns besides: `comparison`, `compared_year`, and `home`, whose figure that is; blank where that place has no
    figure among them.
    """
    homes = {name: home_of(dataset, dataset.catalogue[name]) for name in ordered["indicator"].unique()}
    return ordered.join(verdicts_with_homes(ordered, homes, dataset.catalogue, dataset.places))


def _in_words(dataset: Dataset, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return judged observations with every column of a row, in a language."""
    t = Translator(language)
    compared = rows["comparison"].notna().to_numpy()
    out = pd.DataFrame(
        {
            "year": rows["year"].astype("Int64"),
            **{name: rows[name].astype("float64") for name in ("value", "lower", "upper")},
            **{name: rows[name] for name in CATEGORIES},
            "compared_year": rows["compared_year"].astype("Int64"),
            "compared_with": rows["home"].where(compared, "").astype("str"),
            "observed": derive.is_observed(rows),
            "limit": derive.is_bound(rows),
            "stand_in": _stand_ins(dataset, rows),
            "data_version": dataset.version,
        },
        index=rows.index,
    )
    texts_of = _texts(dataset)(language)
    for key, by_column in zip(("place", "indicator", "source"), texts_of, strict=True):
        for name, words in by_column.items():
            out[name] = _worded(rows[key], words)
    comparisons = rows["comparison"].tolist()
    # The same few comparisons stand in thousands of rows, each one object.
    verdicts = {id(comparison): verdict_word(comparison) for comparison in comparisons}
    rules = {
        id(comparison): rule_codes(comparison)
        for comparison in {id(comparison): comparison for comparison in comparisons}.values()
        if comparison is not None
    }
    out["verdict"] = [verdicts[id(comparison)] for comparison in comparisons]
    out["rules"] = [rules.get(id(comparison), "") for comparison in comparisons]
    out["reason"] = _reasons(dataset, rows, t)
    out["note"] = note_texts(dataset, rows, t)
    return out.loc[:, list(COLUMNS)]


def _worded(column: pd.Series, words: Mapping[str, str]) -> pd.Categorical:
    """Return the text of each id of a column, as a category: the same few texts stand in thousands of rows."""
    ids = column.astype("category").array
    codes, texts_of = pd.factorize(np.array([words.get(str(category)) for category in ids.categories], dtype="object"))
    return pd.Categorical.from_codes(np.append(codes, -1)[ids.codes], texts_of)


def verdict_word(comparison: object) -> str:
    """Return the verdict of a comparison, blank where there is none."""
    return str(comparison.verdict) if isinstance(comparison, Comparison) else ""


def _stand_ins(dataset: Dataset, rows: pd.DataFrame) -> Bools:
    national = {entry.stand_in for entry in dataset.catalogue.values() if entry.stand_in}
    countries = [place.id for place in dataset.places.of_level(Level.COUNTRY)]
    return is_one_of(rows["indicator"], national) & is_one_of(rows["place"], countries)


def _reasons(dataset: Dataset, rows: pd.DataFrame, t: Translator) -> list[str]:
    """Return why each row has its verdict, or why it has none."""

    @lru_cache(maxsize=64)
    def without(home: str, missing: str) -> str:
        named = dataset.places[home or missing].names.get(t.language)
        if home:
            return t(HOME_FIGURE, place=named)
        return t(NO_HOME_FIGURE, place=named)

    comparisons = rows["comparison"].tolist()
    texts_of_comparison = {
        key: reasons_text(comparison.reasons, t.language)
        for key, comparison in {id(comparison): comparison for comparison in comparisons}.items()
        if isinstance(comparison, Comparison)
    }
    return [
        texts_of_comparison[id(comparison)] if isinstance(comparison, Comparison) else without(home, missing)
        for comparison, home, missing in zip(comparisons, rows["home"], rows["missing_home"], strict=True)
    ]


ById = dict[str, dict[str, str]]
"""For each column, its text by an id."""


@once_per_dataset
def _texts(dataset: Dataset) -> Callable[[str], tuple[ById, ById, ById]]:
    """Return what gives the texts of places, indicators and sources in a language, made once for each."""

    @lru_cache(maxsize=4)
    def made(language: str) -> tuple[ById, ById, ById]:
        of_sources = source_texts(dataset.sources, language)
        return _of_places(dataset, language), _of_indicators(dataset, language), of_sources

    return made


def _of_places(dataset: Dataset, language: str) -> ById:
    places = dataset.places.values()
    return {
        "place_name": {place.id: place.names.get(language) for place in places},
        "level": {place.id: str(place.level) for place in places},
        "country": {place.id: place.country for place in places},
    }


def _of_indicators(dataset: Dataset, language: str) -> ById:
    entries = dataset.catalogue.values()
    return {
        "indicator_name": {entry.id: entry.names.get(language) for entry in entries},
        "unit": {entry.id: entry.unit for entry in entries},
        "unit_name": {entry.id: entry.unit_names.get(language) for entry in entries},
    }


def source_texts(sources: Mapping[str, Source], language: str) -> ById:
    """Return what a row says of its source: for each column, its text by the id of the source."""
    t = Translator(language)
    newer = {source.supersedes: source.id for source in sources.values() if source.supersedes}
    every = sources.values()
    return {
        "source_title": {source.id: t(source.citation) for source in every},
        "source_link": {source.id: source.link for source in every},
        "licence": {source.id: t(source.licence) for source in every},
        "attribution": {source.id: t(source.attribution) for source in every},
        "vintage": {source.id: source.published for source in every},
        "accessed": {source.id: source.accessed for source in every},
        "superseded_by": {source.id: newer.get(source.id, "") for source in every},
    }
