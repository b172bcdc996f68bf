"""A desk for every test that asks for one."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.desk import Desk


@pytest.fixture(autouse=True)
def _ready(printing: None) -> None:
    """Print with processes that are ready."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk in a repository that holds a small business with one client and one draft."""
    made = Desk(tmp_path / "books")
    made.root.mkdir()
    made.write()
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Start the books"]):
        subprocess.run(["git", *words], cwd=made.root, check=True)
    return made
