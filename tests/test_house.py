"""The house: imports that only point down, sizes, promises, one version."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import cxreport

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cxreport"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(file.read_text("utf-8")) for name, file in MODULES.items()}
FLOORS = {
    "cli": 5,
    "batch": 4,
    "mail": 4,
    "render": 3,
    "evaluate": 2,
    "finance": 1,
    "attribution": 1,
    "tracking": 1,
    "portfolio": 1,
    "case": 0,
    "quantity": 0,
}
BESIDE_EACH_OTHER = {("case", "quantity"), ("mail", "batch")}  # the first may import the second
FREE_FOR_ALL = {"cxreport.errors", "cxreport.__version__"}
PUBLIC_FACE = {f"cxreport.{name}" for name in cxreport.__all__}


# Floors


def imports_of(name: str) -> Iterator[str]:
    """Yield every module, or name of one, that a module imports anywhere in it."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively in line {node.lineno}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name: str) -> str:
    """Return the package of a module, "" for what stands at the top of cxreport."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else ""


def may_import(importer: str, imported: str) -> bool:
    """Return whether DESIGN §3 lets one module of ours import another, or a name of it."""
    here, there = room(importer), room(imported)
    if imported in FREE_FOR_ALL or imported.rpartition(".")[0] in FREE_FOR_ALL or here == there:
        return True
    if here == "cli":
        return there == "" or imported in PUBLIC_FACE
    if not here:
        return importer == "cxreport" or imported.startswith("cxreport.cli")
    return there != "" and ((here, there) in BESIDE_EACH_OTHER or FLOORS[there] < FLOORS[here])


def test_an_import_only_points_down() -> None:
    ours = {(name, other) for name in MODULES for other in imports_of(name) if other.split(".")[0] == "cxreport"}
    assert {(name, other) for name, other in ours if not may_import(name, other)} == set()


def test_every_package_has_a_floor() -> None:
    packages = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()}
    assert packages <= FLOORS.keys()


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("cxreport.case.load", "cxreport.evaluate.evaluate"),
        ("cxreport.quantity.money", "cxreport.case.models"),
        ("cxreport.finance.irr", "cxreport.attribution.split"),
        ("cxreport.attribution.split", "cxreport.finance.irr"),
        ("cxreport.batch.build", "cxreport.mail.draft"),
        ("cxreport.render.compose", "cxreport.load_case"),
        ("cxreport.cli.build", "cxreport.render.pdf"),
    ],
)
def test_an_import_that_points_up_or_sideways_would_be_found(importer: str, imported: str) -> None:
    assert not may_import(importer, imported)


def test_only_the_command_line_imports_click_and_rich() -> None:
    importers = {name for name in MODULES for other in imports_of(name) if other.split(".")[0] in {"click", "rich"}}
    assert {room(name) for name in importers} <= {"cli"}


@pytest.mark.parametrize("package", ["finance", "attribution"])
def test_finance_and_attribution_know_numbers_only(package: str) -> None:
    imported = {other for name in MODULES if room(name) == package for other in imports_of(name)}
    assert {other.split(".")[0] for other in imported} <= sys.stdlib_module_names | {"cxreport", "numpy"}
    assert {room(other) for other in imported} <= {"", package}


# Sizes and names


def test_a_module_is_small_enough_to_be_read_at_once() -> None:
    lengths = {name: len(file.read_text("utf-8").splitlines()) for name, file in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > 350} == {}


def test_a_function_fits_on_a_screen() -> None:
    functions = [(name, node) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, FUNCTION)]
    lengths = {f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1 for name, node in functions}
    assert {function: length for function, length in lengths.items() if length > 45} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for name in MODULES for part in name.split(".")}
    assert parts & {"helper", "helpers", "util", "utils", "manager", "managers", "common", "misc"} == set()


# Promises


def public_things(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the docstring's first line of a module and of each class and function it offers."""
    yield name, first_line(TREES[name])
    for node in TREES[name].body:
        if isinstance(node, ast.ClassDef | FUNCTION) and not node.name.startswith("_"):
            yield f"{name}.{node.name}", first_line(node)


def first_line(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def test_everything_public_begins_with_a_promise() -> None:
    things = [thing for name in MODULES for thing in public_things(name)]
    assert [thing for thing, promise in things if not promise.endswith(".")] == []


def test_the_types_are_offered_to_whoever_imports_us() -> None:
    assert (PACKAGE / "py.typed").is_file()


# Versions and pins

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def test_there_is_one_version() -> None:
    newest = re.search(r"^## ([0-9.]+), ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == PROJECT["version"] == cxreport.__version__


def plain(requirement: str) -> str:
    """Return a requirement with its name as packages are compared, PEP 503."""
    name, equals, version = requirement.partition("==")
    return re.sub("[-_.]+", "-", name).lower() + equals + version


def test_what_the_project_asks_for_is_pinned_to_the_same_version() -> None:
    wanted = {*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]}
    assert {plain(one) for one in wanted} - {plain(pin) for pin in PINS} == set(), "make constraints"


def test_every_pin_is_a_name_and_a_version() -> None:
    assert [pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
