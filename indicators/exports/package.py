"""The description of an export for machines: a Data Package with a Table Schema.

Standards: Data Package and Table Schema of the Frictionless Data project,
version 2 (https://datapackage.org), written so that readers of version 1 take
it too.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from indicators.analysis.verdicts import Verdict, comparison_text
from indicators.charts.chart import Chart
from indicators.exports.tables import ExportTable
from indicators.language.bidi import unmarked
from indicators.language.translator import N_, Translator
from indicators.model.observations import KEY
from indicators.model.sources import Source
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text.citations import is_public

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
        "resources": [
            {
                "name": "data",
                "profile": "tabular-data-resource",
                "type": "table",
                "path": "data.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "schema": _schema(dataset, table, language),
            }
        ],
        "leftOut": [
            {"source": key, "title": dataset.sources[key].title, "licence": dataset.sources[key].licence, "rows": count}
            for key, count in table.left_out.items()
        ],
    }
    if created:
        described["created"] = f"{created}T00:00:00Z"
    # The standard wants a list to hold something, or not to be there.
    return {key: value for key, value in described.items() if value != []}


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
