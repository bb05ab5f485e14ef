"""The shares of one whole (how people travel, where the water comes from), as bars."""

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import select
from indicators.charts.chart import Chart, Look, bars_of, span
from indicators.charts.table import table
from indicators.claims import indicator_claims
from indicators.figures.ranking import ranked_bar
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting


def parts_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return the family of `entry` for the home city, or None where it has no family or fewer than two figures."""
    if entry.family is None:
        return None
    members = [other for other in dataset.catalogue.values() if other.family == entry.family]
    home = dataset.home.city
    rows = pd.concat([derive.latest(dataset.of(member.id), [home]) for member in members], ignore_index=True)
    if len(rows) < 2:
        return None
    rows = rows.sort_values("value", ascending=False).reset_index(drop=True)
    by_id = {member.id: member for member in members}
    names = [by_id[str(key)].names.get(look.language) for key in rows["indicator"]]
    texts = [formatting.number(float(value), entry.digits, look.language) for value in rows["value"]]
    hovers = [f"<b>{name}</b><br>{text}" for name, text in zip(names, texts, strict=True)]
    bars = bars_of(rows, names, texts, hovers, accent=True, national=False)
    family = dataset.families[entry.family].get(look.language)
    comparison = select(dataset, entry, rows.assign(indicator=entry.id)).comparison
    return Chart.of(
        dataset,
        entry.id,
        "parts",
        look,
        indicator_claims.parts(family, rows, [_within(name) for name in names], entry, look.language),
        rows,
        comparison,
        table(dataset, entry, rows, look, {look.t("Part"): names}),
        subtitle=", ".join([family, entry.unit_names.get(look.language), span(rows["year"], look.language)]),
        figure=ranked_bar(bars, [], comparison.verdict, look.colours, look.size),
    )


def _within(name: str) -> str:
    """Return a name as it stands within a sentence: without its capital, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
