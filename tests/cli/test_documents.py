"""Documents as a person files them."""

import os
from pathlib import Path

import pytest

from tests.cli.desk import Desk

PDF = b"%PDF-1.4\n%a letter\n"


@pytest.fixture
def letter(desk: Desk) -> Path:
    file = desk.root.parent / "2026-11-03 Notice of assessment.pdf"
    file.write_bytes(PDF)
    return file


def archived(desk: Desk) -> list[str]:
    folder = desk.root / "documents"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))


def test_a_file_is_filed_with_what_is_said_of_it(desk: Desk, letter: Path) -> None:
    words = ("--about", "acme", "--from", "Tax office", "--class", "books", "--serial", "next", "--source", "post")
    data = desk.run("document", "add", str(letter), *words, "--format", "json").json["data"]
    identity = "2026-11-21-notice-of-assessment"
    assert [each["document"] for each in data["documents"]] == [identity]
    assert (desk.root / f"documents/2026/{identity}.pdf").read_bytes() == PDF
    fields = desk.run("document", "show", "notice", "--format", "json").json["data"]["fields"]
    assert (fields["date"], fields["about"], fields["serial"]) == ("2026-11-03", ["client/acme"], "1")
    assert (fields["retention"], fields["type"], fields["original"]) == ("books", "application/pdf", letter.name)
    assert "document/2026-11-21-notice-of-assessment" in desk.run("client", "show", "acme").out
    assert desk.run("check").code == 0
    assert desk.git("status", "--short") == ""


def test_one_file_is_filed_once(desk: Desk, letter: Path) -> None:
    desk.run("document", "add", str(letter))
    said = desk.run("document", "add", str(letter), "--name", "Another name")
    assert (said.code, "is in the archive already, as document/2026-11-21-notice" in said.err) == (1, True)
    again = desk.run("document", "add", str(letter), "--skip-known", "--format", "json").json["data"]
    assert (again["documents"], again["commit"]) == ([], None)


def test_of_several_files_all_or_none_are_filed(desk: Desk, letter: Path) -> None:
    twin = letter.with_name("twin.pdf")
    twin.write_bytes(PDF)
    other = letter.with_name("other.pdf")
    other.write_bytes(PDF + b"x")
    assert desk.run("document", "add", str(other), str(letter), str(twin)).code == 1
    assert archived(desk) == []
    assert desk.run("document", "add", str(other), str(letter), "--serial", "5").code == 2
    assert desk.run("document", "add", str(other), str(letter), str(twin), "--skip-known").code == 0
    assert len(archived(desk)) == 4


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "is empty"),
        ("gone.pdf", None, "is not there"),
        (".", None, "is a folder"),
        (
            "film.mov",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 7\n",
            "pointer of git-lfs",
        ),
    ],
)
def test_what_is_no_file_is_refused(desk: Desk, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (desk.root.parent / name).write_bytes(content)
    done = desk.run("document", "add", str(desk.root.parent / name))
    assert (done.code, said in done.err) == (1, True)
    assert archived(desk) == []


def test_a_large_file_stays_where_it_is(desk: Desk, letter: Path) -> None:
    desk.write({"backoffice.yaml": (desk.root / "backoffice.yaml").read_text() + "documents: {largest: 0.00001}\n"})
    said = desk.run("document", "add", str(letter))
    assert (said.code, "more than the 0.00001 MB" in said.err, "--outside" in said.err) == (1, True, True)
    desk.environment["HOME"] = str(letter.parent)
    assert desk.run("document", "add", str(letter), "--outside").code == 0
    shown = desk.run("document", "open", "notice", "--print-path").out
    assert shown == f"~/{letter.name}\n"
    assert archived(desk) == ["2026", "2026/2026-11-21-notice-of-assessment.md"][1:]
    assert (desk.run("check").err, desk.run("document", "verify").code) == ("backoffice: all is well\n", 0)
    letter.write_bytes(b"%PDF other")
    assert "is not the file that was recorded [outside-paper]" in desk.run("check").out
    letter.unlink()
    assert "missing" in desk.run("document", "verify").out


def test_what_lies_in_the_inbox_is_filed_from_there(desk: Desk) -> None:
    assert desk.run("document", "inbox").out == "the inbox is empty\n"
    assert desk.run("document", "file", "--all").code == 1
    assert desk.run("document", "file").code == 2
    (desk.root / "inbox").mkdir()
    (desk.root / "inbox/policy.pdf").write_bytes(PDF)
    (desk.root / "inbox/.hidden").write_bytes(PDF)
    (desk.root / "inbox/empty.pdf").write_bytes(b"")
    rows = desk.run("document", "inbox", "--format", "json").json["data"]
    assert [(row["file"], row["filed_as"]) for row in rows] == [("empty.pdf", None), ("policy.pdf", None)]
    assert desk.run("document", "file", "empty").code == 1
    assert desk.run("document", "file", "policy", "--about", "client/acme", "--source", "scan").code == 0
    assert archived(desk) == ["2026/2026-11-21-policy.md", "2026/2026-11-21-policy.pdf"]
    assert not (desk.root / "inbox/policy.pdf").exists()
    (desk.root / "inbox/again.pdf").write_bytes(PDF)
    rows = desk.run("document", "inbox", "--format", "json").json["data"]
    assert rows[0]["filed_as"] == "2026-11-21-policy"
    said = desk.run("document", "file", "again")
    assert (said.code, "inbox/again.pdf can be deleted" in said.err) == (1, True)


def test_undo_puts_it_back_into_the_inbox(desk: Desk) -> None:
    (desk.root / "inbox").mkdir()
    (desk.root / "inbox/policy.pdf").write_bytes(PDF)
    assert "backoffice document inbox shows them all" in desk.run("document", "file", "inbox/zzz").err
    assert desk.run("document", "file", "inbox/policy.pdf").code == 0
    assert desk.run("undo").code == 0
    assert (desk.root / "inbox/policy.pdf").read_bytes() == PDF
    assert archived(desk) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--about", "nobody"), "there is no record 'nobody'"),
        (("--about", "client/nobody"), "there is no client 'nobody'"),
        (("--class", "forever"), "there is no retention class 'forever'"),
        (("--serial", "x"), "the serial number is a number"),
    ],
)
def test_what_it_is_about_must_be_there(desk: Desk, letter: Path, words: tuple[str, str], said: str) -> None:
    done = desk.run("document", "add", str(letter), *words)
    assert done.code
    assert said in done.err
    assert archived(desk) == []


