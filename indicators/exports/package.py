"""The description of an export for machines: a Data Package with a Table Schema.

Standards: Data Package and Table Schema of the Frictionless Data project,
version 2 (https://datapackage.org), written so that readers of version 1 take
it too.

The pledges of a chart's places are a file of its own beside the figures: they are no observations.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from indicators.analysis.verdicts import Verdict, comparison_text
from indicators.charts.chart import Chart
from indicators.exports.tables import ExportTable
from indicators.language.bidi import unmarked
from indicators.language.translator import N_, Translator
from indicators.model.observations import KEY
from indicators.model.pledges import COLUMNS as PLEDGE_COLUMNS
from indicators.model.pledges import Pledge
from indicators.model.sources import Source
from indicators.model.vocabulary import Method, Perimeter, Theme
from indicators.store.dataset import Dataset
from indicators.text.citations import cited, is_public
from indicators.text.csv_safety import csv_bytes, harmless

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY 3.0 IGO": ("CC-BY-3.0-IGO", "https://creativecommons.org/licenses/by/3.0/igo/"),
    "CC BY 3.0": ("CC-BY-3.0", "https://creativecommons.org/licenses/by/3.0/"),
    "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "PDDL": ("PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
}
"""Licences that have a name of their own (SPDX), by how the texts of our sources begin."""

README = "README.txt"

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("place", "string", N_("Id of the place.")),
    ("indicator", "string", N_("Id of the indicator.")),
    ("year", "year", N_("Year of the figure; blank where the source states none.")),
    ("value", "number", N_("The figure as published, in the unit of the column unit; blank for a bound.")),
    ("lower", "number", N_("Lower end of the range of error, or without a value the bound the figure is above.")),
    ("upper", "number", N_("Upper end of the range of error, or without a value the bound the figure is below.")),
    ("perimeter", "string", N_("The outline the figure was counted in.")),
    ("method", "string", N_("How the figure was obtained.")),
    ("source", "string", N_("Id of the source; the sources are listed in datapackage.json and README.txt.")),
    ("note", "string", N_("What the source or this project says of this figure.")),
    ("unit", "string", N_("Unit of the value, in a form machines read.")),
    ("place_name", "string", N_("Name of the place.")),
    ("indicator_name", "string", N_("Name of the indicator.")),
    ("drawn", "boolean", N_("Whether the picture draws the figure; if not, the table lists it.")),
    ("verdict", "string", N_("Whether the figure is comparable with the one named in compared_with.")),
    ("reason", "string", N_("Why, in words.")),
    ("rules", "string", N_("The rules behind the verdict, by name, with spaces between them.")),
    ("compared_with", "string", N_("Id of the place whose figure the verdict is about.")),
    ("compared_year", "year", N_("Year of that figure.")),
    (
        "accessed",
        "string",
        N_("When the source was read for this project (ISO date, month or year), or that it was not recorded."),
    ),
)
"""Name, type and meaning of each column of the table."""

ENUMS = {
    "perimeter": [str(word) for word in Perimeter],
    "method": [str(word) for word in Method],
    "verdict": [str(word) for word in Verdict],
}


def descriptor(
    dataset: Dataset,
    chart: Chart,
    table: ExportTable,
    data: bytes,
    sources: Sequence[Source],
    link: str,
    language: str,
    created: str = "",
) -> dict[str, Any]:
    """Return the description of the table `data` of a chart, as `datapackage.json` holds it.

    `link` rebuilds the chart; `created` is the day (ISO) of the release whose
    data these are, left out where they are of none.
    """
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "profile": "tabular-data-package",
        "name": f"{dataset.home.city}-{chart.id}".replace("_", "-"),
        "title": chart.title,
        "description": f"{chart.subtitle}. {comparison_text(chart.comparison, language)}.",
        "version": dataset.version,
        **({"homepage": link} if is_public(link) else {}),
        "licenses": licence_records(sources),
        "sources": [source_description(source, language) for source in sources],
        "resources": [csv_resource("data", data, _schema(dataset, table, language))],
        "leftOut": [
            {"source": key, "title": dataset.sources[key].title, "licence": dataset.sources[key].licence, "rows": count}
            for key, count in table.left_out.items()
        ],
    }
    if created:
        described["created"] = f"{created}T00:00:00Z"
    # The standard wants a list to hold something, or not to be there.
    return {key: value for key, value in described.items() if value != []}


def csv_resource(name: str, data: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a file of CSV that is called as its table is."""
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }


def _schema(dataset: Dataset, table: ExportTable, language: str) -> dict[str, Any]:
    t = Translator(language)
    fields = []
    for name, kind, description in FIELDS:
        field: dict[str, Any] = {"name": name, "type": kind, "description": t(description)}
        if name in ENUMS:
            field["constraints"] = {"enum": ENUMS[name]}
        if name == "value":
            units = {
                dataset.catalogue[str(key)].unit: dataset.catalogue[str(key)].unit_names.get(language)
                for key in dict.fromkeys(table.rows["indicator"].astype("str"))
            }
            # A value may be in one unit only; a file of several indicators says the unit in each row.
            field |= {"unit": next(iter(units)), "unitName": next(iter(units.values()))} if len(units) == 1 else {}
        fields.append(field)
    key = list(KEY)
    dated = bool(table.rows["year"].notna().all())
    return {"fields": fields, "missingValues": [""], **({"primaryKey": key} if dated else {"uniqueKeys": [key]})}


