"""The official SDG indicators as SDMX: a structure message (SDMX-ML 3.0) and the data (SDMX-CSV 2.0).

A catalogue entry whose kind is *official* is an SDG indicator itself; proxies and context are not exported so, for
whoever reads a dataflow of SDG indicators takes every row for one.
"""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from indicators.language.translator import Translator
from indicators.model.catalogue import Indicator
from indicators.model.observations import is_one_of, number_text, texts
from indicators.model.vocabulary import Method, Perimeter, SdgKind
from indicators.open.observation_rows import observation_rows
from indicators.packages.citation import TITLE, summary
from indicators.packages.resources import LANGUAGE
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text.csv_safety import harmless_text
from indicators.text.labels import word

AGENCY, VERSION = "CASABLANCA", "1.0.0"

FLOW = f"{AGENCY}:DF_SDG({VERSION})"

DATA, STRUCTURE = "sdg.csv", "structure.xml"

MEDIA_TYPE = "application/vnd.sdmx.data+csv"

CSV_TYPE = f"{MEDIA_TYPE}; version=2.0.0; charset=utf-8"

STRUCTURE_TYPE = "application/vnd.sdmx.structure+xml; version=3.0.0; charset=utf-8"

DIMENSIONS = (
    ("FREQ", "Frequency"),
    ("REF_AREA", "Reference area: a place of the data set"),
    ("INDICATOR", "Indicator"),
    ("PERIMETER", "The outline the figure was counted in"),
    ("METHOD", "How the figure was obtained"),
    ("SOURCE", "The source: one release of one publication"),
)
"""The dimensions before the time, each with its code list."""

ATTRIBUTES = (
    ("SDG_INDICATOR", "The official number of the indicator"),
    ("UNIT_MEASURE", "Unit of the value"),
    ("OBS_STATUS", "Status: A observed, F projected or planned by the publisher"),
    ("LOWER", "Lower end of the range of error, or the bound the figure is above"),
    ("UPPER", "Upper end of the range of error, or the bound the figure is below"),
    ("VERDICT", "Whether the figure may be compared with the home country's"),
    ("REASON", "Why, in words"),
    ("COMPARED_WITH", "The place whose figure the verdict is about"),
    ("SOURCE_TITLE", "The source, as it is cited"),
    ("LICENCE", "The terms of the source"),
    ("DATA_VERSION", "The data version the figure was read from"),
    ("NOTE", "What the source or this project says of the figure"),
)

STATUSES = {"A": "Observed", "F": "Projected or planned by its publisher"}

_MESSAGE, _STRUCTURE, _COMMON = (
    f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{name}" for name in ("message", "structure", "common")
)


def official(dataset: Dataset) -> list[Indicator]:
    """Return the indicators that are official SDG indicators, in catalogue order."""
    return [entry for entry in dataset.catalogue.values() if entry.sdg.kind is SdgKind.OFFICIAL]


@once_per_dataset
def official_rows(dataset: Dataset) -> pd.DataFrame:
    """Return the open rows of the official indicators that have a year, without which SDMX knows no figure."""
    observations = dataset.observations
    chosen = is_one_of(observations["indicator"], [entry.id for entry in official(dataset)])
    rows = observation_rows(dataset, observations[chosen], LANGUAGE).rows
    return rows[rows["year"].notna().to_numpy()].reset_index(drop=True)


def code(text: str) -> str:
    """Return a word of ours as a code, which holds no blank."""
    return text.replace(" ", "_")


def data_csv(dataset: Dataset) -> bytes:
    """Return the figures as SDMX-CSV 2.0; a bound has no value, and stands in its attribute."""
    rows, numbers = official_rows(dataset), {entry.id: entry.sdg.indicator or "" for entry in official(dataset)}
    named = {"REF_AREA": "place", "UNIT_MEASURE": "unit"}
    columns: dict[str, Iterable[str]] = {}
    for name in ("REF_AREA", "INDICATOR", "SOURCE", "UNIT_MEASURE", "REASON", "COMPARED_WITH", "SOURCE_TITLE",
                 "LICENCE", "DATA_VERSION", "NOTE"):  # fmt: skip
        columns[name] = texts(rows[named.get(name, name.lower())], "")
    for name in ("PERIMETER", "METHOD", "VERDICT"):
        columns[name] = [code(word) for word in texts(rows[name.lower()], "")]
    for name, column in (("OBS_VALUE", "value"), ("LOWER", "lower"), ("UPPER", "upper")):
        columns[name] = [number_text(value) for value in rows[column].tolist()]
    columns["FREQ"] = ["A"] * len(rows)
    columns["TIME_PERIOD"] = [str(year) for year in rows["year"].tolist()]
    columns["SDG_INDICATOR"] = [numbers[name] for name in texts(rows["indicator"])]
    columns["OBS_STATUS"] = ["A" if observed else "F" for observed in rows["observed"].tolist()]
    names = [name for name, _ in (*DIMENSIONS, ("TIME_PERIOD", ""), ("OBS_VALUE", ""), *ATTRIBUTES)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names])
    for row in zip(*(columns[name] for name in names), strict=True):
        table.writerow(["dataflow", FLOW, "I", *map(_cell, row)])
    return out.getvalue().encode()


