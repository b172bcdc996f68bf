"""Quotes: what is frozen when one is sent, what is said to it, and where it stands."""

from typing import Any

import pytest

from backoffice.core.change import AddRecord, MoveFile, SetField
from backoffice.core.errors import RefusedError
from backoffice.core.kind import Seen
from backoffice.core.ledger import Chart
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.kinds.quote import KIND
from backoffice.kinds.quote.answering import accepted, answer, declined, expired
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.sending import draft_identity, send, sent
from backoffice.kinds.quote.situation import Situation
from tests import made
from tests.kinds.seen import listed
from tests.quoted import DESIGN, EXTRA, OFFER, PRINT, TAKEN, bill, billed, day, draft, no, quote, stands, yes

SMALL = {"text": "500 copies", "price": "300", "option": "Small run"}
LARGE = {"text": "1000 copies", "price": "450", "option": "Large run"}
CHOICE = quote(DESIGN, SMALL, LARGE, EXTRA, EXTRA | {"option": "Large run", "price": "20"})


def codes(record: Quote) -> list[str]:
    return [each.code for each in (*record.check_seal(fields_tree(record)), *record.check())]


def test_a_quote_freezes_what_it_depends_on() -> None:
    frozen = OFFER.sent
    assert frozen is not None
    assert (frozen.number, str(frozen.date), str(frozen.until)) == ("Q-2026-0001", "2026-03-01", "2026-03-31")
    assert [(each.code, str(each.rate)) for each in frozen.rates] == [("standard", "19"), ("reduced", "7")]
    assert (frozen.buyer.name, frozen.seller.name) == ("Acme", "Nordlicht")
    assert (OFFER.title, OFFER.dated, codes(OFFER)) == ("Q-2026-0001 · Flyer", day("2026-03-01"), [])
    totals = OFFER.totals()
    assert totals is not None
    assert (str(OFFER.net()), str(totals.gross)) == ("1000.00 EUR", "1166.00")
    assert list(OFFER.postings(Chart())) == []


def test_a_draft_promises_nothing() -> None:
    plain = draft()
    assert (plain.dated, plain.totals(), plain.net(), plain.rates().codes, codes(plain)) == (None, None, None, {}, [])
    assert plain.facts() == draft().facts()


def test_sending_moves_the_file_and_adds_one_group() -> None:
    move, field = send(draft(), OFFER).steps
    assert move == MoveFile("quotes/drafts/job.md", "quotes/2026/Q-2026-0001.md")
    assert isinstance(field, SetField)
    assert field.field == ("sent",)
    assert draft_identity(draft()).startswith("job:")


def test_a_quote_that_makes_no_invoice_is_not_sent() -> None:
    wrong = draft(DESIGN | {"tax": "unheard-of"})
    with pytest.raises(RefusedError, match="job cannot be sent as it is") as refused:
        sent(wrong, made.client(), made.settings(), on=day("2026-03-01"), number="Q-2026-0001")
    assert refused.value.diagnostics[0].code == "no-tax-rate"


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (replaced(OFFER, subject="Poster"), ["changed-quote"]),
        (made.moved(OFFER, "quotes/drafts/Q-2026-0001.md"), ["misplaced-quote"]),
        (made.moved(draft(), "quotes/2026/job.md"), ["misplaced-quote"]),
        (draft(EXTRA), ["empty-quote"]),
        (draft(milestones=[{"name": "Half", "percent": "50"}]), ["bad-milestones"]),
        (draft(milestones=[{"name": "Half", "percent": "50"}, {"name": "Rest", "percent": "50"}]), []),
    ],
)
def test_what_a_quote_itself_shows_to_be_wrong(record: Quote, found: list[str]) -> None:
    assert codes(record) == found


@pytest.mark.parametrize(
    ("option", "extras", "net"),
    [
        ("", (), "1100.00 EUR"),
        ("Large run", (), "1250.00 EUR"),
        ("Large run", (4,), "1340.00 EUR"),
        ("Large run", (4, 5), "1360.00 EUR"),
        ("Small run", (5,), "1100.00 EUR"),
    ],
)
def test_options_and_optional_lines(option: str, extras: tuple[int, ...], net: str) -> None:
    assert str(CHOICE.net(option, extras)) == net


