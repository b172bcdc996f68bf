"""What the machine around a command can do to it: streams that are closed or full, links, folders, clocks, bytes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.cli.outside import save
from tests.cli.desk import ACME, DRAFT, Desk

ROOT = Path(__file__).parents[2]


def shell(desk: Desk, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which ``bo`` is the command line, in a process of its own."""
    bo = f'bo() {{ "{sys.executable}" -m backoffice "$@"; }}; set -o pipefail; '
    environment = {**os.environ, **desk.environment, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", bo + line], cwd=desk.root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", ["client list", "export json", "invoice preview website --no-pdf", "--help"])
def test_a_reader_that_leaves_early_is_no_error(desk: Desk, words: str) -> None:
    said = shell(desk, f"bo {words} | head -n 0")
    assert (said.returncode, said.stderr) == (0, "") or "the PDF" in said.stderr


def test_where_nobody_reads_what_was_refused_it_is_refused_all_the_same(desk: Desk) -> None:
    said = shell(desk, "bo client show nobody --format json | head -n 0")
    assert (said.returncode, said.stderr) == (1, "")


@pytest.mark.parametrize(
    "words",
    ["client list", "invoice list --unpaid", "--version", "--help", "client", "client show nobody --format json"],
)
def test_a_full_disk_for_the_answer_is_told_in_one_line(desk: Desk, words: str) -> None:
    said = shell(desk, f"bo {words} > /dev/full")
    error = "backoffice: error: the output could not be written: No space left on device\n"
    hint = "backoffice: hint: make room where it goes, and repeat the command\n"
    assert (said.returncode, said.stderr) == (1, error + hint)


CONTRACT = """---
name: Terms
type: service
side: provider
client: acme
signed: 2026-01-01
effective: 2026-01-01
---
They design.
"""


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        ("contract timeline --svg -", "<svg "),
        ("due --ics -", "BEGIN:VCALENDAR"),
        ("due --page -", "# "),
        ("invoice preview website -o -", "%PDF-"),
        ("invoice preview website -o - --format json", "%PDF-"),
        ("contract pdf terms -o -", "%PDF-"),
        ("report client-statement --client acme --pdf -", "%PDF-"),
        ("template preview invoice --output=-", "%PDF-"),
        ("export csv client -o -", "id,"),
        ("export json -o -", "{"),
        ("export hledger -o -", ";"),
    ],
)
def test_a_dash_is_standard_output_and_not_a_file_of_that_name(desk: Desk, words: str, begin: str) -> None:
    desk.write({"contracts/terms.md": CONTRACT})
    said = shell(desk, f"bo {words} | head -c 15; ls")
    assert said.stdout.startswith(begin), said.stderr
    assert " -" not in said.stdout.splitlines()
    assert not (desk.root / "-").exists()
    assert said.returncode == 0


def test_a_key_goes_into_a_file(desk: Desk) -> None:
    said = desk.run("contract", "certificate", "-o", "-")
    assert (said.code, "a key is kept in a file" in said.err) == (2, True)


@pytest.mark.parametrize("words", ["client touch acme Called", "invoice issue website --no-pdf --format json"])
def test_a_full_disk_for_the_answer_is_not_that_of_the_books(desk: Desk, words: str) -> None:
    said = shell(desk, f"export PYTHONUNBUFFERED=1; bo {words} > /dev/full")
    error = "backoffice: error: the output could not be written: No space left on device\n"
    assert (said.returncode, said.stderr.splitlines(keepends=True)[-2]) == (1, error)
    assert desk.git("status", "--porcelain") == ""
    assert shell(desk, f"bo {words}").stdout != ""
    assert desk.run("check").code == 0


def test_a_folder_that_is_gone_is_told_in_one_line(desk: Desk) -> None:
    said = shell(desk, "mkdir gone && cd gone && rmdir ../gone && bo client list")
    assert said.returncode == 1
    assert said.stderr.splitlines()[-2:] == [
        "backoffice: error: the folder you are in is gone",
        "backoffice: hint: `cd` to one that is there",
    ]


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_lead_nowhere(desk: Desk, closed: str) -> None:
    words = f"client new bolt --set name=B --set address.city=C --set address.country=CH {closed}"
    told = {"", "Added client bolt: B\n  clients/bolt.md\n"}
    assert shell(desk, f"PYTHONDEVMODE=1 bo {words}").stderr in told  # as Python tells its developers of what was left
    assert desk.run("check").code == 0
    assert (desk.root / "clients/bolt.md").exists()


