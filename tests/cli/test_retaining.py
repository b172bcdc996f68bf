"""Keeping papers as long as one must, and letting them go."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.papers import pdf

OLD = "2015-03-04-receipts"


@pytest.fixture(autouse=True)
def _papers(desk: Desk, tmp_path: Path) -> None:
    desk.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    for name, received, kept in (("receipts", "2015-03-04", "voucher"), ("policy", "2026-11-01", "books")):
        file = desk.root.parent / f"{name}.pdf"
        file.write_bytes(pdf(f"The text of {name}: Zebrafink"))
        desk.run("document", "add", str(file), "--received", received, "--class", kept)


def rows(desk: Desk, *words: str) -> list[tuple[str, str]]:
    data = desk.run("document", "retention", *words, "--format", "json").json["data"]
    return [(row["document"], row["state"]) for row in data]


def test_what_may_go_is_listed_and_nothing_goes_by_itself(desk: Desk) -> None:
    assert rows(desk) == [(OLD, "may go")]
    assert rows(desk, "--as-of", "2023-12-31") == []
    assert rows(desk, "--by", "all") == [(OLD, "may go"), ("2026-11-01-policy", "kept")]
    assert desk.run("report", "retention", "--format", "json").json["data"]
    assert "§ 147" in desk.run("document", "retention", "--by", "class").out


def test_retention_is_a_word_of_its_own(desk: Desk) -> None:
    def same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
        there, here = (desk.run(*each, "--format", "json").json for each in (theirs, ours))
        return bool(here["data"]) and here["data"] == there["data"]

    assert same(("retention", "due"), ("document", "retention"))
    assert same(("retention", "list"), ("document", "retention", "--by", "all"))
    assert same(("retention", "classes"), ("document", "retention", "--by", "class"))
    assert desk.run("retention", "due", "--as-of", "2023-12-31").out.endswith("Every document still has to be kept.\n")
    assert desk.run("retention", "hold", OLD, "--reason", "tax audit").code == 0
    assert rows(desk) == [(OLD, "on hold: tax audit")]
    assert desk.run("retention", "release", OLD).code == 0
    assert desk.run("retention", "dispose", OLD, "--yes").code == 0
    assert desk.run("retention").out == desk.run("retention", "--help").out
    assert "did you mean due?" in desk.run("retention", "du").err


def test_disposal_is_confirmed_by_a_person_and_leaves_a_line(desk: Desk) -> None:
    assert "has to be confirmed" in desk.run("document", "dispose", OLD).err
    done = desk.run("document", "dispose", OLD, "--yes")
    assert (done.code, "git still has the file in its history" in done.out) == (0, True)
    assert not (desk.root / f"documents/2015/{OLD}.pdf").exists()
    fields = desk.run("document", "show", OLD, "--format", "json").json["data"]["fields"]
    assert fields["disposed"]["date"] == "2026-11-21"
    assert fields["disposed"]["reason"].startswith("kept until 2023-12-31, as voucher (§ 147")
    assert "Dispose of 2015-03-04-receipts: kept until 2023-12-31" in desk.run("document", "log", OLD).out
    assert (desk.run("check").err, rows(desk)) == ("backoffice: all is well\n", [])
    again = desk.run("document", "dispose", OLD, "--yes")
    assert (again.code, again.out) == (0, f"{OLD} was disposed of already on 2026-11-21\n")
    assert "was disposed of on 2026-11-21" in desk.run("document", "open", OLD).err


def test_its_text_is_forgotten_too(desk: Desk, tmp_path: Path) -> None:
    assert len(desk.run("find", "zebrafink", "--format", "json").json["data"]) == 2
    desk.run("document", "dispose", OLD, "--yes")
    assert len(desk.run("find", "zebrafink", "--format", "json").json["data"]) == 1
    (store,) = (tmp_path / "cache").rglob("papers-*.db")
    with closing(sqlite3.connect(store)) as connection:
        texts = [text for (text,) in connection.execute("select text from paper")]
    assert texts == ["The text of policy: Zebrafink"]
    assert b"text of receipts" not in store.read_bytes()


def test_the_blob_to_erase_is_the_one_in_the_history(desk: Desk) -> None:
    blob = desk.git("rev-parse", f"HEAD:documents/2015/{OLD}.pdf").strip()
    notes = desk.run("document", "dispose", OLD, "--yes", "--format", "json").json["data"]["notes"]
    assert any(f"echo {blob} >" in note for note in notes)
    assert subprocess.run(["git", "cat-file", "-e", blob], cwd=desk.root, check=False).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "has to be kept until 2036-12-31, as books"),
        (("--early",), "an early disposal needs a reason"),
    ],
)
def test_what_must_be_kept_is_not_disposed_of(desk: Desk, words: tuple[str, ...], said: str) -> None:
    done = desk.run("document", "dispose", "policy", "--yes", *words)
    assert (done.code, said in done.err) == (1, True), done.err
    assert desk.run("document", "dispose", "policy", "--yes", "--early", "--reason", "asked to erase it").code == 0


def test_a_paper_without_a_class_is_kept(desk: Desk) -> None:
    file = desk.root.parent / "loose.pdf"
    file.write_bytes(pdf("loose"))
    desk.run("document", "add", str(file), "--received", "2010-01-01")
    assert "it has no class" in desk.run("document", "dispose", "loose", "--yes").err


def test_a_hold_comes_before_any_class(desk: Desk) -> None:
    assert desk.run("document", "hold", OLD, "--reason", "tax audit").code == 0
    assert rows(desk) == [(OLD, "on hold: tax audit")]
    assert "is on hold: tax audit" in desk.run("document", "dispose", OLD, "--yes").err
    assert desk.run("document", "hold", OLD, "--reason", "tax audit").out == f"{OLD} is held already\n"
    assert desk.run("document", "release", OLD).code == 0
    assert rows(desk) == [(OLD, "may go")]


def test_a_file_outside_is_deleted_by_its_owner(desk: Desk) -> None:
    film = desk.root.parent / "film.mov"
    film.write_bytes(b"moving")
    desk.run("document", "add", str(film), "--outside", "--received", "2010-01-01", "--class", "voucher")
    said = desk.run("document", "dispose", "film", "--yes")
    assert f"delete {film} yourself" in said.out


def test_an_answer_is_recorded_once(desk: Desk) -> None:
    file = desk.root.parent / "notice.pdf"
    file.write_bytes(pdf("notice"))
    desk.run("document", "add", str(file), "--respond-by", "2026-12-01", "--from", "Tax office")
    assert "Answer to Tax office: notice" in desk.run("due").out
    assert desk.run("document", "answer", "notice").code == 0
    assert "Answer to Tax office" not in desk.run("due").out
    assert desk.run("document", "answer", "notice").out == "2026-11-21-notice was answered already on 2026-11-21\n"
