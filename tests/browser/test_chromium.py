import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.chromium import MISSING, find_browser, is_required

ROOT = Path(__file__).parents[2]
OPENS_A_BROWSER = "def test_that_opens_a_browser(browser):\n    assert browser\n"


def run_without_browser(folder, **environment):
    """Run one test that needs a browser, where there is none."""
    (folder / "test_one.py").write_text(OPENS_A_BROWSER, encoding="utf-8")
    stored = {name: value for name, value in os.environ.items() if name not in ("CI", "REQUIRE_BROWSER")}
    options = ["-q", "-p", "no:cacheprovider", "-p", "tests.browser.conftest", "--rootdir", folder]
    command = [sys.executable, "-m", "pytest", *options, folder / "test_one.py"]
    environment = {**stored, "BROWSER_PATH": "/no/browser", **environment}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_named_browser_comes_first(monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", sys.executable)
    assert find_browser() == sys.executable
    monkeypatch.setenv("BROWSER_PATH", "/no/browser")
    assert find_browser() is None


@pytest.mark.parametrize("name", ["REQUIRE_BROWSER", "CI"])
@pytest.mark.parametrize(("value", "answer"), [("1", True), ("true", True), ("", False), ("0", False)])
def test_a_browser_is_required_where_asked(monkeypatch, name, value, answer):
    for other in ("REQUIRE_BROWSER", "CI"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    assert is_required() is answer


def test_without_a_browser_the_tests_skip_loudly(tmp_path):
    done = run_without_browser(tmp_path)
    assert done.returncode == 0
    assert "BROWSER TESTS SKIPPED" in done.stdout
    assert f"1 tests did not run: {MISSING}" in done.stdout


def test_without_a_browser_the_tests_fail_where_one_is_required(tmp_path):
    done = run_without_browser(tmp_path, REQUIRE_BROWSER="1")
    assert done.returncode == 1
    assert MISSING in done.stdout
