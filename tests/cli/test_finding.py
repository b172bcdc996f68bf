"""Finding things again: by words, by what is in their papers, by filters."""

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.workspace.papers import ocr
from tests.cli.desk import Desk
from tests.papers import image_pdf, pdf
from tests.playground import in_python

RECEIPT = (
    "---\ndate: 2026-10-05\nsupplier: Shop\ncategory: office\namount: 30\ncurrency: EUR\nreceipt: paper.pdf\n---\n"
)
LEASE = """\
---
name: Lease of the office
type: lease
side: customer
parties: [Landlord]
signed: 2024-01-02
effective: 2025-01-01
term: 2y
renewal: {mode: auto, period: 1y}
notice: {initial: 3m}
---
"""


def fill(desk: Desk) -> None:
    """Put a receipt, a lease and four documents into a workspace, one of them a picture and one damaged."""
    desk.write({"expenses/2026/paper.md": RECEIPT, "contracts/lease.md": LEASE})
    (desk.root / "expenses/2026/paper.pdf").write_bytes(pdf("Till receipt", "Two notebooks, ruled Größe A5"))
    letters = {
        "policy": pdf("Versicherungsschein E-99417", "Haftpflichtversicherung für Studio Ada"),
        "notice": pdf("Bescheid über Umsatzsteuer 2025"),
        "scan": image_pdf(),
        "broken": b"%PDF-1.4 broken",
    }
    for name, content in letters.items():
        (desk.root.parent / f"{name}.pdf").write_bytes(content)
    add = ("document", "add", "--received", "2026-11-01")
    desk.run(
        *add, str(desk.root.parent / "policy.pdf"), "--about", "acme", "--from", "Hanse", "--respond-by", "2027-03-01"
    )
    desk.run(*add, str(desk.root.parent / "notice.pdf"), "--from", "Finanzamt Nord", "--respond-by", "2026-12-05")
    desk.run(*add, str(desk.root.parent / "scan.pdf"), str(desk.root.parent / "broken.pdf"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk that is only read from."""
    made = Desk(tmp_path_factory.mktemp("library") / "books")
    made.root.mkdir()
    made.write()
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Start the books"]):
        made.git(*words)
    fill(made)
    return made


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Return a desk of one's own."""
    fill(desk)
    return desk


def found(desk: Desk, *words: str) -> list[str]:
    return [row["record"].rpartition("/")[2] for row in desk.run("find", *words, "--format", "json").json["data"]]


CLIENT = ("--set", "name=New", "--set", "address.city=Berlin", "--set", "address.country=DE")
POLICY, NOTICE, SCAN, BROKEN = (f"2026-11-01-{name}" for name in ("policy", "notice", "scan", "broken"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("haftpflicht", [POLICY]),
        ("versicherungsschein e99417", [POLICY]),
        ("E-99417 hanse", [POLICY]),
        ("policy studio", [POLICY]),
        ("umsatzsteuer finanzamt", [NOTICE]),
        ("groesse notebooks", ["paper"]),
        ("umsatzstuer", [NOTICE]),
        ('"umsatzsteuer 2025"', [NOTICE]),
        ('"2025 umsatzsteuer"', []),
        ("umsatzsteuer -finanzamt", []),
        ("acme gmbh", ["acme"]),
        ("notice nothing-of-the-sort", [NOTICE]),
    ],
)
def test_papers_are_found_by_what_is_in_them(library: Desk, words: str, expected: list[str]) -> None:
    assert found(library, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("kind:document", "respond-by<30d"), [NOTICE]),
        (("kind:document", "received:2026-11"), [BROKEN, NOTICE, POLICY, SCAN]),
        (("kind:document", "has:respond_by", "client:acme"), [POLICY]),
        (("about:client/acme",), [POLICY]),
        (("from:finanzamt",), [NOTICE]),
        (("kind:document", "is:unanswered"), [NOTICE, POLICY]),
        (("kind:document", "is:kept"), [BROKEN, SCAN]),
        (("kind:contract", "expires<90d"), ["lease"]),
        (("expires<10d",), []),
        (("date>-60d", "kind:expense", "amount>=30"), ["paper"]),
        (("kind:expense", "amount>30"), []),
        (("kind:expense", "amount:30"), ["paper"]),
        (("size>2", "sender:hanse"), [POLICY]),
        (("client:acme",), [POLICY, "website"]),
        (("client:acme", "kind:invoice", "website"), ["website"]),
        (("client:ac",), [POLICY, "website"]),
        (("project:website", "kind:invoice"), []),
        (("id:lease",), ["lease"]),
        (("date<2026-11-01", "kind:expense"), ["paper"]),
        (("tag:x",), []),
    ],
    ids=" ".join,
)
def test_filters_compare_fields_columns_and_references(
    library: Desk, words: tuple[str, ...], expected: list[str]
) -> None:
    assert sorted(found(library, *words)) == sorted(expected)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kind:contracts",), "did you mean contract?"),
        (("kind:zzz",), "there is no kind zzz"),
        (("expirs<90d",), "did you mean expires"),
        (("kind:client", "expires<90d"), "no record has 'expires' to compare"),
        (("kind:invoice", "qqq:1"), "no record has 'qqq' to compare"),
        (("is:refundd",), "did you mean refunded"),
        (("kind:project", "is:paid"), "no record is ever 'paid'"),
        (("kind:document", "received<soon"), "is not a day, a period or a time from today"),
        (("kind:expense", "amount>lots"), "amount>lots: 'lots' is not"),
        ((), "what is to be found?"),
    ],
    ids=" ".join,
)
def test_a_filter_that_means_nothing_is_refused(library: Desk, words: tuple[str, ...], said: str) -> None:
    done = library.run("find", *words)
    assert (done.code, said in done.err) == (2, True), done.err


