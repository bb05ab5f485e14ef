"""The opening figure: every headline indicator as a strip, Casablanca among its comparable peers."""

from collections.abc import Iterable

import pandas as pd

from indicators.analysis import comparability, derive, ranking
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import HOME, Chart, Look, TableRow, chart_observations, compared, names, source_text
from indicators.claims import sentences
from indicators.claims.sentences import Claim
from indicators.figures.strips import strips
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Level, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting

FEWEST = 5
"""A strip with fewer comparable places than this says too little to open with."""


def overview_chart(dataset: Dataset, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the strips, or None where no headline indicator has enough comparable places."""
    t = look.t
    cities = list(cities)
    strip_rows, dots, used, table_rows, comparisons, positions = [], [], [], [], [], []
    for entry in dataset.catalogue.values():
        if not entry.headline or entry.scale is not Scale.CITY or not entry.rankable:
            continue
        rows = derive.latest(dataset.of(entry.id), compared(dataset, entry, cities))
        if not (rows["place"] == HOME).any():
            continue
        ranked = ranking.rank(rows, entry, dataset.places, reference=HOME)
        kept = ranked[ranked["refused"] == ""]
        if len(kept) < FEWEST:
            continue
        shown = rows[rows["place"].isin(kept["place"])]
        comparisons.append(comparability.chart(shown, entry, dataset.places))
        used.append(shown)
        low, high = (shown.loc[index] for index in (shown["value"].idxmin(), shown["value"].idxmax()))
        ends = [
            t(
                "{place} {value}",
                place=names(dataset, [row["place"]], look.language)[0],
                value=_short(float(row["value"]), entry, look),
            )
            for row in (low, high)
        ]
        strip_rows.append(
            {
                "indicator": entry.id,
                "name": entry.names.get(look.language),
                "own_text": _short(float(rows.loc[rows["place"] == HOME, "value"].iloc[0]), entry, look),
                "low_text": ends[0],
                "high_text": ends[1],
            }
        )
        for name, row in zip(names(dataset, shown["place"], look.language), shown.to_dict("records"), strict=True):
            value = formatting.with_unit(float(row["value"]), entry, look.language)
            dots.append(
                {
                    "indicator": entry.id,
                    "value": float(row["value"]),
                    "name": name,
                    "text": value,
                    "accent": row["place"] == HOME,
                    "hover": f"<b>{name}</b><br>{value}<br>{formatting.year(row['year'], look.language)}",
                }
            )
        own = kept[kept["place"] == HOME].iloc[0]
        place = sentences.position_text(
            int(own["band_first"]),
            int(own["band_last"]),
            int(own["of"]),
            Level.CITY,
            comparisons[-1].verdict,
            look.language,
        )
        if entry.direction is not Direction.NONE:
            middle = (int(own["band_first"]) + int(own["band_last"])) / 2
            # Which end is first must be said: a low footprint and a high share both come early.
            told = f"{place} ({t(sentences.ORDERS[entry.direction])})"
            positions.append((middle / int(own["of"]), entry.names.get(look.language), told, entry.id))
        table_rows.append(
            TableRow(
                (
                    entry.names.get(look.language),
                    next(dot["text"] for dot in reversed(dots) if dot["accent"] and dot["indicator"] == entry.id),
                    f"{place}, {t(sentences.ORDERS[entry.direction])}",
                    ends[0],
                    ends[1],
                )
            )
        )
    if not strip_rows:
        return None
    worst = _worst(comparisons)
    everything = pd.concat(used, ignore_index=True)
    said = _opening(positions, len(strip_rows), look)
    return Chart(
        indicator="overview",
        kind="strips",
        title=said,
        subtitle=t(
            "Each dot is a city with a comparable figure, the diamond is Casablanca; "
            "lines run from the lowest to the highest."
        ),
        figure=strips(pd.DataFrame(strip_rows), pd.DataFrame(dots), worst.verdict, look.colours, look.size),
        alt=said,
        comparison=worst,
        notes=(t("Each strip has a scale and a source of its own: compare cities along a strip, not between strips."),),
        source=source_text(dataset, everything, look),
        sources=tuple(dict.fromkeys(everything["source"].astype("str"))),
        columns=(
            (t("Indicator"), False),
            (t("Value"), True),
            (t("Place among peers"), False),
            (t("Lowest"), False),
            (t("Highest"), False),
        ),
        rows=tuple(table_rows),
        observations=chart_observations(everything),
        claim=Claim("opening", said, "overview", parts=_ends(positions)),
    )


def _short(value: float, entry: Indicator, look: Look) -> str:
    """Return a value with its unit, a share with the per-cent sign alone."""
    written = sentences.short(value, entry, look.language)
    unit = entry.unit_names.get(look.language)
    return written if unit.startswith("%") else f"{written} {unit}"


Position = tuple[float, str, str, str]
"""Where Casablanca stands on one indicator: from 0 (first) to 1, its name, the place in words, its id."""


def _ends(positions: list[Position]) -> dict[str, str]:
    """Return the indicators on which Casablanca comes first and last; none where there are not two."""
    return {"first": min(positions)[3], "last": max(positions)[3]} if len(positions) > 1 else {}


def _opening(positions: list[Position], count: int, look: Look) -> str:
    """Say the first and the last of Casablanca's places, or what the figure is where there are not two."""
    t = look.t
    if len(positions) < 2:
        return t.plural(
            "Where Casablanca stands on the {n} headline figure that cities publish comparably",
            "Where Casablanca stands on the {n} headline figures that cities publish comparably",
            count,
        )
    _, first, first_place, _ = min(positions)
    _, last, last_place, _ = max(positions)
    return t(
        "Among its peers Casablanca comes {first_place} on “{first}”, and {last_place} on “{last}”",
        first=first,
        first_place=first_place,
        last=last,
        last_place=last_place,
    )


def _worst(comparisons: list[Comparison]) -> Comparison:
    """Return the worst verdict of several charts with all their reasons."""
    return Comparison.of({reason for comparison in comparisons for reason in comparison.reasons})
