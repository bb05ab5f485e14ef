"""A chart as files for other programs: its rows as CSV, what they mean as JSON, both with their terms as a zip."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.charts.chart import Chart, Look, verdict_line
from indicators.charts.dispatch import chart_of
from indicators.exports.bundle import left_out_lines, source_lines, underlined, zipped
from indicators.exports.package import json_bytes
from indicators.language.translator import N_, Translator
from indicators.model.observations import floats
from indicators.model.sources import Source
from indicators.open.chart_requests import ChartFileRequest, file_address
from indicators.open.earlier import FiguresOf
from indicators.open.fields import OBSERVATION_FIELDS, titles
from indicators.open.observation_rows import COLUMNS, ObservationRows, observation_rows
from indicators.open.row_table import RowTable
from indicators.store import releases
from indicators.store.dataset import Dataset
from indicators.text.citations import citation, cited
from indicators.web.addresses import chart_address

METADATA = "metadata.json"


@dataclass(frozen=True)
class ChartFigures:
    """A chart with the rows that an address asks of it.

    `missing` are the places asked for of which it has none; `figures` the data set they were read from.
    """

    request: ChartFileRequest
    figures: FiguresOf
    chart: Chart
    observed: ObservationRows
    missing: tuple[str, ...]

    @property
    def dataset(self) -> Dataset:
        """The data set the rows are of."""
        return self.figures.dataset

    @property
    def sources(self) -> list[Source]:
        """The sources of the rows, each once, in order of first use."""
        return cited(self.dataset.sources, self.observed.rows["source"])


def chart_figures(figures: FiguresOf, request: ChartFileRequest) -> ChartFigures | None:
    """Return the rows that an address asks of a chart, None where there is no such chart or no such row."""
    dataset = figures.dataset
    chart = chart_of(dataset, request.state, Look(request.language))
    if chart is None:
        return None
    observed = observation_rows(dataset, _observations(dataset, chart, request), request.language)
    if not request.full:
        observed = _selected(observed, request)
    if observed.rows.empty and not observed.left_out:
        return None
    places_found = set(observed.rows["place"])
    missing = tuple(place for place in request.places if place not in places_found)
    return ChartFigures(request, figures, chart, observed, missing)


def _observations(dataset: Dataset, chart: Chart, request: ChartFileRequest) -> pd.DataFrame:
    shown = chart.observations
    if not request.full:
        return shown
    indicators = dict.fromkeys(shown["indicator"].astype("str")) or {chart.indicator: None}
    return pd.concat([dataset.of(indicator) for indicator in indicators], ignore_index=True)


def _selected(observed: ObservationRows, request: ChartFileRequest) -> ObservationRows:
    """Return the rows of the places and years asked for; all where none are named."""
    rows = observed.rows
    if request.places:
        rows = rows[rows["place"].isin(request.places)]
    first, last = request.years
    years = floats(rows["year"])
    if first is not None:
        rows, years = rows[years >= first], years[years >= first]
    if last is not None:
        rows = rows[years <= last]
    return ObservationRows(rows.reset_index(drop=True), observed.left_out)


def chart_csv(made: ChartFigures) -> bytes:
    """Return the rows as CSV in UTF-8, without the mark of byte order that programs take for part of the first name."""
    heads = () if made.request.short else tuple(titles(OBSERVATION_FIELDS, made.request.language).values())
    return RowTable.of(made.observed.rows, COLUMNS).csv(heads).encode()


def metadata(made: ChartFigures, public: str = "") -> dict[str, Any]:
    """Return what the rows are, as JSON's types; `public` is the address of this server for the world."""
    request, chart, dataset, language = made.request, made.chart, made.dataset, made.request.language
    verdict = verdict_line(chart.comparison, language)
    page = public + chart_address(request.state, version=dataset.version)
    wording: dict[str, Any] = {
        "title": chart.title,
        "verdict": {
            "word": None if chart.comparison.single else str(chart.comparison.verdict),
            "name": verdict.name,
            "reasons": verdict.reasons,
        },
        "notes": list(chart.notes),
        "citation": citation(chart.title, made.sources, dataset.version, page, Look(language).of_home(dataset)),
    }
    return {
        "chart": {
            "id": chart.id,
            "indicator": chart.indicator,
            "kind": chart.kind,
            "language": language,
            # What a chart says is made of its bounds too, which the log of releases does not hold.
            **({} if made.figures.from_log else wording),
            "subtitle": chart.subtitle,
            "page": page,
        },
        "data_version": dataset.version,
        "released": releases.day_of(dataset.folder / "releases", dataset.version) or None,
        "caution": made.figures.caution(language) or None,
        "rows": len(made.observed.rows),
        "selection": {
            "csvType": "full" if request.full else "filtered",
            "places": list(request.places),
            "years": list(request.years),
            "places_without_figures": list(made.missing),
        },
        "left_out": left_out_records(dataset, made.observed.left_out, language),
        "columns": _columns(request),
        "indicators": [_indicator(dataset, key, language) for key in dict.fromkeys(made.observed.rows["indicator"])],
        "sources": [source_record(source, language) for source in made.sources],
        "files": {form: file_address(request.name, form) for form in ("csv", METADATA, "zip")},
    }


