"""The figures of an earlier data version, as far as they are still known."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.model.observations import typed
from indicators.open.problems import GONE, RequestProblem
from indicators.store.dataset import Dataset
from indicators.web.earlier_data import EarlierData, Journal, data_at

VERSION_GONE = Rule(
    "open_version_gone",
    Severity.ERROR,
    N_("The figures of the data version {value} are no longer held here, or never were."),
    N_("Leave version out for today's figures; the versions that are held are listed at /api/v1/releases."),
)


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


def figures_of(dataset: Dataset, version: str, earlier: Journal) -> FiguresOf:
    """Return the figures of a data version.

    Raises :class:`indicators.open.problems.RequestProblem` where they are gone. `dataset` is what is published now; an
    empty version means it.
    """
    if version in ("", dataset.version):
        return FiguresOf(dataset)
    data = data_at(dataset, version, earlier)
    if data is None:
        raise RequestProblem(GONE, [Finding(VERSION_GONE, column="version", value=version)])
    return _handed_on(data)


@lru_cache(maxsize=4)
def _handed_on(earlier: EarlierData) -> FiguresOf:
    """Return what of an earlier state may be handed on as that of then: of a release, keys and values."""
    state = earlier.of_log
    if state is None:
        return FiguresOf(earlier.dataset)
    stated = state.observations["value"].notna()
    values = state.observations[stated].assign(lower=np.nan, upper=np.nan).reset_index(drop=True)
    return FiguresOf(
        replace(earlier.dataset, observations=typed(values)),
        from_log=True,
        unknown=len(state.unknown),
        limits=len(state.limits) + int((~stated).sum()),
    )
