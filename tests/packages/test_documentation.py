"""The examples of docs/data-package.md print what it says they print."""

import re
from pathlib import Path

import pytest

from indicators.packages.data_package import package_files, write_files
from indicators.store.dataset import open_dataset

TEXT = (Path(__file__).parents[2] / "docs" / "data-package.md").read_text(encoding="utf-8")

EXAMPLES = re.findall(r"```python\n(.*?)```\n\nprints\n\n```\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_files(package_files(open_dataset()), folder)
    return folder


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == TEXT.count("```python")


@pytest.mark.parametrize(("code", "printed"), EXAMPLES)
def test_an_example_prints_what_it_says(
    package: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, code: str, printed: str
) -> None:
    monkeypatch.chdir(package)
    exec(compile(code, "data-package.md", "exec"), {"PACKAGE": str(package)})
    assert capsys.readouterr().out == printed
