"""The official SDG indicators as SDMX, read back by the reader of statistical offices and by our own loader."""

import csv
import io
import math
from functools import cache
from pathlib import Path

import sdmx

from indicators.intake.file_check import check_file
from indicators.packages import sdmx as exported
from indicators.store.dataset import open_dataset
from tests.helpers.checking import THIS_YEAR


@cache
def dataset():
    return open_dataset()


@cache
def structure():
    return sdmx.read_sdmx(io.BytesIO(exported.structure_xml(dataset(), "2026-11-27")))


def rows():
    return list(csv.DictReader(io.StringIO(exported.data_csv(dataset()).decode())))


def test_the_structure_message_is_read() -> None:
    message = structure()
    flow = message.dataflow["DF_SDG"]
    described = message.structure["DSD_SDG"]
    assert flow.structure is described or flow.structure.id == described.id
    assert [dimension.id for dimension in described.dimensions] == [
        *(name for name, _ in exported.DIMENSIONS),
        "TIME_PERIOD",
    ]
    assert [attribute.id for attribute in described.attributes] == [name for name, _ in exported.ATTRIBUTES]
    assert [measure.id for measure in described.measures] == ["OBS_VALUE"]
    codes = message.codelist["CL_INDICATOR"]
    assert set(codes) == {entry.id for entry in exported.official(dataset())}
    assert str(codes["electricity_access_national"].name).startswith("7.1.1: ")


def test_the_data_are_read_by_their_structure_with_the_figures_that_we_hold() -> None:
    flow = structure().dataflow["DF_SDG"]
    message = sdmx.reader.csv.Reader().convert(io.BytesIO(exported.data_csv(dataset())), structure=flow)
    observations = message.data[0].obs
    assert len(observations) == len(exported.official_rows(dataset()))
    known = {
        (row["place"], row["indicator"], str(row["year"]), row["source"], row["perimeter"], row["method"]): row["value"]
        for row in exported.official_rows(dataset()).to_dict("records")
    }
    assert len(known) == len(observations)
    for observation in observations:
        key = observation.dimension.values
        of = (str(key["REF_AREA"].value), str(key["INDICATOR"].value), str(key["TIME_PERIOD"].value),
              str(key["SOURCE"].value), str(key["PERIMETER"].value).replace("_", " "),
              str(key["METHOD"].value).replace("_", " "))  # fmt: skip
        value = known[of]
        assert (observation.value in (None, "") and math.isnan(value)) or float(observation.value) == value


def test_every_code_is_in_its_list() -> None:
    lists = structure().codelist
    for row in rows():
        assert row["STRUCTURE_ID"] == exported.FLOW
        for name, _ in exported.DIMENSIONS:
            assert row[name] in lists[f"CL_{name}"], (name, row[name])


def test_only_official_indicators_are_called_so() -> None:
    kinds = {dataset().catalogue[row["INDICATOR"]].sdg.kind for row in rows()}
    assert kinds == {"official"}
    assert all(row["SDG_INDICATOR"] and row["LICENCE"] and row["REASON"] for row in rows())


def test_a_projection_is_no_observation() -> None:
    statuses = {(row["METHOD"], row["OBS_STATUS"]) for row in rows()}
    assert all((status == "F") == (method in ("projected", "planned")) for method, status in statuses)


def test_our_own_loader_reads_the_same_figures(tmp_path: Path) -> None:
    path = tmp_path / "sdg.csv"
    path.write_bytes(exported.data_csv(dataset()))
    found = check_file(path, dataset(), THIS_YEAR)
    count = len(exported.official_rows(dataset()))
    assert (found.format, found.accepted, found.refused) == ("tidy", count, 0)
    assert (found.changes.new, found.changes.changed, found.changes.unchanged) == (0, 0, count)
