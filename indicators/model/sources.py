"""Sources: one release of one publication each, with licence and citation."""

from pathlib import Path

from indicators.findings.finding import Finding
from indicators.model.catalogue import Identifier, Model, Text
from indicators.model.csv_tables import read_folder

COLUMNS = (
    "id", "producer", "title", "citation", "link", "published", "accessed",
    "licence", "redistributable", "attribution", "note",
)  # fmt: skip
OPTIONAL = ("supersedes",)
"""Columns that a table of sources may leave out: few sources are a newer edition of another one here."""


class Source(Model):
    """The origin of figures. A source is one release: that is the vintage.

    `published` and `accessed` are ISO dates, or a year or month where that is all the publication says.
    `redistributable` says whether a download may hold the figures. `supersedes` is the id of the edition that a newer
    one replaces: what the two give for one place is an edition change
    (:mod:`indicators.analysis.editions`).
    """

    id: Identifier
    producer: Text
    title: Text
    citation: Text
    link: Text
    published: str = ""
    accessed: str = ""
    licence: Text
    redistributable: bool
    attribution: str = ""
    note: str = ""
    supersedes: str = ""


def read_sources(folder: Path) -> tuple[dict[str, Source], list[Finding]]:
    """Read the tables of sources in `folder`; return them by id with all findings."""
    records, findings = read_folder(folder, COLUMNS, Source.model_validate, OPTIONAL)
    return {item.record.id: item.record for item in records}, findings
