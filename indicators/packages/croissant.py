"""The whole data set for machine learning: Croissant 1.0 (MLCommons), JSON-LD on schema.org."""

from typing import Any

from indicators.language.translator import Translator
from indicators.open.fields import Field
from indicators.packages.citation import AUTHOR, NAME, TITLE, keywords, summary
from indicators.packages.data_package import CSV_TYPE, README, Digest, DigestOf, released
from indicators.packages.resources import LANGUAGE, RESOURCES, Resource, sources_used
from indicators.store.dataset import Dataset

CROISSANT = "croissant.json"

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
"""The context of the standard, as it gives it."""

_TYPES = {
    "string": "sc:Text",
    "number": "sc:Float",
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "boolean": "sc:Boolean",
}


def croissant(dataset: Dataset, digest_of: DigestOf, public: str = "") -> dict[str, Any]:
    """Return the description of the CSV files."""
    day = released(dataset)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "alternateName": TITLE,
        "description": summary(dataset),
        "url": public or "/",
        "license": f"{public}/data/{README}",
        "version": f"0.0.0+{dataset.version}",
        "citeAs": f"{AUTHOR}: {TITLE}, data version {dataset.version}.",
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        **({"datePublished": day} if day else {}),
        "keywords": keywords(dataset),
        "inLanguage": ["en", "fr", "ar"],
        "isBasedOn": sorted({source.link for source in sources_used(dataset) if source.link.startswith("http")}),
        "distribution": [_file(resource, digest_of(f"{resource.name}.csv"), public) for resource in RESOURCES],
        "recordSet": [_record_set(resource) for resource in RESOURCES],
    }


def _file(resource: Resource, digest: Digest, public: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{resource.name}.csv",
        "name": f"{resource.name}.csv",
        "description": resource.description,
        "contentUrl": f"{public}/data/{resource.name}.csv",
        "contentSize": f"{digest.size} B",
        "encodingFormat": CSV_TYPE,
        "sha256": digest.sha256,
    }


def _record_set(resource: Resource) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": resource.description,
        "key": [{"@id": f"{resource.name}/{name}"} for name in resource.key],
        "field": [_field(resource, field) for field in resource.fields],
    }


def _field(resource: Resource, field: Field) -> dict[str, Any]:
    foreign = next((key for key in resource.foreign if key.field == field.name), None)
    return {
        "@type": "cr:Field",
        "@id": f"{resource.name}/{field.name}",
        "name": f"{resource.name}/{field.name}",
        "description": Translator(LANGUAGE)(field.meaning),
        "dataType": _TYPES[field.kind],
        "source": {"fileObject": {"@id": f"{resource.name}.csv"}, "extract": {"column": field.name}},
        **({"references": {"field": {"@id": f"{foreign.resource}/id"}}} if foreign else {}),
    }