def test_what_was_corrected_left_out_or_not_read_is_said(library: Desk) -> None:
    said = library.run("find", "umsatzstuer")
    assert "p. 1: Bescheid über Umsatzsteuer 2025" in said.out
    assert "no record has umsatzstuer; looked for umsatzsteuer" in said.err
    assert "1 file cannot be read as text; backoffice document read says which" in said.err
    assert "no record has all of that" in library.run("find", "policy", "unheard-of").err
    assert "there is more; --limit 5 shows it" in library.run("find", "2026", "--limit", "1").err
    assert library.run("find", "zzz").out == "no record has zzz\n"


def test_the_page_is_said(library: Desk) -> None:
    (row,) = library.run("find", "notebooks", "--format", "json").json["data"]
    assert row["context"].startswith("p. 2: ")


def test_what_was_read_is_not_read_again_and_a_change_is(filled: Desk) -> None:
    data = filled.run("document", "read", "--no-ocr", "--format", "json")
    assert (data.code, data.json["data"]) == (1, {"read": 5, "unreadable": 1, "pictures": 1})
    (finding,) = data.json["diagnostics"]
    assert (finding["path"], finding["code"]) == (f"documents/2026/{BROKEN}.md", "unreadable-paper")
    assert filled.run("document", "read", "--no-ocr").out == "0 files read\n"
    (filled.root / "expenses/2026/paper.pdf").write_bytes(pdf("Another receipt: pencils"))
    (filled.root / "expenses/2026/paper.md").write_text(RECEIPT + "Corrected.\n")
    assert found(filled, "pencils") == ["paper"]
    assert found(filled, "notebooks") == []
    (filled.root / f"documents/2026/{NOTICE}.md").unlink()
    assert found(filled, "umsatzsteuer") == []


