"""What all tests share: no trace of the machine's own settings, and the example workspace."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.playground import GIT_CONFIG, REPOSITORY, indexed_before, with_history
from tests.printers import Printers
from tests.watched import pytest_collection, pytest_runtest_protocol

__all__ = ["pytest_collection", "pytest_runtest_protocol"]

# Speed is no property to prove on a shared machine, and a run that failed must fail again.
settings.register_profile(
    "ci", max_examples=30, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("proof", settings.get_profile("ci"), max_examples=2000)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


HABITS = {
    *("BROWSER", "EDITOR", "EMAIL", "LANGUAGE", "LESS", "PAGER", "VISUAL"),
    *("COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR"),
}
"""Variables by which people say what they like."""
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 2**30


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts",
        action="store_true",
        help="write what the commands really print into the transcripts and the docs",
    )


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give the whole run a home of its own, with an identity for git, and an interrupt that is heard."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a job in the background hands on that it ignores it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text(GIT_CONFIG)
    for name in [name for name in os.environ if name in HABITS or name.startswith(("BACKOFFICE_", "GIT_", "XDG_"))]:
        del os.environ[name]
    os.environ |= {
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a folder in memory where there is room: hundreds of thousands of durable writes need no real disk."""
    if not _fit(MEMORY):
        yield request.getfixturevalue("tmp_path_factory").mktemp("test")
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _fit(memory: Path) -> bool:
    """Tell whether there is room, and programs that tests write there can be run: containers often forbid it."""
    forbidden = getattr(os, "ST_NOEXEC", 0)
    return memory.is_dir() and shutil.disk_usage(memory).free > ROOM and not os.statvfs(memory).f_flag & forbidden


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
