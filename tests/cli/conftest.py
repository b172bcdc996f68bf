"""A desk for every test that asks for one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.desk import Desk


@pytest.fixture(autouse=True)
def _ready(printing: None) -> None:
    """Print with processes that are ready."""


@pytest.fixture(scope="session")
def small_business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository to copy, that holds a small business with one client and one draft."""
    made = Desk(tmp_path_factory.mktemp("desk") / "books")
    made.root.mkdir()
    made.write()
    for words in (["init", "--quiet", "--template="], ["add", "--all"], ["commit", "--quiet", "--message=Start"]):
        subprocess.run(["git", *words], cwd=made.root, check=True)
    return made.root


@pytest.fixture
def desk(tmp_path: Path, small_business: Path) -> Desk:
    """A desk in a repository of its own, that holds a small business with one client and one draft."""
    return Desk(shutil.copytree(small_business, tmp_path / "books"))


@pytest.fixture(scope="session")
def issued_business(small_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small business with its draft issued, to copy."""
    made = Desk(shutil.copytree(small_business, tmp_path_factory.mktemp("issued") / "books"))
    assert made.run("invoice", "issue", "website", "--no-pdf", "--on", "2026-10-01").code == 0
    return made.root


@pytest.fixture
def issued(issued_business: Path, tmp_path: Path) -> Desk:
    """A desk with an invoice."""
    return Desk(shutil.copytree(issued_business, tmp_path / "books"))
