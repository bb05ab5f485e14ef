"""The published data set: the project's own figures, with every accepted file over them.

Later files stand over earlier ones, and all of them over the project's own, value by value: what an accepted file says
of a place, indicator, year, perimeter, method and source replaces the earlier value; its pledges of a place, as a
source gives them, replace the earlier ones of that place and source. A file that is withdrawn leaves no trace.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from indicators.findings.finding import DataProblem, Finding
from indicators.model.catalogue import Catalogue, Indicator
from indicators.model.observations import CATEGORIES, KEY, sort, typed
from indicators.model.places import Gazetteer, Place
from indicators.model.pledges import Pledge
from indicators.model.sources import Source
from indicators.store.checks import UNKNOWN_INDICATOR, UNKNOWN_PLACE, UNKNOWN_SOURCE
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import Acceptance


def published(
    base: Dataset,
    accepted: Sequence[Acceptance],
    values: Callable[[Acceptance], pd.DataFrame],
    outlines: Callable[[Acceptance], str] | None = None,
) -> Dataset:
    """Return `base` with the files `accepted` over it, in their order.

    `values` gives the accepted values of a file, `outlines` what came with it of those; a file that raises
    :class:`DataProblem` there is left out, as if it were withdrawn, and named among the warnings. The data version
    depends on what is in force and nothing else: once every file is withdrawn it is that of `base`.
    """
    tables, shapes, damages = {}, {}, []
    for number, acceptance in enumerate(accepted):
        try:
            tables[number] = values(acceptance)
            shapes[number] = outlines(acceptance) if outlines and acceptance.outlines else ""
        except DataProblem as problem:
            tables.pop(number, None)
            damages += problem.findings
    accepted = [acceptance for number, acceptance in enumerate(accepted) if number in tables]
    if not accepted:
        return replace(base, warnings=[*base.warnings, *damages]) if damages else base
    known = named(
        base,
        sources=[source for acceptance in accepted for source in acceptance.sources],
        places=[place for acceptance in accepted for place in acceptance.places],
        entries=[entry for acceptance in accepted for entry in acceptance.entries],
    )
    frame, warnings = observations_over(known, list(tables.values()))
    pledges, left_out = pledges_over(known, [acceptance.pledges for acceptance in accepted])
    return replace(
        known,
        observations=frame,
        pledges=pledges,
        version=version(base, accepted),
        warnings=[*known.warnings, *damages, *warnings, *left_out],
        outlines=(*base.outlines, *(text for text in shapes.values() if text)),
    )


def named(
    base: Dataset,
    sources: Sequence[Source] = (),
    places: Sequence[Place] = (),
    entries: Sequence[Indicator] = (),
) -> Dataset:
    """Return `base` with further sources, places and catalogue entries; what it has of these already stands.

    Its version is a mark of its own, for it is neither published nor a draft.
    """
    if not (sources or places or entries):
        return base
    further = hashlib.sha256(repr((tuple(sources), tuple(places), tuple(entries))).encode()).hexdigest()[:12]
    return replace(
        base,
        version=f"{base.version}+{further}",
        sources={**{source.id: source for source in sources}, **base.sources},
        places=Gazetteer({**{place.id: place for place in places}, **base.places}.values()) if places else base.places,
        catalogue=Catalogue(list({**{entry.id: entry for entry in entries}, **base.catalogue}.values()))
        if entries
        else base.catalogue,
    )


def observations_over(base: Dataset, tables: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the observations of `base` with those of `tables` over them, and what was left out.

    Values of a place, indicator or source that is no longer known are left out
    and named: another version of the project may have dropped it.
    """
    findings: list[Finding] = []
    fitting = []
    for table in tables:
        fits = pd.Series(True, index=table.index)
        for column, known, rule in (
            ("place", base.places, UNKNOWN_PLACE),
            ("indicator", base.catalogue, UNKNOWN_INDICATOR),
            ("source", base.sources, UNKNOWN_SOURCE),
        ):
            missing = ~table[column].isin(list(known))
            findings += [Finding(rule, column=column, value=str(name)) for name in table.loc[missing, column].unique()]
            fits &= ~missing
        fitting.append(table[fits])
    everything = pd.concat([base.observations, *fitting], ignore_index=True)
    keys = everything[list(KEY)].astype(dict.fromkeys(CATEGORIES, "str"))
    return sort(typed(everything[~keys.duplicated(keep="last")])), findings


def pledges_over(base: Dataset, brought: Sequence[Sequence[Pledge]]) -> tuple[tuple[Pledge, ...], list[Finding]]:
    """Return the pledges of `base` with those of each file over them, and what was left out.

    What a file has of a place and source stands in the place of all that was known of both: a source that no longer
    lists a pledge has dropped it. Pledges of a place or source that is no longer known are left out and named.
    """
    pledges, findings = list(base.pledges), []
    for file in brought:
        for column, known, rule in (
            ("place", base.places, UNKNOWN_PLACE),
            ("source", base.sources, UNKNOWN_SOURCE),
        ):
            missing = dict.fromkeys(getattr(pledge, column) for pledge in file if getattr(pledge, column) not in known)
            findings += [Finding(rule, column=column, value=name) for name in missing]
        fitting = [pledge for pledge in file if pledge.place in base.places and pledge.source in base.sources]
        replaced = {(pledge.place, pledge.source) for pledge in fitting}
        pledges = [pledge for pledge in pledges if (pledge.place, pledge.source) not in replaced] + fitting
    return tuple(pledges), findings


SHOWN = {"sources", "places", "entries", "outlines", "observations"}
"""What of an acceptance a reader sees."""


def version(base: Dataset, accepted: Sequence[Acceptance]) -> str:
    """Return the data version of `base` with the files `accepted` over it: twelve hexadecimal digits."""
    if not accepted:
        return base.version
    total = hashlib.sha256(base.version.encode())
    for acceptance in accepted:
        total.update(b"\0" + acceptance.model_dump_json(include=SHOWN).encode())
        if acceptance.pledges:
            total.update(b"\0" + acceptance.model_dump_json(include={"pledges"}).encode())
    return total.hexdigest()[:12]