def _columns(request: ChartFileRequest) -> dict[str, dict[str, str]]:
    """Return what each column of the CSV holds, by the name it has there."""
    t, heads = Translator(request.language), titles(OBSERVATION_FIELDS, request.language)
    return {
        field.name if request.short else heads[field.name]: {
            "name": field.name,
            "title": heads[field.name],
            "type": field.kind,
            "description": t(field.meaning),
        }
        for field in OBSERVATION_FIELDS
    }


def _indicator(dataset: Dataset, key: str, language: str) -> dict[str, Any]:
    entry = dataset.catalogue[key]
    return {
        "id": entry.id,
        "name": entry.names.get(language),
        "definition": entry.definition.get(language),
        "unit": entry.unit,
        "unit_name": entry.unit_names.get(language),
        "theme": str(entry.theme),
        "scale": str(entry.scale),
        "direction": str(entry.direction),
        "digits": entry.digits,
        "sdg_target": entry.sdg.target,
        "sdg_kind": str(entry.sdg.kind),
        "caveats": [caveat.get(language) for caveat in entry.caveats],
    }


def source_record(source: Source, language: str) -> dict[str, Any]:
    """Return a source as JSON's types: what it is, where, and on which terms."""
    t = Translator(language)
    return {
        "id": source.id,
        "producer": t(source.producer),
        "title": t(source.title),
        "citation": t(source.citation),
        "link": source.link,
        "published": source.published or None,
        "accessed": source.accessed or None,
        "licence": t(source.licence),
        "attribution": t(source.attribution) if source.attribution else None,
        "redistributable": source.redistributable,
        "supersedes": source.supersedes or None,
    }


def left_out_records(dataset: Dataset, left_out: Mapping[str, int], language: str) -> list[dict[str, Any]]:
    """Return, for each source whose figures may not be handed on, how many rows are left out and why."""
    t = Translator(language)
    return [
        {
            "source": key,
            "rows": count,
            "licence": t(dataset.sources[key].licence),
            "link": dataset.sources[key].link,
            "reason": t(N_("The licence does not allow handing these figures on; their producer has them.")),
        }
        for key, count in left_out.items()
    ]


def chart_zip(made: ChartFigures, public: str = "") -> bytes:
    """Return the rows, their meaning, their terms and a text to begin with as one zip: same data, same bytes."""
    return zipped(
        {
            f"{made.request.name}.csv": chart_csv(made),
            f"{made.request.name}.{METADATA}": json_bytes(metadata(made, public)),
            "LICENCE.txt": licence_text(made).encode(),
            "README.txt": readme_text(made, public).encode(),
        }
    )


def licence_text(made: ChartFigures) -> str:
    """Return the terms of each source of the rows, and what is left out for its own."""
    t = Translator(made.request.language)
    counts = made.observed.rows["source"].value_counts()
    lines = [
        t(N_("The figures belong to their producers and are under their own licences.")),
        "",
        *source_lines(made.sources, counts, made.request.language),
    ]
    closed = left_out_lines(made.dataset, made.observed.left_out, made.request.language)
    return "\n".join([*lines, *(["", *closed] if closed else []), ""])


def readme_text(made: ChartFigures, public: str = "") -> str:
    """Return what a person reads first: the chart, its verdict, the files, the columns."""
    t, request = Translator(made.request.language), made.request
    facts = metadata(made, public)
    chart, heads = facts["chart"], titles(OBSERVATION_FIELDS, request.language)
    verdict = chart.get("verdict", {})
    parts = [
        [chart.get("title", ""), chart["subtitle"]],
        [
            t(N_("Verdict: {verdict}."), verdict=": ".join(filter(None, (verdict["name"], verdict["reasons"]))))
            if verdict
            else "",
            t(N_("Data version: {version}{day}."), version=facts["data_version"], day=""),
            facts["caution"] or "",
        ],
        list(chart.get("notes", ())),
        [
            underlined(t(N_("Files"))),
            t(
                N_(
                    "{file}: the figures, one a row, as UTF-8 text with commas.",
                ),
                file=f"{request.name}.csv",
            ),
            t(N_("{file}: what they are, for machines."), file=f"{request.name}.{METADATA}"),
            t(N_("LICENCE.txt: the terms of each source.")),
        ],
        [
            underlined(t(N_("Columns"))),
            *(
                f"{field.name if request.short else heads[field.name]}{t(N_(': '))}{t(field.meaning)}"
                for field in OBSERVATION_FIELDS
            ),
            t(N_("An apostrophe is put before a text that a spreadsheet would take for a formula.")),
        ],
        [underlined(t(N_("How to cite"))), chart["citation"]] if "citation" in chart else [],
    ]
    return "\n\n".join("\n".join(line for line in part if line) for part in parts if any(part)) + "\n"
