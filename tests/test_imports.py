"""Who may import whom, and nothing that the list of dependencies does not name."""

import ast
import re
import sys
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The order of the flow of data: a room reaches itself and the ones before it, never one after it.
ROOMS = (
    "language", "findings", "model", "text", "sdg", "store", "analysis", "maps", "claims", "loaders", "intake",
    "readings", "figures", "charts", "exports", "web", "operations", "open", "packages", "assistants",
    "sessions", "plain", "live", "handout", "cli",
)  # fmt: skip
"""Every package of `indicators`; `pages`, `tools` and `benchmarks` stand above them all."""

MOST_ROOMS = 25
"""What a newcomer can still look over."""

LONGEST_MODULE = 400
"""Lines of a module, at most."""

TOO_LONG: set[str] = set()
"""Modules that are still longer; this list, too, only gets shorter."""


def python_files(*places):
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def imports(path):
    """Return the full names a file imports, wherever in it; `from a import b` gives a and a.b."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}: imports are written in full"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def roots(path):
    """Return the packages a file imports, those of the standard library left out."""
    return {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)


def module_name(path):
    """Return the name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_graph(*places):
    """Return for each module below the given folders the ones of them it imports; a package when of itself."""
    modules = {module_name(path): path for path in python_files(*places)}
    graph = {name: imports(path) & modules.keys() for name, path in modules.items()}
    return {
        name: {other for other in used if not any(longer.startswith(f"{other}.") for longer in used)}
        for name, used in graph.items()
    }


def room(module):
    """Return the room of `indicators` a module stands in; None for what is no part of a room."""
    parts = module.split(".")
    return parts[1] if parts[0] == "indicators" and len(parts) > 1 else None


def test_the_domain_knows_no_screen():
    knowing = [
        str(path.relative_to(ROOT)) for path in python_files("indicators") if roots(path) & {"streamlit", "pages"}
    ]
    assert knowing == []


def test_only_the_figures_know_plotly():
    drawing = {path.relative_to(ROOT).parts[:2] for path in python_files("indicators") if "plotly" in roots(path)}
    assert drawing == {("indicators", "figures")}


def test_every_room_stands_in_the_order():
    rooms = {path.parent.name for path in (ROOT / "indicators").glob("*/*.py")}
    assert rooms == set(ROOMS)
    assert len(ROOMS) <= MOST_ROOMS
    assert len(list((ROOT / "indicators").glob("*.py"))) <= 3


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_reaches_no_room_after_its_own(name):
    reaching = {
        (module, room(other))
        for module, used in import_graph("indicators").items()
        for other in used
        if room(module) == name and room(other) in ROOMS[ROOMS.index(name) + 1 :]
    }
    assert reaching == set()


def test_what_stands_above_the_domain_is_unknown_in_it():
    above = {"app", "benchmarks", "pages", "start", "tests"}
    knowing = [module_name(path) for path in python_files("indicators") if roots(path) & above]
    using_tools = {room(module_name(path)) for path in python_files("indicators") if "tools" in roots(path)}
    assert knowing == []
    assert using_tools <= {"cli"}


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter(import_graph("indicators", "pages", "tools")).prepare()


def test_names_of_classes_are_unique():
    names = Counter(
        node.name
        for path in python_files("indicators", "pages")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert sum(count - 1 for count in names.values()) <= 5, names.most_common(10)


def test_a_module_is_no_longer_than_one_noun():
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("indicators", "pages", "tools")
    }
    assert {path for path, count in lines.items() if count > LONGEST_MODULE} == TOO_LONG


def test_figures_are_used_by_charts_only():
    users = {room(module) for module, used in import_graph("indicators").items() if "figures" in map(room, used)}
    assert users <= {"figures", "charts"}


@pytest.mark.parametrize("path", [str(p.relative_to(ROOT)) for p in python_files("pages", "app.py")])
def test_pages_draw_and_do_nothing_else(path):
    allowed = {"streamlit", "indicators", "pages"}
    if path.count("/") > 1:
        allowed |= {"jinja2", "markupsafe", "starlette"}
    if path == "pages/shared/page_cache.py":
        allowed |= {"cachetools", "pandas"}  # it weighs what it holds, frames among it
    assert roots(ROOT / path) <= allowed


LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-cluster.txt")

OPTIONAL = {"pyspark"}
"""What one command takes where it is there, and says where it is not: half a gigabyte that nobody else needs."""


def direct_dependencies():
    lines = [line for name in LOCKS for line in (ROOT / name).with_suffix(".in").read_text("utf-8").splitlines()]
    return {re.split(r"[\[ ;<>=~]", line)[0] for line in lines if line and not line.startswith(("#", "-c"))}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_in_use_is_a_direct_dependency():
    owners = packages_distributions()
    used = set()
    for path in python_files("app.py", "pages", "indicators", "tests", "tools", "benchmarks"):
        used |= roots(path)
    libraries = used - {"app", "benchmarks", "indicators", "pages", "start", "tests", "tools"} - OPTIONAL
    unnamed = {name for name in libraries if not {normalised(o) for o in owners.get(name, [])} & direct_dependencies()}
    assert unnamed == set()


def test_every_direct_dependency_is_locked_and_justified():
    locked = [name for lock in LOCKS for name in locked_versions(lock)]
    justified = re.findall(
        r"^\| ([a-z0-9-]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert direct_dependencies() <= set(locked)
    assert sorted(justified) == sorted({*direct_dependencies(), "package"})


def test_the_lock_names_no_address():
    for lock in LOCKS:
        assert not re.search(r"://|--(extra-)?index-url|--find-links|@", (ROOT / lock).read_text("utf-8"))


def locked_versions(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def test_every_locked_package_has_its_hashes():
    for lock in LOCKS:
        packages = re.split(r"^(?=[a-z])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_what_is_tested_is_what_serves():
    serving, *others = map(locked_versions, LOCKS)
    for lock in others:
        assert {name for name in serving.keys() & lock.keys() if serving[name] != lock[name]} == set()


def test_what_serves_needs_nothing_of_the_tests():
    owners = packages_distributions()
    used = set().union(*(roots(path) for path in python_files("app.py", "pages", "indicators")))
    libraries = used - {"app", "indicators", "pages", "tools"} - OPTIONAL
    serving = locked_versions(LOCKS[0])
    assert {name for name in libraries if not {normalised(o) for o in owners.get(name, [])} & serving.keys()} == set()
