"""The catalogue as RDF: what DCAT-AP asks for, and what CKAN's harvester maps."""

from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from indicators.packages.all_files import AllFiles
from indicators.packages.catalogue_graph import JSON_LD, TURTLE, json_ld, statements
from indicators.packages.data_package import Digest
from tests.helpers.released import released_dataset

PUBLIC = "https://figures.example"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
NEEDED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.identifier, DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.distribution,
                   DCAT.keyword, DCAT.theme, DCTERMS.issued, DCTERMS.spatial, DCTERMS.accrualPeriodicity),
    DCAT.Distribution: (DCTERMS.title, DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCTERMS["format"],
                        DCTERMS.license),
    FOAF.Agent: (FOAF.name,),
}  # fmt: skip
"""What each thing of the catalogue has: the mandatory and recommended properties that a harvester maps."""


@cache
def dataset():
    return released_dataset()


@cache
def files(public: str = PUBLIC) -> AllFiles:
    return AllFiles(dataset(), public)


@cache
def graph(public: str = PUBLIC) -> rdflib.Graph:
    return rdflib.Graph().parse(data=files(public)[JSON_LD], format="json-ld")


def test_turtle_says_the_same_as_json_ld() -> None:
    other = rdflib.Graph().parse(data=files()[TURTLE], format="turtle")
    assert set(other) == set(graph())


@pytest.mark.parametrize("kind", list(NEEDED))
def test_every_thing_has_what_a_harvester_maps(kind: rdflib.URIRef) -> None:
    things = list(graph().subjects(RDF.type, kind))
    assert things
    missing = [(thing, name) for thing in things for name in NEEDED[kind] if (thing, name, None) not in graph()]
    assert missing == []


SHAPES = rdflib.Graph().parse(Path(__file__).parent / "schemas" / "dcat_ap_shapes.ttl")


def faults(read: rdflib.Graph) -> str:
    holds, _, words = validate(read, shacl_graph=SHAPES)
    return "" if holds else words


def test_it_holds_to_the_shapes_of_dcat_ap() -> None:
    assert faults(graph()) == ""


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DCAT.Catalog, DCTERMS.publisher),
        (DCAT.Dataset, DCTERMS.title),
        (DCAT.Distribution, DCAT.accessURL),
        (FOAF.Agent, FOAF.name),
        (SPDX.Checksum, SPDX.checksumValue),
    ],
)
def test_the_shapes_find_what_is_taken_away(kind: rdflib.URIRef, name: rdflib.URIRef) -> None:
    less = rdflib.Graph() + graph()
    less.remove((next(less.subjects(RDF.type, kind)), name, None))
    assert name.rpartition("/")[2].rpartition("#")[2] in faults(less)


def test_identifiers_are_stable_and_each_its_own() -> None:
    identifiers = sorted(str(one) for one in graph().objects(None, DCTERMS.identifier))
    assert identifiers == [
        "casablanca-indicators", "casablanca-indicators-indicators", "casablanca-indicators-observations",
        "casablanca-indicators-places", "casablanca-indicators-pledges", "casablanca-indicators-sdg",
        "casablanca-indicators-sources",
    ]  # fmt: skip
    assert dataset().version not in " ".join(str(subject) for subject in graph().subjects(RDF.type, DCAT.Dataset))


def test_every_file_is_one_that_the_server_has() -> None:
    files = {f"{PUBLIC}/{name}" for name in AllFiles(dataset(), PUBLIC)}
    assert {str(one) for one in graph().objects(None, DCAT.downloadURL)} <= files
    assert {str(one) for one in graph().objects(None, DCTERMS.license)} <= files


def test_every_table_says_how_large_it_is_and_its_checksum() -> None:
    tables = [path for path in files() if path.endswith((".csv", ".parquet"))]
    assert len(tables) == 11
    for path in tables:
        one, digest = rdflib.URIRef(f"{PUBLIC}/{path}#distribution"), Digest.of(files()[path])
        assert graph().value(one, DCAT.byteSize) == rdflib.Literal(str(digest.size), datatype=XSD.nonNegativeInteger)
        checksum = graph().value(one, SPDX.checksum)
        assert str(graph().value(checksum, SPDX.checksumValue)) == digest.sha256
        assert graph().value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert len(set(graph().subjects(RDF.type, SPDX.Checksum))) == len(tables)


def test_what_is_named_is_described() -> None:
    described = set(graph().subjects(RDF.type, None))
    for name in (DCAT.dataset, DCAT.distribution, DCTERMS.publisher, DCTERMS.license):
        assert set(graph().objects(None, name)) <= described


def test_without_a_public_address_the_paths_are_those_of_the_server_it_is_read_from() -> None:
    read = rdflib.Graph().parse(
        data=json_ld(statements(dataset())), format="json-ld", base="https://elsewhere.example/catalog.jsonld"
    )
    places = {str(one) for one in read.objects(None, DCAT.downloadURL)}
    assert "https://elsewhere.example/data/observations.csv" in places
