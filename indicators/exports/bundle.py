"""The export of a chart as one zip file: data, description, citation, terms."""

import io
import zipfile
from collections.abc import Mapping

from indicators import releases
from indicators.charts.chart import Chart
from indicators.downloads import csv_bytes
from indicators.exports.package import README, descriptor, json_bytes
from indicators.exports.tables import chart_table, csv_text, sources_of
from indicators.exports.texts import citation_text, readme_text
from indicators.store import Dataset

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
    return zipped(
        {
            "data.csv": data,
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
