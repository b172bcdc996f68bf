"""The rules of the house that no linter knows: sizes, names, and nothing of one machine in the repository."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "backoffice").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "handler", "processor", "misc"}
HOSTS = r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|extra-index-url|find-links"
each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))


@each_source
def test_file_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@each_source
def test_function_has_at_most_40_lines(path: Path) -> None:
    functions = (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert {f.name: length(f) for f in functions if length(f) > 40} == {}


@each_source
def test_name_says_what_it_is_about(path: Path) -> None:
    words = {word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")}
    assert words & VAGUE == set()


@each_source
def test_imports_are_what_they_seem(path: Path) -> None:
    names = {node.id for node in nodes(path) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    assert "TYPE_CHECKING" not in names | attributes


def test_nothing_of_one_machine_is_tracked() -> None:
    found = [f"{path}: {match[0]}" for path, text in tracked() for match in of_a_machine().finditer(text)]
    assert found == []


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def tracked() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__) and b"\0" not in (content := path.read_bytes()):
            yield name, content.decode(errors="replace")


def of_a_machine() -> re.Pattern[str]:
    """Match homes, the place of this checkout and of its Python, and hosts that packages come from."""
    here = [re.escape(str(path)) for path in (ROOT, Path(sys.prefix)) if len(path.parts) > 2]
    if ROOT.parts[1] not in {"home", "opt", "srv", "tmp", "usr", "var"}:
        here.append(f"/{ROOT.parts[1]}/")
    paths = "|".join([r"/home/\w+/", r"/Users/\w+/", "/root/", *here])
    return re.compile(rf"(?<![\w.~/-])(?:{paths})|{HOSTS}")