def test_a_word_that_fits_several_records_is_asked_back(desk: Desk, letter: Path) -> None:
    desk.write({"clients/acme-two.md": (desk.root / "clients/acme.md").read_text()})
    desk.write({"projects/acme.md": "---\nclient: acme\nname: Work\n---\n"})
    said = desk.run("document", "add", str(letter), "--about", "acme")
    assert (said.code, "client/acme, project/acme" in said.err) == (1, True)
    assert desk.run("document", "add", str(letter), "--about", "two").code == 0


def test_a_serial_number_is_given_once(desk: Desk, letter: Path) -> None:
    desk.run("document", "add", str(letter), "--serial", "1042")
    other = letter.with_name("other.pdf")
    other.write_bytes(PDF + b"x")
    said = desk.run("document", "add", str(other), "--serial", "1042")
    assert (said.code, "has the serial number 1042" in said.err) == (1, True)
    desk.run("document", "add", str(other), "--serial", "next")
    assert desk.run("document", "open", "1043", "--print-path").out == "documents/2026/2026-11-21-other.pdf\n"


def test_a_changed_file_is_found_by_check_and_by_verify(desk: Desk, letter: Path) -> None:
    desk.run("document", "add", str(letter))
    (file,) = (desk.root / "documents/2026").glob("*.pdf")
    before = file.stat()
    file.write_bytes(PDF.replace(b"a letter", b"A letter"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "[changed-paper]" in desk.run("check").out
    said = desk.run("document", "verify", "--format", "json")
    assert (said.code, said.json["data"][0]["what"]) == (1, "changed")
    file.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 7\n")
    assert "pointer of git-lfs" in desk.run("document", "verify", "notice").out
    file.unlink()
    assert "[missing-paper]" in desk.run("check").out


def test_it_is_opened_in_a_viewer(desk: Desk, letter: Path) -> None:
    desk.run("document", "add", str(letter))
    desk.environment["BACKOFFICE_VIEWER"] = "false"
    assert "the viewer false ended with 1" in desk.run("document", "open", "notice").err
    desk.environment["BACKOFFICE_VIEWER"] = "no-such-viewer"
    assert "there is no viewer" in desk.run("document", "open", "notice").err
    desk.environment["BACKOFFICE_VIEWER"] = "true"
    assert desk.run("document", "open", "notice").code == 0


def test_metadata_changes_and_nothing_moves(desk: Desk, letter: Path) -> None:
    desk.run("document", "add", str(letter))
    before = archived(desk)
    (record,) = (desk.root / "documents/2026").glob("*.md")
    record.write_text(record.read_text().replace("name: Notice of assessment", "name: Something else"))
    assert (archived(desk), desk.run("check").code) == (before, 0)
    assert "Something else" in desk.run("document", "list").out


def test_two_clones_that_file_one_paper_merge_to_one(desk: Desk, letter: Path, tmp_path: Path) -> None:
    desk.git("clone", "--quiet", str(desk.root), str(tmp_path / "other"))
    other = Desk(tmp_path / "other", desk.environment)
    other.git("remote", "remove", "origin")
    other.git("commit", "--quiet", "--allow-empty", "--message=Something else")
    for each in (desk, other):
        assert each.run("document", "add", str(letter), "--received", "2026-11-20").code == 0
    desk.git("fetch", "--quiet", str(other.root), "HEAD")
    desk.git("merge", "--quiet", "--no-edit", "FETCH_HEAD")
    assert (len(archived(desk)), desk.run("check").code) == (2, 0)
