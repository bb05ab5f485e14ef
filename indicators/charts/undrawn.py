"""Why a view of a comparison has nothing to draw, and what is published all the same."""

import pandas as pd

from indicators import claims, compare, derive
from indicators.catalogue import Indicator
from indicators.charts.chart import Chart, Look, behind, compared, measure_line, source_text, span, table
from indicators.charts.scatter import same_unit
from indicators.links import State
from indicators.sentences import absence
from indicators.store import Dataset
from indicators.verdicts import Comparison


def undrawn(dataset: Dataset, entries: list[Indicator], cities: tuple[str, ...], state: State, look: Look) -> Chart:
    """Return a chart without a figure: why nothing is drawn as its title, and what is published as its table."""
    entry = entries[0]
    everything = dataset.of(entry.id)
    places = compared(dataset, entry, cities)
    rows = everything[everything["place"].isin(places)]
    newest = derive.latest(rows, places)
    listed = newest if len(newest) else rows.sort_values(["place", "year"])
    title = _why(dataset, entries, rows, str(state.view), look)
    columns, body = table(dataset, entry, listed, look)
    return Chart(
        indicator=entry.id,
        kind=str(state.view),
        title=title,
        subtitle=measure_line(entry, [span(listed["year"], look.language)] if len(listed) else [], look.language),
        figure=None,
        alt=title,
        comparison=compare.chart(listed, entry, dataset.places) if len(listed) else Comparison.of(()),
        notes=(),
        source=source_text(dataset, listed, look) if len(listed) else "",
        sources=tuple(dict.fromkeys(listed["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=behind(listed.iloc[:0], listed),
    )


def _why(dataset: Dataset, entries: list[Indicator], rows: pd.DataFrame, view: str, look: Look) -> str:
    """Say why a view has nothing to draw."""
    t, entry = look.t, entries[0]
    name = entry.names.get(look.language)
    if not rows["value"].notna().any():
        return absence(entry, dataset.places, look.language, claims.home(dataset, entry)).text
    if view == "scatter" or (view == "dumbbell" and len(entries) > 1):
        return _why_not_two(entries, view, look)
    if view in ("rank", "table"):
        return t("{name}: no figure of the places compared lies in the years asked for.", name=name)
    return t("{name}: no place compared has figures of two dates on one unbroken line in these years.", name=name)


def _why_not_two(entries: list[Indicator], view: str, look: Look) -> str:
    """Say why two indicators do not make one picture."""
    t, first = look.t, entries[0]
    if len(entries) == 1:
        return t("A scatter needs a second indicator: choose one with the + in the list.")
    second = entries[1]
    named = {"first": first.names.get(look.language), "second": second.names.get(look.language)}
    if first.scale is not second.scale:
        return t("“{first}” and “{second}”: a national figure and a city’s are not drawn together.", **named)
    if view == "dumbbell" and not same_unit(first, second):
        return t(
            "“{first}” and “{second}” are counted in different units, so one scale cannot serve both. "
            "The scatter gives each its own.",
            **named,
        )
    return t("“{first}” and “{second}”: no place compared has both in these years.", **named)
