"""The example workspace is what its README promises, and stays so."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal

import pytest

from backoffice import checks
from backoffice.core.canonical import digest_of
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.formats.frontmatter import tree_of
from backoffice.formats.text import text_of
from backoffice.kinds import kinds
from backoffice.kinds.client import Client
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import Situation
from backoffice.kinds.document import Filed
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.issuing import issued
from backoffice.kinds.keeping import keeping
from backoffice.kinds.payment import Payment
from backoffice.kinds.quote.situation import gather as gather_quotes
from backoffice.kinds.sending import Sending
from backoffice.kinds.signature import Signature
from backoffice.kinds.void import Void
from backoffice.kinds.write_off import WriteOff
from backoffice.reports.aged_receivables import BUCKETS, open_items
from tests.example.workspace_files import books, contents, texts

TODAY = dt.date(2026, 11, 21)
QUARTER = 3


def numbered() -> list[tuple[Invoice, Issued]]:
    """Return the issued invoices in the order of their numbers."""
    return [(invoice, invoice.issued) for invoice in books().all(Invoice) if invoice.issued]


def test_every_file_is_read_without_a_complaint() -> None:
    assert books().problems == []


def test_every_file_is_a_record_a_receipt_or_one_of_these() -> None:
    receipts = {expense.receipt_path for expense in books().all(Expense)}
    papers = {
        f"contracts/{file}"
        for file in (
            *(paper.file for contract in books().all(Contract) for paper in contract.documents),
            *(signature.file for signature in books().all(Signature)),
            *(sending.file for sending in books().all(Sending)),
        )
    }
    papers |= {document.file_path for document in books().all(Filed)}
    papers |= {path for path in contents() if path.startswith("inbox/")}
    of_kinds = {path for path in contents() for kind in kinds() if kind.identity(path) is not None}
    assert set(contents()) - of_kinds - receipts - papers == {".gitattributes", ".gitignore", "README.md", "logo.svg"}


def test_check_is_silent() -> None:
    assert [str(each) for each in checks.run(books(), "basic")] == []


def test_the_strict_check_only_misses_archived_pdfs_and_one_lost_receipt() -> None:
    found = Counter(each.code for each in checks.run(books(), "strict"))
    assert found.pop("no-receipt") == 1
    assert found.keys() <= {"no-archived-pdf"}


@pytest.mark.parametrize(
    ("noun", "count"),
    [
        ("settings", 1),
        ("client", 22),
        ("project", 15),
        ("quote", 8),
        ("answer", 5),
        ("invoice", 155),
        ("void", 3),
        ("write-off", 2),
        ("credit-note", 3),
        ("schedule", 4),
        ("payment", 135),
        ("expense", 250),
        ("contract", 13),
        ("contract-template", 2),
        ("clause", 6),
        ("time", 2648),
        ("retainer", 2),
        ("sending", 3),
        ("signature", 4),
        ("notice", 1),
        ("termination", 1),
        ("document", 50),
        ("tool", 6),
        ("holidays", 1),
    ],
)
def test_there_are_as_many_as_promised(noun: str, count: int) -> None:
    assert len(books().ids(noun)) == count


def test_two_years_and_three_currencies() -> None:
    dates = sorted(issued.date for _, issued in numbered())
    assert (dates[0], dates[-1]) == (dt.date(2024, 12, 3), dt.date(2026, 11, 20))
    assert {issued.currency for _, issued in numbered()} == {"EUR", "USD", "CHF"}
    assert {issued.language for _, issued in numbered()} == {"de", "en", "fr"}
    assert {client.address.country for client in books().all(Client)} == {
        "DE",
        "AT",
        "CH",
        "FR",
        "GB",
        "NL",
        "US",
        "JP",
    }


def test_numbers_have_no_gap_and_the_chain_runs_through_the_years() -> None:
    assert Counter(issued.date.year for _, issued in numbered()) == {2024: 4, 2025: 73, 2026: 69}
    per_year: Counter[int] = Counter()
    previous, latest = None, dt.date.min
    for invoice, facts in numbered():
        year = facts.date.year
        per_year[year] += 1
        assert invoice.id == f"INV-{year}-{per_year[year]:04}"
        assert facts.previous == previous
        assert facts.date >= latest
        previous, latest = facts.digest, facts.date


def test_issuing_the_same_draft_today_gives_the_same_totals() -> None:
    for invoice, facts in numbered():
        client = books().get(Client, invoice.client)
        assert client is not None
        less = facts.totals.prepaid
        again = issued(invoice, client, books().settings, on=facts.date, number=facts.number, prepaid=less).issued
        assert again is not None
        assert (again.totals, again.due) == (facts.totals, facts.due), invoice.id


def test_all_tax_situations_occur() -> None:
    used = Counter(group.code for _, facts in numbered() for group in facts.totals.taxes)
    assert used.keys() == {*books().settings.taxes}
    assert any(len(facts.totals.taxes) > 1 for _, facts in numbered())
    assert any(facts.totals.allowances for _, facts in numbered())
    assert any(facts.totals.charges for _, facts in numbered())


def test_payments_fit_the_invoices_they_settle() -> None:
    settled: Counter[str] = Counter()
    for payment in books().all(Payment):
        for number, part in payment.allocate.items():
            invoice = books().get(Invoice, number)
            assert invoice is not None
            assert invoice.issued is not None
            assert (invoice.client, invoice.issued.currency) == (payment.client, payment.currency)
            assert invoice.issued.date <= payment.date <= TODAY
            settled[number] += Money.of(part, payment.currency).minor
    gross = {facts.number: Money.of(facts.totals.gross, facts.currency).minor for _, facts in numbered()}
    assert not [number for number, paid in settled.items() if paid > gross[number]]


def test_payments_of_every_sort_occur() -> None:
    payments = list(books().all(Payment))
    parts = Counter(number for payment in payments for number in payment.allocate)
    assert sum(1 for count in parts.values() if count > 1) >= 10  # paid in parts
    assert any(len(payment.allocate) > 1 for payment in payments)  # two invoices at once
    assert any(payment.discount for payment in payments)
    assert any(payment.fee for payment in payments)
    assert [str(payment.credit) for payment in payments if payment.credit] == ["100.00 CHF"]


def test_a_payment_is_named_by_its_bank_id_or_by_its_facts() -> None:
    by_hand = 0
    for payment in books().all(Payment):
        assert payment.id.startswith(f"{payment.date}-")
        name = payment.id.removeprefix(f"{payment.date}-")
        if not name.startswith("batk-"):
            assert name == digest_of({"facts": fields_tree(payment), "again": "1"})[:8]
            by_hand += 1
    assert 40 <= by_hand <= 90


def test_voided_and_written_off_invoices_leave_nothing_open() -> None:
    receivable = books().settings.chart.receivable
    gone: list[Record] = [*books().all(Void), *books().all(WriteOff)]
    for event in gone:
        assert books().balances(Query(account=receivable, document=f"invoice/{event.id}")) == []


def test_the_journal_balances_in_every_currency() -> None:
    assert books().balances(Query()) == []


def test_somebody_owes_in_every_bucket_of_the_ageing() -> None:
    items = list(open_items(books(), as_of=TODAY))
    counts = Counter(BUCKETS[bucket][0] for item in items if (bucket := item.bucket(TODAY)) is not None)
    assert counts == {"current": 9, "days_1_30": 4, "days_31_60": 2, "days_61_90": 1, "over_90": 2}
    assert all(item.open.amount > 0 for item in items)


def test_every_quarter_earns_its_keep_and_a_year_is_that_of_three_people() -> None:
    quarters: Counter[tuple[int, int]] = Counter()
    revenue: Counter[int] = Counter()
    for account in ("income", "expenses"):
        for balance in books().balances(Query(by=("month",), account=account)):
            year, month = map(int, balance.key[0].split("-"))
            if balance.currency == "EUR":
                quarters[year, (month - 1) // QUARTER] -= balance.minor
            revenue[year] -= balance.minor if account == "income" else 0
    assert all(profit > 0 for profit in quarters.values())
    assert 300_000_00 <= revenue[2025] <= 420_000_00
    assert 300_000_00 <= revenue[2026] <= 420_000_00


def test_one_client_always_pays_late() -> None:
    lateness = [
        (payment.date - facts.due).days
        for payment in books().all(Payment)
        if payment.client == "brauhaus-sieben-linden"
        for invoice, facts in numbered()
        if invoice.id in payment.allocate
    ]
    assert min(lateness) > QUARTER * 7


def test_bills_are_open_and_paid() -> None:
    bills = [expense for expense in books().all(Expense) if expense.due]
    waiting = [expense for expense in bills if not expense.paid]
    assert (len(bills) > 60, len(waiting)) == (True, 5)
    assert any(expense.due < TODAY for expense in waiting if expense.due)


def test_receipts_are_what_their_names_say() -> None:
    starts = {"pdf": b"%PDF-1.4\n", "png": b"\x89PNG\r\n", "jpg": b"\xff\xd8\xff", "txt": b"From: "}
    for expense in books().all(Expense):
        if path := expense.receipt_path:
            raw = contents()[path]
            assert raw.startswith(starts[path.rpartition(".")[2]])
            assert 300 < len(raw) < 6_000, path


def test_receipts_show_what_was_paid() -> None:
    for expense in books().all(Expense):
        if (path := expense.receipt_path) and path.endswith((".pdf", ".txt")):
            amount = f"{expense.amount:.2f}"
            shown = contents()[path].decode("cp1252", "replace")
            assert amount in shown or amount.replace(".", ",") in shown, path


def test_pdf_receipts_open() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    paths = [path for path in contents() if path.startswith("expenses/") and path.endswith(".pdf")]
    for path in paths[::25]:
        assert "Studio Halbwinter" in PdfReader(BytesIO(contents()[path]), strict=True).pages[0].extract_text()


def test_the_expenses_tell_delivery_from_overhead_and_name_their_tax() -> None:
    expenses = list(books().all(Expense))
    assert Counter(expense.nature for expense in expenses).keys() == {"delivery", "overhead"}
    assert len({expense.category for expense in expenses}) >= 12
    for expense in expenses:
        rate = {"standard": 19, "reduced": 7, "": 0}[expense.tax]
        assert expense.vat == Money.of(expense.amount * rate / Decimal(100 + rate), "EUR").amount, expense.id


def test_people_with_different_editors_wrote_it() -> None:
    crlf = {path for path, text in texts().items() if "\r\n" in text}
    marked = {path for path, raw in contents().items() if raw.startswith(b"\xef\xbb\xbf")}
    assert crlf == {
        "clients/zahnaerzte-am-speicher.md",
        "invoices/2025/INV-2025-0011.md",
        "time/marlene-halbwinter/2026-06.yaml",
    }
    assert {path.split("/")[0] for path in marked} == {"projects", "expenses"}
    for habit in (
        r"^lines:\n- \{",  # braces on one line
        r"^lines:\n  - text",  # indented lists
        r"^lines:\n- quantity",  # and flush ones
        r": >-$",  # folded text
        r": \|-?$",  # text of several lines
        r"^\w+: '",
        r'^\w+: "',
        r"  #",  # comments behind a field
        r"^# ",  # and on their own line
        r"^\w+:  +\w",  # aligned columns
    ):
        assert sum(1 for text in texts().values() if re.search(habit, text, re.MULTILINE)) >= 2, habit


def test_the_issued_block_is_where_the_tool_puts_it() -> None:
    for invoice, _ in numbered():
        path = f"invoices/{invoice.id[4:8]}/{invoice.id}.md"
        tree = tree_of(path, text_of(contents()[path]))
        assert isinstance(tree, dict)
        assert list(tree)[-1] == "issued"


def test_contracts_stand_where_contracts_stand() -> None:
    states = {name: Situation.of(facts, TODAY).state for name, facts in gather(books()).items()}
    assert states == {
        "arbeitsvertrag-nguyen": "active",
        "elsterbruck-portal-2026": "active",
        "elsterbruck-rahmenvertrag": "notice-window",
        "elsterbruck-rahmenvertrag-2022": "superseded",
        "foerde-radwerk-rahmenvertrag": "out-for-signature",
        "formwerk-suite": "active",
        "hanse-elektronik": "notice-window",
        "krabbe-grotesk": "active",
        "kumo-nda": "active",
        "mietvertrag-tauwerkgasse": "active",
        "northbeam-design-partnership": "terminated",
        "pagemint": "ending",
        "sonnegg-betreuung-2027": "out-for-signature",
    }
    assert {contract.type for contract in books().all(Contract)} >= {"lease", "insurance", "saas", "employment", "sow"}


def test_contracts_have_papers_that_open() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    papers = [path for path in contents() if path.startswith("contracts/") and path.endswith(".pdf")]
    assert len(papers) == 13
    for path in papers:
        assert "Halbwinter" in PdfReader(BytesIO(contents()[path]), strict=True).pages[0].extract_text()
        assert len(contents()[path]) < (30_000 if path.endswith(".sent.pdf") else 3_000)


def test_documents_have_files_that_open_and_some_are_scans() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    documents = list(books().all(Filed))
    pages = {each.id: PdfReader(BytesIO(contents()[each.file_path]), strict=True).pages[0] for each in documents}
    scans = {each for each, page in pages.items() if not page.extract_text()}
    assert scans == {each.id for each in documents if each.source == "scan"}
    assert (len(documents), len(scans)) == (50, 10)
    assert all(len(contents()[each.file_path]) < 40_000 for each in documents)


def test_some_documents_wait_some_are_held_and_some_may_go() -> None:
    documents = list(books().all(Filed))
    assert len([each for each in documents if each.respond_by and not each.responded]) == 3
    assert len([each for each in documents if each.hold]) == 2
    assert len([each for each in keeping(books(), as_of=TODAY) if each.may_go(TODAY)]) == 3
    assert {ref.partition("/")[0] for each in documents for ref in each.about} == {
        *("client", "project", "contract", "expense", "invoice"),
    }


def test_drafts_of_different_kinds_wait() -> None:
    drafts = [invoice for invoice in books().all(Invoice) if not invoice.issued]
    assert len(drafts) == 9
    for draft in drafts:
        client = books().get(Client, draft.client)
        assert client is not None
        assert issued(draft, client, books().settings, on=TODAY, number="INV-2026-0070").gross


def test_quotes_of_every_fate() -> None:
    found = gather_quotes(books()).values()
    assert Counter(each.state(TODAY) for each in found) == {
        "declined": 1,
        "expired": 1,
        "accepted": 3,
        "billed": 1,
        "sent": 2,
    }
    assert any(each.quote.options for each in found)
    assert any(each.answer and each.answer.extras for each in found)
    assert any(each.quote.milestones and each.left().amount for each in found)


def test_a_deposit_was_paid_and_deducted() -> None:
    (final,) = [(invoice, facts) for invoice, facts in numbered() if facts.totals.prepaid]
    (less,) = final[1].totals.prepaid
    deposit = books().get(Invoice, less.number)
    assert deposit is not None
    assert deposit.issued is not None
    assert (deposit.type, deposit.issued.totals.gross) == ("deposit", less.gross)


def test_it_is_small() -> None:
    assert sum(map(len, contents().values())) < 3_000_000
