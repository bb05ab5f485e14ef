"""What the columns of a CSV mean, in a file beside it: CSV on the Web (W3C, https://www.w3.org/TR/tabular-metadata/)."""

from typing import Any

from indicators.language.translator import Translator
from indicators.open.fields import Field
from indicators.packages.resources import LANGUAGE, Resource

MEDIA_TYPE = "application/csvm+json"

_TYPES = {"string": "string", "number": "number", "integer": "integer", "year": "gYear", "boolean": "boolean"}


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
            "columns": [_column(field) for field in resource.fields],
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


def _column(field: Field) -> dict[str, Any]:
    t = Translator(LANGUAGE)
    column = {
        "name": field.name,
        "titles": field.name,
        "dc:title": t(field.title),
        "dc:description": t(field.meaning),
        "datatype": _TYPES[field.kind],
        "required": field.required,
    }
    if field.kind == "boolean":
        column["datatype"] = {"base": "boolean", "format": "true|false"}
    return column
