"""Croissant: the structure that its validator asks for, held against the files it describes."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
import rdflib

from indicators.packages.croissant import croissant
from indicators.packages.data_package import Digest
from indicators.packages.resources import RESOURCES
from indicators.store.dataset import open_dataset

CR = rdflib.Namespace("http://mlcommons.org/croissant/")
SC = rdflib.Namespace("https://schema.org/")


@cache
def tables():
    dataset = open_dataset()
    return {f"{one.name}.csv": one.rows(dataset).csv().encode() for one in RESOURCES}


@cache
def described():
    return croissant(open_dataset(), lambda name: Digest.of(tables()[name]), "https://figures.example")


def test_every_file_has_its_hash_and_every_field_its_column() -> None:
    for file in described()["distribution"]:
        assert file["sha256"] == hashlib.sha256(tables()[file["@id"]]).hexdigest()
    for records in described()["recordSet"]:
        head = tables()[f"{records['name']}.csv"].decode().partition("\n")[0].split(",")
        assert [field["source"]["extract"]["column"] for field in records["field"]] == head
        assert {record["@id"] for record in records["key"]} <= {field["@id"] for field in records["field"]}


def test_references_lead_to_fields() -> None:
    fields = {field["@id"] for records in described()["recordSet"] for field in records["field"]}
    named = [
        field["references"]["field"]["@id"]
        for records in described()["recordSet"]
        for field in records["field"]
        if "references" in field
    ]
    assert len(named) == 5
    assert set(named) <= fields


def test_it_is_rdf_of_the_standard() -> None:
    graph = rdflib.Graph().parse(data=json.dumps(described()), format="json-ld")
    assert len(set(graph.subjects(rdflib.RDF.type, CR.FileObject))) == len(RESOURCES)
    assert len(set(graph.subjects(rdflib.RDF.type, CR.RecordSet))) == len(RESOURCES)
    assert (None, SC.license, None) in graph
    conforms = set(graph.objects(None, rdflib.DCTERMS.conformsTo))
    assert {str(one) for one in conforms} == {"http://mlcommons.org/croissant/1.0"}


@pytest.mark.slow
def test_its_own_validator_finds_no_fault(tmp_path: Path) -> None:
    """With `pip install mlcroissant` in an environment of its own: it brings SciPy, NetworkX and stubs of pandas."""
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed: 150 MB come along with it")
    for name, body in tables().items():
        (tmp_path / name).write_bytes(body)
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps({**described(), "url": "https://figures.example"}), encoding="utf-8")
    dataset = mlcroissant.Dataset(jsonld=path)
    assert dataset.metadata.issues.errors == set()
    assert dataset.metadata.issues.warnings == set()
