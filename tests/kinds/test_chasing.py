"""Contracts that nobody signs: who is reminded when, how often, and what happens then."""

from __future__ import annotations

import datetime as dt

import pytest

from backoffice.core.change import AddRecord, SetField
from backoffice.core.errors import RefusedError
from backoffice.core.record import Record
from backoffice.kinds.contract.chasing import chase, next_steps, void
from backoffice.kinds.contract.outlook import outlook
from backoffice.kinds.contract.signing import send, sign
from backoffice.kinds.contract.situation import Situation
from tests.agreed import day, draft, event, seen, sending, signature
from tests.made import made

DEAL = draft(effective="2026-01-01", term="12m")


def out(date: str = "2026-06-01", **fields: str) -> Record:
    return event("sending", date, to=["Ada Example", "Bo Beispiel"], digest=DEAL.digest(), **fields)


def chased(*dates: str) -> list[Record]:
    return [made("chase", f"deal--{date}", contract="deal", date=date, to=["Ada Example"]) for date in dates]


def withdrawn(date: str) -> Record:
    return event("withdrawal", date, reason="Another one follows")


def steps(on: str, *records: Record) -> list[str]:
    return [f"{each.day} {each.what} [{each.period}]" for each in next_steps(seen(on, DEAL, *records))]


@pytest.mark.parametrize(
    ("on", "before", "expected"),
    [
        ("2026-06-02", [], "2026-06-06 Remind Ada Example to sign (reminder 1 of 5) [chase 1]"),
        ("2026-06-20", [], "2026-06-06 Remind Ada Example to sign (reminder 1 of 5) [chase 1]"),
        ("2026-06-08", ["2026-06-07"], "2026-06-09 Remind Ada Example to sign (reminder 2 of 5) [chase 2]"),
        (
            "2026-06-16",
            ["2026-06-07", "2026-06-09", "2026-06-11", "2026-06-13", "2026-06-15"],
            "2026-06-17 Out since 2026-06-01, 5 reminders: call Ada Example, send it again, or void it [decide]",
        ),
        (
            "2026-07-02",
            ["2026-06-07"],
            "2026-07-01 Out since 2026-06-01, 1 reminder: call Ada Example, send it again, or void it [decide]",
        ),
    ],
)
def test_the_first_reminder_is_after_five_days_then_every_two_five_at_most_within_thirty(
    on: str, before: list[str], expected: str
) -> None:
    assert steps(on, out(), *chased(*before)) == [expected]


def test_everybody_is_reminded_at_once_where_it_went_out_to_all() -> None:
    assert "Remind Ada Example and Bo Beispiel to sign" in steps("2026-06-02", out(order="parallel"))[0]


def test_one_after_the_other_the_next_is_reminded() -> None:
    assert "Remind Bo Beispiel to sign" in steps("2026-06-02", out(), signature("Ada Example", "2026-06-02"))[0]


def test_without_a_sending_the_first_signature_counts() -> None:
    assert steps("2026-06-02", signature("Ada Example", "2026-06-02"))[0].startswith("2026-06-07 Remind Bo")


def test_the_last_day_to_sign_is_a_deadline_and_then_it_is_expired() -> None:
    limited = out(expires="2026-06-30")
    assert steps("2026-06-02", limited)[1] == "2026-06-30 Last day to sign it, Ada Example has not [expiry]"
    both = steps("2026-06-02", out(expires="2026-06-30", order="parallel"))[1]
    assert both.endswith("Ada Example and Bo Beispiel have not [expiry]")
    assert seen("2026-06-30", DEAL, limited).state == "out-for-signature"
    stands = seen("2026-07-01", DEAL, limited, signature("Ada Example", "2026-06-10"))
    assert stands.state == "expired"
    assert outlook(stands) == "it stays unsigned; 1 of 2 signed when it expired on 2026-06-30."
    assert steps("2026-07-01", limited) == []
    assert outlook(seen("2026-06-02", DEAL, limited)).endswith("Bo Beispiel. It expires on 2026-06-30.")


