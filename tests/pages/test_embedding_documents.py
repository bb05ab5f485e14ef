"""Every example of docs/embedding.md and docs/feeds.md, against the running routes."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.open_server import open_server

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in ("embedding.md", "feeds.md"))
EXAMPLE = "https://indicators.example"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXTS, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_server(tmp_path_factory.mktemp("embedding") / "log.txt") as address:
        yield address


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("example", examples("sh"))
def test_curl_runs(server: str, tmp_path: Path, example: str) -> None:
    # the address of the server stands in the part of a query as well
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.replace(EXAMPLE, server).replace("curl ", "curl -sSf ")],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() or any(path.stat().st_size for path in tmp_path.iterdir())


@pytest.mark.parametrize("example", examples("python"))
def test_python_runs(server: str, example: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", example.replace(EXAMPLE, server)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "version" in ran.stdout


def test_the_code_is_the_one_of_the_document() -> None:
    (code,) = examples("html")
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in code
    assert "<figcaption>" in code
