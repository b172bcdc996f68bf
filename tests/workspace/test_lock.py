"""One writer at a time; who waits is told for whom; a holder's death frees the lock."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace.lock import holding
from backoffice.workspace.place import Place
from tests.workspace.sandbox import git

FORK = multiprocessing.get_context("fork")


def _hold(place: Place, says: Connection) -> None:
    with holding(place, "invoice issue"):
        says.send("held")
        signal.pause()


def test_whoever_waits_in_vain_is_told_for_whom_and_a_killed_holder_frees_at_once(place: Place) -> None:
    hears, says = FORK.Pipe()
    holder = FORK.Process(target=_hold, args=(place, says))
    holder.start()
    assert hears.recv() == "held"
    with (
        pytest.raises(RefusedError, match=rf"invoice issue \(process {holder.pid}, for \d+ s\)"),
        holding(place, "pay", patience=0.05),
    ):
        pass
    holder.kill()
    holder.join()
    with holding(place, "pay", patience=0):
        assert Path(place.root, ".git/backoffice.lock").read_text() == f"{os.getpid()} pay\n"


def test_a_block_inside_a_block_just_runs(place: Place) -> None:
    with holding(place, "issue"), holding(place, "allot", patience=0):
        assert "issue" in Path(place.root, ".git/backoffice.lock").read_text()


def test_linked_work_trees_share_the_lock(place: Place, tmp_path: Path) -> None:
    git(place, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    linked = Place(str(tmp_path / "linked"))
    assert linked.git_dir != place.git_dir
    with holding(linked, "issue"):
        assert Path(place.root, ".git/backoffice.lock").exists()


def test_without_a_repository_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="not in a git repository"), holding(Place(str(tmp_path)), "issue"):
        pass


def test_a_lock_that_is_a_link_is_refused(place: Place) -> None:
    Path(place.root, ".git/backoffice.lock").symlink_to("/dev/null")
    with (
        pytest.raises(RefusedError, match="the disk failed: Too many levels of symbolic links"),
        holding(place, "issue"),
    ):
        pass


def test_a_reader_who_has_gone_is_no_failure_of_the_disk(place: Place) -> None:
    with pytest.raises(BrokenPipeError), holding(place, "issue"):
        raise BrokenPipeError
    with pytest.raises(RefusedError, match="the disk failed"), holding(place, "issue"):
        raise OSError
