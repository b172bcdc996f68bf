"""An invoice from draft to paid, as a script sees it."""

import hashlib

import pytest

from tests.cli.desk import ACME, DRAFT, SETTINGS, Desk

ISSUE = ("invoice", "issue", "website", "--no-pdf", "--format", "json")


def test_issuing_answers_with_number_path_and_commit(desk: Desk) -> None:
    said = desk.run(*ISSUE)
    assert said.code == 0
    data = said.json["data"]
    assert data["commit"] == desk.git("rev-parse", "HEAD").strip()
    assert {name: data[name] for name in ("number", "path", "due", "gross", "already")} == {
        "number": "INV-2026-0001",
        "path": "invoices/2026/INV-2026-0001.md",
        "due": "2026-12-05",
        "gross": {"amount": "1190.00", "currency": "EUR"},
        "already": False,
    }


def test_issuing_again_gives_the_same_number(desk: Desk) -> None:
    desk.run(*ISSUE)
    said = desk.run(*ISSUE)
    assert (said.code, said.json["data"]["number"], said.json["data"]["already"]) == (0, "INV-2026-0001", True)
    assert desk.git("rev-list", "--count", "HEAD").strip() == "2"


def test_issuing_again_does_not_issue_a_draft_whose_name_begins_alike(desk: Desk) -> None:
    desk.write({"invoices/drafts/website-2.md": DRAFT.replace("price: 100", "price: 50")})
    assert desk.run("invoice", "issue", "website", "--no-pdf").code == 0
    again = desk.run("invoice", "issue", "website", "--no-pdf")
    assert again.out.startswith("INV-2026-0001 is issued already")
    shown = desk.run("invoice", "preview", "website", "--no-pdf")
    assert shown.code == 1
    assert shown.err.splitlines() == [
        "backoffice: error: website was issued already, as INV-2026-0001",
        "backoffice: hint: backoffice invoice pdf INV-2026-0001 --open",
    ]
    by_number = desk.run("invoice", "preview", "INV-2026-0001", "--no-pdf")
    assert by_number.err.startswith("backoffice: error: INV-2026-0001 was issued already\n")
    assert desk.run("invoice", "preview", "website-", "--no-pdf").code == 0


def test_a_dry_run_shows_the_number_and_writes_nothing(desk: Desk) -> None:
    said = desk.run("invoice", "issue", "website", "--dry-run")
    assert said.out.startswith("Issue INV-2026-0001 to Acme GmbH (1190.00 EUR)\n")
    assert "+  number: INV-2026-0001" in said.out
    assert desk.git("status", "--short") == ""
    assert desk.git("rev-list", "--count", "HEAD").strip() == "1"


@pytest.mark.parametrize(
    ("how", "hints"),
    [
        (["--on", "2026-12-01"], ["  with discount until 2026-12-01: 1166.20 EUR; name that if it is what arrived"]),
        (["--on", "2026-12-01", "--discount"], []),
        (["1190", "--on", "2026-12-01"], []),
        (["--on", "2026-12-02"], []),
    ],
)
def test_what_a_discount_would_make_of_a_payment_is_told_and_not_guessed(
    desk: Desk, how: list[str], hints: list[str]
) -> None:
    desk.write({"invoices/drafts/website.md": DRAFT.replace("lines:", "cash_discount: {percent: 2}\nlines:")})
    desk.run(*ISSUE)
    pay = ("invoice", "pay", "1", *how, "--today", "2026-12-03")
    for answer in (desk.run(*pay, "--dry-run"), desk.run(*pay)):
        assert [line for line in answer.out.splitlines() if "with discount" in line] == hints


def test_invoices_are_chained(desk: Desk) -> None:
    desk.write({"invoices/drafts/more.md": DRAFT})
    desk.run(*ISSUE)
    desk.run("invoice", "issue", "more", "--no-pdf")
    first = desk.run("invoice", "show", "1", "--format", "json").json["data"]["fields"]["issued"]
    second = desk.run("invoice", "show", "2", "--format", "json").json["data"]["fields"]["issued"]
    assert second["previous"] == first["digest"]
    assert desk.run("check").code == 0


