"""The examples of docs/data-package.md print what it says they print."""

import re
from pathlib import Path

import pytest

from indicators.packages.all_files import AllFiles
from indicators.store.dataset import open_dataset

TEXT = (Path(__file__).parents[2] / "docs" / "data-package.md").read_text(encoding="utf-8")

EXAMPLES = re.findall(r"```python\n(.*?)```\n\nprints\n\n```\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    for name, content in AllFiles(open_dataset()).items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(content)
    return site


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == TEXT.count("```python")


@pytest.mark.parametrize(("code", "printed"), EXAMPLES)
def test_an_example_prints_what_it_says(
    site: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, code: str, printed: str
) -> None:
    monkeypatch.chdir(site / "data")
    exec(compile(code, "data-package.md", "exec"), {"PACKAGE": str(site / "data"), "SITE": str(site)})
    assert capsys.readouterr().out == printed