def test_who_accepts_says_which_option() -> None:
    given = accepted(Situation(CHOICE), on=day("2026-03-10"), option="large", extras=(5, 4), by="Ada", reference="PO 7")
    assert (given.option, given.extras, given.by, given.reference) == ("Large run", (4, 5), "Ada", "PO 7")
    (step,) = answer(Situation(CHOICE), given).steps
    assert isinstance(step, AddRecord)
    assert step.path == "quotes/2026/Q-2026-0001.answer.yaml"
    assert answer(Situation(CHOICE), given).summary == "Accept Q-2026-0001, Large run (1360.00 EUR without tax)"


@pytest.mark.parametrize(
    ("of", "choices", "said", "hint"),
    [
        (CHOICE, {}, "Q-2026-0001 has several options", "say which: Small run, Large run"),
        (
            CHOICE,
            {"option": "run"},
            "'run' is not one of the options of Q-2026-0001",
            "say which: Small run, Large run",
        ),
        (OFFER, {"option": "run"}, "Q-2026-0001 has no options", ""),
        (OFFER, {"extras": (1,)}, "line 1 of Q-2026-0001 is not optional", "optional lines: none"),
        (CHOICE, {"extras": (9,), "option": "large"}, "line 9 of Q-2026-0001 is not optional", "optional lines: 4, 5"),
        (draft(), {}, "job is a draft", "backoffice quote send job"),
        (OFFER, {"on": day("2026-02-01")}, "Q-2026-0001 was sent on 2026-03-01, after 2026-02-01", ""),
        (OFFER, {"on": day("2026-04-01")}, "Q-2026-0001 could be accepted until 2026-03-31", "--late accepts it"),
    ],
)
def test_what_cannot_be_accepted(of: Quote, choices: dict[str, Any], said: str, hint: str) -> None:
    with pytest.raises(RefusedError) as refused:
        accepted(Situation(of), **{"on": day("2026-03-10")} | choices)
    assert refused.value.message == said
    assert (refused.value.hint or "").startswith(hint)


def test_a_quote_is_answered_once() -> None:
    taken = stands(TAKEN)
    for again in ("2026-03-10", "2026-05-01"):
        plan = answer(taken, accepted(taken, on=day(again)))
        assert (plan.summary, plan.steps) == ("Q-2026-0001 was accepted already on 2026-03-10", ())
    for other in (declined(taken, on=day("2026-03-11")), expired(taken, on=day("2026-03-11"))):
        with pytest.raises(RefusedError, match="Q-2026-0001 was accepted on 2026-03-10") as refused:
            answer(taken, other)
        assert refused.value.hint == "see quotes/2026/Q-2026-0001.answer.yaml:1"
    refusal = stands(no(OFFER))
    with pytest.raises(RefusedError, match="Q-2026-0001 was declined on 2026-03-10"):
        answer(refusal, accepted(refusal, on=day("2026-03-12")))


def test_other_choices_are_another_answer() -> None:
    taken = stands(yes(CHOICE, option="large"), of=CHOICE)
    with pytest.raises(RefusedError, match="with other choices: Large run"):
        answer(taken, accepted(taken, on=day("2026-03-10"), option="small"))
    plain = stands(TAKEN)
    with pytest.raises(RefusedError, match="with other choices: nothing in addition"):
        answer(plain, replaced(TAKEN, extras=(1,)))
    extra = stands(yes(CHOICE, option="large", extras=(4,)), of=CHOICE)
    with pytest.raises(RefusedError, match="Large run and lines 4"):
        answer(extra, accepted(extra, on=day("2026-03-10"), option="small"))


def test_declining_and_giving_up_say_why() -> None:
    open_ = Situation(OFFER)
    assert (
        answer(open_, declined(open_, on=day("2026-03-10"), reason="Too dear")).summary
        == "Decline Q-2026-0001: Too dear"
    )
    assert answer(open_, expired(open_, on=day("2026-03-10"))).summary == "Expire Q-2026-0001"
    late = accepted(open_, on=day("2026-04-20"), late=True)
    assert str(late.date) == "2026-04-20"


