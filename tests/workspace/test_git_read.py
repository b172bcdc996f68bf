"""What we read from git is what git says, from the root of the workspace on, whatever the names."""

from pathlib import Path

import pytest

from backoffice.core.errors import MissingError, RefusedError
from backoffice.workspace.git import read
from backoffice.workspace.git.status import Change, status
from backoffice.workspace.place import Place
from tests.workspace.sandbox import commit, git, put, repository

ODD = ["a b.md", "Ünïcode.md", '"quoted".md', "back\\slash.md", "-dash.md", ":colon.md", "*.md", "#x.md", "日本.md"]


@pytest.fixture(name="place", params=["", "work/books"], ids=["top", "folder"])
def place_in_repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    place = repository(tmp_path / "repository", request.param)
    if place.prefix:
        put(Path(place.top or ""), {"other/elsewhere.md": "not ours"})
    return place


def test_status_tells_every_way_of_being_changed(place: Place) -> None:
    put(place, {f"{name}.md": name for name in ("kept", "edited", "removed", "staged", "both", "unstaged-removal")})
    oid = commit(place, "Add files")
    put(place, {"edited.md": "now", "staged.md": "now", "both.md": "now", "new.md": "", "folder/new.md": ""})
    git(place, "add", "staged.md", "both.md")
    git(place, "rm", "--quiet", "removed.md")
    put(place, {"both.md": "again"})
    Path(place.root, "unstaged-removal.md").unlink()
    found = status(place)
    assert found
    assert (found.head, found.branch, found.upstream) == (oid, "main", None)
    assert {change.path: change.staged + change.edited for change in found.changes} == {
        "edited.md": ".M",
        "staged.md": "M.",
        "both.md": "MM",
        "removed.md": "D.",
        "unstaged-removal.md": ".D",
        "new.md": "??",
        "folder/": "??",
    }
    index = read.tracked(place)
    assert {each.path: each.oid for each in found.changes if each.path in index} == {
        path: index[path] for path in ("edited.md", "staged.md", "both.md", "unstaged-removal.md")
    }


def test_a_rename_is_a_removal_and_an_addition(place: Place) -> None:
    git(place, "mv", "backoffice.yaml", "other.yaml")
    found = status(place)
    assert found
    assert [(each.path, each.staged) for each in found.changes] == [("backoffice.yaml", "D"), ("other.yaml", "A")]


def test_a_conflict_is_unmerged(place: Place) -> None:
    git(place, "switch", "--quiet", "--create", "side")
    put(place, {"backoffice.yaml": "theirs\n"})
    commit(place, "Theirs")
    git(place, "switch", "--quiet", "main")
    put(place, {"backoffice.yaml": "ours\n"})
    commit(place, "Ours")
    git(place, "merge", "side", fine=False)
    found = status(place)
    assert found
    assert found.changes == (Change("backoffice.yaml", "U", "U"),)
    assert "backoffice.yaml" not in read.tracked(place)


def test_the_followed_branch_is_named(place: Place, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(place.top), "clone")
    found = status(Place(str(tmp_path / "clone" / place.prefix)))
    assert found
    assert found.upstream == "origin/main"


def test_odd_names_come_back_as_they_are(place: Place) -> None:
    put(place, dict.fromkeys(ODD, "x"))
    found = status(place)
    assert found
    assert {each.path for each in found.changes} == set(ODD)
    oid = commit(place, "Add odd names")
    everything = {*ODD, "backoffice.yaml"}
    assert set(read.tracked(place)) == set(read.tree(place, oid)) == everything
    assert read.tracked(place) == read.tree(place, "HEAD")
    assert set(read.changed(place, "HEAD~1", "HEAD")) == set(ODD)
    assert all(read.ids(place, [f"HEAD:./{name}" for name in ODD]))


