"""The whole data set as a Data Package: its description, its README, and its tables as CSV and Parquet.

Standards: Data Package and Table Schema, version 2 (https://datapackage.org); beside each CSV what its columns mean as
CSV on the Web (https://www.w3.org/TR/tabular-metadata/). A release is deposited as one zip of these files.
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from indicators.exports.bundle import zipped
from indicators.exports.package import PROFILE, json_bytes, licence_records, source_description
from indicators.language.translator import Translator
from indicators.open.fields import Field
from indicators.packages.citation import (
    CITATION,
    NAME,
    TITLE,
    ZENODO,
    citation_file,
    keywords,
    summary,
    zenodo_record,
)
from indicators.packages.resources import LANGUAGE, RESOURCES, Resource, left_out, sources_used
from indicators.store import releases
from indicators.store.dataset import Dataset

CSV_TYPE, PARQUET_TYPE = "text/csv", "application/vnd.apache.parquet"

README = "README.txt"

DATA_PACKAGE = "datapackage.json"

_ARROW = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "year": pa.int16(),
    "boolean": pa.bool_(),
}


def zip_name(dataset: Dataset) -> str:
    """Return the name of the package as one file."""
    return f"{NAME}-{dataset.version}.zip"


def released(dataset: Dataset) -> str:
    """Return the day (ISO) of the release whose data these are, empty where they are of none."""
    return releases.day_of(dataset.folder / "releases", dataset.version)


class Digest(NamedTuple):
    """How many bytes a file has, and their SHA-256."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Digest":
        """Return that of some bytes."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


DigestOf = Callable[[str], Digest]
"""Returns the digest of a table by the name of its file."""


def descriptor(dataset: Dataset, digest_of: DigestOf, public: str = "") -> dict[str, Any]:
    """Return the description of the package."""
    sources = sources_used(dataset)
    day = released(dataset)
    hidden = left_out(dataset)
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": NAME,
        "id": f"{public}/data/{DATA_PACKAGE}" if public else NAME,
        "title": TITLE,
        "description": summary(dataset),
        "version": dataset.version,
        **({"created": f"{day}T00:00:00Z"} if day else {}),
        **({"homepage": public} if public else {}),
        "keywords": keywords(dataset),
        "licenses": licence_records(sources),
        "sources": [source_description(source, LANGUAGE) for source in sources],
        "resources": [
            described
            for resource in RESOURCES
            for described in (
                _csv_resource(dataset, resource, digest_of(f"{resource.name}.csv")),
                _parquet_resource(resource, digest_of(f"{resource.name}.parquet")),
            )
        ],
        "leftOut": [
            {"source": key, "title": dataset.sources[key].title, "licence": dataset.sources[key].licence, "rows": count}
            for key, count in hidden.items()
        ],
    }
    return {key: value for key, value in described.items() if value != []}


def _csv_resource(dataset: Dataset, resource: Resource, digest: Digest) -> dict[str, Any]:
    used = sources_used(dataset)
    credits = {
        "licenses": licence_records(used),
        "sources": [{"title": source.citation, "path": source.link} for source in used],
    }
    return {
        "name": resource.name,
        "type": "table",
        "path": f"{resource.name}.csv",
        "title": resource.title,
        "description": resource.description,
        "format": "csv",
        "mediatype": CSV_TYPE,
        "encoding": "utf-8",
        **_size(digest),
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(resource),
        **(credits if resource.name in ("observations", "pledges") else {}),
    }


def _parquet_resource(resource: Resource, digest: Digest) -> dict[str, Any]:
    return {
        "name": f"{resource.name}-parquet",
        "path": f"{resource.name}.parquet",
        "title": f"{resource.title} (Parquet)",
        "description": f"The same table as {resource.name}.csv, typed.",
        "format": "parquet",
        "mediatype": PARQUET_TYPE,
        **_size(digest),
    }


def _size(digest: Digest) -> dict[str, Any]:
    return {"bytes": digest.size, "hash": f"sha256:{digest.sha256}"}


def table_schema(resource: Resource) -> dict[str, Any]:
    """Return what the columns of a table mean, as a Table Schema."""
    t = Translator(LANGUAGE)
    fields = []
    for field in resource.fields:
        constraints: dict[str, Any] = {"required": True} if field.required else {}
        constraints |= {"enum": list(field.words)} if field.words else {}
        described: dict[str, Any] = {"name": field.name, "type": field.kind, "title": t(field.title)}
        described["description"] = t(field.meaning)
        fields.append(described | ({"constraints": constraints} if constraints else {}))
    keyed = {name for name in resource.key if next(field for field in resource.fields if field.name == name).required}
    key = {"primaryKey": list(resource.key)} if keyed == set(resource.key) else {"uniqueKeys": [list(resource.key)]}
    foreign = [
        {"fields": [key.field], "reference": {"resource": key.resource, "fields": ["id"]}} for key in resource.foreign
    ]
    return {"fields": fields, "missingValues": [""], **key, **({"foreignKeys": foreign} if foreign else {})}


def readme(dataset: Dataset) -> str:
    """Return README.txt: what the files are, how the figures are to be used, their terms, and what is left out."""
    day = released(dataset)
    lines = [
        TITLE,
        "=" * len(TITLE),
        "",
        summary(dataset),
        "",
        f"Data version {dataset.version}" + (f", released on {day}." if day else "; no release of its own."),
        "",
        "Files",
        "-----",
        *(f"{resource.name}.csv, {resource.name}.parquet: {resource.description}" for resource in RESOURCES),
        f"{DATA_PACKAGE}: what every column means, sources and licences, for machines (Data Package 2).",
        "*.csv-metadata.json: the same for one table (CSV on the Web).",
        "CITATION.cff: how to cite the data set.",
        "",
        "Before you compare",
        "------------------",
        "The column verdict says whether a figure may stand beside the home city's, reason why. What is not comparable",
        "must not be subtracted, divided or ranked. A row with observed = false was projected or planned by its",
        "publisher. A row with limit = true is a bound without a value. A gap is a gap: nothing is estimated here.",
        "",
        "Terms",
        "-----",
        "The figures are their producers' and keep their own terms, row by row (columns licence and attribution):",
        *(f"* {licence}: {', '.join(ids)}" for licence, ids in _by_licence(dataset).items()),
        "",
        "Left out",
        "--------",
        *_left_out_lines(dataset),
    ]
    return "\n".join(lines) + "\n"


def _by_licence(dataset: Dataset) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for source in sources_used(dataset):
        out.setdefault(source.licence, []).append(source.id)
    return out


def _left_out_lines(dataset: Dataset) -> list[str]:
    hidden = left_out(dataset)
    if not hidden:
        return ["No figure: the licence of every source allows handing its figures on."]
    lines = ["Figures whose licence does not allow handing them on; their producers have them:"]
    for key, count in hidden.items():
        source = dataset.sources[key]
        lines.append(f"* {key}: {count} figures. {source.citation} {source.link} Licence: {source.licence}.")
    return lines


def package_files(dataset: Dataset, public: str = "") -> dict[str, bytes]:
    """Return every file of the package by its name: description, README, citation, tables with what their columns mean.

    `public` is the address of this server for the world, empty where it has none.
    """
    files: dict[str, bytes] = {}
    for name, make in reversed(file_makers(dataset, lambda name: Digest.of(files[name]), public).items()):
        files[name] = make()
    return dict(reversed(files.items()))


def deposit(dataset: Dataset, public: str = "") -> bytes:
    """Return the deposit of a release as one zip; raises ValueError where the data are of no release."""
    day = released(dataset)
    if not day:
        raise ValueError(f"the data version {dataset.version} is of no release")
    return zipped({ZENODO: json_bytes(zenodo_record(dataset, day, public)), **package_files(dataset, public)})


def file_makers(dataset: Dataset, digest_of: DigestOf, public: str = "") -> dict[str, Callable[[], bytes]]:
    """Return what makes each file of the package, by its name.

    A description needs the digests of the tables, which come after it: who asks for one file waits for no other.
    """
    makers: dict[str, Callable[[], bytes]] = {
        DATA_PACKAGE: lambda: json_bytes(descriptor(dataset, digest_of, public)),
        README: lambda: readme(dataset).encode(),
        CITATION: lambda: citation_file(dataset, released(dataset), public),
    }
    for resource in RESOURCES:
        makers[csvw_name(resource)] = partial(_csvw_file, resource, dataset)
    for resource in RESOURCES:
        makers[f"{resource.name}.csv"] = partial(_csv_file, resource, dataset)
        makers[f"{resource.name}.parquet"] = partial(_parquet_file, resource, dataset)
    return makers


def _csvw_file(resource: Resource, dataset: Dataset) -> bytes:
    return json_bytes(csvw(resource, dataset.version))


def _csv_file(resource: Resource, dataset: Dataset) -> bytes:
    """Return a table as CSV in UTF-8, without the mark of byte order that programs take for part of the first name."""
    return resource.rows(dataset).csv().encode()


def _parquet_file(resource: Resource, dataset: Dataset) -> bytes:
    """Return a table as Parquet, typed, with the data version in its metadata."""
    t, table = Translator(LANGUAGE), resource.rows(dataset)
    schema = pa.schema(
        [
            pa.field(field.name, _ARROW[field.kind], not field.required, metadata={"description": t(field.meaning)})
            for field in resource.fields
        ],
        metadata={"title": TITLE, "data_version": dataset.version},
    )
    columns = [pa.array(table.columns[field.name].tolist(), _ARROW[field.kind]) for field in resource.fields]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), out, compression="zstd")
    return out.getvalue()


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, which is made where it is not there; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


CSVW_TYPE = "application/csvm+json"

_CSVW_TYPES = {"string": "string", "number": "number", "integer": "integer", "year": "gYear", "boolean": "boolean"}


def csvw_name(resource: Resource) -> str:
    """Return the name of the file beside a table, as the standard has it."""
    return f"{resource.name}.csv-metadata.json"


def csvw(resource: Resource, version: str) -> dict[str, Any]:
    """Return the metadata of the CSV of a resource; addresses in it are relative to it."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "url": f"{resource.name}.csv",
        "dc:title": resource.title,
        "dc:description": resource.description,
        "schema:version": version,
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "quoteChar": '"', "doubleQuote": True},
        "tableSchema": {
            "columns": [_csvw_column(field) for field in resource.fields],
            # A key of the standard may hold blanks: a figure whose year is not stated has one.
            "primaryKey": list(resource.key),
        },
    }
    if resource.foreign:
        described["tableSchema"]["foreignKeys"] = [
            {
                "columnReference": key.field,
                "reference": {"resource": f"{key.resource}.csv", "columnReference": "id"},
            }
            for key in resource.foreign
        ]
    return described


def _csvw_column(field: Field) -> dict[str, Any]:
    t = Translator(LANGUAGE)
    column = {
        "name": field.name,
        "titles": field.name,
        "dc:title": t(field.title),
        "dc:description": t(field.meaning),
        "datatype": _CSVW_TYPES[field.kind],
        "required": field.required,
    }
    if field.kind == "boolean":
        column["datatype"] = {"base": "boolean", "format": "true|false"}
    return column