FIRST = billed(1, "2026-03-15", bill("progress", "40", TAKEN), OFFER, TAKEN)
REST = billed(2, "2026-03-20", bill("final", 0, TAKEN, FIRST), OFFER, TAKEN, FIRST)


@pytest.mark.parametrize(
    ("records", "on", "state"),
    [
        ((), "2026-03-31", "sent"),
        ((), "2026-04-01", "expired"),
        ((TAKEN,), "2026-03-09", "sent"),
        ((TAKEN,), "2026-03-10", "accepted"),
        ((TAKEN, FIRST), "2026-03-20", "accepted"),
        ((TAKEN, FIRST, REST), "2026-03-19", "accepted"),
        ((TAKEN, FIRST, REST), "2026-03-20", "billed"),
        ((no(OFFER),), "2026-03-10", "declined"),
        ((no(OFFER, outcome="expired"),), "2026-03-10", "expired"),
    ],
)
def test_states(records: tuple[Any, ...], on: str, state: str) -> None:
    assert stands(*records).state(day(on)) == state


def test_what_was_billed_is_visible() -> None:
    seen = stands(TAKEN, FIRST)
    assert (str(seen.billed(day("2026-03-15"))), str(seen.left(day("2026-03-15")))) == ("400.00 EUR", "600.00 EUR")
    assert str(seen.billed(day("2026-03-14"))) == "0.00 EUR"
    assert Situation(draft()).state(day("2026-03-01")) == "draft"
    assert (Situation(draft()).currency, Situation(draft()).groups()) == ("XXX", {})


def test_a_list_shows_what_is_left() -> None:
    assert listed(OFFER) == {
        "number": "Q-2026-0001",
        "client": "acme",
        "subject": "Flyer",
        "date": "2026-03-01",
        "until": "2026-03-31",
        "net": "1000.00 EUR",
        "state": "expired",
    }
    books = made.books(OFFER, TAKEN, FIRST)
    assert KIND.around is not None

    seen = Seen(OFFER, {}, day("2026-11-21"), KIND.around(books)[OFFER.id])
    cells = {column.name: str(column.value(seen)) for column in KIND.columns}
    assert (cells["net"], cells["billed"], cells["left"]) == ("1000.00 EUR", "400.00 EUR", "600.00 EUR")
    assert [flag.keep(seen) for flag in KIND.flags] == [False, True]


def test_no_quotes_stand_nowhere() -> None:
    assert KIND.around is not None
    assert KIND.around(made.books()) == {}


def test_until_when_it_can_be_accepted_is_due() -> None:
    assert KIND.deadlines is not None
    books = made.books(OFFER)
    (only,) = KIND.deadlines(books, day("2026-03-02"), day("2026-04-30"))
    assert (str(only.day), only.subject) == ("2026-03-31", "quote/Q-2026-0001")
    assert only.what == "Q-2026-0001 to Acme (1000.00 EUR) can be accepted until then"
    assert list(KIND.deadlines(books, day("2026-03-02"), day("2026-03-30"))) == []
    assert list(KIND.deadlines(made.books(OFFER, TAKEN), day("2026-03-12"), day("2026-04-30"))) == []
    assert list(KIND.deadlines(made.books(draft(PRINT)), day("2026-03-12"), day("2026-04-30"))) == []


def test_an_answer_says_what_became_of_which_quote() -> None:
    assert (TAKEN.title, TAKEN.dated) == ("Q-2026-0001 accepted", day("2026-03-10"))
    assert listed(TAKEN) == {"quote": "Q-2026-0001", "date": "2026-03-10", "outcome": "accepted"}


@pytest.mark.parametrize(
    ("answered", "on", "counts_in"),
    [
        ((), "2026-03-20", "Waiting"),
        ((), "2026-04-20", ""),
        ((no(OFFER),), "2026-03-20", ""),
        ((TAKEN,), "2026-03-20", "Agreed"),
    ],
)
def test_what_waits_and_what_was_agreed_are_two_totals(answered: tuple[Record, ...], on: str, counts_in: str) -> None:
    assert KIND.counts is not None
    assert KIND.counts(Seen(OFFER, {}, day(on), stands(*answered))) == counts_in
