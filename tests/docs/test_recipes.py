"""The recipes of CONTRIBUTING.md, followed to the letter: one module and one name, and everything else follows."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.playground import environment

ROOT = Path(__file__).parent.parent.parent
RECIPES = {"kind": ("Add a kind", "kinds", "KINDS"), "report": ("Add a report", "reports", "REPORTS")}

SETTINGS = """\
business:
  name: Nordlicht
  address: {city: Berlin, country: DE}
currency: EUR
"""
CLIENT = """\
---
name: Acme GmbH
address: {city: Berlin, country: DE}
---
"""


def recipe(name: str) -> tuple[str, str]:
    """Return the path that a recipe tells to write, and the code to write there."""
    section = (ROOT / "CONTRIBUTING.md").read_text().partition(f"\n## {RECIPES[name][0]}\n")[2].partition("\n## ")[0]
    path = re.search(r"`(backoffice/\w+/\w+\.py)`:\n", section)
    code = re.search(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert path is not None
    assert code is not None
    return path[1], code[1]


@dataclass
class House:
    """A copy of the package after both recipes, and a workspace to use it on."""

    package: Path
    workspace: Path

    def run(self, *words: str, exit_code: int = 0, **variables: str) -> str:
        """Return what the copy prints in the workspace, on both streams."""
        done = subprocess.run(
            [sys.executable, "-m", "backoffice", *words],
            cwd=self.workspace,
            env=environment(self.package.parent / "home") | {"PYTHONPATH": str(self.package)} | variables,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == exit_code, done.stdout
        return done.stdout

    def data(self, *words: str) -> Any:  # noqa: ANN401 - JSON
        """Return the data of a command's envelope."""
        return json.loads(self.run(*words, "--format", "json"))["data"]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("recipes")
    package, workspace = folder / "source", folder / "books"
    (folder / "home").mkdir()
    shutil.copytree(ROOT / "backoffice", package / "backoffice", ignore=shutil.ignore_patterns("__pycache__"))
    for name in RECIPES:
        follow(name, package)
    files = {"backoffice.yaml": SETTINGS, "clients/acme.md": CLIENT, "trips/2026/kick-off.md": example()}
    for path, text in files.items():
        file = workspace / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Start"]):
        subprocess.run(["git", *words], cwd=workspace, check=True)
    return House(package, workspace)


def follow(name: str, package: Path) -> None:
    """Write the module, and add its name to the list of its room."""
    path, code = recipe(name)
    _, room, names = RECIPES[name]
    (package / path).write_text(code)
    index = package / "backoffice" / room / "__init__.py"
    text, found = re.subn(
        rf"^({names}: tuple\[str, \.\.\.\] = \()", rf'\1"{Path(path).stem}", ', index.read_text(), flags=re.MULTILINE
    )
    assert found == 1
    index.write_text(text)


def example() -> str:
    """Return the example file that the recipe's declaration brings."""
    found = re.search(r'EXAMPLE = """\\\n(.*?)"""', recipe("kind")[1], re.DOTALL)
    assert found is not None
    return found[1]


# ── The code itself ──


@pytest.mark.parametrize("name", RECIPES)
def test_the_code_keeps_the_style_of_the_house(name: str) -> None:
    path, code = recipe(name)
    for words in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        command = ["ruff", *words, "--stdin-filename", path, "-"]
        environ = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=ROOT, env=environ, input=code, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


# ── A kind ──


def test_a_new_kind_is_listed(house: House) -> None:
    assert house.data("trip", "list") == [
        {
            "id": "kick-off",
            "date": "2026-11-19",
            "destination": "Acme, kick-off",
            "client": "acme",
            "distance": "84",
            "cost": {"amount": "25.20", "currency": "EUR"},
        }
    ]
    assert house.data("trip", "list", "--client", "acme") == house.data("trip", "list")
    assert house.data("trip", "list", "--period", "2025") == []
    (row,) = csv.DictReader(io.StringIO(house.run("trip", "list", "--format", "csv")))
    assert (row["destination"], row["distance"]) == ("Acme, kick-off", "84")


