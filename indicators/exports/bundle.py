"""The export of a chart as one zip file: data, description, citation, terms."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from indicators.analysis.verdicts import comparison_text
from indicators.charts.chart import Chart
from indicators.exports.package import (
    FIELDS,
    PLEDGE_FILE,
    README,
    descriptor,
    json_bytes,
    pledge_csv,
    pledge_lines,
    pledge_resource,
    pledges_of,
)
from indicators.exports.tables import ExportTable, chart_table, csv_text, sources_of
from indicators.language.translator import N_, Translator
from indicators.maps.city_outlines import perimeter_words
from indicators.model.sources import Source
from indicators.store import releases
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import attributions, citation, is_public
from indicators.text.csv_safety import csv_bytes
from indicators.text.labels import HomeTranslator


def citation_text(dataset: Dataset, chart: Chart, sources: Sequence[Source], link: str, language: str) -> str:
    """Return CITATION.txt: the citation on one line, what it cannot say, then the credits that licences ask for."""
    lines = [
        citation(chart.title, sources, dataset.version, link, HomeTranslator(dataset.home, dataset.places, language))
    ]
    undated = [source.id for source in sources if not source.accessed]
    if undated:
        lines += [
            "",
            Translator(language)(
                N_("Access date not recorded: {sources}."), sources=formatting.commas(undated, language)
            ),
        ]
    credits = attributions(sources, language)
    if credits:
        lines += ["", Translator(language)(N_("Credits:")), *credits]
    return "\n".join([*lines, ""])


def readme_text(
    dataset: Dataset,
    chart: Chart,
    table: ExportTable,
    sources: Sequence[Source],
    link: str,
    language: str,
    created: str = "",
) -> str:
    """Return README.txt: claim, verdict, perimeter, notes, files, columns, sources, what is left out."""
    t = Translator(language)
    pairs = zip(table.rows["place"], table.rows["perimeter"], strict=True)
    perimeters = perimeter_words(dataset, pairs, language)
    of = t(N_(" ({day})"), day=formatting.day(created, language)) if created else ""
    parts = [
        [chart.title, chart.subtitle],
        [
            t(N_("Verdict: {verdict}."), verdict=comparison_text(chart.comparison, language)),
            t(N_("Perimeter: {perimeters}."), perimeters=formatting.commas(perimeters, language)) if perimeters else "",
            t(N_("Data version: {version}{day}."), version=dataset.version, day=of),
            t(N_("This link rebuilds the chart: {link}"), link=link)
            if is_public(link)
            else t(N_("This address within the application rebuilds the chart: {link}"), link=link),
        ],
        list(chart.notes),
        [
            underlined(t(N_("Files"))),
            t(N_("data.csv: the figures of the picture and of its table, one a row, as UTF-8 text with commas.")),
            t(N_("datapackage.json: what the columns mean, for machines (Data Package, Table Schema).")),
            t(N_("CITATION.txt: how to cite the chart.")),
        ],
        [
            underlined(t(N_("Columns of data.csv"))),
            *(f"{name}{t(N_(': '))}{t(meaning)}" for name, _, meaning in FIELDS),
            t(N_("An apostrophe is put before a text that a spreadsheet would take for a formula.")),
        ],
        [
            underlined(t(N_("Sources, licences and credits"))),
            *source_lines(sources, table.rows["source"].astype("str").value_counts(), language),
        ],
        pledge_lines(dataset, pledges_of(dataset, table.rows), language),
        left_out_lines(dataset, table.left_out, language),
    ]
    return "\n\n".join("\n".join(line for line in part if line) for part in parts if any(part)) + "\n"


def underlined(title: str) -> str:
    """Return a title of a plain text."""
    return f"{title}\n{'-' * len(title)}"


def source_lines(sources: Sequence[Source], counts: "Mapping[Any, int] | pd.Series[int]", language: str) -> list[str]:
    """Return the citation, licence, credit, link and access date of sources, and how many figures are of each."""
    t = Translator(language)
    lines = []
    for source in sources:
        terms = [
            f"* {source.id}{t(N_(': '))}{t(source.citation)}",
            t(N_("  Licence: {licence}"), licence=t(source.licence)),
            t(N_("  Credit: {credit}"), credit=t(source.attribution)) if source.attribution else "",
            f"  {source.link}",
            t(N_("  Accessed: {date}"), date=source.accessed)
            if source.accessed
            else t(N_("  Access date not recorded")),
            "  " + t.plural("{n} figure in this file", "{n} figures in this file", int(counts[source.id])),
        ]
        lines += [line for line in terms if line.strip()]
    return lines


def left_out_lines(dataset: Dataset, left_out: Mapping[str, int], language: str) -> list[str]:
    """Name the sources whose figures may not be given away, with how many of each; nothing where all may."""
    if not left_out:
        return []
    t = Translator(language)
    lines = [
        underlined(t(N_("Left out"))),
        t(N_("The chart also shows figures whose licence does not allow handing them on; their producers have them:")),
    ]
    for key, count in left_out.items():
        source = dataset.sources[key]
        figures = t.plural("{n} figure", "{n} figures", count)
        lines.append(
            t(
                N_("* {citation} {link} Licence: {licence}. {figures}."),
                citation=f"{t(source.citation).rstrip('.')}.",
                link=source.link,
                licence=t(source.licence),
                figures=figures,
            )
        )
    return lines


EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time written beside each file of a zip: the format's earliest, so that the same data are the same bytes."""


def chart_csv(dataset: Dataset, chart: Chart, language: str) -> str:
    """Return the figures of a chart as CSV, without those that may not be given away."""
    return csv_text(chart_table(dataset, chart, language).rows)


def chart_zip(dataset: Dataset, chart: Chart, link: str, language: str) -> bytes:
    """Return the export of a chart; `link` rebuilds it."""
    table = chart_table(dataset, chart, language)
    sources = sources_of(dataset, table)
    data = csv_bytes(csv_text(table.rows))
    created = releases.day_of(dataset.folder / "releases", dataset.version)
    described = descriptor(dataset, chart, table, data, sources, link, language, created)
    pledges = pledges_of(dataset, table.rows)
    announced = {PLEDGE_FILE: pledge_csv(pledges)} if pledges else {}
    described["resources"] += [pledge_resource(content, language) for content in announced.values()]
    return zipped(
        {
            "data.csv": data,
            **announced,
            "datapackage.json": json_bytes(described),
            "CITATION.txt": citation_text(dataset, chart, sources, link, language).encode(),
            README: readme_text(dataset, chart, table, sources, link, language, created).encode(),
        }
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files in their order, without anything of this machine or moment."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return body.getvalue()
