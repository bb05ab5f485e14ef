"""What the documents name is there."""

import re
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tests.test_imports import ROOMS

ROOT = Path(__file__).parents[1]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md"))]
PATH = re.compile(r"`((?:indicators|pages|tests|tools|docs|static|benchmarks)/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_a_document_exists(document):
    paths = set(PATH.findall((ROOT / document).read_text(encoding="utf-8")))
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_the_architecture_names_every_package():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = {path.parent.relative_to(ROOT) for path in (ROOT / "indicators").glob("*/**/__init__.py")}
    assert [str(package) for package in sorted(packages) if f"`{package}/`" not in text] == []


def test_the_architecture_draws_the_line_that_is_held():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = re.search(r"## The line of stages\n\n((?: {4}.*\n)+)", text)[1]
    assert re.findall(r"\w+", drawn) == list(ROOMS)


def test_no_word_of_the_glossary_is_explained_twice():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("## The same words in")[0]
    words = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    assert {word: count for word, count in Counter(words).items() if count > 1 and word != "word"} == {}


def test_the_console_script_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, function = project["scripts"]["indicators"].split(":")
    assert callable(getattr(import_module(module), function))