def test_what_is_no_text_is_named(desk: Desk) -> None:
    said = shell(desk, r"bo client new bolt --set name=$'Zo\xeb' --set address.city=C --set address.country=CH")
    assert said.returncode == 2
    assert "name=Zo" in said.stderr
    assert "is not UTF-8 text" in said.stderr
    assert not (desk.root / "clients/bolt.md").exists()


def test_a_folder_of_records_that_is_a_link_is_named_and_counted(desk: Desk) -> None:
    (desk.root / "clients").rename(desk.root / "kunden")
    (desk.root / "clients").symlink_to("kunden")
    said = desk.run("client", "list")
    assert said.code == 1
    assert "clients: error: links are not followed [not-a-file]" in said.err
    assert said.err.endswith("backoffice: 1 record unreadable\n")
    assert "clients: error: links are not followed" in desk.run("check").out


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_a_folder_that_cannot_be_read_is_named_and_counted(desk: Desk) -> None:
    (desk.root / "clients").chmod(0)
    said = desk.run("client", "list")
    (desk.root / "clients").chmod(0o755)
    assert (said.code, said.err.count("the folder cannot be read: Permission denied")) == (1, 1)


def test_records_below_a_folder_where_none_can_lie_are_found_by_check(desk: Desk) -> None:
    desk.write({"clients/old/acme.md": ACME, "clients/.hidden/acme.md": ACME, "clients/old/photo.jpg": ""})
    said = desk.run("check")
    assert said.out.splitlines()[0] == (
        "clients/old/acme.md: warning: no record has its file in this folder [stray-file]"
    )
    assert said.out.count("stray-file") == 1


def test_a_client_whose_file_is_broken_is_not_called_missing(desk: Desk) -> None:
    desk.write({"clients/acme.md": "---\nname: [\n---\n"})
    said = desk.run("invoice", "new", "logo", "--set", "client=acme", "--set", "lines[1].text=T")
    assert "clients/acme.md has to be put right first" in said.err


def test_an_invoice_whose_file_is_broken_is_not_called_missing_either(desk: Desk) -> None:
    desk.run("invoice", "issue", "website", "--no-pdf")
    file = desk.root / "invoices/2026/INV-2026-0001.md"
    sound = file.read_text()
    file.write_text(f"{sound}\n<<<<<<< ours\n=======\n>>>>>>> theirs\n")
    for words in (["show", "1"], ["pay", "0001"], ["pdf", "1", "-o", "copy.pdf"]):
        said = desk.run("invoice", *words)
        assert (said.code, said.err.count("unresolved merge [merge-conflict]")) == (1, 1), words
    file.write_text(sound.replace("price: 500", "price: 50"))
    assert "was changed after it was issued" in desk.run("invoice", "pdf", "1", "-o", "copy.pdf").err
    assert not (desk.root / "copy.pdf").exists()


def test_a_clock_behind_the_invoices_is_refused_unless_somebody_means_it(desk: Desk) -> None:
    desk.write({"invoices/drafts/later.md": DRAFT})
    desk.run("invoice", "issue", "website", "--no-pdf")
    late = Desk(desk.root, {**desk.environment, "BACKOFFICE_TODAY": "2026-11-01"})
    said = late.run("invoice", "issue", "later", "--no-pdf")
    assert said.code == 1
    assert "today is 2026-11-01, but INV-2026-0001 is of 2026-11-21 already" in said.err
    assert late.run("invoice", "issue", "later", "--no-pdf", "--on", "2026-11-01").code == 0


def test_the_copy_of_an_issued_draft_is_not_issued_again_unless_the_first_is_void(desk: Desk) -> None:
    desk.run("invoice", "issue", "website", "--no-pdf")
    desk.write({"invoices/drafts/website.md": DRAFT})
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert (said.code, "INV-2026-0001 was made from this very draft already" in said.err) == (1, True)
    desk.run("invoice", "void", "1", "--reason", "Wrong address")
    assert desk.run("invoice", "issue", "website", "--no-pdf").code == 0
    assert desk.run("check").code == 0


