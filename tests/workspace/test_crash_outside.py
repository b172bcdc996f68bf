"""Crashes from outside: the system fails us or git, kills either, or loses power."""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace.place import Place
from backoffice.workspace.recover import recover
from tests.playground import REPOSITORY
from tests.workspace.faults import DIED, DONE, Fault, calls_of, run
from tests.workspace.sandbox import commit, contents, git, put, repository
from tests.workspace.test_crash import NEW, OLD, assert_all_or_nothing, copied, issue

RENAMES = "rename,renameat,renameat2,link,linkat"
ISSUE = """
import sys
from backoffice.core.errors import RefusedError
from backoffice.workspace.place import Place
from tests.workspace.test_crash import issue
try:
    issue(Place(sys.argv[1]))
except RefusedError as error:
    sys.exit(1)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = repository(tmp_path_factory.mktemp("template") / "books")
    put(place, OLD)
    commit(place, "Add files")
    return Path(place.root)


def assert_all_or_nothing_after_a_look(place: Place, *, done: bool) -> bool:
    """Git that dies leaves its locks, which nobody removes but the user, as the refusal says."""
    for what, name in (("index", "index.lock"), ("branch", "refs/heads/main.lock")):
        lock = Path(place.git_dir or "", name)
        if lock.exists() and place.unfinished:
            with pytest.raises(RefusedError, match=f"git's {what} is locked") as refusal:
                recover(place)
            assert f"remove {lock}" in refusal.value.hint
        lock.unlink(missing_ok=True)
    return assert_all_or_nothing(place, done=done)


@pytest.mark.proof
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize(
    ("calls", "injection", "steps"),
    [
        ("fsync", "error=EIO", range(1, 16)),
        ("fsync", "signal=SIGKILL", range(1, 16)),
        (RENAMES, "error=EIO", range(1, 16)),
        (RENAMES, "signal=SIGKILL", range(1, 16)),
        ("write,pwrite64", "error=ENOSPC", range(1, 40, 2)),
        ("unlink,unlinkat", "signal=SIGKILL", range(1, 12)),
    ],
)
def test_the_system_fails_or_kills_us_or_git(
    template: Path, tmp_path: Path, calls: str, injection: str, steps: range
) -> None:
    """With -f every process has a counter of its own, so a step hits us as well as every git we run."""
    ends = set()
    for step in steps:
        place = copied(template, tmp_path / "books")
        inject = [f"inject={calls}:{injection}:when={step}"]
        tracer = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", *inject]
        done = subprocess.run(
            [*tracer, sys.executable, "-c", ISSUE, place.root],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr
        ends.add(assert_all_or_nothing_after_a_look(place, done=done.returncode == 0))
        git(place, "fsck", "--strict")
    assert True in ends


SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_LOG = 2  # nothing that is not on the disk yet gets there


class Disk:
    """A disk of its own, whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "disk"
        self.mounted = folder / "mounted"
        self.mounted.mkdir()
        self.image.write_bytes(b"")
        os.truncate(self.image, 64 << 20)
        subprocess.run(["mkfs.ext4", "-q", str(self.image)], check=True)
        self.mount()

    def mount(self) -> None:
        subprocess.run(["mount", "-o", "loop", str(self.image), str(self.mounted)], check=True)

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.mounted)], check=True)

    def cut_power(self) -> None:
        """Lose everything that was not made durable, and come back."""
        fd = os.open(self.mounted, os.O_RDONLY)
        fcntl.ioctl(fd, SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        os.close(fd)
        self.unmount()
        self.mount()

    def books(self, template: Path) -> Place:
        place = copied(template, self.mounted / "books")
        os.sync()
        return place


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    try:
        disk = Disk(tmp_path)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk of our own can be mounted here: {error}")
    yield disk
    disk.unmount()


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk needs root")
def test_the_power_cut_of_this_test_loses_what_is_not_durable(disk: Disk, template: Path) -> None:
    place = disk.books(template)
    put(place, {"other.md": "written, not made durable\n"})
    git(place, "commit", "--quiet", "--all", "--message", "Acknowledged by git")
    disk.cut_power()
    assert contents(place) == OLD


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk needs root")
def test_what_was_acknowledged_survives_a_power_cut(disk: Disk, template: Path) -> None:
    for _ in range(5):
        place = disk.books(template)
        assert run(partial(issue, place)) == DONE
        disk.cut_power()
        assert contents(place) == NEW
        assert git(place, "log", "-1", "--format=%s") == "Issue INV-1"
        git(place, "fsck", "--strict")
        assert assert_all_or_nothing(place, done=True)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk needs root")
def test_a_power_cut_at_any_call_leaves_all_or_nothing(disk: Disk, template: Path) -> None:
    counted = disk.books(template)
    count = len(calls_of(lambda: issue(counted)))
    seen = set()
    for at in range(1, count + 1, 3):
        place = disk.books(template)
        assert run(partial(issue, place), Fault.DIES_BEFORE, at) == DIED
        disk.cut_power()
        seen.add(assert_all_or_nothing_after_a_look(place, done=False))
        git(place, "fsck", "--strict")
    assert seen == {True, False}