@lru_cache(maxsize=20_000)
def _cell(text: str) -> str:
    """Return a text on one line: readers of the format cut files into lines first."""
    line = " ".join(text.split())
    return line if line.lstrip("-").replace(".", "", 1).replace("e-", "", 1).isdigit() else harmless_text(line)


def structure_xml(dataset: Dataset, day: str) -> bytes:
    """Return the structure message: code lists, concepts, data structure, dataflow; `day` (ISO) is of the release."""
    for prefix, address in (("mes", _MESSAGE), ("str", _STRUCTURE), ("com", _COMMON)):
        ET.register_namespace(prefix, address)
    root = ET.Element(f"{{{_MESSAGE}}}Structure")
    header = _add(root, _MESSAGE, "Header")
    _add(header, _MESSAGE, "ID", text=f"{AGENCY}_{dataset.version}")
    _add(header, _MESSAGE, "Test", text="false")
    _add(header, _MESSAGE, "Prepared", text=f"{day or '2000-01-01'}T00:00:00Z")
    _add(header, _MESSAGE, "Sender", id=AGENCY)
    structures = _add(root, _MESSAGE, "Structures")
    _codelists(_add(structures, _STRUCTURE, "Codelists"), dataset)
    scheme = _maintained(_add(structures, _STRUCTURE, "ConceptSchemes"), "ConceptScheme", "CS_SDG", "Concepts")
    for name, meaning in (*DIMENSIONS, ("TIME_PERIOD", "Year"), ("OBS_VALUE", "The figure as published"), *ATTRIBUTES):
        _name(_add(scheme, _STRUCTURE, "Concept", id=name), meaning)
    flow = _maintained(
        _add(structures, _STRUCTURE, "Dataflows"), "Dataflow", "DF_SDG", f"{TITLE}: official SDG indicators"
    )
    _name(flow, summary(dataset), "Description")
    _add(flow, _STRUCTURE, "Structure", text=_urn("datastructure.DataStructure", "DSD_SDG"))
    _data_structure(_add(structures, _STRUCTURE, "DataStructures"))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _codelists(parent: ET.Element, dataset: Dataset) -> None:
    rows = official_rows(dataset)
    lists: dict[str, Mapping[str, str]] = {
        "FREQ": {"A": "Annual"},
        "REF_AREA": {key: dataset.places[key].names.en for key in sorted(set(rows["place"]))},
        "INDICATOR": {entry.id: f"{entry.sdg.indicator}: {entry.names.en}" for entry in official(dataset)},
        "PERIMETER": {code(str(perimeter)): word(perimeter, LANGUAGE) for perimeter in Perimeter},
        "METHOD": {code(str(method)): word(method, LANGUAGE) for method in Method},
        "SOURCE": {key: Translator(LANGUAGE)(dataset.sources[key].citation) for key in sorted(set(rows["source"]))},
        "OBS_STATUS": STATUSES,
    }
    for name, codes in lists.items():
        listed = _maintained(parent, "Codelist", f"CL_{name}", name.replace("_", " ").capitalize())
        for code_id, meaning in codes.items():
            _name(_add(listed, _STRUCTURE, "Code", id=code_id), meaning)


def _data_structure(parent: ET.Element) -> None:
    structure = _maintained(parent, "DataStructure", "DSD_SDG", "Official SDG indicators")
    components = _add(structure, _STRUCTURE, "DataStructureComponents")
    dimensions = _add(components, _STRUCTURE, "DimensionList", id="DimensionDescriptor")
    for position, (name, _) in enumerate(DIMENSIONS, start=1):
        _component(dimensions, "Dimension", name, enumerated=True, position=str(position))
    time = _component(dimensions, "TimeDimension", "TIME_PERIOD")
    _add(_add(time, _STRUCTURE, "LocalRepresentation"), _STRUCTURE, "TextFormat", textType="GregorianYear")
    attributes = _add(components, _STRUCTURE, "AttributeList", id="AttributeDescriptor")
    for name, _ in ATTRIBUTES:
        attribute = _component(attributes, "Attribute", name, enumerated=name == "OBS_STATUS")
        relation = _add(attribute, _STRUCTURE, "AttributeRelationship")
        _add(relation, _STRUCTURE, "Observation")
    measures = _add(components, _STRUCTURE, "MeasureList", id="MeasureDescriptor")
    _component(measures, "Measure", "OBS_VALUE")


def _component(parent: ET.Element, kind: str, name: str, enumerated: bool = False, **attributes: str) -> ET.Element:
    component = _add(parent, _STRUCTURE, kind, id=name, **attributes)
    _add(component, _STRUCTURE, "ConceptIdentity", text=f"{_urn('conceptscheme.Concept', 'CS_SDG')}.{name}")
    if enumerated:
        of = _add(component, _STRUCTURE, "LocalRepresentation")
        _add(of, _STRUCTURE, "Enumeration", text=_urn("codelist.Codelist", f"CL_{name}"))
    return component


def _urn(kind: str, name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({VERSION})"


def _maintained(parent: ET.Element, kind: str, name: str, title: str) -> ET.Element:
    element = _add(parent, _STRUCTURE, kind, id=name, agencyID=AGENCY, version=VERSION, isExternalReference="false")
    _name(element, title)
    return element


def _name(parent: ET.Element, title: str, kind: str = "Name") -> None:
    named = _add(parent, _COMMON, kind, text=title)
    named.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)


def _add(parent: ET.Element, space: str, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{space}}}{name}", attributes)
    child.text = text
    return child