def test_a_scan_that_takes_too_much_is_named_and_the_others_are_read(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = filled.root.parent / "bin" / ocr.PROGRAM
    program.parent.mkdir()
    program.write_text(in_python("bytearray(512 << 20)\n", "-SE"))
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "MEGABYTES", 256)
    filled.environment["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    said = filled.run("document", "read")
    where = f"documents/2026/{SCAN}"
    assert (said.code, said.out) == (1, "5 files read\n")
    assert (
        f"{where}.md:3:7: warning: {where}.pdf cannot be read as text: "
        "ocrmypdf gave up on it, with 600 s and 256 MB: MemoryError [unreadable-paper]\n"
    ) in said.err
    assert found(filled, "haftpflicht") == [POLICY]
    assert "2 files cannot be read as text" in filled.run("find", "haftpflicht").err


def test_a_receipt_that_comes_later_is_read_when_it_is_there(filled: Desk) -> None:
    (filled.root / "expenses/2026/paper.pdf").rename(filled.root / "later.pdf")
    assert found(filled, "notebooks") == []
    (filled.root / "later.pdf").rename(filled.root / "expenses/2026/paper.pdf")
    assert found(filled, "notebooks") == ["paper"]


def test_a_file_that_is_not_the_one_recorded_is_not_read(filled: Desk) -> None:
    (filled.root / f"documents/2026/{NOTICE}.pdf").write_bytes(pdf("Forged"))
    assert found(filled, "forged") == []
    assert found(filled, "finanzamt") == [NOTICE]


KILLED = """
import os, sys
from backoffice.workspace.index.texts import Texts
from backoffice.__main__ import main
put, count = Texts.put, []
def dying(self, *given):
    count.append(1)
    if len(count) == 3:
        os.kill(os.getpid(), 9)
    put(self, *given)
Texts.put = dying
main(["document", "read", "--no-ocr"])
"""


def test_reading_goes_on_where_it_was_killed(filled: Desk) -> None:
    environment = os.environ | filled.environment | {"PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=filled.root, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert filled.run("document", "read", "--no-ocr", "--format", "json").json["data"]["read"] == 3
    assert found(filled, "haftpflicht") == [POLICY]


def test_other_commands_work_while_papers_are_read(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int] = []

    def meanwhile(done: int, _: int) -> None:
        said.append(filled.run("document", "list").code)
        said.append(filled.run("client", "new", f"client-{done}", *CLIENT).code)

    monkeypatch.setattr("backoffice.cli.progress.bar", lambda what: meanwhile if what == "reading papers" else None)
    filled.run("document", "read", "--no-ocr")
    assert len(said) == 10
    assert set(said) == {0}


def test_a_damaged_store_of_texts_is_made_anew(filled: Desk, tmp_path: Path) -> None:
    filled.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    assert found(filled, "haftpflicht") == [POLICY]
    (store,) = (tmp_path / "cache").rglob("papers-*.db")
    store.write_bytes(b"not a database, but long enough to look like the beginning of one" * 100)
    assert found(filled, "haftpflicht") == [POLICY]
    sqlite3.connect(store).close()


def test_the_best_is_opened(library: Desk) -> None:
    library.environment |= {"BACKOFFICE_VIEWER": "true", "EDITOR": "true"}
    assert library.run("find", "haftpflicht", "--open").code == 0
    library.environment["BACKOFFICE_VIEWER"] = "false"
    assert library.run("find", "haftpflicht", "--open").code == 1
    assert library.run("find", "acme", "gmbh", "--open").code == 0
    assert library.run("find", "zzz", "--open").code == 1


# ── While typing ────────────────────────────────────────────────────────────────────────────────


def typed(desk: Desk, keys: list[tuple[str, str]], *words: str) -> str:
    """Sit at a terminal: wait until a text is shown, type keys, and so on to the end; return what was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(desk.root)
        environment = os.environ | desk.environment | {"TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2])}
        os.execve(sys.executable, [sys.executable, "-m", "backoffice", "find", *words], environment)  # noqa: S606
    shown = ""
    for text, key in [*keys, ("\x1b[?1049l", "")]:
        while text not in shown:
            ready, _, _ = select.select([terminal], [], [], 60)
            assert ready, shown
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except OSError as end:
                raise AssertionError(shown) from end
        os.write(terminal, key.encode())
    while select.select([terminal], [], [], 60)[0]:
        try:
            shown += os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            break
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown
    return shown


def test_results_come_while_typing(library: Desk) -> None:
    keys = [("type words", "umsü"), ("nothing found", "\x7f"), (NOTICE, "\x1b[B"), ("> document", "\r")]
    shown = typed(library, keys, "--interactive")
    assert shown.rstrip().endswith(f"documents/2026/{NOTICE}.md")


def test_half_a_filter_is_said_and_escape_ends(library: Desk) -> None:
    shown = typed(library, [("no record has 'kin'", "\x15"), ("type words", "\x1b")], "--interactive", "kin:x")
    assert shown.endswith("\x1b[?1049l")


def test_without_a_terminal_there_is_nothing_to_type_at(library: Desk) -> None:
    assert "there is no terminal" in library.run("find", "--interactive").err


def test_a_filter_takes_a_part_of_an_id_and_says_when_it_names_no_record_or_several(desk: Desk) -> None:
    desk.write({"clients/acme-north.md": "---\nname: North\naddress: {city: Kiel, country: DE}\n---\n"})
    desk.write({"clients/verdier.md": "---\nname: Verdier\naddress: {city: Lyon, country: FR}\n---\n"})
    desk.write({"invoices/drafts/look.md": "---\nclient: verdier\nlines: [{text: Look, price: 5}]\n---\n"})
    found = {part: desk.run("find", f"client:{part}", "kind:invoice") for part in ("verd", "acm", "vardier")}
    assert "invoice/look" in found["verd"].out
    assert (found["verd"].code, found["verd"].err) == (0, "")
    assert "backoffice: 'acm' could be any of 2; say which: acme, acme-north\n" in found["acm"].err
    assert "backoffice: there is no client 'vardier'; did you mean verdier?\n" in found["vardier"].err
