"""Who may import whom, and nothing that the list of dependencies does not name."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Data flows downwards in this list: a module reaches its own stage and the ones above it, never one below.
ROOMS = (
    "language", "findings", "model", "text", "sdg", "store", "analysis", "maps", "claims", "loaders", "intake", "figures", "charts",
    "exports", "web", "cli",
)  # fmt: skip
"""The rooms of `indicators`, in the order of the flow of data: each may import what stands before it."""


def python_files(*places):
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


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


def parts_of_the_domain():
    """Return for each module or package right below `indicators` the ones it imports."""
    parts = {path.stem for path in (ROOT / "indicators").iterdir()}
    graph = {}
    for path in python_files("indicators"):
        own = path.relative_to(ROOT / "indicators").parts[0].removesuffix(".py")
        used = {name.split(".")[1] for name in imports(path) if name.startswith("indicators.")}
        graph.setdefault(own, set()).update(used & parts)
    return graph


def reached(graph, start):
    """Return everything `start` imports, directly or through others."""
    found, waiting = set(), [start]
    while waiting:
        for name in graph.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def test_the_domain_knows_no_screen():
    knowing = [
        str(path.relative_to(ROOT)) for path in python_files("indicators") if roots(path) & {"streamlit", "pages"}
    ]
    assert knowing == []


def test_only_the_figures_know_plotly():
    drawing = {path.relative_to(ROOT).parts[:2] for path in python_files("indicators") if "plotly" in roots(path)}
    assert drawing == {("indicators", "figures")}


@pytest.mark.parametrize("part", sorted(set.union(*STAGES)))
def test_data_flows_one_way(part):
    graph = parts_of_the_domain()
    assert part in graph, f"{part} is a stage but not a module of indicators"
    stage = next(number for number, names in enumerate(STAGES) if part in names)
    later = set().union(*STAGES[stage + 1 :])
    assert reached(graph, part) & later == set()


def test_figures_are_used_by_charts_only():
    users = {part for part, used in parts_of_the_domain().items() if "figures" in used} - {"figures"}
    assert users <= {"charts"}


@pytest.mark.parametrize("path", [str(p.relative_to(ROOT)) for p in python_files("pages", "app.py")])
def test_pages_draw_and_do_nothing_else(path):
    allowed = {"streamlit", "indicators", "pages"}
    if path.count("/") > 1:
        allowed |= {"jinja2", "markupsafe", "starlette"}
    assert roots(ROOT / path) <= allowed


def direct_dependencies():
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {re.split(r"[\[ ;<>=~]", line)[0] for line in lines if line and not line.startswith("#")}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_in_use_is_a_direct_dependency():
    owners = packages_distributions()
    used = set()
    for path in python_files("app.py", "pages", "indicators", "tests", "benchmarks"):
        used |= roots(path)
    libraries = used - {"app", "benchmarks", "indicators", "pages", "start", "tests"}
    unnamed = {name for name in libraries if not {normalised(o) for o in owners.get(name, [])} & direct_dependencies()}
    assert unnamed == set()


def test_every_direct_dependency_is_locked_and_justified():
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    justified = re.findall(
        r"^\| ([a-z0-9-]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert direct_dependencies() <= set(locked)
    assert sorted(justified) == sorted({*direct_dependencies(), "package"})


def test_the_lock_names_no_address():
    assert not re.search(r"://|--(extra-)?index-url|--find-links|@", (ROOT / "requirements.txt").read_text("utf-8"))
