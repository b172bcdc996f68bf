"""Pages of one's own: copied, changed, watched, and what happens when they are broken."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from backoffice.cli.context import Session
from backoffice.cli.sampling import sheet
from backoffice.render.own_pages import LARGEST, PAGES, built_in
from backoffice.render.worker import answer
from tests.cli.desk import SETTINGS, Desk

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open
LINES = "templates/lines.html"


def text_of(file: Path) -> str:
    return PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()


def test_ejected_files_are_those_of_the_package_and_are_copied_once(desk: Desk) -> None:
    assert desk.run("template", "eject", "invoice", "--dry-run").code == 0
    assert not (desk.root / "templates").exists()
    said = desk.run("template", "eject", "invoice")
    assert said.out.splitlines() == [
        "Ejected the invoice template",
        *(f"  templates/{name}" for name in ("invoice.html", "lines.html", "payment.html", "invoice.css")),
    ]
    assert (desk.root / LINES).read_bytes() == built_in("lines.html")
    assert desk.run("template", "show", "lines.html").out == built_in("lines.html").decode()
    (desk.root / LINES).write_text("mine")
    again = desk.run("template", "eject", "invoice", "--format", "json")
    assert again.json["data"] == {"page": "invoice", "already": True, "paths": [], "commit": None}
    quote = desk.run("template", "eject", "quote").out
    assert "templates/quote.html" in quote
    assert "templates/lines.html was there already" in quote
    assert (desk.root / LINES).read_text() == "mine"


def test_the_list_says_what_is_ones_own(desk: Desk) -> None:
    desk.write({"templates/letter.css": built_in("letter.css").decode()})
    rows = desk.run("template", "list", "--format", "json").json["data"]
    assert {row["file"] for row in rows if row["yours"]} == {"letter.css"}
    assert {row["page"] for row in rows} == set(PAGES)


def looked(desk: Desk, page: str, record: str = "") -> str:
    """Return the text of a page, printed in this process."""
    session = Session(desk.environment, str(desk.root))
    said, pdf = answer(sheet(session, page, record).text())
    assert said.get("warnings") == (), said
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_sample(desk: Desk, page: str) -> None:
    assert "Studio Ada" in looked(desk, page)


def test_a_preview_leaves_the_books_alone(desk: Desk) -> None:
    said = desk.run("template", "preview", "contract", "-o", "look.pdf")
    assert (said.code, said.out, said.err) == (0, "look.pdf\n", "")
    assert desk.git("status", "--porcelain").split() == ["??", "look.pdf"]


def test_records_of_every_sort_can_be_looked_at(desk: Desk) -> None:
    later = "---\nclient: acme\nlines:\n  - {text: Later, price: 90}\n---\n"
    dunning = "dunning: {levels: [{after: 7d}], bank_within: 9d}\n"
    desk.write({"quotes/drafts/offer.md": later, "backoffice.yaml": SETTINGS + dunning})
    deal = "---\nname: Deal\ntype: service\nside: provider\nclient: acme\n---\nAgreed.\n"
    desk.write({"contracts/deal.md": deal})
    for words in (
        ("invoice", "issue", "website", "--on", "2026-09-01"),
        ("invoice", "remind", "--bank-as-of", "2026-11-21"),
        ("quote", "send", "offer"),
        ("invoice", "credit", "2026-0001", "--line", "1=10", "--reason", "x"),
    ):
        assert desk.run(*words, "--no-pdf").code == 0
    desk.write({"quotes/drafts/other.md": later, "invoices/drafts/later.md": later})
    for page, record, shows in (
        ("invoice", "2026-0001", "INV-2026-0001"),
        ("invoice", "later", "Draft invoice"),
        ("invoice", "CN-2026-0001", "Credit note CN-2026-0001"),
        ("quote", "Q-2026-0001", "Q-2026-0001"),
        ("quote", "other", "Draft quote"),
        ("reminder", "INV-2026-0001--1", "Payment reminder"),
        ("statement", "acme", "Acme GmbH"),
        ("contract", "deal", "Agreed."),
    ):
        assert shows in looked(desk, page, record)
    assert desk.run("template", "preview", "quote", "nobody").code == 1


def test_ones_own_page_is_used_wherever_it_is_printed(desk: Desk) -> None:
    desk.write({LINES: "<p>What we did for you</p>", "templates/letter.css": built_in("letter.css").decode()})
    desk.git("add", "-A")
    said = desk.run("invoice", "issue", "website")
    assert said.code == 0, said.err
    archived = desk.root / "invoices/2026/INV-2026-0001.pdf"
    before = archived.read_bytes()
    assert "What we did for you" in text_of(archived)
    (desk.root / LINES).unlink()
    assert desk.run("invoice", "pdf", "1", "-o", "copy.pdf").code == 0
    assert "What we did for you" not in text_of(desk.root / "copy.pdf")
    assert archived.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{ page.rows }}\n{{ page.nothing }}", "templates/lines.html:2: error: there is no 'nothing' here"),
        ("\n\n{% for %}", "templates/lines.html:3: error: "),
        ("{% include '../backoffice.yaml' %}", "templates/lines.html:1: error: it asks for ../backoffice.yaml"),
        ("x" * (LARGEST + 1), "templates/lines.html: error: it has 100001 bytes"),
        ("\udcff", "templates/lines.html: error: it is not UTF-8: byte 1"),
    ],
)
def test_a_broken_page_prints_nothing_and_is_named_with_its_place(desk: Desk, text: str, place: str) -> None:
    (desk.root / "templates").mkdir()
    (desk.root / LINES).write_bytes(text.encode("utf-8", "surrogateescape"))
    said = desk.run("invoice", "issue", "website")
    assert said.code == 1
    assert said.err.startswith(place)
    assert "[broken-template]" in said.err
    assert not list((desk.root / "invoices").glob("2026/*"))
    assert desk.run("invoice", "list").code == 0


def test_watching_has_no_answer_for_programs(desk: Desk) -> None:
    assert desk.run("template", "preview", "invoice", "--watch", "--format", "json").code == 2


def put(file: Path, text: str) -> None:
    """Write a file at once: whoever watches it never sees one that is still empty."""
    fresh = file.with_name(".fresh")
    fresh.write_text(text)
    fresh.replace(file)


def test_a_page_is_printed_anew_when_it_changes_until_one_has_enough(desk: Desk) -> None:
    (desk.root / "templates").mkdir()
    words = ["template", "preview", "invoice", "website", "--watch", "-o", "look.pdf"]
    environment = os.environ | desk.environment | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-m", "backoffice", *words],
        cwd=desk.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert watching.stdout.readline() == "Printed look.pdf\n"
        put(desk.root / LINES, "{{ oops }}")
        assert watching.stderr.readline().startswith("templates/lines.html:1: error: 'oops' is undefined")
        put(desk.root / LINES, "<p>Watched</p>")
        assert watching.stdout.readline() == "Printed look.pdf\n"
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0
    assert "Watched" in text_of(desk.root / "look.pdf")
