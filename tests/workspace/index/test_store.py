"""The database is a cache: whatever happens to it costs time and nothing else."""

import gc
import multiprocessing
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import backoffice
from backoffice.core.ledger import Query
from backoffice.workspace.index import facts, store
from backoffice.workspace.index.crew import read_files
from backoffice.workspace.index.edition import edition
from backoffice.workspace.index.open import indexed
from backoffice.workspace.index.progress import Progress
from backoffice.workspace.index.reading import Found, Job, Task
from backoffice.workspace.index.texts import Texts
from backoffice.workspace.place import Place, cache_dir
from tests.business import business
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, git, put, repository

ACCOUNTS = Query(by=("account",))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a workspace with some dozen records, committed and indexed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    business(5, clients=6, invoices=16, expenses=10).write(tmp_path / "books")
    git(tmp_path / "books", "init", "--quiet", "--initial-branch=main")
    commit(tmp_path / "books", "Start")
    made = Place(str(tmp_path / "books"))
    indexed(made)
    return made


def database(place: Place) -> Path:
    (found,) = Path(cache_dir(place)).glob("index-*.db")
    return found


def zero_middle(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\0" * (size - 8192))


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 600] = bytes((at // 4096 * 7 + each * 31) % 256 for each in range(600))
    path.write_bytes(content)


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table bookmarks (url text)")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut in the first page": lambda path: os.truncate(path, 1000),
    "no database": lambda path: path.write_text("hello " * 1000),
    "zeros": zero_middle,
    "scrambled": scramble,
    "of another program": somebody_elses,
    "a folder": make_a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_costs_only_time(place: Place, damage: str) -> None:
    DAMAGES[damage](database(place))
    assert differences(place) == []
    assert differences(place) == []


def test_damage_behind_the_back_of_a_reader(place: Place) -> None:
    expected = list(indexed(place).entries())
    books = indexed(place)
    scramble(database(place))
    books._store.connection.execute("pragma shrink_memory")
    assert list(books.entries()) == expected


def test_folder_of_the_cache_that_cannot_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = indexed(place).balances(ACCOUNTS)
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert indexed(place).balances(ACCOUNTS) == expected


def test_nothing_is_written_when_nothing_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.workspace.folders.TICK", 0)
    indexed(place)
    before = indexed(place)._store.meta()
    assert indexed(place)._store.meta() == before


def test_editions_have_databases_of_their_own(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = database(place)
    monkeypatch.setattr(store, "edition", lambda: "another")
    put(place, {"clients/new.md": "---\nname: New\naddress: {city: Bonn, country: DE}\n---\n"})
    assert "new" in indexed(place).ids("client")
    assert {each.name for each in first.parent.glob("*.db")} == {first.name, "index-another.db"}
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(first.parent.parent.parent))
    assert differences(place) == []


def test_database_of_an_edition_that_nobody_used_for_long_is_removed(place: Place) -> None:
    now = database(place)
    now.rename(now.with_name("index-111111111111.db"))
    old = now.with_name("index-000000000000.db")
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    indexed(place)
    assert {each.name for each in old.parent.glob("*.db")} == {f"index-{edition()}.db", "index-111111111111.db"}


def refresh_often(root: str, number: int) -> None:
    for turn in range(5):
        put(Path(root), {f"clients/by-{number}-{turn}.md": "---\nname: New\naddress: {city: Bonn, country: DE}\n---\n"})
        assert f"by-{number}-{turn}" in indexed(Place(root)).ids("client")


def test_processes_refresh_at_once(place: Place) -> None:
    database(place).unlink()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=refresh_often, args=(place.root, number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert differences(place) == []


def test_books_stand_still_while_they_are_read(place: Place) -> None:
    books = indexed(place)
    before = books.balances(ACCOUNTS)
    for path in Path(place.root, "payments").rglob("*.yaml"):
        path.unlink()
    assert indexed(place).balances(ACCOUNTS) != before
    assert books.balances(ACCOUNTS) == before


def test_going_back_to_another_commit_reads_no_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in Path(place.root, "expenses").rglob("*.md"):
        path.unlink()
    commit(place, "Forget what was bought")
    indexed(place)
    git(place, "checkout", "--quiet", "HEAD~1")
    read: list[Job] = []

    def noted(task: Task, jobs: list[Job], progress: Progress | None) -> Iterator[Found]:
        read.extend(jobs)
        return read_files(task, jobs, progress)

    monkeypatch.setattr("backoffice.workspace.index.writing.read_files", noted)
    assert differences(place) == []
    assert read == []


def test_what_is_long_unseen_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "SPARE", 5)
    place = repository(tmp_path / "small")
    for turn in range(24):
        put(place, {"clients/new.md": f"---\nname: {turn}\naddress: {{city: Bonn, country: DE}}\n---\n"})
        indexed(place)
    books = indexed(place)
    (count,) = books._store.connection.execute("select count(*) from fact where state = 0").fetchone()
    assert 5 <= count <= 10
    assert differences(place) == []


def test_many_files_are_read_by_two_processes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.workspace.index.crew.MANY", 10)
    monkeypatch.setattr("backoffice.workspace.index.crew.BATCH", 7)
    database(place).unlink()
    told: list[tuple[int, int]] = []
    indexed(place, progress=lambda done, of: told.append((done, of)))
    assert differences(place) == []
    assert told[-1][0] == told[-1][1] > 7  # only then the bar is wiped


@pytest.mark.parametrize(
    ("project", "touched", "other"),
    [
        (True, "core/money.py", True),
        (False, "core/money.py", False),
        (False, "__init__.py", True),
    ],
)
def test_an_installation_is_known_by_its_age_and_edited_code_by_every_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, project: bool, touched: str, other: bool
) -> None:
    home = tmp_path / "backoffice"
    for name in ("__init__.py", "core/money.py"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    if project:
        (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(backoffice, "__path__", [str(home)])
    before = edition()
    os.utime(home / touched, ns=(1, 1))
    assert (edition() != before) == other


def test_books_that_are_dropped_give_the_database_up(place: Place) -> None:
    books = indexed(place)
    assert Path(f"{database(place)}-wal").exists()
    del books
    assert not Path(f"{database(place)}-wal").exists()


def forgotten_in_a_store(place: Place) -> store.Connection:
    gone = store.open_store(place)
    gone.itself = gone  # type: ignore[attr-defined]
    return gone.connection


def forgotten_on_the_shelf(place: Place) -> store.Connection:
    gone = Texts(str(database(place)))
    gone.itself = gone  # type: ignore[attr-defined]
    return gone.connection


@pytest.mark.parametrize("forgotten", [forgotten_in_a_store, forgotten_on_the_shelf])
def test_what_is_forgotten_is_given_up_by_whichever_thread_finds_it(
    place: Place, forgotten: Callable[[Place], store.Connection]
) -> None:
    held = weakref.ref(forgotten(place))
    finder = threading.Thread(target=gc.collect)
    finder.start()
    finder.join()
    assert held() is None


def test_what_was_never_opened_is_given_up_in_silence(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.Connection(str(tmp_path), 0)
    gc.collect()
