"""A change is one commit of exactly its files, beside whatever the user is doing there."""

import stat
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace import journal
from backoffice.workspace.apply import write
from backoffice.workspace.edits import edited
from backoffice.workspace.git.condition import require_writable
from backoffice.workspace.git.read import tracked
from backoffice.workspace.place import Place
from tests.workspace.sandbox import SETTINGS, commit, contents, git, put, repository, subjects


@pytest.fixture(name="place", params=["", "work/books"], ids=["top", "folder"])
def place_in_repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    place = repository(tmp_path / "repository", request.param)
    put(place, {"clients/acme.md": "name: Acme\n", "drafts/one.md": "draft: 1\n", "other.md": "other\n"})
    commit(place, "Add files")
    return place


def test_add_edit_remove_and_move_are_one_commit(place: Place) -> None:
    done = write(
        place,
        {
            "clients/acme.md": b"name: Acme Ltd\n",
            "clients/zeta.md": b"name: Zeta\n",
            "drafts/one.md": None,
            "invoices/2026/INV-1.md": b"draft: 1\nnumber: INV-1\n",
        },
        "Issue INV-1",
        trailers=["Invoice: INV-1"],
    )
    assert done.commit == git(place, "rev-parse", "HEAD")
    assert set(done.paths) == {"clients/acme.md", "clients/zeta.md", "drafts/one.md", "invoices/2026/INV-1.md"}
    assert done.edits is None
    assert git(place, "show", "--name-status", "--no-renames", "--relative", "--format=%B") == (
        "Issue INV-1\n\nInvoice: INV-1\nWritten-by: backoffice\n\n\n"
        "M\tclients/acme.md\nA\tclients/zeta.md\nD\tdrafts/one.md\nA\tinvoices/2026/INV-1.md"
    )
    assert contents(place) == {
        "backoffice.yaml": SETTINGS,
        "clients/acme.md": "name: Acme Ltd\n",
        "clients/zeta.md": "name: Zeta\n",
        "invoices/2026/INV-1.md": "draft: 1\nnumber: INV-1\n",
        "other.md": "other\n",
    }
    assert git(place, "status", "--porcelain") == ""
    git(place, "fsck", "--strict")
    assert not place.unfinished
    assert git(place, "for-each-ref", "refs/backoffice") == ""


def test_nothing_to_do_is_no_commit(place: Place) -> None:
    done = write(place, {"other.md": b"other\n", "none.md": None}, "Do nothing")
    assert (done.commit, done.paths, done.edits) == (None, (), None)
    assert subjects(place) == ["Start", "Add files"]


def test_staged_work_in_other_files_stays_staged(place: Place) -> None:
    put(place, {"other.md": "staged\n", "brand-new.md": "staged\n"})
    git(place, "add", "other.md", "brand-new.md")
    git(place, "rm", "--quiet", "drafts/one.md")
    put(place, {"other.md": "and edited again\n", "untracked.md": "left alone\n"})
    before = git(place, "status", "--porcelain")
    write(place, {"clients/acme.md": b"name: Acme Ltd\n"}, "Rename Acme")
    assert git(place, "status", "--porcelain") == before
    assert git(place, "show", "--name-only", "--relative", "--format=") == "clients/acme.md"
    assert git(place, "show", ":./other.md") == "staged"


def test_the_users_own_edits_are_committed_first_as_theirs(place: Place) -> None:
    put(place, {"clients/acme.md": "name: Acme\n# by hand\n", "other.md": "not touched by the change\n"})
    done = write(place, {"clients/acme.md": b"name: Acme Ltd\n# by hand\n"}, "Rename Acme")
    assert subjects(place)[-2:] == ["Edit clients/acme.md", "Rename Acme"]
    assert done.edits == git(place, "rev-parse", "HEAD~1")
    assert git(place, "show", "HEAD~1:./clients/acme.md") == "name: Acme\n# by hand"
    assert "Written-by" not in git(place, "show", "--no-patch", "--format=%B", "HEAD~1")
    assert git(place, "status", "--porcelain", ".").split() == ["M", f"{place.prefix}other.md"]


