"""The programs of Debian that some tests start: HAProxy, nginx, Redis, PostgreSQL, Java, R. None is ever shared.

A test that needs one asks :func:`program`. Where it is not installed the test skips and says so; with REQUIRE_SERVICES,
and on a build machine, it fails. `.ci/run` installs them.
"""

import os
import shutil
from pathlib import Path

import pytest

PACKAGES = {
    "haproxy": "haproxy",
    "nginx": "nginx-light",
    "redis-server": "redis-server",
    "redis-cli": "redis-server",
    "postgres": "postgresql",
    "initdb": "postgresql",
    "pg_dump": "postgresql",
    "pg_restore": "postgresql",
    "psql": "postgresql",
    "java": "openjdk-17-jre-headless",
    "Rscript": "r-base-core",
}
"""The programs that tests start, and the package of Debian that has each."""

ELSEWHERE = ("/usr/sbin", "/usr/local/sbin", "/sbin")
"""Where programs lie that a user's PATH may leave out."""


def find_program(name: str) -> str | None:
    """Return the path of a program, None where it is not installed; of PostgreSQL the newest one."""
    versions = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()),
        key=lambda path: int(path.parent.name),
        reverse=True,
    )
    places = [os.environ.get("PATH", ""), *ELSEWHERE, *map(str, versions)]
    return shutil.which(name, path=os.pathsep.join(places))


def is_required() -> bool:
    """Tell whether a missing program fails the tests: with REQUIRE_SERVICES, and on a build machine."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("REQUIRE_SERVICES", "CI"))


def missing(name: str) -> str:
    """Return what a test says that misses a program."""
    return f"{name} was not found; install it (apt install {PACKAGES[name]})"


def program(name: str) -> str:
    """Return the path of a program; without one the test skips, or fails where services are required."""
    path = find_program(name)
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(missing(name))
    return path
