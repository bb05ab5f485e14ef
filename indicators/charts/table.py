"""The table twin of a chart: its observations, each with the verdict beside the home city's figure."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis import comparability, derive, editions
from indicators.analysis.standing import Standing, home_of
from indicators.analysis.verdicts import comparison_text
from indicators.charts.chart import Look, TableRow, Twin
from indicators.claims.edition_claims import from_what
from indicators.language.translator import Translator
from indicators.maps.city_outlines import perimeter_word
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.model.vocabulary import Method
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line
from indicators.text.labels import word

KEYS = ("year", "perimeter", "method", "source")
"""What tells two figures of one place apart."""


def table(
    dataset: Dataset,
    entry: Indicator,
    rows: pd.DataFrame,
    look: Look,
    extra: dict[str, list[str]] | None = None,
    standing: Standing | None = None,
) -> Twin:
    """Return the table twin of observations; `extra` adds columns of text.

    Each row says whether it can be compared with the figure of the home city (of
    its country, of the facility), by the `standing` that the rows are of or else by
    itself; parts of one whole are not compared with each other.
    """
    t = look.t
    extra = extra or {}
    home = home_of(dataset, entry)
    if rows["indicator"].nunique() == 1:
        heading = t("Comparable with {place}", place=dataset.places[home].names.get(look.language))
        extra = {**extra, heading: _verdicts(dataset, entry, rows, home, look.language, standing)}
    columns = [
        (t("Place"), False),
        (entry.unit_names.get(look.language), True),
        (t("Year"), True),
        (t("Perimeter"), False),
        (t("Method"), False),
        (t("Source"), False),
        *((heading, False) for heading in extra),
        (t("Note"), False),
    ]
    body = []
    for number, row in enumerate(rows.to_dict("records")):
        place = dataset.places[str(row["place"])]
        value = formatting.figure(row, entry, look.language, formatting.number_of)
        if pd.notna(row["value"]) and pd.notna(row["lower"]) and pd.notna(row["upper"]):
            low = formatting.number(float(row["lower"]), entry.digits, look.language)
            high = formatting.number(float(row["upper"]), entry.digits, look.language)
            value = f"{value} ({formatting.between(low, high, look.language)})"
        cells = [
            place.names.get(look.language),
            value,
            formatting.year(row["year"], look.language),
            perimeter_word(dataset, place.id, str(row["perimeter"]), look.language),
            word(Method(str(row["method"])), look.language),
            source_line(cited(dataset.sources, [row["source"]]), look.language),
            *(texts[number] for texts in extra.values()),
            note_text(dataset, row, look.t),
        ]
        body.append(TableRow(tuple(cells), is_home=place.id == home))
    return tuple(columns), tuple(body)


def note_text(dataset: Dataset, row: Mapping[Any, Any], t: Translator) -> str:
    """Return the note of an observation, and by how much its publisher changed it between editions."""
    changes = editions.of_figure(dataset, row)
    note = t(str(row["note"])) if row["note"] else ""
    return " ".join(filter(None, (note, *(from_what(dataset, change, t.language) for change in changes))))


def note_texts(dataset: Dataset, rows: pd.DataFrame, t: Translator) -> list[str]:
    """Return :func:`note_text` of each of many observations."""
    notes = texts(rows["note"], "").tolist()
    translated = {note: t(note) if note else "" for note in set(notes)}
    changes = editions.by_position(dataset, rows)
    return [
        " ".join(
            filter(None, (translated[note], *(from_what(dataset, change, t.language) for change in changes[index])))
        )
        if index in changes
        else translated[note]
        for index, note in enumerate(notes)
    ]


def table_of_several(
    dataset: Dataset, standings: Iterable[Standing], look: Look, verdict_heading: str | None = None
) -> Twin:
    """Return one table twin of the figures of several indicators, the greatest first; a column says which."""
    columns: tuple[tuple[str, bool], ...] = ()
    rows: list[TableRow] = []
    for stand in standings:
        entry = stand.indicator
        ordered = stand.rows.sort_values("value", ascending=False).reset_index(drop=True)
        heads, body = table(dataset, entry, ordered, look, standing=stand)
        verdict = heads[-2] if verdict_heading is None else (verdict_heading, False)
        columns = columns or (
            (look.t("Indicator"), False), heads[0], (look.t("Value"), True), *heads[2:-2], verdict, heads[-1],
        )  # fmt: skip
        name = f"{entry.names.get(look.language)} ({entry.unit_names.get(look.language)})"
        rows += [TableRow((name, *row.cells), row.is_home) for row in body]
    return columns, tuple(rows)


def _verdicts(
    dataset: Dataset, entry: Indicator, rows: pd.DataFrame, home: str, language: str, standing: Standing | None
) -> list[str]:
    """Return verdict and reasons of each row against the figure of `home` nearest to it in time.

    That figure is one of the rows where `home` is among them, else its newest.
    The newest figure of `home` is itself the reference of its older ones.
    """
    t = Translator(language)
    reference = t("the figure compared with")
    if standing is not None and standing.against_home:
        texts = {place: comparison_text(verdict, language) for place, verdict in standing.against_home.items()}
        return [reference if place == home else texts[place] for place in rows["place"].astype("str")]
    home_rows = rows[(rows["place"] == home).to_numpy()]
    if home_rows.empty:
        home_rows = derive.latest(dataset.of(entry.id), [home])
    if home_rows.empty:
        name = dataset.places[home].names.get(language)
        return [t("no figure of {place}", place=name)] * len(rows)
    home_rows = home_rows.sort_values("year", na_position="first").reset_index(drop=True)
    newest = len(home_rows) - 1
    years, own_years = (frame["year"].to_numpy("float64", na_value=np.nan) for frame in (rows, home_rows))
    gaps = np.abs(years[:, None] - own_years[None, :])
    gaps = np.where(np.isnan(gaps), np.inf, gaps)
    # Of two equally near the later one, which stands last.
    nearest = newest - np.argmin(gaps[:, ::-1], axis=1)
    is_home = (rows["place"] == home).to_numpy()
    nearest = np.where(is_home | np.isinf(gaps).all(axis=1), newest, nearest)
    comparisons = comparability.each_against(rows, home_rows.iloc[nearest], entry, dataset.places, change=True)
    sentences = {comparison: comparison_text(comparison, language) for comparison in set(comparisons)}
    same = home_rows.loc[newest, list(KEYS)].astype("str").tolist()
    keys = rows[list(KEYS)].astype("str").to_numpy().tolist()
    return [
        reference if is_own and key == same else sentences[comparison]
        for is_own, key, comparison in zip(is_home.tolist(), keys, comparisons, strict=True)
    ]
