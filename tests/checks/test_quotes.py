"""Answers that do not fit their quote, and quotes billed beyond what was agreed."""

from typing import Any

import pytest

from backoffice import checks
from backoffice.checks.quotes import disagreements
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Fault, Location
from backoffice.core.part import replaced
from backoffice.core.record import Record
from tests.made import books, client, draft, invoice, made, moved, settings, shown
from tests.quoted import DESIGN, EXTRA, OFFER, PRINT, TAKEN, bill, billed, no, quote, yes
from tests.quoted import draft as drafted

CHOICE = quote(DESIGN | {"option": "A"}, PRINT | {"option": "B"})
FIRST = billed(1, "2026-03-15", bill("progress", "60", TAKEN), OFFER, TAKEN)
MORE = quote(DESIGN, EXTRA)
OTHER = moved(replaced(bill("progress", "50", TAKEN), id="again"), "invoices/drafts/again.md")


def said(**fields: Any) -> Record:  # noqa: ANN401
    usual: dict[str, Any] = {"quote": "Q-2026-0001", "date": "2026-03-10", "outcome": "accepted"}
    answer: Record = made("answer", "Q-2026-0001", **usual | fields)
    return answer


def found(*records: Record) -> list[str]:
    return shown(checks.run(books(*records)))


@pytest.mark.parametrize(
    "records",
    [
        (OFFER,),
        (OFFER, TAKEN, FIRST),
        (OFFER, no(OFFER)),
        (drafted(),),
        (CHOICE, yes(CHOICE, option="A")),
        (MORE, yes(MORE, extras=(2,)), invoice(1, "2026-01-10")),
        (OFFER, TAKEN, FIRST, bill("final", 0, TAKEN, FIRST)),
    ],
)
def test_sound_quotes(records: tuple[Record, ...]) -> None:
    assert found(*records) == []


@pytest.mark.parametrize(
    ("records", "code", "message"),
    [
        ((said(),), "unfit-answer", "there is no quote Q-2026-0001"),
        ((OFFER, said(quote="Q-2026-0002")), "unfit-answer", "it answers Q-2026-0002, but lies beside Q-2026-0001"),
        ((OFFER, said(date="2026-02-01")), "unfit-answer", "Q-2026-0001 was sent on 2026-03-01, after 2026-02-01"),
        ((OFFER, said(option="A")), "unfit-answer", "Q-2026-0001: 'A' is not one of its options"),
        ((CHOICE, said()), "unfit-answer", "Q-2026-0001: it does not say which option"),
        ((quote(DESIGN, EXTRA), said(extras=["1"])), "unfit-answer", "line 1 of Q-2026-0001 is not optional"),
        (
            (OFFER, TAKEN, FIRST, OTHER),
            "over-billed",
            (
                "100.00 EUR more of Q-2026-0001 is billed than was agreed, "
                "together with INV-2026-0001 (invoices/2026/INV-2026-0001.md:1)"
            ),
        ),
        ((OFFER, FIRST), "unaccepted-quote", "INV-2026-0001 bills Q-2026-0001, which was not accepted"),
        ((OFFER, no(OFFER), FIRST), "unaccepted-quote", "INV-2026-0001 bills Q-2026-0001, which was not accepted"),
        (
            (OFFER, TAKEN, client("other"), replaced(OTHER, client="other")),
            "unaccepted-quote",
            "Q-2026-0001 was offered to acme, not to other",
        ),
        (
            (OFFER, TAKEN, billed(1, "2026-03-12", draft("x", quote=OFFER.id, currency="USD"), OFFER, TAKEN)),
            "unaccepted-quote",
            "Q-2026-0001 is in EUR, INV-2026-0001 in USD",
        ),
    ],
)
def test_what_does_not_fit(records: tuple[Record, ...], code: str, message: str) -> None:
    assert any(each.endswith(f"{message} [{code}]") for each in found(*records)), found(*records)


def test_what_bills_a_quote_that_is_not_there_is_missing_a_record() -> None:
    assert [each[-16:] for each in found(OFFER, draft(quote="Q-2026-0007"))] == ["[missing-record]"]


def test_an_answer_to_a_draft() -> None:
    plain = moved(drafted(), "quotes/drafts/job.md")
    no_ = made("answer", "job", quote="job", date="2026-03-10", outcome="declined")
    assert any("job is a draft [unfit-answer]" in each for each in found(plain, no_))


def test_an_answer_beside_a_quote_that_cannot_be_read() -> None:
    broken = Fault("broken", "x").at(Location("quotes/2026/Q-2026-0001.md", 1), "broken")
    unread = MemoryBooks(settings(), [settings(), client(), TAKEN], problems=[broken], unreadable=1)
    assert [each for each in shown(checks.run(unread)) if "unfit" in each] == []


def test_more_than_was_agreed_by_one_alone() -> None:
    alone = draft("much", net="1000.01", quote=OFFER.id)
    (one,) = disagreements(books(OFFER, TAKEN, alone), alone)
    assert one.message == "0.01 EUR more of Q-2026-0001 is billed than was agreed"
    assert one.hint == (
        "the quote is quotes/2026/Q-2026-0001.md:1, the answer quotes/2026/Q-2026-0001.answer.yaml:1; "
        "delete invoices/drafts/much.md"
    )
    assert list(disagreements(books(alone), alone)) == []