def test_the_next_invoice_joins_two_that_were_issued_unseen(desk: Desk) -> None:
    desk.write({f"invoices/drafts/d{n}.md": DRAFT.replace("Website", f"Website {n}") for n in range(4)})
    issue = ("invoice", "issue", "--no-pdf", "--format", "json")
    desk.run(*issue, "website")
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message", "drafts")
    desk.git("switch", "--quiet", "--create", "other")
    assert desk.run(*issue, "d0").json["data"]["number"] == "INV-2026-0002"
    desk.git("switch", "--quiet", "-")
    assert desk.run(*issue, "d1").json["data"]["number"] == "INV-2026-0003"
    assert "INV-2026-0002, the number before INV-2026-0003, is missing" in desk.run("check").out
    desk.git("merge", "--quiet", "other")
    said = desk.run("check")
    assert "warning: INV-2026-0003 and INV-2026-0002 were issued after the same invoice [forked-chain]" in said.out
    assert said.code == 0
    desk.run(*issue, "d2")
    assert desk.run("check").err == "backoffice: all is well\n"
    desk.run(*issue, "d3")
    assert desk.run("check").err == "backoffice: all is well\n"
    second = desk.root / "invoices/2026/INV-2026-0002.md"
    second.write_text(second.read_text().replace("Website 0", "Website 9"))
    assert "[changed-invoice]" in desk.run("check").out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("clients/acme.md", ACME.replace("name", "nmae")),
        ("invoices/drafts/website.md", DRAFT.replace("price: 500", "price: 1e3")),
        ("backoffice.yaml", "business: [\n"),
    ],
)
def test_nothing_is_issued_while_a_file_it_depends_on_is_broken(desk: Desk, path: str, text: str) -> None:
    desk.write({path: text})
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert said.code == 1
    assert f"{path}:" in said.err
    assert not (desk.root / "invoices" / "2026").exists()


def test_a_broken_neighbour_stops_nothing(desk: Desk) -> None:
    desk.write({"clients/other.md": "---\nname: [\n---\n"})
    assert desk.run(*ISSUE).code == 0


def test_a_draft_without_its_client_is_refused(desk: Desk) -> None:
    desk.write({"invoices/drafts/website.md": DRAFT.replace("acme", "nobody")})
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert (said.code, "there is no client nobody" in said.err) == (1, True)


def test_a_payment_is_recorded_once(desk: Desk) -> None:
    desk.run(*ISSUE)
    pay = ("invoice", "pay", "1", "500", "--format", "json")
    assert desk.run(*pay).json["data"]["open"] == {"amount": "690.00", "currency": "EUR"}
    assert desk.run(*pay).json["data"]["already"] is True
    assert desk.run(*pay, "--again", "2").json["data"]["open"] == {"amount": "190.00", "currency": "EUR"}
    assert desk.run("invoice", "pay", "1").out.splitlines()[-1] == "  INV-2026-0001 is paid"
    assert desk.run("invoice", "pay", "1").out == "INV-2026-0001 is paid already\n"
    assert len(list((desk.root / "payments" / "2026").iterdir())) == 3


def test_the_whole_amount_named_twice_is_still_one_payment(desk: Desk) -> None:
    desk.run(*ISSUE)
    for _ in range(2):
        assert desk.run("invoice", "pay", "1", "1190").code == 0
    assert len(list((desk.root / "payments" / "2026").iterdir())) == 1


def test_a_void_and_a_write_off_happen_once(desk: Desk) -> None:
    desk.write({"invoices/drafts/more.md": DRAFT})
    desk.run(*ISSUE)
    desk.run("invoice", "issue", "more", "--no-pdf")
    for verb, number, state in (("void", "1", "void"), ("write-off", "2", "written off")):
        first = desk.run("invoice", verb, number, "--reason", "because")
        again = desk.run("invoice", verb, number, "--reason", "because")
        assert (first.code, again.code, again.out) == (0, 0, f"INV-2026-000{number} is {state} already\n")
    states = [row["state"] for row in desk.run("invoice", "list", "--format", "json").json["data"]]
    assert states == ["void", "written off"]


def test_a_preview_shows_discounts_and_surcharges_as_amounts(desk: Desk) -> None:
    draft = "---\nclient: acme\nlines:\n  - {text: Print, quantity: 1000, price: 12.5, per: 100}\n"
    draft += "allowances:\n  - {reason: Loyal, percent: 10}\ncharges:\n  - {reason: Post, amount: 8.9}\n---\n"
    desk.write({"invoices/drafts/print.md": draft})
    shown = desk.run("invoice", "preview", "print", "--no-pdf").out
    assert "Print      1000        12.50 EUR per 100  standard  125.00 EUR" in shown
    assert [" ".join(line.split()) for line in shown.splitlines()[-6:]] == [
        "lines 125.00 EUR",
        "less Loyal (10 % of 125.00) -12.50 EUR",
        "plus Post 8.90 EUR",
        "net 121.40 EUR",
        "standard 19 % of 121.40 23.07 EUR",
        "gross 144.47 EUR",
    ]


def test_what_was_written_is_named_from_where_the_user_is(desk: Desk) -> None:
    below = Desk(desk.root / "invoices", desk.environment)
    issued = below.run("invoice", "issue", "website", "--no-pdf")
    assert issued.out.splitlines()[1] == "  2026/INV-2026-0001.md"
    paid = below.run("invoice", "pay", "1").out.splitlines()[1]
    assert paid.startswith(f"  {desk.root}/payments/2026/2026-11-21-")
    assert below.run("undo", "--yes").out.splitlines()[1] == paid


def test_a_payment_of_a_day_to_come_says_so(desk: Desk) -> None:
    desk.run("invoice", "issue", "website", "--no-pdf")
    said = desk.run("invoice", "pay", "INV-2026-0001", "--on", "2027-11-21").out
    assert "  2027-11-21 is still to come: nothing counts as paid before it" in said.splitlines()
    assert "still to come" not in desk.run("invoice", "pay", "INV-2026-0001", "1", "--on", "2026-11-21").out


