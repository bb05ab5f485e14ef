"""What every chart is made of, and the parts all kinds of chart share."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Required, TypedDict, Unpack

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Comparison, Verdict, comparison_text, reasons_text, verdict_text
from indicators.charts.request import ChartRequest, Link, unlinked
from indicators.claims.edition_claims import notes_of
from indicators.claims.sentences import Claim
from indicators.figures.palette import Palette, palette
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import FrozenFigure, Type, ValueAxis, type_size
from indicators.language.locales import direction
from indicators.language.translator import Translator, text
from indicators.maps.city_outlines import perimeter_words
from indicators.model.catalogue import Indicator
from indicators.model.observations import COLUMNS, KEY, empty, floats
from indicators.model.vocabulary import Level, Measure, Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import attributions, cited, source_line
from indicators.text.labels import HomeTranslator, word


@dataclass(frozen=True)
class Look:
    """How a chart shall look: the language, the theme ("light", "dark"), the view ("screen", "room")."""

    language: str = "en"
    theme: str = "light"
    view: str = "screen"

    @property
    def colours(self) -> Palette:
        """The palette of the theme."""
        return palette(self.theme)

    @property
    def size(self) -> Type:
        """The type sizes of the view."""
        return type_size(self.view)

    @property
    def t(self) -> Translator:
        """The translator of the language."""
        return Translator(self.language)

    def drawn(self, verdict: Verdict) -> tuple[Verdict, Palette, Type, str]:
        """Return what every builder of a figure takes: the verdict, the colours, the type sizes, the direction."""
        return verdict, self.colours, self.size, direction(self.language)

    def of_home(self, dataset: Dataset) -> HomeTranslator:
        """Return the translator of sentences that name the home city."""
        return HomeTranslator(dataset.home, dataset.places, self.language)


@dataclass(frozen=True)
class TableRow:
    """One row of a table twin; `is_home` marks the home city's."""

    cells: tuple[str, ...]
    is_home: bool = False


