"""Casablanca among all urban centres of the world, for the two built-up indicators."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import HOME, compared
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import Chart, Look, names
from indicators.charts.table import table
from indicators.claims.sentences import Claim
from indicators.figures.distribution import distribution
from indicators.model.catalogue import Indicator
from indicators.model.urban_centres import ALL, AT_LEAST_1_KM2, OVER_A_MILLION, CentreFilter, counted
from indicators.store.dataset import Dataset
from indicators.text import formatting

SOURCE_PERIMETER = "urban centre"
TICKS = (1, 2, 5)


def quantity(dataset: Dataset, indicator: str, rule: CentreFilter) -> npt.NDArray[np.float64] | None:
    """Return an indicator's value for every counted urban centre, None where the table has none."""
    centres = counted(dataset.urban_centres, rule)
    land: npt.NDArray[np.float64] = centres["built_up_km2"].to_numpy("float64")
    people: npt.NDArray[np.float64] = centres["population"].to_numpy("float64")
    if indicator == "built_up_area_per_person":
        return land * 1e6 / people
    if indicator == "built_up_density":
        return np.divide(people, land, out=np.full_like(people, np.inf), where=land > 0)
    return None


def world_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the distribution over the world's urban centres, or None for other indicators."""
    t = look.t
    values = quantity(dataset, entry.id, AT_LEAST_1_KM2)
    if values is None:
        return None
    observed = dataset.of(entry.id)
    rows = derive.latest(observed[observed["perimeter"] == SOURCE_PERIMETER], compared(dataset, entry, cities))
    own = rows[rows["place"] == HOME]
    if own.empty:
        return None
    value = float(own["value"].iloc[0])
    shares = {}
    for name, rule in (("counted", AT_LEAST_1_KM2), ("every", ALL), ("large", OVER_A_MILLION)):
        those = quantity(dataset, entry.id, rule)
        shares[name] = float((those < value).mean()) * 100 if those is not None else float("nan")
    count = t.plural(
        "{centres} urban centre with at least 1 km² built up",
        "{centres} urban centres with at least 1 km² built up",
        len(values),
        centres=formatting.number(len(values), 0, look.language),
    )
    said = t(
        "{name}: {value} in Casablanca, more than in {share} of the {count}.",
        name=entry.names.get(look.language),
        value=formatting.with_unit(value, entry, look.language),
        share=formatting.percent(shares["counted"], 0, look.language),
        count=count,
    )
    rule_note = t(
        "Under 1 km² of detected built-up land the satellite misses much, so those centres are not counted here. "
        "Of all {all} centres Casablanca is above {every}; of those over a million people, above {large}.",
        all=formatting.number(len(dataset.urban_centres), 0, look.language),
        every=formatting.percent(shares["every"], 0, look.language),
        large=formatting.percent(shares["large"], 0, look.language),
    )
    marked = pd.DataFrame(
        {
            "name": names(dataset, rows["place"], look.language),
            "value": rows["value"],
            "accent": rows["place"].astype("str") == HOME,
        }
    )
    marked["hover"] = [
        f"<b>{row.name_}</b><br>{formatting.with_unit(float(row.value), entry, look.language)}"
        for row in marked.rename(columns={"name": "name_"}).itertuples()
    ]
    comparison = Comparison.of(())
    return Chart.of(
        dataset,
        entry.id,
        "world",
        look,
        Claim("share", said, entry.id, (HOME,), parts={"value": value, "share": shares["counted"]}),
        rows,
        comparison,
        table(dataset, entry, rows.sort_values("value", ascending=False), look),
        subtitle=t(
            "{name}, {unit}, {count}, 2015; logarithmic scale; small strokes mark the cities compared",
            name=entry.names.get(look.language),
            unit=entry.unit_names.get(look.language),
            count=count,
        ),
        figure=distribution(
            values,
            marked,
            entry.unit_names.get(look.language),
            _ticks(values, look),
            comparison.verdict,
            look.colours,
            look.size,
        ),
        alt=said,
        notes=(rule_note,),
    )


def _ticks(values: npt.NDArray[np.float64], look: Look) -> list[tuple[float, str]]:
    """Return round values of the logarithmic axis: 1, 2 and 5 times the powers of ten."""
    low, high = np.quantile(values[np.isfinite(values) & (values > 0)], [0.002, 0.998])
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    wanted = [step * 10.0**power for power in powers for step in TICKS]
    kept = [value for value in wanted if low <= value <= high]
    if len(kept) > 7:
        kept = [value for value in kept if np.isclose(np.log10(value) % 1, 0)]
    return [(value, formatting.number(value, 0 if value >= 1 else 2, look.language)) for value in kept]
