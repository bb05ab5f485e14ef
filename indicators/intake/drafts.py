"""A draft: what the product would show if a checked file were accepted. Nothing is stored."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from indicators.intake.file_check import FileCheck
from indicators.intake.observation_keys import UNSTATED
from indicators.model.catalogue import Indicator
from indicators.model.observations import CATEGORIES, KEY, NUMBERS, to_csv
from indicators.model.places import Place
from indicators.model.sources import Source
from indicators.store.additions import named, observations_over, pledges_over
from indicators.store.dataset import Dataset

MARK = "draft-"
"""How the version of a draft begins."""


def draft(
    base: Dataset,
    intake: FileCheck,
    sources: tuple[Source, ...] = (),
    places: tuple[Place, ...] = (),
    entries: tuple[Indicator, ...] = (),
) -> Dataset:
    """Return `base` with the accepted values of `intake` over it, and what came with them.

    Values that name no source are left out: a figure without one is not shown. The version is of everything in it, so
    that no two drafts share one; it begins with :data:`MARK`, so that nothing takes it for published.
    """
    known = named(base, sources, (*places, *intake.places), entries)
    values = intake.observations[intake.observations["source"].astype("str") != ""]
    frame, warnings = observations_over(known, [values])
    pledges, left_out = pledges_over(known, [[pledge for pledge in intake.pledges if pledge.source != UNSTATED]])
    content = (base.version, to_csv(values), sources, places, entries, intake.places, intake.outlines, intake.pledges)
    version = MARK + hashlib.sha256(repr(content).encode()).hexdigest()[:12]
    outlines = (*base.outlines, intake.outlines) if intake.outlines else base.outlines
    return replace(
        known,
        observations=frame,
        pledges=pledges,
        version=version,
        warnings=[*known.warnings, *warnings, *left_out],
        outlines=outlines,
    )


def is_draft(dataset: Dataset) -> bool:
    """Return whether a data set is a draft."""
    return dataset.version.startswith(MARK)


@dataclass(frozen=True)
class Alteration:
    """One figure that the file changes: its key as text, and the figure as it is and as it would be.

    `old` and `new` have the numbers and the note of an observation.
    """

    place: str
    indicator: str
    year: int | None
    perimeter: str
    method: str
    source: str
    old: Mapping[str, object]
    new: Mapping[str, object]


_FIGURE = [*NUMBERS, "note"]


def alterations(intake: FileCheck, base: Dataset) -> list[Alteration]:
    """Return the figures of `base` that the file changes, old and new side by side, in the file's order."""
    if intake.changes is None:
        return []
    rows = intake.observations[(intake.changes.kind == "changed").to_numpy()]
    words = dict.fromkeys(CATEGORIES, "str")
    stored = base.observations[base.observations["indicator"].isin(rows["indicator"].unique())]
    old = rows[list(KEY)].astype(words).merge(stored.astype(words), on=list(KEY), how="left")
    return [
        Alteration(
            place=str(row.place),
            indicator=str(row.indicator),
            year=None if pd.isna(row.year) else int(row.year),
            perimeter=str(row.perimeter),
            method=str(row.method),
            source=str(row.source),
            old=before,
            new=after,
        )
        for row, before, after in zip(
            rows.itertuples(), old[_FIGURE].to_dict("records"), rows[_FIGURE].to_dict("records"), strict=True
        )
    ]


def moved(intake: FileCheck) -> pd.DataFrame:
    """Return the observations that the file adds or changes."""
    if intake.changes is None:
        return intake.observations.iloc[:0]
    return intake.observations[(intake.changes.kind != "unchanged").to_numpy()]


def touched(intake: FileCheck) -> list[str]:
    """Return the indicators of which the file adds or changes a value, by id."""
    return sorted(str(name) for name in moved(intake)["indicator"].unique())
