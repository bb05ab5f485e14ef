"""The public functions: their examples are true, and importing the package costs nothing."""

import doctest
import subprocess
import sys

import pytest

import indicators
from indicators import api
from indicators.store import dataset as store
from tests.helpers.checking import dataset


@pytest.mark.parametrize("module", [indicators, api], ids=["indicators", "api"])
def test_the_examples_are_true(module, monkeypatch):
    monkeypatch.setattr(store, "open_dataset", lambda _folder: dataset())
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", indicators.__all__)
def test_every_name_is_there_and_documented(name):
    assert getattr(indicators, name).__doc__
    assert name in dir(indicators)


def test_another_name_is_an_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = indicators.nothing


def test_importing_the_package_imports_no_library():
    code = "import indicators, sys; print(sorted({'pandas', 'plotly', 'geopandas'} & sys.modules.keys()))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
