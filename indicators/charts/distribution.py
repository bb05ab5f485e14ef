"""The home city among all urban centres of the world, or all communes of its country, where a table gives them."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import compared
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import Chart, Look, Subject, measure_line, names, span
from indicators.charts.table import table
from indicators.claims import sentences, standing_claims
from indicators.claims.sentences import Claim
from indicators.claims.standing_claims import Counts
from indicators.figures.distribution import CountedAxis, distribution
from indicators.model import backgrounds
from indicators.model.backgrounds import ALL, AT_LEAST_1_KM2, OVER_A_MILLION, CentreFilter, counted
from indicators.model.catalogue import CentreQuantity, Indicator
from indicators.model.vocabulary import Measure, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting

SOURCE_PERIMETER = "urban centre"
TICKS = (1, 2, 5)


def quantity(dataset: Dataset, made_of: CentreQuantity, rule: CentreFilter) -> npt.NDArray[np.float64]:
    """Return an indicator's value for every counted urban centre: infinite where it would be divided by zero."""
    centres = counted(dataset.urban_centres, rule)
    number: npt.NDArray[np.float64] = centres[made_of.column].to_numpy("float64") * made_of.factor
    per: npt.NDArray[np.float64] = centres[made_of.per].to_numpy("float64")
    return np.divide(number, per, out=np.full_like(number, np.inf), where=per > 0)


def world_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the distribution over the world's urban centres, or None for other indicators."""
    t = look.of_home(dataset)
    if entry.urban_centres is None:
        return None
    values = quantity(dataset, entry.urban_centres, AT_LEAST_1_KM2)
    rows = _rows(dataset, entry, cities, SOURCE_PERIMETER)
    home_rows = rows[rows["place"] == dataset.home.city]
    if home_rows.empty:
        return None
    value = float(home_rows["value"].iloc[0])
    share, of_all, of_large = (
        float((quantity(dataset, entry.urban_centres, rule) < value).mean()) * 100
        for rule in (AT_LEAST_1_KM2, ALL, OVER_A_MILLION)
    )
    count = t.plural(
        "{centres} urban centre with at least 1 km² built up",
        "{centres} urban centres with at least 1 km² built up",
        len(values),
        centres=formatting.number(len(values), 0, look.language),
    )
    below, above = int((values < value).sum()), int((values > value).sum())
    percent = formatting.percent(share, 0, look.language)
    lies = Counts(above, len(values) - above - below, below)
    claim = sentences.value_of(home_rows.iloc[0], entry, dataset.places, look.language)
    claim = replace(
        claim,
        kind="share",
        text=standing_claims.among(
            claim.text,
            lies,
            t("other urban centres with at least 1 km² built up"),
            t("urban centres with at least 1 km² built up"),
            look.language,
        ),
        places=(dataset.home.city,),
        parts={"value": value, "share": share},
        standing=t("More than in {share} of the {count}", share=percent, count=count),
    )
    claim = sentences.sentence_of(claim, look.language)
    rule_note = t(
        "Under 1 km² of detected built-up land the satellite misses much, so those centres are not counted here. "
        "Of all {all} centres {home} is above {every}; of those over a million people, above {large}.",
        all=formatting.number(len(dataset.urban_centres), 0, look.language),
        every=formatting.percent(of_all, 0, look.language),
        large=formatting.percent(of_large, 0, look.language),
    )
    below_title = (
        measure_line(entry, [span(home_rows["year"], look.language)], look.language),
        claim.standing,
        t("Logarithmic scale; small strokes mark the cities compared"),
    )
    return _chart(
        Subject(dataset, entry.id, "world", look), claim, rows, values, below_title, rule_note, _ticks(values, look)
    )


def _rows(dataset: Dataset, entry: Indicator, cities: Iterable[str], perimeter: str) -> pd.DataFrame:
    """Return the latest figures of one perimeter, of the home city and those compared."""
    observed = dataset.of(entry.id)
    return derive.latest(observed[observed["perimeter"] == perimeter], compared(dataset, entry, cities))