def test_what_expired_is_not_signed_until_it_is_put_off() -> None:
    facts = seen("2026-07-01", DEAL, out(expires="2026-06-30")).facts
    with pytest.raises(RefusedError, match="could be signed until 2026-06-30"):
        sign(facts, "ada", on=day("2026-07-01"))
    plan = send(facts, on=day("2026-07-01"), expires=day("2026-07-31"))
    assert plan.steps == (SetField("contracts/deal.sent.yaml", ("expires",), "2026-07-31"),)
    assert not send(facts, on=day("2026-06-15"), expires=day("2026-06-30"))
    with pytest.raises(RefusedError, match="would expire on 2026-06-01"):
        send(facts, on=day("2026-06-15"), expires=day("2026-06-01"))


def test_a_reminder_is_recorded_once_a_day_for_those_who_are_to_sign_next() -> None:
    stands = seen("2026-06-07", DEAL, out())
    (step,) = chase(stands, method="telephone", said="next week").steps
    assert isinstance(step, AddRecord)
    assert step.path == "contracts/deal--2026-06-07.chase.yaml"
    assert step.fields == {
        "contract": "deal",
        "date": "2026-06-07",
        "to": ["Ada Example"],
        "method": "telephone",
        "said": "next week",
    }
    again = chase(seen("2026-06-07", DEAL, out(), *chased("2026-06-07")))
    assert (again.steps, again.summary) == ((), "deal was chased already on 2026-06-07")
    with pytest.raises(RefusedError, match="deal is draft; nobody is to sign it now"):
        chase(seen("2026-06-07", DEAL))


def test_what_is_void_is_over() -> None:
    (step,) = void(seen("2026-06-07", DEAL, out()), reason="Another one follows").steps
    assert isinstance(step, AddRecord)
    assert step.path == "contracts/deal.withdrawn.yaml"
    stands = seen("2026-06-08", DEAL, out(), withdrawn("2026-06-07"))
    assert stands.state == "void"
    assert outlook(stands) == "nothing; it was withdrawn on 2026-06-07: Another one follows."
    assert not void(stands, reason="again")
    with pytest.raises(RefusedError, match="void since 2026-06-07"):
        sign(stands.facts, "ada", on=day("2026-06-08"))
    with pytest.raises(RefusedError, match="void since 2026-06-07"):
        send(stands.facts, on=day("2026-06-08"))


def test_only_what_is_out_can_be_voided() -> None:
    with pytest.raises(RefusedError, match="draft that never went out"):
        void(seen("2026-06-07", DEAL), reason="x")
    signed = [signature(name, "2026-06-03") for name in ("Ada Example", "Bo Beispiel")]
    with pytest.raises(RefusedError, match="was signed on 2026-06-03"):
        void(seen("2026-06-07", DEAL, *signed), reason="x")


def test_titles_and_names() -> None:
    (one,) = chased("2026-06-07")
    assert (one.title, one.dated) == ("Ada Example reminded of deal", dt.date(2026, 6, 7))
    gone = withdrawn("2026-06-07")
    assert (gone.title, gone.dated) == ("deal is void: Another one follows", dt.date(2026, 6, 7))
    assert (one.expected, gone.expected) == ("deal--2026-06-07", "deal")  # type: ignore[attr-defined]


def test_sending_keeps_the_paper_that_went_out() -> None:
    from backoffice.kinds.contract.signing import Executed

    facts = Situation.of(seen("2026-06-01", DEAL).facts, day("2026-06-01")).facts
    plan = send(facts, on=day("2026-06-01"), order="parallel", paper=Executed(b"%PDF", ".pdf"))
    record, file = plan.steps
    assert isinstance(record, AddRecord)
    assert (record.fields["order"], record.fields["file"]) == ("parallel", "deal.sent.pdf")
    assert file.path == "contracts/deal.sent.pdf"
    assert sending(DEAL, "2026-06-01").title.startswith("deal sent to")