@pytest.mark.parametrize(
    ("by_hand", "removed", "subject"),
    [
        ({"drafts/new.md": "x"}, [], "Add drafts/new.md"),
        ({"drafts/new.md": "x", "clients/acme.md": "y"}, [], "Edit clients/acme.md and 1 other file"),
        ({}, ["drafts/one.md"], "Remove drafts/one.md"),
        ({}, ["drafts/one.md", "other.md", "clients/acme.md"], "Remove clients/acme.md and 2 other files"),
    ],
)
def test_the_users_own_edits_are_told_by_what_they_are(
    place: Place, by_hand: dict[str, str], removed: list[str], subject: str
) -> None:
    put(place, by_hand)
    for path in removed:
        Path(place.root, path).unlink()
    touched = ["clients/acme.md", "drafts/new.md", "drafts/one.md", "other.md"]
    write(place, dict.fromkeys(touched, b"ours\n"), "Write all")
    assert subjects(place)[-2:] == [subject, "Write all"]


def test_a_draft_written_in_an_editor_and_issued_leaves_two_commits(place: Place) -> None:
    put(place, {"drafts/two.md": "client: acme\n"})
    write(place, {"drafts/two.md": None, "invoices/INV-2.md": b"client: acme\nnumber: INV-2\n"}, "Issue INV-2")
    assert subjects(place)[-2:] == ["Add drafts/two.md", "Issue INV-2"]


def test_strict_refuses_uncommitted_edits(place: Place) -> None:
    put(place, {"clients/acme.md": "by hand\n"})
    with pytest.raises(RefusedError, match=r"clients/acme\.md has changes that are not committed"):
        write(place, {"clients/acme.md": b"ours\n"}, "Rename Acme", strict=True)
    assert contents(place)["clients/acme.md"] == "by hand\n"
    assert subjects(place) == ["Start", "Add files"]


def test_a_change_computed_from_what_is_no_longer_there_is_refused(place: Place) -> None:
    seen = tracked(place)
    put(place, {"other.md": "edited meanwhile\n"})
    with pytest.raises(RefusedError, match=r"other\.md was changed meanwhile; nothing was written"):
        write(place, {"clients/acme.md": b"ours\n"}, "Rename Acme", seen=seen)
    put(place, {"clients/new.md": "by somebody else\n"})
    with pytest.raises(RefusedError, match=r"clients/new\.md was changed meanwhile"):
        write(place, {"clients/new.md": b"ours\n"}, "Add", seen={"clients/new.md": None})
    assert subjects(place) == ["Start", "Add files"]
    del seen["other.md"]
    assert write(place, {"clients/acme.md": b"ours\n"}, "Rename Acme", seen=seen).commit


