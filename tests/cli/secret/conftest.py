"""Safes: a business with a vault, made once and copied for every test that asks."""

import shutil
from pathlib import Path

import pytest

from backoffice.vault import harden
from tests.cli.secret.safe import Safe, business


@pytest.fixture(autouse=True)
def _soft(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the process of the tests as it is: hardening cannot be taken back."""
    monkeypatch.setattr(harden, "harden", frozenset)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the books and the home of somebody who has just begun a vault, and pinned nothing else."""
    folder = tmp_path_factory.mktemp("safe")
    safe = business(folder / "books")
    safe.fine("init", "--no-input", "--name", "ann")
    return folder


@pytest.fixture
def safe(prepared: Path, tmp_path: Path) -> Safe:
    """A vault without entries that ann can read, in a clone of the business that she has looked at."""
    shutil.copytree(prepared / "books", tmp_path / "books", symlinks=True)
    shutil.copytree(prepared / "ann-home", tmp_path / "ann-home", symlinks=True)
    safe = Safe(tmp_path / "books", tmp_path / "ann-home")
    safe.fine("recipients", "accept", "--yes")
    return safe


@pytest.fixture
def nobody(tmp_path: Path) -> Safe:
    """A business without a vault."""
    return business(tmp_path / "books")
