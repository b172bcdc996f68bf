"""The rules of the house that no linter knows: sizes, names, and nothing of one machine in the repository."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = {path.relative_to(ROOT): path.read_text() for path in sorted((ROOT / "backoffice").rglob("*.py"))}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "handler", "processor", "misc"}
HOSTS = r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|extra-index-url|find-links"


def test_no_file_has_more_than_300_lines() -> None:
    assert [path for path, text in SOURCES.items() if len(text.splitlines()) > 300] == []


def test_no_function_has_more_than_40_lines() -> None:
    functions = [(path, f) for path, text in SOURCES.items() for f in defined(ast.parse(text))]
    assert [(path, f.name, length(f)) for path, f in functions if length(f) > 40] == []


def test_names_say_what_they_are_about() -> None:
    assert [path for path in SOURCES if words(path) & VAGUE] == []


def test_imports_are_what_they_seem() -> None:
    suspects = {path: ast.walk(ast.parse(text)) for path, text in SOURCES.items() if "TYPE_CHECKING" in text}
    assert [path for path, nodes in suspects.items() if "TYPE_CHECKING" in set(map(name, nodes))] == []


def test_nothing_of_one_machine_is_tracked() -> None:
    found = [f"{path}: {match[0]}" for path, text in tracked() for match in of_a_machine().finditer(text)]
    assert found == []


def words(path: Path) -> set[str]:
    return {word for part in path.with_suffix("").parts for word in part.split("_")}


def name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def defined(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that statements define, at any depth; no expression defines one."""
    for inner in (each for part in ("body", "orelse", "finalbody", "handlers", "cases") for each in block(node, part)):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner
        yield from defined(inner)


def block(node: ast.AST, part: str) -> list[ast.AST]:
    found = getattr(node, part, [])
    return found if isinstance(found, list) else []  # the body of a lambda is an expression


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


def test_set_up_copes_with_blanks_and_with_long_lists() -> None:
    """``grep -q`` leaves a pipe early, which ``pipefail`` takes for a failure; pip parts its variables at blanks."""
    scripts = {path.name: path.read_text() for path in (ROOT / ".make").glob("*.sh")}
    assert [name for name, text in scripts.items() if re.search(r"\|\s*grep -\w*q", text)] == []
    assert [name for name, text in scripts.items() if re.search(r"PIP_\w*CONSTRAINT=\$PWD", text)] == []
