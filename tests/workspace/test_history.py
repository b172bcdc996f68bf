"""Who did what, and taking it back."""

from pathlib import Path

import pytest

from backoffice.core.errors import MissingError, RefusedError
from backoffice.workspace.apply import write
from backoffice.workspace.git.log import log
from backoffice.workspace.history import undo
from backoffice.workspace.place import Place
from backoffice.workspace.workspace import Workspace
from tests.workspace.sandbox import SETTINGS, commit, contents, git, put, subjects


@pytest.fixture(name="place")
def place_with_history(place: Place) -> Place:
    write(place, {"clients/acme.md": b"name: Acme\nterms: 14d\nnotes: x\n"}, "Add Acme")
    write(place, {"clients/zeta.md": b"name: Zeta\n", "drafts/one.md": b"client: acme\n"}, "Add Zeta and a draft")
    write(place, {"drafts/one.md": None, "invoices/INV-1.md": b"client: acme\nnumber: 1\n"}, "Issue INV-1")
    return place


def test_the_log_of_a_record_and_of_the_workspace(place: Place) -> None:
    entries = log(place)
    assert [each.subject for each in entries] == ["Issue INV-1", "Add Zeta and a draft", "Add Acme", "Start"]
    assert {each.author for each in entries} == {"Example Owner"}
    assert entries[0].oid == git(place, "rev-parse", "HEAD")
    assert entries[0].date.isoformat() == git(place, "log", "-1", "--format=%aI").replace("Z", "+00:00")
    assert [each.subject for each in log(place, "clients/acme.md")] == ["Add Acme"]
    assert [each.subject for each in log(place, "drafts/one.md")] == ["Issue INV-1", "Add Zeta and a draft"]
    assert [each.subject for each in log(place, limit=1)] == ["Issue INV-1"]
    assert log(place, "clients/*.md") == []


def test_undo_takes_back_one_step_at_a_time(place: Place) -> None:
    undo(place)
    assert set(contents(place)) == {"backoffice.yaml", "clients/acme.md", "clients/zeta.md", "drafts/one.md"}
    undo(place)
    assert set(contents(place)) == {"backoffice.yaml", "clients/acme.md"}
    undo(place)
    assert contents(place) == {"backoffice.yaml": SETTINGS}
    assert subjects(place)[-3:] == ["Undo “Issue INV-1”", "Undo “Add Zeta and a draft”", "Undo “Add Acme”"]
    with pytest.raises(MissingError, match="there is nothing to undo"):
        undo(place)
    assert git(place, "status", "--porcelain") == ""


def test_undoing_an_undoing_redoes(place: Place) -> None:
    before = contents(place)
    undone = undo(place)
    undo(place, undone.commit)
    assert contents(place) == before
    assert subjects(place)[-1] == "Undo “Undo “Issue INV-1””"
    again = undo(place)
    assert subjects(place)[-1] == "Undo “Issue INV-1”"
    assert again.commit


def test_what_is_undone_cannot_be_undone_again_by_name(place: Place) -> None:
    issue = git(place, "rev-parse", "HEAD")
    undone = undo(place, issue)
    with pytest.raises(RefusedError, match=f"{issue} is undone already") as refusal:
        undo(place, issue)
    assert undone.commit
    assert undone.commit[:12] in refusal.value.hint


def test_an_older_change_is_taken_back_out_of_the_middle(place: Place) -> None:
    lines = [f"line {n}" for n in range(20)]
    write(place, {"a.md": "\n".join(lines).encode()}, "Add lines")
    middle = write(place, {"a.md": "\n".join([*lines[:2], "two", *lines[3:]]).encode()}, "Edit line 2")
    write(place, {"a.md": "\n".join([*lines[:2], "two", *lines[3:17], "17", *lines[18:]]).encode()}, "Edit line 17")
    undo(place, middle.commit)
    assert contents(place)["a.md"] == "\n".join([*lines[:17], "17", *lines[18:]])


