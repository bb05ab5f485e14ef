"""The description of the API for programs (OpenAPI 3.1), made of the table that answers it."""

from collections.abc import Sequence
from typing import Any

from indicators.language.translator import Translator
from indicators.open.endpoints import ENDPOINTS, ROOT, Endpoint
from indicators.open.fields import json_schema
from indicators.open.parameters import MOST_IDS, Parameter, vocabularies
from indicators.open.problems import KINDS
from indicators.store.dataset import Dataset

SPAN_PATTERN = r"^(\d{4}|\d{4}\.\.(\d{4})?|\.\.\d{4})$"
VERSION_PATTERN = r"^[0-9a-f]{12}$"
CURSOR_PATTERN = r"^[A-Za-z0-9_-]+$"

LONG = frozenset({"indicator", "place", "source", "target", "country"})
"""Vocabularies that stand once among the components."""


def openapi(dataset: Dataset, public: str = "") -> dict[str, Any]:
    """Return the description; `public` is the address of this server for the world."""
    words = vocabularies(dataset)
    home = dataset.places[dataset.home.city].names.en
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{home} smart-city indicators",
            "version": "1",
            "summary": "Published figures with the verdict on whether they compare.",
            "description": (
                "Read-only. Every row carries its verdict, perimeter, source and licence; a rank, comparison or claim "
                "that may not be made is refused with 422 and the reason. Errors are problem details (RFC 9457). "
                f"Data version {dataset.version}. {ROOT}/ is the page for people."
            ),
            "license": {"name": "The figures are under their sources' licences, listed at /api/v1/sources"},
        },
        "servers": [{"url": public or "/"}],
        "paths": dict(path for endpoint in ENDPOINTS for path in _paths(endpoint)),
        "components": {
            "schemas": {
                **{_component(kind): {"type": "string", "enum": list(words[kind])} for kind in sorted(LONG)},
                **short_words(dataset, [parameter for endpoint in ENDPOINTS for parameter in endpoint.all_parameters]),
                **{f"{endpoint.name}_row": json_schema(endpoint.fields) for endpoint in ENDPOINTS if endpoint.fields},
                "left_out": _left_out(),
                "problem": _problem(),
                "feature_collection": _feature_collection(),
            },
            "responses": {f"problem_{kind.status}": _problem_response(kind.title) for kind in KINDS},
            "headers": {
                "ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}},
                "Link": {"description": "The next page, as rel=next.", "schema": {"type": "string"}},
            },
        },
    }


def _component(kind: str) -> str:
    return kind.replace(" ", "_")


def _paths(endpoint: Endpoint) -> list[tuple[str, dict[str, Any]]]:
    if endpoint.layer is not None:
        content = {"application/geo+json": {"schema": {"$ref": "#/components/schemas/feature_collection"}}}
        return [(endpoint.path, _operations(endpoint, "", content))]
    as_json = {"application/json": {"schema": _page(endpoint)}, "text/csv": {"schema": {"type": "string"}}}
    as_csv = {"text/csv": {"schema": {"type": "string"}}}
    return [
        (endpoint.path, _operations(endpoint, "", as_json)),
        (f"{endpoint.path}.csv", _operations(endpoint, "_csv", as_csv)),
    ]


def _operations(endpoint: Endpoint, suffix: str, content: dict[str, Any]) -> dict[str, Any]:
    headers = {"ETag": {"$ref": "#/components/headers/ETag"}}
    if endpoint.listing is not None:
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    problems = {str(kind.status) for kind in KINDS} - {"405"} - (set() if endpoint.refuses else {"422"})
    operation = {
        "operationId": f"{endpoint.name}{suffix}",
        "summary": endpoint.summary + (" as CSV" if suffix else ""),
        "description": endpoint.description,
        "parameters": [_parameter(parameter) for parameter in endpoint.all_parameters],
        "responses": {
            "200": {"description": "The answer.", "headers": headers, "content": content},
            "304": {"description": "What is known is still true."},
            **{status: {"$ref": f"#/components/responses/problem_{status}"} for status in sorted(problems)},
        },
    }
    return {"get": operation}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _schema(parameter)
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "required": parameter.required,
        "schema": schema,
    }
    return described | ({"style": "form", "explode": False} if parameter.many else {})


