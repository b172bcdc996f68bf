"""Gross prices on the way from a quote to a credit note."""

from decimal import Decimal

import pytest

from backoffice.core.errors import RefusedError
from backoffice.kinds.credit_note import overdrawn
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.schedule import KIND
from tests import made, quoted
from tests.gross import SOLD, draft
from tests.prepaid import issue

OFFER = quoted.quote(
    {"text": "Design", "price": "1000.00"}, {"text": "Print", "price": "333.33", "tax": "reduced"}, prices="gross"
)
TAKEN = quoted.yes(OFFER)


def gross(*invoices: Invoice) -> list[str]:
    return [str(each.gross) for each in invoices]


def test_an_invoice_freezes_what_its_prices_mean() -> None:
    assert SOLD.issued is not None
    assert SOLD.issued.totals.prices == "gross"
    assert (str(SOLD.gross), str(SOLD.issued.totals.net), str(SOLD.issued.totals.tax)) == (
        "134.65 EUR",
        "115.50",
        "19.15",
    )
    assert not list(SOLD.check())


def test_crediting_all_of_it_takes_all_of_it_back() -> None:
    note = made.credit(SOLD)
    assert SOLD.issued is not None
    assert note.totals == SOLD.issued.totals
    assert not list(note.check())


def test_parts_are_credited_at_their_gross_price_and_never_more_than_it() -> None:
    sold = issue(1, "2026-01-10", draft("x", {"text": "Course", "price": "10.00"}))
    assert sold.issued is not None
    first = made.credit(sold, part={1: Decimal("3.34")})
    assert (str(first.gross), str(first.totals.net), first.totals.prices) == ("3.34 EUR", "2.81", "gross")
    second = made.credit(sold, 2, part={1: Decimal("3.33")}, earlier=[first])
    third = made.credit(sold, 3, part={1: Decimal("3.33")}, earlier=[first, second])
    assert not list(overdrawn(sold.issued, [first, second, third]))
    assert not list(third.check())
    with pytest.raises(RefusedError, match="is left to credit"):
        made.credit(sold, 4, part={1: Decimal("0.01")}, earlier=[first, second, third])


def test_milestones_of_a_quote_come_to_its_gross_price_to_the_cent() -> None:
    offer = quoted.quote(
        {"text": "Design", "price": "1000.00"},
        prices="gross",
        milestones=[{"name": name, "percent": share} for name, share in (("a", "33.3"), ("b", "33.3"), ("c", "33.4"))],
    )
    taken = quoted.yes(offer)
    made_so_far: list[Invoice] = []
    for n in (1, 2, 3):
        part = quoted.bill("milestone", n, taken, *made_so_far, of=offer)
        made_so_far.append(quoted.billed(n, "2026-04-01", part, taken, *made_so_far))
    assert gross(*made_so_far) == ["333.00 EUR", "333.00 EUR", "334.00 EUR"]
    stands = quoted.stands(taken, *made_so_far, of=offer)
    assert (str(stands.left()), str(stands.left_net())) == ("0.00 EUR", "0.00 EUR")
    assert stands.state(quoted.day("2026-04-02")) == "billed"


def test_a_deposit_and_the_final_invoice_come_to_what_was_agreed() -> None:
    deposit = quoted.billed(1, "2026-03-12", quoted.bill("deposit", "30", TAKEN, of=OFFER), OFFER, TAKEN)
    assert gross(deposit) == ["400.00 EUR"]
    half = quoted.stands(TAKEN, deposit, of=OFFER)
    assert (str(half.left()), str(half.left_net())) == ("933.33 EUR", "806.30 EUR")
    paid = made.payment("2026-03-15", "400.00", INV_2026_0001="400.00")
    last = quoted.billed(2, "2026-05-01", quoted.bill("final", 0, TAKEN, deposit, paid, of=OFFER), deposit, paid)
    assert last.issued is not None
    assert (str(last.gross), str(last.issued.totals.due)) == ("1333.33 EUR", "933.33")
    assert str(quoted.stands(TAKEN, deposit, paid, last, of=OFFER).left()) == "0.00 EUR"


def test_progress_deducts_a_deposit_that_was_paid_with_its_tax() -> None:
    deposit = quoted.billed(1, "2026-03-12", quoted.bill("deposit", "50", TAKEN, of=OFFER), OFFER, TAKEN)
    paid = made.payment("2026-03-15", "666.67", INV_2026_0001="666.67")
    more = quoted.bill("progress", "80", TAKEN, deposit, paid, of=OFFER)
    assert more.deposits == (deposit.id,)
    assert more.prices == "gross"
    assert str(quoted.stands(TAKEN, deposit, paid, more, of=OFFER).left()) == "266.67 EUR"


def test_a_schedule_shows_what_its_gross_prices_come_to_without_tax() -> None:
    lines = [{"text": "Course", "price": "119"}, {"text": "Book", "price": "107", "tax": "reduced"}]
    found = made.made("schedule", "s", client="acme", every="month", start="2026-01-01", prices="gross", lines=lines)
    free = made.made(
        "schedule",
        "t",
        client="acme",
        every="month",
        start="2026-01-01",
        prices="gross",
        lines=[{"text": "x", "price": "5", "tax": "none"}],
    )
    assert KIND.around is not None
    around = KIND.around(made.books(found, free))
    (instalment,) = found.instalments(quoted.day("2026-01-01"))
    assert str(around["s"].net(found, instalment)) == "200.00 EUR"
    assert str(around["t"].net(free, instalment)) == "5.00 EUR"
