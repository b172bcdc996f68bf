"""Finding the workspace, the repository around it, and the folders of this user for it."""

from pathlib import Path

import pytest

from backoffice.core.errors import MissingError
from backoffice.workspace.place import Place, cache_dir, find, state_dir
from tests.workspace.sandbox import git, put, repository


def test_the_nearest_parent_with_settings_is_the_workspace(place: Place) -> None:
    put(place, {"clients/x/deep.md": ""})
    assert find(f"{place.root}/clients/x").root == place.root


def test_an_option_beats_the_environment_and_both_beat_the_folder(tmp_path: Path) -> None:
    roots = [str(tmp_path / name) for name in ("option", "environment", "here")]
    for root in roots:
        put(Path(root), {"backoffice.yaml": ""})
    option, environment, here = roots
    assert find(here, explicit=option, environment=environment).root == option
    assert find(here, environment=environment).root == environment
    assert find(here).root == here


def test_no_workspace_is_told_with_the_way_to_one(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"no backoffice\.yaml here or in any parent folder"):
        find(str(tmp_path))
    with pytest.raises(MissingError, match="is not a workspace"):
        find(str(tmp_path), explicit=str(tmp_path))


def test_a_workspace_without_a_repository(tmp_path: Path) -> None:
    put(tmp_path, {"backoffice.yaml": ""})
    place = Place(str(tmp_path))
    assert (place.git_dir, place.common_dir, place.prefix) == (None, None, "")


def test_an_empty_git_folder_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert Place(str(tmp_path)).git_dir is None


@pytest.mark.parametrize("inside", ["", "work/books"])
def test_we_find_the_repository_that_git_finds(tmp_path: Path, inside: str) -> None:
    place = repository(tmp_path / "repository", inside)
    assert place.git_dir == git(place, "rev-parse", "--absolute-git-dir")
    assert place.top == git(place, "rev-parse", "--show-toplevel")
    assert place.prefix == git(place, "rev-parse", "--show-prefix")


def test_linked_work_trees_and_submodules_keep_their_git_folder_elsewhere(place: Place, tmp_path: Path) -> None:
    git(place, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    git(place, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", place.root, "inner")
    for root in (tmp_path / "linked", Path(place.root, "inner")):
        found = Place(str(root))
        assert found.git_dir == git(root, "rev-parse", "--absolute-git-dir")
        assert found.common_dir == git(root, "rev-parse", "--path-format=absolute", "--git-common-dir")


def test_cache_and_state_are_for_nobody_else(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for folder in (Path(cache_dir(place)), Path(state_dir(place))):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert not folder.is_relative_to(place.root)
    assert cache_dir(place) != cache_dir(Place(str(tmp_path)))


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_a_variable_that_names_no_absolute_folder_is_ignored(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Path(cache_dir(place)).parent == tmp_path / "home/.cache/backoffice"
