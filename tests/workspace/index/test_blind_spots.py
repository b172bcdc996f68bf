"""What git does not report, or a file's times do not show, the index sees all the same."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from backoffice.kinds.client import Client
from backoffice.workspace import folders
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, git, put, repository

CLIENT = "---\nname: {name}\naddress:\n  city: Berlin\n  country: DE\n---\n"
ACME = "clients/acme.md"


def client(name: str) -> str:
    return CLIENT.format(name=name)


def names(place: Place) -> list[str]:
    return [each.name for each in indexed(place).all(Client)]


def write_unnoticed(place: Place, path: str, text: str) -> None:
    """Write a text of the same length and set the time of modification back."""
    file = Path(place.root, path)
    about = file.stat()
    assert about.st_size == len(text)
    file.write_text(text)
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a workspace with one client, committed and indexed, whose files are believed by their times."""
    made = repository(tmp_path / "books")
    put(made, {ACME: client("Acme 1")})
    commit(made, "Add Acme")
    assert names(made) == ["Acme 1"]
    return made


@pytest.fixture(params=["fast", "slow"])
def pause(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Either nothing is old enough to be believed, or everything is."""
    if request.param == "fast":
        return lambda: None
    monkeypatch.setattr(folders, "TICK", 20_000_000)
    return lambda: time.sleep(0.06)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_files_git_was_told_not_to_look_at(place: Place, flag: str, pause: Callable[[], None]) -> None:
    git(place, "update-index", flag, ACME)
    assert names(place) == ["Acme 1"]
    for name in ("Acme 2", "Acme 3", "A longer name"):
        pause()
        put(place, {ACME: client(name)})
        assert names(place) == [name]
    Path(place.root, ACME).unlink()
    assert names(place) == []
    git(place, "update-index", flag.replace("--", "--no-"), ACME)
    git(place, "checkout", "--", ACME)
    assert names(place) == ["Acme 1"]


def test_edit_in_the_same_tick(place: Place, pause: Callable[[], None]) -> None:
    put(place, {ACME: client("Acme 2")})
    assert names(place) == ["Acme 2"]
    pause()
    put(place, {ACME: client("Acme 3")})
    assert names(place) == ["Acme 3"]


@pytest.mark.parametrize("coarse", [1_000_000_000, 2_000_000_000])
def test_disk_that_keeps_whole_seconds(place: Place, coarse: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def rounded(found: os.stat_result, began: int) -> str:
        times = {name: getattr(found, name) // coarse * coarse for name in ("st_mtime_ns", "st_ctime_ns")}
        about = SimpleNamespace(st_ino=found.st_ino, st_size=found.st_size, **times)
        return folders.signature(cast("os.stat_result", about), began)

    for module in ("changes", "reading"):
        monkeypatch.setattr(f"backoffice.workspace.index.{module}.signature", rounded)
    for turn in range(12):
        put(place, {"clients/new.md": client(f"New {turn:02}")})
        assert names(place) == ["Acme 1", f"New {turn:02}"]


def test_new_file_in_the_same_tick_as_its_folder_was_listed(place: Place, pause: Callable[[], None]) -> None:
    for number in range(5):
        put(place, {f"clients/new-{number}.md": client(f"New {number}")})
        pause()
        assert len(names(place)) == number + 2


def test_time_of_modification_set_back(place: Place, pause: Callable[[], None]) -> None:
    for name in ("Acme 2", "Acme 3"):
        pause()
        write_unnoticed(place, ACME, client(name))
        pause()
        assert names(place) == [name]


def test_time_set_back_on_a_file_git_does_not_know(place: Place, pause: Callable[[], None]) -> None:
    put(place, {"clients/new.md": client("New 1")})
    pause()
    assert names(place) == ["Acme 1", "New 1"]
    write_unnoticed(place, "clients/new.md", client("New 2"))
    pause()
    assert names(place) == ["Acme 1", "New 2"]


def test_ignored_records_are_records(place: Place, pause: Callable[[], None]) -> None:
    put(place, {".gitignore": "clients/hidden.md\ninvoices/\n"})
    commit(place, "Ignore")
    put(place, {"clients/hidden.md": client("Hidden")})
    pause()
    assert names(place) == ["Acme 1", "Hidden"]
    put(place, {"clients/hidden.md": client("Still hidden")})
    assert names(place) == ["Acme 1", "Still hidden"]
    Path(place.root, "clients/hidden.md").unlink()
    assert names(place) == ["Acme 1"]


def test_untracked_folders_are_listed(place: Place, pause: Callable[[], None]) -> None:
    text = "date: 2026-01-02\nclient: acme\namount: 10\ncurrency: EUR\n"
    put(place, {"payments/2026/2026-01-02-a.yaml": text})
    pause()
    assert list(indexed(place).ids("payment")) == ["2026-01-02-a"]
    put(place, {"payments/2026/2026-01-02-b.yaml": text, "payments/2027/2027-01-02-c.yaml": text})
    assert list(indexed(place).ids("payment")) == ["2026-01-02-a", "2026-01-02-b", "2027-01-02-c"]


def test_links_are_never_followed(place: Place, tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere/secret.md": client("Secret")})
    Path(place.root, "clients/link.md").symlink_to(tmp_path / "elsewhere/secret.md")
    Path(place.root, "payments").symlink_to(tmp_path / "elsewhere")
    assert names(place) == ["Acme 1"]
    Path(place.root, "clients").rename(tmp_path / "clients")
    Path(place.root, "clients").symlink_to(tmp_path / "clients")
    assert names(place) == []
    assert differences(place) == []


def test_edit_while_git_is_at_work_is_seen_by_the_next_command(place: Place) -> None:
    ahead = Ahead(place)
    while not ahead.ready:
        time.sleep(0.01)
    put(place, {ACME: client("Acme 2")})
    assert indexed(place, ahead).get(Client, "acme") is not None
    assert names(place) == ["Acme 2"]


def test_git_that_cannot_answer(place: Place) -> None:
    Path(place.root, ".git/index").write_bytes(b"DIRC garbage")
    put(place, {ACME: client("Acme 2")})
    assert names(place) == ["Acme 2"]
    assert differences(place) == []


def test_repository_made_later_and_removed_again(tmp_path: Path) -> None:
    put(tmp_path, {"backoffice.yaml": "business: {name: A}\ncurrency: EUR\n", ACME: client("Acme 1")})
    assert names(Place(str(tmp_path))) == ["Acme 1"]
    git(tmp_path, "init", "--quiet")
    put(tmp_path, {ACME: client("Acme 2")})
    assert names(Place(str(tmp_path))) == ["Acme 2"]
    commit(tmp_path, "Start")
    assert differences(Place(str(tmp_path))) == []
    put(tmp_path, {ACME: client("Acme 3")})
    Path(tmp_path, ".git").rename(tmp_path / ".no-git")
    assert names(Place(str(tmp_path))) == ["Acme 3"]


def test_workspace_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    place = repository(tmp_path / "all", "our/books")
    put(place, {ACME: client("Acme 1")})
    put(tmp_path / "all", {"clients/other.md": client("Not ours")})
    commit(tmp_path / "all", "Add")
    assert names(place) == ["Acme 1"]
    put(place, {ACME: client("Acme 2")})
    assert differences(place) == []


def test_commit_that_is_gone(place: Place) -> None:
    put(place, {ACME: client("Acme 2")})
    commit(place, "Edit")
    assert names(place) == ["Acme 2"]
    git(place, "reset", "--quiet", "--hard", "HEAD~1")
    git(place, "reflog", "expire", "--expire=now", "--all")
    git(place, "gc", "--quiet", "--prune=now")
    assert differences(place) == []


def test_line_ends_that_git_converts(tmp_path: Path) -> None:
    place = repository(tmp_path / "books")
    put(place, {".gitattributes": "*.md text eol=crlf\n", ACME: client("Acme 1").replace("\n", "\r\n")})
    commit(place, "Add")
    assert differences(place) == []
    put(place, {ACME: client("Acme 2").replace("\n", "\r\n")})
    assert names(place) == ["Acme 2"]
    commit(place, "Edit")
    assert differences(place) == []
