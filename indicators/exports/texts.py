"""The texts of an export for people: what the chart says, how to cite it, what its licences ask for."""

from collections.abc import Sequence

from indicators import formats
from indicators.charts.chart import Chart
from indicators.citations import attributions, citation
from indicators.exports.package import FIELDS
from indicators.exports.tables import Table
from indicators.language import N_, Translator
from indicators.perimeter_words import perimeter_words
from indicators.sources import Source
from indicators.store import Dataset
from indicators.verdicts import comparison_text


def citation_text(dataset: Dataset, chart: Chart, sources: Sequence[Source], link: str, language: str) -> str:
    """Return CITATION.txt: the citation on one line, then the credits that the licences ask for."""
    lines = [citation(chart.title, sources, dataset.version, link, language)]
    credits = attributions(sources, language)
    if credits:
        lines += ["", Translator(language)(N_("Credits:")), *credits]
    return "\n".join([*lines, ""])


def readme_text(
    dataset: Dataset, chart: Chart, table: Table, sources: Sequence[Source], link: str, language: str, created: str = ""
) -> str:
    """Return README.txt: claim, verdict, perimeter, notes, files, columns, sources, what is left out."""
    t = Translator(language)
    pairs = zip(table.rows["place"], table.rows["perimeter"], strict=True)
    perimeters = perimeter_words(dataset.places, pairs, language)
    of = t(N_(" ({day})"), day=formats.day(created, language)) if created else ""
    parts = [
        [chart.title, chart.subtitle],
        [
            t(N_("Verdict: {verdict}."), verdict=comparison_text(chart.comparison, language)),
            t(N_("Perimeter: {perimeters}."), perimeters=", ".join(perimeters)) if perimeters else "",
            t(N_("Data version: {version}{day}."), version=dataset.version, day=of),
            t(N_("This link rebuilds the chart: {link}"), link=link),
        ],
        list(chart.notes),
        [
            _head(t(N_("Files"))),
            t(N_("data.csv: the figures of the picture and of its table, one a row, as UTF-8 text with commas.")),
            t(N_("datapackage.json: what the columns mean, for machines (Data Package, Table Schema).")),
            t(N_("CITATION.txt: how to cite the chart.")),
        ],
        [
            _head(t(N_("Columns of data.csv"))),
            *(f"{name}{t(N_(': '))}{t(told)}" for name, _, told in FIELDS),
            t(N_("An apostrophe stands before a text that a spreadsheet would take for a formula.")),
        ],
        [_head(t(N_("Sources, licences and credits"))), *_sources(table, sources, language)],
        _left_out(dataset, table, language),
    ]
    return "\n\n".join("\n".join(line for line in part if line) for part in parts if any(part)) + "\n"


def _head(title: str) -> str:
    return f"{title}\n{'-' * len(title)}"


def _sources(table: Table, sources: Sequence[Source], language: str) -> list[str]:
    t = Translator(language)
    counts = table.rows["source"].astype("str").value_counts()
    lines = []
    for source in sources:
        told = [
            f"* {source.id}{t(N_(': '))}{t(source.citation)}",
            t(N_("  Licence: {licence}"), licence=t(source.licence)),
            t(N_("  Credit: {credit}"), credit=t(source.attribution)) if source.attribution else "",
            f"  {source.link}",
            "  " + t.plural("{n} figure in this file", "{n} figures in this file", int(counts[source.id])),
        ]
        lines += [line for line in told if line.strip()]
    return lines


def _left_out(dataset: Dataset, table: Table, language: str) -> list[str]:
    """Name the sources whose figures may not be given away."""
    if not table.left_out:
        return []
    t = Translator(language)
    lines = [
        _head(t(N_("Left out"))),
        t(N_("The chart also shows figures whose licence does not allow handing them on; their producers have them:")),
    ]
    for key, count in table.left_out.items():
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