def _schema(parameter: Parameter) -> dict[str, Any]:
    special: dict[str, dict[str, Any]] = {
        "years": {"type": "string", "pattern": SPAN_PATTERN},
        "number": {"type": "integer", "minimum": parameter.low, "maximum": parameter.high},
        "flag": {"type": "boolean"},
        "version": {"type": "string", "pattern": VERSION_PATTERN},
        "cursor": {"type": "string", "pattern": CURSOR_PATTERN},
    }
    if parameter.kind in special:
        return special[parameter.kind]
    word: dict[str, Any] = (
        {"$ref": f"#/components/schemas/{_component(parameter.kind)}"}
        if parameter.kind in LONG
        else {"$ref": f"#/components/schemas/word_{_component(parameter.kind)}"}
    )
    return {"type": "array", "items": word, "minItems": 1, "maxItems": MOST_IDS} if parameter.many else word


def short_words(dataset: Dataset, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the vocabularies of parameters that are short enough to stand as they are."""
    words = vocabularies(dataset)
    kinds = sorted(
        {parameter.kind for parameter in parameters if parameter.kind in words and parameter.kind not in LONG}
    )
    return {f"word_{_component(kind)}": {"type": "string", "enum": list(words[kind])} for kind in kinds}


def _page(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["data", "meta", "links"],
        "additionalProperties": False,
        "properties": {
            "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{endpoint.name}_row"}},
            "meta": {
                "type": "object",
                "required": ["data_version", "language", "total", "returned"],
                "properties": {
                    "data_version": {"type": "string", "pattern": VERSION_PATTERN},
                    "language": {"type": "string"},
                    "total": {"type": "integer", "description": "How many rows answer the question."},
                    "returned": {"type": "integer", "description": "How many of them are on this page."},
                    "left_out": {"$ref": "#/components/schemas/left_out"},
                },
            },
            "links": {
                "type": "object",
                "required": ["self", "next", "csv"],
                "properties": {
                    "self": {"type": "string"},
                    "next": {"type": ["string", "null"], "description": "The next page; null on the last."},
                    "csv": {"type": "string"},
                },
            },
        },
    }


def _left_out() -> dict[str, Any]:
    return {
        "type": "array",
        "description": "Rows whose licence forbids handing them on, by source.",
        "items": {
            "type": "object",
            "required": ["source", "rows", "licence", "link", "reason"],
            "properties": {
                "source": {"type": "string"},
                "rows": {"type": "integer"},
                "licence": {"type": "string"},
                "link": {"type": "string"},
                "reason": {"type": "string"},
            },
        },
    }


def _problem() -> dict[str, Any]:
    text = {"type": ["string", "null"]}
    return {
        "type": "object",
        "description": "A problem (RFC 9457) with every finding.",
        "required": ["type", "title", "status", "detail", "instance", "findings"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["rule", "parameter", "value", "message", "fix", "suggestion"],
                    "properties": {
                        "rule": {"type": "string"},
                        "parameter": text,
                        "value": text,
                        "message": {"type": "string"},
                        "fix": text,
                        "suggestion": {**text, "description": "The known id that was probably meant."},
                    },
                },
            },
        },
    }


def _problem_response(title: str) -> dict[str, Any]:
    return {
        "description": Translator("en")(title),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
    }


def _feature_collection() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "GeoJSON (RFC 7946) with the verdict on all parts side by side.",
        "required": ["type", "features", "verdict", "reason", "data_version", "left_out"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "verdict": {"type": ["string", "null"]},
            "reason": {"type": "string"},
            "data_version": {"type": "string"},
            "left_out": {"$ref": "#/components/schemas/left_out"},
            "features": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["type", "id", "geometry", "properties"],
                    "properties": {"type": {"const": "Feature"}, "properties": {"type": "object"}},
                },
            },
        },
    }