def test_no_number_is_given_out_while_a_draft_has_the_name_of_one(desk: Desk) -> None:
    desk.write({"invoices/drafts/INV-2026-0007.md": DRAFT})
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert said.code == 1
    assert "the draft invoices/drafts/INV-2026-0007.md has the name of a number" in said.err
    assert "the draft INV-2026-0007 has the name of a number [number-drafted]" in desk.run("check").out


def test_what_is_settled_for_no_reason_is_refused(desk: Desk) -> None:
    desk.run("invoice", "issue", "website", "--no-pdf")
    said = desk.run("invoice", "void", "1", "--reason", "  ")
    assert (said.code, "is not a reason" in said.err) == (2, True)
    assert desk.run("invoice", "issue", "1").out.startswith("INV-2026-0001 is issued already")


def test_a_workspace_that_cannot_be_made_is_one_line(desk: Desk) -> None:
    said = desk.run("init", "/proc/books", "--no-input")
    assert (said.code, said.err) == (1, "backoffice: error: /proc/books cannot be made: No such file or directory\n")
    assert desk.run("init", "there", "--no-input", "--timezone", "Mars/Olympus").code == 2
    assert not (desk.root / "there").exists()
    assert desk.run("init", "here", "--no-input", "--country", "fr").code == 0


@pytest.mark.parametrize(
    "words",
    ["export json", "export hledger", "invoice preview website", "due --page TODAY.md"],
)
@pytest.mark.parametrize("name", ["backoffice.yaml", "clients/acme.md", ".gitignore", "inbox/scan.pdf", "link.json"])
def test_no_file_of_the_workspace_is_written_over(desk: Desk, words: str, name: str) -> None:
    desk.write({".gitignore": "*~\n", "inbox/scan.pdf": "scanned"})
    (desk.root / "link.json").symlink_to("clients/acme.md")
    before = (desk.root / name).read_bytes()
    line = words.replace("TODAY.md", name) if "TODAY" in words else f"{words} -o {name}"
    said = desk.run(*line.split())
    assert said.err.splitlines()[:1] == [
        f"backoffice: error: {name} is a file of the workspace, and is not overwritten"
    ]
    assert (said.code, (desk.root / name).read_bytes()) == (1, before)


def test_other_files_are_written_over_whole_as_they_are(desk: Desk, tmp_path: Path) -> None:
    kept, other = tmp_path / "kept.csv", desk.root / "books.csv"
    kept.write_text("old")
    kept.chmod(0o600)
    other.symlink_to(kept)
    assert desk.run("export", "csv", "client", "-o", "books.csv").code == 0
    assert (other.is_symlink(), kept.read_text()[:3], kept.stat().st_mode & 0o777) == (True, "id,", 0o600)
    assert desk.run("invoice", "preview", "website", "-o", "invoices/2026.pdf").code == 0


def test_a_pipe_or_a_device_takes_what_is_written(desk: Desk) -> None:
    line = (
        "set -e; mkfifo p; bo export csv client -o /dev/stdout; bo due --ics /dev/null; cat p & bo due --page p; wait"
    )
    said = shell(desk, line)
    assert (said.returncode, said.stdout[:3], "# Saturday" in said.stdout) == (0, "id,", True), said.stderr


def test_what_cannot_be_written_whole_leaves_the_old(desk: Desk) -> None:
    desk.write({f"clients/c{n}.md": ACME for n in range(200)} | {"books.json": "old"})
    said = shell(desk, "ulimit -f 8; bo export json -o books.json")
    assert (said.returncode, said.stderr) == (1, "backoffice: error: books.json cannot be written: File too large\n")
    assert (desk.root / "books.json").read_text() == "old"
    with pytest.raises(KeyboardInterrupt):
        save(desk.root / "books.json", interrupted())
    assert (desk.root / "books.json").read_text() == "old"
    assert [each.name for each in desk.root.glob(".books*")] == []


def interrupted() -> Iterator[bytes]:
    yield b"begun"
    raise KeyboardInterrupt
