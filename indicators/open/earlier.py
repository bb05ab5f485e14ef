"""The figures of an earlier data version, as far as they are still known."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.model.observations import KEY, typed
from indicators.open.problems import GONE, RequestProblem
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.store.release_states import values_at

VERSION_GONE = Rule(
    "open_version_gone",
    Severity.ERROR,
    N_("The figures of the data version {value} are no longer held here, or never were."),
    N_("Leave version out for today's figures; the versions that are held are listed at /api/v1/releases."),
)

Earlier = Callable[[str], tuple[Dataset, str] | None]
"""Returns what was published under a version since the first accepted file, and since when."""


@dataclass(frozen=True)
class FiguresOf:
    """The data set of a version, and what of it is not what it was: nothing for today's.

    `from_log` says that key and value are those of that release and the rest is today's; `unknown` counts figures whose
    indicator, place or source is no longer known, `limits` those whose bounds the log does not hold.
    """

    dataset: Dataset
    from_log: bool = False
    unknown: int = 0
    limits: int = 0

    def caution(self, language: str) -> str:
        """Return what a reader of an earlier release has to know; empty for figures as they were published."""
        if not self.from_log:
            return ""
        t = Translator(language)
        sentences = [
            t(
                N_(
                    "These are the values of an earlier release. The log of releases holds keys and values: ranges of "
                    "error are left blank; names, notes, units and the rules of the verdict are today's."
                )
            )
        ]
        if self.limits:
            sentences.append(
                t.plural(
                    "{n} limit is left out: its bound is not in the log.",
                    "{n} limits are left out: their bounds are not in the log.",
                    self.limits,
                )
            )
        if self.unknown:
            sentences.append(
                t.plural(
                    "{n} figure is left out: its indicator, place or source is no longer held here.",
                    "{n} figures are left out: their indicator, place or source is no longer held here.",
                    self.unknown,
                )
            )
        return " ".join(sentences)


def figures_of(dataset: Dataset, version: str, earlier: Earlier) -> FiguresOf:
    """Return the figures of a data version.

    Raises :class:`indicators.open.problems.RequestProblem` where they are gone. `dataset` is what is published now; an
    empty version means it.
    """
    if version in ("", dataset.version):
        return FiguresOf(dataset)
    published = earlier(version)
    if published is not None:
        return FiguresOf(published[0])
    found = _of_log(dataset)(version)
    if found is None:
        raise RequestProblem(GONE, [Finding(VERSION_GONE, column="version", value=version)])
    return found


@once_per_dataset
def _of_log(dataset: Dataset) -> Callable[[str], FiguresOf | None]:
    @lru_cache(maxsize=2)
    def made(version: str) -> FiguresOf | None:
        values = values_at(dataset.folder / "releases", version)
        return None if values is None else _with_todays_words(dataset, values, version)

    return made


def _with_todays_words(dataset: Dataset, values: pd.DataFrame, version: str) -> FiguresOf:
    """Return a data set whose figures are `values`; notes are those that the same key has today."""
    words: Mapping[str, Collection[str]] = {
        "indicator": dataset.catalogue,
        "place": dataset.places,
        "source": dataset.sources,
    }
    known = np.logical_and.reduce([values[name].isin(list(held)).to_numpy() for name, held in words.items()])
    stated = values["value"].notna().to_numpy()
    rows = values[known & stated]
    today = dataset.observations.astype(dict.fromkeys(("place", "indicator", "perimeter", "method", "source"), "str"))
    today = today.assign(year=today["year"].astype("str").replace("<NA>", ""))
    notes = today.drop_duplicates(list(KEY)).set_index(list(KEY))["note"]
    note = notes.reindex(pd.MultiIndex.from_frame(rows[list(KEY)])).fillna("").to_numpy()
    observations = typed(rows.assign(year=rows["year"].replace("", None), note=note).reset_index(drop=True))
    return FiguresOf(
        replace(dataset, observations=observations, version=version),
        from_log=True,
        unknown=int((~known).sum()),
        limits=int((known & ~stated).sum()),
    )
