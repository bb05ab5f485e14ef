"""Every template is filled by one type, and uses nothing that its type does not hold."""

import importlib
import pkgutil
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

import pytest
from jinja2 import meta, nodes

import indicators.handout
import indicators.plain
import pages
from indicators.plain.page import PLAIN_FOLDER, PlainTemplate
from indicators.web.templating import FilledTemplate, environment
from pages.shared.elements import FOLDER, Template

ALWAYS = {"t": object, "language": str}
"""What every template knows besides the fields of its type."""

WALKED = (
    *pkgutil.walk_packages(pages.__path__, "pages."),
    *pkgutil.walk_packages(indicators.plain.__path__, "indicators.plain."),
    *pkgutil.walk_packages(indicators.handout.__path__, "indicators.handout."),
)
for module in WALKED:
    if module.name.startswith(("pages.shared", "pages.views", "indicators.plain", "indicators.handout")):
        importlib.import_module(module.name)


def types_below(base: type[FilledTemplate]) -> list[type[FilledTemplate]]:
    """Return the types of templates made of another, and those made of them."""
    return [one for own in base.__subclasses__() for one in (own, *types_below(own))]


TYPES = [*types_below(Template), *types_below(PlainTemplate)]

FILLED: dict[str, type[FilledTemplate]] = {one.file: one for one in TYPES}

SHARED = {"shell", "spoken", "walk"}
"""What other templates extend, include or take macros from: filled with their types."""


def test_every_template_has_one_type() -> None:
    assert len(FILLED) == len(TYPES)
    assert set(FILLED) == {path.stem for folder in (FOLDER, PLAIN_FOLDER) for path in folder.glob("*.html")} - SHARED


def tree(name: str) -> nodes.Template:
    known = environment((FOLDER, PLAIN_FOLDER))
    source, _, _ = known.loader.get_source(known, f"{name}.html")
    return known.parse(source)


def used(name: str) -> set[str]:
    """Return the variables of a template and of those it includes."""
    parsed = tree(name)
    named = [each.template for each in parsed.find_all((nodes.Include, nodes.Extends))]
    included = {each.value.removesuffix(".html") for each in named if isinstance(each, nodes.Const)}
    # What a template makes for itself: its macros, and what it names for those it includes.
    macros = {each.name for each in parsed.find_all(nodes.Macro)}
    macros |= {name for taken in parsed.find_all(nodes.FromImport) for name in taken.names}
    handed = {
        target.name for each in parsed.find_all(nodes.With) for target in each.targets if isinstance(target, nodes.Name)
    }
    return (meta.find_undeclared_variables(parsed) - macros) | (set().union(*map(used, included)) - handed)


@pytest.mark.parametrize("name", sorted(FILLED))
def test_a_template_uses_each_field_of_its_type_and_nothing_else(name: str) -> None:
    assert used(name) - set(ALWAYS) == {field.name for field in fields(FILLED[name])}


class Unknown(Exception):
    """A template asks a type for something that it does not have."""


def members(kind: object) -> object:
    """Return the type of what a loop over `kind` yields; object where it is not known."""
    arguments = typing.get_args(kind)
    if not arguments:
        return object
    origin = typing.get_origin(kind)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return object
    if origin is not None and issubclass(origin, (Sequence, tuple, Mapping)):
        return arguments[0]
    return object


def attribute(kind: object, name: str, where: str) -> object:
    """Return the type of an attribute, object where `kind` is not known well enough."""
    options = [get_arg for get_arg in typing.get_args(kind) if get_arg is not types.NoneType]
    if isinstance(kind, types.UnionType) and len(options) == 1:
        (kind,) = options
    if isinstance(kind, type) and is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        if name in hints:
            return hints[name]
        if not hasattr(kind, name):
            raise Unknown(f"{where}: {kind.__name__} has no {name}")
    return object


def type_of(node: nodes.Node, known: dict[str, object], where: str) -> object:
    """Return the type of an expression; raises Unknown for an attribute that a type does not have."""
    if isinstance(node, nodes.Name):
        return known.get(node.name, object)
    if isinstance(node, nodes.Getattr):
        return attribute(type_of(node.node, known, where), node.attr, f"{where}, line {node.lineno}")
    if isinstance(node, nodes.Getitem):
        inside = type_of(node.node, known, where)
        return inside if isinstance(node.arg, nodes.Slice) else members(inside)
    for child in node.iter_child_nodes():
        type_of(child, known, where)
    return object


def check(body: Sequence[nodes.Node], known: dict[str, object], macros: dict[str, nodes.Macro], where: str) -> None:
    """Follow a template with the types of its variables; macros are followed where they are called."""
    for node in body:
        if isinstance(node, nodes.For):
            inner = dict(known)
            if isinstance(node.target, nodes.Name):
                inner[node.target.name] = members(type_of(node.iter, known, where))
            else:
                type_of(node.iter, known, where)
                for each in node.target.find_all(nodes.Name):
                    inner[each.name] = object
            check([*node.body, *node.else_], inner | {"loop": object}, macros, where)
        elif isinstance(node, nodes.Macro):
            continue
        elif isinstance(node, nodes.If):
            type_of(node.test, known, where)
            check([*node.body, *node.elif_, *node.else_], dict(known), macros, where)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in macros:
            macro = macros[node.node.name]
            given = [type_of(each, known, where) for each in node.args]
            names = [each.name for each in macro.args]
            check(macro.body, {**known, **dict(zip(names, given, strict=False))}, macros, where)
        elif isinstance(node, nodes.Block):
            check(node.body, dict(known), macros, where)
        elif isinstance(node, nodes.Extends) and isinstance(node.template, nodes.Const):
            check(tree(node.template.value.removesuffix(".html")).body, dict(known), macros, where)
        elif isinstance(node, nodes.Output):
            check(node.nodes, known, macros, where)
        else:
            type_of(node, known, where)


def checked(name: str, body: str | None = None) -> None:
    parsed = tree(name) if body is None else environment((FOLDER,)).parse(body)
    macros = {each.name: each for each in parsed.find_all(nodes.Macro)}
    check(parsed.body, {**ALWAYS, **typing.get_type_hints(FILLED[name])}, macros, name)


@pytest.mark.parametrize("name", sorted(FILLED))
def test_a_template_asks_no_type_for_what_it_does_not_have(name: str) -> None:
    checked(name)


BROKEN = (
    ("choices", "{% for group in groups %}{{ group.title }}{% endfor %}"),
    ("choices", "{% for group in groups %}{% for item in group.links %}{{ item.address }}{% endfor %}{% endfor %}"),
    ("chart_foot", "{% if verdict.word %}x{% endif %}"),
    ("list", "{% macro a(all) %}{% for one in all %}{{ one.count }}{% endfor %}{% endmacro %}{{ a(groups) }}"),
    ("data_effects", "{% for chart in charts[:6] %}{{ chart.heading }}{% endfor %}"),
)
"""Templates with one wrong name each."""


@pytest.mark.parametrize(("name", "body"), BROKEN)
def test_a_wrong_name_is_found(name: str, body: str) -> None:
    with pytest.raises(Unknown):
        checked(name, body)
