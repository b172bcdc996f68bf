"""The state of a contract is a function of facts and the day; so is the sentence about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.kind import Seen
from backoffice.core.record import Record
from backoffice.kinds.contract import KIND
from backoffice.kinds.contract.outlook import deadlines, outlook
from tests.agreed import YEARLY, contract, draft, event, seen, sending, signature
from tests.kinds.seen import listed
from tests.made import books, made, settings

LEASE: dict[str, Any] = {
    "effective": "2026-01-01",
    "term": "12m",
    "renewal": YEARLY,
    "notice": {"initial": "3m", "transit": "5d", "warn": "2w"},
}
YEAR = contract(effective="2026-01-01", term="12m")
OPTION = contract(effective="2026-01-01", term="12m", renewal={"mode": "option", "period": "6m", "max": "2"})
OUT = draft(effective="2026-03-01", term="12m")
SENT = sending(OUT, "2026-02-02")
BOTH = (SENT, signature("Bo Beispiel", "2026-02-02"), signature("Ada Example", "2026-02-20"))


@pytest.mark.parametrize(
    ("on", "records", "state", "says"),
    [
        # signing
        ("2026-02-01", (OUT, *BOTH), "draft", "it stays a draft."),
        ("2026-02-02", (OUT, SENT), "out-for-signature",
         "it stays unsigned; 0 of 2 signed, waiting for Ada Example, Bo Beispiel."),
        ("2026-02-19", (OUT, *BOTH), "out-for-signature", "it stays unsigned; 1 of 2 signed, waiting for Ada Example."),
        ("2026-02-19", (OUT, BOTH[1]), "out-for-signature",
         "it stays unsigned; 1 of 2 signed, waiting for Ada Example."),
        ("2027-09-19", (OUT, *BOTH[:2]), "out-for-signature",
         "it stays unsigned; 1 of 2 signed, waiting for Ada Example."),
        ("2026-02-20", (OUT, *BOTH), "signed-not-started", "ends 2027-02-28."),
        ("2026-03-01", (OUT, *BOTH), "active", "ends 2027-02-28."),
        ("2026-02-20", (OUT, SENT, signature("Ada Example", "2026-02-10", answer="declined")), "declined",
         "it stays unsigned; declined by Ada Example."),
        ("2014-12-31", (contract(),), "draft", "it stays a draft."),
        ("2016-01-01", (draft(),), "draft", "it stays a draft."),
        # terms
        ("2026-12-31", (YEAR,), "active", "ends 2026-12-31."),
        ("2027-01-01", (YEAR,), "ended", "nothing; it ended 2026-12-31."),
        ("2026-06-01", (contract(**LEASE),), "active",
         "renews 2027-01-01 to 2027-12-31. Last day to stop it: Wed 30 Sep 2026 (act by Fri 25 Sep)."),
        ("2026-09-28", (contract(**LEASE),), "notice-window",
         ("renews 2027-01-01 to 2027-12-31. Last day to stop it: Wed 30 Sep 2026 (act by Fri 25 Sep"
         ", which has passed).")),
        ("2026-10-01", (contract(**LEASE),), "active",
         ("renews 2028-01-01 to 2028-12-31. Last day to stop it: Thu 30 Sep 2027 (act by Fri 24 Sep). "
         "Up to 2027-12-31 it can no longer be stopped.")),
        ("2026-10-01", (contract(**LEASE | {"renewal": YEARLY | {"max": "1"}}),), "active", "ends 2027-12-31."),
        ("2026-06-01", (contract(**LEASE | {"notice": {"initial": "1y"}, "effective": "2025-12-31"}),), "active",
         ("renews 2027-12-31 to 2028-12-30. Last day to stop it: Wed 30 Dec 2026. "
         "Up to 2027-12-30 it can no longer be stopped.")),
        ("2026-06-01", (contract(**LEASE | {"notice": {"initial": "1d", "transit": "1y"}}),), "notice-window",
         ("renews 2027-01-01 to 2027-12-31. Last day to stop it: Wed 30 Dec 2026 (act by Tue 30 Dec 2025"
         ", which has passed).")),
        # without an end
        ("2026-06-01", (contract(),), "active", "goes on."),
        ("2026-06-01", (contract(price={"amount": "2000", "currency": "EUR", "per": "quarter"}),), "active",
         "goes on (8 000.00 EUR a year)."),
        ("2026-06-10", (contract(notice={"initial": "1m", "at": "month-end"}),), "active",
         "goes on. Notice today ends it Fri 31 Jul 2026."),
        ("2026-06-10", (contract(**LEASE | {"notice": {"initial": "30d", "at": "any"}, "renewal": {"mode": "none"}}),),
         "active", "ends 2026-12-31. Notice today ends it Fri 10 Jul 2026."),
        ("2026-12-10", (contract(**LEASE | {"notice": {"initial": "30d", "at": "any"}, "renewal": {"mode": "none"}}),),
         "active", "ends 2026-12-31."),
        # an option
        ("2026-06-01", (OPTION,), "active",
         "ends 2026-12-31. Last day to extend it, 2027-01-01 to 2027-06-30: Thu 31 Dec 2026."),
        ("2026-12-15", (OPTION,), "notice-window",
         "ends 2026-12-31. Last day to extend it, 2027-01-01 to 2027-06-30: Thu 31 Dec 2026."),
        ("2027-01-01", (OPTION,), "ended", "nothing; it ended 2026-12-31."),
        ("2027-01-01", (OPTION, event("notice", "2026-12-01", effect="extend", last_day="2027-06-30")), "active",
         "ends 2027-06-30. Last day to extend it, 2027-07-01 to 2027-12-31: Wed 30 Jun 2027."),
        ("2027-06-01", (OPTION, event("notice", "2026-12-01", effect="extend", last_day="2027-06-30"),
         event("notice", "2027-05-01", effect="extend", last_day="2027-12-31")), "active", "ends 2027-12-31."),
        # somebody ended it
        ("2026-06-01", (contract(**LEASE), event("notice", "2026-06-01", last_day="2026-12-31")), "ending",
         "ends 2026-12-31 (we gave notice on 2026-06-01)."),
        ("2026-05-31", (contract(**LEASE), event("notice", "2026-06-01", last_day="2026-12-31")), "active",
         "renews 2027-01-01 to 2027-12-31. Last day to stop it: Wed 30 Sep 2026 (act by Fri 25 Sep)."),
        ("2027-01-01", (contract(**LEASE), event("notice", "2026-06-01", by="them", last_day="2026-12-31")),
         "terminated", "nothing; it ended 2026-12-31 (they gave notice on 2026-06-01)."),
        ("2026-07-01", (contract(**LEASE), event("termination", "2026-06-01", last_day="2026-06-30", reason="flood"),
         event("notice", "2026-05-01", last_day="2026-12-31")), "terminated",
         "nothing; it ended 2026-06-30 (terminated on 2026-06-01: flood)."),
        # another contract
        ("2026-06-30", (contract(), contract("new", supersedes="deal", effective="2026-07-01")), "active", "goes on."),
        ("2026-07-01", (contract(), contract("new", supersedes="deal", effective="2026-07-01")), "superseded",
         "nothing; new has taken its place."),
        ("2026-07-01", (contract(), draft("new", supersedes="deal", effective="2026-07-01")), "active", "goes on."),
        ("2026-07-01", (contract(), contract("new", amends="deal", part_of="deal")), "active", "goes on."),
        ("2026-07-01", (contract(), contract("stop", cancels="deal", effective="2026-07-01")), "terminated",
         "nothing; it ended 2026-06-30 (stop cancels it)."),
    ],
)  # fmt: skip
def test_state_and_sentence(on: str, records: tuple[Record, ...], state: str, says: str) -> None:
    stands = seen(on, *records)

    assert (stands.state, outlook(stands)) == (state, says)


def test_once_all_have_signed_nobody_is_missing() -> None:
    assert [seen(on, OUT, *BOTH).missing for on in ("2026-02-19", "2026-02-20")] == [("Ada Example",), ()]


def test_the_warning_is_no_longer_than_a_quarter_of_the_term() -> None:
    monthly = contract(effective="2026-01-01", term="1m", renewal={"mode": "auto", "period": "1m"})

    states = [seen(f"2026-03-{number:02}", monthly).state for number in (1, 23, 24, 31)]
    assert states == ["active", "active", "notice-window", "notice-window"]


def test_of_a_term_whose_start_is_unknown_the_warning_comes_a_month_before() -> None:
    policy = contract(ends="2026-08-28", signed="2025-01-01", renewal=YEARLY)

    assert [seen(on, policy).state for on in ("2026-07-28", "2026-07-29")] == ["active", "notice-window"]
    unknown = draft(ends="2026-08-28", renewal=YEARLY)
    signed = (signature("Ada Example", "2026-01-01"), signature("Bo Beispiel", "2026-01-01"))
    assert [seen(on, unknown, *signed).state for on in ("2026-07-28", "2026-07-29")] == ["active", "notice-window"]


@pytest.mark.parametrize(
    ("price", "first", "last", "worth"),
    [
        ({"amount": "100", "per": "once"}, "2026-01-01", "2026-12-31", "None"),
        ({"amount": "100"}, "2026-01-01", "2026-12-31", "100.00 EUR"),
        ({"amount": "1000", "per": "year"}, "2026-01-01", "2026-12-31", "1000.00 EUR"),
        ({"amount": "90", "per": "quarter"}, "2026-01-01", "2026-04-30", "120.00 EUR"),
        ({"amount": "100", "per": "month"}, "2026-01-31", "2026-03-30", "200.00 EUR"),
        ({"amount": "280", "per": "month"}, "2026-02-01", "2026-02-14", "140.00 EUR"),
        ({"amount": "100", "per": "month"}, "9999-11-01", "9999-12-31", "200.00 EUR"),
        (
            {"amount": "100", "per": "month", "steps": [
                {"since": "2026-06-01", "amount": "200"}, {"since": "2026-03-01", "amount": "150"}]},
            "2026-01-01", "2026-12-31", "2050.00 EUR",
        ),
    ],
)  # fmt: skip
def test_what_a_term_is_worth(price: dict[str, object], first: str, last: str, worth: str) -> None:
    agreed = contract(price={"currency": "EUR"} | price).price

    assert agreed is not None
    assert str(agreed.of(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == worth


def test_deadlines_come_from_terms_prices_obligations_and_missing_signatures() -> None:
    lease = contract(
        "lease",
        **LEASE,
        name="Lease",
        price={"amount": "1", "currency": "EUR", "per": "month", "steps": [{"since": "2026-08-01", "amount": "1200"}]},
        obligations=[
            {"text": "Read the meter", "every": "quarter", "done": ["2026-07"]},
            {"text": "Paint", "due": "2026-05-01"},
            {"text": "Insure", "due": "2026-05-01", "done": ["2026-04-02"]},
            {"text": "Repair the roof", "by": "them", "due": "2027-05-01"},
        ],
    )
    leaving = contract("leaving", **LEASE, name="Leaving")
    records = (
        lease,
        leaving,
        event("notice", "2026-03-01", "leaving", last_day="2026-12-31"),
        contract("over", effective="2025-01-01", term="12m"),
        draft("waiting", name="Waiting"),
        sending(draft("waiting", name="Waiting"), "2026-06-20"),
        draft("forgotten"),
        signature("Bo Beispiel", "2026-06-19", "forgotten"),
        draft("unborn"),
    )
    found = deadlines(books(*records), dt.date(2026, 7, 5), dt.date(2026, 12, 31))

    assert sorted(f"{each.day} {each.kind} {each.what}" for each in found) == [
        "2026-04-01 obligation Lease: Read the meter",
        "2026-05-01 obligation Lease: Paint",
        "2026-06-24 signature Deal: Remind Ada Example to sign (reminder 1 of 5)",
        "2026-06-25 signature Waiting: Remind Ada Example to sign (reminder 1 of 5)",
        "2026-08-01 price Lease: 1 200.00 EUR a month from now on",
        (
            "2026-09-25 notice Lease. If nobody does anything: renews 2027-01-01 to 2027-12-31 (14 400.00 EUR). "
            "Last day to stop it: Wed 30 Sep 2026 (act by Fri 25 Sep)."
        ),
        "2026-10-01 obligation Lease: Read the meter",
        "2026-12-31 end Leaving: ends 2026-12-31 (we gave notice on 2026-03-01).",
    ]


def test_what_lies_beyond_the_days_asked_for_is_not_due() -> None:
    lease = contract(
        **LEASE,
        price={"amount": "1", "currency": "EUR", "steps": [{"since": "2026-01-01", "amount": "2"}]},
    )

    assert list(deadlines(books(lease), dt.date(2026, 7, 5), dt.date(2026, 9, 24))) == []


def test_a_list_can_be_of_the_unsigned_or_of_those_that_bind() -> None:
    unsigned, live = (flag.keep for flag in KIND.flags)

    found = [Seen(each, {}, dt.date(2026, 7, 5)) for each in (contract(**LEASE), draft(), contract(ends="2026-01-01"))]
    assert [unsigned(each) for each in found] == [False, True, False]
    assert [live(each) for each in found] == [True, False, False]


def test_of_an_obligation_only_the_latest_miss_is_due() -> None:
    report = contract(effective="2020-01-01", obligations=[{"text": "Report", "every": "quarter + 25d"}])

    found = deadlines(books(report), dt.date(2026, 7, 5), dt.date(2026, 12, 31))
    assert [str(each.day) for each in found] == ["2026-04-25", "2026-07-25", "2026-10-25"]


def test_an_obligation_nobody_can_date_is_not_due() -> None:
    lost = draft(obligations=[{"text": "Report", "every": "quarter"}])
    signed = (signature("Ada Example", "2026-01-01"), signature("Bo Beispiel", "2026-01-01"))

    assert list(deadlines(books(lost, *signed), dt.date(2026, 7, 5), dt.date.max)) == []


def test_letters_are_not_posted_on_holidays_of_the_workspace() -> None:
    days = made(
        "holidays", "berlin", name="Berlin", days=[{"date": "2026-09-25"}, {"date": "2001-09-24", "yearly": "yes"}]
    )
    business = settings(calendar="berlin")
    shop = MemoryBooks(business, [business, days, contract(**LEASE)])
    (found,) = deadlines(shop, dt.date(2026, 7, 5), dt.date(2026, 12, 31))
    assert str(found.day) == "2026-09-23"


def test_a_list_shows_state_signatures_and_the_day_to_act() -> None:
    assert listed(contract(**LEASE), as_of=dt.date(2026, 7, 5)) == {
        "id": "deal",
        "party": "acme",
        "type": "service",
        "state": "active",
        "term_ends": "2026-12-31",
        "act_by": "2026-09-25",
        "outlook": "renews 2027-01-01 to 2027-12-31. Last day to stop it: Wed 30 Sep 2026 (act by Fri 25 Sep).",
    }
    assert listed(draft(**LEASE), as_of=dt.date(2026, 7, 5)) == {
        "id": "deal",
        "party": "acme",
        "type": "service",
        "state": "draft",
        "signed": "0 of 2",
        "term_ends": "2026-12-31",
        "outlook": "it stays a draft.",
    }