def test_a_preview_writes_nothing(desk: Desk) -> None:
    said = desk.run("invoice", "preview", "website", "--no-pdf")
    assert "gross" in said.out
    assert "1190.00 EUR" in said.out
    assert desk.git("status", "--short") == ""


def test_what_others_build_on_is_not_taken_back_alone(desk: Desk) -> None:
    desk.write({"invoices/drafts/second.md": (desk.root / "invoices/drafts/website.md").read_text() + "\nagain\n"})
    desk.run("invoice", "issue", "website", "--no-pdf")
    first = desk.git("rev-parse", "HEAD").strip()

    def refused() -> str:
        said = desk.run("undo", first, "--yes")
        assert said.code == 1
        return said.err

    desk.run("invoice", "pay", "1")
    assert "INV-2026-0001 cannot be taken back alone: payment/2026-11-21-" in refused()
    assert desk.run("undo", "--yes").code == 0
    desk.run("invoice", "void", "1", "--reason", "wrong")
    assert "void/INV-2026-0001 builds on it" in refused()
    assert desk.run("undo", "--yes").code == 0
    assert desk.run("invoice", "issue", "second", "--no-pdf").code == 0
    assert "invoice/INV-2026-0002 builds on it" in refused()
    assert desk.run("undo", "--yes").code == 0
    assert desk.run("undo", first, "--yes").code == 0
    assert desk.run("check").code == 0


def test_undo_brings_the_draft_back(desk: Desk) -> None:
    desk.run(*ISSUE)
    assert desk.run("undo", "--dry-run").out.endswith("nothing was written (--dry-run)\n")
    assert desk.run("undo").code == 0
    assert desk.run("invoice", "list", "--format", "json").json["data"][0]["state"] == "draft"
    assert desk.run("undo").code == 1


def test_nothing_goes_out_under_the_name_that_init_made_up(desk: Desk) -> None:
    settings = SETTINGS.replace("Studio Ada", "Your Business").replace("Berlin,", "Your City,")
    desk.write({"backoffice.yaml": settings})
    said = desk.run("invoice", "issue", "website")
    assert said.code == 1
    assert "backoffice.yaml:2:9: error: the business is still called 'Your Business' [unnamed-business]" in said.err
    assert "error: the city of the business is still 'Your City' [unnamed-business]" in said.err
    assert desk.run("invoice", "preview", "website").code == 0


def test_numbers_of_a_device_are_a_chain_of_their_own(desk: Desk) -> None:
    draft = (desk.root / "invoices/drafts/website.md").read_text()
    desk.write({f"invoices/drafts/d{n}.md": draft.replace("Website", f"Website {n}") for n in range(3)})
    desk.git("config", "backoffice.device", "b")
    for name, more in (("website", ()), ("d0", ("--offline",)), ("d1", ("--offline",)), ("d2", ())):
        assert desk.run("invoice", "issue", name, "--no-pdf", *more).code == 0
    for number in ("INV-2026-0001", "INV-2026-0002"):
        assert desk.run("invoice", "credit", number, "--reason", "wrong", "--no-pdf", "--offline").code == 0
    assert desk.run("check").err == "backoffice: all is well\n"
    issued = (desk.root / "invoices/2026/INV-2026-b-0001.md").read_text()
    desk.write({"invoices/2026/INV-2026-b-0001.md": issued.replace("Website 0", "Website 9")})
    assert "was changed after it was issued" in desk.run("check").out


def test_the_archived_pdf_is_vouched_for_by_the_digest_of_the_invoice(desk: Desk) -> None:
    assert desk.run("invoice", "issue", "website").code == 0
    pdf = desk.root / "invoices/2026/INV-2026-0001.pdf"
    archived = pdf.read_bytes()
    assert desk.run("check").err == "backoffice: all is well\n"
    desk.run("invoice", "pdf", "1", "-o", "copy.pdf")
    assert (desk.root / "copy.pdf").read_bytes() == archived
    path = "invoices/2026/INV-2026-0001.pdf"
    for changed in (archived + b"\n% more", b"%PDF-1.7\n"):
        pdf.write_bytes(changed)
        desk.git("commit", "--quiet", "--all", "--message", "nobody looks")
        (line, hint) = desk.run("check").out.splitlines()
        assert line.startswith("invoices/2026/INV-2026-0001.md:")
        assert line.endswith(f" error: {path} is not the file that was recorded [changed-paper]")
        assert hint == f"backoffice: hint: git log -- {path}"
    pdf.unlink()
    assert "[missing-paper]" in desk.run("check").out
    pdf.write_bytes(archived)
    invoice = desk.root / "invoices/2026/INV-2026-0001.md"
    invoice.write_text(invoice.read_text().replace(hashlib.sha256(archived).hexdigest(), "0" * 64))
    assert "[changed-invoice]" in desk.run("check").out