def test_an_edit_in_the_last_moment_is_not_lost(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    durable = journal.write

    def then_the_editor_saves(*arguments: object) -> None:
        durable(*arguments)  # type: ignore[arg-type]
        put(place, {"other.md": "saved in the last moment\n"})

    monkeypatch.setattr(journal, "write", then_the_editor_saves)
    with pytest.raises(RefusedError, match=r"other\.md was edited while “Rename” was being written"):
        write(place, {"clients/acme.md": b"ours\n", "other.md": b"ours\n"}, "Rename")
    assert contents(place)["other.md"] == "saved in the last moment\n"
    assert contents(place)["clients/acme.md"] == "name: Acme\n"


def test_a_new_file_may_not_be_the_twin_of_another(place: Place) -> None:
    for changes in ({"clients/ACME.md": b"x"}, {"a/Müller.md": b"x", "a/Mu\u0308ller.md": b"x"}):
        with pytest.raises(RefusedError, match="only in case or accents"):
            write(place, changes, "Add a twin")


@pytest.mark.parametrize("path", ["../outside.md", ".git/hooks/pre-commit", "/tmp/x"])  # noqa: S108
def test_nothing_is_written_outside_the_workspace(place: Place, path: str) -> None:
    with pytest.raises(RefusedError, match="not a path inside the workspace"):
        write(place, {path: b"x"}, "Break out")


def test_a_linked_record_is_refused(place: Place, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("theirs")
    Path(place.root, "clients/link.md").symlink_to(tmp_path / "target")
    with pytest.raises(RefusedError, match="not a regular file"):
        write(place, {"clients/link.md": b"x"}, "Follow a link")
    assert (tmp_path / "target").read_text() == "theirs"


def test_a_program_stays_a_program(place: Place) -> None:
    script = Path(place.root, "report.sh")
    put(place, {"report.sh": "#!/bin/sh\n"})
    script.chmod(0o755)
    commit(place, "Add a script")
    write(place, {"report.sh": b"#!/bin/sh\ntrue\n"}, "Fill the script")
    assert script.stat().st_mode & stat.S_IXUSR
    assert git(place, "status", "--porcelain") == ""
    assert git(place, "ls-files", "--stage", "report.sh").startswith("100755")


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "new")
    put(tmp_path / "new", {"backoffice.yaml": SETTINGS})
    place = Place(str(tmp_path / "new"))
    write(place, {"clients/acme.md": b"name: Acme\n"}, "Add Acme")
    write(place, {"backoffice.yaml": b"business: {}\n"}, "Set up")
    assert subjects(place) == ["Add Acme", "Add backoffice.yaml", "Set up"]
    assert git(place, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("attributes", "autocrlf", "stored"),
    [
        ("", "false", "a\r\nb\r\n"),
        ("* -text\n", "input", "a\r\nb\r\n"),
        ("* text=auto\n", "false", "a\nb\n"),
        ("", "input", "a\nb\n"),
        ("*.md text eol=crlf\n", "false", "a\nb\n"),
    ],
)
def test_line_ends_are_stored_as_git_would_and_stay_on_disk(
    place: Place, attributes: str, autocrlf: str, stored: str
) -> None:
    git(place, "config", "core.autocrlf", autocrlf)
    put(place, {".gitattributes": attributes})
    commit(place, "Say how text is stored")
    done = write(place, {"clients/crlf.md": b"a\r\nb\r\n"}, "Add CRLF")
    assert contents(place)["clients/crlf.md"] == "a\r\nb\r\n"
    assert git(place, "cat-file", "blob", "HEAD:./clients/crlf.md").encode() == stored.strip().encode()
    assert git(place, "status", "--porcelain") == ""
    assert edited(place, {"clients/crlf.md": b"a\r\nb\r\n"}, require_writable(place, ["clients/crlf.md"])) == {}
    again = write(place, {"clients/crlf.md": b"a\r\nc\r\n"}, "Edit CRLF")
    assert done.edits is None
    assert again.edits is None
    assert git(place, "diff", "--numstat", "HEAD~1", "--", "clients").split()[:2] == ["1", "1"]


def test_a_linked_work_tree_has_a_branch_of_its_own(place: Place, tmp_path: Path) -> None:
    git(place, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    linked = Place(str(tmp_path / "linked" / place.prefix))
    write(linked, {"clients/acme.md": b"name: There\n"}, "Change it there")
    assert subjects(linked)[-1] == "Change it there"
    assert subjects(place)[-1] == "Add files"
    assert contents(place)["clients/acme.md"] == "name: Acme\n"
    assert git(linked, "status", "--porcelain") == git(place, "status", "--porcelain") == ""


def test_a_file_that_git_ignores_is_a_record_all_the_same(place: Place) -> None:
    put(place, {".gitignore": "*.md\n"})
    commit(place, "Ignore records")
    write(place, {"clients/new.md": b"x\n"}, "Add an ignored record")
    assert git(place, "ls-files", "clients/new.md") == "clients/new.md"


def test_the_users_own_wish_to_sign_is_honoured(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sign"
    program.write_text('#!/bin/sh\ncat >/dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho signature\n')
    program.chmod(0o755)
    own = tmp_path / "gitconfig"
    own.write_text(f"[user]\nname = A\nemail = a@b\n[commit]\ngpgsign = true\n[gpg]\nprogram = {program}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    write(place, {"clients/acme.md": b"name: Signed\n"}, "Rename Acme")
    assert "\ngpgsig signature\n" in git(place, "cat-file", "commit", "HEAD")
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(RefusedError, match="nothing was written: git could not sign the commit"):
        write(place, {"clients/acme.md": b"name: Unsigned\n"}, "Rename Acme")
    assert contents(place)["clients/acme.md"] == "name: Signed\n"
    assert not place.unfinished
