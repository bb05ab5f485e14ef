"""How tests find the programs of Debian that they start."""

import os
import sys
from pathlib import Path

import pytest

from tests.helpers import services


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(services, "ELSEWHERE", ())
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)


def test_a_program_outside_a_users_path_is_found(nothing_installed, monkeypatch):
    python = Path(sys.executable)
    monkeypatch.setattr(services, "ELSEWHERE", (str(python.parent),))
    assert services.find_program(python.name) == str(python)


def test_without_a_program_a_test_skips_and_says_what_to_install(nothing_installed):
    with pytest.raises(pytest.skip.Exception, match=r"haproxy was not found; install it \(apt install haproxy\)"):
        services.program("haproxy")


@pytest.mark.parametrize("name", ["REQUIRE_SERVICES", "CI"])
def test_without_a_program_a_test_fails_where_services_are_required(nothing_installed, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    with pytest.raises(pytest.fail.Exception, match="redis-server was not found"):
        services.program("redis-server")


def test_the_build_machine_installs_every_package(monkeypatch):
    recipe = (Path(__file__).parents[2] / ".ci" / "run").read_text(encoding="utf-8")
    assert [package for package in services.PACKAGES.values() if package not in recipe.split("wanted", 1)[1]] == []
    assert os.access(Path(__file__).parents[2] / ".ci" / "run", os.X_OK)
