"""After anything that can happen to files and commits, the index says what a scan of all files says."""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from backoffice.workspace import folders
from backoffice.workspace.index.store import remove
from backoffice.workspace.place import Place, cache_dir
from tests.business import business, text_of
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, git

STEPS, MORE = 10, 20
TICK = 20_000_000


class Desk:
    """A workspace at which somebody works without a plan."""

    def __init__(self, folder: Path, seed: int) -> None:
        made = business(seed, clients=4, invoices=14, expenses=8)
        self.spare = list(business(seed + 1000, clients=9, invoices=20, expenses=20).records)[1:]
        self.root = folder
        folder.mkdir()
        self.chance = random.Random(seed)  # noqa: S311
        git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
        made.write(folder)
        commit(folder, "Start")
        self.place = Place(str(folder))

    def some(self) -> Path:
        """Return one of the record files."""
        found = [each for each in self.root.rglob("*") if each.suffix in {".md", ".yaml"} and each.is_file()]
        return self.chance.choice(
            sorted(each for each in found if each.name != "backoffice.yaml" and not each.is_symlink())
        )

    def edit(self) -> None:
        path = self.some()
        text = path.read_bytes().decode()
        path.write_bytes(text.replace("amount: ", "amount: 1").replace("city: ", "city: New ").encode())

    def note(self) -> None:
        path = self.some()
        path.write_bytes(path.read_bytes() + f"# noted {self.chance.random()}\n".encode())

    def same_size(self) -> None:
        path, digits = self.some(), str.maketrans("123456789", "234567891")
        about = path.stat()
        path.write_bytes(path.read_bytes().decode().translate(digits).encode())
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    def add(self) -> None:
        record = self.spare.pop(self.chance.randrange(len(self.spare)))
        path = self.root / record.where.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text_of(record).encode())

    def delete(self) -> None:
        self.some().unlink()

    def rename(self) -> None:
        path = self.some()
        path.rename(path.with_name(f"{self.chance.choice(['Z', 'z', 'ä ', 'x.y', 'q'])}{path.name}"))

    def copy_to_other_year(self) -> None:
        path = self.some()
        other = path.parent.with_name("2031") / path.name
        other.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, other)

    def spoil(self) -> None:
        self.some().write_bytes(
            self.chance.choice([b"", b"---\nx: [\n---\n", b"\xff", b"---\nclient: acme\n---\n", b"a\n"])
        )

    def settings(self) -> None:
        path = self.root / "backoffice.yaml"
        text = path.read_text() if path.exists() else "currency: EUR\n"
        ways = (
            lambda: path.write_text(text + "accounts:\n  bank: assets:bank:main\n  income: sales\n"),
            lambda: path.write_text(text.replace("currency: EUR", "currency: euro")),
            lambda: path.unlink(missing_ok=True),
            lambda: git(self.root, "checkout", "main", "--", "backoffice.yaml", fine=False),
        )
        self.chance.choice(ways)()

    def ignore(self) -> None:
        (self.root / ".gitignore").write_text("drafts\n*.void.yaml\n")
        self.add()

    def stage(self) -> None:
        git(self.root, "add", "--all", "--", ".", fine=False)

    def commit(self) -> None:
        git(self.root, "add", "--all", "--", ".")
        git(self.root, "commit", "--quiet", "--allow-empty", "-m", "Work")

    def commit_one(self) -> None:
        git(self.root, "add", "--", str(self.some()), fine=False)
        git(self.root, "commit", "--quiet", "-m", "One", fine=False)

    def untrack(self) -> None:
        git(self.root, "rm", "--quiet", "--cached", "--", str(self.some()), fine=False)

    def go_elsewhere(self) -> None:
        commits = git(self.root, "rev-list", "--all").splitlines()
        git(self.root, "checkout", "--quiet", "--force", "--detach", self.chance.choice(commits), fine=False)

    def merge(self) -> None:
        commits = git(self.root, "rev-list", "--all").splitlines()
        git(self.root, "merge", "--quiet", "--no-edit", self.chance.choice(commits), fine=False)

    def reset(self) -> None:
        git(self.root, "reset", "--quiet", self.chance.choice(["--hard", "--mixed", "--soft"]), "HEAD~1", fine=False)

    def stash(self) -> None:
        git(self.root, "stash", "--quiet", self.chance.choice(["--include-untracked", "--keep-index"]), fine=False)

    def tell_git_not_to_look(self) -> None:
        path = self.some()
        flag = self.chance.choice(["--assume-unchanged", "--skip-worktree"])
        git(self.root, "update-index", flag, "--", str(path), fine=False)
        path.write_bytes(path.read_bytes() + b"# unseen\n")

    def link(self) -> None:
        path = self.some()
        target = path.with_suffix(".bak")
        path.rename(target)
        path.symlink_to(target.name)

    def link_folder(self) -> None:
        folder = self.some().parent
        if folder != self.root and not folder.is_symlink():
            folder.rename(self.root / f"moved-{self.chance.random()}")
            folder.symlink_to(self.root)

    def ways(self) -> list[Callable[[], None]]:
        often = [self.edit, self.note, self.same_size, self.add, self.add, self.delete, self.rename, self.commit]
        return [
            *(*often, self.commit, self.copy_to_other_year, self.spoil, self.settings, self.ignore, self.stage),
            *(self.commit_one, self.untrack, self.go_elsewhere, self.merge, self.reset, self.stash, self.link),
            *(self.tell_git_not_to_look, self.link_folder),
        ]


def seeds(first: int) -> list[ParameterSet]:
    """Return one seed and a few steps for every run, and more of both for a long one."""
    return [
        pytest.param(first, STEPS),
        *(pytest.param(first + more, MORE, marks=pytest.mark.proof) for more in range(1, 10)),
    ]


@pytest.mark.parametrize(("seed", "steps"), seeds(0))
def test_index_follows_whatever_is_done_fast(seed: int, steps: int, tmp_path: Path) -> None:
    """Everything is younger than two seconds, so that no file's time is believed."""
    work(Desk(tmp_path / "desk", seed), steps, lambda: None)


@pytest.mark.parametrize(("seed", "steps"), seeds(10))
def test_index_follows_whatever_is_done_slowly(
    seed: int, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step is older than the clock is coarse, so that files are believed by their times."""
    monkeypatch.setattr(folders, "TICK", TICK)
    work(Desk(tmp_path / "desk", seed), steps, lambda: time.sleep(3 * TICK / 1e9))


def work(desk: Desk, steps: int, rest: Callable[[], None]) -> None:
    done = []
    for _ in range(steps):
        for way in desk.chance.sample(desk.ways(), desk.chance.choice([1, 1, 2, 4])):
            done.append(way.__name__)
            way()
        rest()
        assert differences(desk.place) == [], done


@pytest.mark.parametrize(("seed", "steps"), seeds(100))
def test_index_made_from_nothing_is_the_same(seed: int, steps: int, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", seed)
    for way in desk.chance.sample(desk.ways(), min(steps, 12)):
        way()
    for entry in Path(cache_dir(desk.place)).glob("*.db"):
        remove(str(entry))
    assert differences(desk.place) == []
