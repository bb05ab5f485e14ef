"""How to read the world's map, and what to know before quoting it."""

from collections.abc import Sequence

from indicators import formats
from indicators.catalogue import Indicator
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look, names
from indicators.charts.selection import missing_notes
from indicators.charts.world_figures import WorldFigures
from indicators.charts.world_style import Style
from indicators.maps.map_view import Marks
from indicators.store import Dataset
from indicators.verdicts import reasons_text
from indicators.vocabulary import Scale


def reading_notes(entry: Indicator, style: Style, scheme: str, same_for_all_years: bool, look: Look) -> list[str]:
    """Return what the marks mean and how they were found."""
    t = look.t
    if style.marks is Marks.SIZE:
        notes = [t("The area of a point is its figure; the smallest are drawn large enough to be seen.")]
        notes += [t("The sizes are the same for all years.")] if same_for_all_years else []
    else:
        notes = [parts.scheme_note(scheme, style.classes, look)]
        notes += [t("The classes are the same for all years.")] if same_for_all_years else []
    if entry.scale is Scale.COUNTRY:
        notes.append(t("Hollow points are national figures. They say nothing of the cities."))
        notes.append(t("A country’s point stands in the middle of its compared cities."))
    return notes


def coverage_notes(
    dataset: Dataset, found: WorldFigures, unplaced: Sequence[str], hidden: Sequence[str], asked: bool, look: Look
) -> list[str]:
    """Return which places share no scale, have no figure, no point or no name on the map.

    `unplaced` are ids, `hidden` names; `asked` says that a year was asked for.
    """
    t = look.t
    notes = _apart_notes(dataset, found, look)
    notes += missing_notes(dataset, found.places, found.rows, look, asked and bool(found.rows["year"].notna().any()))
    if hidden:
        listed = formats.join(hidden, look.language)
        notes.append(t("Points without room for a name: {places}; the table has them.", places=listed))
    if unplaced:
        listed = formats.join(names(dataset, unplaced, look.language), look.language)
        notes.append(t("Not on the map, because no coordinates are known: {places}.", places=listed))
    notes.append(t("Equal-area projection (Equal Earth), land without borders; the bars of length hold at Casablanca."))
    return notes


def _apart_notes(dataset: Dataset, found: WorldFigures, look: Look) -> list[str]:
    """Say which figures are squares, grouped by the reason."""
    groups: dict[str, list[str]] = {}
    for row in found.apart.itertuples():
        groups.setdefault(reasons_text(row.reasons, look.language), []).append(str(row.place))
    told = []
    for why, places in groups.items():
        listed = formats.join(names(dataset, places, look.language), look.language)
        told.append(
            look.t("Squares, because not comparable ({why}): {places}.", why=why, places=listed)
            if why
            else look.t("Squares, because not comparable with the others: {places}.", places=listed)
        )
    return told
