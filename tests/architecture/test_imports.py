"""What the import contracts in pyproject.toml cannot say, on the same graph."""

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parent.parent.parent
PURE = ("automation", "checks", "core", "kinds", "reports")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("backoffice", include_external_packages=True, cache_dir=None)


def contract(name: str) -> dict[str, Any]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts: list[dict[str, Any]] = configuration["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)


def test_no_module_imports_itself_by_any_way(graph: grimp.ImportGraph) -> None:
    """Import-linter finds cycles between siblings; this one finds parents and children too."""
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]), pytrace=False)


@pytest.mark.parametrize("layer", PURE)
def test_package_of_a_pure_layer_is_pure_itself(graph: grimp.ImportGraph, layer: str) -> None:
    """The contract is about what is in the packages, so that one may be missing; this is the rest."""
    package = f"backoffice.{layer}"
    assert f"{package}.**" in contract("purity")["source_modules"]
    if package in graph.modules:
        imported = graph.find_modules_directly_imported_by(package)
        registries = {"importlib"}  # a list of rooms, each imported when it is asked for
        assert imported & set(contract("purity")["forbidden_modules"]) <= registries


def test_the_version_is_cheap_to_ask_for(graph: grimp.ImportGraph) -> None:
    assert graph.find_modules_directly_imported_by("backoffice") == set()
