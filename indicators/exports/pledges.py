"""The pledges of a chart's places as a file of its own beside the figures: they are no observations."""

import csv
import hashlib
import io
from typing import Any

import pandas as pd

from indicators.language.translator import N_, Translator
from indicators.model.pledges import COLUMNS, Pledge
from indicators.model.sources import Source
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset
from indicators.text.citations import cited
from indicators.text.csv_safety import csv_bytes, harmless

FILE = "pledges.csv"

_NUMBERS = {"reduction", "base_emissions", "target_emissions", "progress"}
_YEARS = {"base_year", "target_year", "set_in"}
MEANINGS = {
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
    table.writerow(COLUMNS)
    table.writerows(harmless(pd.Series(pledge.cells(), dtype="str")).tolist() for pledge in pledges)
    return csv_bytes(out.getvalue())


def pledge_sources(dataset: Dataset, pledges: list[Pledge]) -> list[Source]:
    """Return the sources of pledges, each once."""
    return cited(dataset.sources, [pledge.source for pledge in pledges])


def pledge_resource(data: bytes, language: str) -> dict[str, Any]:
    """Return the description of the file of pledges for `datapackage.json`."""
    t = Translator(language)
    kinds = {**dict.fromkeys(_NUMBERS, "number"), **dict.fromkeys(_YEARS, "year")}
    fields = [{"name": name, "type": kinds.get(name, "string"), "description": t(MEANINGS[name])} for name in COLUMNS]
    return {
        "name": "pledges",
        "profile": "tabular-data-resource",
        "type": "table",
        "path": FILE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["id"]},
    }


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
