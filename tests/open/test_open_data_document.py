"""Every example of docs/open-data.md, against the running doors; the doors that it names are those there are."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import pytest

from indicators.open.chart_requests import FILE_PARAMETERS, FORMS
from indicators.open.endpoints import ENDPOINTS
from tests.helpers.open_server import open_server
from tests.helpers.services import program

pytestmark = pytest.mark.slow

DOCUMENT = (Path(__file__).parents[2] / "docs" / "open-data.md").read_text(encoding="utf-8")
EXAMPLE = "https://indicators.example"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def addresses(text: str) -> list[str]:
    return re.findall(rf'{re.escape(EXAMPLE)}[^"]+', text)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_server(tmp_path_factory.mktemp("open") / "log.txt") as address:
        yield address


def answer(server: str, address: str) -> str:
    with urlopen(address.replace(EXAMPLE, server), timeout=120) as reply:
        return reply.read().decode()


@pytest.mark.parametrize("example", [*examples("python"), *examples("python polars")])
def test_python_runs(server: str, tmp_path: Path, example: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", example.replace(EXAMPLE, server)],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("example", examples("sh"))
def test_curl_runs(server: str, tmp_path: Path, example: str) -> None:
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.replace(EXAMPLE, server)],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


@pytest.mark.parametrize("example", examples("r"))
def test_r_runs(server: str, tmp_path: Path, example: str) -> None:
    script = tmp_path / "example.R"
    script.write_text(example.replace(EXAMPLE, server), encoding="utf-8")
    ran = subprocess.run(
        [program("Rscript"), "--vanilla", script],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Rabat" in ran.stdout


def test_what_read_csv_of_r_leans_on_holds(server: str) -> None:
    (example,) = examples("r")
    (address,) = addresses(example)
    text = answer(server, address)
    assert not text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text)))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in lines[0])
    assert set(re.findall(r'"(\w+)"', example.split("c(")[1])) <= set(lines[0])
    # read.csv takes # for a comment in no setting of its own, and " for a quote that is doubled within
    assert {row["verdict"] for row in csv.DictReader(io.StringIO(text))} >= {"comparable"}


def test_the_address_of_power_query_answers(server: str) -> None:
    (example,) = examples("m")
    (address,) = addresses(example)
    heads = answer(server, address).split("\n", 1)[0].split(",")
    assert set(re.findall(r'\{"(\w+)"', example)) <= set(heads)
    assert "Encoding = 65001" in example
    # What of it can be held without Excel: brackets are closed, and each step names one that stands before it.
    for opening, closing in ("()", "[]", "{}"):
        assert example.count(opening) == example.count(closing)
    steps = re.findall(r"^    (\w+) = ", example, re.MULTILINE)
    assert steps == ["Source", "Promoted", "Typed"]
    for before, step in pairwise(steps):
        assert re.search(rf"^    {step} = .*\({before}\b", example, re.MULTILINE)
    assert example.rstrip().endswith(f"in\n    {steps[-1]}")


def test_every_address_and_parameter_is_named() -> None:
    assert all(endpoint.path in DOCUMENT for endpoint in ENDPOINTS)
    assert all(f"`.{form}`" in DOCUMENT for form in FORMS)
    assert all(f"`{parameter.name}=" in DOCUMENT for parameter in FILE_PARAMETERS)


def test_a_refusal_reads_as_the_document_says(server: str) -> None:
    record = json.loads(answer(server, f"{EXAMPLE}/api/v1/openapi.json"))
    assert "422" in record["paths"]["/api/v1/rankings"]["get"]["responses"]
