"""Editions on screen: the figures of one table in two editions, a dumbbell a place."""

import pandas as pd

from indicators.analysis.comparability import chart as compare_all
from indicators.analysis.editions import EditionChange, Row, of_indicator
from indicators.analysis.standing import home_of
from indicators.charts.chart import Chart, Look, Subject, measure_line, names, span
from indicators.charts.table import table
from indicators.claims.disagreement_claims import source_label
from indicators.claims.edition_claims import edition_claim, no_trend, of_place
from indicators.figures.dumbbell import dumbbells
from indicators.model.catalogue import Indicator
from indicators.model.observations import typed
from indicators.store.dataset import Dataset
from indicators.text import formatting


def edition_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return what changed between two editions, for every place it changed for; None where nothing did.

    The home city's change stands first, then the greatest.
    """
    changes = of_indicator(dataset, entry.id)
    home = home_of(dataset, entry)
    changes.sort(key=lambda change: change.place != home)
    if not changes:
        return None
    rows = _rows(changes)
    first = _rows(changes[:1])
    comparison = compare_all(first, entry, dataset.places, change=True)
    ends = tuple(_edition(dataset, [getattr(change, end) for change in changes], look) for end in ("earlier", "later"))
    return Chart.of(
        Subject(dataset, entry.id, "sources", look),
        edition_claim(dataset, entry, changes, comparison, look.language),
        rows,
        comparison,
        table(dataset, entry, rows, look),
        subtitle=measure_line(entry, [span(rows["year"], look.language)], look.language),
        figure=dumbbells(
            _ends(dataset, entry, changes, home, look), (ends[0], ends[1]), *look.drawn(comparison.verdict)
        ),
        notes=[
            no_trend(changes[0], look.language),
            look.t("Where a place has a figure in either edition, charts draw the one made as most others are."),
        ],
        listed=rows,
    )


def _rows(changes: list[EditionChange]) -> pd.DataFrame:
    """Return both figures of each change, the earlier first."""
    pairs = [row for change in changes for row in (change.earlier, change.later)]
    return typed(pd.DataFrame(pairs))


def _ends(dataset: Dataset, entry: Indicator, changes: list[EditionChange], home: str, look: Look) -> pd.DataFrame:
    """Return the dumbbells, one a change (:func:`indicators.figures.dumbbell.dumbbells`)."""
    labels = names(dataset, [change.place for change in changes], look.language)
    several = len({change.place for change in changes}) < len(changes)
    return pd.DataFrame(
        {
            "name": [
                look.t("{name} ({year})", name=label, year=formatting.year(change.later["year"], look.language))
                if several
                else label
                for label, change in zip(labels, changes, strict=True)
            ],
            "first": [float(change.earlier["value"]) for change in changes],
            "last": [float(change.later["value"]) for change in changes],
            "first_text": [_text(change.earlier, entry, look) for change in changes],
            "last_text": [_text(change.later, entry, look) for change in changes],
            "hover": [
                f"<b>{label}</b><br>{of_place(dataset, change, look.language)}"
                for label, change in zip(labels, changes, strict=True)
            ],
            "accent": [change.place == home for change in changes],
        }
    )


def _text(row: Row, entry: Indicator, look: Look) -> str:
    return formatting.short(float(row["value"]), entry, look.language)


def _edition(dataset: Dataset, rows: list[Row], look: Look) -> str:
    """Return what one end of the dumbbells is: the sources of an edition, with the years of their figures."""
    sources = dict.fromkeys(source_label(dataset, str(row["source"]), look.language) for row in rows)
    return formatting.semicolons(sources, look.language)
