"""The opening figure: every headline indicator as a strip, the home city among its comparable peers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from indicators.analysis.standing import Standing, standing
from indicators.analysis.verdicts import Comparison, Reason, VerdictRule
from indicators.charts.chart import Chart, Look, Subject, TableRow, names, value_axis
from indicators.charts.request import ChartRequest, cities_of
from indicators.claims import indicator_claims
from indicators.claims.sentences import Claim
from indicators.figures.strips import strips
from indicators.figures.template import ROOM
from indicators.model.vocabulary import Direction, Measure, Scale
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting

FEWEST = 5
"""A strip with fewer comparable places than this says too little to open with."""


def headline_standings(dataset: Dataset, state: ChartRequest) -> Mapping[str, Standing]:
    """Return where home stands on each headline indicator among the cities of a request, in catalogue order.

    Where the request names no peer set, each indicator has the one it opens with. The standings are the same in every
    language and colour, and shared: nobody writes into them.
    """
    return _headlines_among(dataset)(ChartRequest(peers=state.peers, cities=state.cities))


@once_per_dataset
def _headlines_among(dataset: Dataset) -> Callable[[ChartRequest], Mapping[str, Standing]]:
    @lru_cache(maxsize=4)
    def among(state: ChartRequest) -> Mapping[str, Standing]:
        headlines = [entry for entry in dataset.catalogue.values() if entry.headline]
        chosen = {entry.id: cities_of(dataset, replace(state, indicator=entry.id)) for entry in headlines}
        return {entry.id: standing(dataset, entry, chosen[entry.id]) for entry in headlines}

    return among


def overview_chart(dataset: Dataset, headlines: Mapping[str, Standing], look: Look) -> Chart | None:
    """Return the strips (:func:`headline_standings`), or None where no indicator has enough comparable places."""
    t = look.of_home(dataset)
    standings = [
        stand
        for stand in headlines.values()
        if stand.indicator.scale is Scale.CITY and stand.indicator.rankable
        if stand.home_row is not None and len(stand.with_rank) >= FEWEST and not _all_level(stand)
    ]
    if not standings:
        return None
    lines = [_strip(dataset, stand, look) for stand in standings]
    dots = [dot for stand in standings for dot in _dots(dataset, stand, look)]
    shown = pd.concat([stand.eligible for stand in standings], ignore_index=True)
    # The worst verdict of the strips, with all their reasons; each has its own source.
    reasons = {reason for stand in standings for reason in stand.comparison.reasons}
    alike = Reason(VerdictRule.SAME_SOURCE)
    worst = Comparison.of(replace(alike, detail="strips") if reason == alike else reason for reason in reasons)
    ranked = (stand for stand in standings if stand.indicator.direction is not Direction.NONE)
    positions = sorted((_position(stand) for stand in ranked if stand.home in stand.bands), key=lambda place: place[0])
    title = _opening(dataset, positions, len(standings), look).text
    headings = (t("Value"), True), (t("Place among peers"), False), (t("Lowest"), False), (t("Highest"), False)
    return Chart.of(
        Subject(dataset, "overview", "strips", look),
        Claim("opening", title, "overview", parts=_ends(positions)),
        shown,
        worst,
        (
            ((t("Indicator"), False), *headings),
            tuple(_row(stand, line, look) for stand, line in zip(standings, lines, strict=True)),
        ),
        subtitle=t("Each dot is a city with a comparable figure, the diamond is {home}."),
        alt=title,
        figure=strips(pd.DataFrame(lines), pd.DataFrame(dots), *look.drawn(worst.verdict)),
        notes=(
            t("Where all cities are about the same, no strip is drawn."),
            t("Each strip has a scale and a source of its own: compare cities along a strip, not between strips."),
        ),
    )


def _all_level(stand: Standing) -> bool:
    """Return whether all places are about the same as home: there is nothing to see along their strip."""
    return stand.bands.get(stand.home) == (1, len(stand.with_rank))


def _strip(dataset: Dataset, stand: Standing, look: Look) -> dict[str, Any]:
    """Return one strip: indicator and unit, the value of home, the lowest and the highest place, the scale."""
    entry, shown = stand.indicator, stand.eligible
    ends = [
        look.t("{place} {value}", place=name, value=formatting.short(float(row["value"]), entry, look.language))
        for row in (shown.loc[shown["value"].idxmin()], shown.loc[shown["value"].idxmax()])
        for name in names(dataset, [row["place"]], look.language)
    ]
    home_value = float(stand.rows.loc[stand.rows["place"] == dataset.home.city, "value"].iloc[0])
    # Near shares lie near: ten points of a scale at least, from zero where they are low.
    is_share = entry.measure is Measure.SHARE
    low, high = float(shown["value"].min()), float(shown["value"].max())
    if is_share:
        axis = value_axis(entry, shown["value"], look)
        low, high = axis.low, axis.high
    # The unit stays together on its line; in a room, where a name has one line, it stands with the value.
    in_room = look.size is ROOM
    own_text = formatting.short_with_unit if in_room else formatting.short
    name, unit = entry.names.get(look.language), entry.unit_names.get(look.language).replace(" ", formatting.NBSP)
    return {
        "indicator": entry.id,
        "name": name if in_room or formatting.is_percent(entry) else formatting.commas((name, unit), look.language),
        "own_text": own_text(home_value, entry, look.language),
        "low_text": ends[0],
        "high_text": ends[1],
        "low": low,
        "high": high,
    }


def _dots(dataset: Dataset, stand: Standing, look: Look) -> Iterator[dict[str, object]]:
    """Yield the dots of one strip, one a comparable place."""
    shown = stand.eligible
    for name, row in zip(names(dataset, shown["place"], look.language), shown.to_dict("records"), strict=True):
        value = formatting.with_unit(float(row["value"]), stand.indicator, look.language)
        yield {
            "indicator": stand.indicator.id,
            "value": float(row["value"]),
            "name": name,
            "text": value,
            "accent": row["place"] == dataset.home.city,
            "hover": f"<b>{name}</b><br>{value}<br>{formatting.year(row['year'], look.language)}",
        }


def _row(stand: Standing, line: dict[str, Any], look: Look) -> TableRow:
    """Return one strip as a row of the table."""
    home_row = stand.home_row
    value = "" if home_row is None else formatting.figure(home_row, stand.indicator, look.language)
    name = stand.indicator.names.get(look.language)
    return TableRow(
        (name, value, indicator_claims.place_among(stand, look.language), line["low_text"], line["high_text"])
    )


Position = tuple[float, Standing]
"""Where the home city stands on one indicator: from 0 (the first place) to 1 (the last), and the standing."""


def _position(stand: Standing) -> Position:
    first, last = stand.bands[stand.home]
    return (first + last) / 2 / len(stand.with_rank), stand


def _ends(positions: list[Position]) -> dict[str, str]:
    """Return the indicators on which the home city comes first and last; none where there are not two."""
    return {"first": positions[0][1].indicator.id, "last": positions[-1][1].indicator.id} if len(positions) > 1 else {}


def _opening(dataset: Dataset, positions: list[Position], count: int, look: Look) -> Claim:
    """Say the last of the home city's places, or what the figure is where there are not two.

    What a city does worst is what its mayor is asked about; the strips below show all of them.
    """
    t = look.of_home(dataset)
    if len(positions) > 1:
        return indicator_claims.of_standing(dataset, positions[-1][1], look.language)
    title = t.plural(
        "Where {home} stands on the {n} headline figure that can be compared between cities",
        "Where {home} stands on the {n} headline figures that can be compared between cities",
        count,
    )
    return Claim("opening", title, "overview")
