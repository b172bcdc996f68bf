"""Workspaces to work on."""

from pathlib import Path

import pytest

from backoffice.workspace.place import Place
from tests.workspace.sandbox import repository


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a workspace in a repository of its own, with nothing trusted yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return repository(tmp_path / "books")
