"""Whatever state a repository is in, reads work, and writes work or refuse in one plain line with the way out."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace.apply import write
from backoffice.workspace.git.log import log
from backoffice.workspace.git.read import tracked
from backoffice.workspace.git.status import status
from backoffice.workspace.history import undo
from backoffice.workspace.place import Place
from tests.workspace.sandbox import commit, contents, git, put


def _diverge(place: Place) -> None:
    git(place, "switch", "--quiet", "--create", "side")
    put(place, {"clients/acme.md": "theirs\n"})
    commit(place, "Theirs")
    git(place, "switch", "--quiet", "main")
    put(place, {"clients/acme.md": "ours\n"})
    commit(place, "Ours")


def _merge(place: Place) -> None:
    _diverge(place)
    git(place, "merge", "side", fine=False)


def _rebase(place: Place) -> None:
    _diverge(place)
    git(place, "rebase", "side", fine=False)


def _pick(place: Place) -> None:
    _diverge(place)
    git(place, "cherry-pick", "side", fine=False)


def _revert(place: Place) -> None:
    _diverge(place)
    git(place, "revert", "--no-edit", "HEAD~1", fine=False)


def _stash(place: Place) -> None:
    put(place, {"clients/acme.md": "stashed\n"})
    git(place, "add", ".")
    git(place, "stash", "--quiet")
    put(place, {"clients/acme.md": "committed\n"})
    commit(place, "Ours")
    git(place, "stash", "pop", fine=False)


def _detach(place: Place) -> None:
    git(place, "switch", "--quiet", "--detach")


def _lock(place: Place) -> None:
    lock = Path(place.git_dir or "", "index.lock")
    lock.touch()
    os.utime(lock, (time.time_ns() // 10**9 - 7200,) * 2)


def _lock_branch(place: Place) -> None:
    lock = Path(place.git_dir or "", "refs", "heads", "main.lock")
    lock.touch()
    os.utime(lock, (time.time_ns() // 10**9 - 7200,) * 2)


def _nobody(place: Place) -> None:
    own = Path(place.root).parent / "gitconfig"
    own.touch()
    os.environ["GIT_CONFIG_GLOBAL"] = str(own)
    assert place.git_dir


def _damage_journal(place: Place) -> None:
    Path(place.git_dir or "", "backoffice.journal").write_text('{"format": 1, "files": {"half')


@pytest.mark.parametrize(
    ("break_it", "message", "hint"),
    [
        (_merge, "a merge is under way here", "git merge --abort"),
        (_rebase, "a rebase is under way here", "git rebase --abort"),
        (_pick, "a cherry-pick is under way here", "git cherry-pick --abort"),
        (_revert, "a revert is under way here", "git revert --abort"),
        (_stash, "clients/acme.md is left in conflict by a merge", "git add clients/acme.md"),
        (_detach, "no branch is checked out", "git switch main"),
        (_lock, "git's index is locked, since 720. s", "index.lock"),
        (_lock_branch, "git's branch is locked, since 720. s", "refs/heads/main.lock"),
        (_nobody, "git does not know who you are", "git config --global user.name"),
        (_damage_journal, "the journal of an unfinished change cannot be read", "backoffice.journal"),
    ],
)
def test_writes_refuse_with_the_way_out_and_reads_work(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    break_it: Callable[[Place], None],
    message: str,
    hint: str,
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.environ["GIT_CONFIG_GLOBAL"])  # so that it is put back
    put(place, {"clients/acme.md": "name: Acme\n"})
    commit(place, "Add Acme")
    break_it(place)
    before = contents(place)
    works: tuple[Callable[[], object], ...] = (
        lambda: write(place, {"clients/acme.md": b"x\n", "new.md": b"x\n"}, "Write"),
        lambda: undo(place, "HEAD"),
    )
    for work in works:
        with pytest.raises(RefusedError, match=message) as refusal:
            work()
        assert hint in refusal.value.hint
        assert "\n" not in refusal.value.message + refusal.value.hint
    assert contents(place) == before
    assert status(place)
    assert "backoffice.yaml" in tracked(place)
    assert log(place)
    assert log(place, "clients/acme.md")


def test_a_lock_that_git_soon_lets_go_is_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _lock(place)
    monkeypatch.setattr(time, "sleep", lambda _: Path(place.git_dir or "", "index.lock").unlink())
    assert write(place, {"new.md": b"x\n"}, "Write").commit


def test_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    place = Place(str(tmp_path))
    found = status(place)
    assert found
    assert (found.head, found.branch) == (None, "main")
    assert tracked(place) == {}
    assert log(place) == []


def test_a_shallow_clone_can_be_read_and_written(place: Place, tmp_path: Path) -> None:
    put(place, {"clients/acme.md": "name: Acme\n"})
    commit(place, "Add Acme")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{place.root}", "shallow")
    shallow = Place(str(tmp_path / "shallow"))
    done = write(shallow, {"clients/acme.md": b"name: Acme Ltd\n"}, "Rename Acme")
    assert [each.subject for each in log(shallow)] == ["Rename Acme", "Add Acme"]
    undo(shallow, done.commit)
    with pytest.raises(RefusedError, match="is the first commit there is"):
        undo(shallow, "HEAD~2")
    assert contents(shallow)["clients/acme.md"] == "name: Acme\n"


def test_a_bare_repository_holds_no_workspace(place: Place, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", place.root, "bare.git")
    bare = Place(str(tmp_path / "bare.git"))
    assert status(bare) is None
    with pytest.raises(RefusedError, match="not in a git repository"):
        write(bare, {"new.md": b"x\n"}, "Write")


def test_a_folder_that_may_not_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.open

    def denied(path: str, flags: int, *arguments: int, dir_fd: int | None = None) -> int:
        if str(path).endswith(".backoffice-new") and flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return whole(path, flags, *arguments, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(RefusedError, match="nothing was written: Permission denied"):
        write(place, {"new.md": b"x\n"}, "Write")
    assert git(place, "status", "--porcelain") == ""
