"""What all tests share: no trace of the machine's own settings, and the example workspace."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.playground import GIT_CONFIG, REPOSITORY, indexed_before, with_history
from tests.printers import Printers

# Speed is no property to prove on a shared machine, and a run that failed must fail again.
settings.register_profile(
    "ci", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("proof", settings.get_profile("ci"), max_examples=2000)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


COVERED = {"automation", "checks", "core", "formats", "kinds", "reports"}
"""Rooms that are covered to the last branch, by their own tests; watching the others would double their time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(REPOSITORY / "tests").parts[0] not in COVERED:
            item.add_marker("no_cover")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts",
        action="store_true",
        help="write what the commands really print into the transcripts and the docs",
    )


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give the whole run a home of its own, with an identity for git."""
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text(GIT_CONFIG)
    for name in [name for name in os.environ if name.startswith(("BACKOFFICE_", "GIT_", "XDG_"))]:
        del os.environ[name]
    os.environ |= {
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }


@pytest.fixture(scope="session")
def example_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example workspace under git, in the index already. It is shared: copy it before changing anything."""
    books = with_history(REPOSITORY / "example-workspace", tmp_path_factory.mktemp("example") / "books")
    return indexed_before(books)


@pytest.fixture(scope="session")
def printers() -> Iterator[Printers]:
    """Return the printing processes that stay from one test to the next."""
    made = Printers()
    yield made
    made.end()


@pytest.fixture
def printing(printers: Printers) -> Iterator[None]:
    """Print with processes that are ready; for tests of commands, not of printing."""
    with printers.kept():
        yield
