"""Workspaces to work on."""

import shutil
from pathlib import Path

import pytest

from backoffice.workspace.place import Place
from tests.workspace.sandbox import repository


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository to copy, with one committed workspace."""
    return Path(repository(tmp_path_factory.mktemp("started") / "books").root)


@pytest.fixture
def place(tmp_path: Path, started: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a workspace in a repository of its own, with nothing trusted yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Place(str(shutil.copytree(started, tmp_path / "books")))
