"""The list beside a map: the parts by rank, each a link that selects it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from indicators.charts import map_parts as parts
from indicators.charts.chart import Look
from indicators.charts.district_figures import Shown, is_doubtful
from indicators.claims import district_claims
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class Ranked:
    """One line of the list beside a map; `rank` is empty where there is no figure, `end` says which end it is."""

    place: str
    name: str
    rank: str
    value: str
    fill: str | None
    href: str
    selected: bool = False
    end: str = ""
    doubtful: bool = False


def ends_of(found: Shown, entry: Indicator, look: Look) -> dict[str, str]:
    """Return which parts are at an end, in a word: best and worst where one way is better, else highest and lowest."""
    gap = district_claims.of_values(found.values, found.digits)
    if gap is None or gap.spread == 0:
        return {}
    high, low = look.t("highest"), look.t("lowest")
    if not found.change and entry.direction is not Direction.NONE:
        high, low = look.t("best"), look.t("worst")
        if entry.direction is Direction.LOWER:
            high, low = low, high
    return dict.fromkeys(gap.high_places, high) | dict.fromkeys(gap.low_places, low)


def ranked_list(
    dataset: Dataset,
    entry: Indicator,
    found: Shown,
    fill: Mapping[str, str],
    href: Callable[[str], str],
    selected: str | None,
    drawn: Collection[str],
    look: Look,
) -> tuple[Ranked, ...]:
    """Return the ranked parts first, then those of `drawn` without a figure."""
    ends = ends_of(found, entry, look)
    doubtful = set(found.rows.loc[is_doubtful(found.rows), "place"].astype("str"))
    unranked = len(found.values) + 1
    ordered = sorted(found.values, key=lambda place: (found.ranks.get(place, (unranked, 0)), place))
    lines = []
    for place in ordered:
        first, last = found.ranks.get(place, (0, 0))
        lines.append(
            Ranked(
                place=place,
                name=parts.short(dataset, place, look),
                rank="" if not first else str(first) if first == last else f"{first}–{last}",
                value=found.texts[place],
                fill=fill.get(place),
                href=href(place),
                selected=place == selected,
                end=ends.get(place, ""),
                doubtful=place in doubtful,
            )
        )
    for place in drawn:
        if place not in found.values:
            name = parts.short(dataset, place, look)
            lines.append(Ranked(place, name, "", look.t("no figure"), None, href(place), place == selected))
    return tuple(lines)