def _chart(
    subject: Subject,
    claim: Claim,
    rows: pd.DataFrame,
    values: npt.NDArray[np.float64],
    below_title: Iterable[str],
    note: str,
    ticks: list[tuple[float, str]] | None = None,
) -> Chart:
    """Return the chart of all `values` with the places of `rows` marked on it."""
    dataset, look = subject.dataset, subject.look
    entry, comparison = dataset.catalogue[subject.indicator], Comparison.of(())
    axis = CountedAxis(entry.unit_names.get(look.language), ticks)
    marked = marked_places(dataset, entry, rows, look)
    return Chart.of(
        subject,
        claim,
        rows,
        comparison,
        table(dataset, entry, rows.sort_values("value", ascending=False), look),
        subtitle=". ".join(below_title),
        figure=distribution(values, marked, axis, *look.drawn(comparison.verdict)),
        alt=claim.text,
        notes=(note,),
    )


def marked_places(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return observations as the places marked on a distribution (:func:`distribution`), the home city the accent."""
    labels = names(dataset, rows["place"], look.language)
    return pd.DataFrame(
        {
            "name": labels,
            "value": rows["value"],
            "accent": rows["place"].astype("str") == dataset.home.city,
            "hover": [
                f"<b>{name}</b><br>{formatting.with_unit(float(value), entry, look.language)}"
                for name, value in zip(labels, rows["value"], strict=True)
            ],
        }
    )


def _ticks(values: npt.NDArray[np.float64], look: Look) -> list[tuple[float, str]]:
    """Return round values of the logarithmic axis: 1, 2 and 5 times the powers of ten."""
    low, high = np.quantile(values[np.isfinite(values) & (values > 0)], [0.002, 0.998])
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    wanted = [step * 10.0**power for power in powers for step in TICKS]
    selected = [value for value in wanted if low <= value <= high]
    if len(selected) > 7:
        selected = [value for value in selected if np.isclose(np.log10(value) % 1, 0)]
    return [(value, formatting.number(value, 0 if value >= 1 else 2, look.language)) for value in selected]


def commune_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the distribution over all communes, or None where they or the home city have no figure.

    Counts of people and households follow a commune's size and are not set among them.
    """
    if entry.measure is Measure.TOTAL:
        return None
    rows = _rows(dataset, entry, cities, Perimeter.MUNICIPALITY)
    home_rows = rows[rows["place"] == dataset.home.city]
    if home_rows.empty or entry.id not in dataset.communes:
        return None
    value, t = float(home_rows["value"].iloc[0]), look.of_home(dataset)
    standing = backgrounds.among(dataset.communes, entry.id, value, entry.tie)
    if standing is None:
        return None
    year = formatting.year(home_rows["year"].iloc[0], look.language)
    others = t("other communes of the country")
    lies = Counts(standing.more, standing.level, standing.less)
    claim = sentences.value_of(home_rows.iloc[0], entry, dataset.places, look.language)
    sentence = standing_claims.among(claim.text, lies, others, t("communes of the country"), look.language)
    count = t("{n} {places}", n=formatting.number(standing.of, 0, look.language), places=others)
    claim = replace(
        claim,
        kind="among",
        text=sentence,
        places=(dataset.home.city,),
        parts={"value": value, **lies._asdict()},
        standing=formatting.tidy(standing_claims.counted(lies, count, look.language), look.language),
    )
    claim = sentences.sentence_of(claim, look.language)
    below_title = (
        measure_line(entry, [year], look.language),
        claim.standing,
        t("Each column counts communes; small strokes mark the cities compared"),
    )
    note = t("All communes of the country with a figure in its census of {year}, large and small.", year=year)
    values = dataset.communes[entry.id].dropna().to_numpy("float64")
    return _chart(Subject(dataset, entry.id, "communes", look), claim, rows, values, below_title, note)
