"""After any crash or failure the next command leaves all of a change or nothing of it, and never half."""

import gc
import os
import resource
import shutil
from functools import partial
from pathlib import Path

import pytest

from backoffice.core.change import MoveFile, Plan
from backoffice.core.errors import RefusedError
from backoffice.workspace.apply import write
from backoffice.workspace.place import Place
from backoffice.workspace.recover import recover
from backoffice.workspace.workspace import Workspace
from tests.workspace.faults import CALLS, DIED, DONE, REFUSED, Fault, calls_of, run
from tests.workspace.sandbox import SETTINGS, commit, contents, git, put, repository, subjects

OLD = {
    "backoffice.yaml": SETTINGS,
    "clients/acme.md": "name: Acme\n",
    "drafts/one.md": "client: acme\n",
    "other.md": "not touched\n",
}
CHANGES = {
    "clients/acme.md": b"name: Acme Ltd\n" * 100,
    "drafts/one.md": None,
    "invoices/2026/INV-1.md": b"client: acme\nnumber: INV-1\n",
    "payments/p.yaml": b"amount: 1\n",
}
NEW = {path: text for path, text in OLD.items() if path != "drafts/one.md"} | {
    path: content.decode() for path, content in CHANGES.items() if content
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = repository(tmp_path_factory.mktemp("template") / "books")
    put(place, OLD)
    commit(place, "Add files")
    return Path(place.root)


def copied(template: Path, to: Path) -> Place:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(template, to)
    return Place(str(to))


class Left:
    """What only a search for garbage finds."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        os.close(os.open(os.devnull, os.O_RDONLY))


def test_what_garbage_does_is_not_taken_for_the_work() -> None:
    def work() -> None:
        Left()
        assert [[] for _ in range(3 * gc.get_threshold()[0])]

    assert calls_of(work) == []


def issue(place: Place) -> None:
    write(place, CHANGES, "Issue INV-1")


def assert_all_or_nothing(place: Place, *, done: bool) -> bool:
    """Recover as the next command does; assert that the change is whole or absent; tell which."""
    recover(place)
    found = contents(place)
    assert found == NEW or (found == OLD and not done)
    assert subjects(place) == ["Start", "Add files", *(["Issue INV-1"] if found == NEW else [])]
    assert git(place, "status", "--porcelain") == ""
    assert not place.unfinished
    return found == NEW


def test_the_sweep_sees_every_step_of_a_change(template: Path, tmp_path: Path) -> None:
    place = copied(template, tmp_path / "books")
    made = calls_of(lambda: issue(place))
    assert set(made) == set(CALLS)
    assert len(made) > 60
    assert contents(place) == NEW


def sweep(template: Path, tmp_path: Path, faults: dict[Fault, slice]) -> set[bool]:
    """Try each fault at its calls; return which outcomes there were: nothing of the change, all of it."""
    counted = copied(template, tmp_path / "count")
    calls = range(1, len(calls_of(lambda: issue(counted))) + 1)
    seen = set()
    for fault, steps in faults.items():
        for at in calls[steps]:
            place = copied(template, tmp_path / "books")
            ended = run(partial(issue, place), fault, at)
            assert ended in {DONE, REFUSED} if fault is Fault.FAILS else ended == DIED
            seen.add(assert_all_or_nothing(place, done=ended == DONE))
    return seen


def test_a_fault_at_any_call_leaves_all_or_nothing(template: Path, tmp_path: Path) -> None:
    assert sweep(template, tmp_path, {Fault.FAILS: slice(0, None, 4), Fault.DIES_WITHIN: slice(2, None, 4)}) == {
        True,
        False,
    }


@pytest.mark.proof
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_at_every_call_leaves_all_or_nothing(template: Path, tmp_path: Path, fault: Fault) -> None:
    assert sweep(template, tmp_path, {fault: slice(None)}) == {True, False}


def test_a_second_crash_while_recovering_changes_nothing_about_it(template: Path, tmp_path: Path) -> None:
    begun = Path(half_done(template, tmp_path / "begun").root)
    counted = copied(begun, tmp_path / "count")
    count = len(calls_of(lambda: recover(counted)))
    for at in range(1, count + 1, 5):
        place = copied(begun, tmp_path / "books")
        assert run(partial(recover, place), Fault.DIES_WITHIN, at) == DIED
        assert assert_all_or_nothing(place, done=True)


def half_done(template: Path, to: Path) -> Place:
    """Return a workspace in which the change died when some of its files were in place and others were not."""
    counted = copied(template, to)
    made = calls_of(lambda: issue(counted))
    replaced = [at for at, name in enumerate(made, 1) if name == "replace"]
    place = copied(template, to)
    assert run(partial(issue, place), Fault.DIES_BEFORE, replaced[-1]) == DIED
    assert contents(place) not in (OLD, NEW)
    return place


def test_no_room_for_a_file_leaves_nothing(template: Path, tmp_path: Path) -> None:
    ends = []
    for size in range(0, 5000, 200):
        place = copied(template, tmp_path / "books")
        ends.append(run(partial(_with_room_for, size, place)))
        assert assert_all_or_nothing(place, done=ends[-1] == DONE) == (ends[-1] == DONE)
    assert set(ends) == {DONE, REFUSED}


def _with_room_for(size: int, place: Place) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    issue(place)


def test_the_journal_tells_what_it_finishes(template: Path, tmp_path: Path) -> None:
    place = half_done(template, tmp_path / "books")
    assert recover(place) == "Issue INV-1"
    assert recover(place) is None


def test_a_file_edited_since_the_crash_stops_and_is_shown(template: Path, tmp_path: Path) -> None:
    place = half_done(template, tmp_path / "books")
    put(place, {"clients/acme.md": "edited since\n"})
    before = contents(place)
    for work in (lambda: recover(place), lambda: write(place, {"x.md": b"x"}, "Write")):
        with pytest.raises(RefusedError, match=r"clients/acme\.md was edited while “Issue INV-1”") as refusal:
            work()
        assert "--keep clients/acme.md" in refusal.value.hint
        assert contents(place) == before
    assert recover(place, keep=["clients/acme.md"]) == "Issue INV-1"
    assert contents(place) == NEW | {"clients/acme.md": "edited since\n"}
    assert git(place, "status", "--porcelain").split() == ["M", "clients/acme.md"]


def test_the_change_of_a_workspace_in_a_folder_is_finished_from_another(tmp_path: Path) -> None:
    one = repository(tmp_path / "repository", "one")
    put(Path(one.top or ""), {"two/backoffice.yaml": SETTINGS})
    commit(Path(one.top or ""), "Add a second workspace")
    two = Place(f"{one.top}/two")
    made = calls_of(lambda: write(one, {"clients/b.md": b"name: B\n"}, "Add B"))
    last = max(at for at, name in enumerate(made, 1) if name == "replace")
    run(lambda: write(one, {"clients/a.md": b"name: A\n"}, "Add A"), Fault.DIES_BEFORE, last)
    assert recover(two) == "Add A"
    assert subjects(one)[-1] == "Add A"
    assert git(one, "status", "--porcelain") == ""


def test_two_writers_lose_nothing(template: Path, tmp_path: Path) -> None:
    place = copied(template, tmp_path / "books")
    children = []
    for who in ("a", "b"):
        children.append(child := os.fork())
        if child == 0:
            code = 3
            try:
                for n in range(10):
                    write(place, {f"notes/{who}{n}.md": b"x\n"}, f"Add {who}{n}")
                code = 0
            finally:
                os._exit(code)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert sorted(subjects(place)[2:]) == sorted(f"Add {who}{n}" for who in "ab" for n in range(10))
    assert git(place, "status", "--porcelain") == ""


def test_whoever_only_reads_finishes_it_too_or_reads_what_is_there(template: Path, tmp_path: Path) -> None:
    place = half_done(template, tmp_path / "books")
    git(place, "switch", "--quiet", "--detach")
    half = contents(place)
    assert Workspace(place).current("clients/acme.md") == half["clients/acme.md"].encode()
    assert contents(place) == half
    git(place, "switch", "--quiet", "main")
    assert Workspace(place).current("clients/acme.md") == CHANGES["clients/acme.md"]
    assert contents(place) == NEW


def test_a_plan_is_computed_from_whole_files(template: Path, tmp_path: Path) -> None:
    workspace = Workspace(copied(template, tmp_path / "books"))
    place = half_done(template, tmp_path / "books")
    assert "payments/p.yaml" not in contents(place)
    workspace.apply(Plan("Move it", (MoveFile("payments/p.yaml", "payments/2026/p.yaml"),)))
    assert subjects(place)[-2:] == ["Issue INV-1", "Move it"]


def test_a_journal_of_a_later_version_is_left_alone(template: Path, tmp_path: Path) -> None:
    place = half_done(template, tmp_path / "books")
    path = Path(place.git_dir or "", "backoffice.journal")
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    before = contents(place)
    with pytest.raises(RefusedError, match="the journal of an unfinished change cannot be read"):
        recover(place)
    assert contents(place) == before