@pytest.mark.parametrize(
    "later", [{"clients/acme.md": b"name: Acme\nterms: 60d\nnotes: x\n"}, {"clients/acme.md": None}]
)
def test_a_conflict_is_refused_and_leaves_nothing(place: Place, later: dict[str, bytes | None]) -> None:
    first = write(place, {"clients/acme.md": b"name: Acme\nterms: 30d\nnotes: x\n"}, "Change terms")
    write(place, later, "Change them again")
    before = (contents(place), git(place, "rev-parse", "HEAD"), git(place, "status", "--porcelain"))
    with pytest.raises(RefusedError, match=r"clients/acme\.md was changed since"):
        undo(place, first.commit)
    assert (contents(place), git(place, "rev-parse", "HEAD"), git(place, "status", "--porcelain")) == before


def test_edits_by_hand_survive_an_undo(place: Place) -> None:
    lines = [f"line {n}" for n in range(20)]
    write(place, {"a.md": "\n".join(lines).encode()}, "Add lines")
    write(place, {"a.md": "\n".join([*lines[:2], "two", *lines[3:]]).encode()}, "Edit line 2")
    put(place, {"a.md": "\n".join([*lines[:2], "two", *lines[3:17], "by hand", *lines[18:]])})
    undo(place)
    assert contents(place)["a.md"] == "\n".join([*lines[:17], "by hand", *lines[18:]])
    assert subjects(place)[-2:] == ["Edit a.md", "Undo “Edit line 2”"]


def test_a_commit_made_by_hand_is_undone_by_name_only(place: Place) -> None:
    put(place, {"clients/zeta.md": "name: Z\n"})
    by_hand = commit(place, "Shorten")
    undo(place, by_hand)
    assert contents(place)["clients/zeta.md"] == "name: Zeta\n"
    undo(place)
    assert subjects(place)[-1] == "Undo “Issue INV-1”"


def test_what_was_put_back_by_hand_is_undone_already(place: Place) -> None:
    put(place, {"drafts/one.md": "client: acme\n"})
    git(place, "rm", "--quiet", "invoices/INV-1.md")
    with pytest.raises(RefusedError, match="“Issue INV-1” is undone already"):
        undo(place)


@pytest.mark.parametrize(
    ("issued", "way_out"),
    [
        ("invoices/2026/INV-2026-0001.md", "backoffice invoice void INV-2026-0001"),
        ("credit-notes/2026/CN-2026-0001.md", "billed by another invoice"),
    ],
)
def test_what_was_issued_is_taken_back_only_until_it_is_pushed(
    place: Place, tmp_path: Path, issued: str, way_out: str
) -> None:
    number = Path(issued).stem
    write(place, {"invoices/drafts/website.md": None, issued: b"client: acme\n"}, f"Issue {number}")
    git(tmp_path, "clone", "--quiet", "--bare", place.root, "shared.git")
    git(place, "remote", "add", "origin", str(tmp_path / "shared.git"))
    workspace = Workspace(place)

    workspace.undo()
    git(place, "reset", "--quiet", "--hard", "HEAD~1")
    git(place, "fetch", "--quiet", "origin")
    with pytest.raises(RefusedError, match=f"{number} was pushed, so others may have it") as refusal:
        workspace.undo()

    assert way_out in refusal.value.hint
    assert subjects(place)[-1] == f"Issue {number}"


def test_what_is_no_invoice_may_be_taken_back_after_it_was_pushed(place: Place, tmp_path: Path) -> None:
    write(place, {"invoices/drafts/website.md": b"client: acme\n"}, "Add draft website")
    git(tmp_path, "clone", "--quiet", "--bare", place.root, "shared.git")
    git(place, "remote", "add", "origin", str(tmp_path / "shared.git"))
    git(place, "fetch", "--quiet", "origin")

    Workspace(place).undo()

    assert subjects(place)[-1] == "Undo “Add draft website”"


def test_merges_beginnings_and_other_branches_are_refused(place: Place) -> None:
    git(place, "switch", "--quiet", "--create", "side", "HEAD~1")
    put(place, {"side.md": "x"})
    side = commit(place, "Work aside")
    git(place, "switch", "--quiet", "main")
    with pytest.raises(RefusedError, match="is not part of this branch"):
        undo(place, side)
    git(place, "merge", "--quiet", "--no-edit", "side")
    with pytest.raises(RefusedError, match="is a merge, which cannot be undone"):
        undo(place, "HEAD")
    with pytest.raises(RefusedError, match="“Start” is the first commit there is"):
        undo(place, git(place, "rev-list", "--max-parents=0", "HEAD"))
    with pytest.raises(MissingError, match="there is no commit nonsense"):
        undo(place, "nonsense")