def chart_observations(drawn: pd.DataFrame, listed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the observations a picture draws and its table lists, each once: tidy columns and `drawn`."""
    rows = pd.concat([drawn.assign(drawn=True), *([] if listed is None else [listed.assign(drawn=False)])])
    return rows.drop_duplicates(list(KEY), ignore_index=True)[[*COLUMNS, "drawn"]]


class Asked(NamedTuple):
    """What charts are made from: one indicator or several, the cities compared, how it shall look."""

    dataset: Dataset
    entries: tuple[Indicator, ...]
    cities: tuple[str, ...]
    state: ChartRequest
    look: Look
    link: Link = unlinked

    @property
    def entry(self) -> Indicator:
        """The first indicator."""
        return self.entries[0]

    @property
    def period(self) -> tuple[int | None, int | None]:
        """The first and the last year asked for."""
        return self.state.year, self.state.to


Record = Mapping[Hashable, Any]
"""One observation by the names of its columns."""

Pair = tuple[Indicator, Indicator]
"""Two indicators in one picture."""

Twin = tuple[tuple[tuple[str, bool], ...], tuple[TableRow, ...]]
"""A table twin: headings, each with whether its cells are numbers, and rows."""


class Parts(TypedDict, total=False):
    """What a chart may have besides its observations.

    Title and alternative text are those of the claim unless given. The observations shown count as `drawn` where
    there is a figure, unless stated; those `beside` are drawn with them, those `listed` stand in the table. `outlines`
    are the credit of a map's outlines and their sources.
    """

    subtitle: Required[str]
    figure: FrozenFigure | None
    title: str
    alt: str
    notes: Iterable[str]
    drawn: bool
    beside: pd.DataFrame
    listed: pd.DataFrame
    outlines: tuple[str, Iterable[str]]


class Subject(NamedTuple):
    """What a chart is of: the data set, the id of its indicator, its kind, and how it shall look."""

    dataset: Dataset
    indicator: str
    kind: str
    look: Look


@dataclass(frozen=True)
class Chart:
    """A chart ready to be shown.

    `kind` is one of :data:`indicators.charts.dispatch.KINDS`, a view of a comparison
    (:data:`indicators.charts.comparison.VIEWS`) or `strips`, the overview's; `figure` is None where
    there is nothing to draw, and `title` then says so in words. `columns` are
    pairs of a heading and whether its cells are numbers. `observations` are
    those drawn and those in the table (:func:`chart_observations`); `claim` is what the
    title was made of.
    """

    indicator: str
    kind: str
    title: str
    subtitle: str
    figure: FrozenFigure | None
    alt: str
    comparison: Comparison
    notes: tuple[str, ...]
    source: str
    sources: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[TableRow, ...]
    observations: pd.DataFrame = field(default_factory=lambda: chart_observations(empty()), compare=False, repr=False)
    claim: Claim | None = None

    @classmethod
    def of(
        cls,
        subject: Subject,
        claim: Claim | None,
        shown: pd.DataFrame,
        comparison: Comparison,
        twin: Twin,
        **parts: Unpack[Parts],
    ) -> "Chart":
        """Return the chart of the observations `shown`, whose sources it credits, and of its `parts`."""
        credit, outline_sources = parts.get("outlines", ("", ()))
        drawn = shown if parts.get("drawn", parts.get("figure") is not None) else shown.iloc[:0]
        if "beside" in parts:
            drawn = pd.concat([drawn, parts["beside"]])
        source = source_text(subject.dataset, shown, subject.look) if len(shown) else ""
        notes = list(parts.get("notes", ()))
        if claim is None or claim.kind != "edition_change":
            notes += notes_of(subject.dataset, shown, subject.look.language)
        return cls(
            indicator=subject.indicator,
            kind=subject.kind,
            title=parts.get("title") or (claim.text if claim else ""),
            subtitle=parts["subtitle"],
            figure=parts.get("figure"),
            alt=parts.get("alt") or (claim.alt if claim else ""),
            comparison=comparison,
            notes=tuple(note for note in notes if note),
            source=" ".join(filter(None, (source, credit))),
            sources=(*dict.fromkeys(shown["source"].astype("str")), *outline_sources),
            columns=twin[0],
            rows=twin[1],
            observations=chart_observations(drawn, parts.get("listed")),
            claim=claim,
        )

    @property
    def id(self) -> str:
        """The chart's name in links, downloads and keys."""
        return f"{self.indicator}-{self.kind}"

    def verdict_text(self, language: str) -> str:
        """Return the verdict with its reasons on one line, empty where there are no figures."""
        line = verdict_line(self.comparison, language)
        reasons = text(language, ": ") + line.reasons if line.reasons else ""
        return f"{line.sign} {line.name}{reasons}.".strip() if self.rows else ""


def verdict_name(comparison: Comparison, language: str) -> str:
    """Return the verdict's words; of a single figure, that there is nothing to compare it with."""
    if comparison.single:
        return comparison_text(comparison, language)
    return verdict_text(comparison.verdict, language)


def verdict_reasons(comparison: Comparison, language: str) -> str:
    """Return the verdict's reasons on one line; none where there is no verdict."""
    return "" if comparison.single else reasons_text(comparison.reasons, language)


SIGNS = {Verdict.COMPARABLE: "=", Verdict.WITH_CARE: "≈", Verdict.NOT_COMPARABLE: "≠"}
"""A sign a verdict is known by besides its words."""


@dataclass(frozen=True)
class VerdictLine:
    """A verdict in words, with its sign and its reasons; a single figure is compared with nothing and has no sign."""

    sign: str
    name: str
    reasons: str


def verdict_line(comparison: Comparison, language: str) -> VerdictLine:
    """Return the verdict as it stands below a chart."""
    sign = "" if comparison.single else SIGNS[comparison.verdict]
    return VerdictLine(sign, verdict_name(comparison, language), verdict_reasons(comparison, language))


def names(dataset: Dataset, places: Iterable[object], language: str) -> list[str]:
    """Return the places' names in `language`."""
    return [dataset.places[str(place)].names.get(language) for place in places]


def listed(dataset: Dataset, places: Iterable[object], language: str) -> str:
    """Return the places' names as a phrase."""
    return formatting.join(names(dataset, places, language), language)


def span(years: pd.Series, language: str) -> str:
    """Return the years of a set of values: `2020`, `2014–2024`, or that they are not stated."""
    known = floats(years)
    known = known[~np.isnan(known)]
    return years_text(known.tolist(), language)


def years_text(years: Iterable[float], language: str) -> str:
    """Return the span of stated years (:func:`span`)."""
    ordered = sorted(years)
    return band_text(int(ordered[0]), int(ordered[-1]), language) if ordered else formatting.year(None, language)


def band_text(first: int, last: int, language: str) -> str:
    """Return the first and the last of ranks or years, one where they are the same: `3`, `3–5`."""
    return str(first) if first == last else formatting.between(first, last, language)


def observation_caption(row: Record, look: Look) -> str:
    """Return year, perimeter and method of one observation, as hover and notes print them."""
    parts = [
        formatting.year(row["year"], look.language),
        word(Perimeter(str(row["perimeter"])), look.language),
        word(Method(str(row["method"])), look.language),
    ]
    return formatting.commas(parts, look.language)


def hover_texts(labels: Iterable[str], rows: Iterable[Record], entry: Indicator, look: Look) -> list[str]:
    """Return what shows under the pointer at each observation: its label, value, year, perimeter and method."""
    return [
        f"<b>{label}</b><br>{formatting.figure(row, entry, look.language)}<br>{observation_caption(row, look)}"
        for label, row in zip(labels, rows, strict=True)
    ]


def hover_texts_of_two(
    labels: Iterable[str], frames: tuple[pd.DataFrame, pd.DataFrame], entries: Pair, look: Look
) -> list[str]:
    """Return what shows under the pointer at two observations of one place, which stand in the rows of two frames."""
    return [
        f"<b>{label}</b><br>"
        + "<br>".join(
            formatting.commas(
                (formatting.with_unit(float(row["value"]), entry, look.language), observation_caption(row, look)),
                look.language,
            )
            for entry, row in zip(entries, pair, strict=True)
        )
        for label, *pair in zip(labels, *(frame.to_dict("records") for frame in frames), strict=True)
    ]


def bars_of(
    rows: pd.DataFrame,
    labels: list[str],
    texts: list[str],
    hovers: list[str],
    accent: "pd.Series[bool] | bool",
    national: list[bool] | bool,
) -> pd.DataFrame:
    """Return observations as bars, one a row (:func:`indicators.figures.ranking.ranked_bar`)."""
    columns = {"name": labels, "value": rows["value"], "lower": rows["lower"], "upper": rows["upper"], "text": texts}
    bars = pd.DataFrame({**columns, "accent": accent, "national": national}).reset_index(drop=True)
    return bars.assign(hover=hovers)


def source_text(dataset: Dataset, rows: pd.DataFrame, look: Look) -> str:
    """Return the source line: sources, perimeters, credits and data version."""
    t = look.t
    used = cited(dataset.sources, rows["source"])
    perimeters = perimeter_words(dataset, zip(rows["place"], rows["perimeter"], strict=True), look.language)
    credits = [f"{credit}." for credit in attributions(used, look.language)]
    line = t(
        "Source: {sources}. Perimeter: {perimeters}. Data version {version}.",
        sources=source_line(used, look.language),
        perimeters=formatting.commas(perimeters, look.language),
        version=dataset.version,
    )
    return " ".join([line, *credits])


def marks_of(entry: Indicator, language: str) -> list[ReferenceLine]:
    """Return the published reference values as labelled lines."""
    return [ReferenceLine(mark.value, mark.label.get(language)) for mark in entry.marks]


def measure_line(entry: Indicator, parts: Iterable[str], language: str) -> str:
    """Return a subtitle: name, unit, then what `parts` say."""
    return formatting.commas([entry.names.get(language), entry.unit_names.get(language), *parts], language)


def is_country(dataset: Dataset, place: object) -> bool:
    """Return whether a place is a country, whose figures are drawn hollow."""
    return dataset.places[str(place)].level is Level.COUNTRY


LEAST_POINTS = 10.0
"""Percentage points that an axis of shares spans at least: less makes a wave of what is nearly level."""

HALF = 50
"""An axis of shares begins at zero unless all of them are above this."""


def value_axis(entry: Indicator, values: Iterable[float], look: Look) -> ValueAxis:
    """Return the scale of values over time: from zero, or for high shares from below them, ten points at least.

    A limit has no value of its own and sets no end of it.
    """
    known = [float(value) for value in values if not math.isnan(value)]
    low, high = min(known), max(known)
    share = entry.measure is Measure.SHARE
    if low >= 0 and not (share and low > HALF):
        low = 0.0
    if share and high - low < LEAST_POINTS:
        most = entry.range.max if entry.range.max is not None else math.inf
        high = min(high if low == 0 else (low + high + LEAST_POINTS) / 2, most)
        high, low = (max(high, LEAST_POINTS), 0.0) if low == 0 else (high, high - LEAST_POINTS)
    return ValueAxis(low, high, *axis_text(entry, look))


def axis_text(entry: Indicator, look: Look) -> tuple[Callable[[float], str], int]:
    """Return how a value of an axis is written, and with how many decimals at most."""
    return partial(formatting.on_axis, indicator=entry, language=look.language), max(entry.digits, 1)
