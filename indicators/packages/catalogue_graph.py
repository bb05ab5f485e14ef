"""The catalogue of the data sets for harvesters: DCAT-AP 3, as JSON-LD and as Turtle, from one list of statements.

Identifiers never change: they are paths of this server, or names where it has no public address. CKAN's harvester takes
the data sets with their distributions, formats, licences and dates.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.exports.package import LICENCES
from indicators.model.sources import Source
from indicators.packages import sdmx
from indicators.packages.citation import AUTHOR, NAME, TITLE, keywords, summary
from indicators.packages.data_package import CSV_TYPE, DATA_PACKAGE, PARQUET_TYPE, README, Digest, released, zip_name
from indicators.packages.resources import RESOURCES, sources_used
from indicators.store.dataset import Dataset

JSON_LD, TURTLE = "catalog.jsonld", "catalog.ttl"

SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

LANGUAGES = tuple(f"http://publications.europa.eu/resource/authority/language/{code}" for code in ("ENG", "FRA", "ARA"))
THEMES = tuple(
    f"http://publications.europa.eu/resource/authority/data-theme/{code}" for code in ("ENVI", "ENER", "REGI")
)
YEARLY = "http://publications.europa.eu/resource/authority/frequency/IRREG"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
MARK = "#distribution"
"""What stands behind the address of a file in the one of its distribution."""
COUNTRIES = "http://publications.europa.eu/resource/authority/country/"


@dataclass(frozen=True)
class Iri:
    """A thing named by its address."""

    address: str


@dataclass(frozen=True)
class Text:
    """A text, of a language or of a type (a name with its prefix)."""

    text: str
    language: str = ""
    kind: str = ""


Statement = tuple[str, Iri | Text]
"""What is stated: by which name, and its value."""


@dataclass
class Thing:
    """A thing with an address, its type, and what is stated of it."""

    address: str
    kind: str
    statements: list[Statement] = field(default_factory=list)


DigestOfPath = Callable[[str], Digest]
"""Returns the digest of a table by its path on this server."""


def statements(dataset: Dataset, public: str = "", digest_of: DigestOfPath | None = None) -> list[Thing]:
    """Return everything the catalogue says: the catalogue, its publisher, data sets, distributions, licences.

    With `digest_of` the distributions of tables say how large they are, and their checksum. The package in one file has
    none: it would have to be made for it.
    """
    released_on = released(dataset)
    day = [Text(released_on, kind="xsd:date")] if released_on else []
    languages = [("dct:language", Iri(language)) for language in LANGUAGES]
    publisher = Thing(f"{public}/catalog.jsonld#publisher", "foaf:Agent", [("foaf:name", Text(AUTHOR, "en"))])
    sets = [*_data_sets(dataset, public)]
    catalogue: list[Statement] = [
        ("dct:title", Text(TITLE, "en")),
        ("dct:description", Text(summary(dataset), "en")),
        ("dct:publisher", Iri(publisher.address)),
        ("foaf:homepage", Iri(f"{public}/")),
        *languages,
        *(("dct:modified", date) for date in day),
        *(("dcat:dataset", Iri(data_set.address)) for data_set, _ in sets),
    ]
    things = [Thing(f"{public}/catalog.jsonld#catalogue", "dcat:Catalog", catalogue), publisher]
    for data_set, distributions in sets:
        data_set.statements += [
            ("dct:publisher", Iri(publisher.address)),
            *((name, date) for date in day for name in ("dct:issued", "dct:modified")),
            ("dcat:version", Text(dataset.version)),
            ("dct:accrualPeriodicity", Iri(YEARLY)),
            ("dct:spatial", Iri(COUNTRIES + dataset.places[dataset.home.city].country)),
            *languages,
            *(("dcat:theme", Iri(theme)) for theme in THEMES),
            *(("dcat:keyword", Text(word, "en")) for word in keywords(dataset)),
            *(("dcat:distribution", Iri(distribution.address)) for distribution in distributions),
        ]
        things += [data_set, *distributions, *_checksums(public, distributions, digest_of)]
    terms = Text("The figures keep the terms of their producers, stated row by row and listed here.", "en")
    return [*things, _licence(f"{public}/data/{README}", terms), *_licences(dataset)]


def _licence(address: str, label: Text) -> Thing:
    return Thing(address, "dct:LicenseDocument", [("rdfs:label", label)])


def _licences(dataset: Dataset) -> list[Thing]:
    """Return the licences that have an address, each once, as the sources that are under them come."""
    known = dict.fromkeys(filter(None, map(_licence_of, sources_used(dataset))))
    return [_licence(address, Text(name)) for name, address in known]


def _licence_of(source: Source) -> tuple[str, str] | None:
    return next((known for begin, known in LICENCES.items() if source.licence.startswith(begin)), None)


def _data_sets(dataset: Dataset, base: str) -> Iterator[tuple[Thing, list[Thing]]]:
    """Yield each data set with its distributions: the whole, one a table, the official SDG indicators."""
    whole, links = f"{base}/data/{DATA_PACKAGE}", [source.link for source in sources_used(dataset)]
    relations: list[Statement] = [
        *(("dct:source", Iri(link)) for link in dict.fromkeys(links) if link.startswith("http")),
        ("dct:conformsTo", Iri("https://datapackage.org/profiles/2.0/datapackage.json")),
        *(("dct:relation", Iri(licence)) for licence in sorted(thing.address for thing in _licences(dataset))),
    ]
    part: list[Statement] = [("dct:isPartOf", Iri(whole))]
    path, title = f"data/{zip_name(dataset)}", "The whole data set as a data package"
    yield (
        _data_set(whole, NAME, TITLE, summary(dataset), relations),
        [_distribution(base, path, title, "application/zip", "ZIP")],
    )
    for resource in RESOURCES:
        path, name = f"data/{resource.name}", f"{NAME}-{resource.name}"
        title = f"{TITLE}: {resource.title}"
        yield (
            _data_set(f"{base}/{path}.csv-metadata.json", name, title, resource.description, part),
            [
                _distribution(base, f"{path}.csv", f"{resource.title} as CSV", CSV_TYPE, "CSV"),
                _distribution(base, f"{path}.parquet", f"{resource.title} as Parquet", PARQUET_TYPE, "PARQUET"),
            ],
        )
    meaning = "The official SDG indicators among the observations, as SDMX with its structure message."
    title = f"{TITLE}: official SDG indicators"
    path = f"sdmx/{sdmx.DATA}"
    yield (
        _data_set(f"{base}/sdmx/{sdmx.STRUCTURE}", f"{NAME}-sdg", title, meaning, part),
        [_distribution(base, path, "Official SDG indicators as SDMX-CSV 2.0", sdmx.MEDIA_TYPE, "CSV")],
    )


def _data_set(address: str, identifier: str, title: str, description: str, more: Sequence[Statement]) -> Thing:
    texts: list[Statement] = [
        ("dct:identifier", Text(identifier)),
        ("dct:title", Text(title, "en")),
        ("dct:description", Text(description, "en")),
    ]
    return Thing(address, "dcat:Dataset", [*texts, *more])


def _distribution(base: str, path: str, title: str, media_type: str, kind: str) -> Thing:
    """Return a file that can be had; its own address is that of the file with a mark behind it."""
    file = f"{base}/{path}"
    return Thing(
        f"{file}{MARK}",
        "dcat:Distribution",
        [
            ("dct:title", Text(title, "en")),
            ("dcat:accessURL", Iri(file)),
            ("dcat:downloadURL", Iri(file)),
            ("dcat:mediaType", Iri(f"{MEDIA_TYPE}{media_type}")),
            ("dct:format", Iri(f"{FILE_TYPE}{kind}")),
            ("dct:license", Iri(f"{base}/data/{README}")),
        ],
    )


def _checksums(base: str, distributions: Sequence[Thing], digest_of: DigestOfPath | None) -> Iterator[Thing]:
    """Say of each table how large it is, and yield its checksum."""
    for distribution in distributions:
        file = distribution.address.removesuffix(MARK)
        if digest_of is None or not file.endswith((".csv", ".parquet")):
            continue
        digest, checksum = digest_of(file.removeprefix(f"{base}/")), f"{file}#checksum"
        distribution.statements += [
            ("dcat:byteSize", Text(str(digest.size), kind="xsd:nonNegativeInteger")),
            ("spdx:checksum", Iri(checksum)),
        ]
        value = Text(digest.sha256, kind="xsd:hexBinary")
        yield Thing(checksum, "spdx:Checksum", [("spdx:algorithm", Iri(SHA256)), ("spdx:checksumValue", value)])


def json_ld(things: Sequence[Thing]) -> bytes:
    """Return statements as JSON-LD."""
    graph = [{"@id": thing.address, "@type": thing.kind, **_by_name(thing.statements)} for thing in things]
    return (json.dumps({"@context": SPACES, "@graph": graph}, ensure_ascii=False, indent=1) + "\n").encode()


def _by_name(of_thing: Sequence[Statement]) -> dict[str, Any]:
    out: dict[str, list[Any]] = {}
    for name, value in of_thing:
        out.setdefault(name, []).append(_json(value))
    return {name: values[0] if len(values) == 1 else values for name, values in out.items()}


def _json(value: Iri | Text) -> Mapping[str, str] | str:
    if isinstance(value, Iri):
        return {"@id": value.address}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.kind} if value.kind else value.text


def turtle(things: Sequence[Thing]) -> bytes:
    """Return statements as Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in SPACES.items()]
    for thing in things:
        lines_of_thing = [f"    {name} {_turtle(value)}" for name, value in thing.statements]
        lines += ["", f"{_turtle(Iri(thing.address))} a {thing.kind} ;", " ;\n".join(lines_of_thing) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _turtle(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        address = re.sub(r'[<>"{}|^`\\ ]', lambda found: f"%{ord(found[0]):02X}", value.address)
        return f"<{address}>"
    text = json.dumps(value.text, ensure_ascii=False)
    return f"{text}@{value.language}" if value.language else f"{text}^^{value.kind}" if value.kind else text
