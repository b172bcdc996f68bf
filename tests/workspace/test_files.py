"""Only regular files under the root are read or written, and a write is whole or did not happen."""

import os
import socket
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace import files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "clients").mkdir(parents=True)
    (root / "clients" / "acme.md").write_bytes(b"name: Acme\r\n")
    (tmp_path / "outside.md").write_text("secret")
    return root


def test_a_file_is_read_byte_by_byte(root: Path) -> None:
    assert files.read(str(root), "clients/acme.md") == b"name: Acme\r\n"


@pytest.mark.parametrize("path", ["clients/none.md", "nobody/none.md"])
def test_no_file_is_none(root: Path, path: str) -> None:
    assert files.read(str(root), path) is None
    assert files.mode(str(root), path) is None
    files.remove(str(root), path)


@pytest.mark.parametrize(
    "path", ["../outside.md", "clients/../../outside.md", "/etc/passwd", "", "a//b", "./a", ".git/config", "x/.GIT/y"]
)
def test_a_path_stays_inside_the_workspace(root: Path, path: str) -> None:
    for work in (files.read, files.mode, files.remove, files.unstage, files.replace):
        with pytest.raises(RefusedError, match="not a path inside the workspace"):
            work(str(root), path)
    with pytest.raises(RefusedError, match="not a path inside the workspace"):
        files.write(str(root), path, b"")


@pytest.mark.parametrize("name", ["two\nlines", "bell\a", "nul\0", "line\u2028separator"])
def test_a_name_is_told_on_one_line(root: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="control characters"):
        files.write(str(root), name, b"")


def _link_to_file(root: Path) -> str:
    (root / "link.md").symlink_to(root.parent / "outside.md")
    return "link.md"


def _link_to_nothing(root: Path) -> str:
    (root / "nothing.md").symlink_to(root.parent / "new.md")
    return "nothing.md"


def _link_to_folder(root: Path) -> str:
    (root / "elsewhere").symlink_to(root.parent)
    return "elsewhere/outside.md"


def _folder(_: Path) -> str:
    return "clients"


def _pipe(root: Path) -> str:
    os.mkfifo(root / "pipe")
    return "pipe"


def _socket(root: Path) -> str:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(root / "socket"))
    return "socket"


@pytest.mark.parametrize("make", [_link_to_file, _link_to_nothing, _link_to_folder, _folder, _pipe, _socket])
def test_what_is_no_regular_file_is_neither_read_nor_replaced(root: Path, make: object) -> None:
    assert callable(make)
    path = make(root)
    with pytest.raises(RefusedError, match="is not a regular file"):
        files.read(str(root), path)
    with pytest.raises(RefusedError, match="is not a regular file"):
        files.write(str(root), path, b"ours")
    assert (root.parent / "outside.md").read_text() == "secret"
    assert not (root.parent / "new.md").exists()


def test_a_file_under_a_file_is_refused(root: Path) -> None:
    with pytest.raises(RefusedError, match="is not a regular file"):
        files.read(str(root), "clients/acme.md/more")


def test_writing_makes_folders_and_replaces_whole_files(root: Path) -> None:
    files.write(str(root), "invoices/2026/INV-1.md", b"old")
    files.write(str(root), "invoices/2026/INV-1.md", b"new")
    assert (root / "invoices/2026/INV-1.md").read_bytes() == b"new"
    assert [each.name for each in (root / "invoices/2026").iterdir()] == ["INV-1.md"]


def test_permissions_are_kept(root: Path) -> None:
    (root / "clients/acme.md").chmod(0o640)
    files.write(str(root), "clients/acme.md", b"new")
    assert files.mode(str(root), "clients/acme.md") == 0o640


def test_what_a_crash_left_beside_a_file_does_not_stop_the_next_write(root: Path) -> None:
    files.stage(str(root), "clients/acme.md", b"half")
    files.write(str(root), "clients/acme.md", b"whole")
    assert [each.name for each in (root / "clients").iterdir()] == ["acme.md"]


def test_a_link_planted_where_new_content_waits_is_not_followed(root: Path) -> None:
    (root / "clients" / files.staged("acme.md")).symlink_to(root.parent / "outside.md")
    files.write(str(root), "clients/acme.md", b"ours")
    assert (root.parent / "outside.md").read_text() == "secret"
    assert (root / "clients/acme.md").read_bytes() == b"ours"


def test_a_short_write_goes_on_until_everything_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda fd, view: whole(fd, bytes(view[:7])))
    files.write(str(root), "clients/acme.md", b"x" * 100)
    assert (root / "clients/acme.md").read_bytes() == b"x" * 100


def test_an_unreadable_file_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.open

    def denied(path: str, *how: int, dir_fd: int | None = None) -> int:
        if str(path).endswith("acme.md"):
            raise PermissionError(13, "Permission denied")
        return whole(path, *how, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(RefusedError, match=r"clients/acme\.md cannot be read: Permission denied"):
        files.read(str(root), "clients/acme.md")


def test_twins_differ_in_case_or_composition_only() -> None:
    paths = ["clients/Müller.md", "clients/Mu\u0308ller.md", "clients/acme.md", "Clients/ACME.md", "clients/zeta.md"]
    assert files.twins(paths) == [
        ["clients/Mu\u0308ller.md", "clients/Müller.md"],
        ["Clients/ACME.md", "clients/acme.md"],
    ]


@pytest.mark.parametrize(
    ("path", "twin"),
    [("clients/ACME.md", "clients/acme.md"), ("clients/acme.md", None), ("clients/b.md", None), ("no/acme.md", None)],
)
def test_the_twin_of_a_new_file(root: Path, path: str, twin: str | None) -> None:
    assert files.twin_of(str(root), path) == twin


def test_syncing_a_folder_that_is_not_there_is_fine(root: Path) -> None:
    files.sync_folder(str(root))
    files.sync_folder(str(root / "nowhere"))
    assert not (root / "nowhere").exists()
