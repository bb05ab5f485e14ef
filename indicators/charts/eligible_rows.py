"""Which figures a chart draws side by side, and the words for those it does not."""

from collections.abc import Iterable

import pandas as pd

from indicators.analysis import ranking
from indicators.analysis.verdicts import reasons_text
from indicators.charts.chart import HOME, Look, names
from indicators.claims import indicator_claims
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting

LEVELS = {Scale.COUNTRY: Level.COUNTRY, Scale.FACILITY: Level.FACILITY}
APART = (ranking.RankRefusal.NOT_COMPARABLE, ranking.RankRefusal.NOT_OBSERVED)


def side_by_side(dataset: Dataset, entry: Indicator, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that are comparable with Casablanca's (its country's), and those that are not.

    `rows` holds one observation per place. Both frames gain `refused`, why a row
    has no rank, and `reasons`, why it cannot be compared.
    """
    level, own = LEVELS.get(entry.scale, Level.CITY), indicator_claims.home(dataset, entry)
    ranked = ranking.rank(rows, entry, dataset.places, reference=own, level=level).set_index("place")
    rows = rows.assign(refused=[ranked.loc[str(p), "refused"] for p in rows["place"]])
    rows = rows.assign(reasons=[ranked.loc[str(p), "reasons"] for p in rows["place"]])
    apart = rows["refused"].isin(APART)
    return rows[~apart], rows[apart]


def left_out_notes(dataset: Dataset, rows: pd.DataFrame, look: Look) -> list[str]:
    """Say which figures are not drawn, grouped by the reason."""
    groups: dict[str, list[str]] = {}
    for row in rows.itertuples():
        groups.setdefault(reasons_text(row.reasons, look.language), []).append(str(row.place))
    told = []
    for why, places in groups.items():
        listed = formatting.join(names(dataset, places, look.language), look.language)
        told.append(
            look.t("Not drawn, because not comparable ({why}): {places}.", why=why, places=listed)
            if why
            else look.t("Not drawn, because not comparable with those drawn: {places}.", places=listed)
        )
    return told


def missing_notes(
    dataset: Dataset, places: Iterable[str], rows: pd.DataFrame, look: Look, asked: bool = False
) -> list[str]:
    """Say which of the places compared have no figure; `asked` says that years were asked for."""
    have = {str(place) for place in rows["place"]}
    absent = [place for place in places if place not in have and place != HOME]
    if not absent:
        return []
    listed = formatting.join(names(dataset, absent, look.language), look.language)
    if asked:
        return [look.t("No figure in the years asked for: {places}.", places=listed)]
    return [look.t("No published figure: {places}.", places=listed)]
