"""Numbers are distinct and without gaps, whoever asks for them, wherever."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace import trust
from backoffice.workspace.apply import write
from backoffice.workspace.lock import holding
from backoffice.workspace.numbers import Series, allot, highest
from backoffice.workspace.place import Place
from tests.workspace.sandbox import commit, git, put

PATTERN = "INV-{year}-{n:04}"


def following(place: Place, pattern: str = PATTERN, *, key: str = "draft", offline: bool = False) -> str:
    return allot(place, "invoices", pattern, year=2026, key=key, offline=offline)


@pytest.mark.parametrize(
    ("pattern", "counter", "number"),
    [
        ("INV-{year}-{n:04}", 42, "INV-2026-0042"),
        ("INV-{year}-{n:04}", 12345, "INV-2026-12345"),
        ("{n}", 7, "7"),
        ("RE{n:5}/{year}", 7, "RE00007/2026"),
    ],
)
def test_a_number_and_its_counter(pattern: str, counter: int, number: str) -> None:
    series = Series.of(pattern, 2026)
    assert series.number(counter) == number
    assert series.counter(f"{number}.md") == series.counter(f"{number}.void.yaml") == series.counter(number) == counter


@pytest.mark.parametrize("name", ["INV-2025-0042.md", "INV-2026-b-0042.md", "INV-2026-0042x.md", "CN-2026-0001.md", ""])
def test_names_of_other_series_do_not_count(name: str) -> None:
    assert Series.of(PATTERN, 2026).counter(name) == 0


@pytest.mark.parametrize("pattern", ["INV", "{n}-{n}", "{n.__class__}"])
def test_a_series_has_one_counter(pattern: str) -> None:
    with pytest.raises(RefusedError, match="has no single"):
        Series.of(pattern, 2026)


def test_the_first_number_of_a_year(place: Place) -> None:
    put(place, {"invoices/2025/INV-2025-0099.md": ""})
    assert following(place) == "INV-2026-0001"


def test_the_highest_counts_on_disk_and_in_every_branch_near_and_far(place: Place) -> None:
    series = Series.of(PATTERN, 2026)
    put(place, {"invoices/2026/INV-2026-0003.void.yaml": ""})
    assert highest(place, "invoices", series) == 3
    git(place, "switch", "--quiet", "--create", "side")
    put(place, {"invoices/2026/INV-2026-0007.md": ""})
    oid = commit(place, "Issue aside")
    git(place, "switch", "--quiet", "main")
    assert highest(place, "invoices", series) == 7
    put(place, {"x": ""})
    git(place, "update-ref", "refs/remotes/gone/main", oid)
    git(place, "branch", "--quiet", "--delete", "--force", "side")
    assert highest(place, "invoices", series) == 7
    assert following(place) == "INV-2026-0008"


def in_processes(count: int, work: Callable[[int], object]) -> None:
    """Do ``work`` in so many processes at once; all must end well."""
    children = []
    for who in range(count):
        children.append(child := os.fork())
        if child == 0:
            code = 3
            try:
                work(who)
                code = 0
            finally:
                os._exit(code)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * count


def issue(place: Place, key: str) -> str:
    with holding(place, "invoice issue", patience=600):
        number = following(place, key=key)
        write(place, {f"invoices/2026/{number}.md": key.encode()}, f"Issue {number}")
    return number


@pytest.mark.parametrize(
    ("processes", "each"), [(4, 4), pytest.param(8, 40, marks=pytest.mark.proof)], ids=["few", "many"]
)
def test_parallel_commands_get_distinct_numbers_without_gaps(place: Place, processes: int, each: int) -> None:
    def work(who: int) -> None:
        for n in range(each):
            issue(place, f"{who}.{n}")

    in_processes(processes, work)
    folder = Path(place.root, "invoices/2026")
    assert sorted(path.name for path in folder.iterdir()) == [
        f"INV-2026-{n:04}.md" for n in range(1, processes * each + 1)
    ]
    assert len({path.read_text() for path in folder.iterdir()}) == processes * each
    assert git(place, "status", "--porcelain") == ""


@pytest.fixture
def clones(place: Place, tmp_path: Path) -> list[Place]:
    """Return three clones that share a repository."""
    git(tmp_path, "clone", "--quiet", "--bare", place.root, "shared.git")
    found = []
    for name in ("a", "b", "c"):
        git(tmp_path, "clone", "--quiet", "shared.git", name)
        found.append(Place(str(tmp_path / name)))
        trust.trust(found[-1])
    return found


@pytest.mark.parametrize("each", [2, pytest.param(20, marks=pytest.mark.proof)], ids=["few", "many"])
def test_of_three_clones_exactly_one_gets_each_number(clones: list[Place], tmp_path: Path, each: int) -> None:
    def work(who: int) -> None:
        for n in range(each):
            number = issue(clones[who], f"{who}.{n}")
            (tmp_path / f"{number} {who}.{n}").touch()

    in_processes(3, work)
    won = [path.name.split() for path in tmp_path.iterdir() if path.name.startswith("INV-")]
    assert sorted(number for number, _ in won) == [f"INV-2026-{n:04}" for n in range(1, 3 * each + 1)]
    assert len({key for _, key in won}) == 3 * each


def test_a_command_that_died_after_its_claim_gets_the_same_number_again(clones: list[Place]) -> None:
    one, other, _ = clones
    assert following(one, key="draft a") == "INV-2026-0001"
    assert following(other, key="draft b") == "INV-2026-0002"
    assert following(one, key="draft a") == "INV-2026-0001"
    assert following(other, key="draft b") == "INV-2026-0002"


def test_what_a_clone_took_back_leaves_no_gap(clones: list[Place]) -> None:
    """The first number was given to what was never written, or undone: its own clone gives it to the next."""
    one, other, _ = clones
    assert following(one, key="draft a") == "INV-2026-0001"
    assert following(other, key="draft b") == "INV-2026-0002", "nobody else may: the first might be written yet"
    assert following(one, key="draft c") == "INV-2026-0001"
    assert following(one, key="draft c") == "INV-2026-0001"
    assert following(other, key="draft a") == "INV-2026-0002"
    assert following(one, key="draft a") == "INV-2026-0001"


def test_a_number_may_hold_what_a_ref_may_not(clones: list[Place]) -> None:
    assert following(clones[0], "R E/{year}:{n}", key="x") == "R E/2026:1"
    assert following(clones[1], "R E/{year}:{n}", key="y") == "R E/2026:2"


def test_others_may_be_faster_only_so_often(clones: list[Place], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.workspace.numbers.create", lambda *_, **__: False)
    monkeypatch.setattr("backoffice.workspace.numbers.TRIES", 5)
    with pytest.raises(RefusedError, match="other clones took every number that was tried"):
        following(clones[0])


def test_a_remote_out_of_reach_is_told(clones: list[Place], tmp_path: Path) -> None:
    (tmp_path / "shared.git").rename(tmp_path / "away.git")
    with pytest.raises(RefusedError, match="the shared repository cannot be reached") as refusal:
        following(clones[0])
    assert "--offline" in refusal.value.hint


def test_a_remote_that_takes_no_such_refs_is_told(clones: list[Place], tmp_path: Path) -> None:
    hook = tmp_path / "shared.git/hooks/update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(RefusedError, match="origin did not take the claim"):
        following(clones[0])


def test_offline_a_device_has_a_series_of_its_own(clones: list[Place]) -> None:
    place = clones[0]
    with pytest.raises(RefusedError, match="this device has no name") as refusal:
        following(place, offline=True)
    assert "git config backoffice.device" in refusal.value.hint
    git(place, "config", "backoffice.device", "b")
    put(place, {"invoices/2026/INV-2026-0042.md": "", "invoices/2026/INV-2026-b-0003.md": ""})
    assert following(place, offline=True) == "INV-2026-b-0004"


@pytest.mark.parametrize(
    ("remotes", "follows", "shared"),
    [
        ([], "", None),
        (["origin", "backup"], "", "origin"),
        (["origin", "backup"], "backup", "backup"),
        (["origin"], ".", "origin"),
        (["hosting"], "", "hosting"),
        (["one", "two"], "", None),
    ],
)
def test_the_remote_that_clones_share(place: Place, remotes: list[str], follows: str, shared: str | None) -> None:
    from backoffice.workspace.git import remote

    for name in remotes:
        git(place, "remote", "add", name, "https://example.org/x.git")
    if follows:
        git(place, "config", "branch.main.remote", follows)
    assert remote.shared(place) == shared
