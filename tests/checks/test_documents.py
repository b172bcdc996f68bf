"""What `check` sees of documents and their files."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from backoffice.checks.documents import CHECK
from backoffice.checks.references import dangling
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.filed import FileFacts
from backoffice.core.record import Record
from backoffice.core.schema import BAD_VALUE
from backoffice.core.seal import hash_of
from backoffice.kinds.issuing import sealed
from tests.made import client, invoice, made, settings, shown

OLD, NEW = "ab" * 32, "cd" * 32
FILE = "documents/2026/notice.pdf"
FIELDS = {
    "name": "Notice",
    "file": "notice.pdf",
    "sha256": OLD,
    "size": "10",
    "type": "application/pdf",
    "received": "2026-11-03",
}
AT = "documents/2026/notice.md:1"


def filed(identity: str = "notice", /, **more: Any) -> Record:  # noqa: ANN401
    fields = {name: value for name, value in (FIELDS | more).items() if value}
    record: Record = made("document", identity, **fields)
    return record


def found(*records: Record, facts: Mapping[str, FileFacts], **more: Any) -> list[str]:  # noqa: ANN401
    books = MemoryBooks(settings(), [settings(), client(), *records], files=facts, facts=facts.get, **more)
    return [each.removesuffix(f" [{each.rpartition('[')[2]}") for each in shown(CHECK.run(books))]


THERE = {FILE: FileFacts(10, OLD)}


@pytest.mark.parametrize(
    ("more", "facts", "expected"),
    [
        ({}, THERE, []),
        ({}, {}, [f"{AT}: error: {FILE} is not there"]),
        ({}, {FILE: FileFacts(10, NEW)}, [f"{AT}: error: {FILE} is not the file that was recorded"]),
        ({}, {FILE: FileFacts(130, NEW, OLD)}, [f"{AT}: error: {FILE} is only a pointer of git-lfs"]),
        (
            {"size": "10000001"},
            {FILE: FileFacts(10_000_001, OLD)},
            [f"{AT}: warning: notice.pdf has 10.0 MB, more than the 10 MB that the settings allow"],
        ),
        ({"disposed": {"date": "2026-11-01", "reason": "old"}}, {}, []),
        ({"retention": "vouchers"}, THERE, [f"{AT}: error: there is no retention class vouchers"]),
        ({"retention": "voucher"}, THERE, []),
        ({"file": "", "outside": "~/a.mov"}, {"~/a.mov": FileFacts(10, OLD)}, []),
        ({"file": "", "outside": "~/a.mov"}, {}, [f"{AT}: warning: ~/a.mov is not there"]),
        (
            {"file": "", "outside": "~/a.mov"},
            {"~/a.mov": FileFacts(10, NEW)},
            [f"{AT}: warning: ~/a.mov is not the file that was recorded"],
        ),
        (
            {"file": "", "outside": "~/a.mov", "disposed": {"date": "2026-11-01", "reason": "old"}},
            {},
            [],
        ),
    ],
)
def test_a_file_is_there_and_unchanged(
    more: dict[str, Any], facts: Mapping[str, FileFacts], expected: list[str]
) -> None:
    assert found(filed(**more), facts=facts) == expected


def test_a_file_is_filed_once_and_a_serial_number_given_once() -> None:
    other = filed("other", file="other.pdf", serial="7")
    facts = THERE | {"documents/2026/other.pdf": FileFacts(10, OLD)}
    at = "documents/2026/other.md:1: error: other has the same"
    assert found(filed(serial="7"), other, facts=facts) == [
        f"{at} file as notice ({AT})",
        f"{at} archive serial number as notice ({AT})",
    ]


def test_a_file_that_nobody_recorded_is_found() -> None:
    broken = BAD_VALUE.at(Location("documents/2026/broken.md", 3), "size should be a whole number")
    loose = ["lost.pdf", "broken.pdf", ".DS_Store", "stray.md"]
    facts = THERE | {f"documents/2026/{name}": FileFacts(1, NEW) for name in loose}
    orphan = "documents/2026/lost.pdf: warning: no document says what this is"
    assert found(filed(), facts=facts, problems=[broken]) == [orphan]


def test_hashes_of_receipts_and_of_contracts_are_compared_too() -> None:
    bought = {"date": "2026-01-05", "supplier": "Shop", "category": "office", "amount": "10", "currency": "EUR"}
    expense = made("expense", "paper", **bought, receipt="paper.jpg", receipt_sha256=OLD)
    plain = made("expense", "pens", **bought, receipt="pens.jpg")
    papers = [{"role": "executed", "file": "nda.pdf", "sha256": OLD}, {"role": "annex", "file": "annex.pdf"}]
    terms = {"name": "NDA", "type": "nda", "side": "mutual", "client": "acme", "documents": papers}
    contract = made("contract", "nda", **terms)
    answers = {"contract": "nda", "date": "2026-01-05"}
    signature = made("signature", "nda--ada", **answers, signatory="Ada", file="nda--ada.pdf", sha256=OLD)
    unsigned = made("signature", "nda--bo", **answers, signatory="Bo")
    names = ["expenses/2026/paper.jpg", "contracts/nda.pdf", "contracts/nda--ada.pdf"]
    records = (expense, plain, contract, signature, unsigned)
    assert found(*records, facts={name: FileFacts(10, OLD) for name in names}) == []
    assert found(*records, facts={}) == []
    changed = found(*records, facts={name: FileFacts(10, NEW) for name in names})
    assert [each.split()[2] for each in changed] == names


REMINDER = {"invoice": "INV-2026-0001", "level": "1", "tone": "friendly", "date": "2026-02-20", "due": "2026-02-27"}
REMINDER |= {"client": "acme", "currency": "EUR", "language": "en", "open": "119.00"}
PDF = b"%PDF-1.7 as it went out"


def archived() -> Iterator[tuple[Record, str, str | None]]:
    yield sealed(invoice(1, "2026-01-10"), PDF), "INV-2026-0001.pdf", hash_of(PDF)
    yield made("reminder", "INV-2026-0001--1", **REMINDER, pdf_sha256=OLD), "INV-2026-0001--1.reminder.pdf", OLD


def test_an_archived_pdf_is_there_and_unchanged() -> None:
    for record, name, digest in archived():
        path, at = f"invoices/2026/{name}", f"{record.where}: error: invoices/2026/{name}"
        assert found(record, facts={path: FileFacts(10, str(digest))}) == []
        assert found(record, facts={path: FileFacts(10, NEW)}) == [f"{at} is not the file that was recorded"]
        assert found(record, facts={path: FileFacts(130, NEW, OLD)}) == [f"{at} is only a pointer of git-lfs"]
        assert found(record, facts={}) == [f"{at}, which was archived with it, is not there"]


def test_a_pdf_that_was_not_archived_is_nobodys_business() -> None:
    assert found(invoice(1, "2026-01-10"), facts={"invoices/2026/INV-2026-0001.pdf": FileFacts(10, NEW)}) == []


@pytest.mark.parametrize(
    ("about", "message", "hint"),
    [
        ("client/acme", None, ""),
        ("client/acne", "about: there is no client acne", "did you mean acme?"),
        ("client/zzz", "about: there is no client zzz", "see backoffice client list"),
        ("clients/acme", "about: there is no clients acme", "did you mean client/acme?"),
        ("zzz/acme", "about: there is no zzz acme", "kinds are settings"),
    ],
)
def test_a_document_is_about_a_record_that_there_is(about: str, message: str | None, hint: str) -> None:
    said = list(dangling(MemoryBooks(settings(), [settings(), client(), filed(about=[about])])))
    assert [each.message for each in said] == ([message] if message else [])
    assert all(each.hint.startswith(hint) for each in said)