def test_a_new_kind_is_shown(house: House) -> None:
    assert "Acme, kick-off" in house.run("trip", "show", "kick")
    assert house.run("trip", "path", "kick").strip() == "trips/2026/kick-off.md"
    assert "Start" in house.run("trip", "log", "kick-off")


def test_a_new_kind_is_found_by_its_words(house: House) -> None:
    assert [row["record"] for row in house.data("find", "kick off ACME")] == ["trip/kick-off"]


def test_a_new_kind_posts_to_the_books(house: House) -> None:
    balances = {row["account"]: row for row in house.data("report", "balances")}
    assert balances["expenses:travel"]["debit"] == {"amount": "25.20", "currency": "EUR"}
    assert balances["equity:owner"]["credit"] == {"amount": "25.20", "currency": "EUR"}


def test_a_new_kind_is_checked(house: House) -> None:
    wrong = house.workspace / "trips" / "2026" / "wrong.md"
    wrong.write_text(example().replace("distance: 84", "distance: 0").replace("client: acme", "client: acmee"))
    said = house.run("check", exit_code=1)
    wrong.write_text(example().replace("distance:", "distanse:"))
    misspelt = house.run("check", exit_code=1)
    wrong.unlink()
    assert "trips/2026/wrong.md:1: error: the trip has no kilometres [no-distance]" in said
    assert "there is no client acmee [missing-record]" in said
    assert "did you mean acme?" in said
    assert re.search(r"trips/2026/wrong\.md:4:1: error: unknown field distanse \[unknown-field\]", misspelt)
    assert "did you mean distance?" in misspelt
    assert "filled in" in house.run("check", "--explain", "no-distance")


def test_a_new_kind_is_made_at_its_place(house: House) -> None:
    fields = ("date=2026-11-20", "destination=Bank", "distance=12", "rate=0.30", "currency=EUR")
    given = [word for field in fields for word in ("--set", field)]
    house.run("trip", "new", "bank", *given)
    assert "destination: Bank" in (house.workspace / "trips" / "2026" / "bank.md").read_text()
    assert [row["id"] for row in house.data("trip", "list")] == ["bank", "kick-off"]
    house.run("undo")
    assert [row["id"] for row in house.data("trip", "list")] == ["kick-off"]


def test_a_new_kind_has_a_schema_for_editors(house: House) -> None:
    schema = house.data("schema", "trip")
    assert schema["properties"]["distance"]["description"] == "Kilometres, there and back."
    assert schema["required"] == ["date", "destination", "distance", "rate", "currency"]


def test_the_shell_completes_a_new_kind(house: House) -> None:
    def completed(words: str, at: int) -> str:
        return house.run(_BACKOFFICE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(at))

    assert "trip" in completed("backoffice tr", 1)
    assert "kick-off" in completed("backoffice trip show ki", 3)


def test_a_new_kind_is_in_the_reference(house: House, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "backoffice.cli.reference", str(tmp_path)],
        cwd=tmp_path,
        env=environment(tmp_path / "home") | {"PYTHONPATH": str(house.package)},
        check=True,
    )
    page = (tmp_path / "kinds" / "trip.md").read_text()
    assert "| `distance` | [number](../values.md#number) | **required** | Kilometres, there and back. |" in page
    assert "| `client` | id of [client](client.md) |  | For which client. |" in page
    assert "## no-distance" in (tmp_path / "faults.md").read_text()
    assert "backoffice trip list" in (tmp_path / "commands" / "trip.md").read_text()
    assert "## spending" in (tmp_path / "reports.md").read_text()


# ── A report ──


def test_a_new_report_answers(house: House) -> None:
    expected = [{"supplier": "nobody named", "amount": {"amount": "25.20", "currency": "EUR"}}]
    assert house.data("report", "spending") == expected
    assert house.data("report", "spending", "--period", "2025") == []
    assert "spending" in house.run("report", "--help")
    assert "25.20" in house.run("report", "spending", "--format", "html")