def licence_records(sources: Sequence[Source]) -> list[dict[str, str]]:
    """Return each licence once: by its name where it has one, else by its words, which the README tells per source."""
    out: dict[str, dict[str, str]] = {}
    for source in sources:
        known = next((names for begin, names in LICENCES.items() if source.licence.startswith(begin)), None)
        out[source.licence] = (
            {"name": known[0], "path": known[1], "title": source.licence}
            if known
            else {"path": README, "title": source.licence}
        )
    return list(out.values())


def source_description(source: Source, language: str) -> dict[str, str]:
    """Return a source as a package describes it, without what is not known of it."""
    t = Translator(language)
    description = {
        "title": t(source.citation),
        "path": source.link,
        "id": source.id,
        "producer": t(source.producer),
        "licence": t(source.licence),
        "attribution": t(source.attribution),
        "published": source.published,
        "accessed": source.accessed,
        "remark": "" if source.accessed else t(N_("access date not recorded")),
    }
    return {key: value for key, value in description.items() if value}


def json_bytes(described: dict[str, Any]) -> bytes:
    """Return the description as JSON for people and machines: indented, in its own order; no marks of direction."""
    return (unmarked(json.dumps(described, ensure_ascii=False, indent=2)) + "\n").encode()


PLEDGE_FILE = "pledges.csv"

_NUMBERS = {"reduction", "base_emissions", "target_emissions", "progress"}
_YEARS = {"base_year", "target_year", "set_in"}
PLEDGE_MEANINGS = {
    "id": N_("Id of the pledge."),
    "place": N_("Id of the place."),
    "source": N_("Id of the source of the pledge."),
    "kind": N_("What is promised."),
    "printed": N_("What the source calls it."),
    "stage": N_("Whether the source calls it the final or an interim target."),
    "sector": N_("The sector it is limited to; blank for all."),
    "boundary": N_("What it covers, in the source's words."),
    "reduction": N_("Promised reduction in per cent."),
    "base_year": N_("Year the reduction is counted from."),
    "base_emissions": N_("Emissions of that year as the pledge states them, in tonnes of CO2e."),
    "target_year": N_("Year by which it is promised."),
    "target_emissions": N_("Promised emissions, in tonnes of CO2e."),
    "set_in": N_("Year the pledge was made."),
    "status": N_("How firm it is, in the source's words."),
    "progress": N_("Share achieved as the city itself reported it, in per cent."),
    "reviewed": N_("When the source last looked, or the city reported."),
    "note": N_("What this project says of the pledge."),
}
"""What each column holds."""


def pledges_of(dataset: Dataset, rows: pd.DataFrame) -> list[Pledge]:
    """Return the pledges of the places of some observations on carbon, those that may be given away."""
    themes = {dataset.catalogue[str(name)].theme for name in rows["indicator"].unique()}
    if Theme.CARBON not in themes:
        return []
    places = set(rows["place"].astype("str"))
    return [
        pledge
        for pledge in dataset.pledges
        if pledge.place in places and dataset.sources[pledge.source].redistributable
    ]


def pledge_csv(pledges: list[Pledge]) -> bytes:
    """Return pledges as CSV with a header, every text harmless to a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(PLEDGE_COLUMNS)
    table.writerows(harmless(pd.Series(pledge.cells(), dtype="str")).tolist() for pledge in pledges)
    return csv_bytes(out.getvalue())


def pledge_sources(dataset: Dataset, pledges: list[Pledge]) -> list[Source]:
    """Return the sources of pledges, each once."""
    return cited(dataset.sources, [pledge.source for pledge in pledges])


def pledge_resource(data: bytes, language: str) -> dict[str, Any]:
    """Return the description of the file of pledges for `datapackage.json`."""
    t = Translator(language)
    kinds = {**dict.fromkeys(_NUMBERS, "number"), **dict.fromkeys(_YEARS, "year")}
    fields = [
        {"name": name, "type": kinds.get(name, "string"), "description": t(PLEDGE_MEANINGS[name])}
        for name in PLEDGE_COLUMNS
    ]
    return csv_resource("pledges", data, {"fields": fields, "missingValues": [""], "primaryKey": ["id"]})


def pledge_lines(dataset: Dataset, pledges: list[Pledge], language: str) -> list[str]:
    """Return what README.txt says of the file of pledges, and the terms of its sources; nothing without any."""
    if not pledges:
        return []
    t = Translator(language)
    lines = [t(N_("pledges.csv: what these places announced; pledges are no figures and are in none of the charts."))]
    for source in pledge_sources(dataset, pledges):
        terms = t(N_("  Licence: {licence}"), licence=t(source.licence)).strip()
        lines.append(f"* {source.id}{t(N_(': '))}{t(source.citation)} {source.link} {terms}")
    return lines
