"""Sentences on editions: by how much a publisher changed a figure, from what to what, and why that is no trend."""

from collections.abc import Sequence

import pandas as pd

from indicators.analysis.editions import EditionChange, Row, of_figures
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison, comparison_text
from indicators.claims.disagreement_claims import source_label
from indicators.claims.sentences import Claim
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting

MOST_IN_FULL = 2
"""Changes of the home city that a chart says in full; of more their number."""

MOST_NAMED = 8
"""Other places that a note names."""


def by_how_much(change: EditionChange, language: str) -> str:
    """Return the change in per cent of the earlier figure, with its sign: `-29%`; a dash where that was nought."""
    digits = 0 if change.relative is None or abs(change.relative) >= 1 else 1
    return "–" if change.relative is None else formatting.signed_percent(change.relative, digits, language)


def changed(change: EditionChange, language: str) -> str:
    """Say that the publisher changed a figure: what stands wherever it is quoted."""
    return Translator(language)(
        N_("The publisher changed this figure by {change} between editions."), change=by_how_much(change, language)
    )


def from_what(dataset: Dataset, change: EditionChange, language: str) -> str:
    """Say by how much a figure was changed, and what either edition gives."""
    return Translator(language)(
        N_("The publisher changed this figure by {change} between editions: {before}, then {after}."),
        change=by_how_much(change, language),
        before=_figure(dataset, change.earlier, language),
        after=_figure(dataset, change.later, language),
    )


def of_place(dataset: Dataset, change: EditionChange, language: str, *, is_named: bool = False) -> str:
    """Say the change of one place in full, and that it is not the place that changed.

    Where it `is_named`, the indicator stands in front: among figures of several, "this figure" is none.
    """
    t = Translator(language)
    template = (
        N_("{name}, {place}: the publisher changed this figure by {change} between editions: {before}, then {after}.")
        if is_named
        else N_("{place}: the publisher changed this figure by {change} between editions: {before}, then {after}.")
    )
    sentence = t(
        template,
        name=dataset.catalogue[change.indicator].names.get(language),
        place=dataset.places[change.place].names.get(language),
        change=by_how_much(change, language),
        before=_figure(dataset, change.earlier, language),
        after=_figure(dataset, change.later, language),
    )
    return " ".join(filter(None, (sentence, no_trend(change, language))))


def no_trend(change: EditionChange, language: str) -> str:
    """Say what differs between the two figures besides the edition; empty where nothing does."""
    t = Translator(language)
    if change.differs("method"):
        year = change.differs("year")
        return (
            t(N_("Another year and another method: the place itself may not have changed."))
            if year
            else t(N_("Another method: the place itself may not have changed."))
        )
    return t(N_("Another year.")) if change.differs("year") else ""


def others(dataset: Dataset, changes: Sequence[EditionChange], language: str) -> str:
    """Say of which other places the publisher changed the figure, and by how much; empty where of none."""
    if not changes:
        return ""
    t = Translator(language)
    named = [
        t(
            N_("{place} ({change})"),
            place=dataset.places[change.place].names.get(language),
            change=by_how_much(change, language),
        )
        for change in changes
    ]
    return t(
        N_("The publisher changed the figure between editions here, too: {places}."),
        places=formatting.join(named, language),
    )


def notes_of(dataset: Dataset, rows: pd.DataFrame, language: str) -> list[str]:
    """Say of the observations shown which the publisher changed between editions: the home city's in full."""
    t = Translator(language)
    changes = of_figures(dataset, rows)
    indicators = {change.indicator for change in changes}
    homes = {home_of(dataset, dataset.catalogue[name]) for name in indicators}
    home_changes = [change for change in changes if change.place in homes]
    several = rows["indicator"].nunique() > 1
    notes = [of_place(dataset, change, language, is_named=several) for change in home_changes[:MOST_IN_FULL]]
    if len(home_changes) > MOST_IN_FULL:
        notes.append(
            t.plural(
                "{n} more of these figures was changed between editions.",
                "{n} more of these figures were changed between editions.",
                len(home_changes) - MOST_IN_FULL,
            )
        )
    others_changed = sorted(
        (change for change in changes if change.place not in homes), key=lambda change: -abs(change.relative or 0.0)
    )
    return (
        [*notes, others(dataset, others_changed[:MOST_NAMED], language)]
        if others_changed and len(indicators) == 1
        else notes
    )


def edition_claim(
    dataset: Dataset, indicator: Indicator, changes: Sequence[EditionChange], comparison: Comparison, language: str
) -> Claim:
    """Say what changed between two editions for the first of `changes`, and for how many places the figure did."""
    t, first = Translator(language), changes[0]
    sentence = t(
        N_("{name}, {place}: {before} in one edition, {after} in the next ({change})."),
        name=indicator.names.get(language),
        place=dataset.places[first.place].names.get(language),
        before=_figure(dataset, first.earlier, language),
        after=_figure(dataset, first.later, language),
        change=by_how_much(first, language),
    )
    sentence = formatting.tidy(sentence, language)
    drawn = t.plural(
        "The figures of {n} place in two editions of one publication.",
        "The figures of {n} places in two editions of one publication.",
        len({change.place for change in changes}),
    )
    return Claim(
        "edition_change",
        sentence,
        indicator.id,
        tuple(dict.fromkeys(change.place for change in changes)),
        tuple(int(row["year"]) for row in (first.earlier, first.later) if not formatting.missing(row["year"])),
        comparison,
        {"before": float(first.earlier["value"]), "after": float(first.later["value"]), "of": len(changes)},
        alt=f"{drawn} {sentence} {comparison_text(comparison, language)}.",
    )


def _figure(dataset: Dataset, row: Row, language: str) -> str:
    """Return a figure with its year and who gives it, in which edition."""
    t = Translator(language)
    return t(
        N_("{value} ({year}; {source})"),
        value=formatting.short_with_unit(float(row["value"]), dataset.catalogue[str(row["indicator"])], language),
        year=formatting.year(row["year"], language),
        source=source_label(dataset, str(row["source"]), language),
    )