def test_links_and_submodules_are_left_out(place: Place) -> None:
    Path(place.root, "link.md").symlink_to("backoffice.yaml")
    git(Path(place.root), "init", "--quiet", "inner")
    git(Path(place.root, "inner"), "commit", "--quiet", "--allow-empty", "--message", "x")
    oid = commit(place, "Add a link and a repository")
    assert list(read.tree(place, oid)) == list(read.tracked(place)) == ["backoffice.yaml"]
    assert read.changed(place, "HEAD~1", "HEAD") == {}


def test_changed_names_old_and_new_blob(place: Place) -> None:
    put(place, {"kept.md": "k", "edited.md": "old", "removed.md": "r"})
    old = commit(place, "Before")
    before = read.tree(place, old)
    put(place, {"edited.md": "new", "added.md": "a"})
    git(place, "rm", "--quiet", "removed.md")
    after = read.tree(place, new := commit(place, "After"))
    assert read.changed(place, old, new) == {
        "added.md": (None, after["added.md"]),
        "edited.md": (before["edited.md"], after["edited.md"]),
        "removed.md": (before["removed.md"], None),
    }


def test_blobs_stream_in_order_and_binary(place: Place) -> None:
    put(place, {"a": "with\nlines\n", "b": "", "c": "\0binary"})
    tree = read.tree(place, commit(place, "Add blobs"))
    wanted = [tree["c"], tree["a"], tree["b"]]
    assert list(read.blobs(place, wanted)) == list(zip(wanted, [b"\0binary", b"with\nlines\n", b""], strict=True))
    assert next(read.blobs(place, [tree["c"]] * 10_000)) == (tree["c"], b"\0binary")


def test_a_missing_blob_is_told(place: Place) -> None:
    with pytest.raises(MissingError, match="has no object 0123"):
        list(read.blobs(place, ["0123" * 10]))


def test_commits_are_named_as_git_names_them(place: Place) -> None:
    oid = git(place, "rev-parse", "HEAD")
    assert {read.resolve(place, name) for name in (oid, oid[:8], "HEAD", "main")} == {oid}
    assert read.head(place) == oid
    assert read.refs(place) == {"refs/heads/main": oid}
    for name in ("nobody", "--all", "HEAD:backoffice.yaml", ""):
        with pytest.raises(MissingError, match="there is no commit"):
            read.resolve(place, name)


def test_the_commit_as_known_at_a_moment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    oids = []
    for day in ("2026-01-10", "2026-02-10"):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+00:00")
        git(place, "commit", "--quiet", "--allow-empty", "--message", day)
        oids.append(git(place, "rev-parse", "HEAD"))
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    assert read.commit_known_at(place, "2026-01-31T23:59:59+00:00") == oids[0]
    assert read.commit_known_at(place, "2026-03-01T00:00:00+00:00") == oids[1]
    assert read.commit_known_at(place, "1999-01-01T00:00:00+00:00") is None


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_we_compute_the_ids_that_git_computes(tmp_path: Path, algorithm: str) -> None:
    git(tmp_path, "init", "--quiet", f"--object-format={algorithm}", "x")
    put(tmp_path / "x", {"f": "content\r\n"})
    oid = git(tmp_path / "x", "hash-object", "f")
    assert read.blob_id(b"content\r\n", like=oid) == oid


def test_a_damaged_index_is_one_plain_line(place: Place) -> None:
    Path(place.git_dir or "", "index").write_bytes(b"rubbish, and long enough to be looked at")
    with pytest.raises(RefusedError, match="the git index is damaged") as refusal:
        status(place)
    assert "git reset" in refusal.value.hint


def test_any_other_failure_says_what_git_said(place: Place) -> None:
    with pytest.raises(RefusedError, match="git ls-tree failed: Not a valid object name nobody"):
        read.tree(place, "nobody")


def test_nothing_to_ask(tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(Place(str(tmp_path))) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert status(place) is None
    with pytest.raises(RefusedError, match="git is not installed"):
        read.head(place)
    with pytest.raises(RefusedError, match="not in a git repository"):
        read.head(Place(str(tmp_path)))
